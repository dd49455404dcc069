"""Two processes on one database: one speaks, both take commands, and the story never forks."""

import asyncio
from collections import Counter

import pytest

from interviewer import events as ev
from interviewer.errors import AlreadyAnswered
from interviewer.service import commands as do
from tests.service.stage import Opener, Stage

pytestmark = pytest.mark.anyio

SURE = "I would label a random tenth by hand, because the judge's recall is unknown until people have looked."


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


async def sound(stage: Stage) -> None:
    events = await stage.events()
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    spoken = Counter(event.body.turn for event in events if isinstance(event.body, ev.TurnSpoken))
    assert not [turn for turn, n in spoken.items() if n > 1]


async def tick(*stages: Stage) -> None:
    for _ in range(4):
        await stages[0].clock.advance(0.3)
        await asyncio.sleep(0.02)


async def test_an_answer_through_another_process_stops_the_speaker_and_is_heard(
    open_stage: Opener, database_url: str
) -> None:
    async with open_stage(database_url=database_url) as a:
        turn = await a.asked()
        async with open_stage(interview=a.interview, clock=a.clock, database_url=database_url, attach=False) as b:
            a.puppet.free = False
            await a.answer(SURE)
            a.puppet.say('move=m1 anchor=""\n', "You mentioned people. Why a ")
            await a.until(lambda: bool(a.room.speech and "people" in a.room.speech.text))
            await b.answer("Through the other window: I mean two annotators.", turn + 1)
            a.puppet.free = True
            a.puppet.say("tenth? ", end=True)
            await tick(a, b)
            await a.asked()
            texts = [body.text for body in await a.bodies(ev.AnswerGiven)]
            assert texts[-1].startswith("Through the other window")
            await sound(a)


async def test_two_processes_take_two_answers_to_one_turn_and_one_of_them_loses(
    open_stage: Opener, database_url: str
) -> None:
    async with open_stage(database_url=database_url) as a:
        turn = await a.asked()
        async with open_stage(interview=a.interview, clock=a.clock, database_url=database_url, attach=False) as b:
            a.puppet.free = False
            replies = await asyncio.gather(a.answer("From A.", turn), b.answer("From B.", turn), return_exceptions=True)
            await tick(a, b)
            assert sum(isinstance(reply, do.Ack) for reply in replies) == 1
            assert sum(isinstance(reply, AlreadyAnswered) for reply in replies) == 1
            assert len(await a.bodies(ev.AnswerGiven)) == 1
            await sound(a)


async def test_a_speaker_that_lost_its_lease_writes_nothing_more(open_stage: Opener, database_url: str) -> None:
    async with open_stage(database_url=database_url) as a:
        await a.asked()
        a.puppet.free = False
        await a.answer(SURE)
        a.puppet.say('move=m1 anchor=""\n', "You mentioned people. ")
        await a.until(lambda: bool(a.room.speech and a.room.speech.text))
        # What a takeover does: the row has another holder and another epoch.
        assert a.room.epoch is not None
        await a.service.store.release(a.interview, a.service.process, a.room.epoch, 0)
        a.puppet.free = True
        a.puppet.say("Why a tenth? ", end=True)
        await tick(a)
        await a.asked()
        await sound(a)
        decided = [body for body in await a.bodies(ev.TurnDecided) if body.turn == 2]
        assert len(decided) == 1, "the decision is replayed, never taken again"


async def test_a_process_that_only_reads_takes_no_lease(open_stage: Opener, database_url: str) -> None:
    async with open_stage(database_url=database_url) as a:
        await a.asked()
        epoch = a.room.epoch
        async with open_stage(interview=a.interview, clock=a.clock, database_url=database_url, attach=False) as b:
            await b.service.interviews.overview("local", a.interview)
            await tick(a, b)
            assert a.room.epoch == epoch
            assert not b.room.held
