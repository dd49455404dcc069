import asyncio
from contextlib import aclosing

import pytest
from pydantic import SecretStr

from evals.messages_replies import FAULTS, LONG, Reply, Request
from interviewer.engines.claude import ClaudeUtterer, probe
from interviewer.engines.claude_client import OFFICIAL, Access
from interviewer.engines.deadlines import Deadlines
from interviewer.errors import ProviderCode, ProviderError
from interviewer.ports import Spoken
from tests.engines.stage import (
    CUE,
    FENCE_KEY,
    KEY,
    MODEL,
    PATIENT,
    PatientClock,
    access,
    later,
    said,
    serving,
    speaking,
)

pytestmark = pytest.mark.anyio

FAULT_CODES: dict[str, tuple[ProviderCode, bool]] = {
    "auth": ("auth", False),
    "forbidden": ("auth", False),
    "billing": ("billing", False),
    "rate_limit": ("rate_limit", True),
    "rate_limit_short": ("rate_limit", True),
    "spend_limit": ("spend_limit", False),
    "own_spend_limit": ("spend_limit", False),
    "overloaded": ("overloaded", True),
    "server": ("server", True),
    "gateway": ("server", True),
    "gateway_timeout": ("timeout", True),
    "never_again": ("server", False),
    "bad_request": ("invalid_request", False),
    "not_found": ("invalid_request", False),
    "too_large": ("invalid_request", False),
    "not_a_stream": ("malformed", False),
    "hang": ("timeout", True),
    "dead_pings": ("stalled", True),
    "pings": ("stalled", True),
    "silence": ("stalled", True),
    "drip": ("timeout", True),
    "cut": ("cut", True),
    "reset": ("cut", True),
    "clean_eof": ("cut", True),
    "no_stop": ("cut", True),
    "error_event": ("overloaded", True),
    "api_error_event": ("server", True),
    "malformed": ("malformed", True),
    "refusal": ("refusal", False),
    "late_refusal": ("refusal", False),
    "max_tokens": ("max_tokens", True),
    "empty": ("empty", True),
    "blank": ("empty", True),
    "window": ("invalid_request", False),
    "tool_use": ("malformed", True),
}

SHORT = {
    "hang": Deadlines(first_text_s=0.2, total_s=0.5),
    "drip": Deadlines(total_s=0.6),
    "dead_pings": Deadlines(first_text_s=1),
    "pings": Deadlines(no_text_s=0.2),
    "silence": Deadlines(no_text_s=0.2),
}
"""Where the fault is that nothing comes: how long that test waits for it."""


async def test_a_reply_streams_with_its_header_first() -> None:
    spoken = Spoken()
    async with serving() as server, speaking(server) as claude:
        text = await said(claude, spoken=spoken)
    assert text == 'move=m1 anchor=""\nWhat did you hold fixed?'
    assert (spoken.stop, spoken.model) == ("end_turn", MODEL)
    assert spoken.usage.output_tokens == 8
    assert spoken.usage.cache_write_tokens > 500
    assert 0 < spoken.usage.usd < 0.02
    assert not spoken.usage.estimated


async def test_words_come_as_they_are_written() -> None:
    async with serving(Reply(gap_s=0.02)) as server, speaking(server) as claude:
        pieces = [text async for text in claude.utter(CUE, Spoken())]
    assert len(pieces) > 3


def test_every_fault_has_its_row() -> None:
    assert set(FAULT_CODES) == set(FAULTS)


@pytest.mark.parametrize("name", FAULTS)
async def test_a_fault_is_an_honest_provider_error(name: str) -> None:
    code, retryable = FAULT_CODES[name]
    deadlines = SHORT.get(name, PATIENT)
    async with serving() as server, speaking(server, f"fault-{name}", deadlines=deadlines) as claude:
        with pytest.raises(ProviderError) as raised:
            await said(claude)
        await asyncio.wait_for(server.idle(), 10)
    assert (raised.value.code, raised.value.retryable) == (code, retryable)
    for secret in (KEY, "batch", "made up", "127.0.0.1", "move"):
        assert secret not in str(raised.value)


