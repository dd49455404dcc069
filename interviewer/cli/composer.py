"""An answer in the making: lines in, finished answers and slash commands out. No input, no output, no clock.

An answer ends with an empty line or a line with a single dot. What was pasted is text, whatever it looks like.
"""

import re
from dataclasses import dataclass, field

_WORD = re.compile(r"/([a-z_]+)(?:\s+(.*))?$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it came in."""

    text: str
    pasted: bool = False
    """Whether it came out of the clipboard: then it neither ends an answer nor commands anything."""


@dataclass(frozen=True, slots=True)
class Block:
    """A finished answer, or one of several on the floor."""

    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """A slash command with what stood behind it."""

    name: str
    rest: str = ""


@dataclass
class Composer:
    """Collects the lines of one answer."""

    lines: list[str] = field(default_factory=list)

    def take(self, line: Line) -> Block | Word | None:
        """Add a line; return the answer it ends or the command it is."""
        if line.pasted:
            self.lines.append(line.text)
            return None
        if line.text.strip() in {"", "."}:
            return self.end()
        if found := _WORD.match(line.text.strip()):
            return Word(found[1], (found[2] or "").strip())
        self.lines.append(line.text.replace("//", "/", 1) if line.text.startswith("//") else line.text)
        return None

    def end(self) -> Block | None:
        """Return what was collected as an answer, None when there is nothing, and begin anew."""
        text, self.lines = self.text, []
        return Block(text) if text else None

    @property
    def text(self) -> str:
        """What was collected so far."""
        return "\n".join(self.lines).strip("\n ")

    def refill(self, text: str) -> None:
        """Begin with a text that was not sent."""
        self.lines = text.splitlines()
