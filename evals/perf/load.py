"""Many interviews on one server: processor time, bytes and stalls per streamed token, memory per idle interview.

``python -m evals.perf.load --streams 60 --idle 300``. Tokens come from a pretend Messages server at 32 a second; the
raw side is the SDK alone doing the same work in one process, so that the two processor figures share a machine.
"""

import argparse
import asyncio
import json
import statistics
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import anthropic
import httpx2
import psutil
from websockets.asyncio.client import connect

from evals.perf.latency import Samples, Talk, talk
from evals.perf.server import LiveServer, beside_messages, command_id

TOKENS = 60
MODEL = f"fake-30-31250-{TOKENS}"
SETTLE_S = 2.0


@dataclass
class Stream:
    """What one listener measured over one turn."""

    size: int = 0
    gaps: list[float] = field(default_factory=list)


async def follow(one: Talk, result: Stream) -> None:
    """Answer once and follow the reply to its stored turn."""
    text = "I would stratify the sample and label a random tenth by hand, because recall is unknown."
    command = {"type": "answer", "id": command_id(), "turn": one.turn, "text": text, "done": True}
    await one.socket.send(json.dumps(command))
    last = 0.0
    while True:
        raw = await one.socket.recv()
        frame = json.loads(raw)
        now = time.perf_counter()
        if "d" in frame:
            result.size += len(raw)
            if last:
                result.gaps.append(now - last)
            last = now
        elif frame.get("kind") == "turn.spoken":
            one.turn = frame["turn"]
            return


async def served(server: LiveServer, streams: int) -> tuple[float, float, float]:
    """Return server microseconds per token, bytes per token and the longest gap in milliseconds."""
    results = [Stream() for _ in range(streams)]
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(httpx2.AsyncClient(headers=server.headers, timeout=60))
        talks = [await stack.enter_async_context(talk(server, client, seed + 1)) for seed in range(streams)]
        await asyncio.gather(*(one.answer(0, Samples()) for one in talks))
        process = psutil.Process(server.pid)
        before = sum(process.cpu_times()[:2])
        await asyncio.gather(*(follow(one, result) for one, result in zip(talks, results, strict=True)))
        spent = sum(process.cpu_times()[:2]) - before
    tokens = streams * TOKENS
    gaps = [gap for result in results for gap in result.gaps]
    return spent / tokens * 1e6, sum(result.size for result in results) / tokens, max(gaps) * 1e3


async def raw(url: str, streams: int) -> float:
    """Return the SDK's own microseconds per token in this process."""

    async def one(sdk: anthropic.AsyncAnthropic) -> None:
        stream = await sdk.messages.create(
            model=MODEL, max_tokens=400, stream=True, messages=[{"role": "user", "content": "Begin."}]
        )
        async for _ in stream:
            pass

    async with anthropic.AsyncAnthropic(api_key="none", base_url=url) as sdk:
        await asyncio.gather(*(one(sdk) for _ in range(streams)))
        began = time.process_time()
        await asyncio.gather(*(one(sdk) for _ in range(streams)))
        return (time.process_time() - began) / (streams * TOKENS) * 1e6


async def idle(server: LiveServer, count: int) -> float:
    """Return KiB of server memory per live interview that waits for an answer."""
    process = psutil.Process(server.pid)
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(httpx2.AsyncClient(headers=server.headers, timeout=60))
        sizes: list[int] = []
        for _ in range(2):
            for seed in range(count):
                setup = {"round": "safety_brainstorm", "persona": "anthropic_research", "minutes": 60, "seed": seed + 1}
                reply = await client.post(f"{server.url}/v1/interviews", json={"setup": setup})
                url = server.live(reply.json()["id"], 0)
                socket = await stack.enter_async_context(connect(url, additional_headers=server.headers))
                await Talk(socket).ready()
            await asyncio.sleep(SETTLE_S)
            sizes.append(process.memory_info().rss)
    return (sizes[1] - sizes[0]) / count / 1024


async def run(streams: int, waiting: int) -> str:
    """Start the servers, measure, and return the table."""
    async with beside_messages(MODEL) as (server, url):
        costs = [await served(server, streams) for _ in range(3)]
        alone = statistics.median([await raw(url, streams) for _ in range(3)])
        each = await idle(server, waiting)
    cpu, size, stall = (statistics.median(values) for values in zip(*costs, strict=True))
    rows = [
        (
            f"server CPU per token, {streams} streams",
            f"{cpu:.0f} µs ({cpu / alone:.2f} × the SDK alone, {alone:.0f} µs)",
        ),
        ("bytes on the wire per token", f"{size:.1f}"),
        ("longest gap between two frames of a stream", f"{stall:.0f} ms (31 ms nominal, joined to 30 ms)"),
        (f"memory per idle live interview, {waiting} more", f"{each:.0f} KiB"),
    ]
    return "\n".join(f"{name:<46} {value}" for name, value in rows)


def main() -> None:
    """Parse the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streams", type=int, default=60)
    parser.add_argument("--idle", type=int, default=200)
    options = parser.parse_args()
    print(asyncio.run(run(options.streams, options.idle)))


if __name__ == "__main__":
    main()
