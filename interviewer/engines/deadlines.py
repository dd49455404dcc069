"""How long we wait for a model service, and the one timer that sees to it.

Read timeouts stop neither a drip nor a stream of pings, so the deadlines are about words. It knows nothing of HTTP.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from interviewer.engines.faults import fault
from interviewer.errors import ProviderCode


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long we wait."""

    connect_s: float = 5.0
    first_text_s: float = 20.0
    """From sending the request to its first word; a try that has no headers by then is given up."""
    no_text_s: float = 12.0
    """Between two words."""
    total_s: float = 75.0
    """For everything, retries included."""
    retry_wait_s: float = 8.0
    """The longest pause before another try; when the service asks for more, the candidate is told instead."""


class Watch:
    """The deadlines of one stream.

    Its timer is moved only to go off earlier, or when it went off too early, so a token costs assignments instead of a
    timer. Time that the consumer takes is not counted as the service's silence.
    """

    def __init__(self, deadlines: Deadlines) -> None:
        self._times = deadlines
        self._loop = asyncio.get_running_loop()
        self._end = self._loop.time() + deadlines.total_s
        self._due = self._end
        self._late: ProviderCode | None = None
        self._reader: asyncio.Task[object] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._at = 0.0

    @property
    def left(self) -> float:
        """Seconds until the total deadline."""
        return self._end - self._loop.time()

    def ask(self) -> float:
        """A request goes out: return how many seconds its headers may take."""
        self._due = min(self._end, self._loop.time() + self._times.first_text_s)
        return self._due - self._loop.time()

    def begin(self) -> None:
        """The headers are here."""
        self._arm(self._due)

    def heard(self) -> None:
        """A word came and was taken away: the next one is waited for from now on."""
        self._due = self._loop.time() + self._times.no_text_s
        if self._due < self._at:
            self._arm(self._due)

    def stop(self) -> None:
        """Nothing is waited for any more."""
        if self._timer:
            self._timer.cancel()
        self._timer = None

    async def next(self, chunks: AsyncIterator[bytes]) -> bytes:
        """Return the next chunk, empty at the end; raises ProviderError when it is too late for one."""
        if self._loop.time() >= self._end:
            raise fault("timeout")
        reader = self._reader = asyncio.current_task()
        try:
            return await anext(chunks, b"")
        except asyncio.CancelledError:
            # As asyncio.timeout does it: a cancellation that is not ours, or not ours alone, goes on.
            if self._late is None or reader is None or reader.uncancel() > 0:
                raise
            raise fault(self._late) from None
        finally:
            self._reader = None

    def _arm(self, at: float) -> None:
        self.stop()
        self._at, self._timer = at, self._loop.call_at(at, self._check)

    def _check(self) -> None:
        now = self._loop.time()
        due = min(self._due, self._end)
        if now < due:
            self._arm(due)
        elif self._reader is None:
            self._arm(now + self._times.no_text_s)
        else:
            self._late = "timeout" if now >= self._end else "stalled"
            self._reader.cancel()
