"""Whole interviews on a simulated clock: a simulated candidate in one of the product's own rooms.

What is due, the turn (decide, commit, speak), the commands and the judge are the product's, run as the service runs
them; nobody waits for a clock on a wall. It checks nothing.
"""

import asyncio
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from evals.conduct import backstage
from evals.conduct.canaries import WORDS
from evals.conduct.candidates import Candidate
from evals.conduct.casting import Part, script_of
from evals.conduct.manners import Contribution
from evals.conduct.record import Record
from evals.conduct.stage import WORD_S, Ear, SimulatedClock, Tap, room_of
from interviewer import events as ev
from interviewer.errors import ProviderError
from interviewer.graph.conversation import LangGraphConversation
from interviewer.ports import Reader, Utterer
from interviewer.script import Script
from interviewer.service import commands as do
from interviewer.service import study
from interviewer.service.due import deserted, next_trigger, wait_s
from interviewer.service.floor import perform
from interviewer.service.listening import Listening
from interviewer.service.room import Speech
from interviewer.service.turn import Turn
from interviewer.worker import ATTEMPTS

REQUESTS: Mapping[str, type[do.Repeat | do.Skip | do.Hint | do.Finish]] = {
    "repeat": do.Repeat,
    "skip": do.Skip,
    "hint": do.Hint,
    "finish": do.Finish,
}
STEPS = 400
"""Contributions after which an interview that does not end is given up."""
FAILURES = 60
"""Failed attempts to speak after which an interview is given up."""
TICK_S = 20.0
"""Longest step of the clock: a candidate who is there is seen by the room at least so often."""


@dataclass
class Cast:
    """What the interviews of one column share."""

    column: str
    utterer: Utterer
    reader: Reader | None = None
    prepare: Callable[[str, Part, Script], Script] = lambda _, __, script: script
    """Called before an interview begins; returns the script that is played."""
    requests: Callable[[str], tuple[str, ...]] = lambda _: ()
    """Called when it is over; returns what each request to the speaker gave away, empty where nothing."""
    conversation: LangGraphConversation = field(default_factory=LangGraphConversation)


class Player:
    """One interview under way."""

    def __init__(self, part: Part, cast: Cast) -> None:
        self.part, self.cast = part, cast
        self.interview = f"{cast.column}-{part.name}"
        self.script = cast.prepare(self.interview, part, script_of(part.setup))
        self.clock = SimulatedClock()
        self.room, self.log = room_of(self.interview, self.script, self.clock)
        self.ear = Ear(self.room, self.clock)
        self.room.feeds.add(self.ear)
        self.tap = Tap(cast.utterer)
        self.listening = Listening({part.setup.engine: cast.reader} if cast.reader else {})
        self.candidate = Candidate(self.script, part.setup.role, part.level, part.manner, part.seed)
        self.kinds: dict[int, str] = {}
        self.broken = ""
        self.failures = 0
        self._commands = 0

    @property
    def closed(self) -> bool:
        """Whether it is over."""
        return self.room.state.status == "closed" or bool(self.broken)

    async def play(self) -> Record:
        """Play to the close and return what it left."""
        try:
            await self._play()
        except Exception as error:  # noqa: BLE001
            # A crash is a finding like any other: the interviews beside it go on, and it is printed with its place.
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(place.filename).name}:{place.lineno}"
            self.broken = f"it crashed in {where}: {type(error).__name__}: {error}"
        return self.record()

    async def _play(self) -> None:
        await backstage.begin(self.room, self.part.setup, self.part.name)
        await self._settle()
        for _ in range(STEPS):
            if self.closed:
                return
            await self._contribute(self.candidate.next(self.room.state))
        self.broken = f"it did not end in {STEPS} contributions"

    def record(self) -> Record:
        """Return what the interview has left so far."""
        return Record(
            name=self.part.name, column=self.cast.column, seed=self.part.seed, script=self.script,
            setup=self.part.setup, events=tuple(self.log.held), shown=tuple(self.ear.shown), raw=dict(self.tap.raw),
            speaker=self.tap.name, kinds=dict(self.kinds), canaries=WORDS, requests=self.cast.requests(self.interview), broken=self.broken,
        )  # fmt: skip

    async def _contribute(self, given: Contribution) -> None:
        """Let time pass until the candidate has thought and spoken; drop it when the question changed meanwhile."""
        asked = self.room.state.last
        await self._pass(given.think_s)
        await self._pass(len(given.text.split()) * WORD_S, talking=True)
        state = self.room.state
        if self.closed or (state.last is not asked and not given.request):
            return
        before = len(self.log.held)
        self._commands += 1
        name = f"command-{self._commands:04d}"
        if given.request:
            await perform(self.room, REQUESTS[given.request](id=name))
        elif given.text:
            turn = state.open_turn or state.turn
            await perform(self.room, do.Answer(id=name, turn=turn, text=given.text, done=given.done))
        for event in self.log.held[before:]:
            if isinstance(event.body, ev.AnswerGiven | ev.Requested):
                self.kinds[event.seq] = given.kind
        await self._settle()

    async def _pass(self, seconds: float, *, talking: bool = False) -> None:
        """Let time pass with whatever falls due on the way; who talks or types is not nudged."""
        end = self.clock.monotonic() + seconds
        while not self.closed and (left := end - self.clock.monotonic()) > 0:
            if talking:
                self.room.typed_at = self.clock.monotonic()
            self.clock.advance(min(left, TICK_S / 2, max(0.05, wait_s(self.room))))
            await self._settle()

    async def _settle(self) -> None:
        """Take every turn that is due, and judge what was answered."""
        self.room.touch()
        while not self.closed:
            await self._listen()
            if (trigger := next_trigger(self.room)) is None:
                return
            if trigger == "timer:silence" and deserted(self.room):
                await self._pause("absence")
                continue
            if await study.ready(self.room, trigger):
                await self._turn(trigger)
            await backstage.judge(self.room)

    async def _listen(self) -> None:
        """Have the newest answer read; a reader without a model has read it after a moment."""
        await self.listening.tend(self.room)
        if self.cast.reader is not None:
            await asyncio.sleep(0)
            await self.listening.tend(self.room)

    async def _turn(self, trigger: str) -> None:
        room = self.room
        pending = room.state.pending
        turn = pending.turn if pending else room.state.turn + 1
        speech = room.speech = Speech(turn=turn, attempt=room.state.attempt)
        try:
            await Turn(room, speech, trigger).run(self.cast.conversation, self.tap)
        except ProviderError as error:
            await self._failed(speech, error)
        finally:
            room.speech = None

    async def _failed(self, speech: Speech, error: ProviderError) -> None:
        failed = ev.TurnFailed(turn=speech.turn, attempt=speech.attempt, code=error.code, detail=error.detail)
        await self.room.append([failed])
        self.failures += 1
        if not error.retryable or self.failures >= FAILURES:
            self.broken = f"the speaker failed: {error.code}: {error.detail}"
        elif self.room.state.attempts_failed >= ATTEMPTS:
            await self._pause("provider")

    async def _pause(self, by: Literal["absence", "provider"]) -> None:
        """The clock is stopped as the service stops it, and the candidate resumes at once."""
        await self.room.append([ev.ClockPaused(by=by)])
        self._commands += 1
        await perform(self.room, do.Resume(id=f"command-{self._commands:04d}"))
