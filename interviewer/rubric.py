"""What is judged: criteria, the indicators that carry them, and how points become a level.

Pure values and arithmetic. It never sees an engine: verdicts come in, levels go out.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from interviewer.value import Id, Line, Value

Trait = Literal["rigour", "honesty", "safety", "velocity", "user", "craft", "taste"]
Verdict = Literal["met", "partial", "not_met", "contradicted", "cannot_assess"]
LevelNumber = Literal[0, 1, 2, 3, 4, 5]


class Indicator(Value):
    """One atomic yes-or-no claim about what the candidate said."""

    id: Id
    statement: Line
    """The claim, answerable from the transcript alone. Judge only."""
    points: Annotated[int, Field(ge=-3, le=5)] = 1
    """Points earned when met; negative for a red flag."""
    gates: tuple[LevelNumber, ...] = ()
    """Levels that cannot be reached without it."""
    paraphrases: tuple[Line, ...] = ()
    """Other ways a candidate says it; judge only, and food for the offline scorer."""
    contra: tuple[Line, ...] = ()
    """Statements that look right and are wrong; judge only."""
    probe_intent: Line
    """What the interviewer should find out, in words that give nothing away."""
    probe: Line
    """One question in the interviewer's mouth that gives nothing away."""
    assessable_if: Literal["always", "asked"] = "asked"
    """``asked``: without an opportunity it is ``cannot_assess``, never ``not_met``."""


class ContentIndicator(Indicator):
    """An indicator of one question or case; it counts towards one criterion of the round's rubric."""

    criterion: Id = Field(alias="for")
    """The criterion it counts towards."""


class Criterion(Value):
    """One dimension of a rubric."""

    id: Id
    title: Line
    weight: Annotated[float, Field(gt=0, le=1)]
    traits: tuple[Trait, ...] = ()
    """What a persona's emphasis multiplies."""
    kind: Literal["reasoning", "knowledge", "behaviour", "communication"]
    """Reasoning is capped at level 3 under the offline scorer, which cannot follow an argument."""
    measures: Line
    """What it measures, in one sentence a candidate may read."""
    not_evidence: tuple[Line, ...] = ()
    """What must never count, such as fluency or name-dropping."""
    anchors: dict[LevelNumber, Line]
    """Observable behaviour at a level; 1, 3 and 5 are mandatory."""
    indicators: tuple[Indicator, ...] = ()
    """Behaviour that any thread may show."""

    @model_validator(mode="after")
    def _anchored(self) -> "Criterion":
        missing = {1, 3, 5} - set(self.anchors)
        if missing:
            raise ValueError(f"anchors for levels {sorted(missing)} are missing")
        return self


class Cap(Value):
    """A behaviour that bounds a level whatever the points say."""

    when: Id
    """The negative indicator that triggers it."""
    criterion: Id | Literal["all"] = "all"
    at_most: LevelNumber
    says: Line
    """Why, in words for the report."""


class Exemplar(Value):
    """An answer with known levels: frame of reference for judges and regression set for us."""

    id: Id
    level: dict[Id, LevelNumber]
    """Criterion to level."""
    indicators: dict[Id, Literal["met", "not_met"]] = {}
    """Indicators whose verdict this answer fixes."""
    text: Annotated[str, Field(min_length=40, max_length=4_000)]


class Rubric(Value):
    """The criteria of one round."""

    id: Id
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    round: Id
    status: Literal["draft", "reviewed", "calibrated"]
    """How far it was checked; shown in every report."""
    provenance: Line
    """Who wrote it and from what, for the colophon."""
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=3, max_length=6)]
    shared: tuple[Id, ...] = ()
    """Cross-cutting criteria taken from ``rubrics/_shared/criteria.yaml``; reported beside the weighted ones."""
    caps: tuple[Cap, ...] = ()
    exemplars: tuple[Exemplar, ...] = ()

    @model_validator(mode="after")
    def _weighted(self) -> "Rubric":
        total = sum(criterion.weight for criterion in self.criteria)
        if abs(total - 1) > 0.001:
            raise ValueError(f"the criteria's weights add up to {total:.3f}, not 1")
        return self

    def criterion(self, criterion_id: str) -> Criterion:
        """Return the criterion of that id; raises KeyError."""
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)


class SharedCriteria(Value):
    """The file ``rubrics/_shared/criteria.yaml``: dimensions any round may carry."""

    criteria: tuple[Criterion, ...]


def emphasised(rubric: Rubric, emphasis: Mapping[Trait, float]) -> dict[str, float]:
    """Return each criterion's share (they sum to 1) under a persona's emphasis on traits.

    A criterion's factor is the mean of its traits' emphasis (1 where the persona says nothing), so a persona
    changes how an answer is weighed and never what a criterion means.
    """
    raw = {}
    for criterion in rubric.criteria:
        factors = [emphasis.get(trait, 1.0) for trait in criterion.traits] or [1.0]
        raw[criterion.id] = criterion.weight * sum(factors) / len(factors)
    total = sum(raw.values())
    return {criterion_id: value / total for criterion_id, value in raw.items()}
