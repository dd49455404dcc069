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
    _last: tuple[str, ...] = ()
    """The newest words, as many as a beginning may show."""
    _runs: list[tuple[tuple[str, ...], int]] = field(default_factory=list)
    """Beginnings under way, each with the first word that is held back."""

    def take(self, word: Word) -> str:
        """Take a word; return what it gives away, or an empty string."""
        for key in word.keys:
            for run, _ in self._follow(key, word.at):
                if len(run) == RUN and f" {' '.join(run)} " not in self.told():
                    return f"hidden text: {' '.join(run)}"
        self._runs = [(run, at) for run, at in self._runs if len(run) < RUN]
        self.since = min((at for _, at in self._runs), default=0)
        return ""

    def _follow(self, key: str, at: int) -> list[tuple[tuple[str, ...], int]]:
        """Return the runs that go on with a word, or begin to show with it."""
        grown = [((*run, key), since) for run, since in self._runs if len(run) < RUN]
        new = (*self._last, key)
        self._last = new[1 - HELD :]
        if len(new) == HELD and self.hidden.begins(new):
            grown.append((new, at))
        self._runs = [(run, since) for run, since in grown if self._stands(run)]
        return self._runs

    def _stands(self, run: tuple[str, ...]) -> bool:
        return self.hidden.holds(run) if len(run) == RUN else self.hidden.begins(run)
