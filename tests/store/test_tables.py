import datetime as dt

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from interviewer.store import tables

DIALECT: sa.Dialect = sqlite.dialect()
SERVER: sa.Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
MOMENTS = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001
CHARACTERS = st.characters(categories=None)


@given(MOMENTS)
def test_a_moment_comes_back_to_the_microsecond(moment: dt.datetime) -> None:
    column = tables.Moment()
    assert column.process_result_value(column.process_bind_param(moment, DIALECT), DIALECT) == moment


@given(st.text(CHARACTERS))
def test_any_text_can_be_stored_and_comes_back(text: str) -> None:
    column = tables.Prose()
    stored = column.process_bind_param(text, DIALECT)
    assert stored is not None
    assert "\0" not in stored.encode().decode()
    assert column.process_result_value(stored, DIALECT) == text


def test_nothing_stays_nothing() -> None:
    for column in (tables.Moment(), tables.Prose()):
        assert column.process_bind_param(None, DIALECT) is None
        assert column.process_result_value(None, DIALECT) is None


def test_marks_are_spelt_for_each_database() -> None:
    assert "max(mark)" in str(tables.NextMark().compile(dialect=DIALECT))
    assert "pg_current_xact_id" in str(tables.NextMark().compile(dialect=SERVER))
    assert "pg_snapshot_xmin" in str(tables.Horizon().compile(dialect=SERVER))
    assert "pg_snapshot_xmax" in str(tables.Ceiling().compile(dialect=SERVER))
