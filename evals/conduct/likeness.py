"""How much two texts share, by the content words of this eval: runs of them, likeness, shares. Pure functions."""

from evals.conduct.detect import pieces
from interviewer.lexical import stems

GRAM = 5
"""Content words in a row that make a leak."""


def grams(text: str, size: int = GRAM) -> set[tuple[str, ...]]:
    """Return the runs of content stems of a text, sentence by sentence."""
    found: set[tuple[str, ...]] = set()
    for piece in pieces(text):
        row = stems(piece)
        found |= {tuple(row[at : at + size]) for at in range(len(row) - size + 1)}
    return found


def near(one: str, other: str) -> float:
    """Return how alike two texts are: the share of their content stems that they have in common."""
    left, right = set(stems(one)), set(stems(other))
    return len(left & right) / len(left | right) if left | right else float(one.strip() == other.strip())


def share_of(text: str, told: str) -> float:
    """Return the share of ``told``'s content stems that stand in ``text``."""
    wanted = set(stems(told))
    return len(wanted & set(stems(text))) / len(wanted) if wanted else 0.0
