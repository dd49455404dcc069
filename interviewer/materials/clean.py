"""From what a document's bytes say to what a person reads in it: hidden characters out, lines joined, margins gone.

Pure functions. Modest on purpose: where it is not sure, it leaves the text as it was.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": "", "\u00a0": " "}
_HIDDEN = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff\u180e\u061c\u115f\u1160\u3164]"
)
"""Zero-width characters, text direction, invisible operators, tags, variation selectors of other planes, fillers."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_EMPHASIS = re.compile(r"(\*\*|__|`)(?=\S)([^\n*_`]{1,300}?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]\n]{1,300})\]\([^)\n]{0,500}\)")
_HEADING = re.compile(r"#{1,6} |(\d{1,2}|[A-H])(\.\d{1,2}){0,3}\.? +[A-Z][^.!?]{2,70}$|[A-Z][A-Z &]{3,50}$")
_KNOWN = re.compile(
    r"(abstract|introduction|background|related work|methods?|approach|experiments?|results|discussion|limitations|"
    r"conclusions?|references|bibliography|acknowledge?ments?|appendix)$",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"([-*•‣▪–] |\(?\d{1,2}[.)] |\[\d{1,3}\]|(figure|fig\.|table|algorithm|listing) ?\d{1,3}\s*[:.|])", re.I
)
_ENDED = re.compile(r"[.!?:;][\"”’)\]]*$")
_PAGE_NUMBER = re.compile(r"(page )?\d{1,4}( (of|/) \d{1,4})?|[ivxl]{1,6}", re.IGNORECASE)
_KEEP_HYPHEN = frozenset(
    {"non", "self", "well", "pre", "post", "cross", "co", "multi", "semi", "anti", "state", "long", "out"}
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text to read, quote and judge."""

    text: str
    page_starts: tuple[int, ...] = ()
    """Where each page begins; empty for a document without pages."""
    hidden: int = 0
    """Characters that no reader would have seen, taken out."""


def clean_pages(pages: Sequence[str]) -> Cleaned:
    """Return the text of a paginated document without running heads and page numbers, its lines joined."""
    bare = [_visible(page) for page in pages]
    joined = _Joiner()
    for lines in _without_margins([[line.strip() for line in text.split("\n")] for text, _ in bare]):
        joined.page(lines)
    return Cleaned(joined.text(), tuple(joined.starts), sum(hidden for _, hidden in bare))


def clean_text(text: str) -> Cleaned:
    """Return a plain or Markdown text without its marks; hard-wrapped lines are joined, other lines stay."""
    text, comments = _COMMENT.subn("", text)
    text, hidden = _visible(text)
    text = _LINK.sub(r"\1", _EMPHASIS.sub(r"\2", text))
    lines = [line.rstrip() for line in text.split("\n")]
    if not _wrapped(lines):
        return Cleaned(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), hidden=hidden + comments)
    joined = _Joiner()
    joined.page([line.strip() for line in lines])
    return Cleaned(joined.text(), hidden=hidden + comments)


def is_heading(line: str) -> bool:
    """Return whether a line is the title of a section."""
    bare = line.strip().rstrip(":")
    return len(bare) <= 90 and bool(_HEADING.match(bare) or _KNOWN.fullmatch(bare))


def _visible(text: str) -> tuple[str, int]:
    """Return a text without what cannot be seen, and how many characters that was."""
    text = re.sub("\r\n|[\r\f\x85\u2028\u2029]", "\n", text)
    shown, hidden = _HIDDEN.subn("", text)
    for old, new in LIGATURES.items():
        shown = shown.replace(old, new)
    kept = "".join(
        char if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn"} else " " for char in shown
    )
    return kept, hidden


def _without_margins(pages: list[list[str]]) -> list[list[str]]:
    """Return the pages without lines that stand at the edge of most of them, whatever number is in them."""
    edges = Counter(_unnumbered(line) for lines in pages for line in {*_edge(lines)})
    often = {line for line, count in edges.items() if count >= max(3, len(pages) / 2)}
    kept = []
    for lines in pages:
        edge = _edge(lines)
        drop = {line for line in edge if _unnumbered(line) in often or _PAGE_NUMBER.fullmatch(line)}
        kept.append([line for line in lines if line not in drop])
    return kept


def _edge(lines: list[str]) -> list[str]:
    """Return the first and last two lines that hold something."""
    full = [line for line in lines if line]
    return [*full[:2], *full[-2:]] if len(full) > 6 else [*full[:1], *full[-1:]]


def _unnumbered(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _wrapped(lines: Sequence[str]) -> bool:
    """Return whether lines end where the page did and not where the sentence did."""
    pairs = [(one, two) for one, two in pairwise(lines) if one.strip() and two.strip()]
    running = sum(not _ENDED.search(one) and two.lstrip()[:1].islower() for one, two in pairs)
    return len(pairs) >= 3 and running >= 0.4 * len(pairs)


@dataclass(slots=True)
class _Joiner:
    """Joins lines to paragraphs and remembers where pages begin."""

    starts: list[int] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _last: str = ""

    def page(self, lines: Sequence[str]) -> None:
        """Take the lines of one page."""
        width = sorted(len(line) for line in lines if line)[-max(1, len(lines) // 5)] if any(lines) else 0
        first = True
        blank = False
        for line in lines:
            if not line:
                blank = not first or blank
                continue
            glue = "" if not self._parts else "\n\n" if blank else self._glue(line, width)
            self._add(line, glue, starts_page=first)
            first = blank = False
        if first:
            self.starts.append(self._length)

    def text(self) -> str:
        """Return everything joined so far."""
        return "".join(self._parts)

    def _add(self, line: str, glue: str, *, starts_page: bool) -> None:
        if glue == "-":
            self._parts[-1] = self._parts[-1][:-1]
            self._length -= 1
            glue = ""
        if starts_page:
            self.starts.append(self._length + len(glue))
        self._parts += [glue, line]
        self._length += len(glue) + len(line)
        self._last = line

    def _glue(self, line: str, width: int) -> str:
        """Return what goes between the last line and this one; ``-`` for a hyphen that only the line's end made."""
        last = self._last
        if is_heading(line) or is_heading(last) or _ITEM.match(line) or _tabular(line) or _tabular(last):
            return "\n"
        if re.search(r"\w-$", last) and line[:1].isalnum():
            stump = last[:-1].rpartition(" ")[2].lower()
            return "-" if line[:1].islower() and "-" not in stump and stump not in _KEEP_HYPHEN else ""
        short = len(last) < 0.6 * width
        if short and (_ENDED.search(last) or not line[:1].islower()):
            return "\n"
        return " "


def _tabular(line: str) -> bool:
    """Return whether a line is mostly numbers: a row of a table, an axis."""
    tokens = line.split()
    return len(tokens) >= 3 and sum(any(char.isdigit() for char in token) for token in tokens) > 0.6 * len(tokens)
