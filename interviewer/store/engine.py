"""Connections: who writes, who reads, and what a failing database looks like to everybody else.

It owns engines, threads, file permissions and the translation of errors. It knows no table: units of work are handed
in, run in one transaction each, and either commit as a whole or leave nothing.
"""

import asyncio
import contextlib
import glob
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from interviewer.errors import SettingsError, StoreError

T = TypeVar("T")

SETTING = "INTERVIEWER_DATABASE_URL"
FILE_NAME = "interviews.db"
BUSY_S = 5
COPY = ".before-"
"""Between the file's name and a revision: a copy made before the upgrade to it."""
WRITERS = 4
"""Threads that write to PostgreSQL; SQLite has one writer."""
READERS = 4

PRAGMAS = {
    "busy_timeout": str(BUSY_S * 1000),
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",
    "journal_size_limit": str(64 * 1024 * 1024),
}
_TCP = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}


class Database:
    """One database: write units run in writer threads, single statements are read on the event loop."""

    def __init__(self, writer: sa.Engine, reader: AsyncEngine, file: Path | None) -> None:
        self.writer = writer
        self.reader = reader
        self.file = file
        """Where SQLite keeps it; None for PostgreSQL."""
        self._threads = ThreadPoolExecutor(1 if file else WRITERS, thread_name_prefix="store")
        self._closed = False

    async def write(self, unit: Callable[[sa.Connection], T]) -> T:
        """Run a unit in one transaction; raises StoreError, and then nothing of it is there.

        On PostgreSQL a connection that breaks during the commit itself leaves open whether the unit is there: who
        repeats it uses the same dedupe key.
        """
        return await self._in_writer(self._run, unit)

    async def _in_writer(self, function: Callable[..., T], *arguments: Any) -> T:
        self.check_open()
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)

    def check_open(self) -> None:
        """Raise StoreError when the store is closed: an engine would silently open another connection."""
        if self._closed:
            raise StoreError("The store is closed.")

    def _run(self, unit: Callable[[sa.Connection], T]) -> T:
        try:
            with honest(), self.writer.begin() as db:
                return unit(db)
        except StoreError:
            if self.file:
                self.writer.dispose()  # after an I/O error SQLite's handle is not to be trusted; opening is cheap
            raise

    async def read(self, statement: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        """Return the rows of one statement, which is one snapshot; raises StoreError."""
        self.check_open()
        with honest():
            async with self.reader.connect() as db:
                rows: Sequence[sa.Row[Any]] = (await db.execute(statement)).all()
                return rows

    async def forget(self) -> None:
        """Remove what was deleted also where SQLite would keep it: the write-ahead log, and copies before upgrades."""
        if self.file:
            await self._in_writer(self._forget, self.file)

    def _forget(self, file: Path) -> None:
        with honest(), contextlib.closing(self.writer.raw_connection()) as connection:
            for copy in file.parent.glob(f"{glob.escape(file.name)}{COPY}*"):
                copy.unlink(missing_ok=True)
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")  # not possible inside a transaction

    def apart(self) -> AsyncEngine:
        """Return an engine whose connections belong to nobody else and end when they are closed; PostgreSQL only."""
        return create_async_engine(self.reader.url, connect_args=_TCP, isolation_level="AUTOCOMMIT", poolclass=NullPool)

    async def close(self) -> None:
        """Finish the units under way and close every connection."""
        self._closed = True
        await asyncio.to_thread(self._threads.shutdown)
        await self.reader.dispose()
        self.writer.dispose()


@contextlib.asynccontextmanager
async def open_database(url: str, home: Path) -> AsyncIterator[Database]:
    """Open the database that a URL names; raises SettingsError for a URL we cannot use."""
    with honest():
        private_folder(home)
        parsed = parse_url(url, home)
        try:
            database = _sqlite(parsed) if parsed.drivername == "sqlite" else _postgres(parsed)
        except ModuleNotFoundError as error:
            raise SettingsError(
                SETTING, f"PostgreSQL needs {error.name}: install lab-interviewer[postgres]."
            ) from error
    try:
        yield database
    finally:
        await database.close()


def parse_url(url: str, home: Path) -> sa.URL:
    """Return the URL with our driver; an empty one names a file in ``home``, a relative path is relative to ``home``."""
    try:
        parsed = sa.make_url(url or "sqlite://")
    except (SQLAlchemyError, ValueError):  # not chained: a URL has a password
        raise SettingsError(SETTING, "This is no URL; try sqlite:///name.db or postgresql://host/name.") from None
    backend = parsed.get_backend_name()
    if backend in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise SettingsError(SETTING, f"We keep interviews in SQLite or PostgreSQL, not in {backend}.")
    if parsed.database == ":memory:" or parsed.query:
        raise SettingsError(SETTING, "SQLite needs a plain file: a database in memory forgets the interview.")
    return parsed.set(drivername="sqlite", database=str(home / (parsed.database or FILE_NAME)))


def private_folder(path: Path) -> None:
    """Create a folder that only its owner can enter; one that is there keeps its permissions."""
    if not path.is_dir():
        path.mkdir(mode=0o700, parents=True, exist_ok=True)


def private_file(path: Path) -> int:
    """Open or create a file that only its owner can read; the caller closes the descriptor."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    os.fchmod(descriptor, 0o600)
    return descriptor


def _sqlite(url: sa.URL) -> Database:
    file = Path(url.database or "")
    private_folder(file.parent)
    os.close(private_file(file))  # SQLite gives its log and index files the permissions of this one
    # ``None`` stops the driver from beginning transactions by itself.
    arguments = {"isolation_level": None, "check_same_thread": False}
    writer = sa.create_engine(url, connect_args=arguments, pool_size=1, max_overflow=0, hide_parameters=True)
    reader = create_async_engine(
        url.set(drivername="sqlite+aiosqlite"),
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        pool_size=READERS + 1,  # one is the watch's
        max_overflow=0,
        hide_parameters=True,
    )
    sa.event.listen(writer, "connect", _prepare_writer)
    sa.event.listen(writer, "begin", _begin_immediate)
    sa.event.listen(reader.sync_engine, "connect", _prepare_reader)
    return Database(writer, reader, file)


def _prepare_writer(connection: sqlite3.Connection, _: object) -> None:
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}").close()


def _prepare_reader(connection: sqlite3.Connection, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_S * 1000}")
    cursor.execute("PRAGMA query_only=ON")
    cursor.close()


def _begin_immediate(db: sa.Connection) -> None:
    # A deferred transaction that reads before it writes fails as "locked" without waiting. Asking the driver itself
    # saves a tenth of the whole unit.
    driver = db.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.execute("BEGIN IMMEDIATE")


def _postgres(url: sa.URL) -> Database:
    writer = sa.create_engine(
        url,
        connect_args=_TCP,
        isolation_level="READ COMMITTED",
        pool_size=WRITERS,
        max_overflow=0,
        pool_pre_ping=True,  # after a restart of the server the old connections are dead
        hide_parameters=True,
    )
    reader = create_async_engine(
        url,
        connect_args=_TCP,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        pool_size=READERS,
        max_overflow=READERS,
        pool_pre_ping=True,
        hide_parameters=True,
    )
    sa.event.listen(writer, "connect", _wait_briefly)
    return Database(writer, reader, None)


def _wait_briefly(connection: DBAPIConnection, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"SET lock_timeout = '{BUSY_S}s'")
    cursor.close()
    connection.commit()


@contextlib.contextmanager
def honest() -> Iterator[None]:
    """Turn what drivers and the operating system raise into StoreError with a sentence that says what to do."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StoreError(_sentence(error)) from error
    except OSError as error:
        raise StoreError(f"The data folder cannot be used: {error.strerror or error}.") from error


def _sentence(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = str(getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or type(cause).__name__)
    if code in {"SQLITE_FULL", "53100"}:
        return "The disk of the database is full. Free some space and try again."
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or code in {"55P03", "40P01"}:
        return "Another program holds the database. Try again in a moment."
    if code.startswith(("SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return f"The database file cannot be read or written ({code}). Check the disk and the file's permissions."
    if code.startswith(("08", "57P", "53")) or code in {"OperationalError", "ConnectionTimeout", "AdminShutdown"}:
        return "The database cannot be reached. Try again in a moment."
    return f"The database did not take the statement ({code})."
