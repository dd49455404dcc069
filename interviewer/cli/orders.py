"""The slash commands of an interview on a terminal: one small function each, and the list that ``/help`` prints."""

from collections.abc import Awaitable, Callable

from interviewer.cli.composer import Word
from interviewer.cli.problems import Usage
from interviewer.cli.table import clock, lay
from interviewer.cli.talk import Talk, command_id
from interviewer.service import commands as do

ENOUGH = "That is all from my side."
"""What ``/done`` says when everything was said already: the floor ends with words."""
THERE = "(Your unsent lines are still there: an empty line sends them, /drop throws them away.)"


async def carry_out(talk: Talk, word: Word) -> None:
    """Carry out a slash command; raises what the service raises."""
    order = ORDERS.get(word.name)
    if order is None:
        raise Usage(f"There is no /{word.name}. /help lists the commands; a line that begins with // sends a slash.")
    await order[1](talk, word.rest)
    if talk.composer.text and talk.ending is None and word.name not in {"help", "case", "time"}:
        talk.teller.note(THERE)


async def _hint(talk: Talk, _: str) -> None:
    await talk.send(do.Hint(id=command_id()), owed=True)


async def _repeat(talk: Talk, _: str) -> None:
    await talk.send(do.Repeat(id=command_id()), owed=True)


async def _skip(talk: Talk, _: str) -> None:
    await talk.send(do.Skip(id=command_id()), owed=True)


async def _done(talk: Talk, _: str) -> None:
    if not talk.view.floor:
        raise Usage("You do not have the floor; an empty line ends an answer.")
    block = talk.composer.end()
    await talk.answer(block.text if block else ENOUGH, done=True)


async def _case(talk: Talk, _: str) -> None:
    talk.unprompt()
    lay(talk.terminal.screen, talk.view.opened)


async def _time(talk: Talk, _: str) -> None:
    talk.teller.note(f"{clock((await talk.standing())['clock'])}.")


async def _extend(talk: Talk, rest: str) -> None:
    if rest and not (rest.isdecimal() and 1 <= int(rest) <= 30):
        raise Usage("Say how many minutes, 1 to 30: /extend 5")
    await talk.send(do.ExtendTime(id=command_id(), minutes=int(rest or 5)))


async def _pause(talk: Talk, _: str) -> None:
    await talk.pause()


async def _resume(talk: Talk, _: str) -> None:
    await talk.go_on(do.Resume(id=command_id()))


async def _engine(talk: Talk, rest: str) -> None:
    engines = talk.service.interviews.engines
    engine = engines.get(rest)
    if engine is None or not engine.available:
        why = f" {engine.why}" if engine else ""
        usable = " or ".join(f"/engine {name}" for name, item in engines.items() if item.available)
        raise Usage(f"No engine {rest!r} can be used.{why} Say {usable}." if rest else f"Say {usable}.")
    await talk.go_on(do.ChangeEngine.model_validate({"id": command_id(), "engine": rest}))


async def _drop(talk: Talk, _: str) -> None:
    talk.composer.end()
    await talk.keep("")
    talk.teller.note("Thrown away.")


async def _finish(talk: Talk, _: str) -> None:
    block = talk.composer.end()
    if block and talk.view.status == "live":
        await talk.answer(block.text, done=True)
    await talk.send(do.Finish(id=command_id()), owed=True)


async def _quit(talk: Talk, _: str) -> None:
    await talk.leave("left")


async def _help(talk: Talk, _: str) -> None:
    talk.unprompt()
    for name, (says, _function) in ORDERS.items():
        talk.terminal.screen.say(f"/{name}  {says}")


ORDERS: dict[str, tuple[str, Callable[[Talk, str], Awaitable[None]]]] = {
    "hint": ("asks for help; hints are counted", _hint),
    "repeat": ("asks for the question again", _repeat),
    "skip": ("leaves this question; while answers are being read, goes on without waiting", _skip),
    "done": ("gives the floor back", _done),
    "case": ("shows the case and its exhibits again", _case),
    "time": ("says how much time is left", _time),
    "extend": ("takes more time: /extend 5", _extend),
    "pause": ("stops the clock", _pause),
    "resume": ("lets the clock run again", _resume),
    "engine": ("lets another engine speak: /engine rehearsal", _engine),
    "drop": ("throws unsent lines away", _drop),
    "finish": ("ends the interview and goes on to the report", _finish),
    "quit": ("pauses and leaves; Ctrl-C does the same", _quit),
    "help": ("shows this list; a line that begins with // sends a slash", _help),
}