async def test_a_service_that_is_not_there_is_unreachable() -> None:
    clock = PatientClock()
    async with serving() as server:
        gone = access(server)
    async with aclosing(ClaudeUtterer(gone, clock, FENCE_KEY)) as claude:
        with pytest.raises(ProviderError) as raised:
            await said(claude)
    assert raised.value.code == "unreachable"
    assert len(clock.slept) == 2


async def test_an_overloaded_service_is_asked_again_before_the_stream() -> None:
    clock = PatientClock()
    async with serving() as server, speaking(server, clock=clock) as claude:
        server.script([FAULTS["overloaded"], FAULTS["server"]])
        assert "hold fixed" in await said(claude)
    assert len(server.requests) == 3
    assert [0.3 < pause < 1.1 for pause in clock.slept] == [True, True]


async def test_a_short_pause_the_service_asks_for_is_kept() -> None:
    clock = PatientClock()
    async with serving() as server, speaking(server, clock=clock) as claude:
        server.script([FAULTS["rate_limit_short"]])
        await said(claude)
    assert clock.slept == [1.0]


async def test_a_long_pause_is_told_to_the_candidate_instead() -> None:
    clock = PatientClock()
    async with serving() as server, speaking(server, "fault-rate_limit", clock=clock) as claude:
        with pytest.raises(ProviderError) as raised:
            await said(claude)
    assert (raised.value.after_s, clock.slept, len(server.requests)) == (30.0, [], 1)


@pytest.mark.parametrize(
    "name",
    ["auth", "forbidden", "billing", "spend_limit", "own_spend_limit", "bad_request", "not_found", "never_again"],
)
async def test_what_cannot_get_better_is_asked_once(name: str) -> None:
    async with serving() as server, speaking(server, f"fault-{name}") as claude:
        with pytest.raises(ProviderError):
            await said(claude)
        assert len(server.requests) == 1


@pytest.mark.parametrize("name", ["cut", "error_event", "malformed", "clean_eof"])
async def test_a_stream_that_has_begun_is_never_asked_for_again(name: str) -> None:
    async with serving() as server, speaking(server, f"fault-{name}") as claude:
        with pytest.raises(ProviderError):
            await said(claude)
        assert len(server.requests) == 1


async def test_a_spend_limit_stops_all_calls_for_a_while() -> None:
    clock = PatientClock()
    async with serving() as server, speaking(server, clock=clock) as claude:
        server.script([FAULTS["spend_limit"]])
        for _ in range(2):
            with pytest.raises(ProviderError) as raised:
                await said(claude)
            assert raised.value.code == "spend_limit"
        assert len(server.requests) == 1
        clock.ahead += 601
        assert await said(claude)


async def test_leaving_early_closes_the_connection_and_counts_what_was_said() -> None:
    spoken = Spoken()
    async with serving(Reply(text=LONG, gap_s=0.01)) as server, speaking(server) as claude:
        async with aclosing(claude.utter(CUE, spoken)) as stream:
            async for text in stream:
                if "we" in text:
                    break
        await asyncio.wait_for(server.idle(), 10)
        assert server.requests[0].aborted
        assert not server.connections
    assert spoken.stop == ""
    assert spoken.usage.estimated
    assert spoken.usage.output_tokens > 1


async def test_a_cancelled_turn_closes_the_connection() -> None:
    async with serving(Reply(text=LONG, gap_s=0.05)) as server, speaking(server) as claude:
        turn = asyncio.create_task(said(claude))
        await server.asked()
        turn.cancel()
        with pytest.raises(asyncio.CancelledError):
            await turn
        await asyncio.wait_for(server.idle(), 10)
        assert server.requests[0].aborted


async def test_two_turns_share_a_connection() -> None:
    async with serving() as server, speaking(server) as claude:
        await said(claude)
        await said(claude, later(CUE, ">What did you hold fixed?", "The seed."))
        assert len(server.connections) == 1


