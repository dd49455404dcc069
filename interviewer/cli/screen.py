"""Text on a terminal, line by line: wrapped at its width as it comes, never overwritten, no colours, no cursor movement.

It owns the present column. Control characters never pass: what candidates paste and models say is not to steer a
terminal.
"""

import re
from collections.abc import Callable
from typing import TextIO

from interviewer.cli.keys import cells

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_PIECE = re.compile(r"\n|[ \t]+|[^ \t\n]+")


def clean(text: str) -> str:
    """Return the text without anything that steers a terminal."""
    return _CONTROL.sub("", text.replace("\r\n", "\n"))


class Screen:
    """Where the candidate reads."""

    def __init__(self, out: TextIO, width: Callable[[], int]) -> None:
        self._out, self.width = out, width
        self._column = 0
        self._gap = ""
        self._word = ""

    def raw(self, text: str) -> None:
        """Write as it is, at once."""
        self._out.write(text)
        self._out.flush()
        _, newline, tail = text.rpartition("\n")
        if newline or "\r" in tail:
            self._column = 0
            tail = tail.rpartition("\r")[2]
        self._column = max(0, self._column + cells(tail) - 2 * tail.count("\b"))

    def control(self, sequence: str) -> None:
        """Tell the terminal something that takes no room."""
        self._out.write(sequence)
        self._out.flush()

    def fresh(self) -> None:
        """Begin a new line unless at the beginning of one."""
        self.flush()
        if self._column:
            self.raw("\n")

    def landed(self) -> None:
        """Somebody else began a new line: the terminal, when the candidate pressed Enter."""
        self._column = 0

    def say(self, text: str = "") -> None:
        """Write whole lines."""
        self.fresh()
        self.stream(text)
        self.flush()
        self.raw("\n")

    def verbatim(self, text: str) -> None:
        """Write whole lines without wrapping them: tables keep their columns."""
        self.fresh()
        self.raw(clean(text) + "\n")

    def stream(self, text: str) -> None:
        """Write on, word by word; a word that may still grow waits for :meth:`flush`."""
        for piece in _PIECE.findall(clean(text)):
            if piece == "\n":
                self.flush()
                self._gap = ""
                self.raw("\n")
            elif piece[0] in " \t":
                self._put()
                self._gap += piece.replace("\t", "    ")
            else:
                self._word += piece

    def flush(self) -> None:
        """Write what waits."""
        self._put()
        self._gap = ""

    def _put(self) -> None:
        if not self._word:
            return
        if self._column and self._column + len(self._gap) + cells(self._word) > self.width():
            self.raw("\n")
            self._gap = ""
        gap, word, self._gap, self._word = self._gap, self._word, "", ""
        self.raw(gap + word)
