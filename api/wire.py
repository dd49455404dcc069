"""Every frame that crosses the socket, both ways, as models: the source of the wire documents.

It owns shapes, limits and parsing. Stored events cross in the projection of ``interviewer.events`` and commands are
those of ``interviewer.service.commands``; neither is repeated here.
"""

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Tag, TypeAdapter, ValidationError

from interviewer.service.commands import Ack, AnyCommand

PROTOCOL = 1
MAX_FRAME_BYTES = 256 * 1024
HEARTBEAT_S = 20.0

CLOSE_CODES: dict[int, tuple[str, str]] = {
    1000: ("done", "The client said goodbye."),
    1009: ("too large", "A frame was over 256 KiB. Do not send it again."),
    1011: ("failed", "Something broke on the server. Reconnect with backoff."),
    1012: ("restarting", "The server stops or restarts; a `going_away` frame came before. Reconnect with backoff."),
    1013: ("try later", "The store or the model service is not available. Reconnect with backoff."),
    4400: ("garbage", "Three frames in a row without a usable command id. Mend the client."),
    4404: ("not found", "There is no such interview, or it was deleted. Do not reconnect."),
    4408: ("slow consumer", "Frames were not read for 5 s. Reconnect with `after` when you can read again."),
    4409: ("refused", "The interview cannot be watched now; the reason says why."),
}
"""Close code to its name and what the client should do."""


class Frame(BaseModel):
    """Base of frames that exist on the wire only."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Hello(Frame):
    """The first frame of every connection."""

    type: Literal["hello"] = "hello"
    protocol: Literal[1] = 1
    """Version of this protocol; a client that does not know it must stop."""
    interview: str
    after: int
    """The sequence number the client asked to continue from."""
    last_seq: int
    """The newest stored event now; the replay is complete when it has arrived."""
    now: str
    """The server's clock, ISO 8601 in UTC."""
    heartbeat_s: float
    """When this long nothing was sent, a ``ping`` is; silence of twice as long means the connection is dead."""


class StoredEvent(Frame):
    """A stored event: the only frames with ``kind``. Its other fields depend on the kind, see the table of events."""

    model_config = ConfigDict(frozen=True, extra="allow", use_attribute_docstrings=True)

    seq: int
    """Counts from 1 without gaps, in the order of commits."""
    kind: str
    """``private`` for events of the judge: they keep their place in the sequence and say nothing else."""
    at: str | None = None
    """When it was stored, ISO 8601 in UTC."""
    elapsed_ms: int | None = None
    """The interview clock, which stands while paused."""


class TurnBegin(Frame):
    """The interviewer begins to speak; what was shown of an earlier attempt at this turn is void."""

    type: Literal["turn.begin"] = "turn.begin"
    turn: int
    attempt: int


class Delta(Frame):
    """More of the turn that began last: the only frames with ``d``."""

    d: str
    """Text to append."""
    o: int
    """Characters (Unicode code points) of this attempt that came before it. Less than what you have: cut there."""


class ClockReading(Frame):
    """The interview clock."""

    elapsed_ms: int
    total_ms: int
    """Length of the interview with all extensions; meaningless when untimed."""
    running: bool
    untimed: bool


class StateFrame(Frame):
    """What the interviewer is doing, and the clock; sent whenever either changes."""

    type: Literal["state"] = "state"
    state: Literal["listening", "thinking", "reviewing", "speaking", "paused", "closed"]
    """``reviewing``: in study mode, answers are read before the next question; the clock stands, ``skip`` goes on."""
    clock: ClockReading
    trouble: str = ""
    """Why nothing can be stored just now, for people; empty while all is well."""


class RefusedFrame(Frame):
    """A command was not done; nothing was changed and the client keeps its text."""

    type: Literal["refused"] = "refused"
    id: str | None
    """The command's id; null when the frame had none that could be read."""
    code: str
    """Stable machine name, see the table of codes."""
    detail: str
    advice: str = ""
    seq: int | None = None
    """With ``already_answered``: the event that holds the answer; else left out."""


class Ping(Frame):
    """Nothing was sent for a heartbeat; needs no answer."""

    type: Literal["ping"] = "ping"


class GoingAway(Frame):
    """The server stops; close code 1012 follows at once. Everything acknowledged is kept."""

    type: Literal["going_away"] = "going_away"


def shape(frame: object) -> str | None:
    """Return what a server frame is: ``event`` by its ``kind``, ``delta`` by its ``d``, else its ``type``."""
    if not isinstance(frame, Mapping):
        return None
    if "kind" in frame:
        return "event"
    return "delta" if "d" in frame else frame.get("type")


ServerFrame = Annotated[
    Annotated[Hello, Tag("hello")]
    | Annotated[StoredEvent, Tag("event")]
    | Annotated[TurnBegin, Tag("turn.begin")]
    | Annotated[Delta, Tag("delta")]
    | Annotated[StateFrame, Tag("state")]
    | Annotated[Ack, Tag("ack")]
    | Annotated[RefusedFrame, Tag("refused")]
    | Annotated[Ping, Tag("ping")]
    | Annotated[GoingAway, Tag("going_away")],
    Discriminator(shape),
]
SERVER_FRAME: TypeAdapter[ServerFrame] = TypeAdapter(ServerFrame)
COMMAND: TypeAdapter[AnyCommand] = TypeAdapter(AnyCommand)

_CODES = {
    "json_invalid": "malformed",
    "union_tag_invalid": "unknown_command",
    "union_tag_not_found": "malformed",
    "dict_type": "malformed",
}
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


class BadFrame(Exception):
    """A frame that is no command.

    Attributes:
        id: the command id, if one could be read.
        code: ``binary``, ``malformed``, ``unknown_command`` or ``invalid``.
        detail: what is wrong, without repeating the text.
    """

    def __init__(self, code: str, detail: str, command_id: str | None = None) -> None:
        self.id = command_id
        self.code = code
        self.detail = detail
        super().__init__(detail)


def encode(frame: Mapping[str, Any] | Frame | Ack) -> str:
    """Return the frame as it is sent: compact JSON, nothing escaped that need not be."""
    if isinstance(frame, BaseModel):
        frame = frame.model_dump(mode="json")
        if frame["type"] == "refused" and frame["seq"] is None:
            del frame["seq"]
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def parse_command(text: str | None) -> AnyCommand:
    """Return the command in a text frame (None stands for a binary one); raises BadFrame."""
    if text is None:
        raise BadFrame("binary", "Binary frames carry nothing here; send JSON in text frames.")
    try:
        return COMMAND.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        code = _CODES.get(first["type"], "invalid")
        where = ".".join(str(part) for part in first["loc"])
        detail = f"{where}: {first['msg']}" if where else first["msg"]
        raise BadFrame(code, detail[:300], _readable_id(text)) from None


def _readable_id(text: str) -> str | None:
    try:
        command_id = json.loads(text)["id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return command_id if isinstance(command_id, str) and _ID.fullmatch(command_id) else None
