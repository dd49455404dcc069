"""The prompt cache of the pretend Messages API: which tokens a request reads, writes and pays in full.

It works byte-exactly on what was sent: a prefix is found again only if every block up to a breakpoint is the same.
It knows nothing of sockets, replies or prices; tokens are a quarter of the UTF-8 bytes.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Ttl = Literal["5m", "1h"]
SECONDS: dict[Ttl, float] = {"5m": 300.0, "1h": 3_600.0}
LOOKBACK = 20
"""How many blocks before a breakpoint are searched for an older entry."""
BREAKPOINTS = 4


def tokens(text: str) -> int:
    """Return how many tokens we say a text has."""
    return -(-len(text.encode()) // 4)


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a prompt in the order the model reads it."""

    prefix: str
    """Hash of everything up to here, this block included."""
    tokens: int
    ttl: Ttl | None = None
    """Set where the request asks for a breakpoint."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What the tokens of one request were."""

    input: int
    read: int
    write_5m: int
    write_1h: int

    @property
    def total(self) -> int:
        """All tokens of the prompt."""
        return self.input + self.read + self.write_5m + self.write_1h

    def usage(self, output: int) -> dict[str, Any]:
        """Return the counters as the API reports them."""
        return {
            "input_tokens": self.input,
            "cache_read_input_tokens": self.read,
            "cache_creation_input_tokens": self.write_5m + self.write_1h,
            "cache_creation": {"ephemeral_5m_input_tokens": self.write_5m, "ephemeral_1h_input_tokens": self.write_1h},
            "output_tokens": output,
        }


def blocks(body: dict[str, Any]) -> list[Block]:
    """Return the blocks of a request; anything that changes the prompt changes every hash after it."""
    seed = json.dumps([body.get("model"), body.get("tools"), body.get("thinking")], sort_keys=True)
    chain = hashlib.sha256(seed.encode())
    found = []
    for role, block in pieces(body):
        bare = {key: value for key, value in block.items() if key != "cache_control"}
        chain.update(json.dumps([role, bare], sort_keys=True, ensure_ascii=False).encode())
        control = block.get("cache_control")
        ttl: Ttl | None = (control.get("ttl") or "5m") if control else None
        found.append(Block(chain.hexdigest(), tokens(str(block.get("text", ""))), ttl))
    return found


def pieces(body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every content block of a request with its role, in the order the model reads them."""
    said = [("system", body.get("system", []))]
    said += [(message["role"], message["content"]) for message in body["messages"]]
    for role, content in said:
        for block in [{"type": "text", "text": content}] if isinstance(content, str) else content:
            yield role, block


@dataclass(slots=True)
class PromptCache:
    """Entries by prefix, each with when it goes."""

    minimum: int = 512
    """A prefix shorter than this is silently not kept."""
    clock: Callable[[], float] = time.monotonic
    total: int = 0
    """Tokens of all prompts so far."""
    read: int = 0
    """Tokens of all prompts that came from the cache."""
    _entries: dict[str, float] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """Which part of all prompt tokens was read from the cache."""
        return self.read / self.total if self.total else 0.0

    def take(self, body: dict[str, Any]) -> Tally:
        """Count one request and keep what it asks to keep."""
        parts = blocks(body)
        marks = [index for index, part in enumerate(parts) if part.ttl]
        hit = self._hit(parts, marks)
        ends = [sum(part.tokens for part in parts[: index + 1]) for index in range(len(parts))]
        at = read = ends[hit] if hit >= 0 else 0
        written: dict[Ttl, int] = {"5m": 0, "1h": 0}
        for mark in marks:
            ttl = parts[mark].ttl
            if ttl is None or ends[mark] < self.minimum:
                continue
            self._entries[parts[mark].prefix] = self.clock() + SECONDS[ttl]
            written[ttl] += max(0, ends[mark] - at)
            at = max(at, ends[mark])
        whole = ends[-1] if ends else 0
        self.total += whole
        self.read += read
        return Tally(whole - at, read, written["5m"], written["1h"])

    def _hit(self, parts: list[Block], marks: list[int]) -> int:
        """Return the index of the last block that an entry still covers, -1 for none."""
        now = self.clock()
        for mark in reversed(marks):
            for index in range(mark, max(-1, mark - LOOKBACK - 1), -1):
                if self._entries.get(parts[index].prefix, 0.0) > now:
                    return index
        return -1
