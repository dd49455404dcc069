"""A process beside the tests: ``child.py (hold|write|flood) URL HOME PROCESS INTERVIEW``.

``hold`` takes the lease, prints the epoch and waits for its input to end. ``write`` appends 40 events from 4 tasks, and
``flood`` goes on until it is killed; both print the number of each event that was acknowledged.
"""

import asyncio
import itertools
import sys
from collections.abc import Iterable
from pathlib import Path

from interviewer.events import AnswerGiven
from interviewer.ports import Draft
from interviewer.store.sql import SqlStore, open_store


async def write(store: SqlStore, process: str, interview: str, numbers: Iterable[int]) -> None:
    for number in numbers:
        body = AnswerGiven(command=f"{process}-{number}", turn=1, text=f"answer {number} of {process}")
        done = await store.append(interview, [Draft(body, f"{process}-{number}")], elapsed_ms=number)
        print(done.events[0].seq, flush=True)


async def main(what: str, url: str, home: str, process: str, interview: str) -> None:
    async with open_store(url, process, Path(home)) as store:
        if what == "hold":
            print(await store.acquire(interview, process), flush=True)
            await asyncio.to_thread(sys.stdin.read)
        elif what == "write":
            async with asyncio.TaskGroup() as group:
                for task in range(4):
                    group.create_task(write(store, process, interview, range(task * 10, task * 10 + 10)))
        else:
            await write(store, process, interview, itertools.count())


asyncio.run(main(*sys.argv[1:]))
