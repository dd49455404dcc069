"""The debrief as data: built by ``graph/debrief`` from the log, rendered by ``render/``. Values only.

A first report states coverage, not a grade; every credited point carries a quote that code has verified.
"""

from collections.abc import Mapping
from typing import Literal

from interviewer.belief import Evidence
from interviewer.case import Severity
from interviewer.rubric import Verdict
from interviewer.transcript import Said
from interviewer.value import Value

Band = Literal["covered", "partly", "not_found", "cannot_assess"]


class Point(Value):
    """One indicator as far as the candidate's words show it."""

    indicator: str
    statement: str
    verdict: Verdict
    confidence: float
    points: int = 1
    """What it counts for in its criterion; negative for a red flag, which is listed only when it was raised."""
    evidence: tuple[Evidence, ...] = ()
    question: str = ""
    """Text of the question it belongs to, empty for behaviour of the whole round."""


class Coverage(Value):
    """One criterion."""

    criterion: str
    title: str
    measures: str
    weight: float
    """Share under this persona's emphasis; 0 for cross-cutting criteria."""
    band: Band
    found: int
    """Indicators met or partly met."""
    assessable: int
    points: tuple[Point, ...] = ()
    capped: str = ""
    """Why the engine's word is bounded here, if it is."""
    predicted: float | None = None


class PhaseTime(Value):
    """Time against plan."""

    phase: str
    title: str
    planned_ms: int
    spent_ms: int


class FactLine(Value):
    """A hidden fact of the case."""

    fact: str
    says: str
    why: str
    earned: bool
    quote: str = ""
    """The candidate's question that earned it."""
    seq: int | None = None
    ask: str = ""
    """A question that would have earned it."""


class FlawLine(Value):
    """A planted flaw."""

    flaw: str
    where: str
    severity: Severity
    statement: str
    found: bool
    evidence: tuple[Evidence, ...] = ()


class DecoyLine(Value):
    """Something that looks wrong and is not."""

    decoy: str
    where: str
    statement: str
    why: str
    raised: bool
    """Whether the candidate's words come near the objection."""
    evidence: tuple[Evidence, ...] = ()


class Pushback(Value):
    """One challenge and what the candidate did."""

    challenge: str
    kind: Literal["valid", "wrong"]
    turn: int
    said: str
    stance: str
    quote: str = ""
    answer: int | None = None
    """Sequence number of the answer the quote is from."""
    why: str
    scored: bool = True
    """Whether it says anything about the candidate: not while it is open, unclear, or a guess about their own work."""


class ThreadLine(Value):
    """One question and where it led: the edge of what was shown."""

    question: str
    phase: str
    turns: int
    depth: int
    hints: int
    closed: str
    turn: int = 0
    """The turn that put it."""
    told: bool = False
    """Whether study mode said, before the next question, what was heard on it."""
    outline: tuple[str, ...]


class BarLine(Value):
    """A bar this kind of lab states."""

    indicator: str
    statement: str
    state: Literal["crossed", "not_crossed", "not_assessed"]
    evidence: tuple[Evidence, ...] = ()


class Conduct(Value):
    """The interviewer's own report card."""

    turns: int
    asking: int = 0
    """Utterances that asked something."""
    one_question_rate: float
    """Share of these that asked one thing and no more; 1 when nothing was asked."""
    scripted: int
    """Utterances in scripted wording."""
    guarded: int
    """Utterances that the guard ended or replaced."""
    retried: int
    """Utterances that took more than one attempt."""
    talk_ratio: float
    """Interviewer's share of all words."""


class Colophon(Value):
    """How this report came about."""

    interview: str
    judging: str
    version: int
    engine: str
    judge: str
    judge_says: str
    """What the judge can and cannot do, in plain words."""
    model: str = ""
    usd: float = 0.0
    rubric: str
    rubric_status: str
    content: dict[str, str]
    mode: str
    pressure: int
    soft: bool = False
    """Whether pressure was lowered to 0 on the way, after a pause was offered."""
    pace: float
    seniority: str
    source_note: str
    """Where the words of the interview went."""


class Report(Value):
    """Everything a debrief shows."""

    title: str
    interviewer: str
    round: str
    date: str
    ended: str
    minutes_planned: int
    minutes_spent: float
    complete: bool
    open_assessments: tuple[str, ...] = ()
    coverage: tuple[Coverage, ...]
    phases: tuple[PhaseTime, ...]
    facts: tuple[FactLine, ...] = ()
    flaws: tuple[FlawLine, ...] = ()
    decoys: tuple[DecoyLine, ...] = ()
    pushbacks: tuple[Pushback, ...] = ()
    threads: tuple[ThreadLine, ...] = ()
    bars: tuple[BarLine, ...] = ()
    conduct: Conduct
    transcript: tuple[Said, ...]
    colophon: Colophon

    def opened(self, interview: str, levels: Mapping[str, float]) -> "Report":
        """Return the report as it opens: named, and with the candidate's own levels, made after it was built."""
        beside = tuple(item.model_copy(update={"predicted": levels.get(item.criterion)}) for item in self.coverage)
        named = self.colophon.model_copy(update={"interview": interview})
        return self.model_copy(update={"coverage": beside, "colophon": named})
