"""What a durable append costs over the bare driver: both on the same disk, in one run, alternating.

``python -m evals.perf.append --appends 1000``. The bare side inserts one row of the same size in one transaction with the
same pragmas. The store's side numbers, fences and deduplicates an answer and waits for the commit on the event loop.
``--url`` measures a PostgreSQL server instead; the bare side stays SQLite.
"""

import argparse
import asyncio
import contextlib
import sqlite3
import tempfile
import time
from pathlib import Path

from interviewer.events import AnswerGiven
from interviewer.ports import Draft, Fence
from interviewer.store.sql import SqlStore, open_store

WORDS = "I would first check whether the two learning rates were tuned with the same budget. " * 5


def bare(connection: sqlite3.Connection, number: int) -> float:
    """Time one insert of the driver."""
    began = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO event VALUES ('talk', ?, ?)", (number, WORDS))
    connection.commit()
    return time.perf_counter() - began


async def append(store: SqlStore, number: int) -> float:
    """Time one append of the store."""
    body = AnswerGiven(command=f"command-{number}", turn=number, text=WORDS)
    began = time.perf_counter()
    await store.append("talk", [Draft(body, body.command)], elapsed_ms=number, fence=Fence(0))
    return time.perf_counter() - began


async def measure(url: str, appends: int) -> tuple[list[float], list[float]]:
    """Return the seconds of both sides, sorted."""
    with tempfile.TemporaryDirectory() as folder, contextlib.closing(_bare_file(Path(folder))) as connection:
        async with open_store(url, "bench", Path(folder) / "home") as store:
            await store.create("bench", "talk", "T", [], {})
            driver, ours = [], []
            for number in range(appends):
                driver.append(bare(connection, number))
                ours.append(await append(store, number))
            await store.delete("talk")
    return sorted(driver), sorted(ours)


def _bare_file(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE event (interview TEXT, seq INTEGER, body TEXT, PRIMARY KEY (interview, seq))")
    return connection


def main() -> None:
    """Print milliseconds and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--appends", type=int, default=1000)
    parser.add_argument("--url", default="")
    arguments = parser.parse_args()
    driver, ours = asyncio.run(measure(arguments.url, arguments.appends))
    print(f"{'':12}{'p50 ms':>10}{'p95 ms':>10}{'p99 ms':>10}")
    for name, samples in (("bare driver", driver), ("append", ours)):
        shares = [samples[int(len(samples) * share)] * 1000 for share in (0.5, 0.95, 0.99)]
        print(f"{name:12}" + "".join(f"{value:10.3f}" for value in shares))
    print(f"ratio of medians {ours[len(ours) // 2] / driver[len(driver) // 2]:.2f}")


if __name__ == "__main__":
    main()
