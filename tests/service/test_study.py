"""Study mode: what was heard is said before the next question, once, whatever happens in between."""

import asyncio
from collections import Counter
from collections.abc import Sequence

import pytest

from interviewer import events as ev
from interviewer.belief import Assessment
from interviewer.errors import ProviderError, Refused, StoreError
from interviewer.graph.assessment import LangGraphAssessor
from interviewer.ports import Appended, Draft
from interviewer.script import Script
from interviewer.service import commands as do
from interviewer.service.study import PATIENCE_S
from interviewer.state import State
from interviewer.store.sql import SqlStore
from tests.service.stage import Opener, Stage, new_id

pytestmark = pytest.mark.anyio

SURE = "I would label a random tenth by hand, because the judge's recall is unknown until people have looked."
ON = "Can we move on, please?"


class Gate:
    """A judge that waits until it is let through."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.open = asyncio.Event()
        self.read: list[int] = []
        real = LangGraphAssessor.assess

        async def assess(
            judge: LangGraphAssessor, script: Script, state: State, events: Sequence[ev.Event], answer: int
        ) -> Assessment:
            self.read.append(answer)
            await self.open.wait()
            return await real(judge, script, state, events, answer)

        patch.setattr(LangGraphAssessor, "assess", assess)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate(monkeypatch)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


async def told(stage: Stage) -> list[ev.FeedbackGiven]:
    return await stage.bodies(ev.FeedbackGiven)


async def sound(stage: Stage) -> None:
    """Check what must hold of every log: no gap, no thread told twice, and each before the decision that leaves it."""
    events = await stage.events()
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    threads = [event.body.thread for event in events if isinstance(event.body, ev.FeedbackGiven)]
    assert len(threads) == len(set(threads))
    rows = Counter(event.body.assessment for event in events if isinstance(event.body, ev.AssessmentRequested))
    assert not [name for name, n in rows.items() if n > 1]
    for event in events:
        if isinstance(event.body, ev.ThreadClosed) and event.body.thread in threads:
            said = next(
                e.seq for e in events if isinstance(e.body, ev.FeedbackGiven) and e.body.thread == event.body.thread
            )
            decided = max(e.seq for e in events if isinstance(e.body, ev.TurnDecided) and e.seq < event.seq)
            assert said < decided < event.seq


async def on_the_way_out(stage: Stage) -> None:
    """Answer the first question, then ask to go on."""
    await stage.asked()
    await stage.answer(SURE)
    await stage.asked()
    await stage.answer(ON)


def reviewing(stage: Stage) -> bool:
    return any(frame.get("state") == "reviewing" for frame in stage.frames)


async def test_what_was_heard_is_said_before_the_next_question(open_stage: Opener, database_url: str) -> None:
    async with open_stage(mode="study", database_url=database_url) as stage:
        await on_the_way_out(stage)
        await stage.until(lambda: len(stage.room.state.threads) == 2)
        await stage.asked()
        (first,) = await told(stage)
        assert first.thread == 1
        assert first.judge == "offline/1"
        assert not first.waiting
        assert {row.answer for row in stage.room.state.assessments} == {
            answer.seq for answer in stage.room.state.answers
        }
        await sound(stage)


async def test_nothing_is_said_while_the_thread_goes_on(open_stage: Opener) -> None:
    async with open_stage(mode="study") as stage:
        await stage.asked()
        await stage.answer(SURE)
        await stage.asked()
        assert len(stage.room.state.threads) == 1
        assert not await told(stage)


async def test_a_question_left_without_an_answer_has_nothing_to_be_told(open_stage: Opener) -> None:
    async with open_stage(mode="study") as stage:
        await stage.asked()
        await stage.do(do.Skip(id=new_id()))
        await stage.until(lambda: len(stage.room.state.threads) == 2)
        assert not await told(stage)


async def test_real_mode_says_nothing(open_stage: Opener) -> None:
    async with open_stage(mode="real") as stage:
        await on_the_way_out(stage)
        await stage.until(lambda: len(stage.room.state.threads) == 2)
        await stage.do(do.Finish(id=new_id()))
        await stage.until(lambda: stage.room.state.status == "closed")
        assert not await told(stage)
        assert not reviewing(stage)


async def test_the_last_question_is_told_of_before_the_end(open_stage: Opener) -> None:
    async with open_stage(mode="study") as stage:
        await stage.asked()
        await stage.answer(SURE)
        await stage.asked()
        await stage.do(do.Finish(id=new_id()))
        await stage.until(lambda: stage.room.state.status == "closed")
        assert [body.thread for body in await told(stage)] == [1]
        await sound(stage)


async def test_a_judge_that_takes_too_long_is_not_waited_for(open_stage: Opener, gate: Gate) -> None:
    async with open_stage(mode="study") as stage:
        await on_the_way_out(stage)
        await stage.until(lambda: reviewing(stage))
        before = stage.room.elapsed_ms()
        await stage.clock.advance(PATIENCE_S - 1)
        assert not await told(stage)
        assert len(stage.room.state.threads) == 1
        await stage.clock.advance(1.5)
        await stage.until(lambda: len(stage.room.state.threads) == 2)
        (first,) = await told(stage)
        assert first.waiting
        assert (first.heard, first.unheard) == ((), ())
        assert stage.room.elapsed_ms() - before < 1_000, "the interview clock stands meanwhile"
        await sound(stage)
        gate.open.set()


async def test_a_judgement_that_comes_in_time_ends_the_wait(open_stage: Opener, gate: Gate) -> None:
    async with open_stage(mode="study") as stage:
        await on_the_way_out(stage)
        await stage.until(lambda: reviewing(stage))
        gate.open.set()
        await stage.until(lambda: len(stage.room.state.threads) == 2)
        (first,) = await told(stage)
        assert not first.waiting
        await sound(stage)


async def test_skipping_the_wait_leaves_the_next_question_alone(open_stage: Opener, gate: Gate) -> None:
    async with open_stage(mode="study") as stage:
        await on_the_way_out(stage)
        await stage.until(lambda: reviewing(stage))
        skip = do.Skip(id=new_id())
        assert (await stage.do(skip)).seq is None
        await stage.until(lambda: len(stage.room.state.threads) == 2)
        turn = await stage.asked()
        assert (await stage.do(skip)).repeated, "sent again after a lost connection"
        assert stage.room.state.open_turn == turn
        assert not await stage.bodies(ev.Requested)
        (first,) = await told(stage)
        assert first.waiting
        gate.open.set()


async def test_what_is_added_during_the_wait_is_read_too(open_stage: Opener, gate: Gate) -> None:
    async with open_stage(mode="study") as stage:
        await stage.asked()
        given = await stage.answer(ON)
        await stage.until(lambda: reviewing(stage))
        assert given.seq is not None
        await stage.do(do.Extend(id=new_id(), answer=given.seq, text="Next question, please."))
        await stage.until(lambda: len(stage.room.state.requested) == 2)
        gate.open.set()
        await stage.until(lambda: len(stage.room.state.threads) == 2)
        assert gate.read == [given.seq, given.seq]
        assert not stage.room.state.requested
        (first,) = await told(stage)
        assert not first.waiting


async def test_once_it_was_said_what_was_heard_nothing_can_be_added_to_the_answer(open_stage: Opener) -> None:
    async with open_stage(mode="study") as stage:
        await stage.asked()
        stage.puppet.free = False
        given = await stage.answer(ON)
        await stage.until(lambda: stage.room.state.feedback == (1,))
        assert given.seq is not None
        with pytest.raises(Refused) as refused:
            await stage.do(do.Extend(id=new_id(), answer=given.seq, text="And whatever I have just read."))
        assert refused.value.code == "too_late"


async def test_a_pause_during_the_wait_stops_it_and_it_is_told_afterwards(open_stage: Opener, gate: Gate) -> None:
    async with open_stage(mode="study") as stage:
        await on_the_way_out(stage)
        await stage.until(lambda: reviewing(stage))
        await stage.do(do.Pause(id=new_id()))
        gate.open.set()
        await stage.until(lambda: not stage.room.state.requested)
        assert not await told(stage)
        await stage.do(do.Resume(id=new_id()))
        await stage.until(lambda: len(stage.room.state.threads) == 2)
        assert len(await told(stage)) == 1
        await sound(stage)


async def test_a_process_that_dies_during_the_wait_leaves_it_to_the_next_one(
    open_stage: Opener, gate: Gate, database_url: str
) -> None:
    async with open_stage(mode="study", database_url=database_url) as stage:
        await on_the_way_out(stage)
        await stage.until(lambda: reviewing(stage))
    gate.open.set()
    async with open_stage(interview=stage.interview, clock=stage.clock, database_url=database_url) as after:
        await after.until(lambda: len(after.room.state.threads) == 2)
        (first,) = await told(after)
        assert not first.waiting
        await sound(after)


async def test_a_process_that_dies_between_telling_and_deciding_tells_it_once(
    open_stage: Opener, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = SqlStore.append

    async def fails(store: SqlStore, interview: str, drafts: Sequence[Draft], **more: object) -> Appended:
        if any(isinstance(draft.body, ev.TurnDecided) and draft.body.turn == 3 for draft in drafts):
            raise StoreError("The disk is full.")
        return await real(store, interview, drafts, **more)  # type: ignore[arg-type]

    async with open_stage(mode="study", database_url=database_url) as stage:
        monkeypatch.setattr(SqlStore, "append", fails)
        await on_the_way_out(stage)
        await stage.until(lambda: bool(stage.room.trouble))
        assert len(await told(stage)) == 1
    monkeypatch.setattr(SqlStore, "append", real)
    async with open_stage(interview=stage.interview, clock=stage.clock, database_url=database_url) as after:
        await after.until(lambda: len(after.room.state.threads) == 2)
        assert len(await told(after)) == 1
        await sound(after)


async def test_an_answer_that_is_extended_after_it_was_judged_is_judged_again(open_stage: Opener) -> None:
    async with open_stage(mode="real") as stage:
        await stage.asked()
        stage.puppet.free = False
        stage.puppet.say(ProviderError("overloaded", "Too busy.", retryable=True))
        given = await stage.answer(SURE)
        await stage.until(lambda: len(stage.room.state.assessments) == 1)
        stage.puppet.free = True
        assert given.seq is not None
        await stage.do(do.Extend(id=new_id(), answer=given.seq, text="And two people label each item."))
        await stage.clock.advance(3)
        await stage.asked()
        await stage.until(lambda: len(stage.room.state.assessments) == 2)
        assert not stage.room.state.requested
