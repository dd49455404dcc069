"""Where an interview stands: the fold of its events, one small function per kind.

It owns what follows from the log and nothing else: no content, no clock, no model. Time is the ``elapsed_ms`` of the
newest event; who wants "now" adds what has passed since.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from interviewer import events as ev
from interviewer.belief import Assessment
from interviewer.events import Event, Setup
from interviewer.move import Act, Move
from interviewer.pieces import Answer as Answer
from interviewer.pieces import Posed as Posed
from interviewer.pieces import Thread as Thread
from interviewer.pieces import Utterance as Utterance
from interviewer.preparation import Preparation
from interviewer.reading import Reading
from interviewer.transcript import Said, extended

FOLLOWING = frozenset({Act.PROBE, Act.CLARIFY, Act.HINT, Act.INTERRUPT, Act.SETTLE})
"""Acts that stay with the question that was asked."""
Status = Literal["ready", "live", "paused", "closed"]
Judging = Literal["pending", "running", "done", "incomplete", "failed"]


@dataclass(frozen=True, slots=True)
class State:
    """The folded interview. ``turn`` counts decisions; a decision that is not spoken yet is ``pending``."""

    setup: Setup | None = None
    content: dict[str, str] = field(default_factory=dict)
    materials: tuple[str, ...] = ()
    status: Status = "ready"
    end: str = ""
    paused_by: str = ""
    seq: int = 0
    elapsed_ms: int = 0
    extra_ms: int = 0
    candidate_seq: int = 0
    """Newest event of the candidate's: what a decision must have seen."""
    phase: str = ""
    floor: bool = False
    phase_ms: int = 0
    phase_turn: int = 0
    """The turn that entered the phase."""
    opened: bool = False
    turn: int = 0
    pending: ev.TurnDecided | None = None
    attempt: int = 1
    """Number of the next attempt to speak the pending decision, or to decide again after an extension."""
    attempts_failed: int = 0
    """Failures in a row since somebody last intervened."""
    open_turn: int | None = None
    """The turn whose question waits for an answer."""
    last: Utterance | None = None
    commands: dict[str, int] = field(default_factory=dict)
    """Commands done, by id, with the event each one left."""
    said: tuple[Said, ...] = ()
    answers: tuple[Answer, ...] = ()
    threads: tuple[Thread, ...] = ()
    challenges: tuple[Posed, ...] = ()
    facts: tuple[str, ...] = ()
    twists: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    """Acts spoken, in order."""
    targets: tuple[str, ...] = ()
    """What follow-ups were for, in any thread or on the floor: nothing is asked twice."""
    wording: tuple[str, ...] = ()
    """Scripted sentences already used, so that nobody repeats himself."""
    refused: tuple[str, ...] = ()
    """Questions and targets the candidate will not talk about."""
    soft: bool = False
    """Whether a pause was offered to somebody who could not go on: pressure is 0 from then on."""
    readings: dict[int, Reading] = field(default_factory=dict)
    """What a model saw in an answer, by the answer's sequence number."""
    preparation: Preparation | None = None
    prepared: bool = False
    """Whether the material was prepared, or could not be."""
    feedback: tuple[int, ...] = ()
    """Threads on which study mode said what was heard."""
    request: ev.Requested | None = None
    """A request the interviewer has not reacted to."""
    requested: tuple[str, ...] = ()
    """Assessments asked for and not made."""
    assessments: tuple[Assessment, ...] = ()
    failed: tuple[str, ...] = ()
    predicted: bool = False
    """Whether the report may open: a prediction was made or declined."""
    prediction: ev.PredictionMade | None = None
    judging: Judging = "pending"
    report_requested: str = ""
    report_version: int = 0

    @property
    def thread(self) -> Thread | None:
        """The open thread."""
        return self.threads[-1] if self.threads and not self.threads[-1].closed else None

    @property
    def challenge(self) -> Posed | None:
        """The open challenge."""
        return self.challenges[-1] if self.challenges and not self.challenges[-1].stance else None

    @property
    def unheard(self) -> Answer | None:
        """The newest answer, when no decision took it, or its extension, into account."""
        return self.answers[-1] if self.answers and self.spoke_seq > self.decided_on else None

    decided_on: int = 0
    """Candidate event that the newest decision took into account."""
    undecided: "State | None" = None
    """The state before the pending decision: an extended answer takes it back."""
    spoke_seq: int = 0
    """Newest answer or extension."""

    @property
    def asked(self) -> frozenset[str]:
        """Questions of the bank already put."""
        return frozenset(thread.question for thread in self.threads)


def fold(events: Iterable[Event], state: State | None = None) -> State:
    """Return the state after the events, starting from ``state`` or from nothing."""
    state = state or State()
    for event in events:
        state = step(state, event)
    return state


