"""What kind of interview this is: its phases, its features, its rules of challenge. Values only."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from interviewer.move import Act
from interviewer.value import Id, Line, Value

Role = Literal["research_scientist", "research_engineer", "forward_deployed_engineer"]
PhaseKind = Literal["floor", "threads", "reverse"]
MaterialKind = Literal["paper", "talk", "abstract", "cv", "job", "notes"]


class Minutes(Value):
    """How long the round may be asked for."""

    min: Annotated[int, Field(ge=5)]
    default: int
    presets: tuple[int, ...]

    @model_validator(mode="after")
    def _ordered(self) -> "Minutes":
        if self.default < self.min or any(preset < self.min for preset in self.presets):
            raise ValueError(f"default and presets must be at least min ({self.min})")
        return self


class Phase(Value):
    """A stretch of the round with one purpose."""

    id: Id
    title: Line
    """What the candidate sees."""
    kind: PhaseKind
    """``floor``: the candidate speaks until done or interrupted; ``threads``: questions; ``reverse``: theirs."""
    weight: Annotated[float, Field(gt=0)]
    """Share of the round relative to its siblings."""
    minimum_minutes: Annotated[float, Field(ge=0)] = 2
    goal: Line
    """What should be achieved, shown to the candidate."""
    drop_order: Annotated[int, Field(ge=0)] = 0
    """When time is short, the highest number goes first; 0 is never dropped."""
    at_most: Annotated[int, Field(ge=0)] = 0
    """How many questions it may put; 0 means as many as fit."""
    at_least: Annotated[int, Field(ge=0)] = 0
    """How many questions it puts once it is entered: none of them may take the others' time."""
    moves: tuple[Act, ...]
    """Acts the interviewer may use here besides the ones every phase has (repeat, nudge, close)."""
    enter: Line
    """How the interviewer turns to this phase."""


class Wanted(Value):
    """Material the round works with."""

    kinds: tuple[MaterialKind, ...]
    required: bool = False
    """Without it the round cannot start."""
    why: Line
    """Shown beside the upload box."""


class Challenges(Value):
    """How the interviewer pushes back: never labelled, at seeded places."""

    valid: Annotated[int, Field(ge=0, le=3)] = 1
    wrong: Annotated[int, Field(ge=0, le=3)] = 1
    min_minutes: int = 12
    """Shorter interviews carry no scripted challenge."""
    relaxed_from: Annotated[float, Field(gt=0, le=1)] = 0.6
    """From this share of the time on, any claim will do; before, it takes a committed one."""


class Features(Value):
    """Which mechanisms of the interviewer this round uses."""

    floor: bool = False
    case: bool = False
    """A case is drawn or chosen: scenario or paper."""
    facts: bool = False
    """The case hides facts that questions unlock."""
    flaws: bool = False
    """The case has planted flaws to be found."""
    twists: bool = False
    """The case changes under the candidate's feet."""


class Round(Value):
    """One kind of interview."""

    id: Id
    title: Line
    tests: Line
    """What it tests, in one sentence for the start page."""
    roles: tuple[Role, ...]
    minutes: Minutes
    rubric: Id
    frame: Line
    """How the interviewer introduces the round, once, after the persona's greeting."""
    phases: Annotated[tuple[Phase, ...], Field(min_length=2)]
    wanted: Wanted | None = None
    features: Features = Features()
    challenges: Challenges = Challenges()
    cannot: Line
    """What the rehearsal engine cannot do in this round, said before it starts."""

    def phase(self, phase_id: str) -> Phase:
        """Return the phase of that id; raises KeyError."""
        for phase in self.phases:
            if phase.id == phase_id:
                return phase
        raise KeyError(phase_id)
