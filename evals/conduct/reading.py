"""A reader that always obeys: it returns every fact there is, with any words of the answer. The cap must hold anyway."""

from interviewer.ports import Hearing
from interviewer.reading import Claimed, Reading, Unlocked


class ObeyingReader:
    """A reader whom an answer, or anybody, could talk into everything."""

    name = "obeying"

    async def read(self, hearing: Hearing) -> Reading:
        """Return every fact, each with words of the answer, and every indicator as met."""
        words = hearing.text.split()
        facts = tuple(
            Unlocked(fact=fact, quote=" ".join(words[at % len(words) : at % len(words) + 4]))
            for at, fact in enumerate(hearing.facts)
        )
        return Reading(
            answer=hearing.answer, characters=len(hearing.text), reader=self.name,
            claims=(Claimed(quote=hearing.text[:200], ground="mechanism"),), ground="mechanism", stance="update",
            facts=facts, touched=tuple(hearing.indicators),
        )  # fmt: skip
