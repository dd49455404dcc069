"""What the candidate's own words show of what the rubric lists: criteria, flaws, decoys and a lab's bars.

Pure functions from script, state and judgements to lines of a report. Nothing is credited without a quote that code has
found in the candidate's words, and nothing is missing that nobody gave a chance to show.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from interviewer import assess, preparing, wording
from interviewer.belief import Assessment, Evidence, Finding
from interviewer.lexical import Lexicon
from interviewer.opportunity import Chance, Opportunities
from interviewer.report import BarLine, Coverage, DecoyLine, FlawLine, Point
from interviewer.rubric import Criterion, Indicator, Verdict, emphasised
from interviewer.script import Script
from interviewer.state import State

FOUND: frozenset[Verdict] = frozenset({"met", "partial"})
CAPPED = (
    "This criterion is about reasoning, and the offline judge cannot follow an argument: it may say “partly” at most, "
    "however much was mentioned."
)


@dataclass(frozen=True, slots=True)
class Listed:
    """An indicator in the place a report gives it."""

    indicator: Indicator
    chance: Chance
    question: str = ""
    """Text of its question; empty for behaviour and for what belongs to the case."""


def shown(state: State) -> dict[str, Finding]:
    """Return the best finding per indicator, those without a verified quote left out."""
    answers = {answer.seq: answer.text for answer in state.answers}
    kept = []
    for assessment in state.assessments:
        if all(finding.verdict == "cannot_assess" for finding in assessment.findings):
            continue
        findings = tuple(item for finding in assessment.findings if (item := assess.checked(finding, answers)))
        kept.append(assessment.model_copy(update={"findings": findings}))
    return assess.merge(kept)


def coverage(chances: Opportunities, found: Mapping[str, Finding]) -> tuple[Coverage, ...]:
    """Return one line per criterion: the round's with their weight under this persona, then the shared ones."""
    script, state = chances.script, chances.state
    weights = emphasised(script.rubric, script.persona.emphasis)
    predicted = state.prediction.levels if state.prediction else {}
    offline = _offline(state.assessments)
    lines = []
    for criterion in (*script.rubric.criteria, *script.shared):
        line = _line(criterion, tuple(_listed(chances, criterion)), found, offline=offline)
        update = {"weight": weights.get(criterion.id, 0.0), "predicted": predicted.get(criterion.id)}
        lines.append(line.model_copy(update=update))
    return tuple(lines)


def _offline(assessments: tuple[Assessment, ...]) -> bool:
    return any(assessment.judge.startswith("offline") for assessment in assessments)


def _listed(chances: Opportunities, criterion: Criterion) -> Iterator[Listed]:
    """Yield what counts towards a criterion: of the questions put, of the case, and behaviour."""
    script = chances.script
    for question_id in dict.fromkeys(thread.question for thread in chances.state.threads):
        if question := script.by_question.get(question_id):
            chance = chances.question(question_id)
            for item in question.indicators:
                if item.criterion == criterion.id:
                    yield Listed(item, chance, _asked(chances, question_id))
    if script.case:
        yield from (
            Listed(item, chances.criterion(criterion.id, item))
            for item in script.case.indicators
            if item.criterion == criterion.id
        )
        if script.round.features.flaws:
            yield from (Listed(flaw, chances.anything) for flaw in script.case.flaws if flaw.criterion == criterion.id)
    yield from (Listed(item, chances.criterion(criterion.id, item)) for item in criterion.indicators)


def _asked(chances: Opportunities, question_id: str) -> str:
    """Return a question as it was put, in the wording prepared for the material where there was one."""
    claim = next(thread.claim for thread in chances.state.threads if thread.question == question_id)
    made = preparing.prepared(chances.state.preparation, question_id) if chances.state.preparation else None
    return made.ask if made and claim.startswith("prepared:") else question_text(chances.script, question_id, claim)


def question_text(script: Script, question_id: str, claim_id: str) -> str:
    """Return a question as it was put, with the claim of the candidate's material that it quotes."""
    quotes = {claim.id: claim.quote for material in script.materials for claim in material.claims}
    question = script.by_question.get(question_id)
    return wording.filled(question.text, quotes.get(claim_id, "…")) if question else question_id


