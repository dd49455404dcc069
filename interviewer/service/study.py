"""Study mode between two questions: before a thread is left, what was heard in it is said.

It asks for the rows of the thread's answers, waits for them for a while during which the clock stands, and appends
``feedback.given``. It takes no decision: it only looks whether the one that is due would leave the thread. Whatever it
does is in the log under a key of its own, so a process that dies here leaves nothing to be done twice.
"""

from interviewer import director
from interviewer.belief import answer_of, named
from interviewer.errors import CommandReused
from interviewer.events import AnyBody, AssessmentRequested, ChallengeSettled, Event, TurnDecided
from interviewer.feedback import feedback
from interviewer.move import Act
from interviewer.ports import Fence
from interviewer.service import commands as do
from interviewer.service.room import Review, Room
from interviewer.situation import Situation
from interviewer.state import State, step

PATIENCE_S = 20.0
"""How long the next question waits for the judgement of the answers to the last one."""
LEAVING = frozenset({Act.YIELD, Act.CLOSE})
"""Acts that leave a thread without putting a question."""


async def ready(room: Room, trigger: str) -> bool:
    """Return whether the turn that is due may begin; else look again when something changes or the wait is over.

    Raises:
        Fenced: the candidate said something meanwhile, or somebody else holds the lease.
        StoreError: nothing was written.
    """
    setup = room.state.setup
    if setup is None or setup.mode != "study" or room.state.pending is not None:
        return _go_on(room)
    if not room.reviewing or room.review is None or room.review.revision != room.state.spoke_seq:
        await _ask(room)
    left = _left(room, trigger)
    if left is None:
        return _go_on(room)
    thread, state = left
    if _waits(room, thread):
        return False
    body, fence = feedback(room.script, state, thread), Fence(room.epoch, room.state.candidate_seq)
    await _append(room, body, f"feedback:{thread}", fence)
    return _go_on(room)


def hurry(room: Room, command: do.Skip) -> do.Ack:
    """End the wait: the candidate would rather go on. Nothing is stored; the same command again does nothing."""
    repeated = command.id in room.hurried
    room.hurried.add(command.id)
    if not repeated and room.review is not None:
        room.review.until = room.clock.monotonic()
        room.wake.set()
    return do.Ack(id=command.id, repeated=repeated)


def _go_on(room: Room) -> bool:
    room.hold(None)
    return True


async def _ask(room: Room) -> None:
    """Ask for the rows of what was just said and of the open thread's answers; each wording of an answer once."""
    state, number = room.state, room.state.thread.number if room.state.thread else None
    known = {row.answer for row in state.assessments} | {answer_of(name) for name in (*state.requested, *state.failed)}
    for answer in state.answers:
        own = number is not None and answer.thread == number
        if answer is state.unheard or (own and answer.seq not in known):
            name = named(answer.seq, state.spoke_seq if answer is state.unheard else 0)
            await _append(
                room, AssessmentRequested(assessment=name, answer=answer.seq), f"asked:{name}", Fence(room.epoch)
            )  # fmt: skip


def _left(room: Room, trigger: str) -> tuple[int, State] | None:
    """Return the thread that the due decision would leave, with the state as it leaves it; None when it stays."""
    state, thread = room.state, room.state.thread
    if thread is None or thread.number in state.feedback or thread.question not in room.script.by_question:
        return None
    if all(answer.thread != thread.number for answer in state.answers):
        return None
    sit = Situation(room.script, state, room.elapsed_ms(), trigger, room.lexicon, room.id)
    decision = director.decide(sit)
    bodies: tuple[AnyBody, ...] = decision.bodies if decision else ()
    first = next((body.menu.first for body in bodies if isinstance(body, TurnDecided)), None)
    if first is None or not (first.question or first.act in LEAVING):
        return None
    for body in bodies:
        if isinstance(body, ChallengeSettled):
            state = step(state, Event(seq=state.seq, at=room.clock.now(), elapsed_ms=state.elapsed_ms, body=body))
    return thread.number, state


def _waits(room: Room, thread: int) -> bool:
    """Return whether judgement of the thread is still waited for, having begun to wait if need be."""
    state, now = room.state, room.clock.monotonic()
    answers = {answer.seq for answer in state.answers if answer.thread == thread}
    if answers.isdisjoint(map(answer_of, state.requested)):
        return False
    if room.review is None or not room.reviewing or room.review.thread != thread:
        room.hold(Review(thread, now + PATIENCE_S, room.epoch, state.spoke_seq))
        room.tell_state()
    assert room.review is not None
    room.review.revision = state.spoke_seq
    return room.review.until > now


async def _append(room: Room, body: AnyBody, key: str, fence: Fence) -> None:
    """Append once; when it was there already, whatever its words, learn of it."""
    try:
        done = await room.append([body], fence=fence, key=key)
    except CommandReused:
        await room.catch_up()
        return
    if done.repeated:
        await room.catch_up()
