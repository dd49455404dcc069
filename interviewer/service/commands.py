"""What a candidate may say to a running interview, as a discriminated union of imperatives.

``id`` is chosen by the client, makes a command idempotent, and is answered by exactly one ack or refusal.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from interviewer.events import EngineName

MAX_ANSWER_BYTES = 64 * 1024
CommandId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]


class Command(BaseModel):
    """Base of all commands."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    id: CommandId


class Answer(Command):
    """Answer the open question, or speak on the floor. Naming a turn in flight stops it."""

    type: Literal["answer"] = "answer"
    turn: Annotated[int, Field(ge=1)]
    """The newest turn the candidate has seen begin."""
    text: Annotated[str, Field(min_length=1)]
    """At most 64 KiB of UTF-8."""
    done: bool = True
    """On the floor: false while there is more to come."""


class Extend(Command):
    """Add to the newest answer before a word of the reply was shown."""

    type: Literal["extend"] = "extend"
    answer: Annotated[int, Field(ge=1)]
    """Sequence number of the answer."""
    text: Annotated[str, Field(min_length=1)]


class Draft(Command):
    """Keep unfinished text on the server; overwrites the last one."""

    type: Literal["draft"] = "draft"
    text: str


class Typing(Command):
    """The candidate is typing: silence is not to be broken."""

    type: Literal["typing"] = "typing"


class Repeat(Command):
    """Ask for the question again."""

    type: Literal["repeat"] = "repeat"


class Skip(Command):
    """Leave this question; while the state is ``reviewing``, do not wait for that instead, which stores no event."""

    type: Literal["skip"] = "skip"


class Hint(Command):
    """Ask for help; hints are counted."""

    type: Literal["hint"] = "hint"


class Pause(Command):
    """Stop the clock."""

    type: Literal["pause"] = "pause"


class Resume(Command):
    """Let the clock run again; also after a pause that a failing model service caused."""

    type: Literal["resume"] = "resume"


class ExtendTime(Command):
    """Take more time."""

    type: Literal["extend_time"] = "extend_time"
    minutes: Annotated[int, Field(ge=1, le=30)] = 5


class ChangeEngine(Command):
    """Let another engine speak from here on."""

    type: Literal["change_engine"] = "change_engine"
    engine: EngineName


class Finish(Command):
    """End the interview now."""

    type: Literal["finish"] = "finish"


class Predict(Command):
    """State one's own levels before the report opens."""

    type: Literal["predict"] = "predict"
    levels: dict[str, Annotated[float, Field(ge=0, le=5)]]
    """Criterion id to level, 0 to 5."""
    confidence: Annotated[float, Field(ge=0, le=1)] = 0.5


class DeclinePrediction(Command):
    """See the report without a prediction."""

    type: Literal["decline_prediction"] = "decline_prediction"


class RequestReport(Command):
    """Judge again; each judging id yields one report."""

    type: Literal["request_report"] = "request_report"


AnyCommand = Annotated[
    Answer
    | Extend
    | Draft
    | Typing
    | Repeat
    | Skip
    | Hint
    | Pause
    | Resume
    | ExtendTime
    | ChangeEngine
    | Finish
    | Predict
    | DeclinePrediction
    | RequestReport,
    Field(discriminator="type"),
]


class Ack(BaseModel):
    """The command is done, and what it did is on disk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["ack"] = "ack"
    id: str
    seq: int | None = None
    """Sequence number of the stored event; None for commands that store none."""
    repeated: bool = False
    """The same command had been done before."""
