from pathlib import Path

import anyio
import pytest
import sqlalchemy as sa

from interviewer.store import log, tables
from interviewer.store.sql import SqlStore, open_store, utc_now
from tests.store.stage import answer, begin, drafts

pytestmark = pytest.mark.anyio


async def test_it_starts_at_now(store: SqlStore) -> None:
    await begin(store)
    mark, names = await store.changed(0)
    assert mark > 0
    assert names == frozenset()


async def test_an_empty_store_has_a_mark_from_which_to_watch(store: SqlStore) -> None:
    mark, _ = await store.changed(0)
    talk = await begin(store)
    assert (await store.changed(mark))[1] == {talk}


async def test_quiet_is_quiet_and_a_change_is_told_to_everybody_who_asks(store: SqlStore) -> None:
    first, second = await begin(store, "talk-1"), await begin(store, "talk-2")
    mark, _ = await store.changed(0)
    await store.append(first, drafts(answer()), elapsed_ms=0)
    later, names = await store.changed(mark)
    assert names == {first}
    assert await store.changed(later) == (later, frozenset())
    await store.append(second, drafts(answer()), elapsed_ms=0)
    assert (await store.changed(later))[1] == {second}
    assert (await store.changed(mark))[1] == {first, second}


async def test_another_process_is_heard(store: SqlStore, url: str, home: Path) -> None:
    talk = await begin(store)
    mark, _ = await store.changed(0)
    mark, _ = await store.changed(mark)
    async with open_store(url, "there", home) as other:
        await other.append(talk, drafts(answer()), elapsed_ms=0)
        assert (await store.changed(mark))[1] == {talk}
        assert (await other.changed(mark))[1] == {talk}


async def test_wishes_and_changes_of_the_holder_and_deletions_are_news(store: SqlStore, url: str, home: Path) -> None:
    talk = await begin(store)
    async with open_store(url, "there", home) as other:

        async def heard(change: object) -> bool:
            mark, _ = await store.changed(0)
            assert await store.changed(mark) == (mark, frozenset())
            await change  # type: ignore[misc]
            return (await store.changed(mark))[1] == {talk}

        assert await heard(store.acquire(talk, "here"))
        assert await heard(other.acquire(talk, "there"))
        assert not await heard(other.acquire(talk, "there"))
        assert await heard(store.release(talk, "here", 1, 0))
        assert await heard(other.delete(talk))


async def test_a_draft_wakes_nobody(store: SqlStore) -> None:
    talk = await begin(store)
    mark, _ = await store.changed(0)
    await store.save_draft(talk, "half a thought")
    assert (await store.changed(mark))[1] == frozenset()


async def test_nothing_is_missed_while_many_write(store: SqlStore) -> None:
    talks = [await begin(store, f"talk-{number}") for number in range(4)]
    mark, _ = await store.changed(0)
    written = dict.fromkeys(talks, 1)
    known = dict.fromkeys(talks, 1)

    async def write(talk: str) -> None:
        for _ in range(10):
            written[talk] = (await store.append(talk, drafts(answer()), elapsed_ms=0)).events[-1].seq

    async def watch() -> None:
        nonlocal mark
        while known != dict.fromkeys(talks, 11):
            mark, names = await store.changed(mark)
            for talk in names:
                known[talk] = (await store.row(talk)).last_seq
            await anyio.sleep(0.001)

    with anyio.fail_after(20):
        async with anyio.create_task_group() as group:
            group.start_soon(watch)
            for talk in talks:
                group.start_soon(write, talk)
    assert known == written


@pytest.mark.postgres
async def test_an_earlier_write_that_commits_late_is_not_missed(postgres_url: str, home: Path) -> None:
    async with open_store(postgres_url, "here", home) as store:
        slow, quick = await begin(store, "slow"), await begin(store, "quick")
        mark, _ = await store.changed(0)
        with store.database.writer.begin() as db:
            log.append(db, slow, drafts(answer()), log.Change(utc_now(), 0))
            await store.append(quick, drafts(answer()), elapsed_ms=0)
            mark, names = await store.changed(mark)
            assert names == {quick}
        mark, names = await store.changed(mark)
        assert names >= {slow}
        assert (await store.changed(mark))[1] == frozenset()


@pytest.mark.postgres
async def test_marks_of_a_restored_dump_that_lie_in_the_future_are_no_news(postgres_url: str, home: Path) -> None:
    async with open_store(postgres_url, "here", home) as store:
        await begin(store, "restored")
        await store.database.write(lambda db: db.execute(sa.update(tables.interview).values(mark=10**15)))
        mark, _ = await store.changed(0)
        talk = await begin(store)
        mark, names = await store.changed(mark)
        assert names == {talk}
        assert (await store.changed(mark))[1] == frozenset()
