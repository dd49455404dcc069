"""Everything one interview works from, pinned by hash: round, rubric, persona, questions, case, material.

It owns how the pieces fit together and look-ups between them; it never reads a file.
"""

from collections.abc import Iterable
from functools import cached_property

from interviewer.case import Case
from interviewer.lens import StandingLens
from interviewer.material import Material
from interviewer.persona import Persona
from interviewer.question import Challenge, Question
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
    lenses: tuple[StandingLens, ...] = ()
    """Standing questions of any interviewer, those for other rounds left out."""
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
        for indicator in (*(item for _, item in self.indicators.values()), *self.persona.disqualifiers):
            yield indicator.statement
            yield from (*indicator.paraphrases, *indicator.contra)
        yield from (exemplar.text for exemplar in self.rubric.exemplars)
        yield from (question.reference for question in self.questions)
        case = self.case
        for challenge in (*(item for question in self.questions for item in question.challenges), *_challenges(case)):
            yield from (challenge.after, challenge.why)
        if case:
            yield from (fact.why for fact in (*case.facts, *case.given))
            yield from (person.wants for person in case.cast)
            yield from (twist.contradicts for twist in case.twists)
            for decoy in case.decoys:
                yield from (decoy.statement, decoy.why)


def _challenges(case: Case | None) -> tuple[Challenge, ...]:
    return case.challenges if case else ()
