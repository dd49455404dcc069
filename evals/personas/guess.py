"""Which persona led an interview, guessed from counts: naive Bayes, cross-validated, in plain Python.

Who sat in an interview that is guessed never sat in one that was learned from. It knows nothing of interviews.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

FOLDS = 5
SMOOTH = 0.5
"""Added to every count, so that what was never seen is unlikely and not impossible."""
SUM = 0.5
"""How much of the evidence is believed: counts of one interview say the same thing in several ways."""


@dataclass(frozen=True, slots=True)
class Row:
    """One interview to be guessed."""

    label: str
    group: int
    """Rows of one group stand all in training or all in test."""
    counts: Mapping[str, int]


@dataclass
class Guesses:
    """What was guessed: counts by label and guess."""

    seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def labels(self) -> list[str]:
        """All labels there are."""
        return sorted({label for label, _ in self.seen})

    @property
    def total(self) -> int:
        """How many were guessed."""
        return self.seen.total()

    @property
    def accuracy(self) -> float:
        """Share guessed right."""
        return sum(n for (label, guess), n in self.seen.items() if label == guess) / max(1, self.total)

    @property
    def chance(self) -> float:
        """Share that is right for whoever always says the commonest label."""
        return max((self.count(label) for label in self.labels), default=0) / max(1, self.total)

    @property
    def error(self) -> float:
        """One standard error of the accuracy, as if interviews were independent of one another."""
        return math.sqrt(self.accuracy * (1 - self.accuracy) / max(1, self.total))

    def count(self, label: str) -> int:
        """Return how many of a label there are."""
        return sum(n for (one, _), n in self.seen.items() if one == label)

    def recall(self, label: str) -> float:
        """Return the share of a label that is guessed right."""
        return self.seen[label, label] / max(1, self.count(label))

    def merged(self, names: Mapping[str, str]) -> "Guesses":
        """Return the same guesses under coarser labels."""
        coarse: Counter[tuple[str, str]] = Counter()
        for (label, guess), n in self.seen.items():
            coarse[names[label], names[guess]] += n
        return Guesses(coarse)


class Bayes:
    """A multinomial naive Bayes; an often repeated feature counts by its logarithm."""

    def __init__(self, rows: Sequence[Row]) -> None:
        weights: dict[str, defaultdict[str, float]] = {}
        self._prior: Counter[str] = Counter(row.label for row in rows)
        for row in rows:
            mine = weights.setdefault(row.label, defaultdict(float))
            for name, count in row.counts.items():
                mine[name] += math.log1p(count)
        known = {name for mine in weights.values() for name in mine}
        self._log: dict[str, dict[str, float]] = {}
        for label, mine in weights.items():
            whole = math.log(sum(mine.values()) + SMOOTH * len(known))
            self._log[label] = {name: math.log(mine[name] + SMOOTH) - whole for name in known}

    def guess(self, counts: Mapping[str, int]) -> str:
        """Return the likeliest label; of equals the first by name."""
        return max(sorted(self._log), key=lambda label: self._score(label, counts))

    def _score(self, label: str, counts: Mapping[str, int]) -> float:
        known = self._log[label]
        return math.log(self._prior[label]) + SUM * sum(
            math.log1p(count) * known[name] for name, count in counts.items() if name in known
        )


def crossed(rows: Sequence[Row], keep: Callable[[str], bool] = lambda _: True) -> Guesses:
    """Return what is guessed of every row from the rows of other groups, by the features that are kept.

    Raises:
        ValueError: there are fewer groups than two.
    """
    groups = sorted({row.group for row in rows})
    if len(groups) < 2:
        raise ValueError("guessing needs candidates in training and others in test: at least two")
    fold = {group: number % FOLDS for number, group in enumerate(groups)}
    kept = [replace(row, counts={name: n for name, n in row.counts.items() if keep(name)}) for row in rows]
    found = Guesses()
    for number in range(min(FOLDS, len(groups))):
        model = Bayes([row for row in kept if fold[row.group] != number])
        found.seen.update((row.label, model.guess(row.counts)) for row in kept if fold[row.group] == number)
    return found


def shuffled(rows: Sequence[Row], seed: int = 1) -> list[Row]:
    """Return the rows with their labels dealt anew within each group: what is guessed of them is luck."""
    rng, groups = Random(seed), defaultdict[int, list[Row]](list)
    for row in rows:
        groups[row.group].append(row)
    dealt = []
    for those in groups.values():
        labels = [row.label for row in those]
        rng.shuffle(labels)
        dealt += [replace(row, label=label) for row, label in zip(those, labels, strict=True)]
    return dealt
