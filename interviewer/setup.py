"""What the candidate chose for one interview. Values only."""

from typing import Annotated, Literal

from pydantic import Field

from interviewer.persona import Pressure
from interviewer.round import Role
from interviewer.value import Value

EngineName = Literal["rehearsal", "claude"]


class Setup(Value):
    """What the candidate chose for one interview."""

    round: str
    persona: str
    case: str | None = None
    minutes: Annotated[int, Field(ge=1, le=600)]
    pace: Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)] = 1.0
    """Times the minutes: 1, 1.5 or 2; 0 is untimed."""
    mode: Literal["real", "study"] = "real"
    pressure: Pressure = 1
    role: Role = "research_scientist"
    """Left out: the round's first."""
    seniority: Literal["intern", "junior", "mid", "senior", "staff"] = "mid"
    engine: EngineName = "rehearsal"
    judge: EngineName = "rehearsal"
    budget_usd: Annotated[float, Field(ge=0, le=1_000, allow_inf_nan=False)] = 2.0
    """Cap on model spend for this interview; unused by rehearsal."""
    seed: Annotated[int, Field(ge=0, lt=2**53)] = 0
    """Same seed, same choices; 0 draws one."""
