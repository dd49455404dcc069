import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection

from api.wire import SERVER_FRAME
from tests.api.stage import Running, closing_code, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("home")) as running:
        yield running


def receive(socket: ClientConnection) -> dict[str, Any]:
    frame: dict[str, Any] = json.loads(socket.recv(timeout=10))
    SERVER_FRAME.validate_python(frame)
    return frame


def until(socket: ClientConnection, key: str, value: str) -> list[dict[str, Any]]:
    frames = [receive(socket)]
    while frames[-1].get(key) != value:
        frames.append(receive(socket))
    return frames


def answer(text: str, command: str = "command-1", turn: int = 1) -> str:
    return json.dumps({"type": "answer", "id": command, "turn": turn, "text": text})


def test_the_first_frame_greets_and_the_replay_follows_in_order(server: Running) -> None:
    interview = server.interview()
    with server.socket(interview) as socket:
        hello = receive(socket)
        assert hello | {"now": ""} == {
            "type": "hello", "protocol": 1, "interview": interview, "after": 0, "last_seq": 1, "now": "",
            "heartbeat_s": 20.0,
        }  # fmt: skip
        assert receive(socket)["kind"] == "interview.started"
        assert receive(socket)["state"] == "listening"


def test_a_client_that_comes_back_gets_what_it_missed_and_nothing_twice(server: Running) -> None:
    interview = server.interview()
    with server.socket(interview) as socket:
        socket.send(answer("one"))
        until(socket, "kind", "answer.given")
    with server.socket(interview) as socket:
        socket.send(answer("two", "command-2"))
        until(socket, "type", "ack")
    with server.socket(interview, after=2) as socket:
        assert receive(socket)["type"] == "hello"
        assert [receive(socket)["seq"]] == [3]


def test_a_command_is_answered_by_exactly_one_ack_that_names_the_event(server: Running) -> None:
    with server.socket(server.interview()) as socket:
        socket.send(answer("hello"))
        ack = until(socket, "type", "ack")[-1]
        assert ack == {"type": "ack", "id": "command-1", "seq": 2, "repeated": False}


def test_a_refusal_names_the_command_and_says_what_to_do(server: Running) -> None:
    with server.socket(server.interview()) as socket:
        socket.send(answer("closed"))
        assert until(socket, "type", "refused")[-1] == {
            "type": "refused", "id": "command-1", "code": "closed", "detail": "The interview is over.",
            "advice": "Read the report.",
        }  # fmt: skip


def test_an_answer_that_came_second_is_told_which_event_came_first(server: Running) -> None:
    with server.socket(server.interview()) as socket:
        socket.send(answer("taken"))
        refused = until(socket, "type", "refused")[-1]
        assert (refused["code"], refused["seq"]) == ("already_answered", 7)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b"\x00\x01", "binary"),
        ("{", "malformed"),
        ("[]", "malformed"),
        ("{}", "malformed"),
        ("[" * 50_000, "malformed"),
        ('{"type":"sudo"}', "unknown_command"),
        ('{"type":"answer","id":"short","turn":1,"text":"x"}', "invalid"),
        ('{"type":"hint","id":"\\ud800\\ud800\\ud800"}', "malformed"),
    ],
)
def test_a_frame_that_is_no_command_is_refused_and_the_connection_stays(
    server: Running, frame: str | bytes, code: str
) -> None:
    with server.socket(server.interview()) as socket:
        socket.send(frame)
        refused = until(socket, "type", "refused")[-1]
        assert (refused["id"], refused["code"]) == (None, code)
        assert refused["detail"]
        socket.send(answer("still here"))
        assert until(socket, "type", "ack")[-1]["id"] == "command-1"


def test_an_invalid_command_with_a_readable_id_is_refused_under_that_id(server: Running) -> None:
    with server.socket(server.interview()) as socket:
        for _ in range(5):
            socket.send('{"type":"answer","id":"command-9","turn":0,"text":"x"}')
            refused = until(socket, "type", "refused")[-1]
            assert (refused["id"], refused["code"]) == ("command-9", "invalid")
            assert "turn" in refused["detail"]


def test_three_frames_of_garbage_in_a_row_end_the_connection(server: Running) -> None:
    with server.socket(server.interview()) as socket:
        for _ in range(3):
            socket.send("{")
        assert closing_code(socket) == 4400


