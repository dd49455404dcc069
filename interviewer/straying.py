"""Whether an answer strays from what was asked, or gives nothing but the question's own words back.

Words only. Research and customers' work told in words of one's own is no stray, however few of the round's it shares.
"""

from collections.abc import Set as AbstractSet

from interviewer.lexical import Lexicon
from interviewer.vocabulary import FILLER, METHOD, PRIVATE, stemmed

AT_HOME = 0.5
"""Share of its stems that an answer in words of its own has in common with the round."""
FEW = 12
"""Words below which an answer is too short to stray."""
ECHO = 6
"""Words from which on an answer may be an echo."""
NEW = 0.3
"""Share of stems that are not the question's below which an answer is an echo."""
PERSONAL = 2
"""Stems of private life from which on an answer is about that."""


def strays(own: AbstractSet[str], count: int, subject: AbstractSet[str], lexicon: Lexicon) -> bool:
    """Return whether an answer of ``count`` words with these stems is about neither its thread nor work of the kind.

    ``subject`` holds the stems of all that the thread is about, ``lexicon`` those of the round.
    """
    if count < FEW or len(own & subject) > 1:
        return False
    private, method = len(own & stemmed(PRIVATE)), len(own & stemmed(METHOD))
    if private >= PERSONAL and private > method:
        return True
    return method < 2 and sum(lexicon.knows(key) for key in own) < AT_HOME * len(own)


def echoes(own: AbstractSet[str], count: int, asked: AbstractSet[str]) -> bool:
    """Return whether an answer of ``count`` words with these stems is mostly the question's own words."""
    said = own - stemmed(FILLER)
    return count >= ECHO and len(said - asked) < NEW * max(1, len(said))
