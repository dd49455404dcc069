"""Coverage: what a thread set out to learn, and whether it was learnt or asked while there was time. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from evals.conduct.finding import Finding
from evals.conduct.record import Record
from interviewer import events as ev
from interviewer import plan
from interviewer.events import Event
from interviewer.question import Question
from interviewer.signals import TOUCHED
from interviewer.situation import TURN_MS

THEIRS = frozenset({"skip", "goodbye", "gives_up", "waited", "declines", "distress"})
"""Ways a thread ends by the candidate's doing."""
MARGIN_MS = 25_000
"""How near the end of a phase a thread may be left: shorter than a question and an answer."""


@dataclass
class Thread:
    """One question as it was followed."""

    question: Question
    number: int
    opened_ms: int
    phase: str
    until_ms: int
    """When the phase should end; 0 when untimed."""
    turns: int = 0
    """Turns of the phase up to the end of the thread."""
    closed_ms: int = 0
    turn: int = 0
    """The turn that ended it."""
    why: str = ""
    rule: str = ""
    targets: list[str] = field(default_factory=list)
    met: set[str] = field(default_factory=set)
    last_kind: str = ""


def followed(record: Record) -> list[Thread]:
    """Return the threads of an interview."""
    found: list[Thread] = []
    phase_at, until, turns, rule, number, met = "", 0, 0, "", 0, set[str]()
    for event in record.events:
        body = event.body
        if isinstance(body, ev.PhaseEntered):
            phase_at, until, turns = body.phase, body.until_ms, 0
        elif isinstance(body, ev.ThreadOpened) and body.question in record.script.by_question:
            question = record.script.by_question[body.question]
            found.append(Thread(question, body.thread, event.elapsed_ms, phase_at, until))
        elif isinstance(body, ev.ThreadClosed) and found and found[-1].number == body.thread:
            found[-1].closed_ms, found[-1].why, found[-1].rule = event.elapsed_ms, body.why, rule
            found[-1].turns, found[-1].met, found[-1].turn = turns, set(met), number
        elif isinstance(body, ev.TurnDecided):
            rule, number, turns = body.menu.rule, body.turn, turns + 1
            met |= {key for key, score in body.signals.get("touched", {}).items() if score >= TOUCHED}
        elif isinstance(body, ev.AssessmentMade):
            met |= {finding.indicator for finding in body.result.findings if finding.verdict == "met"}
            if found and found[-1].closed_ms == 0:
                found[-1].met = set(met)
        _follow(record, event, found)
    return found


def _follow(record: Record, event: Event, found: list[Thread]) -> None:
    """Note what a spoken follow-up was for, and how the candidate last answered."""
    if not found or found[-1].closed_ms:
        return
    if isinstance(event.body, ev.TurnSpoken):
        turn = record.find(event.body.turn)
        if turn and turn.move.target:
            found[-1].targets.append(turn.move.target.removeprefix("smaller:"))
    elif event.seq in record.kinds:
        found[-1].last_kind = record.kinds[event.seq]


def timely(record: Record, thread: Thread) -> bool:
    """Return whether the time allowed more when a thread was left."""
    if thread.closed_ms - thread.opened_ms >= thread.question.minutes * 60_000 - MARGIN_MS and record.total_ms:
        return False
    if thread.until_ms:
        return thread.closed_ms < thread.until_ms - MARGIN_MS
    slot = plan.slot_of(plan.slots(record.setup, record.script.round), thread.phase)
    return slot is None or (thread.turns + 1) * TURN_MS < slot.end_ms - slot.start_ms


def probed(thread: Thread, indicator: str) -> bool:
    """Return whether a follow-up was for an indicator, by name or as an authored follow-up that hangs on it."""
    hanging = {
        f"follow:{thread.question.id}:{at}"
        for at, item in enumerate(thread.question.follow_ups)
        if item.when == indicator
    }
    return any(target == indicator or target in hanging for target in thread.targets)


def covered(record: Record) -> Iterator[Finding]:
    """Every indicator with points of every question put: met by then, or probed, before its thread ended.

    Left out: threads that the candidate ended (skip, refusal, goodbye, an honest "I don't know"), and threads left
    within 25 seconds of the end of their phase, of the question's own minutes, or of the interview.
    """
    for thread in followed(record):
        ended = (
            thread.why in THEIRS
            or thread.rule in THEIRS
            or thread.last_kind in {"refusal", "skip", "goodbye", "finish"}
        )
        if not thread.closed_ms or ended or not timely(record, thread):
            continue
        for item in thread.question.indicators:
            if item.points > 0:
                good = item.id in thread.met or probed(thread, item.id)
                spent = (thread.closed_ms - thread.opened_ms) // 1000
                asked = f"{len(thread.targets)} follow-ups in {spent} s of {thread.question.minutes * 60:.0f}"
                yield Finding(
                    good,
                    thread.turn,
                    "" if good else f"{item.id} neither met nor probed; left by {thread.why}, {asked}",
                )
