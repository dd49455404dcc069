"""How well a question fits things that can be asked about, each known by authors' questions. Pure.

Words count by how few of the things share them, a word of the same group for somewhat less than the word itself, and
the kind of answer waited for a little. It decides nothing: what a fit is worth is :mod:`interviewer.unlocking`'s.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from interviewer import asking, thesaurus
from interviewer.lexical import Lexicon, stems

WHOLLY = 0.75
"""The most that words standing anywhere in a thing's questions make, where every word that tells something does."""
ABOUT = 0.6
"""The same where one does not; likeness to one question makes up to 1."""
AKIN = 0.8
"""What a word of the same group counts for, against the word itself."""
MOST = 2.1
"""Weight of a word that the questions of one thing only hold."""
FEW = 6
"""Questions up to which each counts in full for what a thing is about."""
ONCE = 0.4
"""How much a thing is about a word that only one of its questions holds."""
STRANGE = 0.7
"""Weight of a word that no thing's question holds, where it belongs to the round."""
FOREIGN = 1.8
"""Weight of a word that does not even belong to the round."""
COMMON = 0.46
"""Share of an unseen word's weight below which a word is all over the round."""
SHARED = 0.45
"""Share of all things that are about a word from which on it is all over the round."""
ALONE = 0.57
"""Share of a question that one word shared must make up."""
NEARLY = 0.9
"""Share of a question in common words that must stand in one of a thing's questions."""
ENOUGH = 1.2
"""Weight of shared words below which a likeness counts for less."""
KIND = 0.4
"""Weight of the kind of answer a question waits for."""
FAINT = 0.3
"""Share of its weight that a word of any question keeps."""
HOPELESS = 0.25
"""Share of a question below which comparing it further cannot make it fit."""

