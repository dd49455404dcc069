import os
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest

from api import protocols
from tests.api.stage import Running, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("home")) as running:
        yield running


def dial(server: Running) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=20)


def upgraded(server: Running, interview: str = "") -> socket.socket:
    raw = dial(server)
    interview = interview or server.interview()
    raw.sendall(
        f"GET /v1/interviews/{interview}/live HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        f"Origin: {server.url}\r\nCookie: {server.access.cookie}={server.cookie}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n".encode()
    )
    seen = b""
    while b'"hello"' not in seen:  # what is sent before the upgrade is done is lost
        chunk = raw.recv(4096)
        assert chunk
        seen += chunk
    assert b"permessage-deflate" not in seen.lower()
    return raw


def frame(opcode: int, payload: bytes = b"", *, fin: bool = True) -> bytes:
    head = struct.pack("!BB", (0x80 if fin else 0) | opcode, 0x80 | len(payload))
    return head + b"\0\0\0\0" + payload


def is_closed(raw: socket.socket) -> bool:
    try:
        while raw.recv(65_536):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


def memory() -> int:
    rss: int = psutil.Process(os.getpid()).memory_info().rss
    return rss


@pytest.mark.parametrize(
    "begun", [b"", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: upgrade\r\nX: "]
)
def test_a_request_that_is_never_finished_is_hung_up_on(
    server: Running, begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocols, "HEAD_S", 0.2)
    with dial(server) as raw:
        raw.sendall(begun)
        assert is_closed(raw)


def test_a_body_that_never_ends_is_hung_up_on(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocols, "BODY_S", 0.2)
    with dial(server) as raw:
        raw.sendall(
            f"POST /v1/interviews HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
            f"Cookie: {server.access.cookie}={server.cookie}\r\n"
            "Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{".encode()
        )
        assert is_closed(raw)


def test_a_request_that_takes_its_time_within_the_bound_is_answered(server: Running) -> None:
    with dial(server) as raw:
        raw.sendall(b"GET /healthz HTTP/1.1\r\n")
        time.sleep(0.3)
        raw.sendall(b"Host: localhost\r\n\r\n")
        assert raw.recv(4096).startswith(b"HTTP/1.1 200")


def test_a_ping_is_answered_and_compression_is_not_negotiated(server: Running) -> None:
    with upgraded(server) as raw:
        raw.sendall(frame(0x9, b"here"))
        seen = b""
        while b"\x8a\x04here" not in seen:
            chunk = raw.recv(4096)
            assert chunk
            seen += chunk


def test_a_flood_of_pings_from_a_peer_that_never_reads_is_cut_off_and_costs_little(server: Running) -> None:
    before = memory()
    with upgraded(server) as raw:
        with suppress(OSError):
            for _ in range(1_000):
                raw.sendall(frame(0x9, b"x" * 125) * 500)
        assert is_closed(raw)
    assert memory() - before < 32 * 1024 * 1024


def test_a_message_in_endless_pieces_is_cut_off(server: Running) -> None:
    with upgraded(server) as raw:
        with suppress(OSError):
            raw.sendall(frame(0x1, b"{", fin=False) + frame(0x0, b"", fin=False) * 2_000)
        assert is_closed(raw)


@pytest.mark.parametrize(
    ("bytes_", "code"),
    [
        (b"\x83\x80\0\0\0\0", 1002),
        (b"\xc1\x80\0\0\0\0", 1002),
        (b"\x81\x01x", 1002),
        (b"\x89\xfe\x00\x7e\0\0\0\0" + b"x" * 126, 1002),
        (b"\x81\xff\x00\x00\x00\x02\x54\x0b\xe4\x00\0\0\0\0", 1009),
        (frame(0x1, b"\xff\xfe"), 1007),
    ],
    ids=["reserved opcode", "reserved bit", "unmasked", "long control frame", "ten gigabytes announced", "not UTF-8"],
)
def test_a_violation_of_the_protocol_closes_with_the_right_code(server: Running, bytes_: bytes, code: int) -> None:
    with upgraded(server) as raw:
        raw.sendall(bytes_)
        seen = b""
        while chunk := raw.recv(65_536):
            seen += chunk
        assert b"\x88" in seen
        assert struct.pack("!H", code) in seen[seen.index(b"\x88") :][:6]


def test_while_one_client_is_sent_a_flood_the_others_are_answered(server: Running) -> None:
    interview = server.interview()
    with server.client() as client:
        client.post(
            f"/v1/interviews/{interview}/commands",
            json={"type": "answer", "id": "command-1", "turn": 1, "text": "flood 200"},
        )
        for _ in range(3):  # clients that ask for everything and leave at once
            upgraded(server, interview).close()
        assert client.get("/healthz").status_code == 200
