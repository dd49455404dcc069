"""What is due next in a room: a pure reading of its state and clock. Timers are never stored; they follow from the log."""

from interviewer.move import Act
from interviewer.service.room import Room
from interviewer.situation import Situation

NUDGES = 2
"""Silences broken in a row before the interviewer goes on to something else."""
UNHEARD = 2
"""Questions left in silence, one after the other, before the clock is stopped."""
TYPING_S = 12.0


def next_trigger(room: Room) -> str | None:
    """Return why the interviewer should act now, or None."""
    state = room.state
    if state.status != "live" or room.clock.monotonic() < room.not_before:
        return None
    if state.pending is not None:
        return state.pending.trigger
    if state.request is not None:
        return f"request:{state.request.what}"
    if not state.acts:
        return "start" if room.present else None
    if state.unheard is not None and state.unheard.seq != room.listened:
        return "answer"
    return _timer(room)


def _timer(room: Room) -> str | None:
    sit = Situation(room.script, room.state, room.elapsed_ms(), "timer:time", room.lexicon, room.id)
    if sit.over:
        return "timer:time"
    if sit.name == "floor" and sit.phase_over:
        return "timer:phase"
    return "timer:silence" if _silent_ms(room) >= _patience_ms(room) else None


def _patience_ms(room: Room) -> float:
    """Return how long a silence is let run: longer, once two of them were broken in vain."""
    return room.script.persona.patience.nudge_after_s * (2_000 if _nudged(room) >= NUDGES else 1_000)


def _nudged(room: Room) -> int:
    nudged = 0
    for act in reversed(room.state.acts):
        if act is not Act.NUDGE:
            break
        nudged += 1
    return nudged


def _silent_ms(room: Room) -> float:
    """Return how long the candidate has been silent on an open question, on the interview clock; 0 when it is fine."""
    state = room.state
    floor = state.floor and _nudged(room) >= NUDGES
    if state.open_turn is None or floor or room.clock.monotonic() - room.typed_at < TYPING_S:
        return 0.0
    return room.elapsed_ms() - state.elapsed_ms


def deserted(room: Room) -> bool:
    """Return whether questions go by without a word from the candidate: somebody left the page open and went."""
    state = room.state
    if state.status != "live" or not room.running:
        return False
    closed = [thread for thread in state.threads if thread.closed]
    silent = closed[-UNHEARD:]
    if len(silent) < UNHEARD or any(thread.closed != "waited" for thread in silent):
        return False
    unheard = {thread.number for thread in state.threads[-UNHEARD - 1 :]}
    return not any(answer.thread in unheard for answer in state.answers)


def wait_s(room: Room) -> float:
    """Return how long it is until something may be due by itself, in seconds."""
    if (rest := room.not_before - room.clock.monotonic()) > 0:
        return rest
    if room.review is not None and room.reviewing:
        return max(0.05, room.review.until - room.clock.monotonic())
    if not room.running:
        return 30.0
    state = room.state
    sit = Situation(room.script, state, room.elapsed_ms(), "timer:time", room.lexicon, room.id)
    waits = [_patience_ms(room) - (room.elapsed_ms() - state.elapsed_ms)]
    if sit.total_ms:
        waits += [sit.total_ms - sit.now_ms, sit.total_ms + 60_000 - sit.now_ms]
        if state.floor:
            waits.append(sit.phase_end_ms - 15_000 - sit.now_ms)
    ahead = [wait for wait in waits if wait > 0]
    return min(30.0, max(0.05, min(ahead, default=30_000) / 1000))