_SHORTENED = re.compile(r"['’](?:s|re|ve|ll|d|m)\b", re.I)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question with the groups it stands in; kinds and turns of phrase are words too."""

    key: str
    groups: frozenset[str]

    @property
    def telling(self) -> bool:
        """Whether it can show what a question is about."""
        return self.key[0] != "?" and self.key not in thesaurus.FAINT

    @property
    def akin(self) -> float:
        """What one of its group counts for: a turn of phrase stands for its group."""
        return 1.0 if self.key[0] == "~" else AKIN


@dataclass(frozen=True, slots=True)
class Bag:
    """A text as it is compared."""

    words: tuple[Word, ...]
    keys: frozenset[str]
    groups: frozenset[str]

    def holds(self, word: Word) -> float:
        """Return 1 for the word itself, less for one of its group, 0 for neither."""
        return 1.0 if word.key in self.keys else word.akin if word.groups & self.groups else 0.0

    def touches(self, other: "Bag") -> bool:
        """Return whether two share anything at all."""
        return not (self.keys.isdisjoint(other.keys) and self.groups.isdisjoint(other.groups))


@lru_cache(maxsize=5_000)
def bag(text: str) -> Bag:
    """Return a text as it is compared."""
    turns, rest = thesaurus.turns(_SHORTENED.sub("", text))
    every = (
        *(Word(key, thesaurus.groups_of(key)) for key in dict.fromkeys(stems(rest))),
        *(Word(f"~{turn}", groups) for turn, groups in turns),
        *(Word(f"?{kind}", frozenset()) for kind in sorted(thesaurus.kinds(text))),
    )
    return Bag(
        every, frozenset(word.key for word in every), frozenset(group for word in every for group in word.groups)
    )


@dataclass(frozen=True)
class _Topic:
    """One thing that can be asked about."""

    asks: tuple[Bag, ...]
    counts: Mapping[str, int]
    """In how many of its questions a key or a group stands."""

    def about(self, word: Word) -> float:
        """Return how much (0 to 1) a thing is about a word: in full where several of its questions hold it."""
        own = self.counts.get(word.key, 0)
        akin = max((self.counts.get(group, 0) for group in word.groups), default=0)
        return max(self._often(own), word.akin * self._often(akin))

    def core(self, word: Word) -> bool:
        """Return whether a word or one of its group stands in more than one of its questions, if it has many."""
        return max(self.counts.get(key, 0) for key in (word.key, *word.groups)) > (len(self.asks) > FEW)

    def _often(self, count: int) -> float:
        if len(self.asks) <= FEW:
            return float(count > 0)
        return min(1.0, ONCE + (1 - ONCE) * (count - 1) / 2) if count else 0.0


@dataclass(frozen=True, slots=True)
class _Worth:
    """What a word is worth among the things there are."""

    weight: float
    common: bool
    """Stands all over the round, as "letter" does where everything is about letters."""
    names: bool
    """Only names who or what is talked about."""


class Topics:
    """Things that can be asked about, weighed against one another."""

    def __init__(self, listed: tuple[tuple[str, ...], ...], lexicon: Lexicon) -> None:
        self._all = tuple(_topic(asks) for asks in listed)
        self._lexicon = lexicon
        known = {word.key: word for topic in self._all for ask in topic.asks for word in ask.words}
        self._known = {key: self._weigh(word) for key, word in known.items()}
        self._totals = {id(ask): self._total(ask) for topic in self._all for ask in topic.asks}

    def fits(self, piece: Bag, keys: Sequence[str]) -> dict[str, float]:
        """Return how well (0 to 1) a question fits each thing, by the things' keys in their order."""
        worth = {word: self._worth(word) for word in piece.words}
        return {key: self._fit(piece, topic, worth) for key, topic in zip(keys, self._all, strict=True)}

    def _fit(self, piece: Bag, topic: _Topic, worth: Mapping[Word, _Worth]) -> float:
        """Return how well a question fits a thing: like one of its questions, or made of the words it is about."""
        total = sum(item.weight for item in worth.values())
        told = sum(item.weight * topic.about(word) for word, item in worth.items())
        if not told:
            return 0.0
        best = 0.0
        for ask in topic.asks:
            if piece.keys == ask.keys and (len(piece.keys) > 1 or piece.words[0].telling):
                return 1.0
            if piece.touches(ask):
                best = max(best, self._likeness(piece, ask, topic, worth))
        if self._meets(worth, topic.about, topic, told / total):
            every = all(topic.about(word) for word in worth if word.telling)
            best = max(best, (WHOLLY if every else ABOUT) * told / total)
        return best * min(1.0, told / ENOUGH)

    def _likeness(self, piece: Bag, ask: Bag, topic: _Topic, worth: Mapping[Word, _Worth]) -> float:
        """Return the harmonic mean of what two questions hold of one another, 0 where that tells nothing."""
        total, of_ask = sum(item.weight for item in worth.values()), self._totals[id(ask)]
        back = sum(item.weight * ask.holds(word) for word, item in worth.items()) / total
        if back < HOPELESS or not of_ask:
            return 0.0
        there = sum(self._worth(word).weight * piece.holds(word) for word in ask.words) / of_ask
        wordy = sum(word.key[0] != "?" for word in piece.words) > 1
        if self._meets(worth, ask.holds, topic, back) or (wordy and back > NEARLY and there > ALONE):
            return 2 * there * back / (there + back)
        return 0.0

    def _meets(self, worth: Mapping[Word, _Worth], other: Callable[[Word], float], topic: _Topic, share: float) -> bool:
        """Return whether two share what tells something: two words, or one that the thing is about.

        One word, or names alone, are enough only where they make up most of what the question says.
        """
        telling = [word for word in worth if word.telling and other(word)]
        if len(telling) > 1 and not all(worth[word].names for word in telling):
            return True
        core = len(telling) > 1 or any(topic.core(word) and not worth[word].common for word in telling)
        return core and share >= ALONE

    def _total(self, ask: Bag) -> float:
        return sum(self._worth(word).weight for word in ask.words)

    def _worth(self, word: Word) -> _Worth:
        # Only words of the authors' questions are kept: a candidate's words are without end.
        return self._known.get(word.key) or self._weigh(word)

    def _weigh(self, word: Word) -> _Worth:
        about = [topic.about(word) for topic in self._all]
        sharing, count = sum(about), len(self._all)
        common = sharing > max(1, SHARED * count) or (
            self._lexicon.weight(word.key) < COMMON * self._lexicon.weight("")
        )
        names = common or bool(word.groups and word.groups <= thesaurus.NAMING)
        if word.key[0] == "?":
            return _Worth(KIND, common, names)
        if sharing:
            weight = MOST * math.log((count + 1.5) / (0.5 + max(1.0, sharing))) / math.log((count + 1.5) / 1.5)
            weight *= max(STRANGE / MOST, max(about))
        else:
            weight = STRANGE if word.groups or self._lexicon.knows(word.key) else FOREIGN
        return _Worth(weight * (FAINT if word.key in thesaurus.FAINT else 1.0), common, names)


def _topic(asks: tuple[str, ...]) -> _Topic:
    bags = tuple(bag(asking.subject(ask)) for ask in asks)
    return _Topic(bags, Counter(key for one in bags for key in one.keys | one.groups))


@lru_cache(maxsize=32)
def topics(listed: tuple[tuple[str, ...], ...], lexicon: Lexicon) -> Topics:
    """Return things by the questions listed for each."""
    return Topics(listed, lexicon)
