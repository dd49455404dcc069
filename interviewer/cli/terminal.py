"""The process's own input and output: what they are, how wide, and bytes from a thread that never keeps us from leaving.

It owns the terminal's mode and puts it back. What bytes mean is ``keys``', how text looks ``screen``'s.
"""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator

from interviewer.cli.composer import Line
from interviewer.cli.keys import PASTE_OFF, PASTE_ON, Editor, Pipe
from interviewer.cli.screen import Screen

CHUNK = 64 * 1024
NARROWEST = 20
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
"""All of them mean: put the interview down and leave."""


def width() -> int:
    """Return the columns of the terminal, or what COLUMNS says."""
    return max(NARROWEST, shutil.get_terminal_size().columns)


class Terminal:
    """Standard input and output of a conversation."""

    def __init__(self) -> None:
        self.typed = bool(sys.stdin and sys.stdin.isatty())
        """Whether somebody sits at a keyboard."""
        self.echoes = self.typed and sys.stdout.isatty()
        """Whether what is typed can be read where we write."""
        edits = self.echoes and os.environ.get("TERM", "dumb") != "dumb" and _has_modes()
        self.screen = Screen(sys.stdout, width)
        self.keys: Pipe = Editor(self.screen.raw, width) if edits else Pipe()
        self.edits = edits
        self.received: asyncio.Queue[bytes | None] = asyncio.Queue()
        """What came in since it was last wanted; None at the end."""
        self._wanted = threading.Event()
        self._thread: threading.Thread | None = None

    def want(self) -> None:
        """Ask for more input; it arrives in :attr:`received`."""
        self._wanted.set()
        if self._thread is None:
            loop = asyncio.get_running_loop()
            self._thread = threading.Thread(target=self._read, args=(loop,), name="keyboard", daemon=True)
            self._thread.start()

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        # Not through sys.stdin: a thread that dies inside its lock takes the interpreter's exit with it.
        data: bytes | None = b""
        while data is not None:
            self._wanted.wait()
            self._wanted.clear()
            try:
                # A closed standard input may be anybody's file by now.
                data = os.read(0, CHUNK) or None if sys.stdin else None
            except OSError:
                data = None
            with contextlib.suppress(RuntimeError):  # the loop has ended before us
                loop.call_soon_threadsafe(self.received.put_nowait, data)

    async def ask(self, question: str, *, passing_over: bool = False) -> str | None:
        """Put a question and return the line that answers it; None when the input has ended.

        With ``passing_over``, empty lines are no answer.
        """
        self.prompt(question)
        line = await self._line()
        while passing_over and line and not line.text.strip():
            line = await self._line()
        if line is None:
            self.screen.fresh()
            return None
        if self.echoes:
            self.screen.landed()
        else:
            self.screen.say(f"{question}{line.text}")
        return line.text.strip()

    async def _line(self) -> Line | None:
        while (line := self.keys.next()) is None and not self.keys.ended:
            self.want()
            self.keys.feed(await self.received.get())
        return line

    def prompt(self, text: str) -> None:
        """Show that a line is waited for; what comes out of a file is shown together with its prompt, once it is there."""
        if self.echoes:
            self.screen.fresh()
            self.keys.show(text)
            if not self.edits:
                self.screen.raw(text)

    @contextlib.contextmanager
    def editing(self) -> Iterator[None]:
        """Take every key for ourselves while this lasts."""
        if not self.edits:
            yield
            return
        import termios

        before = termios.tcgetattr(0)
        flags, keys = before[3] & ~(termios.ECHO | termios.ICANON), list(before[6])
        keys[termios.VMIN], keys[termios.VTIME] = 1, 0
        # A stopped process would hold an interview whose clock runs on: Ctrl-Z does nothing, Ctrl-C pauses.
        keys[termios.VSUSP] = b"\x00"
        try:
            termios.tcsetattr(0, termios.TCSADRAIN, [*before[:3], flags, *before[4:6], keys])
            self.screen.control(PASTE_ON)
            yield
        finally:
            with contextlib.suppress(OSError, termios.error):  # the terminal may be gone
                self.screen.control(PASTE_OFF)
            with contextlib.suppress(termios.error):
                termios.tcsetattr(0, termios.TCSADRAIN, before)


def _has_modes() -> bool:
    try:
        import termios  # noqa: F401
    except ImportError:
        return False
    return True


@contextlib.contextmanager
def interruptible(tell: Callable[[], None]) -> Iterator[None]:
    """Call ``tell`` on the first Ctrl-C, hang-up or request to end; a second one ends the process as usual."""
    loop = asyncio.get_running_loop()
    numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    # What somebody chose to ignore, as nohup does, stays ignored.
    before = {number: handler for number, handler in before.items() if handler != signal.SIG_IGN}

    def told(*_: object) -> None:
        put_back()
        loop.call_soon_threadsafe(tell)

    def put_back() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    for number in before:
        signal.signal(number, told)
    try:
        yield
    finally:
        put_back()
