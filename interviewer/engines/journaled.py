"""A speaker whose finished calls are kept: a crash never pays twice, and recovery says the same words.

It also keeps the budget: the conversation may spend all but the share that judging needs. It knows no provider.
"""

import asyncio
import hashlib
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Protocol

from interviewer.errors import ProviderError
from interviewer.ports import Call, CallJournal, Cue, Spoken
from interviewer.prompts import DIGEST

JUDGING_SHARE = 0.25
"""Part of an interview's budget that the conversation must leave for its report."""


class Metered(Protocol):
    """A speaker who can say beforehand what it may cost."""

    name: str

    def utter(self, cue: Cue, spoken: Spoken) -> AsyncGenerator[str, None]:
        """As :meth:`interviewer.ports.Utterer.utter`."""

    def estimate(self, cue: Cue) -> float:
        """Return more US dollars than speaking this cue can cost."""


def request_hash(cue: Cue) -> str:
    """Return a hash of everything that shapes the request, but the time: the same decision gets the same words."""
    values = (cue.menu, cue.persona, cue.round, cue.setup, *cue.transcript)
    digest = hashlib.sha256(DIGEST.encode())
    for text in (cue.interview, cue.phase, cue.public, *(value.model_dump_json() for value in values)):
        digest.update(f"{len(text)}:{text}".encode())
    return digest.hexdigest()


class Journaled:
    """An :class:`interviewer.ports.Utterer` around another.

    Close the generator (``aclosing``) when leaving it early: what was received until then is recorded as ended by the
    guard, and said again from the journal when the same attempt is recovered. A call that failed, or whose task was
    cancelled, is recorded for its cost alone and asked again.
    """

    def __init__(self, utterer: Metered, journal: CallJournal) -> None:
        self._utterer, self._journal = utterer, journal
        self.name = utterer.name
        self._spent: dict[str, float] = {}
        """US dollars by interview, as far as this process paid; read from the journal once."""

    async def utter(self, cue: Cue, spoken: Spoken) -> AsyncGenerator[str, None]:
        """Stream a kept reply, or speak and keep it; raises ProviderError, with code ``budget`` before a call."""
        key = f"turn:{cue.turn}:{cue.attempt}"
        # A decision that was taken a moment ago has never been spoken: only recovery looks into the journal.
        if not cue.fresh and (call := await self._journal.find(cue.interview, key, request_hash(cue))):
            spoken.stop, spoken.model, spoken.usage = call.stop, call.model, call.usage
            yield call.text
            return
        await self._afford(cue)
        said: list[str] = []
        ended = "cancelled"
        try:
            async with aclosing(self._utterer.utter(cue, spoken)) as stream:
                async for text in stream:
                    said.append(text)
                    yield text
            ended = "model"
        except GeneratorExit:
            task = asyncio.current_task()
            ended = "cancelled" if task and task.cancelling() else "guard"
            raise
        except ProviderError:
            ended = "provider"
            raise
        finally:
            if ended in {"model", "guard"} or spoken.usage.usd:
                kept = key if ended in {"model", "guard"} else f"{key}:{ended}"
                call = Call(kept, request_hash(cue), "".join(said), spoken.model, spoken.stop, spoken.usage, ended)
                self._spent[cue.interview] = self._spent.get(cue.interview, 0.0) + spoken.usage.usd
                await self._journal.record(cue.interview, call)

    def paid(self, interview: str, usd: float) -> None:
        """Count what somebody else in this process paid for an interview, in US dollars, and has journalled."""
        if interview in self._spent:
            self._spent[interview] += usd

    async def _afford(self, cue: Cue) -> None:
        if cue.interview not in self._spent or not cue.fresh:
            self._spent[cue.interview] = (await self._journal.spent(cue.interview)).usd
        spent = self._spent[cue.interview]
        if spent + self._utterer.estimate(cue) > cue.setup.budget_usd * (1 - JUDGING_SHARE):
            raise ProviderError(
                "budget",
                "The budget of this interview is spent, except for what its report needs. Finish now, or raise the "
                "budget. Nothing you said is lost.",
                retryable=False,
            )
