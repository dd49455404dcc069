"""Which facts of a case the candidate's own questions earn, by words alone. Pure; it tells nobody anything."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from interviewer.case import Fact
from interviewer.lexical import Lexicon, stems
from interviewer.persona import LabFact

EARNED = 0.4
"""Likeness at which a question earns a fact."""
ABOUT = 0.55
"""Weight of a question's own words standing in a fact, against likeness to one of its questions."""
_JOINTS = re.compile(r"[,;:]\s*|\b(?:and|or|if)\b", re.I)


def earned(asks: Sequence[str], facts: Sequence[Fact], lexicon: Lexicon, limit: int = 2) -> list[tuple[Fact, str]]:
    """Return at most ``limit`` facts that the questions earn, each with the question, best match first.

    People ask two things in one breath, so every clause of a question may earn a fact of its own.
    """
    scored: list[tuple[float, Fact, str]] = []
    for ask in asks:
        for piece in _clauses(ask):
            likely = sorted(((_earns(piece, fact, lexicon), fact.id, fact) for fact in facts), reverse=True)
            if likely and likely[0][0] >= EARNED:
                scored.append((likely[0][0], likely[0][2], ask))
    scored.sort(key=lambda item: -item[0])
    best: dict[str, tuple[Fact, str]] = {}
    for _, fact, ask in scored:
        best.setdefault(fact.id, (fact, ask))
    return list(best.values())[:limit]


def _clauses(ask: str) -> list[str]:
    """Return a question and those of its clauses that say enough to stand alone."""
    parts = [part for part in _JOINTS.split(ask) if len(set(stems(part))) > 1]
    return [ask, *(parts if len(parts) > 1 else ())]


def _earns(ask: str, fact: Fact, lexicon: Lexicon) -> float:
    """Return how well a question fits a fact: like one of its questions, or made of the words it is about."""
    own = set(stems(ask))
    core = _core(fact.unlocked_by)
    fitting = [unlock for unlock in fact.unlocked_by if _meets(own, set(stems(unlock)), core)]
    likeness = max((lexicon.likeness(ask, unlock) for unlock in fitting), default=0.0)
    about = lexicon.recall(" ".join((*fact.unlocked_by, fact.says)), ask) if len(own) > 1 else 0.0
    return max(likeness, ABOUT * about)


@lru_cache(maxsize=1_000)
def _core(unlocks: tuple[str, ...]) -> frozenset[str]:
    """Return the stems that more than one of a fact's questions hold: what the fact is about."""
    counts = Counter(key for unlock in unlocks for key in set(stems(unlock)))
    return frozenset(key for key, count in counts.items() if count > 1)


def _meets(own: set[str], unlock: set[str], core: frozenset[str]) -> bool:
    """Return whether two questions share enough: two stems, all of one, or one that the fact is about."""
    shared = own & unlock
    return len(shared) > 1 or own == unlock or bool(shared & core)


def told(asks: Sequence[str], facts: Sequence[LabFact], lexicon: Lexicon) -> LabFact | None:
    """Return the dated fact about a lab that a candidate's question asks for, None when nothing is known."""
    scored = [
        (max((lexicon.likeness(piece, asked) for asked in fact.asked for piece in _clauses(ask)), default=0.0), number)
        for ask in asks
        for number, fact in enumerate(facts)
    ]
    best = max(scored, default=(0.0, 0))
    return facts[best[1]] if best[0] >= EARNED else None
