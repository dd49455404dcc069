"""What a candidate's command does to a running interview: checked against the state, then appended in one unit.

The candidate never waits for the interviewer: a command that comes while words are being spoken stops them, keeps
what was shown, and says whether the question counts as asked. It starts no turn; the worker sees the log and does.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any, Literal

from interviewer import director
from interviewer import events as ev
from interviewer.errors import AlreadyAnswered, Refused, TooLarge
from interviewer.guard import asks
from interviewer.lexical import sentences
from interviewer.ports import Fence
from interviewer.service import commands as do
from interviewer.service import study
from interviewer.service.room import Room
from interviewer.situation import Situation

MOST_EXTRA_MS = 120 * 60_000
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
CutBy = Literal["candidate", "finish", "pause"]


async def perform(room: Room, command: do.AnyCommand) -> do.Ack:
    """Carry out one command; raises Refused when it makes no sense now, Fenced when somebody was faster."""
    return await _HANDLERS[type(command)](room, command)


async def _draft(room: Room, command: do.Draft) -> do.Ack:
    _sized("draft", command.text)
    await room.store.save_draft(room.id, command.text)
    return do.Ack(id=command.id)


async def _typing(room: Room, command: do.Typing) -> do.Ack:
    room.typed_at = room.clock.monotonic()
    return do.Ack(id=command.id)


def _sized(what: str, text: str) -> None:
    size = len(text.encode())
    if size > do.MAX_ANSWER_BYTES:
        raise TooLarge(what, size, do.MAX_ANSWER_BYTES)


async def _store(room: Room, command: do.Command, bodies: list[ev.AnyBody]) -> do.Ack:
    """Append what was cut and what the command says, the latter under the command's id."""
    fence = Fence(decided_on=room.state.candidate_seq)
    keys = [*[None] * (len(bodies) - 1), f"command:{command.id}"]
    done = await room.append(bodies, fence=fence, keys=keys)
    room.tell_state()
    return do.Ack(id=command.id, seq=done.events[-1].seq, repeated=done.repeated)


def _live(room: Room) -> None:
    status = room.state.status
    if status == "closed":
        raise Refused("closed", "This interview is over.", "Your text is kept as a draft; the report is next.")
    if status == "paused":
        raise Refused("paused", "The clock stands still.", "Resume first; your text is kept as a draft.")


async def _answer(room: Room, command: do.Answer) -> do.Ack:
    _sized("answer", command.text)
    if not _INVISIBLE.sub("", command.text).strip():
        raise Refused("empty", "The answer is empty.", "Write something, or skip the question.")
    _live(room)
    given = ev.AnswerGiven(command=command.id, turn=command.turn, text=command.text, done=command.done)
    state, speech = room.state, room.speech
    flying = speech.turn if speech else state.pending.turn if state.pending else None
    if flying is not None and command.turn == flying and room.held and not (speech and speech.text):
        # Only the speaker knows that nothing was shown yet; elsewhere, naming the turn means having seen it begin.
        return await _lengthen(room, command, command.text)
    if command.turn > state.turn:
        raise Refused("unknown_turn", f"Turn {command.turn} has not begun; the newest is {state.turn}.", "Catch up.")
    earlier = next((answer for answer in reversed(state.answers) if answer.turn == command.turn), None)
    if earlier and not state.floor and (state.open_turn != command.turn):
        raise AlreadyAnswered(command.turn, earlier.seq)
    if state.open_turn is None and command.turn != flying:
        raise Refused("not_asked", "No question is open just now.", "Wait for the interviewer.")
    return await _store(room, command, [*await cut(room, "candidate"), given])


async def _extend(room: Room, command: do.Extend) -> do.Ack:
    _sized("answer", command.text)
    _live(room)
    newest = room.state.answers[-1] if room.state.answers else None
    if newest is None or newest.seq != command.answer:
        raise Refused("not_newest", "Only the newest answer can be extended.", "Send it as an answer.")
    return await _lengthen(room, command, command.text)


async def _lengthen(room: Room, command: do.Answer | do.Extend, text: str) -> do.Ack:
    """Add to the newest answer, as long as no word of the reply was shown."""
    state, newest = room.state, room.state.answers[-1] if room.state.answers else None
    replied = bool(room.speech and room.speech.text) or state.open_turn is not None
    if newest is None or replied:
        raise Refused("too_late", "The interviewer has begun to reply.", "Send it as an answer to the open question.")
    if newest.thread in state.feedback:
        raise Refused("too_late", "What was heard in it has been said.", "Keep it for the next question.")
    size = len(newest.text.encode()) + len(text.encode())
    if size > do.MAX_ANSWER_BYTES:
        raise TooLarge("answer with its extension", size, do.MAX_ANSWER_BYTES)
    await cut(room, "candidate")
    return await _store(room, command, [ev.AnswerExtended(command=command.id, answer=newest.seq, text=text)])


