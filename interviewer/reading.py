"""What a model saw in one answer: never spoken, never trusted beyond what code can check. Values and their check.

A reading sharpens the director's sense of an answer. Its quotes must stand in the answer, its ids must be known, and
it can unlock no more than :data:`UNLOCKS` facts whatever it says.
"""

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import Field

from interviewer.value import Value

Stance = Literal["hold", "update", "cave", "stubborn", "unclear"]
Ground = Literal["mechanism", "evidence", "assertion", "hedge", "unknown", "none"]
"""What an answer stands on: how it works, what was measured, bare claim, doubt, an admitted gap, nothing said."""

UNLOCKS = 2
"""Facts that one answer may unlock."""


class Claimed(Value):
    """Something the candidate committed to."""

    quote: Annotated[str, Field(max_length=600)]
    """Their words, verbatim."""
    ground: Ground = "assertion"


class Unlocked(Value):
    """A fact that a question of the candidate's earned."""

    fact: str
    quote: Annotated[str, Field(max_length=600)]
    """The question, verbatim."""


class Reading(Value):
    """What was read in an answer as far as it went then."""

    answer: int
    """Sequence number of the answer."""
    characters: int
    """Length of the text that was read: a longer answer makes it stale."""
    reader: str
    """Engine and model."""
    claims: tuple[Claimed, ...] = ()
    ground: Ground = "none"
    stance: Stance = "unclear"
    """How an open push-back was taken."""
    facts: tuple[Unlocked, ...] = ()
    """Facts of the case, or of the lab in the last minutes, that its questions earned."""
    touched: tuple[str, ...] = ()
    """Indicators it met."""
    asks_back: bool = False
    """Whether a question of the candidate's waits for the interviewer."""
    distress: bool = False
    """Whether the candidate asks, in so many words, for relief."""
    declines: bool = False
    """Whether they may not or will not talk about it."""


def squeezed(text: str) -> str:
    """Return a text as quotes are compared: case and white space aside, curly marks made plain."""
    plain = text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "-"})
    return " ".join(plain.casefold().split())


def checked(reading: Reading, text: str, facts: Collection[str], indicators: Collection[str]) -> Reading:
    """Return what of a reading can be trusted, given the answer's text and the ids there are.

    A fact needs a quoted question of its own; two facts never stand on the same words.
    """
    own = squeezed(text)
    unlocked: dict[str, Unlocked] = {}
    quotes: set[str] = set()
    for item in reading.facts:
        quote = squeezed(item.quote)
        if (
            item.fact in facts
            and item.fact not in unlocked
            and len(quote.split()) > 1
            and quote in own
            and quote not in quotes
        ):
            unlocked[item.fact] = item
            quotes.add(quote)
    return reading.model_copy(
        update={
            "claims": tuple(claim for claim in reading.claims if claim.quote.strip() and squeezed(claim.quote) in own),
            "facts": tuple(unlocked.values())[:UNLOCKS],
            "touched": tuple(dict.fromkeys(item for item in reading.touched if item in indicators)),
        }
    )
