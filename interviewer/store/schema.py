"""The schema's version: brought up to date when the store opens, with a copy of the file before a real upgrade.

It owns when migrations run and under which lock; what they do is in ``migrations/versions``.
"""

import contextlib
import os
import sqlite3
import threading
from pathlib import Path

import sqlalchemy as sa

from interviewer.errors import StoreError
from interviewer.store.engine import COPY, Database, honest, private_file
from interviewer.store.locks import exclusive

HEAD = "0001"
"""The newest revision; a test compares it with the scripts."""
SCRIPTS = Path(__file__).parent / "migrations"

_LOCK = 0x696E7476_77657231
"""Advisory lock that keeps two starting processes apart on PostgreSQL."""
_ONE_AT_A_TIME = threading.Lock()
"""Alembic hands its context to the scripts through a global."""
_VERSION = sa.table("alembic_version", sa.column("version_num", sa.Text))


def upgrade(database: Database, scripts: Path = SCRIPTS, head: str = HEAD) -> None:
    """Create the tables or bring them up to date; raises StoreError for a database of a newer release."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(honest())
        if database.file:
            stack.enter_context(exclusive(database.file.with_name(f"{database.file.name}.lock")))
        db = stack.enter_context(database.writer.begin())
        if database.file is None:
            db.exec_driver_sql("SET LOCAL lock_timeout = '60s'")
            db.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        found = revision(db)
        if found == head:
            return
        if found and database.file:
            copy_file(database.file, database.file.with_name(f"{database.file.name}{COPY}{head}"))
        _migrate(db, scripts, head)


def revision(db: sa.Connection) -> str | None:
    """Return the revision of a database; None when it is empty."""
    if not sa.inspect(db).has_table(_VERSION.name):
        return None
    return db.execute(sa.select(_VERSION.c.version_num)).scalar_one_or_none()


def copy_file(source: Path, target: Path) -> None:
    """Write a consistent copy of a live SQLite file; an older copy of the same name is replaced."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    os.close(private_file(part))
    with contextlib.closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(part),))
    os.replace(part, target)


def _migrate(db: sa.Connection, scripts: Path, head: str) -> None:
    # Importing Alembic costs a quarter of a second, which only a start that migrates should pay.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = db
    try:
        with _ONE_AT_A_TIME:
            command.upgrade(config, head)
    except CommandError as error:
        raise StoreError(f"The database was written by another release ({error}). Update this one.") from error
