"""A scripted service and a real server around it, for what transport promises whatever the service says."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from api.app import create_app
from api.auth import Access
from api.seam import OpenService
from api.server import build_server, listen
from interviewer.errors import AlreadyAnswered, NotFound, Refused, StoreError, TooLarge
from interviewer.events import Setup
from interviewer.material import Material
from interviewer.ports import Json
from interviewer.round import MaterialKind
from interviewer.service.commands import MAX_ANSWER_BYTES, Ack, Answer, AnyCommand

SETUP = Setup(round="talk", persona="plain", minutes=30)
CLOCK = {"elapsed_ms": 0, "total_ms": 1_800_000, "running": True, "untimed": False}


@dataclass
class Play:
    """One interview of the scripted service."""

    events: list[Json] = field(default_factory=list)
    feeds: list["asyncio.Queue[Json | None]"] = field(default_factory=list)
    draft: str = ""

    def store(self, kind: str, **body: Any) -> int:
        seq = len(self.events) + 1
        event = {"seq": seq, "at": "2026-01-01T00:00:00+00:00", "elapsed_ms": 0, "kind": kind, **body}
        self.events.append(event)
        self.tell(event)
        return seq

    def tell(self, frame: Json | None) -> None:
        for feed in self.feeds:
            feed.put_nowait(frame)


class ScriptedInterviews:
    """Answers are stage directions: ``words 5``, ``flood 9``, ``taken``, ``closed``, ``full``, ``break``, ``letgo``."""

    def __init__(self) -> None:
        self.plays: dict[str, Play] = {}
        self.report_html = "<!doctype html><style>p{color:red}</style><p>Report</p>"

    def play(self, owner: str, interview: str) -> Play:
        if owner != "local" or interview not in self.plays:
            raise NotFound("interview", interview)
        return self.plays[interview]

    async def create(self, owner: str, setup: Setup, materials: Sequence[str]) -> str:
        interview = f"i{len(self.plays) + 1}"
        self.plays[interview] = Play()
        self.plays[interview].store("interview.started", setup=setup.model_dump(), title="A talk", content={})
        return interview

    async def listing(self, owner: str) -> list[Json]:
        return [{"id": name, "title": "A talk", "status": "live", "judging": "pending"} for name in self.plays]

    async def overview(self, owner: str, interview: str) -> Json:
        play = self.play(owner, interview)
        return {"id": interview, "last_seq": len(play.events), "draft": play.draft}

    async def events(self, owner: str, interview: str, after: int = 0) -> list[Json]:
        return self.play(owner, interview).events[after:]

    async def command(self, owner: str, interview: str, command: AnyCommand) -> Ack:
        play = self.play(owner, interview)
        if not isinstance(command, Answer):
            return Ack(id=command.id)
        if len(command.text.encode()) > MAX_ANSWER_BYTES:
            raise TooLarge("answer", len(command.text.encode()), MAX_ANSWER_BYTES)
        direction, _, number = command.text.partition(" ")
        self._refuse(direction)
        seq = play.store("answer.given", command=command.id, turn=command.turn, text=command.text)
        self._perform(play, direction, int(number) if number.isdigit() else 0)
        return Ack(id=command.id, seq=seq)

    def _refuse(self, direction: str) -> None:
        match direction:
            case "taken":
                raise AlreadyAnswered(1, 7)
            case "closed":
                raise Refused("closed", "The interview is over.", "Read the report.")
            case "full":
                raise StoreError("The disk is full.")
            case "break":
                raise RuntimeError("the candidate said XYZZY")

    def _perform(self, play: Play, direction: str, number: int) -> None:
        match direction:
            case "words":
                play.tell({"type": "turn.begin", "turn": 2, "attempt": 1})
                for index in range(number):
                    play.tell({"type": "delta", "d": "wörd ", "o": index * 5})
                play.store("turn.spoken", turn=2, attempt=1, text="wörd " * number)
            case "letgo":
                play.tell(None)
            case "flood":
                for _ in range(number):
                    play.store("answer.given", command="x", turn=1, text="x" * 60_000)

    @asynccontextmanager
    async def attach(self, owner: str, interview: str, after: int) -> AsyncIterator[AsyncIterator[Json]]:
        play = self.play(owner, interview)
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        for event in play.events[after:]:
            queue.put_nowait(event)
        queue.put_nowait({"type": "state", "state": "listening", "clock": CLOCK})
        play.feeds.append(queue)
        try:
            yield self._drain(queue)
        finally:
            play.feeds.remove(queue)

    async def _drain(self, queue: "asyncio.Queue[Json | None]") -> AsyncIterator[Json]:
        while (frame := await queue.get()) is not None:
            yield frame

    async def report(self, owner: str, interview: str, format_: str) -> str:
        self.play(owner, interview)
        if format_ == "html":
            return self.report_html
        raise Refused("report_closed", "The report opens after your prediction.", "Predict or decline.")

    async def transcript(self, owner: str, interview: str, format_: str) -> str:
        self.play(owner, interview)
        return "# A talk"

    async def export(self, owner: str, interview: str) -> Json:
        return {"events": self.play(owner, interview).events}

    async def delete(self, owner: str, interview: str) -> None:
        self.play(owner, interview).tell(None)
        del self.plays[interview]


class ScriptedMaterials:
    """Keeps what it gets."""

    def __init__(self) -> None:
        self.kept: dict[str, Material] = {}

    async def add(self, owner: str, name: str, kind: MaterialKind, data: bytes) -> Material:
        material = Material(id=f"m{len(self.kept) + 1}", kind=kind, name=name, text=data.decode())
        self.kept[material.id] = material
        return material

    async def get(self, owner: str, material: str) -> Material:
        if material not in self.kept:
            raise NotFound("material", material)
        return self.kept[material]


class ScriptedService:
    """A service in memory."""

    def __init__(self) -> None:
        self.interviews = ScriptedInterviews()
        self.materials = ScriptedMaterials()
        self.closed = False

    def catalogue(self) -> Json:
        return {"rounds": [], "personas": [], "engines": []}

    def health(self) -> Json:
        return {"ok": True, "database": "none", "rooms": 0, "held": 0}

    def html(self, text: str) -> str:
        return f"<p>{text}</p>"


@dataclass
class Door:
    """A server that answers, and a way in."""

    access: Access
    port: int
    cookie: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def link(self) -> str:
        return f"{self.url}/?token={self.access.start_token()}"

    def client(self, **headers: str) -> httpx2.Client:
        """Return an HTTP client that is in, like the page itself; headers given here replace its own."""
        own = {"cookie": f"{self.access.cookie}={self.cookie}", "origin": self.url}
        return httpx2.Client(base_url=self.url, headers=own | headers, timeout=20)

    def socket(self, interview: str, after: int = 0, **more: Any) -> ClientConnection:
        headers = {"cookie": f"{self.access.cookie}={self.cookie}"} | more.pop("headers", {})
        origin = more.pop("origin", self.url)
        address = f"ws://127.0.0.1:{self.port}/v1/interviews/{interview}/live?after={after}"
        socket: ClientConnection = connect(address, additional_headers=headers, origin=origin, proxy=None, **more)
        return socket


def closing_code(socket: ClientConnection) -> int:
    """Read until the connection ends and return its close code."""
    try:
        while True:
            socket.recv(timeout=10)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006


@dataclass
class Running(Door):
    """A server around the scripted service."""

    service: ScriptedService

    def interview(self) -> str:
        with self.client() as client:
            created = client.post("/v1/interviews", json={"setup": SETUP.model_dump()})
        name: str = created.json()["id"]
        return name


@contextmanager
def opened(home: Path, open_service: OpenService, hosts: Sequence[str] = (), port: int = 0) -> Iterator[Door]:
    """Run the real server around any service, in a thread, on a free port unless one is given."""
    access = Access(home)
    listener = listen("127.0.0.1", port)
    ready = threading.Event()
    server = build_server(create_app(open_service, access, hosts), ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        assert ready.wait(20)
        yield Door(access, listener.getsockname()[1], access.sign())
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


@contextmanager
def serving(home: Path, hosts: Sequence[str] = ()) -> Iterator[Running]:
    """Run the real server around a scripted service."""
    scripted = ScriptedService()

    @asynccontextmanager
    async def scripted_service() -> AsyncIterator[ScriptedService]:
        yield scripted
        scripted.closed = True

    with opened(home, scripted_service, hosts) as door:
        yield Running(door.access, door.port, door.cookie, scripted)
