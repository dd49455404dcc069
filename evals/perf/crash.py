"""Kill the server at random moments while candidates talk, and check every promise afterwards.

``python -m evals.perf.crash --kills 50`` runs on SQLite; ``--database postgresql://…`` or ``--postgres`` (a server of
its own, from the development dependencies) on PostgreSQL. It exits 1 when any promise was broken.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from evals.perf.candidate import Candidate
from evals.perf.postgres import running_server
from evals.perf.server import LiveServer

ROUNDS = (
    ("fde_decomposition", "palantir_decomposition", "forward_deployed_engineer"),
    ("paper_critique", "deepmind_academic", "research_scientist"),
    ("safety_brainstorm", "anthropic_research", "research_scientist"),
)


@dataclass
class Outcome:
    """What a run showed."""

    kills: int = 0
    interviews: int = 0
    answers: int = 0
    events: int = 0
    reconnects: int = 0
    broken: list[str] = field(default_factory=list)
    starts_s: list[float] = field(default_factory=list)
    resumed_s: list[float] = field(default_factory=list)


async def create(client: httpx2.AsyncClient, server: LiveServer, number: int) -> str | None:
    """Start an interview; None when the server was killed meanwhile."""
    round_, persona, role = ROUNDS[number % len(ROUNDS)]
    body = {"setup": {"round": round_, "persona": persona, "role": role, "minutes": 30, "seed": number + 1}}
    try:
        reply = await client.post(f"{server.url}/v1/interviews", json=body)
    except httpx2.TransportError:
        return None
    reply.raise_for_status()
    return str(reply.json()["id"])


async def keep_talking(server: LiveServer, client: httpx2.AsyncClient, run: "Run", lane: int) -> None:
    """Play one interview after the other until the killing is over, and the last one to its end."""
    number = lane
    while not run.over.is_set():
        interview = await create(client, server, number)
        if interview is None:
            await asyncio.sleep(0.1)
            continue
        candidate = Candidate(interview)
        run.candidates.append(candidate)
        await candidate.play(lambda after, name=interview: server.live(name, after), server.headers)
        number += run.lanes


@dataclass
class Run:
    """What lanes and killer share."""

    lanes: int
    over: asyncio.Event = field(default_factory=asyncio.Event)
    candidates: list[Candidate] = field(default_factory=list)


async def verify(server: LiveServer, client: httpx2.AsyncClient, run: Run, outcome: Outcome) -> None:
    """Compare what each candidate saw and was promised with what is stored."""
    for candidate in run.candidates:
        reply = await client.get(f"{server.url}/v1/interviews/{candidate.interview}/events", params={"after": 0})
        stored: list[dict[str, Any]] = reply.json()["events"] if isinstance(reply.json(), dict) else reply.json()
        outcome.broken += [f"{candidate.interview}: {fault}" for fault in _faults(candidate, stored)]
        outcome.interviews += 1
        outcome.events += len(stored)
        outcome.answers += sum(command in candidate.sent for command in candidate.acked)
        outcome.reconnects += candidate.reconnects


def _faults(candidate: Candidate, stored: list[dict[str, Any]]) -> list[str]:
    """Return every promise that was broken to one candidate."""
    faults = list(candidate.faults)
    if [event["seq"] for event in stored] != list(range(1, len(stored) + 1)):
        faults.append("sequence numbers have gaps")
    kinds = Counter(event["kind"] for event in stored)
    once = ("interview.closed", "report.ready", "round.opened")
    faults += [f"{kinds[kind]} × {kind}" for kind in once if kinds[kind] != 1]
    by_command = Counter(event["command"] for event in stored if event.get("command"))
    faults += [f"command {command} counted {n} times" for command, n in by_command.items() if n != 1]
    turns = Counter(event["turn"] for event in stored if event["kind"] == "turn.spoken")
    faults += [f"turn {turn} spoken {n} times" for turn, n in turns.items() if n != 1]
    return [*faults, *_unkept(candidate, stored)]


def _unkept(candidate: Candidate, stored: list[dict[str, Any]]) -> list[str]:
    """Return acknowledgements without their event, and events shown otherwise than stored."""
    faults: list[str] = []
    for command, seq in candidate.acked.items():
        event = stored[seq - 1] if seq <= len(stored) else {}
        if event.get("command") != command:
            faults.append(f"acknowledged command {command} is not event {seq}")
        elif command in candidate.sent and event["text"] != candidate.sent[command]:
            faults.append(f"answer {command} was changed")
    shown = [(seq, event) for seq, event in candidate.seen.items()]
    faults += [
        f"event {seq} was shown otherwise than stored"
        for seq, event in shown
        if _bare(event) not in {_bare(stored[seq - 1]), _bare(_closed(stored[seq - 1]))}
    ]
    return faults


def _bare(event: dict[str, Any]) -> str:
    """Return an event as comparable text; the rendered ``html`` of a spoken turn is the socket's own addition."""
    return json.dumps({key: value for key, value in event.items() if key != "html"}, sort_keys=True)


