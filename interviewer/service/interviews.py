"""Interviews as people use them: start, list, talk, read, delete. Command line and API call nothing else.

It checks who asks and whether a command makes sense now; what a command does to a running interview is
``service.floor``'s, what the interviewer does is ``worker``'s.
"""

import hashlib
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from interviewer import assess
from interviewer import events as ev
from interviewer.errors import CommandReused, Fenced, NotFound, Refused
from interviewer.material import Material
from interviewer.ports import Clock, Draft, InterviewRow, InterviewStore, Json, Library, Renderer
from interviewer.projection import project
from interviewer.report import Report
from interviewer.script import Script
from interviewer.service import commands as do
from interviewer.service.floor import perform
from interviewer.service.room import Feed, Room
from interviewer.service.rooms import Rooms

RETRIES = 4


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine as the start page shows it."""

    name: str
    available: bool
    says: str
    """What it does, and where words go."""
    why: str = ""
    """Why it is not available, and what to do."""


class Interviews:
    """All interviews of all owners; every call names the owner."""

    def __init__(
        self, rooms: Rooms, store: InterviewStore, library: Library, renderer: Renderer, engines: Mapping[str, Engine]
    ) -> None:
        self.rooms, self.store, self.library, self.renderer, self.engines = rooms, store, library, renderer, engines
        self.clock: Clock = rooms.clock

    async def create(self, owner: str, setup: ev.Setup, materials: Sequence[str] = ()) -> str:
        """Start an interview and return its id; raises Refused when the set-up cannot work, NotFound for a wrong id."""
        engine = self.engines.get(setup.engine)
        if engine is None or not engine.available:
            reason = engine.why if engine else "It is not known here."
            raise Refused("engine_unavailable", f"The engine {setup.engine!r} cannot be used.", reason)
        brought = [await self.store.material(owner, material) for material in dict.fromkeys(materials)]
        if not setup.seed:
            setup = setup.model_copy(update={"seed": secrets.randbelow(2**31) + 1})
        script, texts = self.library.assemble(setup, brought)
        chosen: dict[str, object] = {"case": script.case.id if script.case else None}
        if "pressure" not in setup.model_fields_set:
            chosen["pressure"] = script.persona.pressure
        if "role" not in setup.model_fields_set:
            chosen["role"] = script.round.roles[0]
        setup = setup.model_copy(update=chosen)
        _check(setup, script)
        title = f"{script.round.title} · {script.persona.title}"
        bodies: list[ev.AnyBody] = [ev.InterviewStarted(setup=setup, title=title, content=script.hashes)]
        bodies += [_attached(material) for material in brought]
        interview = f"i{secrets.token_hex(8)}"
        await self.store.create(owner, interview, title, [Draft(body) for body in bodies], texts)
        return interview

    async def listing(self, owner: str) -> list[Json]:
        """Return an owner's interviews, newest first."""
        return [_listed(row) for row in await self.store.rows(owner)]

    async def overview(self, owner: str, interview: str) -> Json:
        """Return where an interview stands, as the candidate may know it."""
        room = await self.rooms.open(interview, owner)
        state, script = room.state, room.script
        assert state.setup is not None
        phase = script.round.phase(state.phase) if state.phase else None
        shown = {"id": phase.id, "title": phase.title, "goal": phase.goal, "floor": state.floor} if phase else None
        return {
            "id": interview, "title": f"{script.round.title} · {script.persona.title}", "status": state.status,
            "judging": state.judging, "setup": state.setup.model_dump(mode="json"), "phase": shown,
            "clock": room.stamp(), "open_turn": state.open_turn, "last_seq": state.seq, "paused_by": state.paused_by,
            "draft": await self.store.draft(interview), "predicted": state.predicted,
            "report_ready": state.report_version > 0,
            "criteria": [
                {"id": item.id, "title": item.title, "measures": item.measures} for item in script.rubric.criteria
            ],
        }  # fmt: skip

    async def events(self, owner: str, interview: str, after: int = 0) -> list[Json]:
        """Return the candidate's projection of the log."""
        room = await self.rooms.open(interview, owner)
        return [project(event, report_open=room.state.predicted) for event in await self.store.events(interview, after)]

    async def command(self, owner: str, interview: str, command: do.AnyCommand) -> do.Ack:
        """Carry out a command; when it returns, what it did is on disk.

        Raises:
            NotFound: no such interview.
            Refused: it makes no sense now; text that came with it is kept as the draft.
            StoreError: nothing was written.
        """
        room = await self.rooms.open(interview, owner)
        room.touch()
        async with room.commanding:
            if not room.held:
                await room.catch_up()
            try:
                return await self._try(room, command)
            except Refused:
                if isinstance(command, do.Answer | do.Extend):
                    await self.store.save_draft(interview, command.text[: do.MAX_ANSWER_BYTES])
                raise

    async def _try(self, room: Room, command: do.AnyCommand) -> do.Ack:
        for _ in range(RETRIES):
            if command.id in room.state.commands:
                return await self._again(room, command)
            try:
                return await perform(room, command)
            except Fenced as fenced:
                if fenced.by == "gone":
                    raise NotFound("interview", room.id) from fenced
                await room.catch_up()
        raise Refused("busy", "Somebody else is writing to this interview.", "Send it again in a moment.")

    async def _again(self, room: Room, command: do.AnyCommand) -> do.Ack:
        """Acknowledge a command that was done before; raises CommandReused when it is not the same."""
        seq = room.state.commands[command.id]
        body = (await self.store.events(room.id, seq - 1))[0].body
        if not _did(command, body):
            raise CommandReused(command.id)
        return do.Ack(id=command.id, seq=seq, repeated=True)

    @asynccontextmanager
    async def attach(self, owner: str, interview: str, after: int = 0) -> AsyncIterator[Feed]:
        """Listen to an interview from event ``after`` on; being attached is being present."""
        room = await self.rooms.open(interview, owner)
        if after > room.state.seq:
            await room.catch_up()
            room = await self.rooms.open(interview, owner)
        if after > room.state.seq:
            raise Refused("unknown_seq", f"The log ends at {room.state.seq}; {after} is not in it.", "Start at 0.")
        feed = Feed(room, after)
        room.touch()
        room.feeds.add(feed)
        room.wake.set()
        room.tell_state()
        try:
            yield feed
        finally:
            room.touch()
            room.feeds.discard(feed)
            room.wake.set()

    async def report(self, owner: str, interview: str, format_: str = "html") -> str:
        """Return the newest report; raises Refused while it is closed or not there."""
        return self.renderer.report(await self.debrief(owner, interview), format_)

    async def debrief(self, owner: str, interview: str) -> Report:
        """Return the newest report as data; raises Refused while it is closed or not there."""
        room = await self.rooms.open(interview, owner)
        await room.catch_up()
        if room.state.status != "closed":
            raise Refused("report_not_ready", "The interview is not over.", "Finish it first.")
        if not room.state.predicted:
            raise Refused(
                "report_closed", "The report opens after you predicted your levels or declined to.",
                "Predict or decline first.",
            )  # fmt: skip
        found = [e.body for e in await self.store.events(interview) if isinstance(e.body, ev.ReportReady)]
        if not found:
            raise Refused("report_not_ready", "The report is being written.", "Try again in a moment.")
        prediction = room.state.prediction
        return Report.model_validate(found[-1].report).opened(interview, prediction.levels if prediction else {})

    async def transcript(self, owner: str, interview: str, format_: str = "markdown") -> str:
        """Return what was said so far."""
        room = await self.rooms.open(interview, owner)
        told: dict[int, ev.FeedbackGiven] = {}
        if room.state.feedback:
            stored = await self.store.events(interview)
            told = {event.seq: event.body for event in stored if isinstance(event.body, ev.FeedbackGiven)}
        return self.renderer.transcript(room.state.said, format_, told)

    async def export(self, owner: str, interview: str) -> Json:
        """Return everything the candidate may have of an interview, as data."""
        overview = await self.overview(owner, interview)
        return {"interview": overview, "events": await self.events(owner, interview)}

    async def delete(self, owner: str, interview: str) -> None:
        """Delete an interview with all that belongs to it; there is no undo, so ask first."""
        room = await self.rooms.open(interview, owner)
        speech = room.speech
        if speech and speech.task:
            speech.task.cancel()
        await self.store.delete(interview)
        room.end()
        self.rooms.forget(room)

    def catalogue(self) -> Json:
        """Return what can be practised, without a word of the judge's side."""
        return {
            "rounds": [self._round(round_id) for round_id in self.library.rounds()],
            "personas": [
                persona.model_dump(
                    mode="json",
                    include={"id", "title", "lab", "lab_name", "roles", "rounds", "phenotype", "pressure", "facts"},
                )
                for persona in self.library.personas().values()
            ],
            "engines": [
                {"name": e.name, "available": e.available, "says": e.says, "why": e.why} for e in self.engines.values()
            ],
        }

    def _round(self, round_id: str) -> Json:
        item = self.library.rounds()[round_id]
        shown = item.model_dump(
            mode="json", include={"id", "title", "tests", "roles", "minutes", "wanted", "features", "cannot"}
        )
        cases = [{"id": key, "title": title} for key, title in self.library.cases(round_id).items()]
        phases = [{"id": p.id, "title": p.title, "goal": p.goal, "kind": p.kind} for p in item.phases]
        return shown | {"cases": cases, "phases": phases, "judge": assess.SAYS}


