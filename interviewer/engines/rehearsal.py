"""The engine without a model: it speaks the first item of the menu in its authored wording.

Deterministic by seed (all draws were made by the director), offline, free. It is a real practice mode; what it cannot
do is said by each round (``cannot``).
"""

from collections.abc import AsyncIterator

from interviewer.ports import Cue, Spoken


class Rehearsal:
    """An :class:`interviewer.ports.Utterer` that needs no model."""

    name = "rehearsal"

    async def utter(self, cue: Cue, spoken: Spoken) -> AsyncIterator[str]:
        """Yield the header and the first move's sentences, a few words at a time."""
        move = cue.menu.first
        yield f'move={move.id} anchor=""\n'
        words = move.say.split(" ")
        for start in range(0, len(words), 4):
            piece = " ".join(words[start : start + 4])
            yield piece if start == 0 else f" {piece}"
        spoken.stop = "end_turn"
        spoken.model = self.name
