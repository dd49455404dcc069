"""A scenario with hidden truth: a customer with facts to be earned, or a paper with flaws to be found. Values only."""

from typing import Annotated, Literal

from pydantic import Field

from interviewer.question import Challenge
from interviewer.rubric import ContentIndicator, Indicator
from interviewer.value import Id, Line, Value

Severity = Literal["minor", "major", "fatal"]


class Exhibit(Value):
    """Something on the table that both sides can point at by line."""

    id: Id
    title: Line
    kind: Literal["text", "table", "figure", "data"]
    lines: Annotated[tuple[str, ...], Field(min_length=1)]
    """Shown with line numbers from 1; a figure is described in words."""


class Person(Value):
    """Somebody in the case."""

    id: Id
    name: Line
    role: Line
    wants: Line
    """What they are after; judge only, and material for facts."""


class Fact(Value):
    """Hidden until the candidate asks for it."""

    id: Id
    unlocked_by: Annotated[tuple[Line, ...], Field(min_length=3)]
    """Questions that earn it, as candidates put them."""
    says: Line
    """What the interviewer then says."""
    why: Line
    """Why it matters, for the report."""
    owner: Id | None = None
    """Who in the cast knows it."""


class Twist(Value):
    """A change that contradicts an assumption."""

    id: Id
    at: Annotated[float, Field(ge=0.3, le=0.9)]
    """Share of the round from which it is due."""
    says: Line
    """What happened."""
    ask: Line
    """The question that goes with it."""
    contradicts: Line
    """The assumption it breaks, for the report."""


class Flaw(Indicator):
    """Something wrong with the paper, put there on purpose; finding it counts towards a criterion."""

    criterion: Id = Field(alias="for")
    where: Line
    """Exhibit and lines, for the report."""
    severity: Severity


class Decoy(Value):
    """Something that looks wrong and is not."""

    id: Id
    where: Line
    statement: Line
    """What a hasty reader would object to."""
    why: Line
    """Why the objection fails, for the report."""


class Beyond(Value):
    """How somebody says they do not know, by what was asked about; each line is true whatever the question."""

    number: tuple[Line, ...] = ()
    person: tuple[Line, ...] = ()
    system: tuple[Line, ...] = ()
    money: tuple[Line, ...] = ()


class Case(Value):
    """One invented customer or paper."""

    id: Id
    round: Id
    title: Line
    brief: Annotated[str, Field(min_length=80, max_length=3_000)]
    """What the candidate is told at the start, on screen."""
    opening: Line
    """What the interviewer says to introduce it."""
    exhibits: tuple[Exhibit, ...] = ()
    given: tuple[Fact, ...] = ()
    """Told freely to whoever asks; earns nothing."""
    facts: tuple[Fact, ...] = ()
    unknown: Annotated[tuple[Line, ...], Field(min_length=2)]
    """How this person says they do not know."""
    unknown_about: Beyond = Beyond()
    """The same where the question is about a number, a person, a system or money."""
    unclear: tuple[Line, ...] = ()
    """How this person asks which part of it a wide question means, in statements."""
    aside: tuple[Line, ...] = ()
    """What this person says to small talk and to requests for approval or advice."""
    again: tuple[Line, ...] = ()
    """What this person puts before a fact they told already, such as "As I said:"."""
    may_invent: Literal["none", "colour"] = "none"
    """Whether the speaker may add harmless colour to the scene."""
    cast: tuple[Person, ...] = ()
    twists: tuple[Twist, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    decoys: tuple[Decoy, ...] = ()
    challenges: tuple[Challenge, ...]
    indicators: tuple[ContentIndicator, ...] = ()
    """What a good answer to this case holds, whatever the question."""
    outline: Annotated[tuple[Line, ...], Field(min_length=3)]
    must_not_reveal: Annotated[tuple[Line, ...], Field(min_length=1)]
