"""The interviewer's side of running interviews: leases, turns, timers and jobs.

One :class:`Worker` per process. It looks at folded state, runs the conversation graph when something is due, and
commits what comes back under the lease; it decides nothing itself and touches no vendor. When it dies at any point,
another one goes on from the log.
"""

import asyncio
import logging
from collections.abc import Mapping

from interviewer import events as ev
from interviewer.errors import Fenced, NotFound, ProviderError, StoreError, traceless
from interviewer.ports import Clock, Conversation, Fence, InterviewStore, Utterer
from interviewer.service import study
from interviewer.service.due import deserted, next_trigger, wait_s
from interviewer.service.jobs import Jobs
from interviewer.service.listening import Listening
from interviewer.service.room import Room, Speech
from interviewer.service.rooms import Rooms
from interviewer.service.turn import Turn

log = logging.getLogger(__name__)

POLL_S = 0.25
"""How often other processes' writes are looked for."""
SWEEP_S = 20.0
"""How often closed interviews without a report are looked for."""
IDLE_S = 120.0
"""How long an unattended room stays loaded."""
ABSENT_S = 1_800.0
"""How long nobody may be there before a live interview is paused."""
ATTEMPTS = 3
BACKOFF_S = (0.5, 2.0)


class Worker:
    """Speaks for the interviews whose leases this process holds."""

    def __init__(  # noqa: PLR0913 — the composition root names each part
        self,
        rooms: Rooms,
        store: InterviewStore,
        clock: Clock,
        conversation: Conversation,
        utterers: Mapping[str, Utterer],
        jobs: Jobs,
        listening: Listening,
        process: str,
    ) -> None:
        self.rooms, self.store, self.clock = rooms, store, clock
        self.conversation, self.utterers, self.jobs, self.process = conversation, utterers, jobs, process
        self.listening = listening
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._loops: list[asyncio.Task[None]] = []
        self._mark = 0

    async def start(self) -> None:
        """Begin to look after rooms, other processes' writes and unfinished reports."""
        self._mark, _ = await self.store.changed(0)
        self._loops = [asyncio.create_task(loop()) for loop in (self._welcome, self._poll, self._sweep)]

    async def stop(self) -> None:
        """Stop speaking and give the leases back; what was not finished is finished by whoever comes next."""
        tasks = [*self._loops, *self._tasks.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.jobs.stop()
        for room in self.rooms.all():
            await self._release(room)
        await self.listening.stop()

    async def _welcome(self) -> None:
        while True:
            room = await self.rooms.opened.get()
            if room.id not in self._tasks or self._tasks[room.id].done():
                self._tasks[room.id] = asyncio.create_task(self._keep(room))

    async def _poll(self) -> None:
        """Notice what other processes wrote or wish."""
        while True:
            await self.clock.sleep(POLL_S)
            try:
                self._mark, changed = await self.store.changed(self._mark)
                for interview in changed:
                    if room := self.rooms.here(interview):
                        await self._look(room)
            except StoreError:
                log.warning("store.poll.failed")

    async def _look(self, room: Room) -> None:
        try:
            await room.catch_up()
            row = await self.store.row(room.id)
        except NotFound:
            room.end()
            self.rooms.forget(room)
            return
        wished = row.wanted_by not in {None, self.process}
        if room.held and wished and not room.feeds and room.speech is None:
            await self._release(room)
        elif not room.held:
            room.wake.set()

    async def _sweep(self) -> None:
        """Finish reports that a dead process left."""
        while True:
            try:
                for row in await self.store.unfinished():
                    if self.rooms.here(row.id) is None:
                        await self.rooms.open(row.id)
            except (StoreError, NotFound):
                log.warning("store.sweep.failed")
            await self.clock.sleep(SWEEP_S)

    async def _keep(self, room: Room) -> None:
        """Look after one room until nobody needs it."""
        try:
            while not room.deleted and await self._once(room):
                pass
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001
            # The last line of defence: one broken interview must not take the others down, and must not be silent.
            log.error("interview.keeper.failed interview=%s %s", room.id, traceless(error))
        finally:
            # Forgotten before anything is awaited: whoever opens the interview from here on gets a fresh room.
            self.rooms.forget(room)
            self._tasks.pop(room.id, None)
            room.end()
            await asyncio.shield(self._release(room))

    async def _once(self, room: Room) -> bool:
        """Do the next thing that is due; return False when the room may be let go."""
        room.wake.clear()
        needed = room.present or self.jobs.pending(room)
        try:
            if not needed and await self._leave(room):
                return False
            if not room.held and not (needed and await self._hold(room)):
                await self._wait(room, 0.5 if needed else 30.0)
                return True
            await self.listening.tend(room)
            if await self.jobs.run(room) or await self._act(room):
                return True
        except Fenced as fenced:
            return await self._fenced(room, fenced)
        except StoreError as error:
            log.warning("store.write.failed interview=%s", room.id)
            room.trouble = f"{error} What you sent and saw acknowledged is kept."
            room.tell_state()
            await self.clock.sleep(1.0)
            return True
        await self._wait(room, min(wait_s(room), self.listening.left_s(room) or IDLE_S))
        return True

    async def _act(self, room: Room) -> bool:
        """Take the turn that is due, if one is; return whether there was anything to do."""
        async with room.commanding:
            # A command that is half done has cut what was said and not yet stored why: nothing may begin then.
            trigger = next_trigger(room)
            if trigger is None or await self._mute(room) or await self._wait_for_somebody(room, trigger):
                room.hold(None)
                return trigger is not None
            if not self.listening.ready(room, trigger) or not await study.ready(room, trigger):
                return False
            speech = self._begin(room, trigger)
        await self._turn(room, speech)
        return True

    async def _wait_for_somebody(self, room: Room, trigger: str) -> bool:
        """Stop the clock when questions go by unheard; return whether it was so."""
        if trigger != "timer:silence" or not deserted(room):
            return False
        detail = "Nothing was said on the last questions, so the clock stands. Resume when you are back."
        await room.append([ev.ClockPaused(by="absence", detail=detail)], fence=Fence(room.epoch))
        return True

    async def _leave(self, room: Room) -> bool:
        """Whether an unattended room may go now."""
        idle = self.clock.monotonic() - max(room.present_at, room.opened_at)
        if room.held and room.state.status == "live" and idle >= ABSENT_S:
            await room.append(
                [ev.ClockPaused(by="absence", detail="Nobody was here for half an hour. Resume when you are back.")],
                fence=Fence(room.epoch),
            )
        return idle >= (ABSENT_S if room.held and room.state.status == "live" else IDLE_S)

    async def _wait(self, room: Room, seconds: float) -> None:
        if room.wake.is_set():
            return
        waiting = asyncio.ensure_future(room.wake.wait())
        sleeping = asyncio.ensure_future(self.clock.sleep(seconds))
        try:
            await asyncio.wait({waiting, sleeping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            sleeping.cancel()

    async def _hold(self, room: Room) -> bool:
        """Take the lease; return whether this process speaks for the interview now."""
        room.elapsed_ms()
        room.epoch = await self.store.acquire(room.id, self.process)
        if room.held:
            await room.catch_up()
            room.wake.clear()
            if room.state.status == "ready" and room.present:
                await room.append([_opened(room)], fence=Fence(room.epoch), key="round.opened")
        return room.held

    async def _release(self, room: Room) -> None:
        self.listening.leave(room)
        if room.epoch is None:
            return
        elapsed, epoch, room.epoch = room.elapsed_ms(), room.epoch, None
        try:
            await self.store.release(room.id, self.process, epoch, elapsed)
        except (StoreError, NotFound):
            log.warning("lease.release.failed interview=%s", room.id)

    async def _fenced(self, room: Room, fenced: Fenced) -> bool:
        if fenced.by == "gone":
            room.end()
            return False
        if fenced.by == "lease":
            room.elapsed_ms()
            room.epoch = None
        await room.catch_up()
        return True

    async def _mute(self, room: Room) -> bool:
        """Pause an interview whose engine this process does not have; return whether it was so."""
        setup = room.state.setup
        assert setup is not None
        if setup.engine in self.utterers:
            return False
        detail = f"The engine {setup.engine!r} is not set up here. Go on with rehearsal, or start again with its key."
        await room.append([ev.ClockPaused(by="provider", detail=detail)], fence=Fence(room.epoch))
        return True

    def _begin(self, room: Room, trigger: str) -> Speech:
        """Start a turn in a task of its own, so that a command can stop it and a socket never carries it."""
        room.thinking = True
        room.tell_state()
        pending, setup = room.state.pending, room.state.setup
        assert setup is not None
        turn = pending.turn if pending else room.state.turn + 1
        speech = room.speech = Speech(turn=turn, attempt=room.state.attempt)
        run = Turn(room, speech, trigger).run(self.conversation, self.utterers[setup.engine])
        speech.task = asyncio.create_task(run)
        return speech

    async def _turn(self, room: Room, speech: Speech) -> None:
        """Wait for the end of a turn, whichever it is."""
        assert speech.task is not None
        try:
            await asyncio.shield(speech.task)
        except asyncio.CancelledError:
            self._pass_on(speech)
        except ProviderError as error:
            await self._provider_failed(room, speech, error)
        except Fenced as fenced:
            if fenced.by != "candidate" or not speech.text:
                raise
            await room.catch_up()
            await self._cut_short(room, speech)
        finally:
            room.thinking = False
            if room.speech is speech:
                room.speech = None
            room.tell_state()

    def _pass_on(self, speech: Speech) -> None:
        """A turn that a command stopped is over; when the worker itself is stopped, so is the turn."""
        me = asyncio.current_task()
        if me is not None and me.cancelling():
            if speech.task is not None:
                speech.task.cancel()
            raise asyncio.CancelledError

    async def _cut_short(self, room: Room, speech: Speech) -> None:
        """Keep what was shown of a turn that the candidate answered through another process."""
        spoken = ev.TurnSpoken(
            turn=speech.turn, attempt=speech.attempt, text=speech.text.strip(), move=speech.move, asks=False,
            cut_by="candidate", source="script" if speech.source == "script" else "model", ended="candidate",
        )  # fmt: skip
        await room.append([spoken], fence=Fence(room.epoch))

    async def _provider_failed(self, room: Room, speech: Speech, error: ProviderError) -> None:
        """Record the failure, then try again, pause, or end: the answer before it is safe in any case."""
        log.warning("provider.failed interview=%s code=%s attempt=%d", room.id, error.code, speech.attempt)
        fence = Fence(room.epoch)
        failed = ev.TurnFailed(
            turn=speech.turn, attempt=speech.attempt, code=error.code, detail=error.detail, shown=speech.text
        )  # fmt: skip
        if error.code == "budget":
            closed = ev.InterviewClosed(reason="budget")
            await room.append([failed, ev.RoundClosed(round=room.script.round.id), closed], fence=fence)
            return
        if error.retryable and room.state.attempts_failed + 1 < ATTEMPTS:
            await room.append([failed], fence=fence)
            backoff = BACKOFF_S[min(room.state.attempts_failed - 1, len(BACKOFF_S) - 1)]
            room.not_before = self.clock.monotonic() + max(backoff, min(error.after_s or 0.0, 20.0))
            return
        advice = "Your answer is kept. Resume to try again, or go on with the rehearsal engine."
        paused = ev.ClockPaused(by="provider", detail=f"{error.detail} {advice}")
        await room.append([failed, paused], fence=fence)


def _opened(room: Room) -> ev.RoundOpened:
    script, setup = room.script, room.state.setup
    assert setup is not None
    case = script.case
    exhibits = tuple(
        {"id": e.id, "title": e.title, "kind": e.kind, "lines": list(e.lines)} for e in (case.exhibits if case else ())
    )
    return ev.RoundOpened(
        round=script.round.id, title=script.round.title, persona=script.persona.id, interviewer=script.persona.title,
        minutes=setup.minutes, brief=case.brief if case else "", exhibits=exhibits,
    )  # fmt: skip
