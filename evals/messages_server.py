"""A small server that speaks the Messages API over SSE, with scripted replies and faults.

Tests, evals and performance runs point the real SDK at it. Raw asyncio and one timeline per answer, so that it is
never what is being measured. ``python -m evals.messages_server --port 0`` runs it alone and prints its address.
"""

import argparse
import asyncio
import json
import signal
import socket
import struct
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Self

from evals.messages_replies import (
    Answer,
    Reply,
    Request,
    body_events,
    error_body,
    head,
    named,
    obedient,
    refused,
    tail,
    whole,
)
from evals.prompt_cache import PromptCache

PING = b'event: ping\ndata: {"type": "ping"}\n\n'
PING_EVERY_S = 0.02
_STREAM_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


class MessagesServer:
    """The server and what it remembers. Use it as an async context manager.

    A reply is taken from the script while there is one, then from the model's name (``fault-…``, ``fake-…``), then
    from ``answer``.
    """

    def __init__(self, *, answer: Answer = obedient, key: str = "", cache: PromptCache | None = None) -> None:
        self.answer = answer
        self.key = key
        """When set, any other key is refused."""
        self.cache = cache or PromptCache()
        self.requests: list[Request] = []
        self.remember = True
        """Whether requests are kept for whoever asks; a server that runs for long does not."""
        self.connections: set[Connection] = set()
        self._script: deque[Answer] = deque()
        self._changed = asyncio.Event()
        self._server: asyncio.Server | None = None

    def script(self, answers: Iterable[Answer]) -> None:
        """Add what the next requests get, one each."""
        self._script.extend(answers)

    @property
    def url(self) -> str:
        """Its address."""
        assert self._server is not None
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"http://{host}:{port}"

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> Self:
        """Listen; port 0 takes a free one."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Connection(self), host, port, backlog=1024)
        return self

    async def stop(self) -> None:
        """Close everything."""
        assert self._server is not None
        self._server.close()
        for connection in list(self.connections):
            connection.abort()
        await self._server.wait_closed()
        await asyncio.sleep(0)

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def asked(self, times: int = 1) -> None:
        """Wait until so many requests have come."""
        while len(self.requests) < times:
            self._changed.clear()
            await self._changed.wait()

    async def idle(self) -> None:
        """Wait until no answer is under way: whoever went away has been noticed."""
        while any(connection.busy for connection in self.connections):
            self._changed.clear()
            await self._changed.wait()

    def note(self, request: Request) -> None:
        """Remember a request."""
        if self.remember:
            self.requests.append(request)
        self.changed()

    def changed(self) -> None:
        """A request came or an answer ended."""
        self._changed.set()

    def choose(self, request: Request) -> Reply:
        """Return what this request gets."""
        if self.key and request.headers.get("authorization") != f"Bearer {self.key}":
            return Reply(status=401, error="authentication_error")
        if bad := refused(request.body):
            return bad
        answer = self._script.popleft() if self._script else named(request.model) or self.answer
        return answer if isinstance(answer, Reply) else answer(request)


class Connection(asyncio.Protocol):
    """One client: reads requests and plays one reply after the other on a timeline."""

    def __init__(self, server: MessagesServer) -> None:
        self._server = server
        self._loop = asyncio.get_running_loop()
        self._input = b""
        self._timer: asyncio.TimerHandle | None = None
        self._request: Request | None = None
        self.transport: asyncio.Transport | None = None

    @property
    def busy(self) -> bool:
        """Whether an answer is under way."""
        return self._request is not None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._server.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer:
            self._timer.cancel()
        if self._request:
            self._request.aborted = True
        self._request = None
        self._server.connections.discard(self)
        self._server.changed()

    def abort(self) -> None:
        """Drop the client."""
        if self.transport:
            self.transport.abort()

    def data_received(self, data: bytes) -> None:
        self._input += data
        if self._request is None and (request := self._parse()):
            self._request = request
            self._server.note(request)
            self._answer(request)

    def _parse(self) -> Request | None:
        top, blank, rest = self._input.partition(b"\r\n\r\n")
        if not blank:
            return None
        first, *lines = top.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        length = int(headers.get("content-length", "0"))
        if len(rest) < length:
            return None
        raw, self._input = rest[:length], rest[length:]
        method, path, _ = first.split(" ")
        with suppress(ValueError):
            return Request(method, path, headers, raw, json.loads(raw))
        return Request(method, path, headers, raw)

    def _answer(self, request: Request) -> None:
        if request.path.partition("?")[0] != "/v1/messages":
            self._whole(404, error_body("not_found_error", "no such path"))
            return
        reply = self._server.choose(request)
        if reply.status != 200:
            self._whole(reply.status, error_body(reply.error, reply.message, reply.error_code), reply.headers)
        elif reply.ending != "hang":
            usage = self._server.cache.take(request.body).usage(1)
            if request.body.get("stream") and reply.ending != "plain":
                self._stream(reply, request, usage)
            else:
                self._timer = self._loop.call_later(reply.ttft_s, self._whole, 200, whole(reply, request, usage))

    def _whole(self, status: int, body: dict[str, Any], headers: tuple[tuple[str, str], ...] = ()) -> None:
        data = json.dumps(body).encode() if body.get("error", {"type": 1})["type"] else b"<html>Bad Gateway</html>"
        lines = [f"HTTP/1.1 {status} Reply", "content-type: application/json", f"content-length: {len(data)}"]
        lines += [f"{name}: {value}" for name, value in headers]
        self._write("\r\n".join(lines).encode() + b"\r\n\r\n" + data)
        self._done()

    def _stream(self, reply: Reply, request: Request, usage: dict[str, Any]) -> None:
        frames = [*body_events(reply), tail(reply, usage)]
        start = self._loop.time() + reply.ttft_s
        self._write(_STREAM_HEAD + _chunk(head(reply, request, usage)))
        if reply.ttft_s or reply.gap_s:
            self._timer = self._loop.call_at(start, self._play, reply, frames, 0, start)
        else:
            self._play(reply, frames, 0, start)

    def _play(self, reply: Reply, frames: list[bytes], at: int, start: float) -> None:
        """Send every frame that is due, then wait for the next: late frames never shift the ones after them."""
        now, end = self._loop.time(), at
        while end < len(frames) and (not reply.gap_s or start + end * reply.gap_s <= now):
            end += 1
        self._write(b"".join(_chunk(frame) for frame in frames[at:end]))
        if end < len(frames):
            self._timer = self._loop.call_at(start + end * reply.gap_s, self._play, reply, frames, end, start)
        else:
            self._end(reply)

    def _end(self, reply: Reply) -> None:
        if reply.ending in {"whole", "clean_eof", "no_stop", "error_event", "malformed"}:
            self._write(b"0\r\n\r\n")
            self._done()
        elif reply.ending == "pings":
            self._ping()
        elif reply.ending in {"cut", "reset"}:
            # The client must have read what was sent: a reset throws away what is still on its way.
            self._timer = self._loop.call_later(0.02, self._hang_up, reply.ending == "reset")

    def _ping(self) -> None:
        self._write(_chunk(PING))
        self._timer = self._loop.call_later(PING_EVERY_S, self._ping)

    def _hang_up(self, rudely: bool) -> None:
        assert self.transport is not None
        if rudely:
            sock = self.transport.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.transport.abort()
        else:
            self.transport.close()
        self._done()

    def _write(self, data: bytes) -> None:
        if self.transport and data:
            self.transport.write(data)

    def _done(self) -> None:
        self._request = None
        self._server.changed()
        if self._input:
            self.data_received(b"")


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data) if data else b""


async def serve(host: str, port: int) -> None:
    """Serve until the process is told to stop."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    server = MessagesServer()
    server.remember = False
    await server.start(host, port)
    print(server.url, flush=True)
    await stop.wait()
    await server.stop()


def main() -> None:
    """Run the server alone."""
    parser = argparse.ArgumentParser(description="A pretend Messages API.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one; the address is printed")
    asked = parser.parse_args()
    asyncio.run(serve(asked.host, asked.port))


if __name__ == "__main__":
    main()
