"""After the last word: the candidate's own levels, the wait for the report, and its summary on a terminal."""

import asyncio

from interviewer.cli.talk import command_id
from interviewer.cli.terminal import Terminal
from interviewer.errors import Refused
from interviewer.report import Coverage, Report
from interviewer.service import commands as do
from interviewer.service.practice import LOCAL_OWNER, Service

WAIT_S = 150.0
"""Longer than a report waits for its judges."""
LOOK_S = 0.1
BANDS = {
    "covered": "covered", "partly": "partly covered", "not_found": "not found in your words",
    "cannot_assess": "not assessed",
}  # fmt: skip


async def predict(service: Service, terminal: Terminal, interview: str) -> bool:
    """Ask for a level per criterion and send them; return False when the keyboard left the question open."""
    standing = await service.interviews.overview(LOCAL_OWNER, interview)
    if standing["predicted"]:
        return True
    say = terminal.screen.say
    say()
    say("Before the report opens: which level would you give yourself, 0 to 5? An empty line leaves a criterion out.")
    levels: dict[str, float] = {}
    for number, criterion in enumerate(standing["criteria"], 1):
        say(f"{number} of {len(standing['criteria'])}. {criterion['title']}: {criterion['measures']}")
        given = await _number(terminal, "Level: ", most=5, first=number == 1)
        if given is not None:
            levels[criterion["id"]] = given
        elif terminal.keys.ended:
            break
    if terminal.typed and terminal.keys.ended:
        return False
    await service.interviews.command(LOCAL_OWNER, interview, await _prediction(terminal, levels))
    return True


async def _prediction(terminal: Terminal, levels: dict[str, float]) -> do.AnyCommand:
    if not levels:
        terminal.screen.say("No prediction.")
        return do.DeclinePrediction(id=command_id())
    sure = await _number(terminal, "How sure are you, 0 to 100 percent? [50] ", most=100)
    return do.Predict(id=command_id(), levels=levels, confidence=0.5 if sure is None else sure / 100)


async def _number(terminal: Terminal, question: str, most: int, first: bool = False) -> float | None:
    """Return a number from 0 to ``most``; None for an empty line or the end of the input."""
    # In a file an empty line also ends the last answer.
    while (given := await terminal.ask(question, passing_over=first and not terminal.typed)) is not None:
        if not given:
            return None
        try:
            number = float(given.replace(",", "."))
        except ValueError:
            number = -1.0
        if 0 <= number <= most:
            return number
        terminal.screen.say(f"A number from 0 to {most}, please, or an empty line.")
    return None


async def decline(service: Service, interview: str) -> None:
    """Open the report without a prediction, unless that was decided before."""
    standing = await service.interviews.overview(LOCAL_OWNER, interview)
    if not standing["predicted"]:
        await service.interviews.command(LOCAL_OWNER, interview, do.DeclinePrediction(id=command_id()))


async def wait(service: Service, interview: str) -> None:
    """Wait until the newest report lies there; raises Refused when it does not come."""
    for _ in range(round(WAIT_S / LOOK_S)):
        standing = await service.interviews.overview(LOCAL_OWNER, interview)
        if standing["report_ready"]:
            return
        if standing["judging"] == "failed":
            raise Refused("report_failed", "No report could be made.", f"See interviewer show {interview}.")
        await asyncio.sleep(LOOK_S)
    raise Refused("report_not_ready", "The report is still being written.", f"Later: interviewer report {interview}")


def summary(report: Report) -> list[str]:
    """Return the report in a few lines: coverage, not a grade."""
    lines = [f"Report: {report.title}, {report.minutes_spent:.0f} of {report.minutes_planned} minutes"]
    lines += [f"  {_covered(item)}" for item in report.coverage]
    if report.open_assessments:
        lines.append(f"  {len(report.open_assessments)} answers are not judged yet.")
    return [*lines, f"Judge: {report.colophon.judge_says}"]


def _covered(item: Coverage) -> str:
    counted = f", {item.found} of {item.assessable} points" if item.assessable else ""
    predicted = f"; you predicted {item.predicted:g}" if item.predicted is not None else ""
    return f"{item.title}: {BANDS[item.band]}{counted}{predicted}"


def ways(interview: str) -> list[str]:
    """Return how to read the whole report."""
    return [
        f"Read it:   interviewer report {interview}",
        f"As a page: interviewer report {interview} --format html --output report.html",
    ]
