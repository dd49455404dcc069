"""Work beside and after the conversation: judging answers and writing reports, each exactly once.

A job is an event that asked for it without the event that finished it, so a restart finds it again. It speaks to no
candidate.
"""

import asyncio
import logging

from interviewer import events as ev
from interviewer.belief import answer_of
from interviewer.errors import Fenced, NotFound, ProviderError, StoreError, traceless
from interviewer.ports import Assessor, CallJournal, Debrief, Fence
from interviewer.service.preparing_job import Preparing
from interviewer.service.room import Room

log = logging.getLogger(__name__)

PATIENCE_S = 120.0
"""How long a report waits for open judgements before it says which are missing."""


class Jobs:
    """Runs what is pending in a room that this process holds."""

    def __init__(
        self,
        assessor: Assessor,
        debrief: Debrief,
        journal: CallJournal | None = None,
        preparing: Preparing | None = None,
    ) -> None:
        self._assessor, self._debrief, self._journal, self._preparing = assessor, debrief, journal, preparing
        self._judging: dict[str, asyncio.Task[None]] = {}

    def pending(self, room: Room) -> bool:
        """Return whether there is work left that needs nobody's presence."""
        state = room.state
        wanted = state.status == "closed" and (not state.report_requested or state.judging == "running")
        return bool(state.requested) or wanted

    async def run(self, room: Room) -> bool:
        """Do or start what is due; return whether the caller should look again at once."""
        state = room.state
        if self._preparing is not None:
            self._preparing.start(room)
        if state.requested and room.id not in self._judging:
            task = asyncio.create_task(self._judge(room))
            self._judging[room.id] = task
            task.add_done_callback(lambda _: self._done(room))
        if state.status != "closed":
            return False
        if not state.report_requested:
            await self._ask_for_report(room)
            return True
        if state.judging != "running":
            return False
        if judging := self._judging.get(room.id):
            await asyncio.wait({judging}, timeout=PATIENCE_S)
        await self._report(room)
        return True

    async def stop(self) -> None:
        """Leave the material that is being read; whoever comes next reads it."""
        if self._preparing is not None:
            await self._preparing.stop()

    async def _ask_for_report(self, room: Room) -> None:
        """Ask for the first report, and for the row of every answer that has none yet."""
        state = room.state
        rows = {assessment.answer for assessment in state.assessments}
        asked = {answer_of(name) for name in (*state.requested, *state.failed)}
        missing = [answer.seq for answer in state.answers if answer.seq not in rows | asked]
        bodies: list[ev.AnyBody] = [ev.ReportRequested(judging="first", judge="offline")]
        bodies += [ev.AssessmentRequested(assessment=f"answer:{seq}", answer=seq) for seq in missing]
        await room.append(bodies, fence=Fence(room.epoch), key="report:first")

    def _done(self, room: Room) -> None:
        self._judging.pop(room.id, None)
        room.wake.set()

    async def _judge(self, room: Room) -> None:
        """Judge every answer that waits, one after the other."""
        try:
            await self._judge_all(room)
        except (Fenced, NotFound):
            log.info("judging.left interview=%s", room.id)
        except StoreError:
            log.warning("judging.store.failed interview=%s", room.id)
            await room.clock.sleep(1.0)

    async def _judge_all(self, room: Room) -> None:
        while room.state.requested and room.held and not room.deleted:
            name = room.state.requested[0]
            answer = answer_of(name)
            try:
                made = await self._assessor.assess(room.script, room.state, (), answer)
                body: ev.AnyBody = ev.AssessmentMade(assessment=name, result=made)
            except ProviderError as error:
                body = ev.AssessmentFailed(assessment=name, detail=error.detail)
            except Exception as error:  # noqa: BLE001
                # The last line of defence: an answer nobody can judge must not keep the others from their rows.
                log.error("judging.failed interview=%s answer=%d %s", room.id, answer, traceless(error))
                body = ev.AssessmentFailed(assessment=name, detail=f"The judge broke ({type(error).__name__}).")
            await room.append([body], fence=Fence(room.epoch), key=f"assessed:{name}:{len(room.state.failed)}")

    async def _report(self, room: Room) -> None:
        state = room.state
        judging, version = state.report_requested, state.report_version + 1
        events = await room.store.events(room.id)
        report = await self._debrief.build(room.script, events, judging, version)
        if self._journal is not None:
            spent = await self._journal.spent(room.id)
            report = report.model_copy(update={"colophon": report.colophon.model_copy(update={"usd": spent.usd})})
        ready = ev.ReportReady(
            judging=judging, version=version, complete=report.complete, report=report.model_dump(mode="json")
        )  # fmt: skip
        await room.append([ready], fence=Fence(room.epoch), key=f"report.ready:{judging}:{version}")
