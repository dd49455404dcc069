"""The offline judge: what an answer mentions of what the rubric lists, with the words that show it.

Pure functions: recall per indicator and sentence, guards that abstain, and the bands a coverage report states. It
cannot tell true from false when the words match, and says so (:data:`SAYS`).
"""

from collections.abc import Iterable, Sequence

from interviewer import signals
from interviewer.belief import Assessment, Evidence, Finding
from interviewer.lexical import Lexicon, Span, sentences, stems
from interviewer.report import Band
from interviewer.rubric import Indicator, Verdict
from interviewer.script import Script

NAME = "offline/1"
MET, PARTIAL = 0.55, 0.35
CONTRA_LEAD = 0.05
SAYS = (
    "Coverage, not a grade. The offline judge estimates how much of the rubric's listed content your words mention, and "
    "quotes the sentence behind every credit. It cannot tell true from false when the words match, cannot follow "
    "reasoning, and cannot credit a good approach that the rubric does not list. It was not validated on interviews."
)


def lexicon(script: Script) -> Lexicon:
    """Return document frequencies over everything the script says and expects."""
    documents = [text for question in script.questions for text in (question.text, question.reference)]
    for _, indicator in script.indicators.values():
        documents += [indicator.statement, *indicator.paraphrases]
    if script.case:
        documents += [script.case.brief, *(line for exhibit in script.case.exhibits for line in exhibit.lines)]
        documents += [unlock for fact in script.case.facts for unlock in fact.unlocked_by]
    return Lexicon(documents)


def relevant(script: Script, question_id: str) -> list[tuple[str, Indicator]]:
    """Return (criterion, indicator) pairs an answer in this question's thread may show.

    The question's own, the case's and its flaws, and the behaviour of every criterion.
    """
    question = script.by_question.get(question_id)
    pairs = [(item.criterion, item) for item in question.indicators] if question else []
    found: list[tuple[str, Indicator]] = [*pairs]
    if script.case:
        found += [(item.criterion, item) for item in script.case.indicators]
        found += [(item.criterion, item) for item in script.case.flaws]
    for criterion in (*script.rubric.criteria, *script.shared):
        found += [(criterion.id, indicator) for indicator in criterion.indicators]
    return found


def assess(script: Script, answer: int, text: str, question_id: str, lex: Lexicon) -> Assessment:
    """Return the row of one answer."""
    asked = script.by_question[question_id].text if question_id in script.by_question else ""
    pairs = relevant(script, question_id)
    seen = signals.read(text, asked, [], lex)
    flags: list[str] = []
    flags += ["instruction_like"] * seen.instruction_like + ["empty"] * seen.empty + ["parroting"] * seen.parroting
    flags += ["dont_know"] * seen.dont_know + ["too_short"] * (seen.words < 5)
    blocked = seen.instruction_like or seen.parroting or seen.empty
    reason = "the words read like an instruction or repeat the question" if blocked else ""
    findings: list[Finding | None] = []
    for criterion, indicator in pairs:
        if blocked:
            findings.append(_abstain(indicator, criterion, reason))
        else:
            findings.append(_finding(indicator, criterion, answer, text, asked, lex))
    return Assessment.model_validate(
        {"answer": answer, "judge": NAME, "findings": [f for f in findings if f], "flags": flags}
    )


def _abstain(indicator: Indicator, criterion: str, reason: str) -> Finding:
    return Finding(indicator=indicator.id, criterion=criterion, verdict="cannot_assess", confidence=0.0, reason=reason)


def _finding(
    indicator: Indicator, criterion: str, answer: int, text: str, asked: str, lex: Lexicon
) -> Finding | None:  # fmt: skip
    """Return what the answer says about an indicator; None when it says nothing."""
    demoted = frozenset(stems(asked))
    references = (indicator.statement, *indicator.paraphrases)
    score, span = _best(text, references, demoted, lex)
    if score < PARTIAL or span is None:
        return None
    against = max((lex.recall(span.text, contra, demoted) for contra in indicator.contra), default=0.0)
    verdict: Verdict = "met" if score >= MET else "partial"
    if against > score + CONTRA_LEAD:
        verdict = "contradicted"
    evidence = Evidence(answer=answer, start=span.start, end=span.end, quote=text[span.start : span.end])
    return Finding(
        indicator=indicator.id,
        criterion=criterion,
        verdict=verdict,
        confidence=round(min(0.8, score), 2),
        evidence=(evidence,),
    )


def _best(
    text: str, references: Sequence[str], demoted: frozenset[str], lex: Lexicon
) -> tuple[float, Span | None]:  # fmt: skip
    """Return the best recall over windows of one and two sentences, and the sentence that carries most of it."""
    spans = sentences(text)
    best: tuple[float, Span | None] = (0.0, None)
    for first, second in zip(spans, [*spans[1:], None], strict=True):
        alone = max(lex.recall(first.text, reference, demoted) for reference in references)
        if alone > best[0]:
            best = (alone, first)
        if second is None:
            continue
        both = Span(first.start, second.end, text[first.start : second.end])
        together = max(lex.recall(both.text, reference, demoted) for reference in references)
        if together > best[0] + 0.1:
            best = (together, both)
    return best


def merge(assessments: Iterable[Assessment]) -> dict[str, Finding]:
    """Return the best finding per indicator over all answers; evidence of equals is joined, at most three quotes."""
    order: dict[Verdict, int] = {"cannot_assess": 0, "not_met": 1, "partial": 2, "contradicted": 3, "met": 4}
    best: dict[str, Finding] = {}
    for assessment in assessments:
        for finding in assessment.findings:
            old = best.get(finding.indicator)
            if old is None or order[finding.verdict] > order[old.verdict]:
                best[finding.indicator] = finding
            elif finding.verdict == old.verdict and len(old.evidence) < 3:
                joined = (*old.evidence, *finding.evidence)[:3]
                best[finding.indicator] = old.model_copy(update={"evidence": joined})
    return best


def verified(evidence: Evidence, answers: dict[int, str]) -> bool:
    """Return whether the quote stands in the candidate's own words, at its place."""
    text = answers.get(evidence.answer, "")
    return bool(evidence.quote) and text[evidence.start : evidence.end] == evidence.quote


def band(verdicts: Sequence[Verdict]) -> Band:
    """Return how much of a criterion's assessable indicators was mentioned."""
    if not verdicts:
        return "cannot_assess"
    share = sum({"met": 1.0, "partial": 0.5}.get(verdict, 0.0) for verdict in verdicts) / len(verdicts)
    return "covered" if share >= 0.6 else "partly" if share >= 0.2 else "not_found"
