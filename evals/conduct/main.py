"""The command line of this eval: play, judge, print; replay one interview; make and score a kit."""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from evals.conduct.casting import cast
from evals.conduct.checks import judge
from evals.conduct.columns import COLUMNS, USUAL, run
from evals.conduct.kit_main import COMMANDS
from evals.conduct.parallel import Broken, played
from evals.conduct.record import Record
from evals.conduct.table import data, failed, reasons, table, worst
from evals.conduct.text import transcript
from interviewer.errors import InterviewerError

INTERVIEWS = 200


class Progress:
    """Says on standard error how far the columns are."""

    def __init__(self, count: int) -> None:
        self.count, self.began = count, time.monotonic()
        self.done: dict[str, int] = {}

    def __call__(self, column: str, more: int) -> None:
        done = self.done[column] = self.done.get(column, 0) + more
        live = sys.stderr.isatty()
        if live or done % 25 < more or done == self.count:
            line = f"{column}: {done}/{self.count} interviews, {time.monotonic() - self.began:.0f} s"
            print(
                f"\r{line}" if live else line,
                end="" if live and done < self.count else "\n",
                file=sys.stderr,
                flush=True,
            )


def report(records: dict[str, list[Record]], out: Path | None, transcripts: Path | None) -> int:
    """Judge and print; return 1 when a bound is broken."""
    results = {column: judge(those) for column, those in records.items()}
    print(table(results, records))
    print(reasons(results))
    if out:
        out.write_text(json.dumps(data(results, records), indent=1), encoding="utf-8")
    if transcripts:
        for column, those in records.items():
            (transcripts / column).mkdir(parents=True, exist_ok=True)
            for record in those:
                (transcripts / column / f"{record.name}.txt").write_text(transcript(record), encoding="utf-8")
    broken = failed(results)
    if broken:
        print(worst(results))
        print(f"\n{len(broken)} bounds broken.")
    return int(bool(broken))


def replay(column: str, name: str, seed: int, count: int) -> int:
    """Play one interview again and print it; return 2 when there is none of that name."""
    chosen = [part for part in cast(max(count, int(name[:3] or 0) + 1), seed) if part.name.startswith(name)]
    if not chosen:
        print(f"no interview {name!r} with seed {seed}", file=sys.stderr)
        return 2
    print(transcript(asyncio.run(run(column, chosen[:1], seed))[0]))
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    made = argparse.ArgumentParser(
        prog="python -m evals conduct",
        description="Whole interviews with simulated candidates, and every check of them.",
        epilog="Further commands: kit, score, play; each has --help. They let an outside reader or model be the speaker.",
    )
    made.add_argument("--interviews", type=int, default=INTERVIEWS, help="how many per column (200 cross everything)")
    made.add_argument("--columns", default=",".join(USUAL), help=f"any of {', '.join(COLUMNS)}")
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--out", type=Path, help="write everything that was found as JSON")
    made.add_argument("--transcripts", type=Path, help="write every interview as text into this folder")
    made.add_argument("--replay", nargs=2, metavar=("COLUMN", "NAME"), help="play one interview again and print it")
    return made


def main(arguments: Sequence[str]) -> int:
    """Run; return the exit code."""
    if arguments and arguments[0] in COMMANDS:
        return COMMANDS[arguments[0]](arguments[1:])
    made = parser()
    asked = made.parse_args(arguments)
    columns = [column for column in asked.columns.split(",") if column]
    if unknown := set(columns) - set(COLUMNS):
        made.error(f"no such column: {', '.join(sorted(unknown))}")
    try:
        if asked.replay:
            return replay(asked.replay[0], asked.replay[1], asked.seed, asked.interviews)
        parts = cast(asked.interviews, asked.seed)
        records = played(columns, parts, asked.seed, Progress(len(parts)))
    except (Broken, BrokenProcessPool, InterviewerError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 2
    return report(records, asked.out, asked.transcripts)
