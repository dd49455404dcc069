"""A reader that always obeys: it returns every fact there is, with any words of the answer. The cap must hold anyway."""

from interviewer import events as ev
from interviewer.ports import Hearing, Reader
from interviewer.reading import Claimed, Reading, Unlocked, checked
from interviewer.service.room import Room
from interviewer.situation import Situation


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


async def read(room: Room, reader: Reader) -> None:
    """Read the newest answer before the turn that reacts to it, and keep what stands the check."""
    sit = Situation(room.script, room.state, room.elapsed_ms(), "answer", room.lexicon, room.id)
    answer, setup, case = sit.answer, room.state.setup, room.script.case
    if answer is None or setup is None:
        return
    facts = {fact.id: fact.unlocked_by for fact in (*case.facts, *case.given)} if case else {}
    indicators = {item.id: item.statement for item in sit.wanted}
    hearing = Hearing(
        interview=room.id, script=room.script, setup=setup, transcript=room.state.said, answer=answer.seq,
        text=answer.text, asked=sit.asked, facts=facts, indicators=indicators,
    )  # fmt: skip
    made = checked(await reader.read(hearing), answer.text, facts, indicators)
    await room.append([ev.ReadingMade(reading=made)])
