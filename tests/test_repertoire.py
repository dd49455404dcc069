from dataclasses import replace
from itertools import pairwise

import pytest

from interviewer import events as ev
from interviewer import followups
from interviewer import repertoire as make
from interviewer.move import Act
from interviewer.situation import Situation
from tests.simulation import LINES, ROUNDS, Play, library, play, script_of
from tests.test_situation import answering, opened

ROLES = ("research_scientist", "research_engineer", "forward_deployed_engineer")


def test_the_opening_greets_frames_and_asks() -> None:
    for round_ in ROUNDS:
        one = opened(round_)
        say = one.spoken[0].move.say
        assert any(say.startswith(greeting) for greeting in one.script.persona.manner.greetings)
        assert one.script.round.frame in say
        if one.script.case:
            assert one.script.case.opening in say
        assert one.spoken[0].move.asks == (round_ != "research_talk")


def test_a_repetition_says_the_question_alone() -> None:
    one = opened()
    question = one.situation("answer").question
    assert question is not None
    one.ask_for("repeat")
    assert one.spoken[-1].text == question.text
    one.ask_for("repeat")
    assert one.spoken[-1].text == question.text


def test_a_repetition_says_the_newest_question_and_not_the_threads() -> None:
    one = opened()
    one.answer(LINES["own_words"][2])
    probe = one.spoken[-1].move
    assert probe.act is Act.PROBE
    one.ask_for("repeat")
    assert one.spoken[-1].text == probe.ask
    assert one.spoken[-1].move.asks


def test_a_repetition_after_a_nudge_says_the_question() -> None:
    one = opened()
    one.wait(one.script.persona.patience.nudge_after_s + 1)
    assert one.spoken[-1].move.act is Act.NUDGE
    one.ask_for("repeat")
    assert one.spoken[-1].text == one.situation("answer").asked


def test_a_repetition_of_a_models_words_says_them_as_they_were() -> None:
    one = opened()
    one.answer(LINES["own_words"][2])
    turn, move = one.state.turn, one.spoken[-1].move
    free = one.states[-1].last
    assert free is not None
    state = replace(one.state, last=replace(free, text="And the grader, what does it see?", scripted=False))
    sit = replace(one.situation("request:repeat"), state=state)
    assert make.repeat(sit)[0].say == "And the grader, what does it see?"
    assert (turn, move.act) == (2, Act.PROBE)


def test_a_fact_is_repeated_when_the_fact_was_last() -> None:
    one = opened("fde_decomposition", persona="palantir_decomposition")
    assert one.script.case is not None
    one.answer(one.script.case.facts[0].unlocked_by[0])
    one.ask_for("repeat")
    assert one.spoken[-1].text == one.script.case.facts[0].says
    assert not one.spoken[-1].move.asks


def test_a_question_is_rephrased_once_and_then_said_again() -> None:
    one = opened()
    question = one.situation("answer").question
    assert question is not None
    one.answer("What do you mean by that?")
    assert one.spoken[-1].text == question.rephrase
    one.answer("What do you mean by that?")
    assert one.spoken[-1].text == question.rephrase
    assert one.spoken[-1].move.act is Act.CLARIFY


def test_a_probe_is_clarified_by_the_probe_and_not_by_the_threads_question() -> None:
    one = opened()
    one.answer(LINES["own_words"][2])
    probe = one.spoken[-1].move.ask
    one.answer("Could you rephrase that?")
    one.answer("What do you mean?")
    assert one.spoken[-1].text == probe


def test_an_answer_beside_the_point_is_asked_once_more_in_other_words_and_not_twice() -> None:
    one = opened()
    one.answer(LINES["off_topic"][0])
    assert one.spoken[-1].decided.menu.rule == "thin"
    one.answer(LINES["off_topic"][1])
    one.answer(LINES["off_topic"][0])
    assert [item.move.act for item in one.spoken[1:]].count(Act.CLARIFY) == 1


def test_hints_come_one_by_one_and_the_last_after_an_attempt() -> None:
    one = opened()
    question = one.situation("answer").question
    assert question is not None
    one.ask_for("hint")
    one.ask_for("hint")
    assert [item.text for item in one.spoken[-2:]] == list(question.hints[:2])
    one.ask_for("hint")
    assert one.spoken[-1].move.act is Act.REPEAT
    one.answer("Could I have a hint?")
    assert one.spoken[-1].move.act is Act.REPEAT
    one.answer(LINES["own_words"][2])
    one.ask_for("hint")
    assert one.spoken[-1].text == question.hints[2]
    one.ask_for("hint")
    assert one.spoken[-1].move.act is Act.REPEAT
    assert [event.body.rung for event in one.events if isinstance(event.body, ev.HintGiven)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Could you repeat that, please?", Act.REPEAT),
        ("Can I have a hint?", Act.HINT),
        ("Can we skip this one?", Act.TURN_PAGE),
        ("Give me a moment.", Act.NUDGE),
        ("Goodbye.", Act.CLOSE),
        ("What do you mean by that?", Act.CLARIFY),
    ],
)
def test_a_wish_in_words_is_met_as_the_button_would(text: str, act: Act) -> None:
    one = opened()
    one.answer(text)
    assert one.spoken[-1].move.act is act


def test_who_has_nothing_to_add_is_led_on() -> None:
    one = opened()
    one.answer("That's all I have on this.")
    assert one.spoken[-1].move.act is Act.TURN_PAGE


def test_a_push_back_does_not_follow_on_the_heels_of_another_while_there_is_time(played: tuple[Play, ...]) -> None:
    for one in played:
        for before, after in pairwise(one.spoken):
            if before.move.act is Act.SETTLE and after.move.act is Act.CHALLENGE:
                assert after.sit.progress > 0.8 or after.sit.last_for(Act.CHALLENGE)


