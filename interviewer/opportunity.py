"""What the candidate had a chance to show, by what was asked, answered and judged.

Without a chance nothing may count as missing. Pure look-ups over state and script; it reads no words and gives no
verdict.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from interviewer.belief import Assessment
from interviewer.rubric import Indicator
from interviewer.script import Script
from interviewer.state import Answer, State, Thread

Chance = Literal["none", "blind", "open"]
"""``none``: nobody asked; ``blind``: it was asked and the judge saw too little; ``open``: it could be shown and seen."""

SKIPPED = "skip"
"""Why a thread closed when the candidate left its question."""


@dataclass(frozen=True, slots=True)
class Opportunities:
    """The chances of one interview."""

    script: Script
    state: State
    rows: dict[int, tuple[Assessment, ...]]
    """Answer to what was made of it."""

    def question(self, question_id: str) -> Chance:
        """Return the chance to show what one question asks for."""
        return self._chance([thread for thread in self._threads if thread.question == question_id])

    def criterion(self, criterion: str, indicator: Indicator) -> Chance:
        """Return the chance to show behaviour, or something about the case, that counts towards a criterion.

        What is always assessable takes any answer; the rest a thread whose question aims at the criterion, or one in
        which this very indicator was probed.
        """
        if indicator.assessable_if == "always":
            return self.anything
        aims = [thread for thread in self._threads if indicator.id in thread.targets or self._aims(thread, criterion)]
        return self._chance(aims)

    @property
    def anything(self) -> Chance:
        """The chance to show what any answer may hold."""
        return self._seen(self.state.answers)

    @property
    def _threads(self) -> tuple[Thread, ...]:
        return self.state.threads

    def _aims(self, thread: Thread, criterion: str) -> bool:
        question = self.script.by_question.get(thread.question)
        return question is not None and any(item.criterion == criterion for item in question.indicators)

    def _chance(self, threads: Iterable[Thread]) -> Chance:
        threads = tuple(threads)
        numbers = {thread.number for thread in threads}
        answers = [answer for answer in self.state.answers if answer.thread in numbers]
        if not answers:
            return "open" if any(thread.closed == SKIPPED for thread in threads) else "none"
        return self._seen(answers)

    def _seen(self, answers: Sequence[Answer]) -> Chance:
        if not answers:
            return "none"
        if any(answer.seq not in self.rows for answer in answers):
            return "blind"
        return "open" if any(not self._abstained(answer.seq) for answer in answers) else "blind"

    def _abstained(self, answer: int) -> bool:
        """Whether every judge abstained from all of an answer."""
        verdicts = [finding.verdict for row in self.rows[answer] for finding in row.findings]
        return bool(verdicts) and all(verdict == "cannot_assess" for verdict in verdicts)


def opportunities(script: Script, state: State) -> Opportunities:
    """Return what the candidate had a chance to show."""
    rows: dict[int, tuple[Assessment, ...]] = {}
    for assessment in state.assessments:
        rows[assessment.answer] = (*rows.get(assessment.answer, ()), assessment)
    return Opportunities(script, state, rows)


def unjudged(state: State) -> tuple[str, ...]:
    """Return the judgements that are missing, by name."""
    judged = {assessment.answer for assessment in state.assessments}
    return tuple(f"answer:{answer.seq}" for answer in state.answers if answer.seq not in judged)
