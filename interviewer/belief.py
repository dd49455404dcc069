"""What we think the candidate has shown so far, indicator by indicator. Values only."""

from typing import Literal

from interviewer.rubric import Verdict
from interviewer.value import Value


def named(answer: int, revision: int) -> str:
    """Return the name of an answer's judgement; ``revision`` is its newest event, itself or an extension of it."""
    return f"answer:{answer}" if revision <= answer else f"answer:{answer}:{revision}"


def answer_of(name: str) -> int:
    """Return the answer that a judgement of this name is about."""
    return int(name.split(":")[1])


class Evidence(Value):
    """A verbatim quote of the candidate, checked by code to be in the answer it names."""

    answer: int
    """Sequence number of the answer event."""
    start: int
    """Character offset of the quote in that answer."""
    end: int
    quote: str


class Finding(Value):
    """What one reading of one answer says about one indicator."""

    indicator: str
    criterion: str
    verdict: Verdict
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""
    """Why nothing could be said, or a note of the judge."""


class Assessment(Value):
    """What one judge made of one answer, or of one closed thread."""

    answer: int
    judge: str
    """Which engine and version, for example ``offline/1``."""
    findings: tuple[Finding, ...]
    flags: tuple[Literal["instruction_like", "parroting", "empty", "dont_know", "too_short"], ...] = ()
