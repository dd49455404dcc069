"""Two hundred interviews played to the end, and what must hold in every turn of every one of them."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer import asking, director, wording
from interviewer import events as ev
from interviewer.director import RULES
from interviewer.lexical import unquoted
from interviewer.move import Act
from interviewer.situation import ALWAYS, GRACE_MS, MOST_PROBES
from tests.simulation import MINUTES, PACES, ROUNDS, STYLES, Play, Spoken, library, named, play

TABLE = {rule.name: rule for rule in RULES}
LATEST_MS = 60_000
"""The longest utterance in simulated speech: who begins to speak in time may end late."""
AGAIN = frozenset({Act.REPEAT, Act.CLARIFY, Act.NUDGE, Act.REVEAL, Act.ANSWER_BACK, Act.HINT})


def marks(text: str) -> int:
    return unquoted(text).count("?")


def test_two_hundred_interviews_end_except_those_without_a_clock_and_without_a_candidate(
    played: tuple[Play, ...],
) -> None:
    assert len(played) >= 200
    open_ = [named(one) for one in played if one.state.status != "closed"]
    assert all("x0.0" in name and name.endswith("silent") for name in open_), open_


@pytest.mark.parametrize("round_", ROUNDS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_interview_comes_to_its_close(round_: str, data: st.DataObject) -> None:
    one = play(
        round_,
        data.draw(st.sampled_from(sorted(library().personas()))),
        minutes=data.draw(st.sampled_from(MINUTES)),
        pace=data.draw(st.sampled_from(PACES)),
        seed=data.draw(st.integers(1, 2**31)),
        style=data.draw(st.sampled_from(sorted(set(STYLES) - {"silent"}))),
    )
    assert one.state.status == "closed", named(one)
    assert asks_nothing_twice(one) == []


def test_the_close_is_the_last_word_and_comes_within_the_time_and_its_grace(played: tuple[Play, ...]) -> None:
    for one in played:
        acts = [item.move.act for item in one.spoken]
        assert acts.count(Act.CLOSE) == (one.state.status == "closed")
        assert Act.CLOSE not in acts[:-1], named(one)
        if one.setup.pace:
            total = one.setup.minutes * one.setup.pace * 60_000 + one.state.extra_ms
            assert one.spoken[-1].sit.now_ms <= total + GRACE_MS + LATEST_MS, named(one)


def test_only_the_floor_and_the_last_phase_may_leave_an_answer_without_a_reply(played: tuple[Play, ...]) -> None:
    for one in played:
        replied = {item.sit.answer.seq for item in one.spoken if item.sit.answer}
        for answer in one.state.answers:
            if answer.seq not in replied:
                before = next(state for state in one.states if state.seq == answer.seq - 1)
                assert before.floor or before.status == "closed", named(one)


def test_a_menu_holds_one_to_four_moves_its_rule_and_its_phase_allow(played: tuple[Play, ...]) -> None:
    for one in played:
        for item in one.spoken:
            menu, state = item.decided.menu, item.decided.state
            assert state in TABLE[menu.rule].states
            assert [move.id for move in menu.moves] == [f"m{n + 1}" for n in range(len(menu.moves))]
            assert {move.act for move in menu.moves} <= TABLE[menu.rule].acts
            if phase := item.sit.state.phase:
                allowed = ALWAYS | set(one.script.round.phase(phase).moves)
                assert {move.act for move in menu.moves} <= allowed, (named(one), phase, menu.rule)
            for move in menu.moves:
                assert len(move.say.split()) <= move.max_words
                assert len(move.say) > 2


def test_the_first_rule_that_holds_is_the_one_that_fires(played: tuple[Play, ...]) -> None:
    """One rule fires and no more: those above it do not hold, or have nothing to say."""
    for one in played[::4]:
        for item in one.spoken:
            above = RULES[: RULES.index(TABLE[item.decided.menu.rule])]
            for rule in above:
                sit = replace(item.sit)
                if sit.name in rule.states and rule.when(sit) and rule.name != "lens":
                    assert not [move for move in rule.build(sit) if sit.allows(move.act)], rule.name


def test_the_same_log_and_seed_decide_the_same(played: tuple[Play, ...]) -> None:
    for one in played[::3]:
        for item in one.spoken:
            assert director.menu(replace(item.sit)) == item.decided.menu


def test_the_log_up_to_a_decision_leads_to_the_same_words_and_consequences(played: tuple[Play, ...]) -> None:
    """Recovery: another process folds the log, finds the decision pending, and speaks it."""
    for one in played[::3]:
        for item in one.spoken:
            pending = next(state for state in one.states if state.pending == item.decided and state.seq)
            assert pending.pending is not None
            late = replace(item.sit, state=pending, now_ms=item.sit.now_ms + 90_000)
            move = pending.pending.menu.first
            assert move == item.move
            assert director.consequences(late, pending.pending, move, asked=True) == director.consequences(
                item.sit, item.decided, item.move, asked=True
            )


def test_one_question_at_a_time(played: tuple[Play, ...]) -> None:
    said = [(item, marks(item.move.say)) for one in played for item in one.spoken]
    stacked = {item.move.say for item, count in said if count > 1}
    assert len(stacked) <= 0.005 * len(said), stacked
    for item, count in said:
        assert count <= 1 or item.move.act in {Act.REVEAL, Act.OPEN}
        assert bool(count) == item.move.asks, (item.move.act, item.move.say)


def asks_nothing_twice(one: Play) -> list[str]:
    """Return what was asked twice without anybody having wished for it."""
    asked = Counter(item.move.ask or item.move.say for item in one.spoken if item.move.act not in AGAIN)
    probed = Counter(
        item.move.target
        for item in one.spoken
        if item.move.act in {Act.PROBE, Act.SETTLE, Act.INTERRUPT} and not item.move.question
    )
    put = Counter(item.move.question for item in one.spoken if item.move.question)
    return [text for counts in (asked, probed, put) for text, count in counts.items() if count > 1]


def test_nothing_is_asked_twice(played: tuple[Play, ...]) -> None:
    assert [(named(one), twice) for one in played if (twice := asks_nothing_twice(one))] == []


def test_nobody_says_the_same_twice_in_a_row_unless_asked_to(played: tuple[Play, ...]) -> None:
    for one in played:
        for before, after in pairwise(one.spoken):
            if after.move.act not in {Act.REPEAT, Act.CLARIFY, Act.REVEAL}:
                assert before.move.say != after.move.say, named(one)


def acknowledged(item: Spoken) -> bool:
    bare = item.move.say.removeprefix(item.move.notice).strip()
    return wording.unacknowledged(bare, item.sit.script.persona.manner) != bare


def test_no_two_acknowledgements_follow_one_another(played: tuple[Play, ...]) -> None:
    for one in played:
        flags = [acknowledged(item) for item in one.spoken]
        assert not any(a and b for a, b in pairwise(flags)), named(one)


def test_ignorance_silence_and_questions_are_not_acknowledged(played: tuple[Play, ...]) -> None:
    for one in played:
        for item in one.spoken:
            seen = item.sit.signals
            if seen is None or seen.dont_know or seen.asks_back or seen.empty:
                assert not acknowledged(item), item.move.say


def test_hooks_are_the_candidates_own_words_or_the_materials(played: tuple[Play, ...]) -> None:
    for one in played:
        texts = [material.text for material in one.script.materials]
        for item in one.spoken:
            heard = [said.text for said in item.sit.state.said if said.who == "candidate"]
            for anchor in item.move.anchors:
                assert any(anchor in text for text in [*heard, *texts])
                assert "ignore all" not in anchor.lower()


def test_challenges_keep_to_the_rounds_policy(played: tuple[Play, ...]) -> None:
    for one in played:
        rules, posed = one.script.round.challenges, one.state.challenges
        kinds = Counter(challenge.kind for challenge in posed)
        assert kinds["valid"] <= rules.valid
        assert kinds["wrong"] <= rules.wrong
        assert len({challenge.challenge for challenge in posed}) == len(posed)
        if one.setup.minutes < rules.min_minutes:
            assert not posed


def test_who_makes_claims_for_half_an_hour_is_challenged_as_often_as_the_policy_says(played: tuple[Play, ...]) -> None:
    missed = []
    for one in played:
        rules = one.script.round.challenges
        if (
            one.style_name == "claims"
            and one.setup.minutes >= 30
            and len(one.state.challenges) < rules.valid + rules.wrong
        ):
            missed.append(named(one))
    assert missed == []


def test_a_challenge_is_settled_by_the_answer_to_it_and_by_nothing_else(played: tuple[Play, ...]) -> None:
    for one in played:
        for item in one.spoken:
            settles = item.decided.menu.rule in director.SETTLING
            open_ = item.sit.state.challenge
            after = next(state for state in one.states if state.pending == item.decided)
            if open_ is None:
                continue
            index = item.sit.state.challenges.index(open_)
            still = one.states[-1].challenges[index].stance == "" or not settles
            assert settles or still
            assert after is not None
        assert all(posed.stance or posed is one.state.challenges[-1] for posed in one.state.challenges)


def test_hints_climb_three_rungs_and_the_last_takes_an_attempt(played: tuple[Play, ...]) -> None:
    given_hints = 0
    for one in played:
        rungs: dict[int, list[int]] = {}
        for item in one.spoken:
            thread = item.sit.state.thread
            if item.move.act is not Act.HINT or thread is None:
                continue
            rung = int(item.move.target)
            rungs.setdefault(thread.number, []).append(rung)
            assert item.move.say == item.sit.script.by_question[thread.question].hints[rung - 1]
            if rung == 3:
                tried = [
                    a.text for a in item.sit.state.answers if a.thread == thread.number and len(a.text.split()) > 5
                ]
                assert tried, named(one)
        for climbed in rungs.values():
            assert climbed == list(range(1, len(climbed) + 1))
            assert len(climbed) <= 3
            given_hints += len(climbed)
        assert len([e for e in one.events if e.kind == "hint.given"]) == sum(map(len, rungs.values()))
    assert given_hints > 50


def test_facts_are_told_for_a_question_two_at_a_time_and_earned_once(played: tuple[Play, ...]) -> None:
    told_again = 0
    for one in played:
        case = one.script.case
        if case is None or not case.facts:
            continue
        hidden = {fact.says: fact.id for fact in case.facts}
        known: set[str] = set()
        for item in one.spoken:
            told = [says for says in (*hidden, *(fact.says for fact in case.given)) if says in item.move.say]
            if item.move.act is Act.REPEAT:
                continue
            assert len(told) <= 2
            if not told:
                continue
            assert item.sit.answer is not None
            assert asking.asked(item.sit.answer.text)
            earned = {hidden[says] for says in told if says in hidden}
            told_again += len(earned & known)
            known |= earned
        events = [event.body.fact for event in one.events if isinstance(event.body, ev.FactEarned)]
        assert sorted(events) == sorted(known), named(one)
    assert told_again > 3, "whoever asks again is told again"


def test_a_fact_that_was_earned_quotes_the_question_that_earned_it(played: tuple[Play, ...]) -> None:
    for one in played:
        texts = {answer.seq: answer.text for answer in one.state.answers}
        for event in one.events:
            if isinstance(event.body, ev.FactEarned):
                assert event.body.quote in texts[event.body.answer]


def test_twists_come_once_when_their_time_has_come(played: tuple[Play, ...]) -> None:
    twisted = 0
    for one in played:
        assert len(set(one.state.twists)) == len(one.state.twists)
        for item in one.spoken:
            if item.move.act is Act.TWIST and one.script.case:
                twist = next(found for found in one.script.case.twists if found.id == item.move.target)
                assert item.sit.progress >= twist.at - 0.08
                assert twist.says in item.move.say
                twisted += 1
    assert twisted > 20


def test_no_phase_is_left_out_that_may_not_be_dropped(played: tuple[Play, ...]) -> None:
    for one in played:
        if one.style_name == "silent" or {"finish", "goodbye"} & set(one.kinds):
            continue
        entered = [event.body.phase for event in one.events if isinstance(event.body, ev.PhaseEntered)]
        wanted = [slot.phase.id for slot in one.spoken[0].sit.slots if slot.phase.drop_order == 0]
        assert [phase for phase in wanted if phase not in entered] == [], named(one)
        assert len(set(entered)) == len(entered)
        order = [phase.id for phase in one.script.round.phases]
        assert entered == sorted(entered, key=order.index)


def test_no_thread_goes_on_for_ever(played: tuple[Play, ...]) -> None:
    for one in played:
        for thread in one.state.threads:
            assert thread.probes <= MOST_PROBES + one.setup.pressure + 3, (named(one), thread)


def test_who_says_goodbye_is_not_asked_anything_more(played: tuple[Play, ...]) -> None:
    for one in played:
        for item in one.spoken:
            if item.sit.answer and "Goodbye" in item.sit.answer.text and item.sit.name != "floor":
                assert item.move.act is Act.CLOSE


def test_time_notices_are_true(played: tuple[Play, ...]) -> None:
    for one in played:
        for item in one.spoken:
            left = (item.sit.total_ms - item.sit.now_ms) / 60_000
            if item.move.notice == wording.FIVE:
                assert 3.9 <= left <= 5.6
            if item.move.notice == wording.FEW:
                assert 1.4 <= left <= 4.1
            if item.move.notice == wording.HALF:
                assert 0.45 <= item.sit.share <= 0.56
        notices = [item.move.notice for item in one.spoken if item.move.notice]
        assert len(set(notices)) == len(notices)


def test_an_honest_end_of_knowledge_leads_on_and_not_in_circles(played: tuple[Play, ...]) -> None:
    for one in played:
        if one.style_name == "no_idea":
            rules = Counter(item.decided.menu.rule for item in one.spoken)
            assert rules["stuck"] <= len(one.state.threads)
            assert rules["coverage"] == rules["depth"] == rules["challenge"] == 0


def test_every_rule_of_the_table_fires_somewhere(played: tuple[Play, ...]) -> None:
    fired = {item.decided.menu.rule for one in played for item in one.spoken}
    # A bank that is used up and study mode have plays of their own in tests/test_occasions.py.
    assert {rule.name for rule in RULES} - fired - {"leftover", "told"} == set()


def test_names_of_rules_are_unique_and_say_why() -> None:
    assert len(TABLE) == len(RULES)
    assert all(re.match(r"[a-z]", rule.why) for rule in RULES)
