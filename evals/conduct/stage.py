"""The stage of a simulated interview: a clock of numbers, a log in memory, an ear that keeps all that was ever shown.

The rest is the product's: its rooms, turns, timers and commands run on it unchanged.
"""

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from typing import cast

from evals.conduct.record import Shown
from interviewer.events import Event
from interviewer.ports import Appended, Cue, Draft, Fence, InterviewStore, Json, Spoken, Utterer
from interviewer.script import Script
from interviewer.service.room import Feed, Room

NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
WORD_S = 0.4
"""How long a word takes to say, on either side: 150 words a minute."""


class SimulatedClock:
    """Time that moves when it is told to; nobody ever waits."""

    def __init__(self) -> None:
        self._now = 0.0

    def now(self) -> dt.datetime:
        return NOON + dt.timedelta(seconds=self._now)

    def monotonic(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        self._now += seconds

    def advance(self, seconds: float) -> None:
        """Move on."""
        self._now += seconds


class MemoryLog:
    """As much of an :class:`interviewer.ports.InterviewStore` as one room needs to hold an interview."""

    def __init__(self, clock: SimulatedClock) -> None:
        self.held: list[Event] = []
        self._clock = clock
        self._keys: dict[str, Event] = {}

    async def append(
        self,
        interview: str,
        drafts: Sequence[Draft],
        *,
        elapsed_ms: int,
        fence: Fence | None = None,
        status: str | None = None,
        judging: str | None = None,
    ) -> Appended:
        """Append, once for each key."""
        first = drafts[0].dedupe_key if drafts else None
        if first and first in self._keys:
            return Appended((self._keys[first],), repeated=True)
        made = []
        for draft in drafts:
            event = Event(seq=len(self.held) + 1, at=self._clock.now(), elapsed_ms=elapsed_ms, body=draft.body)
            self.held.append(event)
            made.append(event)
            if draft.dedupe_key:
                self._keys[draft.dedupe_key] = event
        return Appended(tuple(made))

    async def events(self, interview: str, after: int = 0) -> tuple[Event, ...]:
        """Return what was appended since."""
        return tuple(self.held[after:])

    async def save_draft(self, interview: str, text: str) -> None:
        """Keep nothing: nobody comes back to a simulated interview."""


def room_of(interview: str, script: Script, clock: SimulatedClock) -> tuple[Room, MemoryLog]:
    """Return a room with an empty log, held by this process."""
    log = MemoryLog(clock)
    room = Room(id=interview, owner="eval", script=script, store=cast("InterviewStore", log), clock=clock, epoch=1)
    return room, log


class Ear(Feed):
    """A listener that keeps every word it was ever shown; hearing takes the time that speaking takes."""

    def __init__(self, room: Room, clock: SimulatedClock) -> None:
        super().__init__(room, 0)
        self.shown: list[Shown] = []
        self._speaking, self._clock = room, clock

    def push(self, item: Event | Json | None) -> None:
        """Hear a frame."""
        if not isinstance(item, dict):
            return
        if item["type"] == "turn.begin":
            speech = self._speaking.speech
            source = speech.source if speech else ""
            self._void(item["turn"])
            self.shown.append(Shown(item["turn"], item["attempt"], source, ""))
        elif item["type"] == "delta":
            last = self.shown[-1]
            self.shown[-1] = Shown(last.turn, last.attempt, last.source, last.text + item["d"])
            self._clock.advance(len(item["d"].split()) * WORD_S)

    def _void(self, turn: int) -> None:
        """What was shown of this turn before is taken back."""
        for index, old in enumerate(self.shown):
            if old.turn == turn and not old.void:
                self.shown[index] = Shown(old.turn, old.attempt, old.source, old.text, void=True)


class Tap:
    """A speaker through which every reply is kept as it came, before anything was checked."""

    def __init__(self, inner: Utterer) -> None:
        self._inner = inner
        self.name = inner.name
        self.raw: dict[int, str] = {}
        self.cues: dict[int, Cue] = {}

    async def utter(self, cue: Cue, spoken: Spoken) -> AsyncIterator[str]:
        """Speak as the one inside does."""
        self.raw[cue.turn], self.cues[cue.turn] = "", cue
        async for piece in self._inner.utter(cue, spoken):
            self.raw[cue.turn] += piece
            yield piece
