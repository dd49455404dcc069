"""A running interview on a terminal: frames come in and are written, lines come in and become answers and commands.

One loop takes one thing at a time, so nothing is written into the middle of anything. It decides nothing about the
interview; it knows when a line may be taken and what the end of the input means.
"""

import asyncio
import time
from dataclasses import dataclass

from interviewer.cli.composer import Block, Line, Word
from interviewer.cli.orders import carry_out
from interviewer.cli.talk import Ending, Talk, command_id
from interviewer.cli.terminal import Terminal, interruptible
from interviewer.errors import InterviewerError
from interviewer.ports import Json
from interviewer.service import commands as do
from interviewer.service.practice import LOCAL_OWNER, Service
from interviewer.service.room import Feed

ONCE = "(End an answer with an empty line or a single dot. /help lists the commands.)"
DRAFT = "Your unfinished text. Go on below; an empty line sends it, /drop throws it away."
GONE = "This interview was deleted."
BROKEN = "Something failed inside; what you said is safe. Try again with: interviewer resume {}"
UNSENT = "(Your unsent lines came too late and do not count.)"
HURRY = "(Your answers to this question are still being read. /skip goes on without waiting.)"
TYPING_S = 5.0
PATIENCE_S = 1.5
"""How long answers are read before anything is said about that."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The interview says something; None when it will say no more."""

    body: Json | None


@dataclass(frozen=True, slots=True)
class Bytes:
    """The candidate types; None at the end of the input."""

    data: bytes | None


@dataclass(frozen=True, slots=True)
class Later:
    """Some time has passed since reading began."""


@dataclass(frozen=True, slots=True)
class Break:
    """Ctrl-C, or the terminal is going away."""


