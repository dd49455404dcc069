"""A real server in a process of its own, started, stopped and killed by evals and slow tests."""

import asyncio
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2

from api.auth import Access

START_S = 60.0


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class LiveServer:
    """``interviewer serve`` over a home folder; the port stays the same across restarts."""

    def __init__(self, home: Path, env: Mapping[str, str] | None = None, port: int | None = None) -> None:
        self.home, self.port = home, port or free_port()
        self._env = {**os.environ, **(env or {}), "INTERVIEWER_HOME": str(home), "INTERVIEWER_PORT": str(self.port)}
        self._process: subprocess.Popen[bytes] | None = None
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        access = Access(home)
        self.headers = {"Cookie": f"{access.cookie}={access.sign()}", "Origin": self.url}
        self.started_s = 0.0
        """How long the last start took, from spawning to the first healthy answer."""

    @property
    def url(self) -> str:
        """Address of the pages and of ``/v1``."""
        return f"http://127.0.0.1:{self.port}"

    def live(self, interview: str, after: int) -> str:
        """Address of an interview's socket."""
        return f"ws://127.0.0.1:{self.port}/v1/interviews/{interview}/live?after={after}"

    async def start(self) -> None:
        """Start and wait until it answers; raises RuntimeError with its last words when it does not."""
        began = time.monotonic()
        self._process = self._spawn()
        async with httpx2.AsyncClient(headers=self.headers) as client:
            while time.monotonic() - began < START_S:
                if self._process.poll() is not None:
                    break
                try:
                    if (await client.get(f"{self.url}/v1/healthz")).status_code == 200:
                        self.started_s = time.monotonic() - began
                        return
                except httpx2.TransportError:
                    await asyncio.sleep(0.02)
        raise RuntimeError(f"the server did not start: {(self.home / 'server.log').read_text()[-2000:]}")

    def _spawn(self) -> "subprocess.Popen[bytes]":
        with (self.home / "server.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "interviewer", "serve", "--port", str(self.port)],
                env=self._env, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            )  # fmt: skip

    def kill(self) -> None:
        """SIGKILL: no last words, nothing flushed by us."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> int:
        """SIGTERM, and wait; return the exit code."""
        if self._process is None or self._process.poll() is not None:
            return 0
        self._process.terminate()
        return self._process.wait(timeout=30)

    @property
    def pid(self) -> int:
        """Process id of the running server."""
        assert self._process is not None
        return self._process.pid


def command_id() -> str:
    """Return a fresh command id."""
    return f"c{secrets.token_hex(8)}"


@asynccontextmanager
async def beside_messages(model: str) -> AsyncIterator[tuple[LiveServer, str]]:
    """Run a server that speaks through a pretend Messages API beside it; yields it and the address of the API."""
    fake = subprocess.Popen([sys.executable, "-m", "evals.messages_server"], stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220
    assert fake.stdout is not None
    url = fake.stdout.readline().strip()
    with tempfile.TemporaryDirectory() as folder:
        env = {
            "ANTHROPIC_API_KEY": "test",
            "ANTHROPIC_BASE_URL": url,
            "INTERVIEWER_MODEL": model,
            "INTERVIEWER_READER_MODEL": "none",
        }
        server = LiveServer(Path(folder), env)
        try:
            await server.start()
            yield server, url
        finally:
            server.stop()
            fake.terminate()
