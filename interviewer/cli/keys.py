"""Bytes from a keyboard or a pipe into lines, as far as they are asked for; what a terminal must show is handed out.

:class:`Pipe` is for files, pipes and terminals that edit their own lines. :class:`Editor` is for a terminal that sends
every key: it echoes, knows pasted text by the terminal's own marks, and has no limit on a line's length. It moves no
cursor, so screen readers can follow: a line that cannot be corrected in place is shown anew.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable

from interviewer.cli.composer import Line

PASTE_ON, PASTE_OFF = "\x1b[?2004h", "\x1b[?2004l"
"""Ask the terminal to mark pasted text, and to stop."""
TAB = "    "
_ESCAPE = re.compile(r"\x1b(?:\[([0-?]*)[ -/]*([@-~])|O.|[^\[O])", re.S)
_PARTIAL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|O)?\Z")
_ERASE, _WORD, _LINE, _END = {"\x7f", "\b"}, "\x17", "\x15", "\x04"


def cells(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) != 0 for letter in text)


class Pipe:
    """Lines of something that is not typed key by key."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._waiting = ""
        self._closed = False

    def feed(self, data: bytes | None) -> None:
        """Take what came in; None when nothing more will come."""
        self._waiting += self._decoder.decode(data or b"", final=data is None)
        self._closed = self._closed or data is None

    def next(self) -> Line | None:
        """Return the next line, or None when there is no whole one."""
        text, newline, rest = self._waiting.partition("\n")
        if not newline and not (self._closed and text):
            return None
        self._waiting = rest
        return Line(text.rstrip("\r"))

    @property
    def ended(self) -> bool:
        """Whether there is nothing left and nothing to come."""
        return self._closed and not self._waiting

    @property
    def partial(self) -> str:
        """The beginning of a line that was not finished."""
        return ""

    def show(self, prompt: str) -> None:
        """Lines may be shown from here on, behind a prompt."""

    def hide(self) -> None:
        """Something else is about to be written."""


class Editor(Pipe):
    """Lines typed key by key."""

    def __init__(self, echo: Callable[[str], None], width: Callable[[], int]) -> None:
        super().__init__()
        self._echo, self._width = echo, width
        self._prompt, self._line = "", ""
        self._pasting = self._pasted = self._returned = False

    def next(self) -> Line | None:
        """Return the next line, echoing as far as it is typed."""
        while self._waiting and not _PARTIAL.match(self._waiting):
            if self._waiting[0] == "\x1b":
                self._escape()
                continue
            key, self._waiting = self._waiting[0], self._waiting[1:]
            if (line := self._press(key)) is not None:
                return line
        return None

    @property
    def partial(self) -> str:
        """The beginning of a line that was not finished."""
        return self._line

    def show(self, prompt: str) -> None:
        """Show the prompt and what was typed behind it."""
        self._prompt = prompt
        self._echo(prompt + self._line)

    def hide(self) -> None:
        """Leave the line: a bare prompt is wiped, begun text stays readable above what follows."""
        blank = " " * cells(self._prompt)
        self._echo("\n" if self._line else f"\r{blank}\r")

    def _escape(self) -> None:
        found = _ESCAPE.match(self._waiting)
        assert found is not None, "an unfinished sequence is waited for"
        self._waiting = self._waiting[found.end() :]
        if found[2] == "~" and found[1] in {"200", "201"}:
            self._pasting = found[1] == "200"

    def _press(self, key: str) -> Line | None:
        after_return, self._returned = self._returned, key == "\r"
        if key == "\n" and after_return:
            return None
        if key in "\r\n":
            return self._enter()
        if self._pasting or key.isprintable() or key == "\t":
            self._type(key)
        elif key == _END and not self._line:
            self._closed, self._waiting = True, ""
        else:
            self._correct(key)
        return None

    def _enter(self) -> Line:
        line = Line(self._line, self._pasting or self._pasted)
        self._echo("\n")
        self._line, self._prompt, self._pasted = "", "", False
        return line

    def _type(self, key: str) -> None:
        shown = TAB if key == "\t" else key
        if shown.isprintable():
            self._line += shown
            self._pasted = self._pasted or self._pasting
            self._echo(shown)

    def _correct(self, key: str) -> None:
        if key in _ERASE:
            left = self._line[:-1]
        elif key == _WORD:
            left = re.sub(r"\S*\s*\Z", "", self._line)
        elif key == _LINE:
            left = ""
        else:
            return
        self._shorten(left)

    def _shorten(self, left: str) -> None:
        """Take away the end of the line, in place as long as that is in the present row."""
        gone = cells(self._line) - cells(left)
        column = (cells(self._prompt) + cells(self._line)) % max(1, self._width())
        self._line = left
        self._pasted = self._pasted and bool(left)
        if column >= gone and column:
            self._echo("\b" * gone + " " * gone + "\b" * gone)
        else:
            self._echo(f"\n{self._prompt}{left}")
