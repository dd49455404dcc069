"""The candidate's hand in a running interview: sends commands, keeps unsent text, leaves.

It is shared by the loop that reads lines and by the slash commands. It reads no input.
"""

import contextlib
import secrets
from typing import Literal

from interviewer.cli.composer import Composer
from interviewer.cli.table import clock
from interviewer.cli.teller import Teller
from interviewer.cli.terminal import Terminal
from interviewer.cli.view import View
from interviewer.errors import InterviewerError, Refused
from interviewer.ports import Json
from interviewer.service import commands as do
from interviewer.service.practice import LOCAL_OWNER, Service

Ending = Literal["closed", "left", "interrupted", "lost"]
KEPT = "Your text is kept: an empty line sends it again, /drop throws it away."


def command_id() -> str:
    """Return a new command's id."""
    return secrets.token_hex(8)


class Talk:
    """One candidate in one interview at one terminal."""

    def __init__(self, service: Service, interview: str, terminal: Terminal) -> None:
        self.service, self.interview, self.terminal = service, interview, terminal
        self.view, self.composer = View(), Composer()
        self.teller = Teller(terminal.screen, self.view, self.unprompt)
        self.ending: Ending | None = None
        """How it ended here; None while it goes on."""
        self.drafted = False
        """Whether the store holds a draft."""
        self._prompted = False

    async def send(self, command: do.AnyCommand, *, owed: bool = False) -> None:
        """Send a command; ``owed`` when the interviewer reacts to it by speaking."""
        self.teller.own.add(command.id)
        if owed:
            self.view.expect()
        try:
            await self.service.interviews.command(LOCAL_OWNER, self.interview, command)
        except InterviewerError:
            if owed:
                self.view.expect(owed=False)
            raise

    async def answer(self, text: str, *, done: bool) -> None:
        """Send an answer; when it is not taken, say why and have its text back in the composer."""
        if not self.terminal.echoes:
            self.teller.said("You", text)
        answer = do.Answer(id=command_id(), turn=max(1, self.view.turn), text=text, done=done)
        try:
            await self.send(answer, owed=True)
        except InterviewerError as error:
            self.composer.refill(text)
            self.drafted = isinstance(error, Refused)
            self.teller.note(f"{error.reason if isinstance(error, Refused) else error} {KEPT}")
            return
        if self.drafted:
            await self.keep("")

    async def keep(self, text: str) -> None:
        """Let the store keep unsent text."""
        fitting = text.encode()[: do.MAX_ANSWER_BYTES].decode(errors="ignore")
        await self.send(do.Draft(id=command_id(), text=fitting))
        self.drafted = bool(text)

    async def pause(self) -> None:
        """Stop the clock."""
        await self.send(do.Pause(id=command_id()))
        self.view.status = "paused"

    async def go_on(self, command: do.Resume | do.ChangeEngine) -> None:
        """Let the clock run again, perhaps with somebody else speaking."""
        await self.send(command)
        self.view.status = "live"
        self.view.expect(owed=(await self.standing())["open_turn"] is None)

    async def leave(self, how: Literal["left", "interrupted"]) -> None:
        """Stop the clock, keep what was not sent, and say how to come back."""
        self.ending = how
        text, note = self.unsent, "Paused."
        try:
            if text:
                await self.keep(text)
                note += " Your unfinished text is kept."
            if self.view.status == "live":
                await self.pause()
        except InterviewerError as error:
            note = f"Left. {error}"
        with contextlib.suppress(OSError):  # the terminal may be gone, which is why we leave
            self.terminal.screen.say(f"{note} Resume with: interviewer resume {self.interview}")

    @property
    def unsent(self) -> str:
        """What was written and not sent, the line under way included."""
        return "\n".join(part for part in (self.composer.text, self.terminal.keys.partial) if part)

    async def standing(self) -> Json:
        """Return where the interview stands in the store."""
        return await self.service.interviews.overview(LOCAL_OWNER, self.interview)

    async def prompt(self) -> None:
        """Show that a line is waited for, with the time that is left."""
        if self._prompted:
            return
        self._prompted = True
        if not self.terminal.echoes:
            return
        stamp = (await self.standing())["clock"]
        self.terminal.screen.say()
        self.terminal.screen.say(f"[{'paused' if self.view.status == 'paused' else clock(stamp)}]")
        self.terminal.prompt("You: ")

    def entered(self) -> None:
        """The line that was waited for is there; the next one asks anew."""
        self._prompted = False

    def unprompt(self) -> None:
        """Something else is about to be written."""
        if self._prompted:
            self.terminal.keys.hide()
            self._prompted = False
