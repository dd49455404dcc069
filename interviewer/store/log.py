"""The log itself: creating, appending to and deleting one interview, each as one transaction.

It owns how numbers are given out and why a write is refused. It is given the time and never asks a clock.
"""

import datetime as dt
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic_core import PydanticSerializationError

from interviewer.errors import CommandReused, Fenced, NotFound, Refused, StoreError
from interviewer.events import CANDIDATE_KINDS, AnyBody, ClockPaused, ClockResumed, Event, parse_body
from interviewer.ports import Appended, Draft, Fence
from interviewer.state import fold
from interviewer.store.tables import NextMark, call, content, event, hold, interview, material, upsert
from interviewer.value import Value

_ATTACHED = "material.attached"


@dataclass(frozen=True, slots=True)
class New:
    """An interview to create."""

    id: str
    owner: str
    title: str


@dataclass(frozen=True, slots=True)
class Change:
    """What an append says about the interview besides its events."""

    at: dt.datetime
    elapsed_ms: int
    fence: Fence | None = None
    status: str | None = None
    judging: str | None = None


def _param(name: str, type_: sa.types.TypeEngine[Any]) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=type_)


_ADVANCE = (
    sa.update(interview)
    .where(
        interview.c.id == _param("of", sa.Text()),
        interview.c.deleted_at.is_(None),
        interview.c.epoch == sa.func.coalesce(_param("fence_epoch", sa.BigInteger()), interview.c.epoch),
        interview.c.candidate_seq == sa.func.coalesce(_param("fence_seq", sa.BigInteger()), interview.c.candidate_seq),
    )
    .values(
        last_seq=interview.c.last_seq + _param("count", sa.BigInteger()),
        candidate_seq=sa.case(
            (_param("candidate", sa.BigInteger()) > 0, interview.c.last_seq + _param("candidate", sa.BigInteger())),
            else_=interview.c.candidate_seq,
        ),
        elapsed_ms=sa.case(
            (interview.c.elapsed_ms < _param("elapsed", sa.BigInteger()), _param("elapsed", sa.BigInteger())),
            else_=interview.c.elapsed_ms,
        ),
        status=sa.func.coalesce(_param("new_status", sa.Text()), interview.c.status),
        judging=sa.func.coalesce(_param("new_judging", sa.Text()), interview.c.judging),
        updated_at=_param("now", interview.c.updated_at.type),
        mark=NextMark(),
    )
    .returning(interview.c.last_seq, interview.c.elapsed_ms)
)
_UNUSED = ~sa.exists().where(
    event.c.interview_id == _param("of", sa.Text()),
    event.c.dedupe_key.in_(sa.bindparam("keys", expanding=True, type_=sa.Text())),
)
_ADVANCE_ONCE = _ADVANCE.where(_UNUSED)
_INSERT = sa.insert(event)


def create(db: sa.Connection, at: dt.datetime, new: New, drafts: Sequence[Draft], texts: Mapping[str, str]) -> Appended:
    """Create an interview with its first events; the same again is harmless."""
    events = _numbered(drafts, 0, at, 0)
    state = fold(events)
    row = {
        "id": new.id, "owner": new.owner, "title": new.title, "status": state.status, "judging": state.judging,
        "created_at": at, "updated_at": at, "last_seq": len(events), "candidate_seq": state.candidate_seq,
        "elapsed_ms": 0, "epoch": 0, "draft": "", "mark": NextMark(),
    }  # fmt: skip
    insert = upsert(db, interview).values(row).on_conflict_do_nothing()
    if db.execute(insert.returning(interview.c.id)).one_or_none() is None:
        return _created_before(db, new, drafts)
    if texts:
        # In one order everywhere, or two creations on PostgreSQL could wait for each other.
        pinned = [{"hash": digest, "text": texts[digest]} for digest in sorted(texts)]
        db.execute(upsert(db, content).on_conflict_do_nothing(), pinned)
    _insert(db, new.id, events, drafts)
    return Appended(events)


def append(db: sa.Connection, interview_id: str, drafts: Sequence[Draft], change: Change) -> Appended:
    """Give the drafts the next numbers and store them, if everything the writer assumed still holds."""
    hold(db, interview_id)
    keys = [draft.dedupe_key for draft in drafts if draft.dedupe_key is not None]
    fence = change.fence
    values = {
        "of": interview_id,
        "fence_epoch": fence.epoch if fence else None,
        "fence_seq": fence.decided_on if fence else None,
        "count": len(drafts),
        "candidate": max((n for n, draft in enumerate(drafts, 1) if is_candidates(draft.body)), default=0),
        "elapsed": change.elapsed_ms,
        "new_status": change.status,
        "new_judging": change.judging,
        "now": change.at,
    }
    head = db.execute(_ADVANCE_ONCE, values | {"keys": keys}) if keys else db.execute(_ADVANCE, values)
    row = head.one_or_none()
    if row is None:
        return _not_appended(db, interview_id, drafts, fence)
    events = _numbered(drafts, row.last_seq - len(drafts), change.at, row.elapsed_ms)
    _insert(db, interview_id, events, drafts)
    return Appended(events)


