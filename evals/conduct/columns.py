"""The columns: who speaks in each, and all its interviews played, some at a time."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from evals.conduct.casting import Part
from evals.conduct.playing import Cast, Player
from evals.conduct.reading import ObeyingReader
from evals.conduct.record import Record
from evals.conduct.speakers import Known, disobedient, endpoint, obedient
from interviewer.engines.rehearsal import Rehearsal

COLUMNS = ("rehearsal", "obedient", "disobedient", "reader")
USUAL = COLUMNS[:3]
AT_ONCE = 8
"""Interviews of a column under way together."""


@asynccontextmanager
async def opened(column: str, seed: int) -> AsyncIterator[Cast]:
    """Open a column: rehearsal, an obedient or a disobedient endpoint, or rehearsal with a reader that always obeys."""
    if column in {"rehearsal", "reader"}:
        yield Cast(column, Rehearsal(), reader=ObeyingReader() if column == "reader" else None)
        return
    known = Known()
    answer = {"obedient": obedient, "disobedient": disobedient}[column](known, seed)
    async with endpoint(answer) as (claude, _):
        yield Cast(column, claude, prepare=known.prepare, requests=known.requests)


async def run(
    column: str, parts: Sequence[Part], seed: int, tell: Callable[[Record], None] = lambda _: None
) -> list[Record]:
    """Play all interviews of a column; ``tell`` hears of each that is over."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(part: Part, cast: Cast) -> Record:
        async with room:
            record = await Player(part, cast).play()
        tell(record)
        return record

    async with opened(column, seed) as cast, asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(part, cast)) for part in parts]
    return [task.result() for task in tasks]
