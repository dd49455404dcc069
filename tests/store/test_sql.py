import datetime as dt
from itertools import count
from pathlib import Path

import pytest

from interviewer import events as ev
from interviewer.errors import NotFound
from interviewer.material import Claim, Material
from interviewer.ports import Call, Fence, InterviewStore, Usage
from interviewer.store import tables
from interviewer.store.sql import SqlStore, open_store
from tests.store.stage import answer, begin, closed, drafts, files

pytestmark = pytest.mark.anyio

PAPER = Material(
    id="paper-1",
    kind="paper",
    name="rope \x00.pdf",
    text="We show \x00 that rotary embeddings extrapolate.",
    claims=(Claim(id="c1", kind="shows", quote="We show", start=0, end=7),),
)


def attached(material: str) -> ev.MaterialAttached:
    return ev.MaterialAttached(material=material, material_kind="paper", name="a.pdf", characters=1, sha256="0")


async def test_the_store_is_what_the_port_asks_for(store: SqlStore) -> None:
    port: InterviewStore = store
    assert port is store


async def test_a_new_interview_is_listed_as_the_log_says(store: SqlStore) -> None:
    talk = await begin(store)
    row = await store.row(talk)
    assert (row.id, row.owner, row.title) == (talk, "ada", "A talk about rotary embeddings")
    assert (row.status, row.judging, row.last_seq, row.elapsed_ms) == ("ready", "pending", 1, 0)
    assert (row.holder, row.epoch, row.wanted_by) == (None, 0, None)
    assert row.created_at == row.updated_at
    assert row.created_at.tzinfo is not None


async def test_an_owner_sees_their_own_interviews_newest_first(url: str, home: Path) -> None:
    minutes = count()
    start = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    async with open_store(url, "here", home, lambda: start + dt.timedelta(minutes=next(minutes))) as store:
        for name in ("first", "second", "third"):
            await begin(store, name)
        await begin(store, "foreign", owner="eve")
        await store.append("first", drafts(answer()), elapsed_ms=0)
        assert [row.id for row in await store.rows("ada")] == ["third", "second", "first"]
        assert [row.id for row in await store.rows("ada", limit=2)] == ["third", "second"]
        assert await store.rows("nobody") == ()


async def test_unfinished_is_what_closed_and_was_not_judged(store: SqlStore) -> None:
    for name, status, judging in (
        ("live", "live", "pending"),
        ("waiting", "closed", "pending"),
        ("at-work", "closed", "running"),
        ("judged", "closed", "done"),
        ("failed", "closed", "failed"),
        ("deleted", "closed", "pending"),
    ):
        await begin(store, name)
        await store.append(name, drafts(closed()), elapsed_ms=0, status=status, judging=judging)
    await store.delete("deleted")
    assert {row.id for row in await store.unfinished()} == {"waiting", "at-work"}


async def test_a_draft_is_kept_until_it_is_overwritten(store: SqlStore) -> None:
    talk = await begin(store)
    assert await store.draft(talk) == ""
    for text in ("half a thou\x00ght", "half a \ud800 character", ""):
        await store.save_draft(talk, text)
        assert await store.draft(talk) == text


async def test_a_material_comes_back_to_its_owner_alone(store: SqlStore) -> None:
    await store.save_material("ada", PAPER)
    assert await store.material("ada", "paper-1") == PAPER
    for owner, name in (("eve", "paper-1"), ("ada", "paper-2")):
        with pytest.raises(NotFound):
            await store.material(owner, name)


async def test_a_material_saved_again_is_replaced(store: SqlStore) -> None:
    await store.save_material("ada", PAPER)
    marked = PAPER.model_copy(update={"warnings": ("page 2 has no text",)})
    await store.save_material("ada", marked)
    assert await store.material("ada", "paper-1") == marked


async def test_content_is_kept_once_and_found_by_hash(store: SqlStore) -> None:
    texts = {"aa": "question: why?", "bb": "persona: \x00"}
    await store.create("ada", "one", "T", drafts(answer()), texts)
    await store.create("ada", "two", "T", drafts(answer()), texts | {"cc": "third"})
    assert await store.content(["aa", "bb", "cc", "dd"]) == texts | {"cc": "third"}
    assert await store.content([]) == {}


async def test_nothing_can_be_had_of_a_deleted_interview(store: SqlStore) -> None:
    talk = await begin(store)
    epoch = await store.acquire(talk, "here")
    assert epoch is not None
    await store.delete(talk)
    for attempt in (
        lambda: store.events(talk),
        lambda: store.row(talk),
        lambda: store.draft(talk),
        lambda: store.save_draft(talk, "text"),
        lambda: store.acquire(talk, "here"),
        lambda: store.append(talk, drafts(answer()), elapsed_ms=0),
        lambda: store.create("ada", talk, "T", drafts(answer()), {}),
        lambda: store.journal.record(talk, Call("k", "h", "text", "m", "end_turn", Usage())),
        lambda: store.delete(talk),
    ):
        with pytest.raises(NotFound):
            await attempt()
    await store.release(talk, "here", epoch, 0)
    assert await store.rows("ada") == ()
    assert await store.journal.spent(talk) == Usage()


async def test_the_tombstone_names_nobody(store: SqlStore) -> None:
    talk = await begin(store)
    await store.save_draft(talk, "unfinished")
    await store.delete(talk)
    rows = await store.database.read(tables.interview.select())
    kept = {name: value for name, value in rows[0]._mapping.items() if value not in (None, "", 0)}
    assert set(kept) == {"id", "status", "created_at", "updated_at", "deleted_at", "last_seq", "epoch", "mark"}
    assert kept["status"] == "deleted"


async def test_deleting_takes_the_materials_that_no_other_interview_uses(store: SqlStore) -> None:
    for owner in ("ada", "eve"):
        for name in ("shared", "own", "elsewhere"):
            await store.save_material(owner, PAPER.model_copy(update={"id": name}))
    await store.create("ada", "one", "T", drafts(attached("shared"), attached("own")), {"aa": "kept for ever"})
    await store.create("ada", "two", "T", drafts(answer()), {})
    await store.append("two", drafts(attached("shared")), elapsed_ms=0)
    await store.delete("one")
    for owner, name in (("ada", "shared"), ("ada", "elsewhere"), ("eve", "own")):
        assert (await store.material(owner, name)).id == name
    with pytest.raises(NotFound):
        await store.material("ada", "own")
    await store.delete("two")
    with pytest.raises(NotFound):
        await store.material("ada", "shared")
    assert await store.content(["aa"]) == {"aa": "kept for ever"}


async def test_deleted_words_are_in_no_file_any_more(home: Path) -> None:
    async with open_store("", "here", home) as store:
        await begin(store, "kept")
        talk = await begin(store)
        await store.append(talk, drafts(answer("xylophone " * 800)), elapsed_ms=0)
        await store.save_draft(talk, "xylophone draft")
        await store.journal.record(talk, Call("k", "h", "xylophone call", "m", "end_turn", Usage()))
        assert any(b"xylophone" in data for data in files(home).values())
        await store.delete(talk)
        assert not any(b"xylophone" in data for data in files(home).values())


async def test_what_was_written_is_there_after_closing_and_opening(url: str, home: Path) -> None:
    async with open_store(url, "here", home) as store:
        talk = await begin(store)
        stored = await store.append(talk, drafts(answer()), elapsed_ms=3, fence=Fence(0))
    async with open_store(url, "here", home) as store:
        assert (await store.events(talk))[1:] == stored.events
