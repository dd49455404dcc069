"""What a folded interview is made of: answers, threads, push-backs, the newest utterance. Values only."""

from dataclasses import dataclass
from typing import Literal

from interviewer.move import Move


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the candidate with its extensions."""

    seq: int
    turn: int
    text: str
    done: bool
    thread: int | None
    elapsed_ms: int


@dataclass(frozen=True, slots=True)
class Thread:
    """One question and all that followed from it."""

    number: int
    question: str
    phase: str
    opened_ms: int
    claim: str = ""
    closed: str = ""
    probes: int = 0
    hints: int = 0
    targets: tuple[str, ...] = ()
    """Indicators, follow-ups and depth steps already probed here."""


@dataclass(frozen=True, slots=True)
class Posed:
    """One challenge and how it went."""

    challenge: str
    kind: Literal["valid", "wrong"]
    turn: int
    stance: str = ""
    """Empty while it is open."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """The newest thing that was said and could be said again: not a nudge, not a repetition."""

    move: Move
    text: str
    """As it was shown."""
    scripted: bool
