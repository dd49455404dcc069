"""What stands on the judge's side alone, as runs of words, so that none of it is said before it was earned.

The index of a script is built once and kept; a turn only asks it. It holds hashes and no text.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from interviewer.guard.language import ENGLISH
from interviewer.guard.marks import Word, folded
from interviewer.lexical import words
from interviewer.script import Script

RUN = 5
"""Consecutive words that give something away."""
MEANT = 2
"""Of them, those that mean something; a run begins with one, so that ordinary speech is not held back."""
HELD = 3
"""Words of a run from which on it is held back: two are anybody's."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """The runs of hidden words of one script, and all words its authors used."""

    runs: "array[int]"
    begun: dict[int, "array[int]"]
    """Their beginnings, by length."""
    vocabulary: "array[int]"

    def holds(self, run: tuple[str, ...]) -> bool:
        """Return whether a run of :data:`RUN` words stands in a hidden text."""
        return _in(self.runs, hash(run))

    def begins(self, run: tuple[str, ...]) -> bool:
        """Return whether hidden words may begin with a shorter run."""
        return _in(self.begun[len(run)], hash(run))

    def knows(self, word: str) -> bool:
        """Return whether a lower-case word stands anywhere in the script."""
        return _in(self.vocabulary, hash(word))


def _in(sorted_: "array[int]", value: int) -> bool:
    at = bisect_left(sorted_, value)
    return at < len(sorted_) and sorted_[at] == value


def hidden(script: Script) -> Hidden:
    """Return the index of a script: the same one for equal texts."""
    return _index(tuple(_secrets(script)), tuple(_open(script)))


def _secrets(script: Script) -> Iterator[str]:
    yield from script.hidden()
    for question in script.questions:
        yield question.hints[-1]
        yield from question.outline
    case = script.case
    if case:
        yield from (fact.says for fact in case.facts)
        for twist in case.twists:
            yield from (twist.says, twist.ask)
        yield from case.outline
        yield from (flaw.where for flaw in case.flaws)


def _open(script: Script) -> Iterator[str]:
    """Yield what else the authors wrote, for its words alone."""
    yield script.round.frame
    yield from (phase.enter for phase in script.round.phases)
    for question in script.questions:
        yield from (question.text, question.rephrase, *question.hints, *(step.ask for step in question.depth))
        yield from (item.probe for item in question.indicators)
    if script.case:
        yield from (script.case.brief, *(fact.says for fact in script.case.given))


@lru_cache(maxsize=32)
def _index(secrets: tuple[str, ...], rest: tuple[str, ...]) -> Hidden:
    runs: set[int] = set()
    begun: dict[int, set[int]] = {length: set() for length in range(HELD, RUN)}
    vocabulary = {hash(word) for text in rest for word in words(folded(text))}
    for text in secrets:
        said = words(folded(text))
        vocabulary.update(map(hash, said))
        means = [len(word) > 1 and word not in ENGLISH for word in said]
        for at in range(len(said) - RUN + 1):
            if means[at] and sum(means[at : at + RUN]) >= MEANT:
                runs.add(hash(tuple(said[at : at + RUN])))
                for length, found in begun.items():
                    found.add(hash(tuple(said[at : at + length])))
    return Hidden(_sorted(runs), {length: _sorted(found) for length, found in begun.items()}, _sorted(vocabulary))


def _sorted(values: Iterable[int]) -> "array[int]":
    return array("q", sorted(values))


@dataclass(slots=True)
class Leak:
    """The search for hidden words in one utterance."""

    hidden: Hidden
    told: Callable[[], str]
    """What lies open, as :func:`interviewer.guard.marks.spaced` words; asked for only when something was found."""
    since: int = 0
    _last: list[tuple[str, int]] = field(default_factory=list)

    def take(self, word: Word) -> str:
        """Take a word; return what it gives away, or an empty string."""
        self.since = 0
        for key in word.keys:
            self._last = [*self._last[1 - RUN :], (key, word.at)]
            run = tuple(key for key, _ in self._last)
            if len(run) == RUN and self.hidden.holds(run) and f" {' '.join(run)} " not in self.told():
                return f"hidden text: {' '.join(run)}"
        for length in range(RUN - 1, HELD - 1, -1):
            tail = self._last[-length:]
            if len(tail) == length and self.hidden.begins(tuple(key for key, _ in tail)):
                self.since = tail[HELD - 1][1]
                break
        return ""