def _line(
    criterion: Criterion, listed: tuple[Listed, ...], found: Mapping[str, Finding], *, offline: bool
) -> Coverage:  # fmt: skip
    points = [(item, point) for item in listed if (point := _point(item, found.get(item.indicator.id)))]
    counted = [
        point.verdict
        for item, point in points
        if item.chance == "open" and point.points > 0 and point.verdict != "cannot_assess"
    ]
    band, capped = assess.band(counted), ""
    if offline and criterion.kind == "reasoning":
        band, capped = "partly" if band == "covered" else band, CAPPED
    return Coverage(
        criterion=criterion.id,
        title=criterion.title,
        measures=criterion.measures,
        weight=0.0,
        band=band,
        found=sum(verdict in FOUND for verdict in counted),
        assessable=len(counted),
        points=tuple(point for _, point in points),
        capped=capped,
    )


def _point(item: Listed, finding: Finding | None) -> Point | None:
    """Return what is said of an indicator; None where there is nothing to say.

    A red flag is listed only when the words raise it. What was shown without being asked for is listed and, because
    its absence would not have been, counts in no band.
    """
    verdict: Verdict = finding.verdict if finding else "not_met"
    if item.indicator.points < 0 and verdict != "met":
        return None
    if verdict not in assess.NEEDS_A_QUOTE:
        if item.chance == "none":
            return None
        if item.chance == "blind":
            verdict = "cannot_assess"
    return Point(
        indicator=item.indicator.id,
        statement=item.indicator.statement,
        verdict=verdict,
        confidence=finding.confidence if finding else 0.0,
        points=item.indicator.points,
        evidence=finding.evidence if finding else (),
        question=item.question,
    )


def flaws(chances: Opportunities, found: Mapping[str, Finding]) -> tuple[FlawLine, ...]:
    """Return the planted flaws; one that the words only come near is not found and keeps its quote."""
    script = chances.script
    if not (script.case and script.round.features.flaws and chances.state.answers):
        return ()
    return tuple(
        FlawLine(
            flaw=flaw.id, where=flaw.where, severity=flaw.severity, statement=flaw.statement,
            found=_verdict(found, flaw) == "met", evidence=_evidence(found, flaw),
        )
        for flaw in script.case.flaws
    )  # fmt: skip


def decoys(chances: Opportunities, lex: Lexicon) -> tuple[DecoyLine, ...]:
    """Return what looks wrong and is not, with the words that come near the objection and not near its answer."""
    script, answers = chances.script, chances.state.answers
    if not (script.case and script.round.features.flaws and answers):
        return ()
    lines = []
    for decoy in script.case.decoys:
        spans = ((answer, assess.near(answer.text, (decoy.statement,), (decoy.why,), lex)) for answer in answers)
        quotes = tuple(assess.evidence(answer.seq, span) for answer, span in spans if span)
        lines.append(
            DecoyLine(decoy=decoy.id, where=decoy.where, statement=decoy.statement, why=decoy.why,
                      raised=bool(quotes), evidence=quotes[:2])
        )  # fmt: skip
    return tuple(lines)


def bars(chances: Opportunities, found: Mapping[str, Finding]) -> tuple[BarLine, ...]:
    """Return where the candidate stands at each bar that this kind of lab states."""
    return tuple(_bar(bar, chances, found) for bar in chances.script.persona.disqualifiers)


def _bar(bar: Indicator, chances: Opportunities, found: Mapping[str, Finding]) -> BarLine:
    verdict, evidence = _verdict(found, bar), _evidence(found, bar)
    if verdict == "met":
        return BarLine(indicator=bar.id, statement=bar.statement, state="crossed", evidence=evidence)
    if verdict == "contradicted":
        return BarLine(indicator=bar.id, statement=bar.statement, state="not_crossed", evidence=evidence)
    unclear = verdict in {"partial", "cannot_assess"}
    if unclear or chances.criterion(assess.BARS, bar) != "open":
        return BarLine(indicator=bar.id, statement=bar.statement, state="not_assessed")
    return BarLine(indicator=bar.id, statement=bar.statement, state="not_crossed")


def _verdict(found: Mapping[str, Finding], indicator: Indicator) -> Verdict | None:
    finding = found.get(indicator.id)
    return finding.verdict if finding else None


def _evidence(found: Mapping[str, Finding], indicator: Indicator) -> tuple[Evidence, ...]:
    finding = found.get(indicator.id)
    return finding.evidence if finding else ()
