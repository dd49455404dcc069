"""What a candidate's own questions call for, by words alone: facts of a case, what is known of a lab, or an honest gap.

Pure; it tells nobody anything. How well a question fits is :mod:`interviewer.matching`'s; this says what it is worth.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from interviewer import asking
from interviewer.case import Case, Fact
from interviewer.lexical import Lexicon, sentences, stems
from interviewer.matching import Topics, bag, topics
from interviewer.persona import LabFact

EARNED = 0.42
"""How well a question must fit a fact to earn it."""
POINTING = 0.9
"""What a question counts for that is only understood together with the sentence before."""
PART = 0.05
"""By how much one clause must fit better than a whole question."""
RIVAL = 0.2
"""By how much a clause must fit another fact better than the one its whole question earns."""
LONE = 0.62
"""How well one word of a clause must fit to earn a second fact."""
UNLOCKS = 2
"""Facts that one answer may earn."""
HEARD = 20
"""Questions of one answer that are listened to, the last ones."""

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
    if not any(word.telling for ask in asks for word in bag(asking.subject(ask)).words):
        return case.unclear or case.unknown
    beyond = case.unknown_about
    for pattern, lines in (
        (_MONEY, beyond.money), (_NUMBER, beyond.number), (_SYSTEM, beyond.system), (_PERSON, beyond.person)
    ):  # fmt: skip
        if lines and pattern.search(asks[-1]):
            return lines
    return case.unknown


def _matched(
    asks: Iterable[str], listed: Mapping[str, tuple[str, ...]], lexicon: Lexicon, said: str
) -> list[tuple[str, str]]:
    """Return keys of what the questions ask for, each with the question, best match first."""
    things, keys = topics(tuple(listed.values()), lexicon), list(listed)
    scored: list[tuple[float, str, str]] = []
    for ask in list(asks)[-HEARD:]:
        scored += [(score, key, ask) for key, score in _wanted(ask, said, things, keys).items()]
    scored.sort(key=lambda item: (-item[0], item[1], item[2]))
    best: dict[str, str] = {}
    for _, key, ask in scored:
        best.setdefault(key, ask)
    return list(best.items())


def _wanted(ask: str, said: str, things: Topics, keys: Sequence[str]) -> dict[str, float]:
    """Return how well a question fits what it asks for: by itself, else with what it points to, then by its clauses."""
    bare = asking.subject(ask)
    found = _best(things.fits(bag(bare), keys), EARNED)
    if not found and (before := _before(ask, said)) and (_POINTS.search(bare) or len(set(stems(bare))) < 2):
        found = _best(things.fits(bag(f"{before} {bare}"), keys), EARNED / POINTING)
    for part in _JOINTS.split(bare):
        clause = bag(part)
        fits = things.fits(clause, keys)
        if (found and not _ASKS.search(part)) or any(fits[key] > max(fits.values()) - RIVAL for key in found):
            continue
        lone = sum(word.telling for word in clause.words) < 2
        for key, score in _best(fits, LONE if lone and found else EARNED + PART).items():
            found.setdefault(key, score - PART)
    return found


def _best(fits: Mapping[str, float], bar: float) -> dict[str, float]:
    """Return the key that fits best, if it reaches the bar; of equals the first."""
    key = max(sorted(fits), key=lambda item: fits[item], default="")
    return {key: fits[key]} if key and fits[key] >= bar else {}


def _before(ask: str, said: str) -> str:
    """Return the sentence before a question in the answer it stands in, empty when there is none."""
    texts = _texts(said)
    return texts[texts.index(ask) - 1] if ask in texts[1:] else ""


@lru_cache(maxsize=100)
def _texts(said: str) -> tuple[str, ...]:
    return tuple(span.text for span in sentences(said))
