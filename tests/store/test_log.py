import datetime as dt
import json
import subprocess
from itertools import count
from pathlib import Path

import anyio
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer import events as ev
from interviewer.errors import CommandReused, Fenced, NotFound, Refused, StoreError
from interviewer.ports import Appended, Draft, Fence
from interviewer.state import fold
from interviewer.store import tables
from interviewer.store.sql import SqlStore, open_store
from tests.store.stage import answer, begin, child, closed, drafts, line, unasked, until

pytestmark = pytest.mark.anyio


async def test_numbers_continue_where_the_log_ends(store: SqlStore) -> None:
    talk = await begin(store)
    done = await store.append(talk, drafts(answer("one"), unasked(), answer("two")), elapsed_ms=5)
    assert [event.seq for event in done.events] == [2, 3, 4]
    assert not done.repeated
    assert (await store.events(talk))[1:] == done.events
    assert await store.events(talk, after=3) == done.events[2:]


async def test_every_kind_of_text_comes_back_as_it_was(store: SqlStore) -> None:
    talk = await begin(store)
    text = 'NUL \x00, quotes "\'", newline \n, 日本語, 👩🏽‍🔬, \u2028'
    await store.append(talk, drafts(answer(text)), elapsed_ms=0)
    stored = (await store.events(talk))[-1].body
    assert isinstance(stored, ev.AnswerGiven)
    assert stored.text == text


async def test_half_a_character_is_refused_and_nothing_is_written(store: SqlStore) -> None:
    talk = await begin(store)
    with pytest.raises(Refused) as refused:
        await store.append(talk, drafts(answer("\ud800")), elapsed_ms=0)
    assert refused.value.code == "not_text"
    assert (await store.row(talk)).last_seq == 1


async def test_times_are_the_given_clocks_and_aware(url: str, home: Path) -> None:
    noon = dt.datetime(2026, 11, 21, 12, 0, 0, 123_456, tzinfo=dt.UTC)
    async with open_store(url, "here", home, lambda: noon) as store:
        talk = await begin(store)
        assert (await store.events(talk))[0].at == noon
        assert (await store.row(talk)).created_at == noon


async def test_elapsed_time_never_goes_back(store: SqlStore) -> None:
    talk = await begin(store)
    await store.append(talk, drafts(answer()), elapsed_ms=9_000)
    done = await store.append(talk, drafts(unasked()), elapsed_ms=4_000)
    assert done.events[0].elapsed_ms == 9_000
    assert (await store.row(talk)).elapsed_ms == 9_000


async def test_an_append_can_change_the_listing(store: SqlStore) -> None:
    talk = await begin(store)
    await store.append(talk, drafts(closed()), elapsed_ms=0, status="closed", judging="running")
    row = await store.row(talk)
    assert (row.status, row.judging) == ("closed", "running")
    await store.append(talk, [], elapsed_ms=7, judging="done")
    row = await store.row(talk)
    assert (row.status, row.judging, row.last_seq, row.elapsed_ms) == ("closed", "done", 2, 7)


async def test_nobody_can_append_to_what_was_never_there(store: SqlStore) -> None:
    for fence in (None, Fence(0)):
        with pytest.raises(NotFound):
            await store.append("nowhere", drafts(answer()), elapsed_ms=0, fence=fence)


async def test_eight_writers_at_once_leave_no_gap_and_no_double(store: SqlStore) -> None:
    talk = await begin(store)
    acknowledged: list[int] = []

    async def write(name: int) -> None:
        for number in range(12):
            batch = drafts(answer(f"{name}.{number}"), *[unasked()] * (number % 3), key=f"{name}.{number}")
            done = await store.append(talk, batch, elapsed_ms=number)
            acknowledged.extend(event.seq for event in done.events)

    async with anyio.create_task_group() as group:
        for name in range(8):
            group.start_soon(write, name)
    events = await store.events(talk)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert sorted(acknowledged) == list(range(2, len(events) + 1))


@pytest.mark.slow
async def test_two_processes_write_one_gap_free_log(store: SqlStore, url: str, home: Path) -> None:
    talk = await begin(store)

    def read(running: "subprocess.Popen[str]") -> list[int]:
        assert running.stdout is not None
        return [int(number) for number in running.stdout]

    with child("write", url, home, "one", talk) as one, child("write", url, home, "two", talk) as two:
        acknowledged = await anyio.to_thread.run_sync(read, one) + await anyio.to_thread.run_sync(read, two)
    assert sorted(acknowledged) == list(range(2, 82))
    assert [event.seq for event in await store.events(talk)] == list(range(1, 82))


@pytest.mark.slow
async def test_what_a_killed_process_was_told_is_stored_is_stored(store: SqlStore, url: str, home: Path) -> None:
    talk = await begin(store)
    with child("flood", url, home, "one", talk) as running:
        acknowledged = [int(await anyio.to_thread.run_sync(line, running)) for _ in range(30)]
        running.kill()
    seqs = [event.seq for event in await store.events(talk)]
    assert seqs == list(range(1, len(seqs) + 1))
    assert set(acknowledged) <= set(seqs)


