"""The offline judge: what an answer mentions of what the rubric lists, with the words that show it.

Pure functions: recall per indicator and stretch of words, guards that abstain, and the bands a coverage report states.
It cannot tell true from false when the words match, and says so (:data:`SAYS`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from interviewer import signals
from interviewer.belief import Assessment, Evidence, Finding
from interviewer.lexical import Lexicon, Span, sentences, stems
from interviewer.report import Band
from interviewer.rubric import Indicator, Verdict
from interviewer.script import Script

NAME = "offline/1"
BARS = "bars"
"""Stands where a criterion would, for what this kind of lab states as a bar."""
NEEDS_A_QUOTE: frozenset[Verdict] = frozenset({"met", "partial", "contradicted"})
MET, PARTIAL = 0.55, 0.35
CONTRA_LEAD = 0.05
PAIR_LEAD = 0.1
"""By how much two sentences must beat one to be quoted together."""
LEAST_MATCHED, LEAST_STEMS = 2, 4
"""A match takes two content stems, and a reference with fewer than four is worth less than a whole one."""
LONG, STRIDE, MAX_QUOTE = 60, 30, 1_200
"""Words after which a sentence is read in pieces and by how much these advance; most characters of a quote."""
HEAD = 4_000
"""How much of an answer is looked at for its flags."""
SAYS = (
    "Coverage, not a grade. The offline judge estimates how much of the rubric's listed content your words mention, and "
    "quotes the sentence behind every credit. It cannot tell true from false when the words match, cannot follow "
    "reasoning, and cannot credit a good approach that the rubric does not list. It was not validated on interviews."
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer with the question it was given to."""

    seq: int
    text: str
    question: str = ""
    """Id of the question whose thread it belongs to; empty on the floor and between threads."""
    asked: str = ""
    """Text of that question: its words earn nothing."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words that may be quoted."""

    span: Span
    stems: frozenset[str]
    pair: bool = False
    """Whether these are two sentences."""


