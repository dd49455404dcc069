from dataclasses import replace

import pytest

from interviewer import events as ev
from interviewer.move import Act
from interviewer.situation import ALWAYS, GRACE_MS, TURN_MS, Situation
from tests.simulation import LINES, ROUNDS, Play, play


def opened(
    round_: str = "safety_brainstorm", *, minutes: int = 30, pace: float = 1.0, persona: str = "anthropic_research"
) -> Play:
    """Return an interview whose first question is open."""
    return play(round_, persona, minutes=minutes, pace=pace, steps=0)


def at(one: Play, minutes: float, trigger: str = "timer:time") -> Situation:
    return replace(one.situation(trigger), now_ms=round(minutes * 60_000))


def answering(one: Play, text: str) -> Situation:
    one.add(ev.AnswerGiven(command=one.command(), turn=one.state.turn, text=text))
    return one.situation("answer")


def test_the_graph_is_entered_where_the_log_says() -> None:
    one = opened()
    assert replace(one.situation("start"), state=one.states[1]).name == "opening"
    assert one.situation("answer").name == "thread"
    assert opened("research_talk").situation("answer").name == "floor"
    one.add(ev.ChallengePosed(challenge="x", challenge_kind="wrong", turn=1))
    assert one.situation("answer").name == "challenge_open"
    one.add(ev.Requested(command="command-9", what="finish"))
    assert one.situation("request:finish").name == "closing"


def test_time_is_up_at_once_after_an_answer_and_after_a_grace_for_an_open_one() -> None:
    one = opened()
    assert not at(one, 29.9, "answer").over
    assert at(one, 30, "answer").over
    assert not at(one, 30).over
    assert at(one, 30 + GRACE_MS / 60_000).over
    assert at(one, 30, "answer").name == "closing"


def test_without_a_clock_time_is_never_up_and_turns_fill_the_phases() -> None:
    one = opened(pace=0)
    sit = at(one, 10_000, "answer")
    assert not sit.over
    assert sit.share < 0.1
    assert not sit.phase_over
    slot = sit.slot
    assert slot is not None
    later = replace(sit, state=replace(sit.state, turn=1 + (slot.end_ms // TURN_MS + 1)))
    assert later.phase_over
    assert later.share == pytest.approx(slot.end_ms / sit.slots[-1].end_ms)


def test_without_a_clock_the_floor_is_over_when_the_candidate_says_so() -> None:
    one = opened("research_talk", pace=0)
    sit = replace(one.situation("answer"), state=replace(one.state, turn=99))
    assert not sit.phase_over


@pytest.mark.parametrize("round_", ROUNDS)
def test_the_share_of_an_untimed_interview_never_goes_back(round_: str) -> None:
    one = play(round_, minutes=45, pace=0, style="strong", seed=9)
    shares = [item.sit.share for item in one.spoken]
    assert shares == sorted(shares)
    assert shares[-1] <= 1


def test_what_is_asked_is_the_question_without_what_stands_around_it() -> None:
    one = opened()
    question = one.situation("answer").question
    assert question is not None
    assert one.situation("answer").asked == question.text
    assert len(one.state.said[0].text) > len(question.text)


def test_after_something_that_asks_nothing_the_threads_question_is_still_open() -> None:
    one = opened()
    one.answer(LINES["other"][0])
    sit = one.situation("answer")
    assert one.spoken[-1].move.act is Act.ANSWER_BACK
    assert sit.question is not None
    assert sit.asked == sit.question.text


def test_only_the_newest_answer_is_looked_at_and_only_when_it_is_the_reason() -> None:
    one = opened()
    assert one.situation("timer:silence").signals is None
    sit = answering(one, "The grader sees the arm, so half of the gap may be its own preference.")
    assert sit.signals is not None
    assert sit.signals.words == 15
    assert one.situation("request:hint").signals is None


def test_phases_know_their_acts() -> None:
    one = opened("fde_decomposition", persona="palantir_decomposition")
    sit = one.situation("answer")
    assert sit.state.phase == "clarify"
    assert sit.allows(Act.REVEAL)
    assert not sit.allows(Act.TWIST)
    assert all(sit.allows(act) for act in ALWAYS)


def test_the_customer_answers_only_where_the_customer_is_played() -> None:
    one = opened("fde_decomposition", persona="palantir_decomposition")
    case = one.script.case
    assert case is not None
    sit = answering(one, case.facts[0].unlocked_by[0])
    assert [fact for fact, _, _ in sit.earned] == [case.facts[0].id]
    out = replace(sit, state=replace(sit.state, phase="behaviour"))
    assert out.earned == []


def test_what_was_shown_counts_from_the_surface_or_from_the_judge() -> None:
    one = opened("paper_critique")
    sit = answering(one, "Nothing of it.")
    indicator = sit.wanted[0]
    assert not sit.shown(indicator.id)
    said = answering(opened("paper_critique"), indicator.paraphrases[0])
    assert said.shown(indicator.id)


def test_a_thread_ends_by_its_time_its_probes_or_its_phase() -> None:
    one = opened()
    question = one.situation("answer").question
    assert question is not None
    assert at(one, 1, "answer").time_for_more(3)
    assert not at(one, question.minutes + 1.2, "answer").time_for_more(3)
    tired = replace(one.state, threads=(replace(one.state.threads[0], probes=9),))
    assert not replace(at(one, 1, "answer"), state=tired).time_for_more(3)
    assert not at(one, 20, "answer").time_for_more(3)


def test_a_challenge_waits_for_its_time_and_for_a_claim() -> None:
    one = opened()
    sit = answering(one, "I would hold the prompts fixed, because otherwise the two conditions differ in two ways.")
    assert replace(sit, now_ms=60_000).challenge_due is None
    late = replace(sit, now_ms=20 * 60_000)
    assert late.challenge_due is not None
    silent = replace(answering(opened(), "I don't know."), now_ms=15 * 60_000)
    assert silent.share < silent.script.round.challenges.relaxed_from
    assert silent.challenge_due is None
    short = opened(minutes=15)
    rules = short.script.round.challenges
    assert rules.min_minutes <= 15


def test_the_kinds_of_challenges_come_in_an_order_the_seed_draws() -> None:
    kinds = set()
    for seed in range(1, 9):
        one = play("safety_brainstorm", minutes=45, seed=seed, style="claims")
        kinds.add(tuple(posed.kind for posed in one.state.challenges))
    assert {kind[:2] for kind in kinds if len(kind) == 2} == {("valid", "wrong"), ("wrong", "valid")}


def test_randomness_belongs_to_the_turn() -> None:
    one = opened()
    assert one.situation("answer").rng.random() == one.situation("answer").rng.random()
    other = replace(one.situation("answer"), state=replace(one.state, turn=7))
    assert other.draw != one.situation("answer").draw


def test_what_the_thread_is_about_holds_question_case_and_talk() -> None:
    one = opened("paper_critique")
    subject = answering(one, "Fine.").subject
    assert {"baselin", "token"} <= subject
