"""What REST answers look like, for the documents and for clients. The service builds the answers; these describe them.

A test holds every real answer against its shape.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from interviewer.events import Setup
from interviewer.material import Material
from interviewer.round import MaterialKind

from .wire import ClockReading


class Shape(BaseModel):
    """Base of answers: fields may be added in later versions, so clients ignore what they do not know."""

    model_config = ConfigDict(frozen=True, extra="allow", use_attribute_docstrings=True)


class Request(BaseModel):
    """Base of request bodies: an unknown field is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class NewInterview(Request):
    """A wish for an interview."""

    setup: Setup
    materials: Annotated[list[str], Field(max_length=8)] = []
    """Ids of materials added before."""


class NewText(Request):
    """A material as plain text."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    kind: MaterialKind
    text: Annotated[str, Field(min_length=1)]


class Created(Shape):
    """A new interview."""

    id: str


class Titled(Shape):
    """Something with a name for people."""

    id: str
    title: str


class CriterionLine(Titled):
    """A criterion as candidates may know it."""

    measures: str


class RoundCard(Titled):
    """A kind of interview on offer."""

    tests: str
    roles: list[str]
    minutes: dict[str, Any]
    """``min``, ``default`` and ``presets``."""
    wanted: dict[str, Any] | None = None
    """Material it works with: ``kinds``, ``required``, ``why``."""
    cases: list[Titled]
    phases: list[dict[str, str]]
    """``id``, ``title``, ``goal`` and ``kind``: ``floor``, ``threads`` or ``reverse``."""
    cannot: str
    """What the rehearsal engine cannot do here."""
    judge: str
    """What its judge can and cannot do."""


class PersonaCard(Titled):
    """A type of interviewer."""

    lab: str
    lab_name: str
    roles: list[str]
    rounds: list[str]
    """Rounds they are made for; empty for any."""
    phenotype: str
    pressure: int
    facts: list[dict[str, Any]]
    """Claims about the lab with ``source``, ``date`` and ``confidence``."""


class EngineCard(Shape):
    """Somebody who can speak or judge."""

    name: str
    available: bool
    why: str
    """Why not, if it is not available."""
    says: str
    """What leaves this machine."""


class Catalogue(Shape):
    """Everything a start page offers."""

    rounds: list[RoundCard]
    personas: list[PersonaCard]
    engines: list[EngineCard]


class Listed(Titled):
    """One line of the list of interviews."""

    status: str
    judging: str


class PhaseLine(Titled):
    """The phase under way."""

    goal: str
    floor: bool


class Overview(Titled):
    """Where one interview stands."""

    status: Literal["ready", "live", "paused", "closed"]
    judging: Literal["pending", "running", "done", "incomplete", "failed"]
    setup: Setup
    phase: PhaseLine | None
    clock: ClockReading
    open_turn: int | None
    """The turn whose question waits for an answer."""
    last_seq: int
    draft: str
    """The unfinished text kept on the server."""
    predicted: bool
    """Whether the report may open: a prediction was made or declined."""
    report_ready: bool
    criteria: list[CriterionLine]
    """What a prediction names."""


class MaterialView(Shape):
    """A material as its owner sees it."""

    id: str
    kind: str
    name: str
    characters: int
    claims: list[dict[str, str]]
    """Sentences that questions may quote: ``id``, ``kind``, ``quote``, ``where``."""
    warnings: list[str]


def view(material: Material) -> MaterialView:
    """Return what the owner of a material is shown."""
    claims = [{"id": c.id, "kind": c.kind, "quote": c.quote, "where": c.where} for c in material.claims]
    return MaterialView(
        id=material.id,
        kind=material.kind,
        name=material.name,
        characters=len(material.text),
        claims=claims,
        warnings=list(material.warnings),
    )
