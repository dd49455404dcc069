"""The journal of finished model calls: what was asked, what came back, what it cost.

It keeps every call that was paid for, also the second one with the same key, because money is summed over rows; what is
found again is the first, so that a turn spoken twice says the same words.
"""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

import sqlalchemy as sa

from interviewer.errors import NotFound
from interviewer.ports import Call, Usage
from interviewer.store import tables
from interviewer.store.engine import Database

NANO = 1_000_000_000
"""Money is kept in whole billionths of a dollar: the cheapest token costs ten."""
_TOKENS = ("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens")


class SqlJournal:
    """CallJournal over the store's database."""

    def __init__(self, database: Database, now: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._now = now

    async def find(self, interview: str, key: str, request_hash: str) -> Call | None:
        """Return the first stored call with this key and hash."""
        query = sa.select(tables.call).where(
            tables.call.c.interview_id == interview,
            tables.call.c.key == key,
            tables.call.c.request_hash == request_hash,
        )
        rows = await self._database.read(query.order_by(tables.call.c.n).limit(1))
        return _call(rows[0]) if rows else None

    async def record(self, interview: str, call: Call) -> None:
        """Keep a finished call; raises NotFound when the interview is not there any more."""
        at = self._now()
        await self._database.write(lambda db: _record(db, at, interview, call))

    async def spent(self, interview: str) -> Usage:
        """Return the exact sum over an interview; nothing for one that has made no call."""
        sums = [sa.func.sum(tables.call.c[name]).label(name) for name in (*_TOKENS, "usd_nano")]
        guess = sa.func.max(sa.cast(tables.call.c.estimated, sa.Integer)).label("estimated")
        query = sa.select(*sums, guess).where(tables.call.c.interview_id == interview)
        (row,) = await self._database.read(query)
        return _usage(row)


def nanodollars(usd: float) -> int:
    """Return an amount in whole billionths of a dollar, rounded from what the float really is."""
    return round(Fraction(usd) * NANO)


def _record(db: sa.Connection, at: dt.datetime, interview_id: str, done: Call) -> None:
    tables.hold(db, interview_id)
    there = db.scalar(
        sa.select(tables.interview.c.id).where(
            tables.interview.c.id == interview_id, tables.interview.c.deleted_at.is_(None)
        )
    )
    if there is None:
        raise NotFound("interview", interview_id)
    earlier = sa.select(sa.func.count()).where(
        tables.call.c.interview_id == interview_id, tables.call.c.key == done.key
    )
    row = {
        "interview_id": interview_id, "key": done.key, "n": (db.scalar(earlier) or 0) + 1, "at": at,
        "request_hash": done.request_hash, "text": done.text, "model": done.model, "stop": done.stop,
        "ended": done.ended, "usd_nano": nanodollars(done.usage.usd), "estimated": done.usage.estimated,
    }  # fmt: skip
    db.execute(sa.insert(tables.call).values(row | done.usage.model_dump(include=set(_TOKENS))))


def _call(row: sa.Row[tuple[object, ...]]) -> Call:
    return Call(row.key, row.request_hash, row.text, row.model, row.stop, _usage(row), row.ended)


def _usage(row: sa.Row[tuple[object, ...]]) -> Usage:
    # PostgreSQL sums whole numbers to a Decimal, and nothing to NULL.
    tokens = {name: int(getattr(row, name) or 0) for name in _TOKENS}
    return Usage(usd=int(row.usd_nano or 0) / NANO, estimated=bool(row.estimated), **tokens)
