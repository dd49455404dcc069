"""What is asked: one question with everything an interviewer needs to follow it down. Values only."""

from typing import Annotated, Literal

from pydantic import Field

from interviewer.round import Role
from interviewer.rubric import ContentIndicator
from interviewer.value import Id, Line, Value

ClaimKind = Literal["number", "comparison", "shows", "caption", "limitation", "sentence"]
ClaimPart = Literal[
    "motivation", "prior", "method", "setup", "finding", "gain", "score", "cost", "check", "setback", "limitation", "plan",
    "caption",
]  # fmt: skip
"""Where in an account a claim stands. A result is a ``finding``; it may be a ``gain`` over something, a ``score`` on
test items, a ``cost`` in time or money as well. A ``check`` is what became of it when something was taken away, a
``setback`` where it came out behind. ``prior`` is what others did."""


class FollowUp(Value):
    """A probe that depends on what the answer said."""

    when: Id
    """The indicator whose state decides."""
    is_: Literal["met", "missing"] = Field(alias="is")
    ask: Line


class Depth(Value):
    """One step towards the edge of knowledge."""

    step: Literal["mechanism", "limit", "find_out"]
    ask: Line


class Challenge(Value):
    """A push-back. The candidate is never told which kind it was until the report."""

    id: Id
    kind: Literal["valid", "wrong"]
    after: Line
    """What the candidate must have claimed for it to fit, in words; judge only."""
    claim: Line
    """What the interviewer says, one or two sentences, ending with a question."""
    why: Line
    """Why it is valid, or what is wrong with it; opens with the report."""


class Tags(Value):
    """Where a question fits."""

    roles: tuple[Role, ...] = ()
    """Empty: any role."""
    labs: tuple[Id, ...] = ()
    """Labs it is typical of; a preference, not a filter."""
    topics: tuple[Id, ...] = ()
    """Subjects, matched against a persona's topics."""
    difficulty: Annotated[int, Field(ge=1, le=5)]


class Question(Value):
    """One question of the bank."""

    id: Id
    phase: Id
    """The phase of the round that asks it."""
    text: Line
    """What is asked, one ask. ``{claim}`` stands for a claim quoted from the candidate's material."""
    claim: ClaimKind | None = None
    """Which kind of claim ``{claim}`` takes; the question is skipped when the material has none."""
    claim_parts: tuple[ClaimPart, ...] = ()
    """Parts of an account that ``{claim}`` may come from, the best first; empty: any."""
    tags: Tags
    minutes: Annotated[float, Field(gt=0, le=20)] = 4
    """Time a thread on it deserves."""
    indicators: Annotated[tuple[ContentIndicator, ...], Field(min_length=2, max_length=6)]
    follow_ups: Annotated[tuple[FollowUp, ...], Field(min_length=2)]
    reference: Annotated[str, Field(min_length=80, max_length=4_000)]
    """What a very good answer holds; judge only."""
    hints: Annotated[tuple[Line, Line, Line], Field()]
    """Nudge, question, partial: each gives more away."""
    depth: Annotated[tuple[Depth, Depth, Depth], Field()]
    challenges: tuple[Challenge, ...]
    outline: Annotated[tuple[Line, ...], Field(min_length=3)]
    """The structure of a strong answer, for the report."""
    must_not_reveal: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Phrases the interviewer must not say before the candidate does."""
    rephrase: Line
    """The question in other words, for a candidate who asks what it means."""


class QuestionBank(Value):
    """The file ``rubrics/<round>/questions.yaml``."""

    round: Id
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
