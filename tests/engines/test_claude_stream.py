import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.messages_replies import Reply, Request, body_events, event, head, tail
from interviewer.engines.claude_stream import Lines, Received
from interviewer.errors import ProviderError

USAGE = {"input_tokens": 100, "cache_read_input_tokens": 900, "cache_creation_input_tokens": 50, "output_tokens": 7}
REQUEST = Request("POST", "/v1/messages", {}, b"", {"model": "claude-sonnet-5-5"})


def wire(reply: Reply) -> bytes:
    return head(reply, REQUEST, USAGE) + b"".join(body_events(reply)) + tail(reply, USAGE)


def received(*chunks: bytes) -> Received:
    reply = Received("claude-sonnet-5-5")
    for chunk in chunks:
        reply.feed(chunk)
    return reply


@given(st.lists(st.integers(min_value=0, max_value=1_500), max_size=12))
def test_how_the_bytes_were_cut_never_changes_the_text(cuts: list[int]) -> None:
    data = wire(
        Reply(
            text="Was heißt „halb“? Ça va — 損失 🙂 fell", pieces=("Was heißt „halb“? ", "Ça va — ", "損失 🙂", " fell")
        )
    )
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    reply = received(*(data[start:end] for start, end in pairwise(edges)))
    assert reply.text == "Was heißt „halb“? Ça va — 損失 🙂 fell"
    assert reply.problem() is None


def test_what_we_do_not_know_is_passed_over() -> None:
    extra = [
        event({"type": "ping"}),
        b": a comment\n\n",
        event({"type": "something_new", "delta": 1}),
        event({"type": "content_block_delta", "index": 0, "delta": {"type": "thinking_delta", "thinking": "hm"}}),
        event({"type": "content_block_delta", "index": 0, "delta": {"type": "signature_delta", "signature": "x"}}),
    ]
    reply = received(*extra, wire(Reply(text="Why?")))
    assert (reply.text, reply.problem()) == ("Why?", None)


def test_crlf_and_data_over_several_lines_are_events_too() -> None:
    lines = Lines()
    assert list(lines.feed(b'event: x\r\ndata: {"a":\r\ndata: 1}\r\n\r\ndata: 2\n\n')) == [b' {"a":\n 1}', b" 2"]
    assert list(lines.feed(b"data: unfinished\n")) == []


@pytest.mark.parametrize(
    "data", [b"{", b"[]", b"3", b'{"no": "type"}', b'{"type": "content_block_delta"}', b"\xff\xfe",
             b'{"type": "message_start", "message": 4}', b'{"type": "message_delta", "delta": null}'],
)  # fmt: skip
def test_what_cannot_be_read_is_malformed(data: bytes) -> None:
    with pytest.raises(ProviderError) as raised:
        received(b"data: " + data + b"\n\n")
    assert raised.value.code == "malformed"


def test_the_counters_of_a_finished_reply_are_the_services_own() -> None:
    usage = received(wire(Reply(text="one two"))).usage
    assert (usage.input_tokens, usage.cache_read_tokens, usage.cache_write_tokens) == (100, 900, 50)
    assert usage.output_tokens == 3
    assert not usage.estimated


def test_the_words_of_a_reply_left_early_are_estimated_and_marked() -> None:
    reply = Reply(text="a" * 300)
    usage = received(head(reply, REQUEST, USAGE), *body_events(reply)).usage
    assert usage.output_tokens == 100
    assert usage.estimated


def test_a_service_that_counts_nothing_costs_nothing() -> None:
    assert received().usage.usd == 0
    assert not received().usage.estimated


def test_an_event_may_leave_counters_out() -> None:
    last = {
        "type": "message_delta",
        "delta": {"stop_reason": "end_turn"},
        "usage": {"output_tokens": 4, "input_tokens": None},
    }
    reply = received(head(Reply(), REQUEST, USAGE), b"data: " + json.dumps(last).encode() + b"\n\n")
    assert (reply.usage.input_tokens, reply.usage.output_tokens) == (100, 4)


def test_the_model_that_answered_sets_the_price() -> None:
    reply = received(head(Reply(model="claude-haiku-5-5"), REQUEST, USAGE))
    assert reply.model == "claude-haiku-5-5"
    assert reply.usage.usd < received(head(Reply(), REQUEST, USAGE)).usage.usd
