"""The races of a turn: who was first, what counts as asked, and that nothing is lost or doubled."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from interviewer import events as ev
from interviewer.errors import (
    AlreadyAnswered,
    CommandReused,
    NotFound,
    ProviderCode,
    ProviderError,
    Refused,
    StoreError,
)
from interviewer.ports import Appended, Draft
from interviewer.service import commands as do
from tests.service.stage import Opener, Stage

pytestmark = pytest.mark.anyio

SURE = "I would label a random tenth by hand, because the judge's recall is unknown until people have looked."


async def sound(stage: Stage) -> None:
    """Check what must hold of every log."""
    events = await stage.events()
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    spoken = Counter(event.body.turn for event in events if isinstance(event.body, ev.TurnSpoken))
    assert not [turn for turn, n in spoken.items() if n > 1]
    commands = Counter(command for event in events if (command := str(getattr(event.body, "command", ""))))
    assert not [command for command, n in commands.items() if n > 1]


def failed(stage: Stage, times: int) -> Callable[[], bool]:
    return lambda: stage.room.state.attempts_failed > times or stage.room.state.status == "paused"


async def test_an_answer_during_speech_keeps_what_was_shown_and_says_that_the_question_was_not_asked(
    open_stage: Opener,
) -> None:
    async with open_stage() as stage:
        turn = await stage.asked()
        stage.puppet.free = False
        await stage.answer(SURE)
        stage.puppet.say('move=m1 anchor=""\n', "You speak of people who ")
        await stage.until(lambda: bool(stage.room.speech and "people" in stage.room.speech.text))
        stage.puppet.free = True
        await stage.answer("Let me add that I mean two annotators.", turn=turn + 1)
        await stage.asked()
        spoken = [body for body in await stage.bodies(ev.TurnSpoken) if body.turn == turn + 1]
        assert spoken[0].text == "You speak of people who"
        assert spoken[0].cut_by == "candidate"
        assert [body.turn for body in await stage.bodies(ev.QuestionUnasked)] == [turn + 1]
        assert len(await stage.bodies(ev.AnswerGiven)) == 2
        await sound(stage)


async def test_an_answer_after_the_asking_sentence_was_shown_counts_as_an_answer_to_it(open_stage: Opener) -> None:
    async with open_stage() as stage:
        turn = await stage.asked()
        stage.puppet.free = False
        await stage.answer(SURE)
        stage.puppet.say('move=m1 anchor=""\n', "Why a tenth? The reason ", "I ask ")
        await stage.until(lambda: bool(stage.room.speech and "tenth?" in stage.room.speech.text))
        stage.puppet.free = True
        await stage.answer("Because a tenth bounds the error at the size we need.", turn=turn + 1)
        await stage.asked()
        assert not await stage.bodies(ev.QuestionUnasked)
        await sound(stage)


async def test_an_extension_before_a_word_of_the_reply_joins_the_answer_and_the_turn_starts_again(
    open_stage: Opener,
) -> None:
    async with open_stage() as stage:
        await stage.asked()
        stage.puppet.free = False
        first = await stage.answer(SURE)
        await stage.until(lambda: len(stage.puppet.cues) == 2)
        stage.puppet.free = True
        await stage.do(do.Extend(id="extension-1", answer=first.seq, text="And two people label each item."))
        await stage.asked()
        decided = [body for body in await stage.bodies(ev.TurnDecided) if body.turn == 2]
        assert [body.attempt for body in decided] == [1, 2]
        assert stage.room.state.answers[-1].text.endswith("And two people label each item.")
        assert "two people label" in stage.puppet.cues[-1].transcript[-1].text
        await sound(stage)


async def test_an_extension_after_the_first_word_is_refused_and_the_text_is_kept(open_stage: Opener) -> None:
    async with open_stage() as stage:
        await stage.asked()
        stage.puppet.free = False
        first = await stage.answer(SURE)
        stage.puppet.say('move=m1 anchor=""\n', "So ", "you ", "would ")
        await stage.until(lambda: bool(stage.room.speech and stage.room.speech.text))
        with pytest.raises(Refused) as refused:
            await stage.do(do.Extend(id="extension-2", answer=first.seq, text="Wait, more."))
        assert refused.value.code == "too_late"
        assert (await stage.service.store.draft(stage.interview)) == "Wait, more."


async def test_an_answer_and_a_silence_timer_at_once_end_in_one_reply_to_the_answer(open_stage: Opener) -> None:
    async with open_stage() as stage:
        await stage.asked()
        patience = stage.room.script.persona.patience.nudge_after_s
        await stage.clock.advance(patience - 0.01)
        await asyncio.gather(stage.clock.advance(1), stage.answer(SURE))
        await stage.asked()
        await sound(stage)
        decided = await stage.bodies(ev.TurnDecided)
        assert decided[-1].trigger == "answer"


async def test_a_pause_during_speech_is_resumed_with_the_same_decision_spoken_whole(open_stage: Opener) -> None:
    async with open_stage() as stage:
        await stage.asked()
        stage.puppet.free = False
        await stage.answer(SURE)
        stage.puppet.say('move=m1 anchor=""\n', "You say that ")
        await stage.until(lambda: bool(stage.room.speech and stage.room.speech.text))
        await stage.do(do.Pause(id="pause-000001"))
        stage.puppet.free = True
        assert stage.room.state.pending is not None
        menu = stage.room.state.pending.menu
        await stage.do(do.Resume(id="resume-00001"))
        await stage.asked()
        assert stage.puppet.cues[-1].menu == menu
        assert stage.puppet.cues[-1].attempt == 2
        assert len([body for body in await stage.bodies(ev.TurnDecided) if body.turn == 2]) == 1
        await sound(stage)


async def test_finish_during_speech_closes_once_and_finish_twice_is_refused(open_stage: Opener) -> None:
    async with open_stage() as stage:
        await stage.asked()
        stage.puppet.free = False
        await stage.answer(SURE)
        stage.puppet.say('move=m1 anchor=""\n', "You say ")
        await stage.until(lambda: bool(stage.room.speech and stage.room.speech.text))
        stage.puppet.free = True
        await stage.do(do.Finish(id="finish-00001"))
        await stage.until(lambda: stage.room.state.status == "closed")
        with pytest.raises(Refused):
            await stage.do(do.Finish(id="finish-00002"))
        again = await stage.do(do.Finish(id="finish-00001"))
        assert again.repeated
        await stage.until(lambda: stage.room.state.judging in {"done", "incomplete"})
        kinds = await stage.kinds()
        assert kinds.count("interview.closed") == kinds.count("report.ready") == 1
        await sound(stage)


async def test_two_windows_answer_one_turn_and_the_second_is_told_where_to_look(open_stage: Opener) -> None:
    async with open_stage() as stage:
        turn = await stage.asked()
        stage.puppet.free = False
        replies = await asyncio.gather(
            stage.answer("The first window.", turn), stage.answer("The second window.", turn), return_exceptions=True
        )
        acks = [reply for reply in replies if isinstance(reply, do.Ack)]
        lost = [reply for reply in replies if isinstance(reply, AlreadyAnswered)]
        assert len(acks) == len(lost) == 1
        assert lost[0].seq == acks[0].seq
        assert await stage.service.store.draft(stage.interview) in {"The first window.", "The second window."}
        await sound(stage)


async def test_a_command_sent_again_is_acknowledged_with_the_same_event_and_another_body_is_refused(
    open_stage: Opener,
) -> None:
    async with open_stage() as stage:
        turn = await stage.asked()
        first = await stage.answer(SURE, turn, "answer-00001")
        second = await stage.answer(SURE, turn, "answer-00001")
        assert (second.seq, second.repeated) == (first.seq, True)
        with pytest.raises(CommandReused):
            await stage.answer("Something else.", turn, "answer-00001")
        await stage.asked()
        await sound(stage)


async def test_a_refusal_after_three_visible_words_ends_in_the_scripted_wording(open_stage: Opener) -> None:
    async with open_stage() as stage:
        await stage.asked()
        stage.puppet.free = False
        await stage.answer(SURE)
        stage.puppet.say('move=m1 anchor=""\n', "So you would ", ProviderError("refusal", "no", retryable=False))
        await stage.asked()
        spoken = (await stage.bodies(ev.TurnSpoken))[-1]
        assert spoken.source == "script"
        assert spoken.text.endswith("?")
        await sound(stage)


@pytest.mark.parametrize("code", ["overloaded", "cut", "stalled", "malformed", "timeout", "server", "max_tokens"])
async def test_a_provider_that_fails_mid_sentence_is_tried_again_then_pauses_and_resumes(
    open_stage: Opener, code: ProviderCode
) -> None:
    async with open_stage() as stage:
        await stage.asked()
        stage.puppet.free = False
        await stage.answer(SURE)
        for attempt in range(3):
            stage.puppet.say('move=m1 anchor=""\n', "So you ", ProviderError(code, "It broke.", retryable=True))
            await stage.until(failed(stage, attempt))
            await stage.clock.advance(5)
        await stage.until(lambda: stage.room.state.status == "paused")
        paused = (await stage.bodies(ev.ClockPaused))[-1]
        assert paused.by == "provider"
        assert "kept" in paused.detail
        stage.puppet.free = True
        await stage.do(do.Resume(id="resume-00002"))
        await stage.asked()
        assert len(await stage.bodies(ev.AnswerGiven)) == 1
        assert (await stage.bodies(ev.TurnSpoken))[-1].attempt == 4
        await sound(stage)


async def test_the_budget_ends_the_conversation_and_not_the_report(open_stage: Opener) -> None:
    async with open_stage() as stage:
        await stage.asked()
        stage.puppet.free = False
        await stage.answer(SURE)
        stage.puppet.say(ProviderError("budget", "The budget is spent.", retryable=False))
        await stage.until(lambda: stage.room.state.judging in {"done", "incomplete"})
        assert (await stage.bodies(ev.InterviewClosed))[0].reason == "budget"
        assert "report.ready" in await stage.kinds()


async def test_the_rehearsal_engine_goes_on_where_the_provider_failed_when_the_candidate_says_so(
    open_stage: Opener,
) -> None:
    async with open_stage() as stage:
        await stage.asked()
        stage.puppet.free = False
        await stage.answer(SURE)
        stage.puppet.say(ProviderError("auth", "The key was refused.", retryable=False))
        await stage.until(lambda: stage.room.state.status == "paused")
        await stage.do(do.ChangeEngine(id="engine-00001", engine="rehearsal"))
        await stage.asked()
        assert (await stage.bodies(ev.TurnSpoken))[-1].source == "script"
        await sound(stage)


async def test_a_deleted_interview_disappears_under_a_running_turn(open_stage: Opener) -> None:
    async with open_stage() as stage:
        await stage.asked()
        stage.puppet.free = False
        await stage.answer(SURE)
        await stage.until(lambda: len(stage.puppet.cues) == 2)
        await stage.service.interviews.delete("local", stage.interview)
        with pytest.raises(NotFound):
            await stage.service.store.events(stage.interview)
        with pytest.raises(NotFound):
            await stage.answer("Anybody there?", 1)
        await stage.until(lambda: stage.puppet.closed == 2)


async def test_a_lost_write_between_answer_and_decision_is_made_up_for(
    open_stage: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_stage() as stage:
        await stage.asked()
        real, left = stage.service.store.append, [2]

        async def full(interview: str, drafts: Sequence[Draft], **rest: Any) -> Appended:
            if drafts[0].body.kind == "turn.decided" and left[0]:
                left[0] -= 1
                raise StoreError("No space left on the device.")
            return await real(interview, drafts, **rest)

        monkeypatch.setattr(stage.service.store, "append", full)
        shown = len(stage.frames)
        await stage.answer(SURE)
        for _ in range(4):
            await asyncio.sleep(0.05)
            await stage.clock.advance(1.5)
        await stage.asked()
        assert not left[0]
        begun = [frame for frame in stage.frames[shown:] if frame.get("type") == "turn.begin"]
        assert len(begun) == 1, "nothing may be shown of a decision that was not stored"
        await sound(stage)


async def test_time_stands_while_nobody_is_there(open_stage: Opener) -> None:
    async with open_stage(attach=False) as stage:
        async with stage.service.interviews.attach("local", stage.interview):
            await stage.asked()
            await stage.clock.advance(10)
            assert 9_900 <= stage.room.elapsed_ms() <= 10_100
        await stage.clock.advance(300)
        assert stage.room.elapsed_ms() <= 10_000 + 31_000


async def test_the_content_on_disk_may_change_without_changing_a_running_interview(open_stage: Opener) -> None:
    async with open_stage() as stage:
        await stage.asked()
        before = stage.room.script
        interview = stage.interview
    async with open_stage(interview=interview) as stage:
        assert stage.room.script == before


async def test_another_process_takes_over_between_decided_and_spoken_and_says_the_same(open_stage: Opener) -> None:
    async with open_stage() as first:
        await first.asked()
        first.puppet.free = False
        await first.answer(SURE)
        await first.until(lambda: first.room.state.pending is not None)
        assert first.room.state.pending is not None
        menu, interview = first.room.state.pending.menu, first.interview
    async with open_stage(interview=interview) as second:
        await second.asked()
        assert second.puppet.cues[0].menu == menu
        assert len([b for b in await second.bodies(ev.TurnDecided) if b.turn == 2]) == 1
        await sound(second)


async def test_the_report_stays_shut_at_every_door_until_the_candidate_predicted_or_declined(
    open_stage: Opener,
) -> None:
    async with open_stage() as stage:
        await stage.asked()
        await stage.do(do.Finish(id="finish-00003"))
        await stage.until(lambda: stage.room.state.judging in {"done", "incomplete"})
        interviews = stage.service.interviews
        with pytest.raises(Refused) as refused:
            await interviews.report("local", stage.interview, "json")
        assert refused.value.code == "report_closed"
        for door in (
            await interviews.events("local", stage.interview),
            (await interviews.export("local", stage.interview))["events"],
        ):
            assert [event["report"] for event in door if event["kind"] == "report.ready"] == [{}]
        assert all(frame.get("report", {}) == {} for frame in stage.frames)
        await stage.do(do.DeclinePrediction(id="decline-0001"))
        assert "coverage" in await interviews.report("local", stage.interview, "json")
