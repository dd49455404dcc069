from dataclasses import replace
from fractions import Fraction

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.errors import NotFound
from interviewer.ports import Call, CallJournal, Usage
from interviewer.store.journal import NANO, nanodollars
from interviewer.store.sql import SqlStore
from tests.store.stage import begin

pytestmark = pytest.mark.anyio

CALL = Call(
    key="turn-3/1",
    request_hash="a1b2",
    text='move=m1 anchor=""\nWhy \x00 rotary?',
    model="claude-sonnet-5-5",
    stop="end_turn",
    usage=Usage(
        input_tokens=9_000, output_tokens=120, cache_read_tokens=8_000, cache_write_tokens=500, usd=0.000_000_01
    ),
    ended="guard",
)


async def test_the_journal_is_what_the_port_asks_for(store: SqlStore) -> None:
    port: CallJournal = store.journal
    assert port is store.journal


async def test_a_finished_call_is_found_by_key_and_hash(store: SqlStore) -> None:
    talk = await begin(store)
    await store.journal.record(talk, CALL)
    assert await store.journal.find(talk, "turn-3/1", "a1b2") == CALL


async def test_another_hash_or_key_or_interview_finds_nothing(store: SqlStore) -> None:
    talk, other = await begin(store), await begin(store, "talk-2")
    await store.journal.record(talk, CALL)
    assert await store.journal.find(talk, "turn-3/1", "ffff") is None
    assert await store.journal.find(talk, "turn-3/2", "a1b2") is None
    assert await store.journal.find(other, "turn-3/1", "a1b2") is None
    assert await store.journal.find("nowhere", "turn-3/1", "a1b2") is None


async def test_a_changed_request_under_the_same_key_is_found_under_its_own_hash(store: SqlStore) -> None:
    talk = await begin(store)
    changed = replace(CALL, request_hash="c3d4", text="other words")
    await store.journal.record(talk, CALL)
    await store.journal.record(talk, changed)
    assert await store.journal.find(talk, CALL.key, "a1b2") == CALL
    assert await store.journal.find(talk, CALL.key, "c3d4") == changed


async def test_a_call_paid_twice_is_found_as_first_said_and_paid_twice(store: SqlStore) -> None:
    talk = await begin(store)

    async def record(text: str) -> None:
        await store.journal.record(talk, replace(CALL, text=text))

    await record("first words")
    async with anyio.create_task_group() as group:
        for number in range(4):
            group.start_soon(record, f"later words {number}")
    found = await store.journal.find(talk, CALL.key, CALL.request_hash)
    assert found == replace(CALL, text="first words")
    spent = await store.journal.spent(talk)
    assert (spent.input_tokens, spent.usd) == (45_000, 0.000_000_05)


async def test_nothing_was_spent_before_the_first_call(store: SqlStore) -> None:
    assert await store.journal.spent(await begin(store)) == Usage()


async def test_the_sum_is_exact_where_floats_are_not(store: SqlStore) -> None:
    talk = await begin(store)
    for number in range(10):
        usage = Usage(input_tokens=1, output_tokens=2, cache_read_tokens=3, cache_write_tokens=4, usd=0.1)
        await store.journal.record(talk, replace(CALL, key=str(number), usage=usage))
    assert await store.journal.spent(talk) == Usage(
        input_tokens=10, output_tokens=20, cache_read_tokens=30, cache_write_tokens=40, usd=1.0
    )


async def test_one_estimate_makes_the_sum_an_estimate(store: SqlStore) -> None:
    talk = await begin(store)
    await store.journal.record(talk, CALL)
    assert not (await store.journal.spent(talk)).estimated
    guess = replace(CALL, key="guess", usage=Usage(output_tokens=9, estimated=True))
    await store.journal.record(talk, guess)
    assert (await store.journal.spent(talk)).estimated
    assert await store.journal.find(talk, "guess", CALL.request_hash) == guess


async def test_a_call_for_an_interview_that_is_gone_is_not_kept(store: SqlStore) -> None:
    with pytest.raises(NotFound):
        await store.journal.record("nowhere", CALL)


@given(st.lists(st.integers(0, 5 * NANO), max_size=50))
def test_amounts_in_billionths_survive_the_way_through_floats(amounts: list[int]) -> None:
    assert [nanodollars(amount / NANO) for amount in amounts] == amounts


@given(st.floats(0, 100))
def test_an_amount_is_off_by_less_than_half_a_billionth(usd: float) -> None:
    assert abs(Fraction(nanodollars(usd), NANO) - Fraction(usd)) <= Fraction(1, 2 * NANO)
