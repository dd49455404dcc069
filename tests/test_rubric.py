import pytest
from pydantic import ValidationError

from interviewer.rubric import Criterion, Rubric, emphasised
from tests.simulation import ROUNDS, library, script_of


def criterion(name: str, weight: float, *traits: str) -> dict[str, object]:
    return {
        "id": name, "title": name.title(), "weight": weight, "kind": "reasoning", "measures": "Whether it holds.",
        "traits": traits, "anchors": {1: "Little.", 3: "Some.", 5: "Much."},
    }  # fmt: skip


def rubric(*criteria: dict[str, object]) -> Rubric:
    return Rubric.model_validate(
        {"id": "r", "version": "1.0.0", "round": "r", "status": "draft", "provenance": "Us.", "criteria": criteria}
    )


THREE = (criterion("a", 0.5, "rigour"), criterion("b", 0.3, "safety", "user"), criterion("c", 0.2))


def test_without_emphasis_the_weights_are_the_shares() -> None:
    assert emphasised(rubric(*THREE), {}) == pytest.approx({"a": 0.5, "b": 0.3, "c": 0.2})


def test_emphasis_shifts_shares_and_keeps_their_sum() -> None:
    shares = emphasised(rubric(*THREE), {"rigour": 2.0, "safety": 0.5})
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["a"] > 0.5
    assert shares["b"] < 0.3
    assert shares["b"] / shares["c"] == pytest.approx(0.3 * 0.75 / 0.2)


@pytest.mark.parametrize("round_", ROUNDS)
@pytest.mark.parametrize("persona", sorted(library().personas()))
def test_no_persona_makes_a_criterion_vanish(round_: str, persona: str) -> None:
    script = script_of(round_, persona)
    shares = emphasised(script.rubric, script.persona.emphasis)
    assert sum(shares.values()) == pytest.approx(1)
    assert all(share > 0.02 for share in shares.values())


def test_weights_that_do_not_add_up_to_one_are_refused() -> None:
    with pytest.raises(ValidationError, match=r"add up to 0\.900"):
        rubric(criterion("a", 0.5), criterion("b", 0.2), criterion("c", 0.2))


def test_a_criterion_without_its_three_anchors_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"anchors for levels \[3, 5\] are missing"):
        Criterion.model_validate({**criterion("a", 1), "anchors": {1: "Little."}})


def test_a_criterion_is_found_by_its_id() -> None:
    assert rubric(*THREE).criterion("b").weight == 0.3
    with pytest.raises(KeyError):
        rubric(*THREE).criterion("z")
