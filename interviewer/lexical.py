"""Words and how alike two texts are, without a model: stems, inverse document frequency, recall.

Pure functions. The similarity is IDF-weighted recall of a reference's content stems (measured on public short-answer
data in ``docs/judging.md``'s terms as the lexical baseline): it counts what was mentioned and understands nothing.
"""

import math
import re
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[A-Za-z0-9]+(?:[.,]\d+)*%?")
_SENTENCE = re.compile(r"(?<=[.!?])(?P<close>[\"”’)]*)\s+(?=[\"“(]?[A-Z0-9])|\n+")
_SHORTENED = re.compile(r"\b(?:e\.g|i\.e|vs|cf|al|approx|fig|figs|eq|sec|tab|dr|mr|ms|mrs|prof|st)\.$", re.I)
_JOINT = re.compile(r"^(?:(?:and|but|so|because|which|that|then|also|well|since|as|or|while|though|if) )+", re.I)
_QUOTED = re.compile(r"```.*?(?:```|$)|`[^`\n]{1,400}`|“[^“”\n]{1,400}”|\"[^\"\n]{1,400}\"", re.S)
_STOP_WORDS = (
    "a an and are as at be been being but by can could did do does doing for from had has have having he her his how "
    "i if in into is it its just me more most my no nor not of on or our out over own s same she should so some such t "
    "than that the their them then there these they this those through to too under up very was we were what when "
    "where which while who whom why will with would you your yours about also am any because both each few further "
    "here him himself itself let may might must only other ours shall yes ok okay well really actually basically "
    "think say said like want get got make made going go one thing things something way lot kind sort"
)
_STOP = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, verbatim: ``text[start:end]``."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the Snowball stem of a lower-case word."""
    return str(_stemmer(threading.get_ident()).stemWord(word))


@lru_cache(maxsize=64)
def _stemmer(thread: int) -> snowballstemmer.english_stemmer.EnglishStemmer:
    # One for each thread: it keeps the word it works on in itself, and answers are judged beside the conversation.
    return snowballstemmer.stemmer("english")


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, numbers kept whole."""
    return [match.lower() for match in _WORD.findall(text)]


@lru_cache(maxsize=20_000)
def stems(text: str) -> tuple[str, ...]:
    """Return the content stems of a text in order, stop words left out."""
    return tuple(stem(word) for word in words(text) if word not in _STOP)


def sentences(text: str) -> list[Span]:
    """Return the sentences of a text with their places; line breaks end a sentence, "Fig." does not."""
    spans: list[Span] = []
    start = 0
    for match in [*_SENTENCE.finditer(text), None]:
        end = match.end("close") if match and match["close"] else match.start() if match else len(text)
        if match and _SHORTENED.search(text[start:end]) and "\n" not in match.group():
            continue
        piece = text[start:end]
        bare = piece.strip()
        if bare:
            begin = start + piece.index(bare)
            spans.append(Span(begin, begin + len(bare), bare))
        start = match.end() if match else end
    return spans


def unquoted(text: str) -> str:
    """Return a text without what it quotes and without code: the words that are the speaker's own."""
    return _QUOTED.sub(" ", text)


class Lexicon:
    """Inverse document frequencies over a set of texts; an unseen stem weighs as much as the rarest."""

    def __init__(self, documents: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for document in documents:
            total += 1
            counts.update(set(stems(document)))
        self._idf = {key: math.log((1 + total) / (1 + n)) + 0.3 for key, n in counts.items()}
        self._unseen = math.log(1 + total) + 0.3

    def weight(self, key: str) -> float:
        """Return the weight of a stem."""
        return self._idf.get(key, self._unseen)

    def knows(self, key: str) -> bool:
        """Return whether a stem stands in any of the texts."""
        return key in self._idf

    def recall(self, text: str, reference: str, demoted: frozenset[str] = frozenset()) -> float:
        """Return the share (0 to 1) of the reference's weight that the text holds.

        Stems in ``demoted`` (those of the question) count for nothing: repeating the question earns nothing.
        """
        wanted = set(stems(reference)) - demoted
        total = sum(self.weight(key) for key in wanted)
        if not total:
            return 0.0
        have = set(stems(text))
        return sum(self.weight(key) for key in wanted & have) / total

    def likeness(self, one: str, other: str) -> float:
        """Return a symmetric likeness (0 to 1): the harmonic mean of recall both ways."""
        there, back = self.recall(one, other), self.recall(other, one)
        return 2 * there * back / (there + back) if there + back else 0.0


class Lexical:
    """The :class:`interviewer.ports.Similarity` that needs nothing but words."""

    name = "lexical"

    def __init__(self, lexicon: Lexicon, demoted: frozenset[str] = frozenset()) -> None:
        self._lexicon = lexicon
        self._demoted = demoted

    def score(self, text: str, references: Sequence[str]) -> float:
        """Return the best recall of any reference."""
        return max((self._lexicon.recall(text, reference, self._demoted) for reference in references), default=0.0)


def clause(text: str, limit: int = 12) -> str:
    """Return the densest run of at most ``limit`` words of one sentence, verbatim, cut at its own punctuation."""
    best, weight = "", 0.0
    for match in re.finditer(r"[^,;:()\n“”\"]+", text):
        piece = _JOINT.sub("", match.group().strip().rstrip(".!?").strip())
        count = len(piece.split())
        if 3 <= count <= limit and (dense := len(stems(piece)) - count * 0.1) > weight:
            best, weight = piece, dense
    return best
