import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field, replace

import pytest

from evals.messages_replies import FAULTS, LONG, Reply
from interviewer.engines.journaled import Journaled, request_hash
from interviewer.errors import ProviderError
from interviewer.ports import Call, Cue, Spoken, Usage
from tests.engines.stage import CUE, MODEL, conversation, serving, speaking

pytestmark = pytest.mark.anyio

WORDS = ('move=m1 anchor=""\n', "What did ", "you measure?")


@dataclass
class Speaker:
    """Says the same words to every cue, at a price."""

    name: str = "speaker"
    price: float = 0.01
    asked: int = 0
    hold: asyncio.Event | None = None
    error: ProviderError | None = None

    async def utter(self, cue: Cue, spoken: Spoken) -> AsyncGenerator[str, None]:
        self.asked += 1
        try:
            for word in WORDS:
                yield word
            if self.hold:
                await self.hold.wait()
            if self.error:
                raise self.error
            spoken.stop = "end_turn"
        finally:
            spoken.model, spoken.usage = MODEL, Usage(output_tokens=3, usd=self.price)

    def estimate(self, cue: Cue) -> float:
        return self.price


@dataclass
class Journal:
    """Calls in memory, found as the store finds them: the first with key and hash."""

    calls: list[Call] = field(default_factory=list)

    async def find(self, interview: str, key: str, request_hash: str) -> Call | None:
        return next((call for call in self.calls if (call.key, call.request_hash) == (key, request_hash)), None)

    async def record(self, interview: str, call: Call) -> None:
        self.calls.append(call)

    async def spent(self, interview: str) -> Usage:
        return Usage(usd=sum(call.usage.usd for call in self.calls))


async def said(journaled: Journaled, cue: Cue = CUE, spoken: Spoken | None = None) -> str:
    return "".join([text async for text in journaled.utter(cue, spoken or Spoken())])


async def test_a_finished_call_is_said_again_without_asking() -> None:
    speaker, journal = Speaker(), Journal()
    first, again = Spoken(), Spoken()
    assert await said(Journaled(speaker, journal), spoken=first) == "".join(WORDS)
    assert await said(Journaled(speaker, journal), replace(CUE, minutes_left=3.0), again) == "".join(WORDS)
    assert speaker.asked == 1
    assert (again.stop, again.model, again.usage) == (first.stop, first.model, first.usage)
    assert (journal.calls[0].key, journal.calls[0].ended) == ("turn:1:1", "model")


@pytest.mark.parametrize(
    "other",
    [
        replace(CUE, attempt=2),
        replace(CUE, transcript=conversation([">Why?", "Because."])),
        replace(CUE, public="Exhibit B."),
        replace(CUE, menu=CUE.menu.model_copy(update={"moves": CUE.menu.moves[:1]})),
        replace(CUE, interview="interview-2"),
    ],
    ids=["attempt", "transcript", "material", "menu", "interview"],
)
async def test_another_request_is_asked_anew(other: Cue) -> None:
    speaker, journal = Speaker(), Journal()
    await said(Journaled(speaker, journal))
    await said(Journaled(speaker, journal), other)
    assert speaker.asked == 2


def test_the_hash_does_not_depend_on_how_texts_are_cut() -> None:
    assert request_hash(replace(CUE, phase="ab", public="c")) != request_hash(replace(CUE, phase="a", public="bc"))


async def test_an_utterance_the_guard_ended_is_kept_as_far_as_it_came() -> None:
    speaker, journal = Speaker(), Journal()
    journaled = Journaled(speaker, journal)
    async with aclosing(journaled.utter(CUE, Spoken())) as stream:
        async for _ in stream:
            break
    (call,) = journal.calls
    assert (call.key, call.ended, call.text, call.usage.usd) == ("turn:1:1", "guard", WORDS[0], 0.01)
    assert await said(journaled) == WORDS[0]
    assert speaker.asked == 1


async def test_a_cancelled_turn_is_paid_and_asked_again() -> None:
    speaker, journal = Speaker(hold=asyncio.Event()), Journal()
    turn = asyncio.create_task(said(Journaled(speaker, journal)))
    await asyncio.sleep(0.01)
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    (call,) = journal.calls
    assert (call.key, call.ended, call.usage.usd) == ("turn:1:1:cancelled", "cancelled", 0.01)
    speaker.hold = None
    assert await said(Journaled(speaker, journal)) == "".join(WORDS)


async def test_a_consumer_that_is_cancelled_between_words_is_not_taken_for_the_guard() -> None:
    journal = Journal()

    async def consume() -> None:
        async with aclosing(Journaled(Speaker(), journal).utter(CUE, Spoken())) as stream:
            async for _ in stream:
                await asyncio.Event().wait()

    turn = asyncio.create_task(consume())
    await asyncio.sleep(0.01)
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    assert [call.ended for call in journal.calls] == ["cancelled"]


async def test_a_failed_call_is_paid_and_asked_again() -> None:
    speaker, journal = Speaker(error=ProviderError("cut", "It broke.", retryable=True)), Journal()
    with pytest.raises(ProviderError):
        await said(Journaled(speaker, journal))
    speaker.error = None
    await said(Journaled(speaker, journal))
    assert [call.key for call in journal.calls] == ["turn:1:1:provider", "turn:1:1"]
    assert (await journal.spent(CUE.interview)).usd == pytest.approx(0.02)


async def test_a_call_that_cost_nothing_and_failed_leaves_no_trace() -> None:
    speaker = Speaker(error=ProviderError("unreachable", "Nobody there.", retryable=True), price=0)
    journal = Journal()
    with pytest.raises(ProviderError):
        await said(Journaled(speaker, journal))
    assert journal.calls == []


@pytest.mark.parametrize(("price", "turns"), [(0.5, 3), (0.51, 2)])
async def test_the_conversation_leaves_a_quarter_for_judging(price: float, turns: int) -> None:
    speaker, journal = Speaker(price=price), Journal()
    for turn in range(1, turns + 1):
        await said(Journaled(speaker, journal), replace(CUE, turn=turn))
    with pytest.raises(ProviderError) as raised:
        await said(Journaled(speaker, journal), replace(CUE, turn=turns + 1))
    assert (raised.value.code, raised.value.retryable, speaker.asked) == ("budget", False, turns)


async def test_claude_can_be_journalled() -> None:
    journal, spoken = Journal(), Spoken()
    async with serving() as server, speaking(server) as claude:
        journaled = Journaled(claude, journal)
        assert journaled.name == "claude"
        first = await said(journaled, spoken=spoken)
        assert await said(journaled) == first
        assert len(server.requests) == 1
    assert journal.calls[0].usage == spoken.usage


async def test_leaving_claude_early_keeps_an_estimate_of_its_cost() -> None:
    journal = Journal()
    async with serving(Reply(text=LONG, gap_s=0.01)) as server, speaking(server) as claude:
        async with aclosing(Journaled(claude, journal).utter(CUE, Spoken())) as stream:
            async for _ in stream:
                break
        await asyncio.wait_for(server.idle(), 10)
    (call,) = journal.calls
    assert call.usage.estimated
    assert call.usage.usd > 0


async def test_what_claude_was_paid_for_a_broken_reply_is_kept() -> None:
    journal = Journal()
    async with serving(FAULTS["cut"]) as server, speaking(server) as claude:
        with pytest.raises(ProviderError):
            await said(Journaled(claude, journal))
    assert [(call.ended, call.usage.usd > 0) for call in journal.calls] == [("provider", True)]