async def test_the_same_command_twice_is_one_event(store: SqlStore) -> None:
    talk = await begin(store)
    first = await store.append(talk, drafts(answer("mine"), key="c-1"), elapsed_ms=1)
    await store.append(talk, drafts(unasked()), elapsed_ms=2)
    again = await store.append(talk, drafts(answer("mine"), key="c-1"), elapsed_ms=3)
    assert again == Appended(first.events, repeated=True)
    assert (await store.row(talk)).last_seq == 3


async def test_a_repeated_batch_returns_all_that_it_stored(store: SqlStore) -> None:
    talk = await begin(store)
    batch = drafts(answer("mine"), unasked(1), unasked(2), key="c-1")
    first = await store.append(talk, batch, elapsed_ms=1)
    assert await store.append(talk, batch, elapsed_ms=2) == Appended(first.events, repeated=True)
    longer = drafts(answer("mine"), unasked(1), unasked(7), key="c-1")
    assert await store.append(talk, longer, elapsed_ms=2) == Appended(first.events[:2], repeated=True)


async def test_equal_bodies_are_equal_also_when_json_turned_tuples_into_lists(store: SqlStore) -> None:
    talk = await begin(store)
    opened = ev.RoundOpened(
        round="talk", title="T", persona="p", interviewer="I", minutes=45, exhibits=({"lines": ("a", 1.0)},)
    )
    await store.append(talk, drafts(opened, key="open"), elapsed_ms=0)
    assert (await store.append(talk, drafts(opened, key="open"), elapsed_ms=0)).repeated


async def test_a_key_with_another_body_is_refused(store: SqlStore) -> None:
    talk = await begin(store)
    await store.append(talk, drafts(answer("mine"), key="c-1"), elapsed_ms=1)
    with pytest.raises(CommandReused) as reused:
        await store.append(talk, drafts(answer("mine "), key="c-1"), elapsed_ms=1)
    assert reused.value.command_id == "c-1"


async def test_a_key_further_down_that_is_taken_refuses_the_whole_batch(store: SqlStore) -> None:
    talk = await begin(store)
    await store.append(talk, drafts(answer(), key="c-1"), elapsed_ms=1)
    for first in (None, "c-2"):
        with pytest.raises(CommandReused):
            await store.append(talk, [Draft(unasked(), first), Draft(answer(), "c-1")], elapsed_ms=1)
    assert (await store.row(talk)).last_seq == 2


async def test_one_command_sent_eight_times_at_once_is_one_event(store: SqlStore) -> None:
    talk = await begin(store)
    done: list[Appended] = []

    async def send() -> None:
        done.append(await store.append(talk, drafts(answer("mine"), key="c-1"), elapsed_ms=1))

    async with anyio.create_task_group() as group:
        for _ in range(8):
            group.start_soon(send)
    assert sorted(one.repeated for one in done) == [False] + [True] * 7
    assert {one.events for one in done} == {done[0].events}
    assert (await store.row(talk)).last_seq == 2


async def test_keys_belong_to_their_interview(store: SqlStore) -> None:
    for talk in (await begin(store, "talk-1"), await begin(store, "talk-2")):
        done = await store.append(talk, drafts(answer(talk), key="c-1"), elapsed_ms=1)
        assert not done.repeated


async def test_a_writer_who_lost_the_lease_is_stopped(store: SqlStore) -> None:
    talk = await begin(store)
    epoch = await store.acquire(talk, "here")
    assert epoch is not None
    await store.append(talk, drafts(unasked(), key="said"), elapsed_ms=0, fence=Fence(epoch))
    await store.release(talk, "here", epoch, 0)
    assert await store.acquire(talk, "there") is not None
    for key in (None, "said"):  # a repeated write too: its writer would go on to speak
        with pytest.raises(Fenced) as fenced:
            await store.append(talk, drafts(unasked(), key=key), elapsed_ms=0, fence=Fence(epoch))
        assert fenced.value.by == "lease"


async def test_a_decision_older_than_the_candidates_word_is_stopped(store: SqlStore) -> None:
    talk = await begin(store)
    heard = (await store.append(talk, drafts(answer(), unasked()), elapsed_ms=0)).events[0].seq
    await store.append(talk, drafts(unasked(), key="said"), elapsed_ms=0, fence=Fence(0, decided_on=heard))
    await store.append(talk, drafts(answer()), elapsed_ms=0)
    with pytest.raises(Fenced) as fenced:
        await store.append(talk, drafts(unasked()), elapsed_ms=0, fence=Fence(0, decided_on=heard))
    assert fenced.value.by == "candidate"
    late = await store.append(talk, drafts(unasked(), key="said"), elapsed_ms=0, fence=Fence(0, decided_on=heard))
    assert late.repeated
    await store.append(talk, drafts(unasked()), elapsed_ms=0, fence=Fence(0))


async def test_a_deleted_interview_stops_the_interviewer_and_is_not_found_by_others(store: SqlStore) -> None:
    talk = await begin(store)
    await store.delete(talk)
    with pytest.raises(Fenced) as fenced:
        await store.append(talk, drafts(unasked()), elapsed_ms=0, fence=Fence(0))
    assert fenced.value.by == "gone"
    with pytest.raises(NotFound):
        await store.append(talk, drafts(answer()), elapsed_ms=0)


