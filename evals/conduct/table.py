"""The table: a row per check, a column per speaker, each with its count, bound and PASS or FAIL; and the worst turns."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from evals.conduct.checks import CHECKS, Check, Judged
from evals.conduct.record import Record
from evals.conduct.words import talk_ratio
from interviewer import events as ev

WORST = 5
WIDTH = 25

Results = Mapping[str, Mapping[str, Sequence[Judged]]]
"""Column to check to findings."""


def failed(results: Results) -> list[tuple[str, Check]]:
    """Return the checks that do not hold, with their columns."""
    return [(column, check) for column in results for check in CHECKS if not _holds(check, results[column][check.name])]


def _holds(check: Check, findings: Sequence[Judged]) -> bool:
    return check.holds(sum(item.finding.good for item in findings), len(findings))


def table(results: Results, records: Mapping[str, Sequence[Record]]) -> str:
    """Return the table as text."""
    name = max(len(check.name) for check in CHECKS) + 2
    lines = [f"{'':{name}}{'bound':7}" + "".join(f"{column:>{WIDTH}}" for column in results)]
    for check in CHECKS:
        cells = "".join(f"{_cell(check, results[column][check.name]):>{WIDTH}}" for column in results)
        lines.append(f"{check.name:{name}}{check.bound:7}{cells}")
    for title, figures in _figures(records).items():
        lines.append(f"{title:{name}}{'':7}" + "".join(f"{figure:>{WIDTH}}" for figure in figures))
    return "\n".join(lines)


def _cell(check: Check, findings: Sequence[Judged]) -> str:
    good, count = sum(item.finding.good for item in findings), len(findings)
    if not count:
        return "–"
    mark = "" if check.least is None else " PASS" if check.holds(good, count) else " FAIL"
    return f"{good}/{count} {100 * good / count:.1f}%{mark}"


def _figures(records: Mapping[str, Sequence[Record]]) -> dict[str, list[str]]:
    """Return what is reported beside the checks, a figure per column."""
    rows: dict[str, list[str]] = {}
    for played in records.values():
        guarded = [event.body for record in played for event in record.events if isinstance(event.body, ev.TurnGuarded)]
        held = [body.held_words for body in guarded]
        rows.setdefault("interviews", []).append(str(len(played)))
        rows.setdefault("turns", []).append(str(sum(len(record.turns) for record in played)))
        rows.setdefault("interviewer's share of words", []).append(f"{talk_ratio(list(played)):.0%}")
        rows.setdefault("words held back, most", []).append(str(max(held, default=0)))
        rows.setdefault("words taken back", []).append(str(sum(body.voided_words for body in guarded)))
    return rows


def reasons(results: Results) -> str:
    """Return why words of a model were replaced, by column."""
    lines = []
    for column, found in results.items():
        whys = Counter(_kind(item.finding.why) for item in found["scripted fallbacks"] if item.finding.good)
        if whys:
            lines.append(f"{column}: fallbacks " + ", ".join(f"{why} {count}" for why, count in whys.most_common(12)))
    return "\n".join(lines)


def _kind(why: str) -> str:
    return why.partition(":")[0].partition("'")[0].strip() or "no reason noted"


def worst(results: Results, *, replay: bool = True) -> str:
    """Return the worst turns of every check that fails, with the command that prints the interview where one does."""
    lines = []
    for column, check in failed(results):
        bad = [item for item in results[column][check.name] if not item.finding.good]
        lines.append(f"\n{column} · {check.name}: {len(bad)} bad")
        for item in _spread(bad):
            finding = item.finding
            lines.append(f"  turn {finding.turn} of {item.record.name}: {finding.why}")
            if finding.text:
                lines.append(f"    {finding.text[:300]!r}")
            if replay:
                lines.append(f"    python -m evals conduct --replay {column} {item.record.name}")
    return "\n".join(lines)


def _spread(bad: Sequence[Judged]) -> list[Judged]:
    """Return a few, of different interviews where there are any."""
    first = {item.record.name: item for item in reversed(bad)}
    some = list(reversed(first.values()))
    return [*some, *(item for item in bad if item not in some)][:WORST]


def data(results: Results, records: Mapping[str, Sequence[Record]]) -> dict[str, Any]:
    """Return everything as JSON."""
    return {
        column: {
            check.name: {
                "good": sum(item.finding.good for item in found[check.name]),
                "count": len(found[check.name]),
                "least": check.least,
                "holds": _holds(check, found[check.name]),
                "bad": [
                    {"interview": item.record.name, "turn": item.finding.turn, "why": item.finding.why,
                     "text": item.finding.text}
                    for item in found[check.name] if not item.finding.good and check.least is not None
                ],
            }
            for check in CHECKS
        }
        for column, found in results.items()
    }  # fmt: skip
