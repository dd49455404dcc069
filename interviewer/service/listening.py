"""Reading an answer beside the turn: begun at once, waited for a moment where the next move hangs on it, used also late.

It runs while this process speaks for the interview. A reader that fails or has no budget left changes nothing: the
answer's words alone then tell what to do. What a reader says is checked here before it is kept; it is never spoken.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from interviewer import events as ev
from interviewer.asking import asked
from interviewer.errors import CommandReused, NotFound, ProviderError, Refused, StoreError, traceless
from interviewer.move import Act
from interviewer.orders import instructs
from interviewer.ports import Fence, Hearing, Reader
from interviewer.reading import Reading, checked, squeezed
from interviewer.service.room import Room
from interviewer.situation import Situation
from interviewer.state import State

log = logging.getLogger(__name__)

NEWEST = 2
"""How many answers back a reading is still of use."""
Text = tuple[int, int]
"""An answer's sequence number and how many characters it had."""


@dataclass(slots=True)
class Heard:
    """One text of one answer, and what becomes of it."""

    hearing: Hearing
    until: float
    """On the monotonic clock: until then the next move may wait for it."""
    task: "asyncio.Task[Reading | None]"
    waits: bool
    """Whether the next move hangs on it."""
    over: bool = False
    """Whether it was kept, or there was nothing to keep."""


class Listening:
    """Has the answers of rooms read that this process holds; readers by the name of the interview's engine."""

    def __init__(self, readers: Mapping[str, Reader], wait_s: float = 0.7) -> None:
        self._readers, self._wait_s = readers, wait_s
        self._rooms: dict[str, dict[Text, Heard]] = {}
        self._leaving: set[asyncio.Task[Reading | None]] = set()

    async def tend(self, room: Room) -> None:
        """Keep what was read meanwhile and begin to read the newest answer; for the task alone that runs the turns.

        Raises:
            Fenced: the candidate said something meanwhile, or somebody else holds the lease.
            StoreError: nothing was written.
        """
        texts = self._rooms.setdefault(room.id, {})
        for text in [text for text in texts if not _of_use(room.state, text)]:
            self._drop(texts.pop(text))
        for heard in texts.values():
            if heard.task.done() and not heard.over:
                await _keep(room, heard)
                heard.over = True
        self._begin(room, texts)

    def ready(self, room: Room, trigger: str) -> bool:
        """Return whether the turn that is due may begin; else look again when something changes or the wait is over."""
        return trigger != "answer" or room.state.pending is not None or self.left_s(room) is None

    def left_s(self, room: Room) -> float | None:
        """Return how long the next move still waits for a reading, in seconds; None when it waits for none."""
        answer = room.state.unheard
        heard = self._rooms.get(room.id, {}).get((answer.seq, len(answer.text))) if answer else None
        if heard is None or heard.over or not heard.waits:
            return None
        left = heard.until - room.clock.monotonic()
        return left if left > 0 else None

    def leave(self, room: Room) -> None:
        """Stop reading in a room; whoever speaks for it next begins again."""
        for heard in self._rooms.pop(room.id, {}).values():
            self._drop(heard)

    async def stop(self) -> None:
        """Wait until everything that was left has ended."""
        await asyncio.gather(*self._leaving, return_exceptions=True)

    def _drop(self, heard: Heard) -> None:
        heard.task.cancel()
        self._leaving.add(heard.task)
        heard.task.add_done_callback(self._leaving.discard)

    def _begin(self, room: Room, texts: dict[Text, Heard]) -> None:
        state = _moment(room.state)
        if state is None or state.setup is None or state.unheard is None or not room.held or state.status != "live":
            return
        answer, reader = state.unheard, self._readers.get(state.setup.engine)
        text = answer.seq, len(answer.text)
        if reader is None or text in texts or _is_read(room.state, text):
            return
        sit = Situation(room.script, state, room.elapsed_ms(), "answer", room.lexicon, room.id)
        hearing = hearing_of(sit)
        task = asyncio.create_task(_read(room.id, reader, hearing))
        task.add_done_callback(lambda _: room.wake.set())
        until = room.clock.monotonic() + self._wait_s
        texts[text] = Heard(hearing, until, task, sit.depends_on_reading)


