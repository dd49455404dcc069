"""Commands that make no sense are refused, say why, and change nothing."""

import logging
from pathlib import Path

import pytest

from interviewer import events as ev
from interviewer.bootstrap import open_service
from interviewer.cli.log import log_to_file
from interviewer.errors import CommandReused, ProviderError, Refused, TooLarge
from interviewer.events import Setup
from interviewer.service import commands as do
from interviewer.settings import Settings
from tests.service.stage import Opener, new_id

pytestmark = pytest.mark.anyio

SURE = "I would label a random tenth by hand, because the judge's recall is unknown until people have looked."


async def test_an_engine_that_is_not_there_is_refused_and_the_interview_goes_on(open_stage: Opener) -> None:
    async with open_stage(engine="rehearsal") as stage:
        await stage.asked()
        stage.room.engines = frozenset({"rehearsal"})
        with pytest.raises(Refused) as refused:
            await stage.do(do.ChangeEngine(id=new_id(), engine="claude"))
        assert refused.value.code == "engine_unavailable"
        await stage.answer(SURE)
        await stage.asked()
        assert not await stage.bodies(ev.EngineChanged)


async def test_an_interview_whose_engine_this_process_lacks_pauses_and_says_so(open_stage: Opener, home: Path) -> None:
    async with open_stage() as stage:
        await stage.asked()
        interview = stage.interview
    async with open_service(Settings(home=home)) as service, service.interviews.attach("local", interview) as feed:
        await service.interviews.command("local", interview, do.Skip(id=new_id()))
        async for frame in feed:
            if frame.get("kind") == "clock.paused":
                assert "not set up here" in str(frame["detail"])
                break
        await service.interviews.command("local", interview, do.ChangeEngine(id=new_id(), engine="rehearsal"))
        async for frame in feed:
            if frame.get("kind") == "turn.spoken":
                break


async def test_a_failed_turn_rests_before_it_is_tried_again_and_keeps_to_what_the_service_asks(
    open_stage: Opener,
) -> None:
    async with open_stage() as stage:
        await stage.asked()
        stage.puppet.free = False
        await stage.answer(SURE)
        stage.puppet.say(ProviderError("rate_limit", "Too many.", retryable=True, after_s=7))
        await stage.until(lambda: stage.room.state.attempts_failed == 1)
        tries = len(stage.puppet.cues)
        await stage.clock.advance(6)
        assert len(stage.puppet.cues) == tries
        stage.puppet.free = True
        await stage.clock.advance(2)
        await stage.asked()


@pytest.mark.parametrize("second", ["finish", "hint", "pause"])
async def test_an_id_that_answered_cannot_be_used_for_another_command(open_stage: Opener, second: str) -> None:
    async with open_stage() as stage:
        await stage.asked()
        ident = new_id()
        await stage.answer(SURE, ident=ident)
        await stage.asked()
        reused: dict[str, do.AnyCommand] = {
            "finish": do.Finish(id=ident),
            "hint": do.Hint(id=ident),
            "pause": do.Pause(id=ident),
        }
        with pytest.raises(CommandReused):
            await stage.do(reused[second])
        assert stage.room.state.status == "live"


async def test_an_interview_without_a_role_gets_the_first_of_its_round(open_stage: Opener) -> None:
    async with open_stage(round_="fde_decomposition", persona="palantir_decomposition") as stage:
        await stage.asked()
        assert stage.room.state.setup is not None
        assert stage.room.state.setup.role == "forward_deployed_engineer"


async def test_a_role_the_round_is_not_held_for_is_refused(open_stage: Opener) -> None:
    async with open_stage() as stage:
        setup = Setup(
            round="fde_decomposition", persona="palantir_decomposition", minutes=30, role="research_scientist"
        )  # fmt: skip
        with pytest.raises(Refused) as refused:
            await stage.service.interviews.create("local", setup)
        assert refused.value.code == "role_elsewhere"


async def test_an_answer_that_nobody_can_see_is_empty_and_one_of_65_kib_too_large(open_stage: Opener) -> None:
    async with open_stage() as stage:
        await stage.asked()
        with pytest.raises(Refused, match="empty"):
            await stage.answer("\u200b \ufeff\n")
        with pytest.raises(TooLarge):
            await stage.answer("x" * (do.MAX_ANSWER_BYTES + 1))
        assert not await stage.bodies(ev.AnswerGiven)


async def test_a_second_extension_before_the_reply_is_taken_too(open_stage: Opener) -> None:
    async with open_stage() as stage:
        await stage.asked()
        stage.puppet.free = False
        first = await stage.answer(SURE)
        await stage.do(do.Extend(id=new_id(), answer=first.seq or 0, text="One more thing."))
        await stage.do(do.Extend(id=new_id(), answer=first.seq or 0, text="And another."))
        assert stage.room.state.answers[-1].text.endswith("One more thing.\nAnd another.")
        stage.puppet.free = True
        stage.puppet.say(end=True)
        await stage.asked()


async def test_no_more_than_two_hours_can_be_added(open_stage: Opener) -> None:
    async with open_stage() as stage:
        await stage.asked()
        for _ in range(4):
            await stage.do(do.ExtendTime(id=new_id(), minutes=30))
        with pytest.raises(Refused, match="Two hours"):
            await stage.do(do.ExtendTime(id=new_id(), minutes=1))


async def test_debug_logs_keep_vendors_quiet(open_stage: Opener, home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        log_to_file(home, "debug")
        logging.getLogger("anthropic._base_client").debug("Request options: %s", SURE)
        async with open_stage() as stage:
            await stage.asked()
            await stage.answer(SURE)
            await stage.asked()
        written = "".join(path.read_text() for path in home.glob("*.log*"))
        assert "label a random tenth" not in written
    finally:
        for handler in {*root.handlers} - {*handlers}:
            handler.close()
        root.handlers[:] = handlers
        root.setLevel(level)
        logging.captureWarnings(capture=False)
