"""What changed, also by other processes: a cheap question that many pollers may ask often.

It owns the connection on which SQLite says whether anybody committed. It wakes up; what happened is read from the log.
"""

import asyncio
from types import TracebackType

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from interviewer.store.engine import Database, honest
from interviewer.store.tables import Ceiling, Horizon, interview

_ONE = sa.select(sa.literal(1).label("one")).subquery()
_NEWS = sa.select(Horizon().label("horizon"), interview.c.id).select_from(
    _ONE.outerjoin(
        interview,
        sa.and_(interview.c.mark >= sa.bindparam("since", type_=sa.BigInteger()), interview.c.mark < Ceiling()),
    )
)
"""One statement, one snapshot: the horizon and the rows are of the same instant."""


class Watch:
    """Async context manager; answers :meth:`changed` until it is left."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = asyncio.Lock()
        self._connection: AsyncConnection | None = None
        self._version = -1
        self._horizon = 0

    async def __aenter__(self) -> "Watch":
        if self._database.file:
            with honest():
                self._connection = await self._database.reader.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        async with self._lock:
            if self._connection is not None:
                await self._connection.close()

    async def changed(self, since: int) -> tuple[int, frozenset[str]]:
        """Return a new mark and the interviews written to since ``since``; 0 starts at now."""
        if self._connection is None:
            return await self._news(since)
        async with self._lock:
            version = await self._data_version(self._connection)
            if version == self._version and since >= self._horizon:
                return since, frozenset()
            horizon, names = await self._news(since)
            # The version was read first: what is committed in between is looked for again.
            self._version, self._horizon = version, horizon
            return horizon, names

    async def _data_version(self, connection: AsyncConnection) -> int:
        """Return SQLite's count of commits by other connections, which reads no table."""
        self._database.check_open()
        with honest():
            return int((await connection.exec_driver_sql("PRAGMA data_version")).scalar_one())

    async def _news(self, since: int) -> tuple[int, frozenset[str]]:
        rows = await self._database.read(_NEWS.params(since=since))
        return rows[0].horizon, frozenset(row.id for row in rows if row.id is not None and since > 0)
