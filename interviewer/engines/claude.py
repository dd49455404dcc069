"""Claude as the interviewer's voice: one cue in, raw text out, the header line first as the model writes it.

It owns which model is asked and what a refusal leads to. It reads no settings and stores nothing; what may be said is
the menu's business, what may be shown the guard's.
"""

from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Literal

from interviewer.engines import faults
from interviewer.engines.claude_client import Access, ClaudeClient
from interviewer.engines.claude_request import THINKING_TOKENS, Ask, build
from interviewer.engines.claude_stream import Received
from interviewer.engines.pricing import CACHE_MINIMUM, at_most, plain, total
from interviewer.ports import Clock, Cue, Spoken

REMEMBERED = 256
"""How many interviews whose first model refused are kept in mind."""
FAST_S, USUAL_S = 1.5, 4.0


class ClaudeUtterer:
    """An :class:`interviewer.ports.Utterer` that asks Claude. Close it.

    Args:
        access: which model, where, with whose key.
        clock: for pauses between tries and for the breaker.
        fence_key: secret of this installation; fences around untrusted text derive from it and from the interview.
        breaker: shared with other users of the same account, so that one spend limit stops them all.
    """

    name = "claude"

    def __init__(self, access: Access, clock: Clock, fence_key: bytes, breaker: faults.Breaker | None = None) -> None:
        self._access = access
        self._key = fence_key
        self._client = ClaudeClient(access, clock, breaker)
        self._refused: deque[str] = deque(maxlen=REMEMBERED)
        self._built: tuple[Cue, Ask] | None = None

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    def estimate(self, cue: Cue) -> float:
        """Return more US dollars than speaking this cue can cost."""
        ask = self._ask(cue, self._models(cue)[0])
        fallback = self._access.fallback_model
        return ask.cost + (at_most(fallback, ask.size, ask.max_tokens + THINKING_TOKENS) if fallback else 0)

    async def utter(self, cue: Cue, spoken: Spoken) -> AsyncGenerator[str, None]:
        """Stream the reply to a cue and fill ``spoken``, also when the consumer leaves early.

        A refusal before the first word is put to the fallback model at once. After a word it is an error, and the
        next attempt goes to the fallback model: what provoked it stays in the conversation.
        """
        models = self._models(cue)
        for model in models:
            received = Received(model)
            try:
                async with aclosing(self._client.stream(self._ask(cue, model), received)) as texts:
                    async for text in texts:
                        yield text
            finally:
                spoken.stop, spoken.model = received.stop, received.model or model
                spoken.usage = total(spoken.usage, received.usage)
            problem = received.problem()
            if problem is None:
                return
            if problem.code != "refusal":
                raise problem
            self._refused.append(cue.interview)
            if received.text or model == models[-1]:
                raise faults.fault("refusal", retryable=model != models[-1])

    def _ask(self, cue: Cue, model: str) -> Ask:
        """Return the request; the one that was just estimated is not put together twice."""
        if self._built is None or self._built[0] is not cue or self._built[1].model != model:
            self._built = cue, build(cue, self._key, model)
        return self._built[1]

    def _models(self, cue: Cue) -> tuple[str, ...]:
        refused = cue.interview in self._refused
        return self._access.models[-1:] if refused else self._access.models


@dataclass(frozen=True, slots=True)
class Probe:
    """What a service answered to a trifle."""

    model: str
    latency: Literal["fast", "usual", "slow"]
    seconds: float
    cache_minimum: int | None
    """Tokens a prompt needs before any of it is cached; None when nobody has said."""


async def probe(access: Access, clock: Clock) -> Probe:
    """Ask for one token and return who answered and how fast; raises ProviderError."""
    client = ClaudeClient(access, clock)
    ask = Ask(access.model, 1, [{"role": "user", "content": "Say: ready."}])
    received = Received(access.model)
    began = clock.monotonic()
    try:
        async for _ in client.stream(ask, received):
            pass
    finally:
        await client.aclose()
    problem = received.problem()
    if problem and problem.code not in {"max_tokens", "empty"}:
        raise problem
    seconds = clock.monotonic() - began
    latency: Literal["fast", "usual", "slow"] = "fast" if seconds < FAST_S else "usual" if seconds < USUAL_S else "slow"
    model = received.model or access.model
    return Probe(model, latency, seconds, CACHE_MINIMUM.get(plain(model)))