KINDS: dict[str, frozenset[str]] = {
    "answer": frozenset({"answer.given", "answer.extended"}),
    "extend": frozenset({"answer.extended"}),
    "pause": frozenset({"clock.paused"}),
    "resume": frozenset({"clock.resumed"}),
    "extend_time": frozenset({"clock.extended"}),
    "change_engine": frozenset({"engine.changed"}),
    "predict": frozenset({"prediction.made"}),
    "decline_prediction": frozenset({"prediction.declined"}),
}
"""What a command may have left in the log; the others left ``candidate.requested``."""


def _did(command: do.AnyCommand, body: ev.AnyBody) -> bool:
    """Return whether an event is what this very command left: same kind, and same value in every field they share."""
    if body.kind not in KINDS.get(command.type, {"candidate.requested"}):
        return False
    given = command.model_dump() | {"what": command.type}
    stored = body.model_dump()
    shared = (given.keys() & stored.keys()) - {"id", "type", "kind", "v"}
    if body.kind == "answer.extended" and command.type == "answer":
        shared -= {"answer"}
    return all(given[name] == stored[name] for name in shared)


def _listed(row: InterviewRow) -> Json:
    return {
        "id": row.id, "title": row.title, "status": row.status, "judging": row.judging, "elapsed_ms": row.elapsed_ms,
        "created_at": row.created_at.isoformat(), "updated_at": row.updated_at.isoformat(), "last_seq": row.last_seq,
    }  # fmt: skip


