"""Locks that end with the process that holds them, however it ends: files, and PostgreSQL's session locks.

It owns how a process shows that it lives and how others see it. It decides nothing about interviews.
"""

import asyncio
import contextlib
import fcntl
import hashlib
import os
import time
import urllib.parse
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from interviewer.errors import StoreError
from interviewer.store.engine import Database, private_file, private_folder

Lives = Callable[[sa.Connection, str], bool]
"""Whether the process of that name lives; may use the caller's transaction."""

NAME_S = 5.0
"""How long a starting process waits for its name: a probe holds it for an instant, a dead server's session longer."""
BEAT_S = 2.0
RETRY_S = 0.25
_KEEPALIVE = ("SET tcp_keepalives_idle = 10", "SET tcp_keepalives_interval = 5", "SET tcp_keepalives_count = 3")


@contextlib.asynccontextmanager
async def alive(database: Database, process: str) -> AsyncIterator[Lives]:
    """Show that this process lives; yields what tells whether another one does.

    The lock files lie beside SQLite's file, because all who share it must see them.
    """
    if database.file is None:
        async with _session_lock(database.apart(), process):
            yield session_is_locked
        return
    folder = database.file.parent / "processes"
    private_folder(folder)
    _sweep(folder)
    file = _lock_file(folder, process)
    with contextlib.ExitStack() as stack:
        await asyncio.to_thread(stack.enter_context, exclusive(file, NAME_S))
        stack.callback(file.unlink, missing_ok=True)
        yield lambda _, other: is_locked(_lock_file(folder, other))


@contextlib.contextmanager
def exclusive(path: Path, wait_s: float = 30.0) -> Iterator[None]:
    """Hold a file lock; raises StoreError when somebody else keeps it for so long."""
    deadline = time.monotonic() + wait_s
    while (descriptor := _locked(path)) is None:
        if time.monotonic() >= deadline:
            raise StoreError(f"Another process keeps {path.name!r} locked.")
        time.sleep(0.02)
    try:
        yield
    finally:
        os.close(descriptor)


def is_locked(path: Path) -> bool:
    """Return whether a process holds the file lock."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared: two who ask do not take each other for alive
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def session_is_locked(db: sa.Connection, process: str) -> bool:
    """Return whether a session holds a process's lock; asks for it, shared and for this transaction only."""
    return not db.scalar(sa.select(sa.func.pg_try_advisory_xact_lock_shared(_key(process))))


def _locked(path: Path) -> int | None:
    descriptor = private_file(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(descriptor).st_ino == path.stat().st_ino:
            return descriptor
    except (BlockingIOError, FileNotFoundError):
        pass
    # Held by somebody else, or removed by somebody between opening and locking: a lock nobody would see.
    os.close(descriptor)
    return None


def _lock_file(folder: Path, process: str) -> Path:
    return folder / f"{urllib.parse.quote(process, safe='')}.lock"


def _sweep(folder: Path) -> None:
    for file in folder.glob("*.lock"):
        if not is_locked(file):
            file.unlink(missing_ok=True)


@contextlib.asynccontextmanager
async def _session_lock(engine: AsyncEngine, process: str) -> AsyncIterator[None]:
    taken, stop = asyncio.Event(), asyncio.Event()
    keeper = asyncio.create_task(_keep(engine, _key(process), taken, stop))
    try:
        if not await _within(NAME_S, taken):
            raise StoreError(f"Another process is called {process!r}, or the database cannot be reached.")
        yield
    finally:
        stop.set()
        # Asked first: a connection that is cancelled in the middle of a statement is left open.
        await asyncio.wait({keeper}, timeout=BEAT_S)
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)


async def _keep(engine: AsyncEngine, key: int, taken: asyncio.Event, stop: asyncio.Event) -> None:
    """Hold the lock until told to stop, and take it again whenever the connection that held it is lost."""
    while not stop.is_set():
        with contextlib.suppress(SQLAlchemyError, OSError):
            async with engine.connect() as db:
                for statement in _KEEPALIVE:
                    await db.exec_driver_sql(statement)
                # The blocking pg_advisory_lock would hold up the closing of the store.
                while not await db.scalar(sa.select(sa.func.pg_try_advisory_lock(key))):
                    if await _within(RETRY_S, stop):
                        return
                taken.set()
                while not await _within(BEAT_S, stop):
                    await db.execute(sa.select(1))
        await _within(RETRY_S, stop)


async def _within(seconds: float, happens: asyncio.Event) -> bool:
    """Return whether it happens in that time."""
    try:
        async with asyncio.timeout(seconds):
            return await happens.wait()
    except TimeoutError:
        return False


def _key(process: str) -> int:
    digest = hashlib.blake2b(f"interviewer process {process}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
