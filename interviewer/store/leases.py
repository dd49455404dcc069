"""Who speaks for an interview: taking the lease, wishing for it, giving it back.

A lease has no time limit. Its holder lives or does not, which the operating system or the database knows at once; the
epoch, raised at every change of holder, stops the writes of one who has lost it and does not know yet.
"""

import sqlalchemy as sa

from interviewer.errors import NotFound
from interviewer.store.locks import Lives
from interviewer.store.tables import NextMark, hold, interview


def acquire(db: sa.Connection, lives: Lives, interview_id: str, process: str) -> int | None:
    """Return the epoch of our lease; None, and a wish left behind, when a living process has it."""
    hold(db, interview_id)
    one = interview.c.id == interview_id
    query = sa.select(interview.c.holder, interview.c.epoch, interview.c.wanted_by)
    row = db.execute(query.where(one, interview.c.deleted_at.is_(None))).one_or_none()
    if row is None:
        raise NotFound("interview", interview_id)
    if row.holder == process:
        return int(row.epoch)
    if row.holder is not None and lives(db, row.holder):
        # The first wish stands: two who overwrite each other's would wake each other up for ever.
        if row.wanted_by is None or (row.wanted_by != process and not lives(db, row.wanted_by)):
            db.execute(sa.update(interview).where(one).values(wanted_by=process, mark=NextMark()))
        return None
    epoch = int(row.epoch) + 1
    db.execute(sa.update(interview).where(one).values(holder=process, epoch=epoch, wanted_by=None, mark=NextMark()))
    return epoch


def release(db: sa.Connection, interview_id: str, process: str, epoch: int, elapsed_ms: int) -> None:
    """Give the lease back and wake up who wished for it; nothing happens when it is no longer ours."""
    hold(db, interview_id)
    ours = (interview.c.id == interview_id, interview.c.holder == process, interview.c.epoch == epoch)
    db.execute(
        sa.update(interview)
        .where(*ours)
        .values(
            holder=None,
            wanted_by=None,
            epoch=interview.c.epoch + 1,
            elapsed_ms=sa.case((interview.c.elapsed_ms < elapsed_ms, elapsed_ms), else_=interview.c.elapsed_ms),
            mark=NextMark(),
        )
    )
