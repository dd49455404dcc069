"""The kit's commands: write it, score replies, let an endpoint play whole interviews."""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import SecretStr

from evals.conduct import kit
from evals.conduct.casting import cast
from evals.conduct.checks import CHECKS, judge
from evals.conduct.playing import Cast, Player
from evals.conduct.record import Record
from evals.conduct.speakers import KEY
from evals.conduct.table import failed, reasons, table, worst
from evals.conduct.text import transcript
from interviewer.bootstrap import SystemClock
from interviewer.engines.claude import ClaudeUtterer
from interviewer.engines.claude_client import OFFICIAL, Access


def make(arguments: Sequence[str]) -> int:
    """Write a kit."""
    parser = argparse.ArgumentParser(prog="python -m evals conduct kit", description=kit.make.__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder to write into")
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    names = asyncio.run(kit.make(asked.out, asked.count, asked.seed))
    print(f"{len(names)} requests in {asked.out / 'requests'}; {asked.out / 'README.md'} says how to answer them.")
    return 0


def score(arguments: Sequence[str]) -> int:
    """Score the replies of a kit; return 1 when the product would have shown what breaks a bound, 2 without replies."""
    parser = argparse.ArgumentParser(prog="python -m evals conduct score", description="Score the replies of a kit.")
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args(arguments)
    found = asyncio.run(kit.scored(asked.folder))
    if not found:
        print(f"no replies in {asked.folder / 'replies'}", file=sys.stderr)
        return 2
    if any(item.stale for item in found):
        print("The content has changed since this kit was made; hidden parts may differ.", file=sys.stderr)
    turns = {item.said.name: item.turn for item in found}
    records = {"as said": [item.said for item in found], "as shown": [item.shown for item in found]}
    results = {
        column: {
            name: [item for item in those if item.finding.turn == turns[item.record.name]]
            for name, those in judge(played).items()
        }
        for column, played in records.items()
    }
    seen = {check.name for check in CHECKS if any(results[column][check.name] for column in results)}
    lines = table(results, records).splitlines()
    print(
        "\n".join(line for line in lines[: len(CHECKS) + 1] if line.startswith(" ") or any(map(line.startswith, seen)))
    )
    print(reasons({"as shown": results["as shown"]}))
    print(worst(results, replay=False))
    return int(any(column == "as shown" for column, _ in failed(results)))


def play(arguments: Sequence[str]) -> int:
    """Let an endpoint of the Messages API speak in whole interviews; return 1 when a bound is broken."""
    parser = argparse.ArgumentParser(
        prog="python -m evals conduct play",
        description="Whole interviews with any Messages endpoint as the speaker; a key is read from ANTHROPIC_API_KEY.",
    )
    parser.add_argument("--url", default=os.environ.get("ANTHROPIC_BASE_URL", OFFICIAL), help="ANTHROPIC_BASE_URL")
    parser.add_argument("--model", default="claude-sonnet-5-5")
    parser.add_argument("--interviews", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="only interviews whose name holds this")
    parser.add_argument("--transcripts", type=Path, help="write every interview as text into this folder")
    asked = parser.parse_args(arguments)
    records = {"endpoint": asyncio.run(_play(asked))}
    results = {"endpoint": judge(records["endpoint"])}
    print(table(results, records), reasons(results), worst(results, replay=False), sep="\n")
    return int(bool(failed(results)))


async def _play(asked: argparse.Namespace) -> list[Record]:
    key = os.environ.get("ANTHROPIC_API_KEY", "")
    access = Access(model=asked.model, base_url=asked.url, api_key=SecretStr(key) if key else None)
    claude = ClaudeUtterer(access, SystemClock(), KEY)
    records = []
    try:
        for part in [part for part in cast(200, asked.seed) if asked.only in part.name][: asked.interviews]:
            records.append(await Player(part, Cast("endpoint", claude)).play())
            print(f"{part.name}: {len(records[-1].turns)} turns {records[-1].broken}", file=sys.stderr, flush=True)
            if asked.transcripts:
                asked.transcripts.mkdir(parents=True, exist_ok=True)
                (asked.transcripts / f"{part.name}.txt").write_text(transcript(records[-1]), encoding="utf-8")
    finally:
        await claude.aclose()
    return records


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {"kit": make, "score": score, "play": play}
