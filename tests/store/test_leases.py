from pathlib import Path

import anyio
import pytest

from interviewer.errors import NotFound
from interviewer.store.locks import session_is_locked
from interviewer.store.sql import SqlStore, open_store
from tests.store.stage import answer, begin, child, drafts, line, until

pytestmark = pytest.mark.anyio


async def test_a_free_lease_is_ours_at_once_and_stays_ours(store: SqlStore) -> None:
    talk = await begin(store)
    epoch = await store.acquire(talk, "here")
    assert epoch == 1
    assert await store.acquire(talk, "here") == 1
    assert (await store.row(talk)).holder == "here"


async def test_a_living_holder_keeps_the_lease_and_learns_who_wants_it(store: SqlStore, url: str, home: Path) -> None:
    talk = await begin(store)
    epoch = await store.acquire(talk, "here")
    async with open_store(url, "there", home) as other:
        assert await other.acquire(talk, "there") is None
        row = await store.row(talk)
        assert (row.holder, row.epoch, row.wanted_by) == ("here", epoch, "there")


async def test_the_first_wish_stands_while_the_one_who_wished_lives(store: SqlStore, url: str, home: Path) -> None:
    talk = await begin(store)
    await store.acquire(talk, "here")
    async with open_store(url, "second", home) as second, open_store(url, "third", home) as third:
        await second.acquire(talk, "second")
        await third.acquire(talk, "third")
        assert (await store.row(talk)).wanted_by == "second"
    async with open_store(url, "fourth", home) as fourth:
        await fourth.acquire(talk, "fourth")
        assert (await store.row(talk)).wanted_by == "fourth"


async def test_a_lease_given_back_is_free_and_its_epoch_is_over(store: SqlStore, url: str, home: Path) -> None:
    talk = await begin(store)
    epoch = await store.acquire(talk, "here")
    assert epoch is not None
    async with open_store(url, "there", home) as other:
        await other.acquire(talk, "there")
        await store.release(talk, "here", epoch, 4_000)
        row = await store.row(talk)
        assert (row.holder, row.wanted_by, row.elapsed_ms) == (None, None, 4_000)
        taken = await other.acquire(talk, "there")
        assert taken is not None
        assert taken > epoch


async def test_only_the_holder_can_give_a_lease_back(store: SqlStore) -> None:
    talk = await begin(store)
    epoch = await store.acquire(talk, "here")
    assert epoch is not None
    await store.release(talk, "there", epoch, 0)
    await store.release(talk, "here", epoch - 1, 0)
    await store.release("nowhere", "here", epoch, 0)
    assert (await store.row(talk)).holder == "here"


async def test_giving_back_never_turns_the_clock_back(store: SqlStore) -> None:
    talk = await begin(store)
    await store.append(talk, drafts(answer()), elapsed_ms=9_000)
    epoch = await store.acquire(talk, "here")
    assert epoch is not None
    await store.release(talk, "here", epoch, 1_000)
    assert (await store.row(talk)).elapsed_ms == 9_000


async def test_an_interview_that_is_not_there_has_no_lease(store: SqlStore) -> None:
    with pytest.raises(NotFound):
        await store.acquire("nowhere", "here")


async def test_a_process_that_closed_its_store_without_giving_back_is_dead(
    store: SqlStore, url: str, home: Path
) -> None:
    talk = await begin(store)
    async with open_store(url, "there", home) as other:
        first = await other.acquire(talk, "there")
        assert await store.acquire(talk, "here") is None
    taken = await store.acquire(talk, "here")
    assert first is not None
    assert taken is not None
    assert taken > first


@pytest.mark.slow
async def test_the_lease_of_a_killed_process_is_taken_over_at_once(store: SqlStore, url: str, home: Path) -> None:
    talk = await begin(store)
    with child("hold", url, home, "victim", talk) as running:
        first = int(await anyio.to_thread.run_sync(line, running))
        assert await store.acquire(talk, "here") is None
        assert (await store.row(talk)).wanted_by == "here"
        running.kill()
        running.wait()
        taken = await seized(store, talk)
    assert taken == first + 1
    assert (await store.row(talk)).wanted_by is None


async def seized(store: SqlStore, talk: str) -> int:
    """Take over when the database has noticed that the dead process's socket is closed; a file lock ends at once."""
    if store.database.file is None:

        async def noticed() -> bool:
            return not await store.database.write(lambda db: session_is_locked(db, "victim"))

        await until(noticed)
    taken = await store.acquire(talk, "here")
    assert taken is not None
    return taken


@pytest.mark.slow
async def test_eight_who_take_over_at_once_get_one_lease(store: SqlStore, url: str, home: Path) -> None:
    talk = await begin(store)
    async with open_store(url, "gone", home) as other:
        await other.acquire(talk, "gone")
    epochs: list[int | None] = []

    async def take(one: SqlStore, name: str) -> None:
        epochs.append(await one.acquire(talk, name))

    async with open_store(url, "left", home) as left, open_store(url, "right", home) as right:
        async with anyio.create_task_group() as group:
            for number in range(8):
                group.start_soon(take, *((left, "left") if number % 2 else (right, "right")))
        assert (await store.row(talk)).epoch == 2
        assert epochs.count(2) == 4
        assert epochs.count(None) == 4