def _attached(material: Material) -> ev.MaterialAttached:
    digest = hashlib.sha256(material.text.encode()).hexdigest()
    return ev.MaterialAttached(
        material=material.id, material_kind=material.kind, name=material.name, characters=len(material.text),
        sha256=digest, claims=material.claims,
    )  # fmt: skip


def _check(setup: ev.Setup, script: Script) -> None:
    """Refuse a set-up that cannot make an interview, with what to change."""
    least = script.round.minutes.min
    if setup.minutes < least:
        raise Refused("too_short", f"{script.round.title} takes at least {least} minutes.", f"Choose {least} or more.")
    if setup.minutes > 180:
        raise Refused("too_long", "An interview takes at most 180 minutes.", "Choose fewer.")
    wanted = script.round.wanted
    if wanted and wanted.required and not script.materials:
        kinds = ", ".join(wanted.kinds)
        raise Refused("material_needed", f"This round works with your own material ({kinds}).", wanted.why)
    if setup.pace not in {0, 1, 1.5, 2}:
        raise Refused("bad_pace", f"A pace of {setup.pace} is not offered.", "Choose 1, 1.5, 2, or 0 for untimed.")
    if setup.role not in script.round.roles:
        offered = ", ".join(script.round.roles)
        raise Refused(
            "role_elsewhere", f"{script.round.title} is not held for the role {setup.role}.", f"Choose {offered}."
        )
    if setup.judge != "rehearsal":
        raise Refused(
            "judge_unavailable", f"The judge {setup.judge!r} is not there yet.", "Leave it out: offline judges."
        )
    if script.persona.rounds and script.round.id not in script.persona.rounds:
        raise Refused("persona_elsewhere", f"{script.persona.title} does not hold this round.", "Choose another.")
