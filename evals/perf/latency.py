"""What the service adds to the raw SDK: first word and whole turn, on the same server, in one run, alternating.

``python -m evals.perf.latency --turns 60``. The raw side opens one streamed call with a request of the same size and
stops the clock at the first word after the header line. The service side sends an answer over the socket and stops at
the first delta frame, the durable acknowledgement included, and again at the stored turn.
"""

import argparse
import asyncio
import json
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import anthropic
import httpx2
from websockets.asyncio.client import ClientConnection, connect

from evals.perf.server import LiveServer, beside_messages, command_id

MODEL = "fake-30-4000-40"
PROMPT = "You are the interviewer in a practice interview. Ask one question at a time. " * 110


@dataclass
class Samples:
    """Seconds per turn."""

    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    acked: list[float] = field(default_factory=list)


async def raw_turn(client: anthropic.AsyncAnthropic, samples: Samples) -> None:
    """Time one streamed call."""
    began = time.perf_counter()
    pieces = 0
    stream = await client.messages.create(
        model=MODEL, max_tokens=400, stream=True, system=PROMPT, messages=[{"role": "user", "content": "Begin."}]
    )
    async for event in stream:
        if event.type == "content_block_delta":
            pieces += 1
            if pieces == 2:
                samples.first.append(time.perf_counter() - began)
    samples.whole.append(time.perf_counter() - began)


@dataclass
class Talk:
    """One interview on the service, answered as soon as it asks."""

    socket: ClientConnection
    turn: int = 0

    async def ready(self) -> None:
        """Wait until a turn was spoken."""
        while True:
            frame = json.loads(await self.socket.recv())
            if frame.get("kind") == "turn.spoken":
                self.turn = frame["turn"]
                return

    async def answer(self, number: int, samples: Samples | None) -> bool:
        """Answer and time the reply; return False when the interview is over."""
        text = f"I would stratify the sample and label a random tenth by hand, because recall is unknown ({number})."
        command = {"type": "answer", "id": command_id(), "turn": self.turn, "text": text, "done": True}
        began = time.perf_counter()
        await self.socket.send(json.dumps(command))
        first = acked = 0.0
        while True:
            frame: dict[str, Any] = json.loads(await self.socket.recv())
            now = time.perf_counter() - began
            if frame.get("type") == "ack":
                acked = now
            elif "d" in frame and not first:
                first = now
            elif frame.get("kind") == "turn.spoken":
                self.turn = frame["turn"]
                if samples is not None and frame["source"] == "model":
                    samples.first.append(first)
                    samples.whole.append(now)
                    samples.acked.append(acked)
                return bool(frame["asks"])


@asynccontextmanager
async def talk(server: LiveServer, client: httpx2.AsyncClient, seed: int) -> AsyncIterator[Talk]:
    """Start an interview and wait for its first question."""
    setup = {
        "round": "safety_brainstorm", "persona": "anthropic_research", "minutes": 60, "engine": "claude", "seed": seed,
        "budget_usd": 1000,
    }  # fmt: skip
    reply = await client.post(f"{server.url}/v1/interviews", json={"setup": setup})
    reply.raise_for_status()
    async with connect(server.live(reply.json()["id"], 0), additional_headers=server.headers) as socket:
        one = Talk(socket)
        await one.ready()
        yield one


async def measure(server: LiveServer, model_url: str, turns: int) -> tuple[Samples, Samples]:
    """Alternate raw and served turns; the first three of each interview warm up."""
    raw, served = Samples(), Samples()
    sdk = anthropic.AsyncAnthropic(api_key="none", base_url=model_url)
    seed = 0
    async with sdk, httpx2.AsyncClient(headers=server.headers) as client:
        while len(served.first) < turns and seed < turns:
            seed += 1
            async with talk(server, client, seed) as one:
                for number in range(12):
                    await raw_turn(sdk, raw if number > 2 else Samples())
                    if not await one.answer(number, served if number > 2 else None):
                        break
    return raw, served


def row(name: str, raw: list[float], served: list[float]) -> str:
    """Return one line of the table, in milliseconds."""
    base, cost = (statistics.median(values) * 1e3 for values in (raw, served))
    high = (sorted(served)[int(len(served) * 0.99)] - sorted(raw)[int(len(raw) * 0.99)]) * 1e3
    return f"{name:<14} raw {base:7.2f}   served {cost:7.2f}   added p50 {cost - base:+6.2f}   added p99 {high:+6.2f}"


async def run(turns: int) -> str:
    """Start both servers, measure, and return the table."""
    async with beside_messages(MODEL) as (server, url):
        raw, served = await measure(server, url, turns)
    acked = statistics.median(served.acked) * 1e3
    lines = [
        f"{len(served.first)} turns of {MODEL} each way, milliseconds, SQLite, one run",
        row("first word", raw.first, served.first),
        row("whole turn", raw.whole, served.whole),
        f"durable acknowledgement p50 {acked:.2f}",
    ]
    return "\n".join(lines)


def main() -> None:
    """Parse the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=60)
    print(asyncio.run(run(parser.parse_args().turns)))


if __name__ == "__main__":
    main()
