import stat
import subprocess
import sys
from pathlib import Path

import anyio
import pytest

from evals.perf.postgres import Server
from interviewer.errors import StoreError
from interviewer.store import locks
from interviewer.store.sql import SqlStore, open_store
from tests.store.stage import begin, until

pytestmark = pytest.mark.anyio


def test_a_lock_is_seen_by_others_and_ends_with_its_block(tmp_path: Path) -> None:
    file = tmp_path / "one.lock"
    assert not locks.is_locked(file)
    with locks.exclusive(file):
        assert locks.is_locked(file)
        with pytest.raises(StoreError, match=r"one\.lock"), locks.exclusive(file, wait_s=0):
            pass
    assert not locks.is_locked(file)


def test_a_lock_file_is_private(tmp_path: Path) -> None:
    file = tmp_path / "one.lock"
    with locks.exclusive(file):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_program_we_start_does_not_keep_our_lock(tmp_path: Path) -> None:
    file = tmp_path / "one.lock"
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as running:
        with locks.exclusive(file):
            running.poll()
        assert not locks.is_locked(file)
        assert running.poll() is None
        running.communicate(b"\n")


async def test_a_name_belongs_to_one_living_process(
    store: SqlStore, url: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store
    monkeypatch.setattr(locks, "NAME_S", 0.2)
    with pytest.raises(StoreError, match="here"):
        async with open_store(url, "here", home):
            pass


async def test_any_name_will_do_for_a_process(url: str, home: Path) -> None:
    name = "host.example:8000/../é 1"
    async with open_store(url, name, home) as store, open_store(url, "other", home) as other:
        talk = await begin(store)
        assert await store.acquire(talk, name) == 1
        assert await other.acquire(talk, "other") is None


async def test_lock_files_of_the_dead_are_swept_and_those_of_the_living_stay(home: Path) -> None:
    folder = home / "processes"
    async with open_store("", "alive", home):
        (folder / "dead.lock").touch()
        async with open_store("", "new", home):
            assert {file.name for file in folder.iterdir()} == {"alive.lock", "new.lock"}
    assert list(folder.iterdir()) == []


async def test_who_shares_the_file_from_another_data_folder_is_seen_too(home: Path) -> None:
    shared = f"sqlite:///{home}/shared.db"
    async with open_store(shared, "here", home) as store, open_store(shared, "there", home / "other") as other:
        talk = await begin(store)
        assert await store.acquire(talk, "here") == 1
        assert await other.acquire(talk, "there") is None


@pytest.mark.slow
@pytest.mark.postgres
async def test_a_living_process_has_its_lock_again_after_the_server_restarted(
    restartable_postgres: Server, home: Path
) -> None:
    server = restartable_postgres
    url = server.create_database()
    async with open_store(url, "here", home) as store, open_store(url, "there", home) as other:
        talk = await begin(store)
        assert await store.acquire(talk, "here") == 1
        await anyio.to_thread.run_sync(server.stop, "immediate")
        await anyio.to_thread.run_sync(server.start)
        await until(lambda: other.database.write(lambda db: locks.session_is_locked(db, "here")))
        assert await other.acquire(talk, "there") is None
