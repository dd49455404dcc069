"""One turn in a room: the graph is iterated, its decision committed while the engine's stream opens, its words shown.

It owns the order *decided, then shown, then spoken*; what is decided is the graph's, whether to try again the worker's.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import cast

from interviewer import events as ev
from interviewer.belief import named
from interviewer.ports import Conversation, Fence, Utterer
from interviewer.service.room import Room, Speech
from interviewer.situation import Situation


class TurnSink:
    """Shows the words of one turn, once the decision is on disk."""

    def __init__(self, room: Room, speech: Speech, committed: asyncio.Event) -> None:
        self._room, self._speech, self._committed = room, speech, committed

    async def begin(self, attempt: int, move: str, source: str) -> None:
        """See the port."""
        await self._committed.wait()
        speech = self._speech
        speech.attempt, speech.move, speech.source, speech.text = attempt, move, source, ""
        self._room.tell({"type": "turn.begin", "turn": speech.turn, "attempt": attempt})

    async def delta(self, text: str) -> None:
        """See the port."""
        self._room.tell({"type": "delta", "d": text, "o": len(self._speech.text)})
        self._speech.text += text


class Turn:
    """A run of the conversation graph for one trigger."""

    def __init__(self, room: Room, speech: Speech, trigger: str) -> None:
        self.room, self.speech = room, speech
        self.sit = Situation(room.script, room.state, room.elapsed_ms(), trigger, room.lexicon, room.id)
        self.fence = Fence(room.epoch, room.state.candidate_seq)
        self.decided = room.state.pending
        self._committed = asyncio.Event()
        self._committing: asyncio.Task[None] | None = None

    async def run(self, conversation: Conversation, utterer: Utterer) -> None:
        """Decide, speak and commit; raises ProviderError, Fenced and StoreError for the worker to handle."""
        if self.decided is not None:
            self._committed.set()
        sink = TurnSink(self.room, self.speech, self._committed)
        graph = conversation.turn(self.sit, utterer, sink)
        try:
            async with aclosing(cast("AsyncGenerator[list[ev.AnyBody]]", graph)):
                async for bodies in graph:
                    await self._take(bodies)
        except asyncio.CancelledError:
            self._raise_commit_error()
            raise
        finally:
            if self._committing is not None:
                await asyncio.gather(self._committing, return_exceptions=True)
        if self.decided is None and self.sit.answer is not None:
            await self._listened(self.sit.answer.seq)

    async def _take(self, bodies: list[ev.AnyBody]) -> None:
        if self.decided is None:
            self.decided = cast("ev.TurnDecided", bodies[0])
            self._committing = asyncio.create_task(self._commit([*bodies, *self._row()]))
            return
        if self._committing is not None:
            await self._committing
        key = f"spoken:{self.decided.turn}:{self.decided.attempt}:{self.decided.decided_on}"
        await self.room.append(bodies, fence=self.fence, key=key)

    async def _commit(self, bodies: list[ev.AnyBody]) -> None:
        """Commit the decision; on failure stop the turn, of which nothing was shown yet."""
        decided = cast("ev.TurnDecided", bodies[0])
        key = f"decided:{decided.turn}:{decided.attempt}:{decided.decided_on}"
        try:
            await self.room.append(bodies, fence=self.fence, key=key)
        except BaseException:
            if self.speech.task is not None:
                self.speech.task.cancel()
            raise
        self._committed.set()

    def _raise_commit_error(self) -> None:
        task = self._committing
        if task is not None and task.done() and not task.cancelled() and (error := task.exception()):
            raise error from None

    def _row(self) -> list[ev.AnyBody]:
        """Return the request for the judgement of the answer that this turn reacts to; study mode asked before."""
        answer, setup = self.sit.answer, self.sit.state.setup
        if answer is None or (setup is not None and setup.mode == "study"):
            return []
        return [ev.AssessmentRequested(assessment=named(answer.seq, self.sit.state.spoke_seq), answer=answer.seq)]

    async def _listened(self, seq: int) -> None:
        """Listening on was the reply: the answer still gets its row."""
        if row := self._row():
            await self.room.append(row, fence=self.fence, key=f"asked:answer:{seq}")
        self.room.listened = seq