def delete(db: sa.Connection, at: dt.datetime, interview_id: str) -> None:
    """Remove everything of an interview but a tombstone that keeps its id from being used again."""
    hold(db, interview_id)
    living = (interview.c.id == interview_id, interview.c.deleted_at.is_(None))
    owner = db.scalar(sa.select(interview.c.owner).where(*living))
    if owner is None:
        raise NotFound("interview", interview_id)
    _delete_materials(db, owner, interview_id)
    db.execute(sa.delete(event).where(event.c.interview_id == interview_id))
    db.execute(sa.delete(call).where(call.c.interview_id == interview_id))
    blank = {"owner": "", "title": "", "draft": "", "status": "deleted", "judging": "", "elapsed_ms": 0}
    gone = {"holder": None, "wanted_by": None, "epoch": interview.c.epoch + 1, "updated_at": at, "deleted_at": at}
    db.execute(sa.update(interview).where(*living).values(**blank, **gone, mark=NextMark()))


def is_candidates(body: AnyBody) -> bool:
    """Return whether an event is the candidate's, as the fold counts it: a decision taken before it is stale."""
    return body.kind in CANDIDATE_KINDS or (isinstance(body, ClockPaused | ClockResumed) and body.command != "")


def to_event(row: sa.Row[Any]) -> Event:
    """Return the event of a row of the event table, its body in the present version; raises StoreError."""
    try:
        body = parse_body(json.loads(row.body))
    except ValueError:
        # Not chained: the parser's message repeats what people said.
        raise StoreError(f"Event {row.seq} ({row.kind}, version {row.v}) cannot be read by this release.") from None
    return Event(seq=row.seq, at=row.at, elapsed_ms=row.elapsed_ms, body=body)


def to_json(value: Value) -> str:
    """Return a value as it is stored; raises Refused for text that is no Unicode text."""
    try:
        return value.model_dump_json()
    except PydanticSerializationError:
        raise Refused("not_text", "The text contains half a character.", "Remove it and send it again.") from None


def _numbered(drafts: Sequence[Draft], last: int, at: dt.datetime, elapsed_ms: int) -> tuple[Event, ...]:
    return tuple(
        Event(seq=seq, at=at, elapsed_ms=elapsed_ms, body=draft.body) for seq, draft in enumerate(drafts, last + 1)
    )


def _insert(db: sa.Connection, interview_id: str, events: Sequence[Event], drafts: Sequence[Draft]) -> None:
    rows = [
        {
            "interview_id": interview_id, "seq": one.seq, "at": one.at, "elapsed_ms": one.elapsed_ms,
            "kind": one.body.kind, "v": one.body.v, "body": to_json(one.body), "dedupe_key": draft.dedupe_key,
        }
        for one, draft in zip(events, drafts, strict=True)
    ]  # fmt: skip
    if rows:
        db.execute(_INSERT, rows)


def _not_appended(db: sa.Connection, interview_id: str, drafts: Sequence[Draft], fence: Fence | None) -> Appended:
    """Say why nothing was written.

    A writer without the lease is stopped even if it repeats itself: it must not go on to speak. A repeated write comes
    before the candidate's fence, because what it repeats may be what made the candidate speak.
    """
    query = sa.select(interview.c.deleted_at, interview.c.epoch).where(interview.c.id == interview_id)
    row = db.execute(query).one_or_none()
    if row is None or (row.deleted_at is not None and fence is None):
        raise NotFound("interview", interview_id)
    if row.deleted_at is not None:
        raise Fenced(interview_id, "gone")
    if fence is not None and fence.epoch is not None and row.epoch != fence.epoch:
        raise Fenced(interview_id, "lease")
    repeated = _repeated(db, interview_id, drafts)
    if repeated is not None:
        return repeated
    raise Fenced(interview_id, "candidate")


def _created_before(db: sa.Connection, new: New, drafts: Sequence[Draft]) -> Appended:
    row = db.execute(sa.select(interview.c.owner, interview.c.deleted_at).where(interview.c.id == new.id)).one()
    if row.deleted_at is not None:
        raise NotFound("interview", new.id)
    repeated = _repeated(db, new.id, drafts) if row.owner == new.owner else None
    if repeated is None:
        raise CommandReused(new.id)
    return repeated


def _repeated(db: sa.Connection, interview_id: str, drafts: Sequence[Draft]) -> Appended | None:
    """Return what an earlier write with these keys stored, None when there was none; raises CommandReused."""
    of = event.c.interview_id == interview_id
    keys = [draft.dedupe_key for draft in drafts if draft.dedupe_key is not None]
    stored = {row.dedupe_key: row.seq for row in db.execute(sa.select(event).where(of, event.c.dedupe_key.in_(keys)))}
    if not stored:
        return None
    first = drafts[0].dedupe_key
    if first is None or first not in stored:
        raise CommandReused(next(iter(stored)))
    rows = db.execute(sa.select(event).where(of, event.c.seq >= stored[first]).order_by(event.c.seq).limit(len(drafts)))
    same = tuple(
        one
        for one, _ in itertools.takewhile(
            lambda pair: to_json(pair[0].body) == to_json(pair[1].body), zip(map(to_event, rows), drafts, strict=False)
        )
    )
    if not same:
        raise CommandReused(first)
    return Appended(same, repeated=True)


def _delete_materials(db: sa.Connection, owner: str, interview_id: str) -> None:
    """Remove the documents that no other interview of the owner uses; the log says which interview uses which."""
    query = sa.select(event.c.interview_id, event.c.body).join(interview, interview.c.id == event.c.interview_id)
    rows = db.execute(query.where(interview.c.owner == owner, event.c.kind == _ATTACHED)).all()
    used: dict[bool, set[str]] = {True: set(), False: set()}
    for row in rows:
        used[row.interview_id == interview_id].add(str(json.loads(row.body)["material"]))
    db.execute(sa.delete(material).where(material.c.owner == owner, material.c.id.in_(used[True] - used[False])))
