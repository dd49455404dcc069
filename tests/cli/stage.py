"""The command line as people meet it: a process of its own on a pseudo terminal or on pipes, with a home of its own."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_S = 60.0
ROUND = ("--round", "safety_brainstorm", "--seed", "5")


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return an environment without keys."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANTHROPIC_", "INTERVIEWER_"))}
    return kept | {"INTERVIEWER_HOME": str(home), "TERM": "xterm", "COLUMNS": "100", "NO_COLOR": "1"} | more


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "interviewer", *arguments]


def run(home: Path, *arguments: str, text: str | None = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command on pipes to its end; ``text=None`` closes its standard input."""
    given = {"stdin": subprocess.DEVNULL} if text is None else {"input": text}
    done = subprocess.run(
        command(*arguments), capture_output=True, text=True, env=environment(home, **more), timeout=PATIENCE_S,
        check=False, **given,
    )  # fmt: skip
    assert "Traceback" not in done.stdout + done.stderr
    result: subprocess.CompletedProcess[str] = done
    return result


class Person:
    """Somebody at a terminal."""

    def __init__(self, process: "subprocess.Popen[bytes]", terminal: int) -> None:
        self.process, self._terminal = process, terminal
        self.seen = ""
        self._read = 0

    def reads(self, text: str) -> str:
        """Wait until a text appears after what was read last; return everything up to it."""
        end = time.monotonic() + PATIENCE_S
        while (found := self.seen.find(text, self._read)) < 0:
            assert time.monotonic() < end, f"{text!r} did not appear in {self.seen[self._read :]!r}"
            assert self._receive(end), f"it ended without {text!r}: {self.seen[self._read :]!r}"
        start, self._read = self._read, found + len(text)
        return self.seen[start : self._read]

    def types(self, text: str) -> None:
        os.write(self._terminal, text.encode())

    def leaves(self) -> int:
        """Read to the end and return the exit code."""
        end = time.monotonic() + PATIENCE_S
        while self._receive(end):
            assert time.monotonic() < end, self.seen
        assert "Traceback" not in self.seen
        return self.process.wait(PATIENCE_S)

    def hangs_up(self) -> None:
        """Close the terminal's window and wait for what ran in it."""
        self.shuts()
        self.process.wait(PATIENCE_S)

    def shuts(self) -> None:
        if self._terminal >= 0:
            os.close(self._terminal)
        self._terminal = -1

    def modes(self) -> int:
        """Return the terminal's local modes."""
        return int(termios.tcgetattr(self._terminal)[3])

    def _receive(self, end: float) -> bool:
        ready, _, _ = select.select([self._terminal], [], [], max(0.0, end - time.monotonic()))
        try:
            data = os.read(self._terminal, 65_536) if ready else b""
        except OSError:  # how Linux says that the other side of a pseudo terminal is closed
            return False
        self.seen += data.decode(errors="replace").replace("\r\n", "\n")
        return True


@contextmanager
def sitting(home: Path, *arguments: str, columns: int = 100, **more: str) -> Iterator[Person]:
    """Run a command on a pseudo terminal of its own, as its controlling one."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    env = environment(home, **more)
    del env["COLUMNS"]
    process = subprocess.Popen(
        command(*arguments), stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )  # fmt: skip
    os.close(theirs)
    person = Person(process, ours)
    try:
        yield person
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE_S)
        person.shuts()
