"""What a report shows first: choices over report values, the same for every format. It adds no facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.belief import Evidence
from interviewer.report import Coverage, Point, Report
from interviewer.transcript import Said

FEW = 5
BESIDE = 0.02
"""What a shared criterion, which has no weight, counts for when lines are put in order."""


@dataclass(frozen=True, slots=True)
class Line:
    """One point with its criterion, and what it is worth to this round."""

    coverage: Coverage
    point: Point
    worth: float

    @property
    def quote(self) -> Evidence:
        """Its first quote."""
        return self.point.evidence[0]


def lines(report: Report) -> Iterator[Line]:
    """Yield every point of every criterion with its share of the whole."""
    for item in report.coverage:
        total = sum(point.points for point in item.points if point.points > 0)
        for point in item.points:
            share = point.points / total if total and point.points > 0 else 0.0
            yield Line(item, point, (item.weight or BESIDE) * share)


def kept(report: Report) -> tuple[Line, ...]:
    """Return the points to keep: heard, worth most, each from words of its own; the nearest ones where none was heard."""
    for verdict in ("met", "partial"):
        found = [line for line in lines(report) if line.point.verdict == verdict and line.point.points > 0]
        found = [line for line in found if line.point.evidence]
        found.sort(key=lambda line: (-line.worth * line.point.confidence, line.point.indicator))
        if chosen := tuple(_apart(found)):
            return chosen[:FEW]
    return ()


def _apart(found: Sequence[Line]) -> Iterator[Line]:
    """Yield lines whose quotes do not overlap with an earlier one."""
    taken: list[Evidence] = []
    for line in found:
        quote = line.quote
        if not any(quote.answer == old.answer and quote.start < old.end and old.start < quote.end for old in taken):
            taken.append(quote)
            yield line


def cost(report: Report) -> tuple[Line, ...]:
    """Return what was asked for, not heard, and worth most; planted flaws have a place of their own."""
    flaws = {flaw.flaw for flaw in report.flaws}
    open_ = [
        line
        for line in lines(report)
        if line.point.verdict == "not_met" and line.worth > 0 and line.point.indicator not in flaws
    ]
    open_.sort(key=lambda line: (-line.worth, line.point.indicator))
    return tuple(open_[:FEW])


def doubtful(report: Report) -> tuple[Line, ...]:
    """Return what only a reader can decide: red flags that the words raise, and words near a listed mistake."""
    against = (line for line in lines(report) if line.point.points < 0 or line.point.verdict == "contradicted")
    return tuple(line for line in against if line.point.evidence)


def shown_in(report: Report, question: str) -> tuple[Line, ...]:
    """Return what was heard, or nearly, of what one question asks for."""
    found = (line for line in lines(report) if line.point.question == question)
    return tuple(line for line in found if line.point.verdict in {"met", "partial"})


def cited(report: Report) -> dict[int, tuple[str, ...]]:
    """Return for each answer the statements it is quoted for."""
    found: dict[int, list[str]] = {}
    for line in lines(report):
        for evidence in line.point.evidence:
            found.setdefault(evidence.answer, []).append(line.point.statement)
    return {answer: tuple(dict.fromkeys(statements)) for answer, statements in found.items()}


def anchors(said: Sequence[Said]) -> tuple[tuple[Said, str], ...]:
    """Return every contribution with its place on the page: answers by event, utterances by turn, each once."""
    used: set[str] = set()
    placed = []
    for item in said:
        place = f"a-{item.seq}" if item.who == "candidate" else f"t-{item.turn}"
        placed.append((item, "" if place in used else place))
        used.add(place)
    return tuple(placed)
