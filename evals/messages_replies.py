"""What the pretend Messages API says: replies, every fault we know by name, and their bytes on the wire.

A test or an eval scripts values of :class:`Reply`, or functions from the parsed request to one, so that a speaker who
disobeys is a function. It owns no socket and no schedule.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

from evals.prompt_cache import pieces

Ending = Literal[
    "whole", "clean_eof", "no_stop", "cut", "reset", "silence", "pings", "error_event", "malformed", "hang", "plain",
]  # fmt: skip
"""How the stream ends: as it should, or one of the ways it does not."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the server."""

    text: str = 'move=m1 anchor=""\nWhat did you measure?'
    pieces: tuple[str, ...] = ()
    """The text as it is cut into deltas; empty: cut before each space."""
    ttft_s: float = 0.0
    """Seconds from the request to the first delta."""
    gap_s: float = 0.0
    """Seconds between deltas; 0 sends them all at once."""
    stop: str = "end_turn"
    category: str = ""
    """Category of a refusal."""
    ending: Ending = "whole"
    after: int | None = None
    """How many deltas are sent before the ending takes over; None: all."""
    status: int = 200
    error: str = ""
    """``error.type`` where the status is not 200, or of the error event."""
    error_code: str = ""
    message: str = "made up by the test server"
    headers: tuple[tuple[str, str], ...] = ()
    model: str = ""
    """The model that says it answered; empty: the one that was asked."""

    @property
    def deltas(self) -> tuple[str, ...]:
        """The text as it is sent."""
        pieces = self.pieces or tuple(re.findall(r"\s*\S+\s*$|\s*\S+", self.text))
        return pieces if self.after is None else pieces[: self.after]


@dataclass(slots=True)
class Request:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    raw: bytes
    body: dict[str, Any] = field(default_factory=dict)
    aborted: bool = False
    """Whether the client went away before the answer was over."""

    @property
    def model(self) -> str:
        """The model that was asked for."""
        return str(self.body.get("model", ""))

    @property
    def last(self) -> str:
        """The last block of the last message: where the moves are."""
        content = self.body["messages"][-1]["content"]
        return content if isinstance(content, str) else str(content[-1].get("text", ""))


Answer = Reply | Callable[[Request], Reply]
"""What a script is made of. A disobedient speaker is a function here."""

_MOVE = re.compile(r'<move id="(?P<id>[^"]+)">.*?^wording: <data-\w+>(?P<say>.*?)</data-\w+>', re.S | re.M)


def obedient(request: Request) -> Reply:
    """Make the first move of the menu in its scripted wording."""
    found = _MOVE.search(request.last)
    return Reply(f'move={found["id"]} anchor=""\n{found["say"]}') if found else Reply()


def _status(status: int, error: str, code: str = "", **more: str) -> Reply:
    headers = tuple((name.replace("_", "-"), value) for name, value in more.items() if name != "message")
    return Reply(status=status, error=error, error_code=code, headers=headers, message=more.get("message", "made up"))


LONG = 'move=m1 anchor=""\n' + "and then we looked at the loss curve again " * 60

FAULTS: dict[str, Reply] = {
    "auth": _status(401, "authentication_error"),
    "forbidden": _status(403, "permission_error"),
    "billing": _status(402, "billing_error"),
    "rate_limit": _status(429, "rate_limit_error", retry_after="30"),
    "rate_limit_short": _status(429, "rate_limit_error", retry_after="1"),
    "spend_limit": _status(429, "rate_limit_error", "enforced_spend_limit_reached"),
    "own_spend_limit": _status(
        400, "invalid_request_error", message="You have reached your specified API usage limits."
    ),
    "overloaded": _status(529, "overloaded_error"),
    "server": _status(500, "api_error"),
    "gateway": Reply(status=502),
    "gateway_timeout": _status(504, "timeout_error"),
    "never_again": _status(500, "api_error", x_should_retry="false"),
    "bad_request": _status(400, "invalid_request_error"),
    "not_found": _status(404, "not_found_error"),
    "too_large": _status(413, "request_too_large"),
    "not_a_stream": Reply(ending="plain"),
    "hang": Reply(ending="hang"),
    "dead_pings": Reply(ending="pings", after=0),
    "pings": Reply(ending="pings", after=3),
    "silence": Reply(ending="silence", after=3),
    "drip": Reply(text=LONG, gap_s=0.05),
    "cut": Reply(ending="cut", after=3),
    "reset": Reply(ending="reset", after=3),
    "clean_eof": Reply(ending="clean_eof", after=3),
    "no_stop": Reply(ending="no_stop"),
    "error_event": Reply(ending="error_event", after=3, error="overloaded_error"),
    "api_error_event": Reply(ending="error_event", after=3, error="api_error"),
    "malformed": Reply(ending="malformed", after=3),
    "refusal": Reply(text="", stop="refusal", category="frontier_llm"),
    "late_refusal": Reply(text='move=m1 anchor=""\nLet us look at', stop="refusal", category="cyber"),
    "max_tokens": Reply(stop="max_tokens"),
    "empty": Reply(text=""),
    "blank": Reply(text=" \n "),
    "window": Reply(text="", stop="model_context_window_exceeded"),
    "tool_use": Reply(stop="tool_use"),
}
"""Every fault by its name; a model called ``fault-<name>`` gives it too."""