def _moment(state: State) -> State | None:
    """Return the state in which the newest answer waits for a reply: this one, or the one its decision was made in.

    The same moment asks the reader the same thing, so that after a crash the reply is found in the journal.
    """
    before = state.undecided if state.pending is not None else None
    return next((one for one in (state, before) if one is not None and one.unheard is not None), None)


def _of_use(state: State, text: Text) -> bool:
    """Whether an answer still has the text that is read, and is not too long ago."""
    newest = state.answers[-NEWEST:]
    return state.status != "closed" and any((answer.seq, len(answer.text)) == text for answer in newest)


def _is_read(state: State, text: Text) -> bool:
    read = state.readings.get(text[0])
    return read is not None and read.characters == text[1]


def hearing_of(sit: Situation) -> Hearing:
    """Return what a reader may know of the newest answer, in a situation that reacts to it."""
    answer, setup, challenge = sit.answer, sit.state.setup, sit.state.challenge
    assert answer is not None
    assert setup is not None
    put = [
        said.text for said in sit.state.said if challenge and said.who == "interviewer" and said.turn == challenge.turn
    ]
    return Hearing(
        interview=sit.interview, script=sit.script, setup=setup, transcript=sit.state.said, answer=answer.seq,
        text=answer.text, asked=sit.asked, challenge=put[-1] if put else "", facts=_facts(sit),
        indicators=_indicators(sit),
    )  # fmt: skip


def _facts(sit: Situation) -> dict[str, tuple[str, ...]]:
    """Return the facts that may be told now: the case's where the customer is played, the lab's in the last minutes."""
    case, script = sit.script.case, sit.script
    if sit.state.phase and script.round.phase(sit.state.phase).kind == "reverse":
        return {f"lab:{n}": fact.asked for n, fact in enumerate(script.persona.facts) if fact.says and fact.asked}
    if case is None or not sit.allows(Act.REVEAL):
        return {}
    return {fact.id: fact.unlocked_by for fact in (*case.facts, *case.given)}


def _indicators(sit: Situation) -> dict[str, str]:
    """Return what the open thread should find out, and every flaw of the case."""
    flaws = sit.script.case.flaws if sit.script.case else ()
    return {item.id: item.statement for item in (*sit.wanted, *flaws)}


def trusted(hearing: Hearing, reading: Reading) -> Reading:
    """Return what of a reading stands: facts only for words that ask, none for an answer that gives orders."""
    asks = [squeezed(ask) for ask in asked(hearing.text)]
    if instructs(hearing.text) or not asks:
        reading = reading.model_copy(update={"facts": ()})
    meant = [item for item in reading.facts if any(_of(squeezed(item.quote), ask) for ask in asks)]
    return checked(reading.model_copy(update={"facts": tuple(meant)}), hearing.text, hearing.facts, hearing.indicators)


def _of(quote: str, ask: str) -> bool:
    """Return whether a quotation is a question or a part of it, the other way round as well."""
    return bool(quote) and (quote in ask or ask in quote)


async def _read(interview: str, reader: Reader, hearing: Hearing) -> Reading | None:
    """Return what a reader saw, None when it saw nothing."""
    try:
        return await reader.read(hearing)
    except ProviderError as error:
        log.warning("reading.failed interview=%s code=%s", interview, error.code)
    except (StoreError, NotFound):
        log.warning("reading.store.failed interview=%s", interview)
    except Exception as error:  # noqa: BLE001 — whatever a reader does, the words alone still tell something
        log.error("reading.failed interview=%s %s", interview, traceless(error))
    return None


async def _keep(room: Room, heard: Heard) -> None:
    """Append what was read, once, as long as the answer still has the text that was read."""
    reading = None if heard.task.cancelled() else heard.task.result()
    text = heard.hearing.answer, len(heard.hearing.text)
    if reading is None or _is_read(room.state, text):
        return
    body = ev.ReadingMade(reading=trusted(heard.hearing, reading))
    fence = Fence(room.epoch, room.state.candidate_seq)
    try:
        done = await room.append([body], fence=fence, key=f"reading:{text[0]}:{text[1]}")
    except CommandReused:
        # Another process read it before it went, and saw something else: what is in the log holds.
        await room.catch_up()
    except Refused:
        log.warning("reading.refused interview=%s", room.id)
    else:
        if done.repeated:
            await room.catch_up()
