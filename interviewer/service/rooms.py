"""Which interviews this process has loaded: opens them from log and pinned content, keeps them while they are used."""

import asyncio

from interviewer.errors import NotFound
from interviewer.events import Event, MaterialAttached
from interviewer.guard import hidden
from interviewer.ports import Clock, InterviewStore, Library
from interviewer.script import Script
from interviewer.service.room import Room
from interviewer.state import State, fold


class Rooms:
    """The registry. A room stays while it has listeners, a lease, or work; :meth:`forget` lets go of the idle."""

    def __init__(
        self, store: InterviewStore, library: Library, clock: Clock, engines: frozenset[str] = frozenset({"rehearsal"})
    ) -> None:
        self.engines = engines
        """Who can speak in this process."""
        self.store, self.library, self.clock = store, library, clock
        self._rooms: dict[str, Room] = {}
        self._opening: dict[str, asyncio.Lock] = {}
        self.opened: asyncio.Queue[Room] = asyncio.Queue()
        """Rooms the worker has not seen yet."""

    async def open(self, interview: str, owner: str | None = None) -> Room:
        """Return the room, loading it at need; raises NotFound, also when it is somebody else's."""
        room = self._rooms.get(interview)
        if room is None:
            lock = self._opening.setdefault(interview, asyncio.Lock())
            async with lock:
                room = self._rooms.get(interview) or await self._load(interview)
            self._opening.pop(interview, None)
        if room.deleted or (owner is not None and room.owner != owner):
            raise NotFound("interview", interview)
        return room

    async def _load(self, interview: str) -> Room:
        row = await self.store.row(interview)
        events = await self.store.events(interview)
        state = fold(events)
        script = await self.script(row.owner, state, events)
        # What must not be said is indexed once, aside: on the first turn it would hold up every other interview.
        await asyncio.to_thread(hidden, script)
        room = Room(interview, row.owner, script, self.store, self.clock, state, engines=self.engines)
        self._rooms[interview] = room
        self.opened.put_nowait(room)
        return room

    async def script(self, owner: str, state: State, events: tuple[Event, ...]) -> Script:
        """Return the script an interview was started with, whatever the files say now."""
        assert state.setup is not None
        names = [event.body.material for event in events if isinstance(event.body, MaterialAttached)]
        materials = [await self.store.material(owner, name) for name in names]
        texts = await self.store.content(sorted(set(state.content.values())))
        return self.library.reassemble(state.setup, state.content, texts, materials)

    def here(self, interview: str) -> Room | None:
        """Return the room if it is loaded."""
        return self._rooms.get(interview)

    def all(self) -> list[Room]:
        """Return all loaded rooms."""
        return list(self._rooms.values())

    def forget(self, room: Room) -> None:
        """Let go of a room."""
        if self._rooms.get(room.id) is room:
            del self._rooms[room.id]
