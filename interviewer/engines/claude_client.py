"""One streamed call of the Messages API: opening it, asking again, waiting no longer than is decent.

It owns the SDK's client, retries and deadlines. What a finished reply is worth, and what to ask, others decide.
"""

import asyncio
import random
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass, field

import anthropic
import httpx2
from anthropic import omit
from pydantic import SecretStr

from interviewer.engines import faults
from interviewer.engines.claude_request import Ask
from interviewer.engines.claude_stream import Received
from interviewer.engines.deadlines import Deadlines, Watch
from interviewer.errors import ProviderError
from interviewer.ports import Clock

OFFICIAL = "https://api.anthropic.com"
KEEP_ALIVE_S = 120.0
"""Longer than most answers take, so that the next turn need not shake hands again."""
DRAIN_S = 0.25
"""How long the end of a finished stream may take before we give up on using its connection again."""
BACKOFF_S = 0.5
NOT_STREAMS = ("application/json", "text/html")
"""What a server answers that does not stream, or a proxy in its place; read as a stream it would only look cut off."""


@dataclass(frozen=True, slots=True)
class Access:
    """Which model, where, with whose key, and how patiently."""

    model: str
    fallback_model: str | None = None
    """Asked only where ``model`` refuses."""
    api_key: SecretStr | None = None
    auth_token: SecretStr | None = None
    base_url: str = OFFICIAL
    max_retries: int = 2
    """Tries after the first, only before a stream has begun."""
    deadlines: Deadlines = field(default_factory=Deadlines)

    @property
    def models(self) -> tuple[str, ...]:
        """The models that may be asked, in order."""
        return (self.model, self.fallback_model) if self.fallback_model else (self.model,)

    @property
    def secret(self) -> str:
        """The key as it is sent; a server of one's own may need none."""
        given = self.api_key or self.auth_token
        return given.get_secret_value().strip() if given else ""


class ClaudeClient:
    """Streams replies. Close it."""

    def __init__(self, access: Access, clock: Clock, breaker: faults.Breaker | None = None) -> None:
        self._access, self._clock = access, clock
        self._breaker = breaker or faults.Breaker(clock)
        limits = httpx2.Limits(max_connections=1_000, max_keepalive_connections=100, keepalive_expiry=KEEP_ALIVE_S)
        times = access.deadlines
        # An explicit key and address keep the SDK from looking for others in the environment and on disk; without
        # retries of its own it cannot ask again after a spend limit or sleep for as long as a server likes.
        self._sdk = anthropic.AsyncAnthropic(
            api_key=access.secret or "none",
            base_url=access.base_url,
            max_retries=0,
            http_client=anthropic.DefaultAsyncHttpxClient(limits=limits),
            timeout=httpx2.Timeout(None, connect=times.connect_s, write=times.first_text_s, pool=times.connect_s),
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._sdk.close()

    async def stream(self, ask: Ask, received: Received) -> AsyncGenerator[str, None]:
        """Yield the reply's text as it comes and note the rest in ``received``; raises ProviderError."""
        watch = Watch(self._access.deadlines)
        response = await self._open(ask, watch)
        try:
            chunks = response.aiter_bytes()
            while not received.done and (chunk := await watch.next(chunks)):
                if text := received.feed(chunk):
                    yield text
                    watch.heard()
            watch.stop()
            if received.done:
                with suppress(TimeoutError, httpx2.HTTPError):
                    async with asyncio.timeout(DRAIN_S):
                        async for _ in chunks:
                            pass
        except httpx2.HTTPError as error:
            raise faults.of_exception(error, self._clock.now()) from error
        except ProviderError as error:
            self._breaker.note(error)
            raise
        finally:
            watch.stop()
            await response.aclose()

    async def _open(self, ask: Ask, watch: Watch) -> httpx2.Response:
        """Return a response whose headers are good, after as many tries as there is patience for."""
        self._breaker.check()
        self._check_key()
        for again in range(self._access.max_retries + 1):
            try:
                return await self._try(ask, watch)
            except ProviderError as error:
                self._breaker.note(error)
                pause = self._pause(error, again)
                if pause is None or watch.left <= pause:
                    raise
                await self._clock.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _pause(self, error: ProviderError, again: int) -> float | None:
        """Return how long to wait before the next try, None when there is to be none."""
        if not error.retryable or again >= self._access.max_retries:
            return None
        if error.after_s is None:
            return BACKOFF_S * 2.0**again * random.uniform(0.75, 1)
        return error.after_s if error.after_s <= self._access.deadlines.retry_wait_s else None

    def _check_key(self) -> None:
        secret = self._access.secret
        if not (secret.isascii() and secret.isprintable()) or (not secret and self._access.base_url == OFFICIAL):
            raise faults.fault("auth")

    async def _try(self, ask: Ask, watch: Watch) -> httpx2.Response:
        try:
            async with asyncio.timeout(watch.ask()):
                raw = await self._sdk.messages.with_raw_response.create(
                    model=ask.model,
                    max_tokens=ask.max_tokens,
                    system=ask.system or omit,
                    messages=ask.messages,
                    thinking=ask.thinking or omit,
                    output_config=ask.output or omit,
                    stream=True,
                )
        except TimeoutError as error:
            raise faults.fault("timeout") from error
        except anthropic.AnthropicError as error:
            raise faults.of_exception(error, self._clock.now()) from error
        response = raw.http_response
        if response.headers.get("content-type", "").startswith(NOT_STREAMS):
            await response.aclose()
            raise faults.fault("malformed", retryable=False)
        watch.begin()
        return response
