"""The store as the rest sees it: each method runs one unit of work or one query.

It owns nothing but the way from a port's method to the module that knows: log, leases, journal.
"""

import asyncio
import contextlib
import dataclasses
import datetime as dt
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from interviewer.errors import NotFound, StoreError
from interviewer.events import Event
from interviewer.material import Material
from interviewer.ports import Appended, Draft, Fence, InterviewRow
from interviewer.store import leases, log, tables
from interviewer.store.engine import Database, open_database
from interviewer.store.journal import SqlJournal
from interviewer.store.locks import Lives, alive
from interviewer.store.schema import upgrade
from interviewer.store.watch import Watch


def utc_now() -> dt.datetime:
    """Return the wall clock's time."""
    return dt.datetime.now(dt.UTC)


@contextlib.asynccontextmanager
async def open_store(
    url: str, process: str, home: Path, now: Callable[[], dt.datetime] = utc_now
) -> AsyncIterator["SqlStore"]:
    """Open the store, its tables brought up to date; everything opened here is closed at the end.

    Args:
        url: ``sqlite:///name.db``, a PostgreSQL URL, or nothing for the file in ``home``.
        process: a name that no other living process has; leases are held under it.
        home: the data folder, created private to its owner.
        now: the time that is written into events.

    Raises:
        SettingsError: a URL we cannot use.
        StoreError: a database that cannot be opened, or a name that another process has.
    """
    async with open_database(url, home) as database:
        await asyncio.to_thread(upgrade, database)
        async with alive(database, process) as lives, Watch(database) as watch:
            yield SqlStore(database, lives, watch, now)


class SqlStore:
    """InterviewStore over SQLite or PostgreSQL; made by :func:`open_store`."""

    def __init__(self, database: Database, lives: Lives, watch: Watch, now: Callable[[], dt.datetime]) -> None:
        self.database = database
        self.journal = SqlJournal(database, now)
        """The CallJournal in the same database."""
        self._lives = lives
        self._watch = watch
        self._now = now

    async def create(
        self, owner: str, interview: str, title: str, drafts: Sequence[Draft], content: dict[str, str]
    ) -> Appended:
        at, new = self._now(), log.New(interview, owner, title)
        return await self.database.write(lambda db: log.create(db, at, new, drafts, content))

    async def append(
        self,
        interview: str,
        drafts: Sequence[Draft],
        *,
        elapsed_ms: int,
        fence: Fence | None = None,
        status: str | None = None,
        judging: str | None = None,
    ) -> Appended:
        change = log.Change(self._now(), elapsed_ms, fence, status, judging)
        return await self.database.write(lambda db: log.append(db, interview, drafts, change))

    async def events(self, interview: str, after: int = 0) -> tuple[Event, ...]:
        table = tables.event
        query = sa.select(table).where(table.c.interview_id == interview, table.c.seq > after).order_by(table.c.seq)
        rows = await self.database.read(query)
        if not rows:
            await self.row(interview)  # deleting removes events and row at once: events prove that it is there
        return tuple(log.to_event(row) for row in rows)

    async def row(self, interview: str) -> InterviewRow:
        found = await self._rows(tables.interview.c.id == interview)
        if not found:
            raise NotFound("interview", interview)
        return found[0]

    async def rows(self, owner: str, limit: int = 100) -> tuple[InterviewRow, ...]:
        return await self._rows(tables.interview.c.owner == owner, limit=limit)

    async def unfinished(self) -> tuple[InterviewRow, ...]:
        return await self._rows(
            tables.interview.c.status == "closed", tables.interview.c.judging.in_(("pending", "running"))
        )

    async def delete(self, interview: str) -> None:
        at = self._now()
        await self.database.write(lambda db: log.delete(db, at, interview))
        with contextlib.suppress(StoreError):  # it is deleted; the write-ahead log is emptied sooner or later
            await self.database.forget()

    async def acquire(self, interview: str, process: str) -> int | None:
        return await self.database.write(lambda db: leases.acquire(db, self._lives, interview, process))

    async def release(self, interview: str, process: str, epoch: int, elapsed_ms: int) -> None:
        await self.database.write(lambda db: leases.release(db, interview, process, epoch, elapsed_ms))

    async def changed(self, since: int) -> tuple[int, frozenset[str]]:
        return await self._watch.changed(since)

    async def save_draft(self, interview: str, text: str) -> None:
        update = sa.update(tables.interview).where(
            tables.interview.c.id == interview, tables.interview.c.deleted_at.is_(None)
        )
        done = await self.database.write(lambda db: db.execute(update.values(draft=text)).rowcount)
        if not done:
            raise NotFound("interview", interview)

    async def draft(self, interview: str) -> str:
        query = sa.select(tables.interview.c.draft).where(
            tables.interview.c.id == interview, tables.interview.c.deleted_at.is_(None)
        )
        rows = await self.database.read(query)
        if not rows:
            raise NotFound("interview", interview)
        return str(rows[0].draft)

    async def save_material(self, owner: str, material: Material) -> None:
        row = {"owner": owner, "id": material.id, "created_at": self._now(), "body": log.to_json(material)}
        await self.database.write(lambda db: _save_material(db, row))

    async def material(self, owner: str, material: str) -> Material:
        query = sa.select(tables.material.c.body).where(
            tables.material.c.owner == owner, tables.material.c.id == material
        )
        rows = await self.database.read(query)
        if not rows:
            raise NotFound("material", material)
        return Material.model_validate_json(rows[0].body)

    async def content(self, hashes: Sequence[str]) -> dict[str, str]:
        rows = await self.database.read(sa.select(tables.content).where(tables.content.c.hash.in_(hashes)))
        return {row.hash: row.text for row in rows}

    async def _rows(self, *where: sa.ColumnElement[bool], limit: int | None = None) -> tuple[InterviewRow, ...]:
        query = sa.select(*(tables.interview.c[field.name] for field in dataclasses.fields(InterviewRow)))
        query = query.where(*where, tables.interview.c.deleted_at.is_(None)).order_by(
            tables.interview.c.created_at.desc(), tables.interview.c.id
        )
        return tuple(InterviewRow(**row._mapping) for row in await self.database.read(query.limit(limit)))


def _save_material(db: sa.Connection, row: dict[str, Any]) -> None:
    insert = tables.upsert(db, tables.material).values(row)
    db.execute(insert.on_conflict_do_update(index_elements=["owner", "id"], set_={"body": insert.excluded.body}))
