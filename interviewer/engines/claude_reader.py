"""Claude as the one who reads an answer beside the turn.

It owns one short call per text of an answer: in what form, from the journal where it was paid before, within the
budget. What of the reply can be trusted is ``reading``'s to say; nothing here is ever spoken.
"""

import functools
import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar, cast, get_args

from anthropic.types import OutputConfigParam, TextBlockParam
from pydantic import BaseModel, BeforeValidator, ValidationError

from interviewer import prompts, reading_prompts
from interviewer.engines import faults
from interviewer.engines.claude_client import Access, ClaudeClient
from interviewer.engines.claude_request import LONG, SHORT, Ask, manner
from interviewer.engines.claude_stream import Received
from interviewer.engines.journaled import JUDGING_SHARE
from interviewer.engines.pricing import total
from interviewer.errors import ProviderError
from interviewer.ports import Call, CallJournal, Clock, Hearing, Usage
from interviewer.reading import Claimed, Ground, Reading, Stance, Unlocked
from interviewer.value import Value

V = TypeVar("V", bound=Value)

REPLY_TOKENS = 700
"""Room for four claims, two facts and every id of a thread."""
LONGEST = 20_000
"""Characters of a reply that are looked at, whatever a server sends."""
STARTS = 32
"""Braces in it that are tried as the beginning of an object."""
FIELDS = frozenset({"claims", "stance", "facts", "touched"})
"""What tells a reply from an item of one."""


class Reply(BaseModel):
    """The outer form of a reply; its items are looked at one by one, so that a bad one spoils no other."""

    claims: list[Any] = []
    ground: Annotated[Ground, BeforeValidator(lambda value: _one_of(Ground, value, "none"))] = "none"
    stance: Annotated[Stance, BeforeValidator(lambda value: _one_of(Stance, value, "unclear"))] = "unclear"
    facts: list[Any] = []
    touched: list[Any] = []
    asks_back: bool = False
    distress: bool = False
    declines: bool = False


class ClaudeReader:
    """An :class:`interviewer.ports.Reader` that asks Claude. Close it.

    Args:
        access: which model, where, with whose key, and how patiently.
        clock: for pauses between tries and for the breaker.
        fence_key: secret of this installation, for the fences around what was said.
        journal: where a finished call is kept and found again after a crash; None keeps nothing.
        paid: told of an interview and what was journalled for it in US dollars, for whoever counts along.
        breaker: shared with other users of the same account.
    """

    name = "claude"

    def __init__(
        self,
        access: Access,
        clock: Clock,
        fence_key: bytes,
        journal: CallJournal | None = None,
        paid: Callable[[str, float], None] = lambda _, __: None,
        breaker: faults.Breaker | None = None,
    ) -> None:
        self._access, self._key, self._journal, self._paid = access, fence_key, journal, paid
        self._client = ClaudeClient(access, clock, breaker)
        self._formed = True
        """Whether the server takes the form of a reply, as far as we know."""

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def read(self, hearing: Hearing) -> Reading:
        """Return what the model saw, unchecked; raises ProviderError, with code ``budget`` before a call."""
        digest = reading_prompts.fingerprint(hearing)
        if self._journal and (kept := await self._journal.find(hearing.interview, _key(hearing), digest)):
            return parse(kept.text, kept.model, hearing)
        await self._afford(hearing)
        tries: list[Received] = []
        ended = "cancelled"
        try:
            await self._ask(hearing, tries)
            ended = "model"
        except ProviderError:
            ended = "provider"
            raise
        finally:
            await self._record(hearing, digest, ended, tries)
        return parse(tries[-1].text, tries[-1].model or tries[-1].asked, hearing)

    async def _ask(self, hearing: Hearing, tries: list[Received]) -> None:
        """Ask, and once more without the form where a server does not know it; that is remembered."""
        formed = self._formed
        try:
            await self._once(build(hearing, self._key, self._access.model, formed=formed), tries)
        except ProviderError as error:
            if error.code != "invalid_request" or not formed:
                raise
            await self._once(build(hearing, self._key, self._access.model, formed=False), tries)
            self._formed = False

    async def _once(self, ask: Ask, tries: list[Received]) -> None:
        received = Received(ask.model)
        tries.append(received)
        async for _ in self._client.stream(ask, received):
            pass
        if problem := received.problem():
            raise problem

    async def _record(self, hearing: Hearing, digest: str, ended: str, tries: list[Received]) -> None:
        """Keep a finished call, and of any other what it cost."""
        usage = functools.reduce(total, (one.usage for one in tries), Usage())
        if self._journal is None or not (ended == "model" or usage.usd):
            return
        last = tries[-1]
        key = _key(hearing) if ended == "model" else f"{_key(hearing)}:{ended}"
        call = Call(key, digest, last.text, last.model or last.asked, last.stop, usage, ended)
        await self._journal.record(hearing.interview, call)
        self._paid(hearing.interview, usage.usd)

    async def _afford(self, hearing: Hearing) -> None:
        if self._journal is None:
            return
        spent = (await self._journal.spent(hearing.interview)).usd
        cost = build(hearing, self._key, self._access.model, formed=True).cost
        if spent + cost > hearing.setup.budget_usd * (1 - JUDGING_SHARE):
            raise ProviderError("budget", "The budget of this interview has no room for reading.", retryable=False)


