import asyncio
from collections.abc import AsyncIterator

import pytest

from interviewer.engines.deadlines import Deadlines, Watch
from interviewer.errors import ProviderError

pytestmark = pytest.mark.anyio


async def silence() -> AsyncIterator[bytes]:
    await asyncio.Event().wait()
    yield b"never"


async def words() -> AsyncIterator[bytes]:
    while True:
        await asyncio.sleep(0.005)
        yield b"word"


async def test_silence_is_a_stall() -> None:
    watch = Watch(Deadlines(first_text_s=0.02, total_s=5))
    watch.ask()
    watch.begin()
    with pytest.raises(ProviderError) as raised:
        await watch.next(silence())
    assert raised.value.code == "stalled"
    task = asyncio.current_task()
    assert task is not None
    assert not task.cancelling(), "the reader goes on as if nothing had been cancelled"


async def test_silence_after_a_word_is_noticed_before_the_first_words_deadline() -> None:
    watch = Watch(Deadlines(first_text_s=60, no_text_s=0.02, total_s=90))
    watch.ask()
    watch.begin()
    await watch.next(words())
    watch.heard()
    async with asyncio.timeout(10):
        with pytest.raises(ProviderError) as raised:
            await watch.next(silence())
    assert raised.value.code == "stalled"


async def test_words_without_an_end_run_into_the_total() -> None:
    watch = Watch(Deadlines(first_text_s=1, no_text_s=1, total_s=0.05))
    watch.ask()
    watch.begin()
    stream = words()

    async def listen() -> None:
        while await watch.next(stream):
            watch.heard()

    with pytest.raises(ProviderError) as raised:
        await listen()
    assert raised.value.code == "timeout"


async def test_a_cancellation_from_outside_is_passed_on() -> None:
    watch = Watch(Deadlines())
    watch.begin()
    reading = asyncio.ensure_future(watch.next(silence()))
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    watch.stop()


async def test_the_end_of_the_stream_is_an_empty_chunk() -> None:
    async def nothing() -> AsyncIterator[bytes]:
        for word in list[bytes]():
            yield word

    assert await Watch(Deadlines()).next(nothing()) == b""


async def test_when_time_is_up_nothing_more_is_read() -> None:
    watch = Watch(Deadlines(total_s=0))
    with pytest.raises(ProviderError) as raised:
        await watch.next(silence())
    assert raised.value.code == "timeout"
