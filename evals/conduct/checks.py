"""Every check of a played interview, with its bound: pure functions over what the interview left.

A check yields one finding for each thing it looked at. What is counted is said in its docstring; the table's shares
are good findings over all findings. Checks of words are in ``words`` and ``notices``, those of the
course in ``course``, ``threads`` and ``wishes``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from evals.conduct import course, notices, wide, wishes, words
from evals.conduct.finding import Finding
from evals.conduct.record import Record


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the table."""

    name: str
    look: Callable[[Record], Iterable[Finding]]
    least: float | None = None
    """Share of good findings it takes; None: only reported."""

    @property
    def bound(self) -> str:
        """The bound as it is printed."""
        return "" if self.least is None else f"≥ {self.least:.0%}" if self.least < 1 else "all"

    def holds(self, good: int, count: int) -> bool:
        """Return whether so many good findings are enough; nothing looked at is nothing wrong."""
        return self.least is None or count == 0 or good / count >= self.least


CHECKS: tuple[Check, ...] = (
    Check("closes in its time", course.closes, 1.0),
    Check("one question per turn", words.one_question, 0.99),
    Check("no hidden part in what stands", words.keeps_hidden, 1.0),
    Check("no hidden part ever shown", words.never_showed_hidden, 1.0),
    Check("no hidden part sent to the speaker", words.never_sent_hidden, 1.0),
    Check("facts only when earned", words.facts_earned, 1.0),
    Check("at most two facts an answer, quoted", course.facts_capped, 1.0),
    Check("no praise, no verdict in what stands", words.no_verdict, 1.0),
    Check("no praise, no verdict ever shown", words.never_showed_verdict, 1.0),
    Check("required indicators covered", course.covered, 0.95),
    Check("required phases entered", course.phases, 1.0),
    Check("no repeated question", course.no_repeats, 0.98),
    Check("both challenges where there is room", course.challenged, 1.0),
    Check("twists delivered", course.twisted, 1.0),
    Check("earned facts told", words.facts_told, 1.0),
    Check("time notices true, once", notices.true, 1.0),
    Check("time notices never alone", notices.accompanied, 1.0),
    Check("hints only on request, third after an attempt", wishes.hints, 1.0),
    Check("refused questions not asked again", wishes.refusals, 1.0),
    Check("orders in answers not obeyed", wishes.orders, 1.0),
    Check("candidates' questions answered from facts or declined", course.reverse, 1.0),
    Check("no acknowledgement in two turns in a row", words.acknowledges_rarely, 1.0),
    Check("no farewell before the end", words.no_farewell, 1.0),
    Check("plain English, no Markdown", words.plain, 1.0),
    Check("no number or name out of nowhere", words.nothing_invented, 1.0),
    Check("nothing about the machinery", words.stays_in_part, 1.0),
    Check("within its length", words.short_enough, 1.0),
    Check("both challenges, every round long enough", wide.challenged),
    Check("twists, every one whose time came", wide.twisted),
    Check("keeps to its move", words.keeps_to_move),
    Check("notices given where due", notices.given),
    Check("header valid", words.header_valid),
    Check("scripted fallbacks", words.fallbacks),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with the interview it comes from."""

    record: Record
    finding: Finding


def judge(records: Iterable[Record]) -> dict[str, list[Judged]]:
    """Return the findings of every check over some interviews, by the check's name."""
    found: dict[str, list[Judged]] = {check.name: [] for check in CHECKS}
    for record in records:
        for check in CHECKS:
            found[check.name] += [Judged(record, finding) for finding in check.look(record)]
    return found
