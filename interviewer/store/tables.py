"""The tables, and the column types and expressions that make one statement mean the same on both databases.

It owns shapes only; who reads and writes them is in the modules beside it. The migrations create what is declared here,
and a test compares the two.
"""

import datetime as dt
import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


class Moment(sa.types.TypeDecorator[dt.datetime]):
    """An aware UTC time as microseconds since 1970: exact and alike on both databases."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> int | None:
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> dt.datetime | None:
        return None if value is None else _EPOCH + value * _MICROSECOND


class Prose(sa.types.TypeDecorator[str]):
    """Text that people, models or PDF files wrote, kept as a JSON string.

    PostgreSQL refuses NUL characters and every driver refuses half a surrogate pair; extracted text has both.
    """

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        if value is None:
            return None
        try:
            value.encode()
        except UnicodeEncodeError:
            return json.dumps(value)
        return json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else str(json.loads(value))


class NextMark(FunctionElement[int]):
    """The mark that a write leaves on an interview, so that others notice; see :class:`Horizon`."""

    inherit_cache = True
    type = sa.BigInteger()


class Horizon(FunctionElement[int]):
    """A mark below which nothing can appear any more.

    SQLite has one writer, so marks are committed in order and the horizon is one past the newest. On PostgreSQL a mark
    is the id of its transaction and transactions commit in any order; the horizon is the oldest one still running.
    What lies at or above it is read again next time: a reader wakes up once too often, never once too seldom.
    """

    inherit_cache = True
    type = sa.BigInteger()


class Ceiling(FunctionElement[int]):
    """A mark that no visible write of this database can have reached.

    Transaction ids start again in a restored dump: older marks from the future must not be news at every poll.
    """

    inherit_cache = True
    type = sa.BigInteger()


@compiles(NextMark, "sqlite")
@compiles(Horizon, "sqlite")
def _one_past_the_newest(element: FunctionElement[int], compiler: sa.Compiled, **kw: Any) -> str:
    return "(SELECT coalesce(max(mark), 0) + 1 FROM interview)"


@compiles(Ceiling, "sqlite")
def _no_ceiling(element: FunctionElement[int], compiler: sa.Compiled, **kw: Any) -> str:
    return "9223372036854775807"


@compiles(NextMark, "postgresql")
def _transaction_id(element: FunctionElement[int], compiler: sa.Compiled, **kw: Any) -> str:
    return "CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)"


@compiles(Horizon, "postgresql")
def _oldest_running(element: FunctionElement[int], compiler: sa.Compiled, **kw: Any) -> str:
    return "CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)"


@compiles(Ceiling, "postgresql")
def _not_yet_given_out(element: FunctionElement[int], compiler: sa.Compiled, **kw: Any) -> str:
    return "CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT)"


metadata = sa.MetaData()

# Spelt out for the index: every append writes these columns, and a full index on them would cost a page each time.
_UNJUDGED = sa.text("status = 'closed' AND judging IN ('pending', 'running')")

interview = sa.Table(
    "interview",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("title", Prose, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("judging", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Column("last_seq", sa.BigInteger, nullable=False),
    sa.Column("candidate_seq", sa.BigInteger, nullable=False),
    sa.Column("elapsed_ms", sa.BigInteger, nullable=False),
    sa.Column("holder", sa.Text),
    sa.Column("epoch", sa.BigInteger, nullable=False),
    sa.Column("wanted_by", sa.Text),
    sa.Column("draft", Prose, nullable=False),
    sa.Column("mark", sa.BigInteger, nullable=False),
    sa.Column("deleted_at", Moment),
    sa.Index("interview_by_owner", "owner", "created_at"),
    sa.Index("interview_by_mark", "mark"),
    sa.Index("interview_unjudged", "id", sqlite_where=_UNJUDGED, postgresql_where=_UNJUDGED),
)

event = sa.Table(
    "event",
    metadata,
    sa.Column("interview_id", sa.Text, sa.ForeignKey("interview.id"), primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("elapsed_ms", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("v", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("dedupe_key", sa.Text),
    sa.UniqueConstraint("interview_id", "dedupe_key", name="event_once"),
)

call = sa.Table(
    "call",
    metadata,
    sa.Column("interview_id", sa.Text, sa.ForeignKey("interview.id"), primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("request_hash", sa.Text, nullable=False),
    sa.Column("text", Prose, nullable=False),
    sa.Column("model", sa.Text, nullable=False),
    sa.Column("stop", sa.Text, nullable=False),
    sa.Column("ended", sa.Text, nullable=False),
    sa.Column("input_tokens", sa.BigInteger, nullable=False),
    sa.Column("output_tokens", sa.BigInteger, nullable=False),
    sa.Column("cache_read_tokens", sa.BigInteger, nullable=False),
    sa.Column("cache_write_tokens", sa.BigInteger, nullable=False),
    sa.Column("usd_nano", sa.BigInteger, nullable=False),
    sa.Column("estimated", sa.Boolean, nullable=False),
)

content = sa.Table(
    "content",
    metadata,
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("text", Prose, nullable=False),
)

material = sa.Table(
    "material",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)


def hold(db: sa.Connection, interview_id: str) -> None:
    """Keep other writers off an interview until the transaction ends.

    On SQLite the transaction itself does that. On PostgreSQL the statements that follow must see what the writers
    before us committed, and a statement sees only what was committed when it began.
    """
    if db.dialect.name == "postgresql":
        db.execute(sa.select(interview.c.id).where(interview.c.id == interview_id).with_for_update())


def upsert(db: sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that can say what to do when the row is there already."""
    return postgresql.insert(table) if db.dialect.name == "postgresql" else sqlite.insert(table)
