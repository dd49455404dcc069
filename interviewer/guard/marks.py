"""Marks in a text: what ends a sentence, what asks, what is quoted, what is markup, how letters are compared.

Pure functions and one small machine over words. It judges nothing.
"""

import re
import unicodedata
from dataclasses import dataclass

from interviewer.lexical import unquoted, words

LONGEST_QUOTE = 30
"""Words after which an open quotation mark is taken for a slip: what asks inside it asks."""
FENCE = "```"
LIST = re.compile(r"^(?:\d{1,2}[.)]|[>|]+)$")
"""What a line of a list, a quotation or a table begins with."""
HEADING = re.compile(r"^#{1,6}$")
BULLET = re.compile(r"^[-*•]$")
_CLOSERS = r"[\"”’'`)\]]*$"
ENDS = re.compile(r"[.!?？؟。！…][.!?？؟。！…]*" + _CLOSERS)
ASKS = re.compile(r"[?？؟][.!?？؟…]*" + _CLOSERS)
IMPERATIVE = re.compile(
    r"^(and |so |now |then |okay,? |but |please,? )*(tell me|walk me|talk me|take me|explain|describe|show me|give me|"
    r"derive|sketch|name|say how|say what|say why|convince me|define|estimate|compare|defend)\b",
    re.I,
)
INTERROGATIVE = frozenset({"what", "which", "who", "when", "where", "why", "how", "would", "could", "can", "do", "does",
                           "did", "is", "are"})  # fmt: skip
_MARKUP = re.compile(r"^#{1,6}$|\*\*|__|~~|`+|^[*_]+(?=[\w“\"'])|(?<=[\w.,;:!?”\"'])[*_]+$|</?[a-z]{1,6}>", re.I)
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x34F, 0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)  # fmt: skip
_ALIKE = str.maketrans(
    "аеорсухіјѕһԁԛԝвкмнтгАЕОРСУХІЈЅВКМНТοαεινρυχκτΟΑΕΙΝΡΥΧΚΤΒΗΜΖıɡɑʟ",
    "aeopcyxijshdqwbkmhtrAEOPCYXIJSBKMHToaeivpuxktOAEINPYXKTBHMZigal",
)
"""Letters of other scripts that look like ours."""
_LEET = str.maketrans("013457@$", "oieastas")
_QUOTES = {"“": "”", '"': '"', "`": "`"}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of an utterance, as it would be shown, with where it stands."""

    text: str
    keys: tuple[str, ...]
    """It as it is compared; one written with a hyphen or an apostrophe has several."""
    at: int
    """Its number in the utterance, from 1."""
    place: int
    """Its number in the sentence, from 1."""
    quoted: bool
    ends: bool
    """Whether it ends its sentence."""


def asks(sentence: str) -> bool:
    """Return whether a whole sentence asks something: by its mark, or as an imperative, quotations and code aside."""
    bare = unquoted(sentence).strip()
    return bool(ASKS.search(bare)) or bool(IMPERATIVE.match(bare))


def visible(text: str) -> str:
    """Return a text without characters nobody sees."""
    return text if text.isascii() else text.translate(_INVISIBLE)


def plain(word: str) -> str:
    """Return a word without Markdown and tags."""
    return _MARKUP.sub("", word)


def folded(text: str) -> str:
    """Return a text as it is compared: compatible forms made one, look-alike letters ours, marks over letters gone."""
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFKD", text.translate(_INVISIBLE))
    return "".join(char for char in bare if not unicodedata.combining(char)).translate(_ALIKE)


def keys(word: str) -> tuple[str, ...]:
    """Return a word as it is compared with phrases; digits in the midst of letters are read as letters."""
    found = words(folded(word))
    if any(key.isdigit() or key.isalpha() for key in found) and not _mixed(word):
        return tuple(found)
    return tuple(words(folded(word).translate(_LEET))) if _mixed(word) else tuple(found)


def _mixed(word: str) -> bool:
    """Whether signs that pass for letters stand between letters, as in "gr3at"."""
    return re.search(r"[A-Za-z][013457@$]+[A-Za-z]", word) is not None and not re.search(r"[_\\(=^]", word)


def spaced(text: str) -> str:
    """Return the words of a text between blanks, so that a phrase is found as whole words."""
    return f" {' '.join(words(folded(text)))} "


@dataclass(slots=True)
class Quotes:
    """Whether the words stand in quotation marks or code, word by word."""

    closing: str = ""
    length: int = 0
    asks: bool = False
    """Whether a mark of question stands in the open quotation."""

    slipped: bool = False
    """Whether a quotation that asks was never closed."""

    def take(self, word: str) -> bool:
        """Take a word; return whether a mark of question in it stands outside."""
        outside = False
        for char in word:
            if self.closing:
                self.asks |= char in "?？؟"
                if char == self.closing:
                    self.closing, self.length, self.asks = "", 0, False
            elif char in _QUOTES:
                self.closing = _QUOTES[char]
            else:
                outside |= char in "?？؟"
        self.length += bool(self.closing)
        if self.length > LONGEST_QUOTE:
            self.slipped |= self.asks
            self.closing, self.length, self.asks = "", 0, False
        return outside

    @staticmethod
    def opens(word: str) -> bool:
        """Return whether a word begins with a quotation mark."""
        return word[0] in _QUOTES
