"""One interview as this process knows it: its folded state, its clock, who listens, and what is being said.

A room appends to the log and applies what was appended, in order; it decides nothing. Commands come from
``service.interviews``, turns from ``worker``; both go through :meth:`Room.append`.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from interviewer import plan
from interviewer.assess import lexicon
from interviewer.errors import Fenced
from interviewer.events import AnyBody, Event, InterviewClosed
from interviewer.lexical import Lexicon
from interviewer.ports import Appended, Clock, Draft, Fence, InterviewStore, Json
from interviewer.projection import project
from interviewer.script import Script
from interviewer.state import State, step

ABSENCE_S = 30.0
"""How long after the last socket left the clock still runs."""
FEED_SIZE = 512


@dataclass(slots=True)
class Speech:
    """The utterance under way, as far as it was shown."""

    turn: int
    attempt: int
    move: str = ""
    source: str = "model"
    text: str = ""
    task: "asyncio.Task[None] | None" = None


@dataclass(slots=True)
class Review:
    """A wait for the judgement of a thread's answers, in study mode, before the next question."""

    thread: int
    until: float
    """On the monotonic clock: then the interview goes on with what there is."""
    epoch: int | None
    """The lease under which it waits: with another one, somebody else does."""
    revision: int
    """Newest answer or extension it asked about."""


class Feed:
    """What one listener gets: stored events from ``after`` on, gap-free, then live ones with ephemeral frames between.

    A slow listener loses ephemeral frames, never events: those it reads again from the store.
    """

    def __init__(self, room: "Room", after: int) -> None:
        self._room = room
        self._next = after + 1
        self._queue: asyncio.Queue[Event | Json | None] = asyncio.Queue(FEED_SIZE)
        self._backlog: list[Json] = []
        self._behind = True
        self._ended = False

    def push(self, item: Event | Json | None) -> None:
        """Offer an event or a frame; None ends the feed."""
        if item is None:
            self._ended = True
        try:
            self._queue.put_nowait(item)
        except asyncio.QueueFull:
            self._behind = True

    def __aiter__(self) -> AsyncIterator[Json]:
        return self

    async def __anext__(self) -> Json:
        while True:
            if self._backlog:
                return self._backlog.pop(0)
            if self._behind and not self._ended:
                await self._catch_up()
                continue
            if self._ended and self._queue.empty():
                raise StopAsyncIteration
            frame = self._frame(await self._queue.get())
            if frame is not None:
                return frame

    def _frame(self, item: Event | Json | None) -> Json | None:
        if isinstance(item, Event):
            if item.seq < self._next:
                return None
            if item.seq > self._next:
                self._behind = True
                return None
            self._next += 1
            return project(item, report_open=self._room.state.predicted)
        return item

    async def _catch_up(self) -> None:
        self._behind = False
        events = await self._room.store.events(self._room.id, self._next - 1)
        self._backlog = [project(event, report_open=self._room.state.predicted) for event in events]
        if events:
            self._next = events[-1].seq + 1
        self._backlog += self._room.snapshot()


