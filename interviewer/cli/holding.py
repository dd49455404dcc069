"""An interview from the first choice to the report's summary, and what the shell is told about its end."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from interviewer.cli import debriefing
from interviewer.cli.bringing import bring
from interviewer.cli.choices import Choices, Wishes
from interviewer.cli.opening import find
from interviewer.cli.problems import FAILED, INTERRUPTED, OK, Usage
from interviewer.cli.sitting import Sitting
from interviewer.cli.terminal import Terminal
from interviewer.errors import Refused
from interviewer.ports import Json
from interviewer.round import MaterialKind
from interviewer.service.practice import LOCAL_OWNER, Service
from interviewer.settings import Settings

NOTHING = "There is no unfinished interview. Start one with: interviewer practice"


async def practise(
    service: Service, settings: Settings, wishes: Wishes, files: Sequence[Path], kinds: Sequence[MaterialKind]
) -> int:
    """Set an interview up and hold it."""
    terminal, catalogue = Terminal(), service.catalogue()
    with terminal.editing():
        setup = await Choices(catalogue, terminal, wishes).setup()
        setup = setup.model_copy(update={"budget_usd": settings.budget_usd})
        round_ = next(item for item in catalogue["rounds"] if item["id"] == setup.round)
        materials = await bring(service, terminal, round_, files, kinds)
        try:
            interview = await service.interviews.create(LOCAL_OWNER, setup, materials)
        except Refused as refused:
            raise Usage(str(refused)) from refused
        _introduce(service, terminal, interview, round_, setup.engine)
        return await _hold(service, terminal, interview)


async def go_on(service: Service, given: str | None) -> int:
    """Take up an interview that was left."""
    interview = await find(service, given, among=lambda row: row["status"] != "closed", none=NOTHING)
    terminal, standing = Terminal(), await service.interviews.overview(LOCAL_OWNER, interview)
    with terminal.editing():
        terminal.screen.say(f"{standing['title']} ({interview})")
        if standing["status"] == "closed":
            return await _debrief(service, terminal, interview)
        return await _hold(service, terminal, interview)


def _introduce(service: Service, terminal: Terminal, interview: str, round_: Json, engine: str) -> None:
    terminal.screen.say()
    terminal.screen.say(f"Interview {interview}. Ctrl-C pauses; interviewer resume {interview} goes on.")
    terminal.screen.say(service.interviews.engines[engine].says)
    if engine == "rehearsal":
        terminal.screen.say(round_["cannot"])


async def _hold(service: Service, terminal: Terminal, interview: str) -> int:
    ending = await Sitting(service, interview, terminal).run()
    if ending == "closed":
        return await _debrief(service, terminal, interview)
    return {"left": OK, "interrupted": INTERRUPTED}.get(ending, FAILED)


async def _debrief(service: Service, terminal: Terminal, interview: str) -> int:
    say = terminal.screen.say
    try:
        if not await debriefing.predict(service, terminal, interview):
            say(f"The report waits: interviewer report {interview}")
            return OK
        say("The report is being written.")
        await debriefing.wait(service, interview)
        report = await service.interviews.debrief(LOCAL_OWNER, interview)
    except asyncio.CancelledError:
        terminal.screen.fresh()
        say(f"The report waits: interviewer report {interview}")
        raise
    say()
    for line in debriefing.summary(report):
        say(line)
    for line in debriefing.ways(interview):
        terminal.screen.verbatim(line)
    return OK