def test_who_leaves_a_challenge_leaves_it_behind() -> None:
    one = opened()
    one.add(ev.ChallengePosed(challenge="sycophancy.x", challenge_kind="wrong", turn=1))
    one.ask_for("skip")
    settled = [event.body for event in one.events if isinstance(event.body, ev.ChallengeSettled)]
    assert [(body.stance, body.answer) for body in settled] == [("unclear", 0)]
    assert one.situation("answer").name == "thread"


def test_ignorance_is_asked_how_one_would_find_out_and_then_left() -> None:
    one = opened()
    question = one.situation("answer").question
    assert question is not None
    one.answer("I don't know.")
    assert one.spoken[-1].move.ask == question.depth[2].ask
    one.answer("I don't know.")
    assert one.spoken[-1].move.act is Act.TURN_PAGE
    other = opened()
    other.answer("I don't know. I would check by running it again with another seed.")
    assert other.spoken[-1].move.act is Act.TURN_PAGE


def test_a_step_towards_the_edge_that_was_taken_is_not_taken_again() -> None:
    one = opened()
    one.answer("I don't know.")
    sit = answering(one, LINES["own_words"][2])
    steps = []
    while move := next(iter(followups.depth(sit)), None):
        steps.append(move.target.rsplit(":", 1)[1])
        sit = replace(sit, state=replace(sit.state, targets=(*sit.state.targets, move.target)))
    assert steps == ["0", "1"]


def test_a_case_says_what_it_does_not_know_where_it_is_on_the_table_and_the_person_elsewhere() -> None:
    critique = opened("paper_critique")
    assert critique.script.case is not None
    critique.answer("How tall is the building?")
    assert critique.spoken[-1].text in critique.script.case.unknown
    customer = opened("fde_decomposition", persona="palantir_decomposition")
    assert customer.script.case is not None
    customer.answer("How tall is the building?")
    assert customer.spoken[-1].text in customer.script.case.unknown
    sit = answering(customer, "How tall is the building?")
    for phase in ("behaviour", "reverse"):
        aside = replace(sit, state=replace(sit.state, phase=phase))
        assert make.answer_back(aside)[0].say in customer.script.persona.manner.declines


def test_what_is_asked_on_the_way_out_of_a_phase_is_told_with_the_turn_of_the_page() -> None:
    one = opened("fde_decomposition", persona="palantir_decomposition")
    case = one.script.case
    assert case is not None
    one.now_ms = 8 * 60_000
    one.answer(case.facts[0].unlocked_by[0])
    move = one.spoken[-1].move
    assert move.act is Act.TURN_PAGE
    assert move.say.startswith(case.facts[0].says)
    assert one.state.facts == (case.facts[0].id,)


def test_given_facts_are_told_and_earn_nothing() -> None:
    one = opened("fde_decomposition", persona="palantir_decomposition")
    case = one.script.case
    assert case is not None
    one.answer(case.given[0].unlocked_by[0])
    assert one.spoken[-1].text == case.given[0].says
    assert one.state.facts == ()


def test_a_challenge_that_quotes_a_claim_is_said_with_the_claim() -> None:
    one = play("research_talk", minutes=45, style="claims", seed=4)
    for item in one.spoken:
        assert "{claim}" not in item.move.say
        assert not any("{claim}" in fact for fact in item.move.facts)
        assert "{claim}" not in item.move.ask


def test_each_claim_of_the_material_is_quoted_once() -> None:
    for seed in range(1, 6):
        one = play("research_talk", minutes=60, style="strong", seed=seed)
        claims = [thread.claim for thread in one.state.threads if thread.claim]
        assert len(set(claims)) == len(claims)


@pytest.mark.parametrize("round_", ROUNDS)
def test_every_phase_has_a_question_for_every_role_of_its_round(round_: str) -> None:
    script = script_of(round_, "anthropic_research")
    for role in script.round.roles:
        for phase in script.round.phases:
            if phase.kind == "threads":
                fitting = [
                    q for q in script.questions if q.phase == phase.id and (not q.tags.roles or role in q.tags.roles)
                ]
                assert [q for q in fitting if q.claim is None], (phase.id, role)


@pytest.mark.parametrize("persona", sorted(library().personas()))
def test_a_lens_is_for_its_roles_and_used_once(persona: str) -> None:
    one = play("safety_brainstorm", persona, minutes=60, style="strong", seed=6)
    sit: Situation = answering(one, "Fine.") if one.state.status != "closed" else one.spoken[5].sit
    every = followups.lenses(sit)
    used = replace(sit, state=replace(sit.state, targets=(*sit.state.targets, *(move.target for move in every))))
    assert followups.lenses(used) == []
    role = one.setup.role
    allowed = {f"lens:{lens.id}" for lens in one.script.persona.lenses if not lens.roles or role in lens.roles}
    assert {move.target for move in every} <= allowed


def test_two_personas_ask_differently_in_the_same_round() -> None:
    asked = {
        persona: [
            item.move.question for item in play("safety_brainstorm", persona, minutes=60, style="strong", seed=3).spoken
        ]
        for persona in library().personas()
    }
    assert len({tuple(filter(None, questions)) for questions in asked.values()}) > 1


def talked(words: int) -> Play:
    one = opened("research_talk", persona="openai_research")
    one.answer("word " * words, done=False)
    return one


def test_a_long_talk_is_cut_into_with_one_question_and_a_short_one_is_heard() -> None:
    patience = library().personas()["openai_research"].patience.interrupt_after_words
    assert talked(patience + 5).spoken[-1].move.act is Act.INTERRUPT
    assert talked(20).spoken[-1].move.act is Act.OPEN
