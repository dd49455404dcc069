"""Everything one interview works from, pinned by hash: round, rubric, persona, questions, case, material.

It owns how the pieces fit together and look-ups between them; it never reads a file.
"""

from collections.abc import Iterable
from functools import cached_property

from interviewer.case import Case
from interviewer.material import Material
from interviewer.persona import Persona
from interviewer.question import Question
from interviewer.round import Round
from interviewer.rubric import Criterion, Indicator, Rubric
from interviewer.value import Value


class Script(Value):
    """The pinned content of one interview."""

    round: Round
    rubric: Rubric
    persona: Persona
    questions: tuple[Question, ...]
    case: Case | None = None
    materials: tuple[Material, ...] = ()
    shared: tuple[Criterion, ...] = ()
    """Cross-cutting criteria the rubric names."""
    hashes: dict[str, str]
    """Content path to SHA-256 of the file's bytes, as pinned in ``interview.started``."""

    @cached_property
    def by_question(self) -> dict[str, Question]:
        """Questions by id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def indicators(self) -> dict[str, tuple[str, Indicator]]:
        """Every indicator of the interview by id, each with the criterion it counts towards."""
        found: dict[str, tuple[str, Indicator]] = {}
        for criterion in (*self.rubric.criteria, *self.shared):
            found |= {indicator.id: (criterion.id, indicator) for indicator in criterion.indicators}
        for question in self.questions:
            found |= {indicator.id: (indicator.criterion, indicator) for indicator in question.indicators}
        if self.case:
            found |= {indicator.id: (indicator.criterion, indicator) for indicator in self.case.indicators}
            found |= {flaw.id: (flaw.criterion, flaw) for flaw in self.case.flaws}
        return found

    def hidden(self) -> Iterable[str]:
        """Yield every string of the judge's side: what no request to a speaker and no door may carry."""
        for _, indicator in self.indicators.values():
            yield indicator.statement
            yield from indicator.paraphrases
            yield from indicator.contra
        for question in self.questions:
            yield question.reference
            yield from (challenge.why for challenge in question.challenges)
        if self.case:
            yield from (fact.why for fact in self.case.facts)
            yield from (person.wants for person in self.case.cast)
            yield from (challenge.why for challenge in self.case.challenges)
            yield from (decoy.why for decoy in self.case.decoys)
            yield from (decoy.statement for decoy in self.case.decoys)
