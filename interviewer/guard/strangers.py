"""Numbers, dates, names and links that come out of nowhere: neither said nor shown to both sides before.

What is known is looked at only when something has to be found in it. Numbers written as words are anybody's.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from interviewer.guard.language import ENGLISH
from interviewer.guard.marks import Word, folded, spaced
from interviewer.lexical import words

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:e-?\d+)?")
_MEASURED = re.compile(r"\d\s?(?:%|‰|[kKMB]\b|bn\b|[KMGT]B\b|ms\b|[€£])|[€£]\d|^\$\d[\d.,]*[kKMB]?[.,;?!]*$")
"""A number that measures: even a small one must come from somewhere."""
_LINK = re.compile(r"://|www\.|\]\(")
_PERCENT = frozenset({"percent", "percentage", "permille"})
_MONTHS = frozenset({"january", "february", "april", "june", "july", "august", "september", "october", "november",
                     "december"})  # fmt: skip
_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "professor", "sir", "madam"})
_PERSON = frozenset({"said", "told", "says", "tells", "wrote", "writes", "asked", "asks", "thinks", "wants", "wanted", "runs",
                     "ran", "leads", "led", "signs", "signed", "is", "was", "has", "had", "does", "did", "will", "would",
                     "can", "could", "and", "from", "at", "in", "who", "s", "never", "always", "came", "knows", "knew",
                     "works", "worked", "owns", "manages", "complained", "mentioned", "refused", "agreed"})  # fmt: skip
_NOUNISH = re.compile(r"(?:work|tions?|ments?|ness|ings?|ances?|ences?|ware|ships?|ages?|isms?|ics|ly|ity|ties|ures?|ed|"
                      r"ists?|ors|ers|body|one|thing|where|al|ous|ive|able|less|ful|side|time|day|days)$")  # fmt: skip
SMALL = 10
"""Whole numbers up to this may always be said."""
_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
          "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORTH = {name: value for value, name in enumerate(_UNITS)} | {name: 20 + 10 * n for n, name in enumerate(_TENS)}
_GREAT = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12}


class Vocabulary(Protocol):
    """Words that are no names."""

    def knows(self, word: str) -> bool:
        """Return whether a lower-case word is one of them."""


class Known:
    """What both sides have in front of them: looked into only when it must be."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Numbers in it, those written out included."""
        return self.digits | _spelled(self.words_in_order)

    @cached_property
    def digits(self) -> frozenset[str]:
        """Numbers in it that are written in digits."""
        return frozenset(number.replace(",", "") for number in _NUMBER.findall(self.text))

    @cached_property
    def words_in_order(self) -> list[str]:
        """All its words."""
        return words(folded(self.text))

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words; those in other letters too."""
        return frozenset(self.words_in_order) | frozenset(re.findall(r"[^\W\d_]+", self.text.lower()))

    @cached_property
    def spaced(self) -> str:
        """Its words between blanks."""
        return spaced(self.text)


def _spelled(said: list[str]) -> frozenset[str]:
    """Return the numbers that stand in words: "thirty-five", "two hundred"."""
    found: set[int] = set()
    value = 0
    for word in said:
        if word in _GREAT:
            value = max(1, value) * _GREAT[word]
        elif word in _WORTH:
            joins = value and value % 10 == 0 and _WORTH[word] < 10
            value = value + _WORTH[word] if joins else _WORTH[word]
        else:
            value = 0
            continue
        found.add(value)
    return frozenset(map(str, found))


@dataclass(slots=True)
class Strangers:
    """The search for what comes out of nowhere in one utterance."""

    known: Known
    names: bool
    """Whether unknown capitalised names are stopped too; for invented customers."""
    knows: Callable[[str], bool]
    """Whether a lower-case word is no name by the script's own words."""
    since: int = 0
    _small: str = ""
    """A small number that was just said."""
    _first: str = ""
    """A word that begins a sentence and might be a name."""

    def take(self, word: Word) -> str:
        """Take a word; return what in it is strange, or an empty string."""
        return self._number(word) or self._date(word) or self._link(word) or (self._name(word) if self.names else "")

    def _number(self, word: Word) -> str:
        small, self._small = self._small, ""
        if small and word.keys and word.keys[0] in _PERCENT and small not in self.known.numbers:
            return f"a number out of nowhere: {small} percent"
        text = folded(word.text)
        if not any(char.isdigit() for char in text):
            return ""
        measured = bool(_MEASURED.search(text))
        for number in _NUMBER.findall(text):
            if number.isdigit() and int(number) <= SMALL and not measured:
                self._small = number
            elif number.replace(",", "") not in self.known.numbers:
                return f"a number out of nowhere: {number}"
        return ""

    def _date(self, word: Word) -> str:
        month = next((key for key in word.keys if key in _MONTHS), "")
        return f"a date out of nowhere: {month}" if month and month not in self.known.words else ""

    def _link(self, word: Word) -> str:
        strange = _LINK.search(word.text) and word.text.strip("()<>[].,") not in self.known.text
        return "a link out of nowhere" if strange else ""

    def _name(self, word: Word) -> str:
        first, self._first, self.since = self._first, "", 0
        if first and word.keys and word.keys[0] in _PERSON:
            return f"a name out of nowhere: {first}"
        if not (word.text[:1].isupper() and word.text[1:2].islower()):
            return ""
        strange = [key for key in word.keys if key not in _DAYS and key not in self.known.words]
        if not strange:
            return ""
        if word.place > 1 and not word.quoted:
            return f"a name out of nowhere: {word.text}"
        return self._begins(word, strange[0])

    def _begins(self, word: Word, key: str) -> str:
        """Look at an unknown word that begins a sentence: a name when what follows is said of somebody."""
        if key in ENGLISH or key in _TITLES or self.knows(key) or _NOUNISH.search(key):
            return ""
        if len(word.keys) > 1 and word.keys[1] in _PERSON:
            return f"a name out of nowhere: {word.text}"
        if not word.ends:
            self._first, self.since = word.text, word.at
        return ""
