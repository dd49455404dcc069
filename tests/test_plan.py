from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer import plan
from interviewer.events import Setup
from interviewer.round import Round
from tests.simulation import ROUNDS, library


def round_(*phases: tuple[str, float, float, int]) -> Round:
    """Return a round of phases (id, weight, minimum minutes, drop order)."""
    return Round.model_validate(
        {
            "id": "r", "title": "R", "tests": "x", "roles": ["research_scientist"], "rubric": "r", "frame": "x",
            "cannot": "x", "minutes": {"min": 5, "default": 30, "presets": [30]},
            "phases": [
                {"id": name, "title": name, "kind": "threads", "weight": weight, "minimum_minutes": least, "goal": "x",
                 "drop_order": drop, "moves": ["ask"], "enter": "x"}
                for name, weight, least, drop in phases
            ],
        }
    )  # fmt: skip


FOUR = round_(("a", 1, 2, 0), ("b", 2, 3, 2), ("c", 1, 4, 0), ("d", 1, 2, 3))


def spans(minutes: float, of: Round = FOUR) -> dict[str, float]:
    return {slot.phase.id: round((slot.end_ms - slot.start_ms) / 60_000, 2) for slot in plan.schedule(of, minutes)}


def test_time_goes_by_weight_where_there_is_enough() -> None:
    assert spans(50.75) == {"a": 10, "b": 20, "c": 10, "d": 10}


def test_nothing_gets_less_than_its_minimum() -> None:
    assert spans(15.75) == {
        "a": pytest.approx(2.79, abs=0.5),
        "b": pytest.approx(5.5, abs=0.6),
        "c": 4,
        "d": pytest.approx(2.8, abs=0.5),
    }
    assert sum(spans(15.75).values()) == pytest.approx(15)


def test_the_highest_number_is_dropped_first_and_zero_never() -> None:
    assert list(spans(11)) == ["a", "b", "c"]
    assert list(spans(8)) == ["a", "c"]
    assert list(spans(2)) == ["a", "c"]


def test_extra_time_goes_to_all() -> None:
    assert plan.schedule(FOUR, 50.75, 5 * 60_000)[0].end_ms > plan.schedule(FOUR, 50.75)[0].end_ms


@given(st.floats(5, 180), st.sampled_from(ROUNDS))
def test_phases_follow_one_another_and_fill_the_time(minutes: float, name: str) -> None:
    slots = plan.schedule(library().rounds()[name], minutes)
    assert slots[0].start_ms == 0
    for before, after in pairwise(slots):
        assert abs(before.end_ms - after.start_ms) <= 1
        assert before.end_ms > before.start_ms
    least = sum(slot.phase.minimum_minutes for slot in slots) * 60_000
    assert abs(slots[-1].end_ms - max(least, minutes * 60_000 - plan.CLOSING_MS)) <= 5 or len(slots) < 3
    kept = {slot.phase.id for slot in slots}
    assert {phase.id for phase in library().rounds()[name].phases if phase.drop_order == 0} <= kept


def test_an_interviews_length_knows_its_pace() -> None:
    setup = Setup(round="r", persona="p", minutes=30)
    assert plan.total_ms(setup) == 1_800_000
    assert plan.total_ms(setup.model_copy(update={"pace": 1.5}), 60_000) == 2_760_000
    assert plan.total_ms(setup.model_copy(update={"pace": 0.0}), 60_000) == 0
    assert len(plan.slots(setup.model_copy(update={"pace": 0.0}), FOUR)) == 4


def test_a_slot_is_found_by_its_phase() -> None:
    slots = plan.schedule(FOUR, 8)
    found = plan.slot_of(slots, "c")
    assert found is not None
    assert found.phase.id == "c"
    assert plan.slot_of(slots, "b") is None


def onward(phase: str, minutes: float) -> list[str]:
    return [slot.phase.id for slot in plan.onward(plan.schedule(FOUR, 60), phase, minutes * 60_000)]


def test_what_comes_next_is_what_there_is_still_time_for() -> None:
    assert onward("a", 30) == ["b", "c", "d"]
    assert onward("a", 6) == ["b", "c"]
    assert onward("a", 5) == ["c"]
    assert onward("a", -1) == ["c"]
    assert onward("d", 30) == []
    assert onward("c", 1) == []
    assert onward("", float("inf")) == ["a", "b", "c", "d"]


def test_a_phase_that_began_late_shares_what_is_left() -> None:
    slots = plan.schedule(FOUR, 50.75)
    total = round(50.75 * 60_000)
    assert plan.deadline(slots, "a", 0, total) == pytest.approx(10 * 60_000, abs=5)
    late = plan.deadline(slots, "b", 30 * 60_000, total)
    assert late == pytest.approx(40 * 60_000, abs=5)
    assert plan.deadline(slots, "d", total, total) == total
    assert plan.deadline(slots, "gone", 0, total) == total


@given(st.integers(0, 4_000_000), st.sampled_from(["a", "b", "c", "d"]))
def test_a_deadline_is_never_past_the_end_nor_before_the_beginning(entered: int, phase: str) -> None:
    slots = plan.schedule(FOUR, 50.75)
    total = round(50.75 * 60_000)
    assert entered <= plan.deadline(slots, phase, entered, total) <= max(entered, total)
