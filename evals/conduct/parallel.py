"""Columns played by several processes at once, each with its own loop; a key press stops them all."""

import asyncio
import os
import signal
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from evals.conduct.casting import Part
from evals.conduct.columns import run
from evals.conduct.record import Record

TOGETHER = 5
"""Interviews that one process takes at a time."""
Job = tuple[str, Sequence[Part], int]


class Broken(Exception):
    """Interviews could not even begin."""


def _run(job: Job) -> list[Record] | str:
    """Play a few interviews; what went wrong comes back as text, since not every error can be sent."""
    column, parts, seed = job
    try:
        return asyncio.run(run(column, parts, seed))
    except Exception:  # noqa: BLE001 — the parent raises it again
        return traceback.format_exc()


def _quiet() -> None:
    """Die of a key press without a word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def processes() -> int:
    """Return how many processes there may be here."""
    return max(1, min(4, os.cpu_count() or 1))


def played(
    columns: Sequence[str], parts: Sequence[Part], seed: int, tell: Callable[[str, int], None]
) -> dict[str, list[Record]]:
    """Play columns; ``tell`` hears how many more interviews of a column are over. In order, whoever is done first.

    Raises:
        Broken: interviews could not begin, for example because content is broken.
    """
    found: dict[str, list[Record]] = {column: [] for column in columns}
    chunks = [parts[at : at + TOGETHER] for at in range(0, len(parts), TOGETHER)]
    jobs: list[Job] = [(column, chunk, seed) for column in columns for chunk in chunks]

    def keep(job: Job, made: list[Record] | str) -> None:
        if isinstance(made, str):
            raise Broken(made)
        found[job[0]] += made
        tell(job[0], len(made))

    if len(parts) <= TOGETHER or processes() == 1:
        for job in jobs:
            keep(job, _run(job))
        return found
    pool = ProcessPoolExecutor(processes(), mp_context=get_context("spawn"), initializer=_quiet)
    try:
        futures: list[Future[list[Record] | str]] = [pool.submit(_run, job) for job in jobs]
        for job, future in zip(jobs, futures, strict=True):
            keep(job, future.result())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return found
