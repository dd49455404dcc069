"""Claude as the one who reads what the candidate brought and prepares questions and push-backs on it.

It owns one call per document: which model, in what form, from the journal where it was paid before, within the
budget. What of the reply may be used is ``vetting``'s to say; nothing here is ever spoken.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from anthropic.types import OutputConfigParam
from pydantic import BaseModel, ValidationError

from interviewer import preparing_prompts, prompts
from interviewer.engines import faults
from interviewer.engines.claude_client import Access, ClaudeClient
from interviewer.engines.claude_request import Ask, manner
from interviewer.engines.claude_stream import Received
from interviewer.engines.journaled import JUDGING_SHARE
from interviewer.engines.pricing import total
from interviewer.errors import ProviderError
from interviewer.ports import Call, CallJournal, Clock, Study, Usage
from interviewer.preparation import Doubt, Preparation, Prepared
from interviewer.value import Value

V = TypeVar("V", bound=Value)

REPLY_TOKENS = 6_000
"""Room for a dozen questions and six push-backs."""
_OBJECT = re.compile(r"\{.*\}", re.S)


class Reply(BaseModel):
    """The outer form of a reply; its items are looked at one by one, so that a bad one spoils no other."""

    questions: list[dict[str, Any]] = []
    misreadings: list[dict[str, Any]] = []
    doubts: list[dict[str, Any]] = []


class ClaudePlanner:
    """An :class:`interviewer.ports.Planner` that asks Claude. Close it.

    Args:
        access: which model, where, with whose key, and how patiently; nobody waits for a planner.
        clock: for pauses between tries and for the breaker.
        fence_key: secret of this installation, for the fences around the document.
        journal: where a finished call is kept and found again after a crash; None keeps nothing.
        paid: told of an interview and what was journalled for it in US dollars, for whoever counts along.
    """

    name = "claude"

    def __init__(
        self,
        access: Access,
        clock: Clock,
        fence_key: bytes,
        journal: CallJournal | None = None,
        paid: Callable[[str, float], None] = lambda _, __: None,
    ) -> None:
        self._access, self._key, self._journal, self._paid = access, fence_key, journal, paid
        self._client = ClaudeClient(access, clock)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def prepare(self, study: Study) -> Preparation:
        """Return what the model prepared, unchecked; raises ProviderError, with code ``budget`` before a call."""
        key, digest = f"prepare:{study.material.id}", preparing_prompts.fingerprint(study)
        if self._journal and (kept := await self._journal.find(study.interview, key, digest)):
            return read(kept.text, kept.model, study)
        await self._afford(study)
        bill, ended = _Bill(Received(self._access.model)), "cancelled"
        try:
            await self._ask(study, bill)
            ended = "model"
        except ProviderError:
            ended = "provider"
            raise
        finally:
            last = bill.last
            if self._journal and (ended == "model" or bill.usage.usd):
                name = key if ended == "model" else f"{key}:{ended}"
                call = Call(name, digest, last.text, last.model or last.asked, last.stop, bill.usage, ended)
                self._paid(study.interview, bill.usage.usd)
                await self._journal.record(study.interview, call)
        return read(last.text, last.model or last.asked, study)

    async def _ask(self, study: Study, bill: "_Bill") -> None:
        """Ask until a reply is whole: without the form where a server does not know it, the next model after a refusal."""
        models, formed = list(self._access.models), True
        while True:
            bill.last = Received(models[0])
            try:
                await self._once(build(study, self._key, models[0], formed=formed), bill)
            except ProviderError as error:
                if error.code == "invalid_request" and formed:
                    formed = False
                elif error.code == "refusal" and len(models) > 1:
                    models.pop(0)
                else:
                    raise
            else:
                return

    async def _once(self, ask: Ask, bill: "_Bill") -> None:
        try:
            async for _ in self._client.stream(ask, bill.last):
                pass
        finally:
            bill.usage = total(bill.usage, bill.last.usage)
        if problem := bill.last.problem():
            raise problem

    async def _afford(self, study: Study) -> None:
        if self._journal is None:
            return
        spent = (await self._journal.spent(study.interview)).usd
        cost = sum(build(study, self._key, model, formed=True).cost for model in self._access.models)
        if spent + cost > study.setup.budget_usd * (1 - JUDGING_SHARE):
            raise ProviderError("budget", "The budget of this interview has no room for preparing.", retryable=False)


@dataclass(slots=True)
class _Bill:
    """What the tries of one call came to."""

    last: Received
    usage: Usage = field(default_factory=Usage)


def build(study: Study, fence_key: bytes, model: str, *, formed: bool) -> Ask:
    """Return the request, with or without the form of its reply."""
    mark, style = prompts.nonce(study.interview, fence_key), manner(model)
    system, task = preparing_prompts.system(mark), preparing_prompts.task(study, mark)
    output: OutputConfigParam = {**style.output} if style.output else {}
    if formed:
        output["format"] = {"type": "json_schema", "schema": preparing_prompts.schema()}
    return Ask(
        model=model,
        max_tokens=REPLY_TOKENS + style.room,
        messages=[{"role": "user", "content": [{"type": "text", "text": task}]}],
        system=[{"type": "text", "text": system}],
        thinking=style.thinking,
        output=output or None,
        size=len(system.encode()) + len(task.encode()),
    )


def read(text: str, model: str, study: Study) -> Preparation:
    """Return a reply as a preparation, unchecked; an item that is none is dropped; raises ProviderError for no reply."""
    found = _OBJECT.search(text)
    try:
        reply = Reply.model_validate(json.loads(found.group() if found else ""))
    except (ValueError, ValidationError):
        raise faults.fault("malformed") from None
    dropped: list[str] = []
    questions = _made(Prepared, [("question", {}, item) for item in reply.questions], dropped)
    wrong = [(f"own.wrong-{n}", {"kind": "wrong"}, item) for n, item in enumerate(reply.misreadings, 1)]
    valid = [(f"own.valid-{n}", {"kind": "valid"}, item) for n, item in enumerate(reply.doubts, 1)]
    doubts = _made(
        Doubt, [(name, fixed | {"id": name}, _renamed(item)) for name, fixed, item in [*wrong, *valid]], dropped
    )
    return Preparation(
        material=study.material.id,
        planner=f"claude {model}",
        questions=questions,
        doubts=doubts,
        dropped=tuple(dropped),
    )


def _renamed(item: dict[str, Any]) -> dict[str, Any]:
    return {"claim" if name == "says" else name: value for name, value in item.items()}


def _made(
    kind: type[V], items: Iterable[tuple[str, dict[str, Any], dict[str, Any]]], dropped: list[str]
) -> tuple[V, ...]:
    """Return the items that are what they should be; note the names of the others."""
    made = []
    for name, fixed, item in items:
        try:
            made.append(kind.model_validate(item | fixed))
        except ValidationError:
            dropped.append(f"{name}: it has not the form that was asked for")
    return tuple(made)