def step(state: State, event: Event) -> State:
    """Return the state after one more event."""
    body = event.body
    said = state.said
    if isinstance(body, ev.TurnSpoken | ev.AnswerGiven | ev.AnswerExtended):
        said = tuple(extended(list(said), event))
    candidate = event.seq if body.kind in ev.CANDIDATE_KINDS else state.candidate_seq
    if isinstance(body, ev.ClockResumed | ev.ClockPaused) and body.command:
        candidate = event.seq
    state = replace(state, seq=event.seq, elapsed_ms=event.elapsed_ms, said=said, candidate_seq=candidate)
    if command := getattr(body, "command", ""):
        state = replace(state, commands=state.commands | {command: event.seq})
    handler = _HANDLERS.get(body.kind)
    return handler(state, event, body) if handler else state


def _started(state: State, _: Event, body: ev.InterviewStarted) -> State:
    return replace(state, setup=body.setup, content=body.content)


def _material(state: State, _: Event, body: ev.MaterialAttached) -> State:
    return replace(state, materials=(*state.materials, body.material))


def _opened(state: State, _: Event, __: ev.RoundOpened) -> State:
    return replace(state, status="live", opened=True)


def _phase(state: State, event: Event, body: ev.PhaseEntered) -> State:
    return replace(state, phase=body.phase, floor=body.floor, phase_ms=event.elapsed_ms, phase_turn=state.turn)


def _decided(state: State, _: Event, body: ev.TurnDecided) -> State:
    fresh = state.pending is None or state.pending.turn != body.turn
    return replace(
        state, pending=body, turn=body.turn, decided_on=body.decided_on, attempt=body.attempt,
        undecided=replace(state, undecided=None) if fresh else state.undecided,
        attempts_failed=0 if fresh else state.attempts_failed,
        request=None if body.trigger.startswith("request:") else state.request,
    )  # fmt: skip


def _spoken(state: State, _: Event, body: ev.TurnSpoken) -> State:
    pending = state.pending
    if pending is None or pending.turn != body.turn:
        return state
    move = pending.menu.move(body.move) or pending.menu.first
    again = move.act in {Act.NUDGE, Act.REPEAT} or not body.text
    state = replace(
        state, pending=None, undecided=None, attempt=1, attempts_failed=0,
        open_turn=None if move.act is Act.CLOSE or body.cut_by else body.turn,
        last=state.last if again else Utterance(move, body.text, body.source == "script"),
        acts=(*state.acts, move.act), wording=(*state.wording, move.say),
        notices=(*state.notices, move.notice) if move.notice and body.text else state.notices,
        refused=(*state.refused, *pending.refused), soft=state.soft or pending.menu.rule == "distress",
    )  # fmt: skip
    if move.act is Act.TWIST and body.text:
        state = replace(state, twists=(*state.twists, move.target))
    return _counted(state, move) if body.text else state


def _counted(state: State, move: Move) -> State:
    """Return the state with what a follow-up was for kept, and counted in its thread."""
    if move.act not in FOLLOWING or move.question:
        return state
    for_ = (move.target,) if move.target else ()
    state, thread = replace(state, targets=(*state.targets, *for_)), state.thread
    if thread is None:
        return state
    return _rethread(
        state,
        replace(
            thread, probes=thread.probes + (move.act in {Act.PROBE, Act.INTERRUPT, Act.SETTLE}),
            hints=thread.hints + (move.act is Act.HINT), targets=(*thread.targets, *for_),
        ),
    )  # fmt: skip


def _read(state: State, _: Event, body: ev.ReadingMade) -> State:
    return replace(state, readings=state.readings | {body.reading.answer: body.reading})


def _prepared(state: State, _: Event, body: ev.MaterialPrepared) -> State:
    return replace(state, preparation=body.preparation, prepared=True)


def _unprepared(state: State, _: Event, __: ev.PreparationFailed) -> State:
    return replace(state, prepared=True)


def _fed_back(state: State, _: Event, body: ev.FeedbackGiven) -> State:
    return replace(state, feedback=(*state.feedback, body.thread))


def _rethread(state: State, thread: Thread) -> State:
    return replace(state, threads=(*state.threads[:-1], thread))


def _failed(state: State, _: Event, body: ev.TurnFailed) -> State:
    return replace(state, attempts_failed=state.attempts_failed + 1, attempt=state.attempt + 1)


def _answered(state: State, event: Event, body: ev.AnswerGiven) -> State:
    thread = state.thread
    number = thread.number if thread else None
    answer = Answer(event.seq, body.turn, body.text, body.done, number, event.elapsed_ms)
    more = state.floor and not body.done
    # A decision that was not spoken when the candidate spoke is stale: the next one takes this answer into account.
    return replace(
        state, answers=(*state.answers, answer), spoke_seq=event.seq, open_turn=body.turn if more else None, floor=more,
        pending=None, undecided=None, attempt=1,
    )  # fmt: skip


def _extended(state: State, event: Event, body: ev.AnswerExtended) -> State:
    """Return the state with the longer answer, as if what was decided on the shorter one had not been."""
    joined = tuple(
        replace(answer, text=f"{answer.text}\n{body.text}") if answer.seq == body.answer else answer
        for answer in state.answers
    )
    state = replace(state, answers=joined, spoke_seq=event.seq)
    before = state.undecided
    if state.pending is None or before is None:
        return state
    return replace(
        state, pending=None, undecided=None, turn=before.turn, attempt=state.attempt + 1, phase=before.phase,
        floor=before.floor, phase_ms=before.phase_ms, phase_turn=before.phase_turn, challenges=before.challenges,
    )  # fmt: skip


