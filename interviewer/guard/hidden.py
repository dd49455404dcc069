"""What stands on the judge's side alone, as runs of words, so that none of it is said before it was earned.

The index of a script is built once and kept; a turn only asks it. It holds hashes and no text.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from interviewer.guard.language import ENGLISH
from interviewer.guard.marks import Word, folded
from interviewer.lexical import words
from interviewer.script import Script

KINDS = ((5, 3, 2), (7, 5, -1))
"""What gives something away: so many consecutive words; held back from that word on; with so many that mean something.

A short run that begins with a small word needs one more that means something, so that ordinary speech is not held back;
a long one is nobody's by chance. What goes before the words that are held back is anybody's.
"""


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of one length in the hidden texts of a script."""

    length: int
    held: int
    """Words of a run from which on it is held back."""
    whole: "array[int]"
    begun: dict[int, "array[int]"]
    """Their beginnings, by length."""

    def stands(self, run: tuple[str, ...]) -> bool:
        """Return whether a run, whole or begun, stands in a hidden text."""
        return _in(self.whole if len(run) == self.length else self.begun[len(run)], hash(run))


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is hidden in one script, and all words its authors used."""

    runs: tuple[Runs, ...]
    vocabulary: "array[int]"

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
    said = [words(folded(text)) for text in secrets]
    vocabulary = {hash(word) for text in rest for word in words(folded(text))}
    vocabulary.update(hash(word) for text in said for word in text)
    return Hidden(tuple(_runs(said, *kind) for kind in KINDS), _sorted(vocabulary))


def _runs(texts: Sequence[Sequence[str]], length: int, held: int, meant: int) -> Runs:
    whole: set[int] = set()
    begun: dict[int, set[int]] = {shorter: set() for shorter in range(held, length)}
    for text in texts:
        means = [len(word) > 1 and word not in ENGLISH for word in text]
        for at in range(len(text) - length + 1):
            if sum(means[at : at + length]) >= meant + (not means[at]):
                whole.add(hash(tuple(text[at : at + length])))
                for shorter, found in begun.items():
                    found.add(hash(tuple(text[at : at + shorter])))
    return Runs(length, held, _sorted(whole), {shorter: _sorted(found) for shorter, found in begun.items()})


def _sorted(values: Iterable[int]) -> "array[int]":
    return array("q", sorted(values))


@dataclass(slots=True)
class Leak:
    """The search for hidden words of one kind of run in one utterance."""

    runs: Runs
    told: Callable[[], str]
    """What lies open, as :func:`interviewer.guard.marks.spaced` words; asked for only when something was found."""
    since: int = 0
    _last: tuple[str, ...] = ()
    """The newest words, as many as a beginning may show."""
    _begun: list[tuple[tuple[str, ...], int]] = field(default_factory=list)
    """Runs under way, each with the first word that is held back."""

    def take(self, word: Word) -> str:
        """Take a word; return what it gives away, or an empty string."""
        for key in word.keys:
            for run in self._follow(key, word.at):
                if f" {' '.join(run)} " not in self.told():
                    return f"hidden text: {' '.join(run)}"
        self.since = min((at for _, at in self._begun), default=0)
        return ""

    def _follow(self, key: str, at: int) -> list[tuple[str, ...]]:
        """Return the runs that are whole with a word."""
        grown = [((*run, key), since) for run, since in self._begun]
        new = (*self._last, key)
        self._last = new[1 - self.runs.held :]
        if len(new) == self.runs.held:
            grown.append((new, at))
        stand = [(run, since) for run, since in grown if self.runs.stands(run)]
        self._begun = [(run, since) for run, since in stand if len(run) < self.runs.length]
        return [run for run, _ in stand if len(run) == self.runs.length]
