"""What a candidate's own questions call for, by words alone: facts of a case, what is known of a lab, or an honest gap.

Pure; it tells nobody anything. It compares a question with those that authors listed: by words, by groups of words that
mean much the same, and by the kind of answer it waits for.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from interviewer import asking, thesaurus
from interviewer.case import Case, Fact
from interviewer.lexical import Lexicon, sentences, stems
from interviewer.persona import LabFact

EARNED = 0.42
"""Likeness at which a question earns a fact."""
WHOLLY = 0.75
"""The same where every word that tells something stands there."""
ABOUT = 0.6
"""Weight of a question's words standing anywhere in a fact's questions, against likeness to one of them."""
AKIN = 0.8
"""What a word of the same group counts for, against the word itself."""
POINTING = 0.9
"""What a question counts for that is only understood together with the sentence before."""
MOST = 2.1
"""Weight of a word that only one fact's questions hold."""
FEW = 6
"""Questions up to which each counts in full for what a thing is about."""
ONCE = 0.4
"""How much a thing is about a word that only one of its questions holds."""
STRANGE = 0.7
"""Weight of a word that no fact's question holds, where it belongs to the round."""
FOREIGN = 1.8
"""Weight of a word that does not even belong to the round."""
COMMON = 0.5
"""Share of an unseen word's weight below which a word is all over the round."""
ALONE = 0.57
"""Share of a question that one word shared must make up."""
ENOUGH = 1.2
"""Weight of shared words below which a likeness counts for less."""
SHARED = .45
"""Share of all facts that ask with a word from which on it is all over the round."""
KIND = 0.4
"""Weight of the kind of answer a question waits for."""
FAINT = 0.3
"""Share of its weight that a word of any question keeps."""
PART = 0.05
"""By how much one clause must fit better than a whole question."""
RIVAL = 0.2
"""By how much a clause must fit another fact better than the one its whole question earns."""
LONE = 0.62
"""Likeness at which one word of a clause earns a second fact."""
UNLOCKS = 2

_JOINTS = re.compile(r"[,;:–—]\s*|\s-\s|\b(?:and|or|if|but|so|plus)\b", re.I)
_POINTS = re.compile(
    r"\b(it|its|they|them|their|that|this|those|these|he|him|his|she|her|there|one|ones|such|typical|normal|usual)\b",
    re.I,
)

