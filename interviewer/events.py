"""Every fact an interview can record: one union of frozen models, in the past tense.

These values are stored, sent, asserted and reported. Each kind has an audience: of ``judge`` events the candidate
learns only that they happened. Older bodies are brought up to date by :data:`UPCASTERS`, so a log written by any release can be read by this one.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from interviewer.material import Claim
from interviewer.private import AssessmentFailed as AssessmentFailed
from interviewer.private import AssessmentMade as AssessmentMade
from interviewer.private import AssessmentRequested as AssessmentRequested
from interviewer.private import Audience as Audience
from interviewer.private import Body as Body
from interviewer.private import ChallengePosed as ChallengePosed
from interviewer.private import ChallengeSettled as ChallengeSettled
from interviewer.private import FactEarned as FactEarned
from interviewer.private import MaterialPrepared as MaterialPrepared
from interviewer.private import PreparationFailed as PreparationFailed
from interviewer.private import ReadingMade as ReadingMade
from interviewer.private import ThreadClosed as ThreadClosed
from interviewer.private import ThreadOpened as ThreadOpened
from interviewer.private import TurnDecided as TurnDecided
from interviewer.private import TurnGuarded as TurnGuarded
from interviewer.setup import EngineName as EngineName
from interviewer.setup import Setup as Setup
from interviewer.value import Value

EndReason = Literal["finished", "time", "budget", "abandoned", "provider"]


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


class FeedbackGiven(Body):
    """Study mode: what was heard on a question that is over, said before the next one."""

    kind: Literal["feedback.given"] = "feedback.given"
    thread: int
    question: str
    """As it was put."""
    heard: tuple[tuple[str, str], ...] = ()
    """Points made, each with the candidate's own words."""
    near: tuple[tuple[str, str], ...] = ()
    """Points that the candidate's words come near, each with those words."""
    unheard: tuple[str, ...] = ()
    """Points nobody heard, those left out that later questions need."""
    outline: tuple[str, ...] = ()
    """How a strong answer is built."""
    pushback: str = ""
    """What the push-back of this question was, and why."""
    judge: str = ""
    """Who read the answers; empty when nobody could in time."""
    waiting: bool = False
    """Whether some answer had no judgement yet."""
    kept_back: bool = False
    """Whether something is left out because what is still to come needs it; the report has it."""


AnyBody = Annotated[
    InterviewStarted | MaterialAttached | RoundOpened | PhaseEntered | TurnSpoken | TurnFailed | AnswerGiven
    | AnswerExtended | QuestionUnasked | HintGiven | Requested | ClockPaused | ClockResumed | ClockExtended | EngineChanged
    | RoundClosed | InterviewClosed | PredictionMade | PredictionDeclined | ReportRequested | ReportReady | ReportFailed
    | FeedbackGiven | TurnDecided | TurnGuarded | ReadingMade | MaterialPrepared | PreparationFailed | FactEarned | ChallengePosed | ChallengeSettled | ThreadOpened | ThreadClosed | AssessmentRequested
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
