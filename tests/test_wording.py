from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer import wording
from interviewer.events import Setup
from interviewer.persona import Manner
from interviewer.state import Answer, State
from tests.simulation import library

MANNER = library().personas()["anthropic_research"].manner
PERSONAS = sorted(library().personas())


def after(*said: str) -> State:
    return State(wording=said, answers=(Answer(1, 1, "The relays.", True, None, 0),))


@given(st.integers(0, 1_000), st.integers(1, 6))
def test_every_option_is_used_before_one_comes_again(seed: int, count: int) -> None:
    options, used = [f"option {chr(97 + n)}." for n in range(count)], list[str]()
    for turn in range(3 * count):
        used.append(wording.pick(options, used, Random(seed + turn)))
    for start in range(0, len(used), count):
        assert sorted(used[start : start + count]) == options


def test_nothing_to_choose_from_is_nothing() -> None:
    assert wording.pick((), ("x",), Random(1)) == ""


def test_an_acknowledgement_comes_now_and_then_and_never_twice_in_a_row() -> None:
    drawn = [wording.acknowledgement(MANNER, after("Why?"), Random(seed)) for seed in range(200)]
    assert 60 < len([ack for ack in drawn if ack]) < 140
    for ack in MANNER.acknowledgements:
        assert wording.acknowledgement(MANNER, after(f"{ack} Why?"), Random(3)) == ""
    assert wording.acknowledgement(MANNER, State(), Random(1)) == ""


@pytest.mark.parametrize("persona", PERSONAS)
def test_an_acknowledgement_comes_off_whole(persona: str) -> None:
    manner: Manner = library().personas()[persona].manner
    for ack in manner.acknowledgements:
        assert wording.unacknowledged(f"{ack} What broke?", manner) == "What broke?"
    assert wording.unacknowledged("What broke?", manner) == "What broke?"


def test_a_quote_is_the_candidates_and_near_the_question() -> None:
    answer = "We began late. The relays on the poles ran out of battery, which nobody had planned for."
    quote = wording.anchor(answer, ("How long do the batteries of the relays last?",))
    assert quote == "The relays on the poles ran out of battery"
    assert wording.anchor(answer, ("What would a nurse say?",)) == ""
    assert wording.anchor("Do the relays have a battery?", ("How long do the batteries of the relays last?",)) == ""


@given(st.text(max_size=200), st.text(max_size=60))
def test_a_quote_stands_in_the_answer(answer: str, ask: str) -> None:
    quote = wording.anchor(answer, (ask,))
    assert quote in answer
    assert len(quote.split()) <= 12


def test_a_question_hangs_on_a_quote_or_stands_alone() -> None:
    assert wording.hooked("the relays ran dry", "Why?") == "You said “the relays ran dry”. Why?"
    assert wording.hooked("", "Why?") == "Why?"


def test_parts_are_joined_without_holes() -> None:
    assert wording.join("One.", "", "  ", "Two.") == "One. Two."


def test_a_long_claim_is_cut_where_it_is_quoted() -> None:
    assert wording.filled("You write {claim}. Why?", "it works.") == "You write it works. Why?"
    assert wording.filled("{claim}", "word " * 40).split() == ["word"] * 30 + ["…"]
    assert wording.filled("No claim here.", "it works") == "No claim here."


def notice(minutes: int, now: float, *said: str) -> str:
    setup = Setup(round="r", persona="p", minutes=minutes)
    return wording.due_notice(setup, State(notices=said), round(now * 60_000), minutes * 60_000)


def test_the_time_is_told_once_and_truly() -> None:
    assert notice(30, 15) == wording.HALF
    assert notice(30, 15, wording.HALF) == ""
    assert notice(30, 18) == ""
    assert notice(30, 25) == wording.FIVE
    assert notice(30, 27) == wording.FEW
    assert notice(30, 27, wording.FIVE) == ""
    assert notice(30, 29) == ""
    assert notice(15, 7.5) == ""
    assert notice(15, 10.5) == wording.FIVE
    assert notice(10, 6) == ""


def test_without_a_clock_nobody_speaks_of_time() -> None:
    assert wording.due_notice(Setup(round="r", persona="p", minutes=30, pace=0), State(), 900_000, 0) == ""
