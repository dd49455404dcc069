import resource
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from evals.perf.postgres import Server
from interviewer.errors import SettingsError, StoreError
from interviewer.store import engine, tables
from interviewer.store.sql import SqlStore, open_store
from tests.store.stage import answer, begin, drafts, files, until

pytestmark = pytest.mark.anyio

SECRET = "what the candidate said"


async def test_everything_it_creates_is_private(home: Path) -> None:
    async with open_store("", "here", home) as store:
        await begin(store)
        assert set(files(home)) == {
            "interviews.db", "interviews.db-wal", "interviews.db-shm", "interviews.db.lock", "here.lock",
        }  # fmt: skip
        for path in everything(home):
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def everything(folder: Path) -> list[Path]:
    return [folder, *folder.rglob("*")]


async def test_a_file_that_was_open_to_others_is_closed_to_them(tmp_path: Path) -> None:
    (tmp_path / "interviews.db").touch(mode=0o644)
    async with open_store("", "here", tmp_path):
        assert stat.S_IMODE((tmp_path / "interviews.db").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("", "interviews.db"),
        ("sqlite://", "interviews.db"),
        ("sqlite:///talks.db", "talks.db"),
        ("sqlite+aiosqlite:///talks.db", "talks.db"),
    ],
)
def test_a_sqlite_url_names_a_file_in_the_data_folder(url: str, file: str, tmp_path: Path) -> None:
    assert engine.parse_url(url, tmp_path) == sa.make_url(f"sqlite:///{tmp_path / file}")


def test_an_absolute_path_stays_where_it_is(tmp_path: Path) -> None:
    assert engine.parse_url(f"sqlite:///{tmp_path}/a.db", Path("/elsewhere")).database == f"{tmp_path}/a.db"


@pytest.mark.parametrize("url", ["postgres://ada@host/talks", "postgresql://ada@host/talks"])
def test_postgresql_is_spoken_by_psycopg(url: str, tmp_path: Path) -> None:
    parsed = engine.parse_url(url, tmp_path)
    assert (parsed.drivername, parsed.host, parsed.database) == ("postgresql+psycopg", "host", "talks")


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///:memory:",
        "sqlite:///file:x?uri=true",
        "mysql://host/talks",
        "no url",
        "http://[",
        "postgresql://host:port/talks",
    ],
)
def test_a_url_we_cannot_use_names_its_setting_and_keeps_its_password(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        engine.parse_url(url.replace("host", "ada:hunter2@host"), tmp_path)
    assert refused.value.name == "INTERVIEWER_DATABASE_URL"
    assert "hunter2" not in str(refused.value)


async def test_a_data_folder_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="data folder"):
        async with open_store("", "here", tmp_path / "file" / "home"):
            pass


async def test_a_file_that_is_no_database_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "interviews.db").write_bytes(b"This is my diary, and no database at all. " * 100)
    with pytest.raises(StoreError, match="SQLITE_NOTADB"):
        async with open_store("", "here", tmp_path):
            pass


async def test_a_server_that_is_not_there_is_a_store_error(home: Path) -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        async with open_store(f"postgresql://ada:hunter2@/talks?host={home}", "here", home):
            pass


async def test_a_full_disk_refuses_the_write_and_the_store_lives_on(home: Path) -> None:
    async with open_store("", "here", home) as store:
        talk = await begin(store)
        limit = {"pages": 30}

        def allow(connection: sqlite3.Connection, _: object) -> None:
            connection.execute(f"PRAGMA max_page_count={limit['pages']}")

        sa.event.listen(store.database.writer, "connect", allow)
        store.database.writer.dispose()
        stored = await fill(store, talk, "The disk of the database is full")
        limit["pages"] = 100_000
        store.database.writer.dispose()
        done = await store.append(talk, drafts(answer(SECRET * 500), key="last"), elapsed_ms=0)
        assert done.events[0].seq == stored + 1


async def test_a_failing_disk_refuses_the_commit_and_the_store_lives_on(home: Path) -> None:
    async with open_store("", "here", home) as store:
        talk = await begin(store)
        with files_no_larger_than((home / "interviews.db-wal").stat().st_size + 200_000):
            stored = await fill(store, talk, "SQLITE_IOERR_WRITE")
        done = await store.append(talk, drafts(answer(SECRET * 500), key="last"), elapsed_ms=0)
        assert done.events[0].seq == stored + 1