def test_an_oversized_answer_is_refused_and_the_next_one_is_taken(server: Running) -> None:
    with server.socket(server.interview()) as socket:
        socket.send(answer("ä" * 33_000))
        assert until(socket, "type", "refused")[-1]["code"] == "too_large"
        socket.send(answer("x" * 65_536, "command-2"))
        assert until(socket, "type", "ack")[-1]["id"] == "command-2"


def test_a_frame_over_the_limit_closes_with_1009(server: Running) -> None:
    with server.socket(server.interview()) as socket:
        socket.send("x" * (256 * 1024 + 1))
        assert closing_code(socket) == 1009


def test_words_arrive_joined_whole_and_small_and_the_stored_turn_is_rendered(server: Running) -> None:
    with server.socket(server.interview()) as socket:
        socket.send(answer("words 400"))
        frames = until(socket, "kind", "turn.spoken")
        deltas = [frame for frame in frames if "d" in frame]
        assert "".join(delta["d"] for delta in deltas) == "wörd " * 400
        assert [delta["o"] for delta in deltas] == [
            sum(len(other["d"]) for other in deltas[:index]) for index in range(len(deltas))
        ]
        assert all(set(delta) == {"d", "o"} for delta in deltas)
        assert len(deltas) < 20
        assert frames[-1]["html"] == f"<p>{'wörd ' * 400}</p>"


def test_an_unknown_interview_is_closed_with_a_reason(server: Running) -> None:
    with server.socket("nobody") as socket:
        assert closing_code(socket) == 4404


def test_deleting_the_interview_ends_its_connections(server: Running) -> None:
    interview = server.interview()
    with server.socket(interview) as socket, server.client() as client:
        receive(socket)
        assert client.delete(f"/v1/interviews/{interview}").status_code == 204
        assert closing_code(socket) == 4404


def test_a_feed_that_ends_while_the_interview_is_there_asks_the_client_to_come_back(server: Running) -> None:
    with server.socket(server.interview()) as socket:
        socket.send(answer("letgo"))
        assert closing_code(socket) == 1013


def test_an_unforeseen_error_closes_with_1011_and_the_log_does_not_quote_the_candidate(
    server: Running, caplog: pytest.LogCaptureFixture
) -> None:
    with server.socket(server.interview()) as socket:
        socket.send(answer("break"))
        assert closing_code(socket) == 1011
    assert "RuntimeError" in caplog.text
    assert "XYZZY" not in caplog.text


def test_a_store_that_fails_refuses_the_command_and_keeps_the_connection(server: Running) -> None:
    with server.socket(server.interview()) as socket:
        socket.send(answer("full"))
        assert until(socket, "type", "refused")[-1]["code"] == "store"
        socket.send(answer("again", "command-2"))
        until(socket, "type", "ack")


def test_a_consumer_that_never_reads_is_dropped_and_can_resume(server: Running) -> None:
    interview = server.interview()
    with server.socket(interview, max_queue=1) as slow:
        slow.send(answer("flood 400"))
        deadline = time.monotonic() + 30
        while server.service.interviews.plays[interview].feeds and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not server.service.interviews.plays[interview].feeds
        assert closing_code(slow) == 4408
    with server.socket(interview, after=401) as socket:
        assert [receive(socket).get("seq") for _ in range(2)] == [None, 402]


def test_a_quiet_connection_is_pinged(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.live.HEARTBEAT_S", 0.1)
    with server.socket(server.interview()) as socket:
        until(socket, "type", "state")
        assert [receive(socket)["type"] for _ in range(2)] == ["ping", "ping"]


def test_two_windows_see_the_same_events(server: Running) -> None:
    interview = server.interview()
    with server.socket(interview) as left, server.socket(interview) as right:
        left.send(answer("hello"))
        assert until(left, "kind", "answer.given")[-1] == until(right, "kind", "answer.given")[-1]


def test_a_stopping_server_says_so_and_closes_with_1012(tmp_path: Path) -> None:
    with ExitStack() as sockets:
        with serving(tmp_path) as running:
            socket = sockets.enter_context(running.socket(running.interview()))
            until(socket, "type", "state")
        assert receive(socket) == {"type": "going_away"}
        assert closing_code(socket) == 1012
    assert running.service.closed
