"""Uvicorn's protocols with the bounds they lack: floods of pings, half-open requests, peers that never read.

It owns nothing but those bounds. What is measured without them: one client that sends pings and reads nothing grows
the server by 30 MiB a second; connections that never finish a request stay for ever.
"""

import asyncio

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from .wire import GoingAway, encode

HEAD_S = 10.0
"""A request's line and headers must be complete by then."""
BODY_S = 120.0
"""And its body by then."""
ABORT_S = 5.0
"""A peer that does not read what is left after a close is cut off by then."""
MAX_UNSENT = 256 * 1024
"""Bytes of unread pongs after which a peer is cut off."""
MAX_FRAGMENTS = 1024
SENDS_PER_BREATH = 16


class HardHTTP(HttpToolsProtocol):
    """HTTP with a deadline on every request that has begun, or never begins."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        self._within(HEAD_S)

    def connection_lost(self, exc: Exception | None) -> None:
        self._within(None)
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._within(HEAD_S)

    def on_headers_complete(self) -> None:
        self._within(BODY_S)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._within(None)
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        self._within(None)
        super().handle_websocket_upgrade()

    def _within(self, seconds: float | None) -> None:
        if self._deadline:
            self._deadline.cancel()
        self._deadline = self.loop.call_later(seconds, self.transport.abort) if seconds else None


class HardWS(WebSocketsSansIOProtocol):
    """Websockets that say goodbye, yield while they send, and drop peers that flood or never read."""

    _sent = 0

    def handle_ping(self) -> None:
        """Answer a ping, unless its answers pile up unread."""
        if self.transport.get_write_buffer_size() > MAX_UNSENT:
            self.transport.abort()
        else:
            super().handle_ping()

    def handle_cont(self, event: Frame) -> None:
        """Collect a fragment; a message in a thousand pieces is an attack."""
        if len(self.frames) >= MAX_FRAGMENTS:
            self.transport.abort()
        else:
            super().handle_cont(event)

    async def send(self, message: ASGISendEvent) -> None:
        """Send, yielding now and then: with room in the buffer nothing else would, and others starve."""
        if message["type"] == "websocket.close":
            self.writable.set()  # the close frame must not wait for a peer that does not read
            self._abort_later()
        await super().send(message)
        self._sent += 1
        if self._sent % SENDS_PER_BREATH == 0:
            await asyncio.sleep(0)

    def keepalive_timeout(self) -> None:
        """Close a peer that did not answer a ping, and do not wait for it to read that."""
        super().keepalive_timeout()
        self._abort_later()

    def shutdown(self) -> None:
        """Say that the server goes, then close with 1012."""
        if self.handshake_complete and not self.close_sent and not self.transport.is_closing():
            self.conn.send_text(encode(GoingAway()).encode())
        super().shutdown()
        self._abort_later()

    def _abort_later(self) -> None:
        self.loop.call_later(ABORT_S, self.transport.abort)