async def fill(store: SqlStore, talk: str, complaint: str) -> int:
    """Append until the store refuses; returns the last number that was acknowledged."""
    stored = (await store.row(talk)).last_seq  # a reader is there: closing the last connection would empty the log
    refusal = ""
    while not refusal:
        try:
            batch = drafts(answer(SECRET * 500), key=str(stored))
            stored = (await store.append(talk, batch, elapsed_ms=0)).events[0].seq
        except StoreError as error:
            refusal = f"{error} {error.__cause__}"
    assert complaint in refusal
    assert SECRET not in refusal
    assert stored > 2
    assert [event.seq for event in await store.events(talk)] == list(range(1, stored + 1))
    with pytest.raises(StoreError):
        await store.append(talk, drafts(answer(SECRET * 500), key="again"), elapsed_ms=0)
    assert (await store.row(talk)).last_seq == stored
    return stored


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Let every write beyond that size fail, as a broken disk would; Python ignores the signal that comes with it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_locked_file_is_waited_for_and_then_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(engine.PRAGMAS, "busy_timeout", "100")
    async with open_store("", "here", home) as store:
        talk = await begin(store)
        other = sqlite3.connect(home / "interviews.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="Another program holds the database"):
            await store.append(talk, drafts(answer()), elapsed_ms=0)
        assert (await store.row(talk)).last_seq == 1
        other.rollback()
        other.close()
        assert (await store.append(talk, drafts(answer()), elapsed_ms=0)).events[0].seq == 2


async def test_every_write_waits_its_turn_and_survives_a_power_cut(home: Path) -> None:
    async with open_store("", "here", home) as store:

        def look(db: sa.Connection) -> list[object]:
            names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
            return [db.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names]

        assert await store.database.write(look) == ["wal", 2, 1, 5_000, 1]
        other = sqlite3.connect(home / "interviews.db", isolation_level=None, timeout=0, check_same_thread=False)

        def intrude(_: sa.Connection) -> None:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")

        await store.database.write(intrude)
        other.close()


async def test_readers_cannot_write(home: Path) -> None:
    async with open_store("", "here", home) as store:
        with pytest.raises(OperationalError, match="readonly"):
            async with store.database.reader.connect() as db:
                await db.execute(sa.delete(tables.event))


async def test_a_closed_store_says_so(url: str, home: Path) -> None:
    async with open_store(url, "here", home) as store:
        talk = await begin(store)
    for attempt in (
        lambda: store.append(talk, drafts(answer()), elapsed_ms=0),
        lambda: store.events(talk),
        lambda: store.changed(1),
    ):
        with pytest.raises(StoreError, match="closed"):
            await attempt()


async def test_who_stops_waiting_for_a_write_disturbs_nobody(store: SqlStore) -> None:
    talk = await begin(store)
    for number in range(20):
        with anyio.move_on_after(number / 10_000):
            await store.append(talk, drafts(answer(), key=str(number)), elapsed_ms=0)
    await store.append(talk, drafts(answer(), key="last"), elapsed_ms=0)
    events = await store.events(talk)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))


async def test_a_unit_that_fails_leaves_nothing(store: SqlStore) -> None:
    talk = await begin(store)

    def half(db: sa.Connection) -> None:
        db.execute(sa.update(tables.interview).values(title="half done"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.database.write(half)
    assert (await store.row(talk)).title != "half done"


@pytest.mark.postgres
async def test_a_commit_that_the_server_refuses_leaves_nothing(postgres_url: str, home: Path) -> None:
    async with open_store(postgres_url, "here", home) as store:
        talk = await begin(store)

        def object_at_commit(db: sa.Connection) -> None:
            db.exec_driver_sql(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE SQLSTATE '53100' USING MESSAGE = 'no space left'; END $$"
            )
            db.exec_driver_sql(
                "CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON event "
                "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()"
            )

        await store.database.write(object_at_commit)
        with pytest.raises(StoreError, match="disk of the database is full"):
            await store.append(talk, drafts(answer()), elapsed_ms=0)
        assert (await store.row(talk)).last_seq == 1
        await store.database.write(lambda db: db.exec_driver_sql("DROP TRIGGER refuse ON event"))
        assert (await store.append(talk, drafts(answer()), elapsed_ms=0)).events[0].seq == 2


@pytest.mark.slow
@pytest.mark.postgres
async def test_a_restart_of_the_server_loses_nothing_that_was_acknowledged(
    restartable_postgres: Server, home: Path
) -> None:
    server = restartable_postgres
    acknowledged: list[str] = []
    failed: list[str] = []
    stop = anyio.Event()

    async def write(store: SqlStore, talk: str, name: int) -> None:
        number = 0
        while not stop.is_set():
            key = f"{name}.{number}"
            try:
                await store.append(talk, drafts(answer(key), key=key), elapsed_ms=0)
                acknowledged.append(key)
                number += 1
            except StoreError:
                failed.append(key)
                await anyio.sleep(0.05)

    async def more_than(count: int) -> bool:
        return len(acknowledged) > count

    async with open_store(server.create_database(), "here", home) as store:
        talk = await begin(store)
        async with anyio.create_task_group() as group:
            for name in range(4):
                group.start_soon(write, store, talk, name)
            await anyio.sleep(0.3)
            await anyio.to_thread.run_sync(server.stop, "immediate")
            with pytest.raises(StoreError, match="cannot be reached"):
                await store.events(talk)
            with pytest.raises(StoreError, match="cannot be reached"):
                await store.changed(1)
            before = len(acknowledged)
            await anyio.to_thread.run_sync(server.start)
            await until(lambda: more_than(before + 20))
            stop.set()
        events = await store.events(talk)
    assert failed
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    texts = [getattr(event.body, "text", "") for event in events[1:]]
    assert sorted(texts) == sorted(acknowledged)


@pytest.mark.parametrize(
    ("cause", "sentence"),
    [
        (psycopg.errors.DiskFull(SECRET), "disk of the database is full"),
        (psycopg.errors.LockNotAvailable(SECRET), "Another program holds"),
        (psycopg.errors.AdminShutdown(SECRET), "cannot be reached"),
        (psycopg.OperationalError(SECRET), "cannot be reached"),
        (psycopg.errors.NumericValueOutOfRange(SECRET), "22003"),
    ],
)
def test_what_the_server_says_becomes_a_sentence_without_its_words(cause: Exception, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence) as refused, engine.honest():
        raise OperationalError("INSERT", {}, cause, hide_parameters=True)
    assert SECRET not in str(refused.value)
