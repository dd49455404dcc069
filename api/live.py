"""One socket, one interview: pumps the feed out and commands in.

It owns the life of a connection: greeting, heartbeat, acknowledgements, refusals, closing. What a command means, what
an event says and who may see it are decided elsewhere.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Query, WebSocket
from starlette.websockets import WebSocketDisconnect

from interviewer.errors import InterviewerError, traceless
from interviewer.ports import Json
from interviewer.service.commands import Ack

from .auth import owner_of
from .errors import error_body, outcome
from .outbox import Outbox, SlowConsumer
from .seam import Service
from .wire import HEARTBEAT_S, BadFrame, Hello, Ping, RefusedFrame, parse_command

STRIKES = 3
SENDS_PER_BREATH = 16

router = APIRouter()
log = logging.getLogger(__name__)


class Close(NamedTuple):
    """How a connection ends; the reason travels in the close frame."""

    code: int
    reason: str


class Garbage(Exception):
    """Three frames in a row were no commands."""


class Unwatched(Exception):
    """The feed ended although the interview is there: this process let go of it."""


@router.websocket("/v1/interviews/{interview}/live")
async def live(
    socket: WebSocket,
    interview: str,
    owner: Annotated[str, Depends(owner_of)],
    after: Annotated[int, Query(ge=0, le=2**53)] = 0,
) -> None:
    """Replay what was stored after ``after``, then follow the interview and take commands."""
    await socket.accept()
    connection = Connection(socket, socket.state.service, owner, interview)
    try:
        await connection.run(after)
        return
    except WebSocketDisconnect:
        return
    except InterviewerError as error:
        close = Close(outcome(error).close, str(error))
    except SlowConsumer:
        close = Close(4408, "Frames were not read in time; reconnect with after=.")
    except Garbage:
        close = Close(4400, "Three frames in a row that are no commands.")
    except Unwatched:
        close = Close(1013, "The interview is looked after anew; reconnect with after=.")
    except Exception as error:  # noqa: BLE001 - the last line of defence: the client learns that it may come back
        log.error("live.failed %s", traceless(error))
        close = Close(1011, "Something broke on the server.")
    with suppress(RuntimeError, WebSocketDisconnect):
        await socket.close(close.code, close.reason.encode()[:120].decode(errors="ignore"))


class Connection:
    """A live connection: three loops over one outbox. The first to end ends them all."""

    def __init__(self, socket: WebSocket, service: Service, owner: str, interview: str) -> None:
        self.socket, self.service, self.owner, self.interview = socket, service, owner, interview
        self.outbox = Outbox()
        self._loop = asyncio.get_running_loop()
        self._sent_at = self._loop.time()

    async def run(self, after: int) -> None:
        """Serve until the client leaves; raises what else ends a connection."""
        interviews = self.service.interviews
        overview = await interviews.overview(self.owner, self.interview)
        async with interviews.attach(self.owner, self.interview, after) as feed:
            await self.outbox.put(self._hello(after, overview["last_seq"]))
            loops = [asyncio.create_task(loop) for loop in (self._read(), self._pump(feed), self._write())]
            self._beat()
            try:
                done, _ = await asyncio.wait(loops, return_when=asyncio.FIRST_COMPLETED)
            finally:
                self._next_beat.cancel()
                for task in loops:
                    task.cancel()
                await asyncio.gather(*loops, return_exceptions=True)
            for task in done:
                task.result()

    def _hello(self, after: int, last_seq: int) -> Hello:
        now = dt.datetime.now(dt.UTC).isoformat()
        return Hello(interview=self.interview, after=after, last_seq=last_seq, now=now, heartbeat_s=HEARTBEAT_S)

    async def _pump(self, feed: AsyncIterator[Json]) -> None:
        async for frame in feed:
            await self.outbox.put(on_the_wire(frame, self.service))
        await self.service.interviews.overview(self.owner, self.interview)  # raises NotFound when it was deleted
        raise Unwatched

    def _beat(self) -> None:
        """Ping when nothing was sent for a heartbeat; a timer, because a timeout around every word costs more."""
        idle = self._loop.time() - self._sent_at
        if idle >= HEARTBEAT_S:
            self.outbox.offer(Ping())
            idle = 0.0
        self._next_beat = self._loop.call_later(HEARTBEAT_S - idle, self._beat)

    async def _write(self) -> None:
        sent = 0
        while True:
            await self.socket.send_text(await self.outbox.take())
            self._sent_at = self._loop.time()
            sent += 1
            if sent % SENDS_PER_BREATH == 0:  # a send that finds room in the buffer never yields by itself
                await asyncio.sleep(0)

    async def _read(self) -> None:
        strikes = 0
        while strikes < STRIKES:
            message = await self.socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            reply = await self._obey(message.get("text"))
            strikes = strikes + 1 if reply.id is None else 0
            await self.outbox.put(reply)
        raise Garbage

    async def _obey(self, text: str | None) -> Ack | RefusedFrame:
        try:
            command = parse_command(text)
            return await self.service.interviews.command(self.owner, self.interview, command)
        except BadFrame as bad:
            return RefusedFrame(id=bad.id, code=bad.code, detail=bad.detail, advice="See docs/wire.md.")
        except InterviewerError as error:
            body = error_body(error)
            return RefusedFrame(
                id=command.id, code=body.code, detail=body.detail, advice=body.advice, seq=body.seq
            )  # fmt: skip


def on_the_wire(event: Json, service: Service) -> Json:
    """Return a projected event as clients get it: what the interviewer said comes with its rendering."""
    if event.get("kind") != "turn.spoken":
        return event
    return {**event, "html": service.html(event["text"])}
