import json

import pytest

from api.outbox import Outbox, SlowConsumer
from api.wire import Ping

pytestmark = pytest.mark.anyio


async def test_frames_leave_in_the_order_they_came() -> None:
    outbox = Outbox()
    for number in range(3):
        await outbox.put({"type": "x", "n": number})
    assert [json.loads(await outbox.take())["n"] for _ in range(3)] == [0, 1, 2]


async def test_words_that_wait_are_joined_and_keep_the_first_offset() -> None:
    outbox = Outbox()
    await outbox.put({"type": "delta", "d": "Why ", "o": 7})
    await outbox.put({"type": "delta", "d": "so?", "o": 11})
    assert await outbox.take() == '{"d":"Why so?","o":7}'


async def test_words_are_not_joined_across_another_frame_or_a_gap() -> None:
    outbox = Outbox()
    await outbox.put({"type": "delta", "d": "a", "o": 0})
    await outbox.put(Ping())
    await outbox.put({"type": "delta", "d": "b", "o": 1})
    await outbox.put({"type": "delta", "d": "A", "o": 0})
    taken = [await outbox.take() for _ in range(4)]
    assert taken == ['{"d":"a","o":0}', '{"type":"ping"}', '{"d":"b","o":1}', '{"d":"A","o":0}']


async def test_a_frame_that_is_not_words_takes_the_words_before_it_along_at_once() -> None:
    outbox = Outbox(delta_s=60)
    await outbox.put({"type": "delta", "d": "a", "o": 0})
    await outbox.take()
    await outbox.put({"type": "delta", "d": "b", "o": 1})
    await outbox.put(Ping())
    assert await outbox.take() == '{"d":"b","o":1}'


async def test_a_full_outbox_waits_for_room_and_then_gives_up() -> None:
    outbox = Outbox(room_s=0.01, max_frames=2)
    await outbox.put(Ping())
    await outbox.put(Ping())
    with pytest.raises(SlowConsumer):
        await outbox.put(Ping())
    await outbox.take()
    await outbox.put(Ping())


async def test_a_word_costs_at_most_32_bytes_however_long_the_answer() -> None:
    outbox = Outbox()
    await outbox.put({"type": "delta", "d": " because", "o": 123_456})
    assert len(await outbox.take()) <= 32
