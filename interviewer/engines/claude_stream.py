"""What arrives on a stream of the Messages API, without I/O: bytes in, spoken text out.

It parses the events itself because building the SDK's models costs about as much CPU per token as everything else
that happens to it. It never waits and never decides whether to ask again.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from interviewer.engines import faults
from interviewer.engines.pricing import Tokens, known, usage
from interviewer.errors import ProviderError
from interviewer.ports import Usage

CHARACTERS_PER_TOKEN = 3
"""A guess on the high side of how many tokens were spent on words whose count never came."""


@dataclass(slots=True)
class Lines:
    """Server-sent events out of any chunking of bytes; lines end with LF or CRLF, an event with an empty line."""

    _rest: bytes = b""
    _data: list[bytes] = field(default_factory=list)

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Take bytes and yield the data of each event that is complete."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            bare = line.removesuffix(b"\r")
            if bare.startswith(b"data:"):
                self._data.append(bare[5:])
            elif not bare and self._data:
                data, self._data = b"\n".join(self._data), []
                yield data


@dataclass(slots=True)
class Received:
    """What one reply came to so far."""

    asked: str
    """The model that was asked."""
    model: str = ""
    """The model that says it answers."""
    text: str = ""
    stop: str = ""
    done: bool = False
    """Whether the service said that this was all."""
    _counts: dict[str, Any] = field(default_factory=dict)
    _final: bool = False
    _lines: Lines = field(default_factory=Lines)

    def feed(self, chunk: bytes) -> str:
        """Take bytes from the wire and return the text that came with them; raises ProviderError."""
        said = []
        for data in self._lines.feed(chunk):
            try:
                event = json.loads(data)
                said.append(self._take(event))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise faults.fault("malformed") from error
        text = "".join(said)
        self.text += text
        return text

    def _take(self, event: Mapping[str, Any]) -> str:
        kind = event["type"]
        if kind == "content_block_delta":
            delta = event["delta"]
            return str(delta["text"]) if delta["type"] == "text_delta" else ""
        if kind == "message_start":
            self.model = str(event["message"].get("model") or "")
            self._counts |= event["message"].get("usage") or {}
        elif kind == "message_delta":
            self.stop = event["delta"].get("stop_reason") or ""
            self._counts |= {name: count for name, count in (event.get("usage") or {}).items() if count is not None}
            self._final = True
        elif kind == "message_stop":
            self.done = True
        elif kind == "error":
            raise faults.of_event(event)
        return ""

    def problem(self) -> ProviderError | None:
        """Return why the finished stream is no usable reply, None when it is one."""
        return faults.of_stop(self.stop if self.done else "", self.text)

    @property
    def usage(self) -> Usage:
        """Tokens and money so far; what was not counted by the service is estimated and marked so."""
        count = self._count
        output = count("output_tokens")
        if not self._final:
            output = max(output, -(-len(self.text) // CHARACTERS_PER_TOKEN))
        kinds = self._counts.get("cache_creation") or {}
        hour = int(kinds.get("ephemeral_1h_input_tokens") or 0)
        tokens = Tokens(
            input=count("input_tokens"),
            output=output,
            read=count("cache_read_input_tokens"),
            write_5m=max(0, count("cache_creation_input_tokens") - hour),
            write_1h=hour,
            estimated=bool(self._counts) and not self._final,
        )
        return usage(self.model if known(self.model) else self.asked, tokens)

    def _count(self, name: str) -> int:
        return int(self._counts.get(name) or 0)
