import pytest

from tests.simulation import ABSTRACT, ROUNDS, abstract, library, script_of


@pytest.mark.parametrize("round_", ROUNDS)
def test_every_indicator_is_found_with_its_criterion(round_: str) -> None:
    script = script_of(round_, "anthropic_research")
    criteria = {criterion.id for criterion in (*script.rubric.criteria, *script.shared)}
    for question in script.questions:
        for indicator in question.indicators:
            assert script.indicators[indicator.id] == (indicator.criterion, indicator)
    assert {criterion for criterion, _ in script.indicators.values()} <= criteria
    if script.case:
        assert {flaw.id for flaw in script.case.flaws} <= set(script.indicators)


def test_questions_are_found_by_their_id() -> None:
    script = script_of("paper_critique", "anthropic_research")
    assert script.by_question[script.questions[3].id] is script.questions[3]


@pytest.mark.parametrize("round_", ROUNDS)
@pytest.mark.parametrize("persona", sorted(library().personas()))
def test_what_only_the_judge_may_know_is_hidden(round_: str, persona: str) -> None:
    cases: list[str | None] = [*sorted(library().cases(round_))]
    for case in cases or [None]:
        script = script_of(round_, persona, case)
        hidden = set(script.hidden())
        assert {item.statement for item in script.persona.disqualifiers} <= hidden
        assert {item.text for item in script.rubric.exemplars} <= hidden
        for question in script.questions:
            assert {question.reference, *(one.why for one in question.challenges)} <= hidden
            assert {one.after for one in question.challenges} <= hidden
            assert {line for item in question.indicators for line in (item.statement, *item.contra)} <= hidden
        if script.case:
            assert {fact.why for fact in script.case.facts} <= hidden
            assert {person.wants for person in script.case.cast} <= hidden
            assert {twist.contradicts for twist in script.case.twists} <= hidden
            assert {decoy.statement for decoy in script.case.decoys} <= hidden
            assert {flaw.statement for flaw in script.case.flaws} <= hidden


@pytest.mark.parametrize("round_", ROUNDS)
def test_what_is_asked_aloud_is_not_hidden(round_: str) -> None:
    script = script_of(round_, "anthropic_research")
    hidden = set(script.hidden())
    aloud = {script.round.frame, *(question.text for question in script.questions)}
    aloud |= {item.probe for _, item in script.indicators.values()}
    aloud |= {lens.ask for lens in script.persona.lenses}
    assert not hidden & aloud


def test_claims_of_a_material_stand_in_its_text() -> None:
    material = abstract()
    assert all(ABSTRACT[claim.start : claim.end] == claim.quote for claim in material.claims)