async def test_a_slow_listener_is_not_taken_for_a_silent_service() -> None:
    short = Deadlines(no_text_s=0.5)
    reply = Reply(text="one two three four", gap_s=0.01)
    async with serving(reply) as server, speaking(server, deadlines=short) as claude:
        heard = ""
        async for text in claude.utter(CUE, Spoken()):
            heard += text
            await asyncio.sleep(0.7 if heard == text else 0)
    assert heard == "one two three four"


async def test_a_refusal_goes_to_the_fallback_model_before_a_word_was_said() -> None:
    spoken = Spoken()
    async with serving() as server, speaking(server, "fault-refusal", MODEL) as claude:
        assert "hold fixed" in await said(claude, spoken=spoken)
        await said(claude, later(CUE, ">What did you hold fixed?", "The seed."))
    assert [request.model for request in server.requests] == ["fault-refusal", MODEL, MODEL]
    assert spoken.model == MODEL
    assert spoken.usage.cache_write_tokens > 1_000, "both calls are paid"


async def test_a_refusal_after_words_leaves_the_fallback_for_the_next_attempt() -> None:
    async with serving() as server, speaking(server, "fault-late_refusal", MODEL) as claude:
        with pytest.raises(ProviderError) as raised:
            await said(claude)
        assert raised.value.retryable
        assert "hold fixed" in await said(claude)


async def test_when_both_models_refuse_nothing_is_left_to_ask() -> None:
    async with serving() as server, speaking(server, "fault-refusal", "fault-refusal") as claude:
        with pytest.raises(ProviderError) as raised:
            await said(claude)
    assert not raised.value.retryable


@pytest.mark.parametrize("secret", [None, SecretStr(""), SecretStr("sk-“curly”"), SecretStr("two\nlines")])
async def test_a_key_that_cannot_be_right_is_never_sent(secret: SecretStr | None) -> None:
    async with aclosing(ClaudeUtterer(Access(model=MODEL, api_key=secret), PatientClock(), FENCE_KEY)) as claude:
        with pytest.raises(ProviderError) as raised:
            await said(claude)
    assert raised.value.code == "auth"
    assert Access(model=MODEL).base_url == OFFICIAL


async def test_a_server_of_ones_own_needs_no_key() -> None:
    async with serving() as server:
        server.key = ""
        own = Access(model="llama", base_url=server.url)
        async with aclosing(ClaudeUtterer(own, PatientClock(), FENCE_KEY)) as claude:
            assert "hold fixed" in await said(claude)


async def test_what_is_sent_is_what_the_api_takes() -> None:
    async with serving() as server, speaking(server) as claude:
        await said(claude)
    (request,) = server.requests
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert set(request.body) == {"model", "max_tokens", "system", "messages", "thinking", "stream"}
    assert request.body["thinking"] == {"type": "between_tools"}
    assert request.body["max_tokens"] == 80 + 4 * 70


async def test_the_estimate_is_above_the_price() -> None:
    spoken = Spoken()
    async with serving() as server, speaking(server) as claude:
        await said(claude, spoken=spoken)
        assert spoken.usage.usd < claude.estimate(CUE) < 0.05


async def test_a_probe_names_the_model_and_how_fast_it_is() -> None:
    def answer(request: Request) -> Reply:
        assert request.body["max_tokens"] == 1
        return Reply(text="ready", stop="max_tokens", model="claude-sonnet-5-5-20260928")

    async with serving(answer) as server:
        found = await probe(access(server), PatientClock())
    assert (found.model, found.latency, found.cache_minimum) == ("claude-sonnet-5-5-20260928", "fast", 512)


async def test_a_probe_with_a_wrong_key_says_so() -> None:
    async with serving() as server:
        server.key = "another"
        with pytest.raises(ProviderError) as raised:
            await probe(access(server), PatientClock())
    assert raised.value.code == "auth"
