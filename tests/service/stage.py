"""A whole service over a real SQLite file, with a clock that moves only when told and a speaker held by strings."""

import asyncio
import datetime as dt
import heapq
import itertools
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import TypeVar

from interviewer.errors import ProviderError
from interviewer.events import Body, Event
from interviewer.ports import Cue, Spoken
from interviewer.service import commands
from interviewer.service.practice import LOCAL_OWNER, Service
from interviewer.service.room import Room

B = TypeVar("B", bound=Body)


class HandClock:
    """Time that stands until somebody moves it."""

    def __init__(self) -> None:
        self._now = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []
        self._count = itertools.count()

    def now(self) -> dt.datetime:
        return dt.datetime(2026, 11, 21, tzinfo=dt.UTC) + dt.timedelta(seconds=self._now)

    def monotonic(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        heapq.heappush(self._sleepers, (self._now + seconds, next(self._count), woken))
        await woken.wait()

    async def advance(self, seconds: float) -> None:
        """Move on, waking who is due in order."""
        end = self._now + seconds
        while self._sleepers and self._sleepers[0][0] <= end:
            due, _, woken = heapq.heappop(self._sleepers)
            self._now = max(self._now, due)
            woken.set()
            await settle(1)
        self._now = end
        await settle()


async def settle(rounds: int = 30) -> None:
    """Let everything that can run, run; the store's threads need real moments."""
    for _ in range(rounds):
        await asyncio.sleep(0.001)


class Puppet:
    """A speaker that says what it is told, when it is told."""

    name = "claude"

    def __init__(self) -> None:
        self.cues: list[Cue] = []
        self.free = True
        """Whether it speaks its scripted wording at once."""
        self.pieces: asyncio.Queue[str | ProviderError | None] = asyncio.Queue()
        self.closed = 0

    async def utter(self, cue: Cue, spoken: Spoken) -> AsyncIterator[str]:
        self.cues.append(cue)
        try:
            if self.free:
                yield f'move={cue.menu.first.id} anchor=""\n{cue.menu.first.say}'
            else:
                while (piece := await self.pieces.get()) is not None:
                    if isinstance(piece, ProviderError):
                        raise piece
                    yield piece
            spoken.stop, spoken.model = "end_turn", "puppet"
        finally:
            self.closed += 1

    def say(self, *pieces: str | ProviderError, end: bool = False) -> None:
        for piece in pieces:
            self.pieces.put_nowait(piece)
        if end:
            self.pieces.put_nowait(None)


@dataclass
class Stage:
    """One service with one interview on it, seen by one attached candidate."""

    service: Service
    clock: HandClock
    puppet: Puppet
    interview: str = ""
    frames: list[dict[str, object]] = field(default_factory=list)

    @property
    def room(self) -> Room:
        room = self.service.interviews.rooms.here(self.interview)
        assert room is not None
        return room

    async def do(self, command: commands.AnyCommand) -> commands.Ack:
        return await self.service.interviews.command(LOCAL_OWNER, self.interview, command)

    async def answer(self, text: str, turn: int | None = None, ident: str = "", *, done: bool = True) -> commands.Ack:
        at = turn if turn is not None else self.room.state.open_turn or self.room.state.turn
        return await self.do(commands.Answer(id=ident or new_id(), turn=at, text=text, done=done))

    async def events(self) -> tuple[Event, ...]:
        return await self.service.store.events(self.interview)

    async def kinds(self) -> list[str]:
        return [event.kind for event in await self.events()]

    async def bodies(self, kind: type[B]) -> list[B]:
        return [event.body for event in await self.events() if isinstance(event.body, kind)]

    async def until(self, holds: Callable[[], bool | Awaitable[bool]], tries: int = 400) -> None:
        """Wait until something holds; time stands meanwhile."""
        for _ in range(tries):
            found = holds()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.005)
        raise AssertionError(f"it never held; {await self.kinds()}")

    async def asked(self) -> int:
        """Wait until the interviewer has spoken and listens; return the open turn."""
        await self.until(lambda: self.room.state.open_turn is not None and self.room.speech is None)
        return self.room.state.open_turn or 0


def new_id() -> str:
    return f"c{secrets.token_hex(8)}"


Opener = Callable[..., AbstractAsyncContextManager[Stage]]
"""Opens a service with one interview on it; keywords change the set-up."""
