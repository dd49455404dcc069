"""Columns played by several processes at once, each with its own loop; a key press stops them all."""

import asyncio
import os
import signal
from collections.abc import Callable, Sequence
from multiprocessing import get_context

from evals.conduct.casting import Part
from evals.conduct.columns import run
from evals.conduct.record import Record

TOGETHER = 5
"""Interviews that one process takes at a time."""
Job = tuple[str, Sequence[Part], int]


def _run(job: Job) -> list[Record]:
    column, parts, seed = job
    return asyncio.run(run(column, parts, seed))


def _deaf() -> None:
    """Leave the key press to the parent, which stops everybody."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def processes() -> int:
    """Return how many processes there may be here."""
    return max(1, min(4, os.cpu_count() or 1))


def played(
    columns: Sequence[str], parts: Sequence[Part], seed: int, tell: Callable[[str, int], None]
) -> dict[str, list[Record]]:
    """Play columns; ``tell`` hears how many more interviews of a column are over. In order, whoever is done first."""
    found: dict[str, list[Record]] = {column: [] for column in columns}
    chunks = [parts[at : at + TOGETHER] for at in range(0, len(parts), TOGETHER)]
    jobs: list[Job] = [(column, chunk, seed) for column in columns for chunk in chunks]
    if len(parts) <= TOGETHER or processes() == 1:
        for job in jobs:
            found[job[0]] += _run(job)
            tell(job[0], len(job[1]))
        return found
    # The pool ends its processes when it is left, also by a key press.
    with get_context("spawn").Pool(processes(), initializer=_deaf) as pool:
        for job, records in zip(jobs, pool.imap(_run, jobs), strict=True):
            found[job[0]] += records
            tell(job[0], len(records))
    return found
