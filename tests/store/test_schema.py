import contextlib
import shutil
import sqlite3
import stat
from pathlib import Path

import anyio
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from interviewer.errors import StoreError
from interviewer.store import schema, tables
from interviewer.store.sql import SqlStore, open_store
from tests.store.stage import answer, begin, drafts, files

pytestmark = pytest.mark.anyio

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interview", sa.Column("mood", sa.Text))
    {more}
"""


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """The migrations of a later release, whose folder has a per cent sign in its name."""
    folder = tmp_path / "100% later"
    shutil.copytree(schema.SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "next.py").write_text(NEXT.format(head=schema.HEAD, more=""))
    return folder


def test_the_newest_script_is_the_revision_we_expect() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.SCRIPTS))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


async def test_the_migrations_build_the_tables_that_are_declared(store: SqlStore) -> None:
    def difference(db: sa.Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(db), tables.metadata))

    assert await store.database.write(difference) == []


async def test_the_partial_index_is_the_declared_one_on_both(store: SqlStore) -> None:
    def read(db: sa.Connection) -> str:
        (index,) = [i for i in sa.inspect(db).get_indexes("interview") if i["name"] == "interview_unjudged"]
        return " ".join(str(option) for option in index["dialect_options"].values())

    text = await store.database.write(read)
    for word in ("closed", "pending", "running"):
        assert word in text


async def test_opening_again_changes_nothing(store: SqlStore, home: Path) -> None:
    talk = await begin(store)
    await anyio.to_thread.run_sync(schema.upgrade, store.database)
    assert (await store.row(talk)).last_seq == 1
    assert not [name for name in files(home) if "before" in name]


async def test_an_upgrade_keeps_the_log(store: SqlStore, scripts: Path) -> None:
    talk = await begin(store)
    await anyio.to_thread.run_sync(schema.upgrade, store.database, scripts, "next")
    assert await store.database.write(schema.revision) == "next"
    await store.append(talk, drafts(answer()), elapsed_ms=0)
    assert [event.seq for event in await store.events(talk)] == [1, 2]


async def test_a_real_upgrade_leaves_a_private_copy_of_the_file(home: Path, scripts: Path) -> None:
    async with open_store("", "here", home) as store:
        await begin(store)
        (home / "interviews.db.before-next").write_text("an older copy")
        await anyio.to_thread.run_sync(schema.upgrade, store.database, scripts, "next")
    copy = home / "interviews.db.before-next"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with contextlib.closing(sqlite3.connect(copy)) as old:
        assert old.execute("SELECT version_num FROM alembic_version").fetchall() == [(schema.HEAD,)]
        assert old.execute("SELECT count(*) FROM event").fetchall() == [(1,)]
    assert not [name for name in files(home) if name.endswith(".part")]


async def test_deleting_an_interview_removes_the_copy_that_still_has_it(home: Path, scripts: Path) -> None:
    async with open_store("", "here", home) as store:
        talk = await begin(store)
        await anyio.to_thread.run_sync(schema.upgrade, store.database, scripts, "next")
        assert "interviews.db.before-next" in files(home)
        await store.delete(talk)
        assert "interviews.db.before-next" not in files(home)


async def test_a_migration_that_fails_leaves_the_old_schema(store: SqlStore, scripts: Path) -> None:
    talk = await begin(store)
    broken = NEXT.format(head=schema.HEAD, more='op.execute("SELECT no_such_column FROM interview")')
    (scripts / "versions" / "next.py").write_text(broken)
    with pytest.raises(StoreError):
        await anyio.to_thread.run_sync(schema.upgrade, store.database, scripts, "next")
    assert await store.database.write(schema.revision) == schema.HEAD
    columns = await store.database.write(lambda db: [c["name"] for c in sa.inspect(db).get_columns("interview")])
    assert "mood" not in columns
    assert (await store.row(talk)).last_seq == 1


async def test_the_database_of_a_later_release_is_refused_and_not_touched(url: str, home: Path, scripts: Path) -> None:
    async with open_store(url, "here", home) as store:
        await begin(store)
        await anyio.to_thread.run_sync(schema.upgrade, store.database, scripts, "next")
    with pytest.raises(StoreError, match="another release"):
        async with open_store(url, "here", home):
            pass


async def test_four_that_open_an_empty_database_at_once_build_it_once(url: str, home: Path) -> None:
    opened: list[str] = []

    async def start(name: str) -> None:
        async with open_store(url, name, home) as store:
            await begin(store, name)
            opened.append(name)

    async with anyio.create_task_group() as group:
        for name in ("one", "two", "three", "four"):
            group.start_soon(start, name)
    assert len(opened) == 4
