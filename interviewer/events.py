"""Every fact an interview can record: one union of frozen models, in the past tense.

These values are stored, sent, asserted and reported. Each kind has an audience: of ``judge`` events the candidate
learns only that they happened. Older bodies are brought up to date by :data:`UPCASTERS`, so a log written by any release can be read by this one.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, TypeAdapter

from interviewer.belief import Assessment
from interviewer.material import Claim
from interviewer.move import Menu
from interviewer.persona import Pressure
from interviewer.round import Role
from interviewer.value import Value

Audience = Literal["candidate", "judge"]
EndReason = Literal["finished", "time", "budget", "abandoned", "provider"]
EngineName = Literal["rehearsal", "claude"]


class Setup(Value):
    """What the candidate chose for one interview."""

    round: str
    persona: str
    case: str | None = None
    minutes: Annotated[int, Field(ge=1, le=600)]
    pace: Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)] = 1.0
    """Times the minutes: 1, 1.5 or 2; 0 is untimed."""
    mode: Literal["real", "study"] = "real"
    pressure: Pressure = 1
    role: Role = "research_scientist"
    """Left out: the round's first."""
    seniority: Literal["intern", "junior", "mid", "senior", "staff"] = "mid"
    engine: EngineName = "rehearsal"
    judge: EngineName = "rehearsal"
    budget_usd: Annotated[float, Field(ge=0, le=1_000, allow_inf_nan=False)] = 2.0
    """Cap on model spend for this interview; unused by rehearsal."""
    seed: Annotated[int, Field(ge=0, lt=2**53)] = 0
    """Same seed, same choices; 0 draws one."""


class Body(Value):
    """Base of all event bodies; subclasses fix ``kind`` and ``audience``."""

    audience: ClassVar[Audience] = "candidate"
    v: int = 1


class JudgeBody(Body):
    """Base of those of which the candidate learns only that something happened."""

    audience: ClassVar[Audience] = "judge"


class InterviewStarted(Body):
    """The interview exists; content is pinned by hash and never changes under it."""

    kind: Literal["interview.started"] = "interview.started"
    setup: Setup
    title: str
    content: dict[str, str]
    """Content path to SHA-256."""


class MaterialAttached(Body):
    """The candidate brought a document; its text is kept apart, its claims are here."""

    kind: Literal["material.attached"] = "material.attached"
    material: str
    material_kind: str
    name: str
    characters: int
    sha256: str
    claims: tuple[Claim, ...] = ()


class RoundOpened(Body):
    """What is on the table: shown to the candidate before the first word."""

    kind: Literal["round.opened"] = "round.opened"
    round: str
    title: str
    persona: str
    interviewer: str
    minutes: int
    brief: str = ""
    exhibits: tuple[dict[str, Any], ...] = ()


class PhaseEntered(Body):
    """The interview moved to another phase."""

    kind: Literal["phase.entered"] = "phase.entered"
    phase: str
    title: str
    goal: str
    floor: bool = False
    """Whether the candidate may send several messages until done."""
    until_ms: int = 0
    """Interview clock at which the phase should end; 0 when untimed."""


class TurnSpoken(Body):
    """The interviewer said something, as far as it was shown."""

    kind: Literal["turn.spoken"] = "turn.spoken"
    turn: int
    attempt: int
    text: str
    """What was shown."""
    move: str
    """Opaque menu id; what it was is in the judge's ``turn.decided``."""
    asks: bool
    """Whether it ends with a question; an answer is awaited after every turn but the last."""
    cut_by: Literal["candidate", "provider", "finish", "pause"] | None = None
    source: Literal["model", "script"]
    ended: Literal["model", "guard", "candidate", "provider", "script"]
    model: str = ""


class TurnFailed(Body):
    """An attempt to speak failed; nothing is lost and the same decision is spoken again."""

    kind: Literal["turn.failed"] = "turn.failed"
    turn: int
    attempt: int
    code: str
    detail: str
    shown: str = ""


class AnswerGiven(Body):
    """The candidate answered a turn, or spoke on the floor."""

    kind: Literal["answer.given"] = "answer.given"
    command: str
    turn: int
    text: str
    done: bool = True
    """False on the floor while there is more to come."""
    mode: Literal["typed", "heard"] = "typed"


class AnswerExtended(Body):
    """The candidate added to an answer before a word of the reply was shown."""

    kind: Literal["answer.extended"] = "answer.extended"
    command: str
    answer: int
    """Sequence number of the answer it extends."""
    text: str


class QuestionUnasked(Body):
    """A question was cut off before its asking clause was shown: it was not asked."""

    kind: Literal["question.unasked"] = "question.unasked"
    turn: int


class HintGiven(Body):
    """A hint was given; ``rung`` counts from 1 within the thread."""

    kind: Literal["hint.given"] = "hint.given"
    turn: int
    rung: int


class Requested(Body):
    """The candidate asked for something other than answering."""

    kind: Literal["candidate.requested"] = "candidate.requested"
    command: str
    what: Literal["repeat", "skip", "hint", "finish"]


class ClockPaused(Body):
    """Time stands still."""

    kind: Literal["clock.paused"] = "clock.paused"
    by: Literal["candidate", "absence", "provider", "budget"]
    detail: str = ""
    command: str = ""


class ClockResumed(Body):
    """Time runs again."""

    kind: Literal["clock.resumed"] = "clock.resumed"
    command: str = ""


class ClockExtended(Body):
    """The candidate took more time."""

    kind: Literal["clock.extended"] = "clock.extended"
    command: str
    minutes: int