def _closed(event: dict[str, Any]) -> dict[str, Any]:
    """Return an event as it is shown before the report opens."""
    return {**event, "report": {}} if "report" in event else event


async def crash(home: Path, kills: int, lanes: int, seed: int, env: dict[str, str]) -> Outcome:
    """Run it."""
    rng, outcome, run = random.Random(seed), Outcome(), Run(lanes)
    server = LiveServer(home, env)
    await server.start()
    async with httpx2.AsyncClient(headers=server.headers, timeout=30) as client:
        talking = [asyncio.create_task(keep_talking(server, client, run, lane)) for lane in range(lanes)]
        for number in range(kills):
            await asyncio.sleep(rng.uniform(0.1, 2.0))
            server.kill()
            killed = asyncio.get_running_loop().time()
            await server.start()
            outcome.kills += 1
            outcome.starts_s.append(server.started_s)
            await asyncio.sleep(0.8)
            back = [t for c in run.candidates for t in c.resumed_at if t > killed]
            outcome.resumed_s += [min(back) - killed] if back else []
            print(f"\rkill {number + 1}/{kills}, {len(run.candidates)} interviews", end="", file=sys.stderr, flush=True)
        run.over.set()
        done, late = await asyncio.wait(talking, timeout=180)
        outcome.broken += [f"a candidate broke: {task.exception()!r}" for task in done if task.exception()]
        if late:
            stuck = [candidate.interview for candidate in run.candidates if not candidate.done]
            outcome.broken.append(f"not finished: {stuck}")
            for task in late:
                task.cancel()
        await asyncio.sleep(0.5)
        await verify(server, client, run, outcome)
    server.stop()
    return outcome


def table(outcome: Outcome, database: str) -> str:
    """Return the result as text."""
    resumed = outcome.resumed_s or [0.0]
    rows = [
        ("database", database),
        ("kill -9", outcome.kills),
        ("interviews, each to its report", outcome.interviews),
        ("acknowledged answers", outcome.answers),
        ("stored events", outcome.events),
        ("connections", outcome.reconnects),
        ("kill to first resumed event, median / worst", f"{statistics.median(resumed):.2f} s / {max(resumed):.2f} s"),
        ("promises broken", len(outcome.broken)),
    ]
    return "\n".join(f"{name:<46} {value}" for name, value in rows)


def main() -> int:
    """Parse the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--lanes", type=int, default=4, help="interviews at a time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="", help="a PostgreSQL URL; empty is SQLite in a fresh folder")
    parser.add_argument("--postgres", action="store_true", help="start a PostgreSQL server for this run")
    options = parser.parse_args()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "home"
        url = options.database
        if options.postgres:
            url = stack.enter_context(running_server()).create_database()
        env = {"INTERVIEWER_DATABASE_URL": url} if url else {}
        outcome = asyncio.run(crash(home, options.kills, options.lanes, options.seed, env))
    print("\r" + table(outcome, "PostgreSQL" if url else "SQLite"))
    for fault in outcome.broken[:40]:
        print("BROKEN", fault)
    return 1 if outcome.broken else 0


if __name__ == "__main__":
    sys.exit(main())