def named(model: str) -> Reply | None:
    """Return what a model's name scripts: ``fault-<name>`` or ``fake-<ttft ms>-<gap µs>-<deltas>``, else None."""
    if model.startswith("fault-"):
        return FAULTS.get(model.removeprefix("fault-"))
    if found := re.fullmatch(r"fake-(\d+)-(\d+)-(\d+)", model):
        ttft, gap, count = map(int, found.groups())
        pieces = ('move=m1 anchor=""\n', *(" word" for _ in range(count - 2)), " why?")
        return Reply(pieces=pieces, ttft_s=ttft / 1e3, gap_s=gap / 1e6)
    return None


def event(body: dict[str, Any]) -> bytes:
    """Return one server-sent event."""
    return f"event: {body['type']}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n".encode()


def error_body(kind: str, message: str, code: str = "") -> dict[str, Any]:
    """Return an error as the API words it."""
    error: dict[str, Any] = {"type": kind, "message": message}
    return {"type": "error", "error": error | ({"details": {"error_code": code}} if code else {})}


def head(reply: Reply, request: Request, usage: dict[str, Any]) -> bytes:
    """Return the events before the first delta."""
    message = _message(reply, request) | {"content": [], "stop_reason": None, "usage": usage | {"output_tokens": 1}}
    start = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    return event({"type": "message_start", "message": message}) + (event(start) if reply.deltas else b"")


@lru_cache(maxsize=64)
def body_events(reply: Reply) -> tuple[bytes, ...]:
    """Return one event per delta."""
    return tuple(
        event({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}})
        for text in reply.deltas
    )


def tail(reply: Reply, usage: dict[str, Any]) -> bytes:
    """Return the events after the last delta."""
    if reply.ending == "error_event":
        return event(error_body(reply.error, reply.message))
    if reply.ending == "malformed":
        return b'event: content_block_delta\ndata: {"type": "content_block_delta", "delta": {"text": \n\n'
    if reply.ending not in {"whole", "no_stop"}:
        return b""
    delta = stop(reply) if reply.ending == "whole" else {"stop_reason": None}
    closed = event({"type": "content_block_stop", "index": 0}) if reply.deltas else b""
    last = event({"type": "message_delta", "delta": delta, "usage": usage | {"output_tokens": len(reply.deltas) + 1}})
    return closed + last + event({"type": "message_stop"})


def stop(reply: Reply) -> dict[str, Any]:
    """Return why the model stopped, as the API words it."""
    details = {"type": "refusal", "category": reply.category, "explanation": None} if reply.category else None
    return {"stop_reason": reply.stop, "stop_sequence": None, "stop_details": details}


def whole(reply: Reply, request: Request, usage: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a request that did not ask for a stream."""
    content = [{"type": "text", "text": "".join(reply.deltas)}] if reply.deltas else []
    counted = usage | {"output_tokens": len(reply.deltas) + 1}
    return _message(reply, request) | {"content": content, "usage": counted} | stop(reply)


def _message(reply: Reply, request: Request) -> dict[str, Any]:
    return {"id": "msg_test", "type": "message", "role": "assistant", "model": reply.model or request.model}


def refused(body: dict[str, Any]) -> Reply | None:
    """Return the 400 that the real API gives to a request it cannot take, None when it can."""
    content = [block for _, block in pieces({"messages": []} | body)]
    ttls = [block["cache_control"].get("ttl", "5m") for block in content if "cache_control" in block]
    problems = {
        "messages: at least one is needed": not body.get("messages"),
        "sampling parameters are not supported": bool({"temperature", "top_p", "top_k"} & set(body)),
        "prefill is not supported": bool(body.get("messages")) and body["messages"][-1]["role"] != "user",
        "text content blocks must be non-empty": any(not block.get("text") for block in content),
        "at most 4 blocks may have cache_control": len(ttls) > 4,
        "a 1h breakpoint must not come after a 5m one": "5m" in ttls and "1h" in ttls[ttls.index("5m") :],
    }
    bad = next((problem for problem, present in problems.items() if present), None)
    return replace(FAULTS["bad_request"], message=bad) if bad else None
