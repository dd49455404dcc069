"""Time: which phase when, and how much of it is left. Pure arithmetic over the round and the chosen minutes."""

from dataclasses import dataclass

from interviewer.events import Setup
from interviewer.round import Phase, Round

TIGHT = 0.75
"""Share of their least time that makes later phases still worth entering: answers end when they end."""
CLOSING_MS = 45_000
"""Kept for the last words."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A phase with its place on the interview clock, in milliseconds."""

    phase: Phase
    start_ms: int
    end_ms: int


def schedule(round_: Round, minutes: float, extra_ms: int = 0) -> tuple[Slot, ...]:
    """Return the phases that fit, in order, by weight, none under its minimum.

    Phases drop by their ``drop_order``, highest first, while the minima do not fit; extra time goes to all by weight.
    """
    budget = minutes * 60_000 + extra_ms - CLOSING_MS
    phases = list(round_.phases)
    while sum(phase.minimum_minutes * 60_000 for phase in phases) > budget:
        droppable = [phase for phase in phases if phase.drop_order > 0]
        if not droppable:
            break
        phases.remove(max(droppable, key=lambda phase: phase.drop_order))
    spans = _spread(phases, budget)
    slots, at = [], 0.0
    for phase, span in zip(phases, spans, strict=True):
        slots.append(Slot(phase, round(at), round(at + span)))
        at += span
    return tuple(slots)


def _spread(phases: list[Phase], budget: float) -> list[float]:
    """Return the phases' shares of the budget: by weight, lifted to the minimum, the rest scaled down."""
    minima = [phase.minimum_minutes * 60_000 for phase in phases]
    total = sum(phase.weight for phase in phases)
    spans = [max(least, budget * phase.weight / total) for phase, least in zip(phases, minima, strict=True)]
    over = sum(spans) - budget
    slack = sum(span - least for span, least in zip(spans, minima, strict=True))
    if over > 0 and slack > 0:
        share = min(1.0, over / slack)
        spans = [span - (span - least) * share for span, least in zip(spans, minima, strict=True)]
    return spans


def total_ms(setup: Setup, extra_ms: int = 0) -> int:
    """Return the length of the interview on its own clock; 0 when it is untimed."""
    return round(setup.minutes * setup.pace * 60_000) + extra_ms if setup.pace else 0


def slots(setup: Setup, round_: Round, extra_ms: int = 0) -> tuple[Slot, ...]:
    """Return the schedule of an interview; an untimed one is planned as if it had its nominal minutes."""
    return schedule(round_, setup.minutes * (setup.pace or 1.0), extra_ms)


def slot_of(plan: tuple[Slot, ...], phase: str) -> Slot | None:
    """Return the slot of a phase, or None when it was dropped."""
    return next((slot for slot in plan if slot.phase.id == phase), None)


def onward(plan: tuple[Slot, ...], phase: str, left_ms: float) -> tuple[Slot, ...]:
    """Return the slots after ``phase`` for which there is still time, by the same order of dropping."""
    ids = [slot.phase.id for slot in plan]
    rest = list(plan[ids.index(phase) + 1 :] if phase in ids else plan)
    while sum(slot.phase.minimum_minutes for slot in rest) * 60_000 * TIGHT > left_ms:
        droppable = [slot for slot in rest if slot.phase.drop_order > 0]
        if not droppable:
            break
        rest.remove(max(droppable, key=lambda slot: slot.phase.drop_order))
    return tuple(rest)


def deadline(plan: tuple[Slot, ...], phase: str, entered_ms: int, total: int) -> int:
    """Return when a phase should end, on the interview clock, given when it was really entered.

    What is left is shared by the planned lengths of this phase and those after it, so a phase that ran over or ended
    early shortens or lengthens all that follow, and none is lost; it leaves the later ones their least.
    """
    ids = [slot.phase.id for slot in plan]
    if phase not in ids:
        return total
    here = ids.index(phase)
    lengths = [slot.end_ms - slot.start_ms for slot in plan[here:]]
    left = max(0, total - CLOSING_MS - entered_ms)
    later = sum(slot.phase.minimum_minutes for slot in plan[here + 1 :]) * 60_000
    fair = left * lengths[0] / max(1, sum(lengths))
    return round(entered_ms + (min(fair, left - later) if left > later else fair))