async def test_deleting_while_others_append_leaves_nothing_behind(store: SqlStore) -> None:
    talk = await begin(store)
    refused: list[int] = []

    async def write(name: int) -> None:
        for number in count():
            try:
                await store.append(talk, drafts(answer(), key=f"{name}.{number}"), elapsed_ms=0)
            except NotFound:
                refused.append(name)
                return

    async with anyio.create_task_group() as group:
        for name in range(4):
            group.start_soon(write, name)
        await until(lambda: written(store, talk))
        await store.delete(talk)
    assert sorted(refused) == [0, 1, 2, 3]
    with pytest.raises(NotFound):
        await store.events(talk)


async def written(store: SqlStore, talk: str) -> bool:
    return (await store.row(talk)).last_seq >= 20


async def test_creating_twice_is_harmless_and_anything_else_under_the_id_is_refused(store: SqlStore) -> None:
    await begin(store, key="start")
    again = await store.create("ada", "talk-1", "another title", drafts(unasked(), key="start"), {})
    assert again.repeated
    assert again.events == await store.events("talk-1")
    assert (await store.row("talk-1")).title == "A talk about rotary embeddings"
    for owner, first in (("eve", drafts(unasked(), key="start")), ("ada", drafts(answer(), key="start"))):
        with pytest.raises(CommandReused):
            await store.create(owner, "talk-1", "T", first, {})
    with pytest.raises(CommandReused):
        await store.create("ada", "talk-1", "T", drafts(unasked()), {})


async def test_a_copied_log_stands_where_its_fold_stands(store: SqlStore) -> None:
    await store.create("ada", "copy", "T", drafts(unasked(), answer(), unasked(), closed()), {})
    row = await store.row("copy")
    assert (row.status, row.judging, row.last_seq) == ("closed", "pending", 4)
    await store.append("copy", drafts(unasked()), elapsed_ms=0, fence=Fence(0, decided_on=2))


async def test_a_body_of_a_later_release_is_an_error_that_repeats_no_words(store: SqlStore) -> None:
    talk = await begin(store)
    later = json.dumps({"kind": "answer.given", "v": 9, "said": "my secret words"})
    await store.database.write(lambda db: db.execute(sa.update(tables.event).values(body=later, v=9)))
    with pytest.raises(StoreError) as unreadable:
        await store.events(talk)
    assert "version 9" in str(unreadable.value)
    assert "secret" not in str(unreadable.value)
    assert unreadable.value.__suppress_context__


BODIES = st.sampled_from(
    [
        answer(),
        ev.AnswerExtended(command="c", answer=1, text="and"),
        ev.Requested(command="c", what="hint"),
        ev.ClockPaused(by="candidate", command="c"),
        ev.ClockPaused(by="absence"),
        ev.ClockResumed(command="c"),
        ev.ClockResumed(),
        ev.ClockExtended(command="c", minutes=5),
        ev.PredictionDeclined(command="c"),
        unasked(),
        closed(),
    ]
)
STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.lists(BODIES, min_size=1, max_size=4),
        st.sampled_from([None, "a", "b", "c"]),
        st.sampled_from(["free", "fenced", "stale"]),
        st.integers(0, 5_000),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_any_interleaving_yields_one_gap_free_log_that_agrees_with_its_fold(
    tmp_path: Path, steps: list[tuple[int, list[ev.AnyBody], str | None, str, int]]
) -> None:
    async def run() -> None:
        async with open_store("", f"p{next(NAMES)}", tmp_path) as store:
            talks = [await begin(store, f"talk-{next(NAMES)}") for _ in range(3)]
            async with anyio.create_task_group() as group:
                for which, bodies, key, mode, elapsed_ms in steps:
                    group.start_soon(attempt, store, talks[which], drafts(*bodies, key=key), mode, elapsed_ms)
            for talk in talks:
                await agrees_with_its_fold(store, talk)

    async def attempt(store: SqlStore, talk: str, batch: list[Draft], mode: str, elapsed_ms: int) -> None:
        heard = fold(await store.events(talk)).candidate_seq
        fence = {"free": None, "fenced": Fence(0, heard), "stale": Fence(0, 10**6)}[mode]
        try:
            done = await store.append(talk, batch, elapsed_ms=elapsed_ms, fence=fence)
        except (Fenced, CommandReused):
            return
        assert done.repeated or mode != "stale"

    anyio.run(run)


NAMES = count()


async def agrees_with_its_fold(store: SqlStore, talk: str) -> None:
    events = await store.events(talk)
    state = fold(events)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert sorted(event.elapsed_ms for event in events) == [event.elapsed_ms for event in events]
    row = await store.row(talk)
    assert (row.last_seq, row.elapsed_ms) == (state.seq, state.elapsed_ms)
    await store.append(talk, [], elapsed_ms=0, fence=Fence(0, decided_on=state.candidate_seq))