def _key(hearing: Hearing) -> str:
    return f"read:{hearing.answer}:{len(hearing.text)}"


def build(hearing: Hearing, fence_key: bytes, model: str, *, formed: bool) -> Ask:
    """Return the request, with or without the form of its reply; what stays the same comes first and is cached."""
    texts, style = reading_prompts.parts(hearing, prompts.nonce(hearing.interview, fence_key)), manner(model)
    output: OutputConfigParam = {**style.output} if style.output else {}
    if formed:
        output["format"] = {"type": "json_schema", "schema": reading_prompts.schema()}
    content: list[TextBlockParam] = [
        {"type": "text", "text": texts.facts, "cache_control": LONG},
        {"type": "text", "text": texts.indicators, "cache_control": SHORT},
        {"type": "text", "text": texts.moment},
        {"type": "text", "text": texts.answer},
    ]
    return Ask(
        model=model,
        max_tokens=REPLY_TOKENS + style.room,
        messages=[{"role": "user", "content": content}],
        system=[{"type": "text", "text": texts.system}],
        thinking=style.thinking,
        output=output or None,
        size=sum(len(text.encode()) for text in texts),
    )


def parse(text: str, model: str, hearing: Hearing) -> Reading:
    """Return a reply as a reading, unchecked; an item that is none is dropped; raises ProviderError for no reply."""
    try:
        reply = Reply.model_validate(_found(text[:LONGEST]))
    except ValidationError:
        raise faults.fault("malformed") from None
    return Reading(
        answer=hearing.answer,
        characters=len(hearing.text),
        reader=f"claude {model}",
        claims=_made(Claimed, reply.claims),
        ground=reply.ground,
        stance=reply.stance,
        facts=_made(Unlocked, reply.facts),
        touched=tuple(name for name in reply.touched if isinstance(name, str)),
        asks_back=reply.asks_back,
        distress=reply.distress,
        declines=reply.declines,
    )


def _found(text: str) -> dict[str, Any]:
    """Return the last object in a text that has a field of a reply, whatever stands around it."""
    decoder, at, last = json.JSONDecoder(), 0, None
    for _ in range(STARTS):
        if (at := text.find("{", at)) < 0:
            break
        try:
            found, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at += 1
        else:
            last = found if FIELDS & found.keys() else last
    if last is None:
        raise faults.fault("malformed")
    return cast("dict[str, Any]", last)


def _one_of(kind: object, value: object, otherwise: str) -> object:
    """Return a word of a closed list, the other one for any word that is not on it."""
    word = value.strip().lower() if isinstance(value, str) else value
    return word if word in get_args(kind) else otherwise


def _made(kind: type[V], items: list[Any]) -> tuple[V, ...]:
    """Return the items that have the fields they should have; more fields do no harm."""
    made = []
    for item in items:
        if not isinstance(item, Mapping):
            continue
        try:
            made.append(kind.model_validate({name: item[name] for name in kind.model_fields if name in item}))
        except ValidationError:
            continue
    return tuple(made)