@dataclass
class Room:
    """One interview loaded here."""

    id: str
    owner: str
    script: Script
    store: InterviewStore
    clock: Clock
    state: State = field(default_factory=State)
    epoch: int | None = None
    """The lease, when this process speaks for the interview."""
    feeds: set[Feed] = field(default_factory=set)
    speech: Speech | None = None
    thinking: bool = False
    review: Review | None = None
    hurried: set[str] = field(default_factory=set)
    """Ids of the commands that ended such a wait: they left nothing in the log and may be sent again."""
    deleted: bool = False
    engines: frozenset[str] = frozenset({"rehearsal"})
    """Who can speak in this process."""
    not_before: float = float("-inf")
    """Until when a failed turn rests before it is tried again."""
    trouble: str = ""
    """Why nothing can be stored just now; empty while all is well."""
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    commanding: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while a command is checked and written, so that two of them see one another."""
    listened: int = 0
    """Newest answer to which listening on was the reply."""
    typed_at: float = float("-inf")
    present_at: float = float("-inf")
    """When somebody was last here; the clock stands :data:`ABSENCE_S` later."""
    opened_at: float = 0.0
    _clock_ms: float = 0.0
    _marked: float = 0.0
    _lexicon: Lexicon | None = None

    def __post_init__(self) -> None:
        self._marked = self.opened_at = self.clock.monotonic()
        self._clock_ms = self.state.elapsed_ms

    @property
    def lexicon(self) -> Lexicon:
        """Document frequencies of this interview's script."""
        if self._lexicon is None:
            self._lexicon = lexicon(self.script)
        return self._lexicon

    @property
    def held(self) -> bool:
        """Whether this process speaks for the interview."""
        return self.epoch is not None

    @property
    def present(self) -> bool:
        """Whether the candidate is here, or was a moment ago."""
        return bool(self.feeds) or self.clock.monotonic() - self.present_at < ABSENCE_S

    @property
    def running(self) -> bool:
        """Whether interview time passes."""
        live = self.state.status == "live" and self.held and self.present
        return live and self.state.attempts_failed == 0 and not self.reviewing

    @property
    def reviewing(self) -> bool:
        """Whether the interview waits for the judgement of answers."""
        return self.review is not None and self.held and self.review.epoch == self.epoch

    def hold(self, review: Review | None) -> None:
        """Begin to wait for judgement, or wait no longer; the interview clock stands meanwhile."""
        self.elapsed_ms()
        self.review = review

    def elapsed_ms(self) -> int:
        """Return the interview clock and move it on."""
        now = self.clock.monotonic()
        if self.running:
            self._clock_ms += (now - self._marked) * 1000
        self._marked = now
        self._clock_ms = max(self._clock_ms, self.state.elapsed_ms)
        return round(self._clock_ms)

    def stamp(self) -> Json:
        """Return the clock as a listener sees it."""
        setup = self.state.setup
        total = plan.total_ms(setup, self.state.extra_ms) if setup else 0
        running = self.running
        return {"elapsed_ms": self.elapsed_ms(), "total_ms": total, "running": running, "untimed": total == 0}

    def touch(self) -> None:
        """Somebody is here."""
        self.elapsed_ms()
        self.present_at = self.clock.monotonic()

    async def append(
        self,
        bodies: Sequence[AnyBody],
        *,
        fence: Fence | None = None,
        key: str | None = None,
        keys: Sequence[str | None] = (),
    ) -> Appended:
        """Append bodies, apply them and tell the listeners; raises what the store raises.

        ``key`` is the dedupe key of the first body, or of each with ``keys``.
        """
        named = list(keys) or [key, *[None] * (len(bodies) - 1)]
        drafts = [Draft(body, name) for body, name in zip(bodies, named, strict=True)]
        status, judging = self._labels(bodies)
        async with self.lock:
            done = await self.store.append(
                self.id, drafts, elapsed_ms=self.elapsed_ms(), fence=fence, status=status, judging=judging
            )
            self.trouble = ""
            if not done.repeated:
                await self._apply(done.events)
        self.wake.set()
        return done

    def _labels(self, bodies: Sequence[AnyBody]) -> tuple[str | None, str | None]:
        """Return what the listing should say after these bodies."""
        state = self.state
        for body in bodies:
            state = step(state, Event(seq=state.seq + 1, at=self.clock.now(), elapsed_ms=state.elapsed_ms, body=body))
        judging = "pending" if any(isinstance(body, InterviewClosed) for body in bodies) else None
        return (
            state.status if state.status != self.state.status else None,
            state.judging if state.judging != self.state.judging else judging,
        )

    async def _apply(self, events: Sequence[Event]) -> None:
        if events and events[0].seq > self.state.seq + 1:
            events = await self.store.events(self.id, self.state.seq)
        for event in events:
            if event.seq == self.state.seq + 1:
                self.elapsed_ms()
                self.state = step(self.state, event)
                self._publish(event)

    async def catch_up(self) -> None:
        """Apply what other processes appended."""
        async with self.lock:
            await self._apply(await self.store.events(self.id, self.state.seq))
        self.wake.set()

    def _publish(self, item: Event | Json | None) -> None:
        for feed in self.feeds:
            feed.push(item)

    def tell(self, frame: Json) -> None:
        """Send an ephemeral frame to all listeners."""
        self._publish(frame)

    def tell_state(self) -> None:
        """Send where the interview stands."""
        self.tell(self.standing())

    def standing(self) -> Json:
        """Return the ephemeral state frame."""
        status = self.state.status
        doing = "closed" if status == "closed" else "paused" if status == "paused" else "listening"
        if status == "live" and (self.speech or self.thinking):
            doing = "speaking" if self.speech and self.speech.text else "thinking"
        elif status == "live" and self.reviewing:
            doing = "reviewing"
        return {"type": "state", "state": doing, "clock": self.stamp(), "trouble": self.trouble}

    def snapshot(self) -> list[Json]:
        """Return the frames that bring a new listener up to the present."""
        frames = [self.standing()]
        if self.speech and self.speech.text:
            frames.append({"type": "turn.begin", "turn": self.speech.turn, "attempt": self.speech.attempt})
            frames.append({"type": "delta", "d": self.speech.text, "o": 0})
        return frames

    def end(self) -> None:
        """The interview is gone: listeners leave."""
        self.deleted = True
        self._publish(None)
        self.wake.set()

    def check(self) -> None:
        """Raise Fenced when the interview was deleted under a turn."""
        if self.deleted:
            raise Fenced(self.id, "gone")
