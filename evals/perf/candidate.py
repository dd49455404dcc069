"""A scripted candidate at the far end of a real socket, who loses the connection and comes back.

Written from ``docs/wire.md`` alone: it imports nothing of the product. It keeps what it saw and what was acknowledged,
so that somebody can compare that with what is stored.
"""

import asyncio
import contextlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import websockets
from websockets.asyncio.client import ClientConnection, connect

SAY = (
    "Who uses this every day, and what does success look like for them?",
    "Where does the data live, and who owns it?",
    "I would measure the present delay for two weeks first, because nobody has a baseline.",
    "We ran three seeds and the spread was 0.8 points, so the gap is well outside it.",
    "I don't know, but I would check by switching the filter off in one arm.",
    "The strongest rival explanation is length, since the judge prefers longer answers.",
    "No, I disagree, because the two splits share no prompts.",
)


@dataclass
class Candidate:
    """One interview seen from outside."""

    interview: str
    answers: int = 8
    seen: dict[int, dict[str, Any]] = field(default_factory=dict)
    """Stored events by number."""
    acked: dict[str, int] = field(default_factory=dict)
    """Acknowledged commands with the event each one left."""
    sent: dict[str, str] = field(default_factory=dict)
    """Answers by command id."""
    faults: list[str] = field(default_factory=list)
    """What a connection did that it must not do."""
    reconnects: int = 0
    resumed_at: list[float] = field(default_factory=list)
    """Loop times of the first event after each reconnection."""
    _pending: dict[str, Any] | None = None

    @property
    def last(self) -> int:
        """Newest event seen."""
        return max(self.seen, default=0)

    @property
    def done(self) -> bool:
        """Whether the report lies there and the prediction was answered."""
        kinds = {event["kind"] for event in self.seen.values()}
        return {"report.ready", "interview.closed"} <= kinds and bool(
            kinds & {"prediction.made", "prediction.declined"}
        )

    async def play(self, address: "Any", headers: dict[str, str]) -> None:
        """Play to the end, coming back whenever the connection is lost; ``address(after)`` gives the URL."""
        while not self.done:
            try:
                async with connect(address(self.last), additional_headers=headers, open_timeout=5) as socket:
                    self.reconnects += 1
                    await self._converse(socket)
            except (OSError, TimeoutError, websockets.WebSocketException):
                await asyncio.sleep(0.05)

    async def _converse(self, socket: ClientConnection) -> None:
        expected, fresh = self.last + 1, True
        if self._pending is not None:
            await socket.send(json.dumps(self._pending))
        while not self.done:
            frame = json.loads(await asyncio.wait_for(socket.recv(), 30))
            if "kind" in frame:
                self._see(frame, expected)
                expected = frame["seq"] + 1
                if fresh:
                    self.resumed_at.append(asyncio.get_running_loop().time())
                    fresh = False
            elif frame.get("type") in {"ack", "refused"}:
                self._settled(frame["id"], frame.get("seq") if frame["type"] == "ack" else None)
            if self._pending is None and (command := self._next()):
                self._pending = command
                await socket.send(json.dumps(command))

    def _see(self, event: dict[str, Any], expected: int) -> None:
        if event["seq"] != expected:
            self.faults.append(f"expected event {expected}, got {event['seq']}")
        before = self.seen.get(event["seq"])
        if before is not None and before != event:
            self.faults.append(f"event {event['seq']} changed")
        self.seen[event["seq"]] = event
        if event["kind"] == "private" and set(event) != {"seq", "kind"}:
            self.faults.append(f"event {event['seq']} says more than that it is private")

    def _settled(self, command: str, seq: int | None) -> None:
        if self._pending is not None and self._pending["id"] == command:
            self._pending = None
        if seq is not None:
            before = self.acked.setdefault(command, seq)
            if before != seq:
                self.faults.append(f"command {command} acknowledged as {before} and as {seq}")

    def _next(self) -> dict[str, Any] | None:
        """Return the next command: answer what is asked, finish after enough answers, decline to predict at the end."""
        events = [self.seen[seq] for seq in sorted(self.seen)]
        kinds = [event["kind"] for event in events]
        ident = f"c{secrets.token_hex(8)}"
        if "interview.closed" in kinds:
            declined = {"prediction.made", "prediction.declined"} & set(kinds)
            return None if declined else {"type": "decline_prediction", "id": ident}
        spoken = [event["turn"] for event in events if event["kind"] == "turn.spoken"]
        given = [event["turn"] for event in events if event["kind"] == "answer.given"]
        if not spoken or (given and given[-1] >= spoken[-1]):
            return None
        if len(given) >= self.answers:
            asked = any(event["kind"] == "candidate.requested" for event in events)
            return None if asked else {"type": "finish", "id": ident}
        text = f"{SAY[len(given) % len(SAY)]} ({self.interview} {len(given)})"
        self.sent[ident] = text
        return {"type": "answer", "id": ident, "turn": spoken[-1], "text": text, "done": True}


async def interrupted(task: "asyncio.Task[Any]") -> None:
    """Cancel a task and wait for its end."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