class Sitting:
    """One candidate, one terminal, one interview, until it is over or left."""

    def __init__(self, service: Service, interview: str, terminal: Terminal) -> None:
        self.talk = Talk(service, interview, terminal)
        self._terminal = terminal
        self._inbox: asyncio.Queue[Frame | Bytes | Later | Break] = asyncio.Queue()
        self._explained = not terminal.typed
        self._finishing = False
        """Whether the end of the input was dealt with."""
        self._typed_at = float("-inf")

    async def run(self) -> Ending:
        """Take part until it is over or left; return how it ended."""
        talk = self.talk
        after = await self._catch_up()
        async with talk.service.interviews.attach(LOCAL_OWNER, talk.interview, after) as feed:
            pumps = [asyncio.create_task(self._frames(feed)), asyncio.create_task(self._bytes())]
            try:
                with interruptible(lambda: self._inbox.put_nowait(Break())):
                    if talk.view.status == "paused":
                        await talk.go_on(do.Resume(id=command_id()))
                    while talk.ending is None:
                        await self._take(await self._inbox.get())
                        await self._advance()
            finally:
                for pump in pumps:
                    pump.cancel()
                await asyncio.gather(*pumps, return_exceptions=True)
                self._hand_back()
        return talk.ending

    def _hand_back(self) -> None:
        """Leave to whoever reads next what was typed and not looked at."""
        while not self._inbox.empty():
            if isinstance(item := self._inbox.get_nowait(), Bytes):
                self._terminal.keys.feed(item.data)

    async def _catch_up(self) -> int:
        """Say where an interview stood that was left, and return the event it stood at."""
        talk, standing = self.talk, await self.talk.standing()
        if standing["status"] == "ready":
            return 0
        events = await talk.service.interviews.events(LOCAL_OWNER, talk.interview)
        for event in events:
            talk.view.take(event)
        talk.view.status = standing["status"]
        talk.view.floor = bool(standing["phase"] and standing["phase"]["floor"])
        talk.view.expect(owed=standing["open_turn"] is None)
        if talk.view.opened.get("brief"):
            talk.teller.note("/case shows the case again.")
        self._recall(events)
        if standing["draft"]:
            talk.teller.note(DRAFT)
            talk.terminal.screen.say(standing["draft"])
            talk.composer.refill(standing["draft"])
            talk.drafted = True
        return int(events[-1]["seq"])

    def _recall(self, events: list[Json]) -> None:
        """Write the last two utterances and what was answered."""
        spoken = [number for number, event in enumerate(events) if event["kind"] == "turn.spoken"][-2:]
        for event in events[spoken[0] :] if spoken else ():
            if event["kind"] == "feedback.given":
                self.talk.teller.tell(event)
            elif event["kind"] in {"turn.spoken", "answer.given", "answer.extended"}:
                self.talk.teller.said("Interviewer" if event["kind"] == "turn.spoken" else "You", event["text"])

    async def _frames(self, feed: Feed) -> None:
        async for frame in feed:
            self._inbox.put_nowait(Frame(frame))
        self._inbox.put_nowait(Frame(None))

    async def _bytes(self) -> None:
        while True:
            self._inbox.put_nowait(Bytes(await self._terminal.received.get()))

    async def _take(self, item: Frame | Bytes | Later | Break) -> None:
        talk = self.talk
        match item:
            case Frame(None):
                talk.teller.note(await self._lost())
                talk.ending = "lost"
            case Frame(dict() as body):
                self._know(body)
                talk.teller.tell(body)
                if talk.view.status == "closed":
                    talk.ending = "closed"
                    if talk.unsent:
                        talk.teller.note(UNSENT)
            case Bytes(data):
                self._terminal.keys.feed(data)
                await self._typing()
            case Later() if talk.view.reviewing and self._terminal.typed and not talk.view.hurry:
                talk.teller.note(HURRY)
                talk.view.hurry = True
            case Break():
                await talk.leave("interrupted")

    def _know(self, frame: Json) -> None:
        """Learn from a frame; when answers begin to be read, look again a little later."""
        before = self.talk.view.reviewing
        self.talk.view.take(frame)
        if self.talk.view.reviewing and not before:
            asyncio.get_running_loop().call_later(PATIENCE_S, self._inbox.put_nowait, Later())

    async def _lost(self) -> str:
        """Return why no more frames come."""
        try:
            await self.talk.standing()
        except InterviewerError:
            return GONE
        return BROKEN.format(self.talk.interview)

    async def _advance(self) -> None:
        """Take lines as long as the interviewer listens."""
        talk, keys = self.talk, self._terminal.keys
        while talk.ending is None and talk.view.ready:
            if not self._explained:
                self._explained = True
                talk.teller.note(ONCE)
            await talk.prompt()
            line = keys.next()
            if line is not None:
                await self._enter(line)
            elif keys.ended:
                await self._end()
            else:
                self._terminal.want()
                return

    async def _enter(self, line: Line) -> None:
        """Take a line; what it completes is carried out, what it begins is kept."""
        talk = self.talk
        if self._terminal.echoes:
            self._terminal.screen.landed()
        entry = talk.composer.take(line)
        if entry is not None:
            await self._perform(entry)
        elif self._terminal.typed and talk.composer.text:
            await talk.keep(talk.composer.text)

    async def _end(self) -> None:
        """Deal with the end of the input: a file's last answer is one, a keyboard's unsent lines are kept."""
        block = None if self._terminal.typed or self._finishing else self.talk.composer.end()
        self._finishing = True
        await self._perform(block or Word("quit"))

    async def _perform(self, entry: Block | Word) -> None:
        talk = self.talk
        talk.entered()
        try:
            if isinstance(entry, Block):
                await talk.answer(entry.text, done=not talk.view.floor)
            else:
                await carry_out(talk, entry)
        except InterviewerError as error:
            talk.teller.note(str(error))

    async def _typing(self) -> None:
        """Let the interviewer know that silence is not silence."""
        if self._terminal.typed and self.talk.view.ready and time.monotonic() - self._typed_at >= TYPING_S:
            self._typed_at = time.monotonic()
            await self.talk.send(do.Typing(id=command_id()))