_ASKS = re.compile(
    r"^\s*(?:(?:also|then|by|for|with|to|on|in|at) )*(?:who|whose|whom|what|when|where|why|how|which|whether|is|are|was|were|"
    r"do|does|did|can|could|may|must|will|would|has|have|any|tell|the)\b",
    re.I,
)
"""A clause that asks something of its own."""
_SHORTENED = re.compile(r"['’](?:s|re|ve|ll|d|m)\b", re.I)
_MONEY = re.compile(
    r"\b(?:money|budget|cost|costs|price|pay|paid|spend|spent|invest\w*|euros?|dollars?|afford)\b", re.I
)
_SYSTEM = re.compile(
    r"\b(?:[Ss]ystems?|[Ss]oftware|IT|[Tt]ools?|vendors?|cloud|databases?|models?|api|format|tablets?|server|version|licen[cs]es?)\b"
)
_PERSON = re.compile(r"\b(?:who|whose|whom|team|staff|person|colleagues?|name of|stakeholders?)\b", re.I)
_NUMBER = re.compile(
    r"\b(?:how (?:many|much|long|often|big|far|old|high|large)|percent\w*|share|rate|number|average|figures?|ratio)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a question with the groups it stands in; kinds and turns of phrase are words too."""

    key: str
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Bag:
    """A text as it is compared."""

    words: tuple[_Word, ...]
    keys: frozenset[str]
    groups: frozenset[str]

    def holds(self, word: _Word) -> float:
        """Return 1 for the word itself, less for one of its group, 0 for neither."""
        if word.key in self.keys:
            return 1.0
        return (1.0 if word.key[0] == "~" else AKIN) if word.groups & self.groups else 0.0


@lru_cache(maxsize=20_000)
def _bag(text: str) -> _Bag:
    turns, rest = thesaurus.turns(_SHORTENED.sub("", text))
    every = (
        *(_Word(key, thesaurus.groups_of(key)) for key in dict.fromkeys(stems(rest))),
        *(_Word(f"~{turn}", groups) for turn, groups in turns),
        *(_Word(f"?{kind}", frozenset()) for kind in sorted(thesaurus.kinds(text))),
    )
    return _Bag(
        every, frozenset(word.key for word in every), frozenset(group for word in every for group in word.groups)
    )


@dataclass(frozen=True)
class _Topic:
    """One thing that can be asked about."""

    asks: tuple[_Bag, ...]
    counts: Mapping[str, int]
    """In how many of its questions a key or a group stands."""

    def about(self, word: _Word) -> float:
        """Return how much (0 to 1) a thing is about a word: in full where several of its questions hold it."""
        own = self.counts.get(word.key, 0)
        akin = max((self.counts.get(group, 0) for group in word.groups), default=0)
        return max(self._often(own), (1.0 if word.key[0] == "~" else AKIN) * self._often(akin))

    def core(self, word: _Word) -> bool:
        """Return whether a word or one of its group stands in more than one of its questions, if it has many."""
        return max(self.counts.get(key, 0) for key in (word.key, *word.groups)) > (len(self.asks) > FEW)

    def _often(self, count: int) -> float:
        if len(self.asks) <= FEW:
            return float(count > 0)
        return min(1.0, ONCE + (1 - ONCE) * (count - 1) / 2) if count else 0.0


class _Topics:
    """Things that can be asked about, weighed against one another."""

    def __init__(self, listed: tuple[tuple[str, ...], ...], lexicon: Lexicon) -> None:
        self.all = tuple(_topic(asks) for asks in listed)
        self._lexicon = lexicon
        self._weights: dict[_Word, float] = {}

    def weight(self, word: _Word) -> float:
        """Return what a word tells about which thing is meant: the fewer share it, the more."""
        if word not in self._weights:
            self._weights[word] = self._weigh(word)
        return self._weights[word]

    def _weigh(self, word: _Word) -> float:
        if word.key.startswith("?"):
            return KIND
        about = [topic.about(word) for topic in self.all]
        sharing = sum(about)
        if sharing:
            whole = len(self.all) + 1.5
            weight = MOST * math.log(whole / (0.5 + max(1.0, sharing))) / math.log(whole / 1.5)
            weight *= max(STRANGE / MOST, max(about))
        else:
            weight = STRANGE if word.groups or self._lexicon.knows(word.key) else FOREIGN
        return weight * (FAINT if word.key in thesaurus.FAINT else 1.0)

    def _common(self, word: _Word) -> bool:
        """Return whether a word stands all over the round, as "letter" does where everything is about letters."""
        sharing = sum(topic.about(word) for topic in self.all)
        return sharing > max(1, SHARED * len(self.all)) or (
            self._lexicon.weight(word.key) < COMMON * self._lexicon.weight("")
        )

    def _names(self, word: _Word) -> bool:
        """Return whether a word only names who or what is talked about."""
        return self._common(word) or bool(word.groups and word.groups <= thesaurus.NAMING)

    def share(self, of: _Bag, there: Callable[[_Word], float]) -> float:
        """Return the share (0 to 1) of one text's weight that something else holds."""
        total = sum(self.weight(word) for word in of.words)
        return sum(self.weight(word) * there(word) for word in of.words) / total if total else 0.0

    def fit(self, piece: _Bag, topic: _Topic) -> float:
        """Return how well a question fits a thing: like one of its questions, or made of the words it is about."""
        best = 0.0
        for ask in topic.asks:
            if piece.keys == ask.keys and (len(piece.keys) > 1 or any(map(_telling, piece.words))):
                return 1.0
            if self._meets(piece, ask.holds, topic):
                there, back = self.share(ask, piece.holds), self.share(piece, ask.holds)
                best = max(best, 2 * there * back / (there + back) if there + back else 0.0)
        if self._meets(piece, topic.about, topic):
            every = all(topic.about(word) for word in piece.words if _telling(word))
            best = max(best, (WHOLLY if every else ABOUT) * self.share(piece, topic.about))
        told = sum(self.weight(word) * topic.about(word) for word in piece.words)
        return best * min(1.0, told / ENOUGH)

    def fits(self, piece: _Bag, keys: Sequence[str]) -> dict[str, float]:
        """Return how well a question fits each thing, by key."""
        return {key: self.fit(piece, topic) for key, topic in zip(keys, self.all, strict=True)}

    def _meets(self, piece: _Bag, other: Callable[[_Word], float], topic: _Topic) -> bool:
        """Return whether two share what tells something: two words, or one that the thing is about.

        One word, or names alone, are enough only where they make up most of what the question says.
        """
        telling = [word for word in piece.words if _telling(word) and other(word)]
        if len(telling) > 1 and not all(map(self._names, telling)):
            return True
        core = len(telling) > 1 or any(topic.core(word) and not self._common(word) for word in telling)
        return core and self.share(piece, other) >= ALONE


def _topic(asks: tuple[str, ...]) -> _Topic:
    bags = tuple(_bag(asking.subject(ask)) for ask in asks)
    return _Topic(bags, Counter(key for bag in bags for key in bag.keys | bag.groups))


@lru_cache(maxsize=32)
def _topics(listed: tuple[tuple[str, ...], ...], lexicon: Lexicon) -> _Topics:
    return _Topics(listed, lexicon)


def earned(
    asks: Sequence[str], facts: Sequence[Fact], lexicon: Lexicon, limit: int = UNLOCKS, *, said: str = ""
) -> list[tuple[Fact, str]]:
    """Return at most ``limit`` facts that the questions earn, each with the question, best match first.

    ``said`` is the answer they stand in: a question such as "who are they?" is read with the sentence before it. People
    ask two things in one breath, so every clause of a question may earn a fact of its own.
    """
    by_id = {fact.id: fact for fact in sorted(facts, key=lambda fact: fact.id)}
    own = [ask for ask in asks if not asking.aside(ask)]
    found = _matched(own, {key: fact.unlocked_by for key, fact in by_id.items()}, lexicon, said)
    return [(by_id[key], ask) for key, ask in found[:limit]]


def told_before(
    asks: Sequence[str], facts: Sequence[Fact], told: Collection[str], lexicon: Lexicon, *, said: str = ""
) -> tuple[str, ...]:
    """Return the ids among ``told`` of the facts that the questions earn: what the customer has said already."""
    return tuple(fact.id for fact, _ in earned(asks, facts, lexicon, said=said) if fact.id in told)


def told(asks: Sequence[str], facts: Sequence[LabFact], lexicon: Lexicon) -> LabFact | None:
    """Return what is known of a lab that a candidate's questions ask for, ``None`` where nothing fits."""
    by_place = {f"{place:03}": fact for place, fact in enumerate(facts) if fact.asked and fact.says}
    found = _matched(asks, {place: fact.asked for place, fact in by_place.items()}, lexicon, "")
    return by_place[found[0][0]] if found else None


def unmatched(text: str, case: Case) -> tuple[str, ...]:
    """Return the lines of a customer that fit questions of an answer which earn nothing, best fitting kind.

    What asks for approval or is about the interview is put aside, what could mean anything is asked back, and for the
    rest the customer does not know, in words that fit a question about a number, a person, a system or money.
    """
    asks = asking.asked(text)
    if not asks:
        return case.aside or case.unknown
    if not any(_telling(word) for ask in asks for word in _bag(asking.subject(ask)).words):
        return case.unclear or case.unknown
    beyond = case.unknown_about
    for pattern, lines in (
        (_MONEY, beyond.money), (_NUMBER, beyond.number), (_SYSTEM, beyond.system), (_PERSON, beyond.person)
    ):  # fmt: skip
        if lines and pattern.search(asks[-1]):
            return lines
    return case.unknown


def _telling(word: _Word) -> bool:
    """Return whether a word can show what a question is about."""
    return word.key[0] != "?" and word.key not in thesaurus.FAINT


def _matched(
    asks: Iterable[str], listed: Mapping[str, tuple[str, ...]], lexicon: Lexicon, said: str
) -> list[tuple[str, str]]:
    """Return keys of what the questions ask for, each with the question, best match first."""
    topics, keys = _topics(tuple(listed.values()), lexicon), list(listed)
    scored: list[tuple[float, str, str]] = []
    for ask in asks:
        scored += [(score, key, ask) for key, score in _wanted(ask, said, topics, keys).items()]
    scored.sort(key=lambda item: (-item[0], item[1], item[2]))
    best: dict[str, str] = {}
    for _, key, ask in scored:
        best.setdefault(key, ask)
    return list(best.items())


def _wanted(ask: str, said: str, topics: _Topics, keys: Sequence[str]) -> dict[str, float]:
    """Return how well a question fits what it asks for: by itself, else with what it points to, then by its clauses."""
    bare = asking.subject(ask)
    found = _best(topics.fits(_bag(bare), keys), EARNED)
    if not found and (before := _before(ask, said)) and (_POINTS.search(bare) or len(set(stems(bare))) < 2):
        found = _best(topics.fits(_bag(f"{before} {bare}"), keys), EARNED / POINTING)
    for part in _JOINTS.split(bare):
        bag = _bag(part)
        fits = topics.fits(bag, keys)
        if (found and not _ASKS.search(part)) or any(fits[key] > max(fits.values()) - RIVAL for key in found):
            continue
        lone = sum(map(_telling, bag.words)) < 2
        for key, score in _best(fits, LONE if lone and found else EARNED + PART).items():
            found.setdefault(key, score - PART)
    return found


def _best(fits: Mapping[str, float], bar: float) -> dict[str, float]:
    """Return the key that fits best, if it reaches the bar; of equals the first."""
    key = max(sorted(fits), key=lambda item: fits[item], default="")
    return {key: fits[key]} if key and fits[key] >= bar else {}


def _before(ask: str, said: str) -> str:
    """Return the sentence before a question in the answer it stands in, empty when there is none."""
    texts = [span.text for span in sentences(said)]
    return texts[texts.index(ask) - 1] if ask in texts[1:] else ""