def _unasked(state: State, _: Event, body: ev.QuestionUnasked) -> State:
    return replace(state, open_turn=None if state.open_turn == body.turn else state.open_turn)


def _requested(state: State, _: Event, body: ev.Requested) -> State:
    return replace(state, request=body, pending=None, undecided=None, attempt=1)


def _paused(state: State, _: Event, body: ev.ClockPaused) -> State:
    return replace(state, status="paused", paused_by=body.by) if state.status != "closed" else state


def _resumed(state: State, _: Event, __: ev.ClockResumed) -> State:
    if state.status == "closed":
        return state
    return replace(state, status="live" if state.opened else "ready", paused_by="", attempts_failed=0)


def _extra(state: State, _: Event, body: ev.ClockExtended) -> State:
    return replace(state, extra_ms=state.extra_ms + body.minutes * 60_000)


def _engine(state: State, _: Event, body: ev.EngineChanged) -> State:
    assert state.setup is not None
    return replace(state, setup=state.setup.model_copy(update={"engine": body.engine}), attempts_failed=0)


def _closed(state: State, _: Event, body: ev.InterviewClosed) -> State:
    return replace(state, status="closed", end=body.reason, pending=None, open_turn=None, request=None, floor=False)


def _predicted(state: State, _: Event, body: ev.PredictionMade | ev.PredictionDeclined) -> State:
    return replace(state, predicted=True, prediction=body if isinstance(body, ev.PredictionMade) else None)


def _report_requested(state: State, _: Event, body: ev.ReportRequested) -> State:
    return replace(state, report_requested=body.judging, judging="running")


def _report_ready(state: State, _: Event, body: ev.ReportReady) -> State:
    return replace(state, judging="done" if body.complete else "incomplete", report_version=body.version)


def _report_failed(state: State, _: Event, __: ev.ReportFailed) -> State:
    return replace(state, judging="failed")


def _fact(state: State, _: Event, body: ev.FactEarned) -> State:
    return replace(state, facts=(*state.facts, body.fact))


def _posed(state: State, _: Event, body: ev.ChallengePosed) -> State:
    return replace(state, challenges=(*state.challenges, Posed(body.challenge, body.challenge_kind, body.turn)))


def _settled(state: State, _: Event, body: ev.ChallengeSettled) -> State:
    settled = tuple(
        replace(posed, stance=body.stance) if posed.challenge == body.challenge else posed for posed in state.challenges
    )
    return replace(state, challenges=settled)


def _thread_opened(state: State, event: Event, body: ev.ThreadOpened) -> State:
    thread = Thread(body.thread, body.question, body.phase, event.elapsed_ms, body.claim)
    return replace(state, threads=(*state.threads, thread))


def _thread_closed(state: State, _: Event, body: ev.ThreadClosed) -> State:
    thread = state.thread
    return _rethread(state, replace(thread, closed=body.why)) if thread else state


def _assessing(state: State, _: Event, body: ev.AssessmentRequested) -> State:
    return replace(state, requested=(*state.requested, body.assessment))


def _assessed(state: State, _: Event, body: ev.AssessmentMade) -> State:
    left = tuple(name for name in state.requested if name != body.assessment)
    return replace(state, requested=left, assessments=(*state.assessments, body.result))


def _unassessed(state: State, _: Event, body: ev.AssessmentFailed) -> State:
    left = tuple(name for name in state.requested if name != body.assessment)
    return replace(state, requested=left, failed=(*state.failed, body.assessment))


_HANDLERS: dict[str, Callable[[State, Event, Any], State]] = {
    "feedback.given": _fed_back,
    "preparation.failed": _unprepared,
    "material.prepared": _prepared,
    "reading.made": _read,
    "interview.started": _started,
    "material.attached": _material,
    "round.opened": _opened,
    "phase.entered": _phase,
    "turn.decided": _decided,
    "turn.spoken": _spoken,
    "turn.failed": _failed,
    "answer.given": _answered,
    "answer.extended": _extended,
    "question.unasked": _unasked,
    "candidate.requested": _requested,
    "clock.paused": _paused,
    "clock.resumed": _resumed,
    "clock.extended": _extra,
    "engine.changed": _engine,
    "interview.closed": _closed,
    "prediction.made": _predicted,
    "prediction.declined": _predicted,
    "report.requested": _report_requested,
    "report.ready": _report_ready,
    "report.failed": _report_failed,
    "fact.earned": _fact,
    "challenge.posed": _posed,
    "challenge.settled": _settled,
    "thread.opened": _thread_opened,
    "thread.closed": _thread_closed,
    "assessment.requested": _assessing,
    "assessment.made": _assessed,
    "assessment.failed": _unassessed,
}
