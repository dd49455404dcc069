"""What any interviewer of ours wants to know when an answer gives cause for it, whoever the persona is. Values only."""

from typing import Annotated, Literal

from pydantic import Field

from interviewer.round import Role
from interviewer.value import Id, Line, Value

Cause = Literal["library", "technical", "recital", "long", "always"]
"""What sets it off: a library is named where a mechanism was asked for; no person and no outcome in a plan; a lab's
stock phrases in place of a view; an answer much longer than its question; nothing in particular."""


class StandingLens(Value):
    """One thing to ask, in several wordings."""

    id: Id
    cause: Cause
    roles: tuple[Role, ...] = ()
    """Roles it applies to; empty for all."""
    rounds: tuple[Id, ...] = ()
    """Rounds it applies to; empty for all."""
    intent: Line
    """What to find out, in words that give nothing away."""
    asks: Annotated[tuple[Line, ...], Field(min_length=2)]
    """The question, fit for any thread; drawn from in turn."""


class StandingLenses(Value):
    """The file ``rubrics/_shared/lenses.yaml``."""

    lenses: Annotated[tuple[StandingLens, ...], Field(min_length=1)]
