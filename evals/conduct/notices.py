"""Checks of what is said about the time: true, once, in company, and where it is due. Pure."""

from collections.abc import Iterator

from evals.conduct import detect
from evals.conduct.finding import Finding
from evals.conduct.record import Record
from interviewer.move import Act


def true(record: Record) -> Iterator[Finding]:
    """Every sentence about the time left: true within a minute and a half, each kind once."""
    said: set[float] = set()
    for turn in record.turns:
        for text, minutes in detect.notices(turn.text):
            if turn.move.act is Act.CLOSE:
                continue
            why = (
                ""
                if _true(record, turn.at_ms, minutes)
                else f"not true at {turn.at_ms // 1000} s of {record.total_ms // 1000}"
            )
            why = why or ("said twice" if minutes in said else "")
            said.add(minutes)
            yield Finding(not why, turn.number, f"“{text}” {why}" if why else "", turn.text)


def _true(record: Record, at_ms: int, minutes: float) -> bool:
    total = record.total_ms
    if not total:
        return False
    left = (total - at_ms) / 60_000
    if minutes == 0.5:
        return 0.4 <= at_ms / total <= 0.62
    return 1 <= left <= 6 if minutes < 0 else abs(left - minutes) <= 1.5


def accompanied(record: Record) -> Iterator[Finding]:
    """Every turn with a sentence about the time: it says something else as well."""
    for turn in record.turns:
        if detect.notices(turn.text) and turn.move.act is not Act.CLOSE:
            rest = [piece for piece in detect.pieces(turn.text) if not detect.notices(piece)]
            yield Finding(bool(rest), turn.number, "" if rest else "a notice alone", turn.text)


def given(record: Record) -> Iterator[Finding]:
    """Every timed interview of twenty minutes and more that passed its middle, or its last minutes, in talk."""
    said = {minutes for turn in record.turns for _, minutes in detect.notices(turn.text)}
    total = record.total_ms
    if not total or record.setup.minutes < 20 or not record.turns:
        return
    inside = [turn.at_ms for turn in record.turns if turn.move.act is not Act.CLOSE]
    if any(0.47 <= at / total <= 0.55 for at in inside):
        yield Finding(0.5 in said, 0, "half-time")
    if any(90_000 < total - at <= 330_000 for at in inside):
        yield Finding(bool(said - {0.5}), 0, "last minutes")
