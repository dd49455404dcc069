"""The first line of a speaker's reply: which move it makes and which words of the candidate's it takes up."""

import re
from dataclasses import dataclass

LIMIT = 400
_HEADER = re.compile(r'^\s*move\s*=\s*(?P<move>[\w-]+)(?:\s+anchor\s*=\s*"(?P<anchor>[^"\n]{0,200})")?\s*$')


@dataclass(slots=True)
class Header:
    """The first line of a speaker's reply, gathered over chunks."""

    text: str = ""
    done: bool = False
    move: str = ""
    anchor: str = ""

    def feed(self, chunk: str) -> str:
        """Take a chunk; return what comes after the header once it is complete, else an empty string."""
        if self.done:
            return chunk
        self.text = (self.text + chunk).lstrip()
        line, newline, rest = self.text.partition("\n")
        if not newline and len(line) <= LIMIT:
            return ""
        self.done, self.text = True, line[:LIMIT]
        match = _HEADER.match(line) if len(line) <= LIMIT else None
        if match is None:
            return ""
        self.move, self.anchor = match["move"], match["anchor"] or ""
        return rest