async def cut(room: Room, by: CutBy) -> list[ev.AnyBody]:
    """Stop what is being said and return how it is recorded; nothing when no word of it was shown."""
    speech, decided = room.speech, room.state.pending
    if speech is None:
        return []
    if speech.task is not None and speech.task is not asyncio.current_task():
        speech.task.cancel()
        await asyncio.gather(speech.task, return_exceptions=True)
    room.speech = None
    if not speech.text or decided is None or decided.turn != speech.turn:
        return []
    move = decided.menu.move(speech.move) or decided.menu.first
    asked = move.asks and any(asks(span.text) and span.text[-1] in '.?!"”’)' for span in sentences(speech.text))
    bodies: list[ev.AnyBody] = [
        ev.TurnSpoken(
            turn=speech.turn, attempt=speech.attempt, text=speech.text.strip(), move=move.id, asks=asked, cut_by=by,
            source="script" if speech.source == "script" else "model", ended="candidate",
        )
    ]  # fmt: skip
    sit = Situation(room.script, room.state, room.elapsed_ms(), decided.trigger, room.lexicon, room.id)
    if asked or not move.asks:
        bodies += director.consequences(sit, decided, move, asked=True)
    else:
        bodies.append(ev.QuestionUnasked(turn=speech.turn))
    return bodies


async def _request(room: Room, command: do.Repeat | do.Skip | do.Hint | do.Finish) -> do.Ack:
    finish = isinstance(command, do.Finish)
    bodies: list[ev.AnyBody] = []
    if finish and room.state.status == "paused":
        bodies.append(ev.ClockResumed())
    else:
        _live(room)
    if isinstance(command, do.Skip) and (room.reviewing or command.id in room.hurried):
        return study.hurry(room, command)
    if room.state.request is not None and not finish:
        raise Refused("busy", "Your last request is still being answered.", "Wait a moment.")
    if not finish and not room.state.acts:
        raise Refused("not_asked", "The interview has not begun.", "Wait for the first question.")
    bodies += await cut(room, "finish" if finish else "candidate")
    return await _store(room, command, [*bodies, ev.Requested(command=command.id, what=command.type)])


async def _clock(room: Room, command: do.Pause | do.Resume | do.ExtendTime) -> do.Ack:
    status = room.state.status
    if status == "closed":
        raise Refused("closed", "This interview is over.")
    bodies: list[ev.AnyBody] = []
    match command:
        case do.Pause():
            if status == "paused":
                raise Refused("paused", "The clock stands still already.", "Resume when you are ready.")
            bodies = [*await _hush(room), ev.ClockPaused(by="candidate", command=command.id)]
        case do.Resume():
            if status != "paused":
                raise Refused("running", "The clock is running.")
            bodies = [ev.ClockResumed(command=command.id)]
        case do.ExtendTime():
            if room.state.extra_ms + command.minutes * 60_000 > MOST_EXTRA_MS:
                raise Refused("too_long", "Two hours were added already.", "Finish, and start another interview.")
            bodies = [ev.ClockExtended(command=command.id, minutes=command.minutes)]
    return await _store(room, command, bodies)


async def _hush(room: Room) -> list[ev.AnyBody]:
    """Stop what is being said so that it is said again, whole, from the same decision."""
    speech = room.speech
    if speech is None:
        return []
    if speech.task is not None:
        speech.task.cancel()
        await asyncio.gather(speech.task, return_exceptions=True)
    room.speech = None
    detail = "Paused while the interviewer was speaking; it will be said again."
    return [ev.TurnFailed(turn=speech.turn, attempt=speech.attempt, code="paused", detail=detail, shown=speech.text)]


async def _engine(room: Room, command: do.ChangeEngine) -> do.Ack:
    if room.state.status == "closed":
        raise Refused("closed", "This interview is over.")
    if command.engine not in room.engines:
        raise Refused(
            "engine_unavailable", f"The engine {command.engine!r} cannot be used here.",
            "The start page says what it needs; the interview goes on as it was.",
        )  # fmt: skip
    bodies: list[ev.AnyBody] = [*await _hush(room)]
    if room.state.status == "paused":
        bodies.append(ev.ClockResumed())
    return await _store(room, command, [*bodies, ev.EngineChanged(command=command.id, engine=command.engine)])


async def _predict(room: Room, command: do.Predict | do.DeclinePrediction) -> do.Ack:
    if room.state.status != "closed":
        raise Refused("not_closed", "Predictions come after the interview.", "Finish it first.")
    if room.state.predicted:
        raise Refused("predicted", "You have predicted or declined already.", "Open the report.")
    if isinstance(command, do.DeclinePrediction):
        return await _store(room, command, [ev.PredictionDeclined(command=command.id)])
    known = {criterion.id for criterion in room.script.rubric.criteria}
    if unknown := sorted(set(command.levels) - known):
        raise Refused("unknown_criterion", f"No criterion {unknown[0]!r} in this round.", f"Known: {sorted(known)}.")
    made = ev.PredictionMade(command=command.id, levels=command.levels, confidence=command.confidence)
    return await _store(room, command, [made])


async def _report(room: Room, command: do.RequestReport) -> do.Ack:
    if room.state.status != "closed":
        raise Refused("not_closed", "The report comes after the interview.", "Finish it first.")
    if room.state.judging == "running":
        raise Refused("busy", "A report is being written.", "Wait for it.")
    judging = f"judging-{command.id}"
    return await _store(room, command, [ev.ReportRequested(judging=judging, judge="offline")])


_HANDLERS: dict[type[do.Command], Callable[[Room, Any], Awaitable[do.Ack]]] = {
    do.Draft: _draft,
    do.Typing: _typing,
    do.Answer: _answer,
    do.Extend: _extend,
    do.Repeat: _request,
    do.Skip: _request,
    do.Hint: _request,
    do.Finish: _request,
    do.Pause: _clock,
    do.Resume: _clock,
    do.ExtendTime: _clock,
    do.ChangeEngine: _engine,
    do.Predict: _predict,
    do.DeclinePrediction: _predict,
    do.RequestReport: _report,
}
