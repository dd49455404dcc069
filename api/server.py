"""Runs the application on uvicorn: one process, loopback by default, bounds on every connection, a short goodbye.

It owns the port, the printed link and the shutdown. Nothing here knows what an interview is.
"""

import errno
import logging
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import uvicorn
from starlette.types import ASGIApp

from interviewer.bootstrap import open_service
from interviewer.errors import SettingsError
from interviewer.settings import Settings

from .app import create_app
from .auth import Access
from .protocols import HardHTTP, HardWS
from .seam import Service
from .wire import HEARTBEAT_S, MAX_FRAME_BYTES

NEXT_PORTS = 20
GRACE_S = 4
ANYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - not bound here: told apart, because no browser can open them


class Server(uvicorn.Server):
    """Uvicorn that tells once it really answers."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None] | None = None) -> None:
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start; what keeps the service from opening is raised by :func:`run`, not logged as a stack of frames."""
        log = logging.getLogger("uvicorn.error")
        level, quiet = log.level, logging.CRITICAL + 1
        log.setLevel(quiet)
        try:
            await super().startup(sockets)
        finally:
            log.setLevel(level)
        if self.started and self._tell:
            self._tell()


def build_server(app: ASGIApp, started: Callable[[], None] | None = None) -> Server:
    """Return a server with our limits; the caller brings the listening socket."""
    config = uvicorn.Config(
        app,
        loop="uvloop" if sys.platform != "win32" else "asyncio",
        http=HardHTTP,
        ws=HardWS,
        ws_max_size=MAX_FRAME_BYTES,
        ws_per_message_deflate=False,  # 35 KiB a socket and half again the work per word, for nothing on loopback
        ws_ping_interval=HEARTBEAT_S,
        ws_ping_timeout=HEARTBEAT_S,
        lifespan="on",
        log_config=None,
        log_level="warning",  # its info lines carry query strings
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_S,
    )
    return Server(config, started)


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket on the port, or on the next free one after it.

    Raises:
        SettingsError: when none of them, or not this address, can be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + NEXT_PORTS, 65_535) + 1) if port else [0]:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(2048)
        except OSError as error:
            listener.close()
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise SettingsError("INTERVIEWER_HOST", f"cannot listen on {host}: {error.strerror}.") from error
            continue
        return listener
    raise SettingsError("INTERVIEWER_PORT", f"no port from {port} to {port + NEXT_PORTS} on {host} can be had.")


def link(listener: socket.socket, access: Access) -> str:
    """Return the address that lets one browser in."""
    host, port = listener.getsockname()[:2]
    shown = "127.0.0.1" if host in ANYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/?token={access.start_token()}"


def run(settings: Settings, tell: Callable[[str], None]) -> None:
    """Serve until told to stop; ``tell`` gets the sentences for the terminal.

    Raises:
        SettingsError: no port to be had.
        InterviewerError: the service would not open.
    """
    try:
        access = Access(settings.home)
    except OSError as error:
        reason = f"the folder {settings.home} cannot be written: {error.strerror}."
        raise SettingsError("INTERVIEWER_HOME", reason) from error
    listener = listen(settings.host, settings.port)
    failures: list[BaseException] = []

    @asynccontextmanager
    async def opened() -> AsyncIterator[Service]:
        try:
            async with open_service(settings) as service:
                service.catalogue()  # content that cannot be used is said now, not on the first page
                yield service
        except BaseException as error:
            failures.append(error)
            raise

    def started() -> None:
        if settings.port not in {0, listener.getsockname()[1]}:
            tell(f"Port {settings.port} is in use; taking the next free one.")
        tell(f"Open this once in your browser:  {link(listener, access)}")
        tell("Stop with Ctrl+C.")

    server = build_server(create_app(opened, access, (settings.host, *settings.allowed_hosts)), started)
    try:
        with listener, suppress(KeyboardInterrupt):
            server.run(sockets=[listener])
    except SystemExit:
        if failures:
            raise failures[0] from None
        raise
