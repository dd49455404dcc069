"""No credit without words that are really there, and nothing missing without a chance: for any judge whatever."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer import assess, coverage
from interviewer.belief import Assessment, Evidence, Finding
from interviewer.opportunity import opportunities, unjudged
from interviewer.report import Coverage
from interviewer.rubric import Verdict
from interviewer.state import Answer, State, Thread
from tests.graph.stage import CRITIQUE, LIBRARY

SCRIPT, _ = LIBRARY.assemble(CRITIQUE, ())
TEXTS = {
    10: "The headline is counted by the very monitor that was optimised against.",
    12: "I don't know that.",
    14: "Have people label a random sample of unflagged patches from both arms, blind.",
}
INDICATORS = [(criterion, item.id) for criterion, item in assess.relevant(SCRIPT, "furthest-sentence")]
VERDICTS: list[Verdict] = ["met", "partial", "not_met", "contradicted", "cannot_assess"]


def state(*assessments: Assessment, closed: str = "turn_page", answered: bool = True) -> State:
    thread = Thread(number=1, question="furthest-sentence", phase="evidence", opened_ms=0, closed=closed)
    answers = [Answer(seq, 1, text, True, 1, 1_000) for seq, text in TEXTS.items()]
    return State(threads=(thread,), answers=tuple(answers) if answered else (), assessments=assessments)


@st.composite
def quotes(draw: st.DrawFn) -> Evidence:
    """Evidence that may or may not be there: cut from an answer, moved, or made up."""
    answer = draw(st.sampled_from([*TEXTS, 99]))
    text = TEXTS.get(answer, "Nobody said this.")
    start = draw(st.integers(-5, len(text)))
    end = draw(st.integers(-5, len(text) + 5))
    quote = draw(
        st.one_of(st.just(text[start:end]), st.sampled_from(["", " ", "wonderful", text]), st.text(max_size=9))
    )
    return Evidence(answer=answer, start=start, end=end, quote=quote)


@st.composite
def rows(draw: st.DrawFn) -> Assessment:
    found = []
    for criterion, indicator in draw(st.lists(st.sampled_from(INDICATORS), max_size=8)):
        verdict = draw(st.sampled_from(VERDICTS))
        evidence = tuple(draw(st.lists(quotes(), max_size=3)))
        found.append(
            Finding(indicator=indicator, criterion=criterion, verdict=verdict, confidence=1.0, evidence=evidence)
        )
    return Assessment(answer=draw(st.sampled_from([*TEXTS])), judge="anyone/1", findings=tuple(found))


def lines(given_: State) -> tuple[Coverage, ...]:
    return coverage.coverage(opportunities(SCRIPT, given_), coverage.shown(given_))


@settings(deadline=None, max_examples=150)
@given(st.lists(rows(), max_size=4))
def test_no_point_is_credited_without_a_verified_quote(made: list[Assessment]) -> None:
    folded = state(*made)
    chances, found = opportunities(SCRIPT, folded), coverage.shown(folded)
    credited = [
        (point.verdict, point.evidence) for item in lines(folded) for point in item.points
        if point.verdict in {"met", "partial", "contradicted"}
    ]  # fmt: skip
    credited += [("met", flaw.evidence) for flaw in coverage.flaws(chances, found) if flaw.found]
    credited += [("met", bar.evidence) for bar in coverage.bars(chances, found) if bar.state == "crossed"]
    for _, evidence in credited:
        assert evidence
        assert all(assess.verified(quote, TEXTS) for quote in evidence)


@settings(deadline=None, max_examples=100)
@given(st.lists(rows(), max_size=4))
def test_without_one_true_quote_nothing_is_found_and_no_bar_is_crossed(made: list[Assessment]) -> None:
    def lie(item: Evidence) -> Evidence:
        return item.model_copy(update={"quote": f"{item.quote} they say"})

    false = [
        row.model_copy(update={"findings": tuple(
            finding.model_copy(update={"evidence": tuple(map(lie, finding.evidence))}) for finding in row.findings
        )}) for row in made
    ]  # fmt: skip
    folded = state(*false)
    assert all(item.found == 0 and item.band in {"not_found", "cannot_assess"} for item in lines(folded))
    bars = coverage.bars(opportunities(SCRIPT, folded), coverage.shown(folded))
    assert "crossed" not in {bar.state for bar in bars}


@settings(deadline=None, max_examples=60)
@given(st.lists(rows(), max_size=4))
def test_nothing_is_missing_while_an_answer_waits_for_its_judge(made: list[Assessment]) -> None:
    folded = state(*(row for row in made if row.answer != 14))
    assert "answer:14" in unjudged(folded)
    assert not any(point.verdict == "not_met" for item in lines(folded) for point in item.points)


def test_what_nobody_asked_is_no_point_at_all() -> None:
    judged = [Assessment(answer=seq, judge="offline/1", findings=()) for seq in TEXTS]
    listed = {point.indicator for item in lines(state(*judged)) for point in item.points}
    assert "furthest-sentence.cell" in listed
    assert "monitor-in-the-reward.same-scorer" in listed
    assert not any(name.startswith(("decider.", "retell.")) for name in listed)
    assert "decisive-experiment.discriminates" not in listed


def test_an_indicator_that_was_probed_had_its_chance() -> None:
    judged = [Assessment(answer=seq, judge="offline/1", findings=()) for seq in TEXTS]
    folded = state(*judged)
    probed = replace(folded.threads[0], targets=("decisive-experiment.discriminates",))
    folded = replace(folded, threads=(probed,))
    listed = {point.indicator: point.verdict for item in lines(folded) for point in item.points}
    assert listed["decisive-experiment.discriminates"] == "not_met"
    assert "decisive-experiment.both-predictions" not in listed


def test_an_interview_without_answers_has_no_points() -> None:
    assert all(item.points == () for item in lines(state(answered=False)))


def test_a_skipped_question_is_heard_as_nothing() -> None:
    listed = {
        point.indicator: point.verdict for item in lines(state(closed="skip", answered=False)) for point in item.points
    }
    assert listed["furthest-sentence.cell"] == "not_met"
    assert "monitor-in-the-reward.same-scorer" not in listed
