"""What waits to be sent on one socket: bounded, in order, words joined while they wait.

It owns coalescing and the bound. It never touches the socket and knows one thing about frames: that deltas join.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from interviewer.service.commands import Ack

from .wire import Frame, encode

MAX_FRAMES = 256
MAX_CHARACTERS = 1 << 20
ROOM_S = 5.0
DELTA_S = 0.03


class SlowConsumer(Exception):
    """Nothing was read for so long that the queue stayed full; the client can resume from its last event."""


class _Words:
    """Deltas that join while they wait."""

    __slots__ = ("offset", "parts", "size")

    def __init__(self, offset: int, text: str) -> None:
        self.offset, self.parts, self.size = offset, [text], len(text)

    def joins(self, offset: int) -> bool:
        return offset == self.offset + self.size

    def text(self) -> str:
        return encode({"d": "".join(self.parts), "o": self.offset})


class Outbox:
    """A bounded queue of frames; ``put`` waits for room, ``take`` for something to send.

    The first words of a turn leave at once; later ones at most every 30 ms, joined. A frame that is not words never
    waits for that, and takes the words before it along.
    """

    def __init__(self, *, room_s: float = ROOM_S, delta_s: float = DELTA_S, max_frames: int = MAX_FRAMES) -> None:
        self._waiting: deque[str | _Words] = deque()
        self._size = 0
        self._room_s, self._delta_s, self._max_frames = room_s, delta_s, max_frames
        self._filled = asyncio.Event()
        self._urgent = asyncio.Event()
        self._room = asyncio.Event()
        self._hold_until = 0.0

    async def put(self, frame: Mapping[str, Any] | Frame | Ack) -> None:
        """Append a frame; raises SlowConsumer when there is no room for five seconds."""
        while len(self._waiting) >= self._max_frames or self._size >= MAX_CHARACTERS:
            self._room.clear()
            try:
                async with asyncio.timeout(self._room_s):
                    await self._room.wait()
            except TimeoutError:
                raise SlowConsumer from None
        if isinstance(frame, Mapping) and "d" in frame:
            self._put_words(frame["d"], frame["o"])
        else:
            self._put_text(encode(frame))
        self._filled.set()

    def offer(self, frame: Frame) -> None:
        """Append a frame if nothing waits; if something does, it says as much."""
        if not self._waiting:
            self._put_text(encode(frame))
            self._filled.set()

    def _put_text(self, text: str) -> None:
        self._waiting.append(text)
        self._size += len(text)
        self._urgent.set()

    def _put_words(self, text: str, offset: int) -> None:
        last = self._waiting[-1] if self._waiting else None
        if isinstance(last, _Words) and last.joins(offset):
            last.parts.append(text)
            last.size += len(text)
        else:
            self._waiting.append(_Words(offset, text))
        self._size += len(text)

    async def take(self) -> str:
        """Return the next frame to send, as text."""
        while not self._waiting:
            self._filled.clear()
            await self._filled.wait()
        if isinstance(self._waiting[0], _Words):
            await self._hold()
        item = self._waiting.popleft()
        self._room.set()
        if isinstance(item, _Words):
            self._size -= item.size
            return item.text()
        self._size -= len(item)
        return item

    async def _hold(self) -> None:
        loop = asyncio.get_running_loop()
        rest = self._hold_until - loop.time()
        if rest > 0 and len(self._waiting) == 1:
            self._urgent.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(rest):
                    await self._urgent.wait()
        self._hold_until = loop.time() + self._delta_s
