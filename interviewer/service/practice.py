"""The whole service as one value: what bootstrap opens, and what command line, API and evals hold."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from interviewer.ports import InterviewStore, Json, Library, Renderer
from interviewer.service.interviews import Interviews
from interviewer.service.materials import Materials

LOCAL_OWNER = "local"
"""The one owner of local mode."""


@dataclass(frozen=True, slots=True)
class Service:
    """Everything a door needs."""

    interviews: Interviews
    materials: Materials
    library: Library
    renderer: Renderer
    store: InterviewStore
    process: str
    database: str
    """The kind of database, without credentials."""
    probe: Callable[[], Awaitable[str]]
    """Asks the model service one tiny question; raises ProviderError."""

    def catalogue(self) -> Json:
        """Return what can be practised."""
        return self.interviews.catalogue()

    def html(self, text: str) -> str:
        """Render an utterance to safe HTML."""
        return self.renderer.utterance(text)

    def health(self) -> Json:
        """Return what a monitor wants to know; no content of interviews."""
        rooms = self.interviews.rooms.all()
        return {
            "ok": not any(room.trouble for room in rooms),
            "database": self.database,
            "rooms": len(rooms),
            "held": sum(room.held for room in rooms),
        }
