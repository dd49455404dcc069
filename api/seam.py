"""What transport needs of the service, as protocols: structural types, so that a test may hand in a scripted feed.

It owns no behaviour. The real thing comes from ``interviewer.bootstrap.open_service``.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from interviewer.events import Setup
from interviewer.material import Material
from interviewer.ports import Json
from interviewer.round import MaterialKind
from interviewer.service.commands import Ack, AnyCommand


class Interviews(Protocol):
    """Interviews of one owner: created, steered, watched, read."""

    async def create(self, owner: str, setup: Setup, materials: Sequence[str]) -> str: ...

    async def listing(self, owner: str) -> list[Json]: ...

    async def overview(self, owner: str, interview: str) -> Json: ...

    async def events(self, owner: str, interview: str, after: int = 0) -> list[Json]: ...

    async def command(self, owner: str, interview: str, command: AnyCommand) -> Ack: ...

    def attach(self, owner: str, interview: str, after: int) -> AbstractAsyncContextManager[AsyncIterator[Json]]: ...

    async def report(self, owner: str, interview: str, format_: str) -> str: ...

    async def transcript(self, owner: str, interview: str, format_: str) -> str: ...

    async def export(self, owner: str, interview: str) -> Json: ...

    async def delete(self, owner: str, interview: str) -> None: ...


class Materials(Protocol):
    """Documents the candidate brings."""

    async def add(self, owner: str, name: str, kind: MaterialKind, data: bytes) -> Material: ...

    async def get(self, owner: str, material: str) -> Material: ...


class Service(Protocol):
    """Everything behind the transport."""

    @property
    def interviews(self) -> Interviews: ...

    @property
    def materials(self) -> Materials: ...

    def catalogue(self) -> Json: ...

    def health(self) -> Json: ...

    def html(self, text: str) -> str: ...


OpenService = Callable[[], AbstractAsyncContextManager[Service]]
"""Opens the service for the life of the server and closes it afterwards."""
