"""Who is asking: a type of interviewer, never a real person. Values only."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from interviewer.move import Act
from interviewer.round import Role
from interviewer.rubric import Indicator, Trait
from interviewer.value import Id, Line, Value

Pressure = Literal[0, 1, 2, 3]


class LabFact(Value):
    """A claim about a lab's interviews, with where it comes from."""

    text: Line
    source: Line
    date: dt.date
    """When the source was read or published."""
    confidence: Literal["official", "reported", "inferred"]
    asked: tuple[Line, ...] = ()
    """Questions of a candidate that it answers, as candidates put them."""
    says: Line = ""
    """How this interviewer tells it, its uncertainty included; empty for what is not told in an interview."""


class Lens(Value):
    """Something this interviewer wants to know in any thread."""

    id: Id
    intent: Line
    """What to find out, in words that give nothing away."""
    ask: Line
    """The question, fit for any thread."""
    roles: tuple[Role, ...] = ()
    """Roles it applies to; empty for all."""


class Manner(Value):
    """How they talk. Each list is drawn from in turn, so they do not repeat themselves."""

    greetings: Annotated[tuple[Line, ...], Field(min_length=2)]
    acknowledgements: Annotated[tuple[Line, ...], Field(min_length=4)]
    """Neutral, at most eight words, no praise and no verdict."""
    pushbacks: Annotated[tuple[Line, ...], Field(min_length=3)]
    """Short openings that go before a challenge."""
    settles: Annotated[tuple[Line, ...], Field(min_length=2)]
    """How they leave a challenge behind; a neutral sentence, no question."""
    nudges: Annotated[tuple[Line, ...], Field(min_length=2)]
    declines: Annotated[tuple[Line, ...], Field(min_length=2)]
    """How they refuse to answer what they must not or cannot."""
    transitions: Annotated[tuple[Line, ...], Field(min_length=4)]
    """Half-sentences that turn to another question."""
    closings: Annotated[tuple[Line, ...], Field(min_length=2)]
    hooks: tuple[Line, ...] = ()
    """How they take up the candidate's words; ``{words}`` stands for the quotation, a follow-up comes after."""
    interrupts: tuple[Line, ...] = ()
    """How they cut into an answer that runs long: one or two short sentences that end with one question."""
    care: tuple[Line, ...] = ()
    """What they say, once, to a candidate who cannot go on: an offer to pause, no inference, no question needed."""


class Patience(Value):
    """How long they wait and how much they take."""

    nudge_after_s: Annotated[int, Field(ge=20, le=600)]
    interrupt_after_words: Annotated[int, Field(ge=120, le=1_200)]


class Persona(Value):
    """A type of interviewer at a lab."""

    id: Id
    title: Line
    """How the page calls them, for example "Safety-first research interviewer"."""
    lab: Id
    lab_name: Line
    roles: tuple[Role, ...]
    rounds: tuple[Id, ...] = ()
    """Rounds they are made for; empty for any."""
    phenotype: Line
    """Who this is, in one sentence."""
    brief: Annotated[str, Field(min_length=600, max_length=2_400)]
    """The authored persona prompt, 120 to 250 words; hashed into every call."""
    pressure: Pressure
    patience: Patience
    manner: Manner
    lenses: Annotated[tuple[Lens, ...], Field(min_length=5, max_length=8)]
    emphasis: dict[Trait, Annotated[float, Field(ge=0.5, le=2)]]
    signature: tuple[Act, ...] = ()
    """Acts they reach for first when several fit."""
    topics: tuple[Id, ...] = ()
    """Subjects they prefer in the question bank."""
    forbidden: tuple[Line, ...] = ()
    """Claims they must never make."""
    disqualifiers: tuple[Indicator, ...] = ()
    """This lab's stated bars; shown as crossed, not crossed or not assessed."""
    facts: Annotated[tuple[LabFact, ...], Field(min_length=1)]