@dataclass(frozen=True, slots=True)
class _Text:
    """An answer cut into stretches, those apart that are addressed to the judge and not to the interviewer."""

    stretches: tuple[_Stretch, ...]
    instructions: tuple[_Stretch, ...]


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

    The question's own, the case's and its flaws, the behaviour of every criterion, and the persona's bars.
    """
    question = script.by_question.get(question_id)
    found: list[tuple[str, Indicator]] = [(item.criterion, item) for item in question.indicators] if question else []
    if script.case:
        found += [(item.criterion, item) for item in script.case.indicators]
        found += [(item.criterion, item) for item in script.case.flaws]
    for criterion in (*script.rubric.criteria, *script.shared):
        found += [(criterion.id, indicator) for indicator in criterion.indicators]
    return [*found, *((BARS, bar) for bar in script.persona.disqualifiers)]


def by_criterion(pairs: Iterable[tuple[str, Indicator]]) -> dict[str, tuple[Indicator, ...]]:
    """Return the indicators of each criterion, in order."""
    groups: dict[str, tuple[Indicator, ...]] = {}
    for criterion, indicator in pairs:
        groups[criterion] = (*groups.get(criterion, ()), indicator)
    return groups


def hear(script: Script, answer: int, text: str, question_id: str) -> Heard:
    """Return an answer with its question."""
    question = script.by_question.get(question_id)
    return Heard(answer, text, question_id if question else "", question.text if question else "")


def assess(script: Script, answer: int, text: str, question_id: str, lex: Lexicon) -> Assessment:
    """Return the row of one answer."""
    heard = hear(script, answer, text, question_id)
    groups = by_criterion(relevant(script, question_id))
    found = [item for criterion, those in groups.items() for item in findings(heard, criterion, those, lex)]
    return row(heard, NAME, found)


def row(heard: Heard, judge: str, found: Sequence[Finding]) -> Assessment:
    """Return what one judge made of one answer, with what is odd about it."""
    raw = {"answer": heard.seq, "judge": judge, "findings": found, "flags": flags(heard)}
    return Assessment.model_validate(raw)


@lru_cache(maxsize=16)
def flags(heard: Heard) -> tuple[str, ...]:
    """Return what is odd about an answer, for whoever reads the row."""
    seen = signals.read(heard.text[:HEAD], heard.asked, [], Lexicon(()))
    raised = {
        "instruction_like": bool(_cut(heard.text).instructions),
        "empty": seen.empty,
        "parroting": seen.parroting,
        "dont_know": seen.dont_know,
        "too_short": seen.words < 5,
    }
    return tuple(flag for flag, up in raised.items() if up)


def findings(heard: Heard, criterion: str, indicators: Sequence[Indicator], lex: Lexicon) -> list[Finding]:
    """Return what an answer says about indicators of one criterion; nothing about those it does not touch."""
    raised = flags(heard)
    if "empty" in raised or "parroting" in raised:
        reason = "next to nothing was said" if "empty" in raised else "the words mostly repeat the question"
        return [_abstain(indicator, criterion, reason) for indicator in indicators]
    found = (_finding(heard, criterion, indicator, lex) for indicator in indicators)
    return [item for item in found if item is not None]


def _abstain(indicator: Indicator, criterion: str, reason: str) -> Finding:
    return Finding(indicator=indicator.id, criterion=criterion, verdict="cannot_assess", confidence=0.0, reason=reason)


def _finding(heard: Heard, criterion: str, indicator: Indicator, lex: Lexicon) -> Finding | None:
    """Return what the answer says about an indicator; None when it says nothing."""
    demoted = frozenset(stems(heard.asked))
    text, references = _cut(heard.text), (indicator.statement, *indicator.paraphrases)
    score, span = _best(text.stretches, references, demoted, lex)
    against, mistaken = _best(text.stretches, indicator.contra, demoted, lex)
    contradicted = against > score + CONTRA_LEAD and (score >= PARTIAL or against >= MET)
    if contradicted:
        # Where the nearest words of all are those of a listed mistake, they are the ones to show.
        score, span = against, mistaken
    if score < PARTIAL or span is None:
        hidden, _ = _best(text.instructions, references, demoted, lex)
        why = "the words that come near it read like an instruction"
        return _abstain(indicator, criterion, why) if hidden >= PARTIAL else None
    verdict: Verdict = "contradicted" if contradicted else "met" if score >= MET else "partial"
    return Finding(
        indicator=indicator.id,
        criterion=criterion,
        verdict=verdict,
        confidence=round(min(0.8, score), 2),
        evidence=(evidence(heard.seq, span),),
    )


def evidence(answer: int, span: Span) -> Evidence:
    """Return a stretch of an answer as evidence."""
    return Evidence(answer=answer, start=span.start, end=span.end, quote=span.text)


def near(text: str, references: Sequence[str], against: Sequence[str], lex: Lexicon) -> Span | None:
    """Return the words of a text that say one of ``references`` rather than one of ``against``, if any do."""
    score, span = _best(_cut(text).stretches, references, frozenset(), lex)
    other, _ = _best(_cut(text).stretches, against, frozenset(), lex)
    return span if score >= MET and score > other else None


def _best(
    stretches: Sequence[_Stretch], references: Sequence[str], demoted: frozenset[str], lex: Lexicon
) -> tuple[float, Span | None]:
    """Return the best recall of any reference and the words that hold it; two sentences must beat one clearly."""
    wanted = [_wanted(reference, demoted, lex) for reference in references]
    alone: tuple[float, Span | None] = (0.0, None)
    both = alone
    for stretch in stretches:
        score = max((_recall(stretch.stems, weights) for weights in wanted), default=0.0)
        if stretch.pair and score > both[0]:
            both = (score, stretch.span)
        elif not stretch.pair and score > alone[0]:
            alone = (score, stretch.span)
    return both if both[0] > alone[0] + PAIR_LEAD else alone


def _wanted(reference: str, demoted: frozenset[str], lex: Lexicon) -> Mapping[str, float]:
    return {key: lex.weight(key) for key in stems(reference) if key not in demoted}


def _recall(have: frozenset[str], wanted: Mapping[str, float]) -> float:
    """Return the share (0 to 1) of what is wanted that is there; one word alone never counts."""
    matched = have & wanted.keys()
    if len(matched) < LEAST_MATCHED:
        return 0.0
    share = sum(wanted[key] for key in matched) / sum(wanted.values())
    return share * min(1.0, len(wanted) / LEAST_STEMS)


@lru_cache(maxsize=16)
def _cut(text: str) -> _Text:
    """Return everything of a text that may be quoted: sentences, pieces of overlong ones, pairs of neighbours."""
    singles = [piece for span in sentences(text) for piece in _pieces(span) if len(piece.text) <= MAX_QUOTE]
    pairs = [
        Span(one.start, other.end, text[one.start : other.end])
        for one, other in pairwise(singles)
        if one.end < other.start and other.end - one.start <= MAX_QUOTE
    ]
    every = [*((span, False) for span in singles), *((span, True) for span in pairs)]
    plain, odd = list[_Stretch](), list[_Stretch]()
    for span, pair in every:
        into = odd if signals.instructs(span.text) else plain
        into.append(_Stretch(span, frozenset(stems(span.text)), pair))
    return _Text(tuple(plain), tuple(odd))


def _pieces(span: Span) -> list[Span]:
    """Return a sentence whole, or in overlapping pieces when it never seems to end, as in dictated text."""
    marks = [(at, at + len(word)) for at, word in _words_at(span.text)]
    if len(marks) <= LONG:
        return [span]
    found = []
    for first in range(0, len(marks) - STRIDE, STRIDE):
        start, end = marks[first][0], marks[min(first + LONG, len(marks)) - 1][1]
        found.append(Span(span.start + start, span.start + end, span.text[start:end]))
    return found


def _words_at(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        found.append((at, word))
        at += len(word)
    return found


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
                fresh = tuple(item for item in finding.evidence if item not in old.evidence)
                best[finding.indicator] = old.model_copy(update={"evidence": (*old.evidence, *fresh)[:3]})
    return best


def checked(finding: Finding, answers: Mapping[int, str]) -> Finding | None:
    """Return a finding with its verified quotes alone; None when it needs one and has none."""
    quotes = tuple(item for item in finding.evidence if verified(item, answers))
    if finding.verdict in NEEDS_A_QUOTE and not quotes:
        return None
    return finding.model_copy(update={"evidence": quotes})


def verified(evidence: Evidence, answers: Mapping[int, str]) -> bool:
    """Return whether the quote stands in the candidate's own words, at its place, and holds a word."""
    text = answers.get(evidence.answer, "")
    placed = 0 <= evidence.start < evidence.end and text[evidence.start : evidence.end] == evidence.quote
    return placed and any(character.isalnum() for character in evidence.quote)


def band(verdicts: Sequence[Verdict]) -> Band:
    """Return how much of a criterion's assessable indicators was mentioned."""
    if not verdicts:
        return "cannot_assess"
    share = sum({"met": 1.0, "partial": 0.5}.get(verdict, 0.0) for verdict in verdicts) / len(verdicts)
    return "covered" if share >= 0.6 else "partly" if share >= 0.2 else "not_found"
