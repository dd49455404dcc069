"""Bodies of events, their base, and those on the judge's side: of them the candidate learns only that they happened."""

from typing import Any, ClassVar, Literal

from interviewer.belief import Assessment
from interviewer.move import Menu
from interviewer.preparation import Preparation
from interviewer.reading import Reading, Stance
from interviewer.value import Value

Audience = Literal["candidate", "judge"]


class Body(Value):
    """Base of all event bodies; subclasses fix ``kind`` and ``audience``."""

    audience: ClassVar[Audience] = "candidate"
    v: int = 1


class JudgeBody(Body):
    """Base of those of which the candidate learns only that something happened."""

    audience: ClassVar[Audience] = "judge"


class TurnDecided(JudgeBody):
    """What the interviewer may say in this turn; committed before a word of it leaves."""

    kind: Literal["turn.decided"] = "turn.decided"
    turn: int
    attempt: int
    trigger: str
    """What made it speak: ``start``, ``answer``, ``request:<what>``, ``timer:<name>``."""
    decided_on: int
    """Sequence number of the newest candidate event it took into account."""
    state: str
    menu: Menu
    draw: int
    """Seed of this decision's random draws."""
    signals: dict[str, Any] = {}
    refused: tuple[str, ...] = ()
    """Questions and targets the candidate will not talk about: never asked again."""


class TurnGuarded(JudgeBody):
    """What the guard did to an utterance: why its words were replaced, and how long words were held back."""

    kind: Literal["turn.guarded"] = "turn.guarded"
    turn: int
    attempt: int
    why: str = ""
    """Why the scripted wording stands instead; empty when the model's words stand."""
    held_words: int = 0
    """Longest run of words held back."""
    voided_words: int = 0
    """Words that were shown and taken back."""


class ReadingMade(JudgeBody):
    """What a model saw in one answer, its quotes checked."""

    kind: Literal["reading.made"] = "reading.made"
    reading: Reading


class MaterialPrepared(JudgeBody):
    """Questions and push-backs prepared on the candidate's own material, their quotes checked."""

    kind: Literal["material.prepared"] = "material.prepared"
    preparation: Preparation


class PreparationFailed(JudgeBody):
    """Nothing was prepared; the questions of the bank do."""

    kind: Literal["preparation.failed"] = "preparation.failed"
    detail: str


class FactEarned(JudgeBody):
    """A question of the candidate unlocked a fact of the case."""

    kind: Literal["fact.earned"] = "fact.earned"
    fact: str
    answer: int
    quote: str


class ChallengePosed(JudgeBody):
    """The interviewer pushed back; the candidate is not told whether rightly."""

    kind: Literal["challenge.posed"] = "challenge.posed"
    challenge: str
    challenge_kind: Literal["valid", "wrong"]
    turn: int


class ChallengeSettled(JudgeBody):
    """How the candidate took it, as far as words tell."""

    kind: Literal["challenge.settled"] = "challenge.settled"
    challenge: str
    stance: Stance
    answer: int
    """Sequence number of the answer; 0 when it was left without one."""
    quote: str = ""


class ThreadOpened(JudgeBody):
    """A question of the bank was put."""

    kind: Literal["thread.opened"] = "thread.opened"
    thread: int
    question: str
    phase: str
    turn: int
    claim: str = ""
    """Id of the material's claim it quotes."""


class ThreadClosed(JudgeBody):
    """A thread ended."""

    kind: Literal["thread.closed"] = "thread.closed"
    thread: int
    why: str


class AssessmentRequested(JudgeBody):
    """An answer waits for its judge."""

    kind: Literal["assessment.requested"] = "assessment.requested"
    assessment: str
    answer: int


class AssessmentMade(JudgeBody):
    """An answer has its row."""

    kind: Literal["assessment.made"] = "assessment.made"
    assessment: str
    result: Assessment


class AssessmentFailed(JudgeBody):
    """No judgement, with the reason; can be asked for again."""

    kind: Literal["assessment.failed"] = "assessment.failed"
    assessment: str
    detail: str