class EngineChanged(Body):
    """Somebody else speaks or judges from here on; never without the candidate's word."""

    kind: Literal["engine.changed"] = "engine.changed"
    command: str
    engine: EngineName


class RoundClosed(Body):
    """The round is over."""

    kind: Literal["round.closed"] = "round.closed"
    round: str


class InterviewClosed(Body):
    """The conversation is over; only judging, predictions and reports follow."""

    kind: Literal["interview.closed"] = "interview.closed"
    reason: EndReason
    command: str = ""


class PredictionMade(Body):
    """The candidate's own levels before the report opens."""

    kind: Literal["prediction.made"] = "prediction.made"
    command: str
    levels: dict[str, Annotated[float, Field(ge=0, le=5)]]
    confidence: Annotated[float, Field(ge=0, le=1)]


class PredictionDeclined(Body):
    """The candidate would rather see the report."""

    kind: Literal["prediction.declined"] = "prediction.declined"
    command: str


class ReportRequested(Body):
    """A report was asked for; one report per judging id."""

    kind: Literal["report.requested"] = "report.requested"
    judging: str
    judge: str


class ReportReady(Body):
    """The report lies there; its body opens after a prediction was made or declined."""

    kind: Literal["report.ready"] = "report.ready"
    judging: str
    version: int
    complete: bool
    report: dict[str, Any]


class ReportFailed(Body):
    """No report could be made; it can be asked for again."""

    kind: Literal["report.failed"] = "report.failed"
    judging: str
    detail: str


class TurnDecided(JudgeBody):
    """What the interviewer may say in this turn; committed before a word of it leaves."""

    kind: Literal["turn.decided"] = "turn.decided"
    turn: int
    attempt: int
    trigger: str
    """What made it speak: ``start``, ``answer``, ``request:<what>``, ``timer:<name>``."""
    decided_on: int
    """Sequence number of the newest candidate event it took into account."""
    state: str
    menu: Menu
    draw: int
    """Seed of this decision's random draws."""
    signals: dict[str, Any] = {}


class FactEarned(JudgeBody):
    """A question of the candidate unlocked a fact of the case."""

    kind: Literal["fact.earned"] = "fact.earned"
    fact: str
    answer: int
    quote: str


class ChallengePosed(JudgeBody):
    """The interviewer pushed back; the candidate is not told whether rightly."""

    kind: Literal["challenge.posed"] = "challenge.posed"
    challenge: str
    challenge_kind: Literal["valid", "wrong"]
    turn: int


class ChallengeSettled(JudgeBody):
    """How the candidate took it, as far as words tell."""

    kind: Literal["challenge.settled"] = "challenge.settled"
    challenge: str
    stance: Literal["hold", "update", "cave", "stubborn", "unclear"]
    answer: int
    """Sequence number of the answer; 0 when it was left without one."""
    quote: str = ""


class ThreadOpened(JudgeBody):
    """A question of the bank was put."""

    kind: Literal["thread.opened"] = "thread.opened"
    thread: int
    question: str
    phase: str
    turn: int
    claim: str = ""
    """Id of the material's claim it quotes."""


class ThreadClosed(JudgeBody):
    """A thread ended."""

    kind: Literal["thread.closed"] = "thread.closed"
    thread: int
    why: str


class AssessmentRequested(JudgeBody):
    """An answer waits for its judge."""

    kind: Literal["assessment.requested"] = "assessment.requested"
    assessment: str
    answer: int


class AssessmentMade(JudgeBody):
    """An answer has its row."""

    kind: Literal["assessment.made"] = "assessment.made"
    assessment: str
    result: Assessment


class AssessmentFailed(JudgeBody):
    """No judgement, with the reason; can be asked for again."""

    kind: Literal["assessment.failed"] = "assessment.failed"
    assessment: str
    detail: str


AnyBody = Annotated[
    InterviewStarted | MaterialAttached | RoundOpened | PhaseEntered | TurnSpoken | TurnFailed | AnswerGiven
    | AnswerExtended | QuestionUnasked | HintGiven | Requested | ClockPaused | ClockResumed | ClockExtended | EngineChanged
    | RoundClosed | InterviewClosed | PredictionMade | PredictionDeclined | ReportRequested | ReportReady | ReportFailed
    | TurnDecided | FactEarned | ChallengePosed | ChallengeSettled | ThreadOpened | ThreadClosed | AssessmentRequested
    | AssessmentMade | AssessmentFailed,
    Field(discriminator="kind"),
]  # fmt: skip

BODY: TypeAdapter[AnyBody] = TypeAdapter(AnyBody)

UPCASTERS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""``(kind, version)`` to a function that returns the body in version + 1."""

CANDIDATE_KINDS = frozenset(
    {"answer.given", "answer.extended", "candidate.requested", "clock.extended", "engine.changed"}
    | {"prediction.made", "prediction.declined"}
)
"""Kinds that the candidate writes: an interviewer decision taken before one of them is stale."""


class Event(Value):
    """One entry of the log: ``seq`` counts from 1 without gaps, ``elapsed_ms`` is a clock that stands while paused."""

    seq: int
    at: dt.datetime
    elapsed_ms: int
    body: AnyBody

    @property
    def kind(self) -> str:
        return self.body.kind


def parse_body(raw: Mapping[str, Any]) -> AnyBody:
    """Return the body in the present version; raises pydantic's ValidationError for an unknown kind or shape."""
    body = dict(raw)
    while upcast := UPCASTERS.get((str(body.get("kind")), int(body.get("v", 1)))):
        body = upcast(body)
    return BODY.validate_python(body)
