"""What there is of past interviews, on standard output or in a file. Anything that is said about it goes elsewhere."""

import datetime as dt
import json
import sys
from pathlib import Path

from interviewer.cli import debriefing
from interviewer.cli.opening import find
from interviewer.cli.problems import FAILED, OK, Usage
from interviewer.cli.screen import clean
from interviewer.cli.table import minutes
from interviewer.cli.terminal import Terminal
from interviewer.errors import Refused
from interviewer.ports import Json
from interviewer.service.practice import LOCAL_OWNER, Service

NONE = "There are no interviews yet. Start one with: interviewer practice"
UNREPORTED = "No interview is over yet, so there is no report. Resume one with: interviewer resume"


async def print_list(service: Service, *, as_json: bool) -> int:
    """Print one line for each interview."""
    rows = await service.interviews.listing(LOCAL_OWNER)
    if as_json:
        print(_json(rows))
    else:
        print("\n".join(map(_line, rows)) if rows else NONE)
    return OK


def _line(row: Json) -> str:
    day = dt.datetime.fromisoformat(row["updated_at"]).astimezone().strftime("%Y-%m-%d %H:%M")
    return clean(f"{row['id']}  {day}  {row['status']:<6}  {minutes(row['elapsed_ms']):>6}  {row['title']}")


async def print_interview(service: Service, given: str | None, *, as_json: bool) -> int:
    """Print where an interview stands and what was said."""
    interview = await find(service, given, among=lambda _: True, none=NONE)
    standing = await service.interviews.overview(LOCAL_OWNER, interview)
    said = await service.interviews.transcript(LOCAL_OWNER, interview, "json" if as_json else "text")
    if as_json:
        print(_json({"interview": standing, "transcript": json.loads(said)}))
        return OK
    setup = standing["setup"]
    print(clean(f"{standing['title']} ({interview}), {standing['status']}"))
    print(
        f"{setup['minutes']} minutes planned, {minutes(standing['clock']['elapsed_ms'])} used; {setup['engine']} speaks"
    )
    print(f"\n{clean(said).strip()}")
    if standing["status"] != "closed":
        print(f"\nGo on with: interviewer resume {interview}")
    return OK


async def print_report(service: Service, given: str | None, form: str, output: Path | None, *, decline: bool) -> int:
    """Print or save a report; on a terminal the prediction that opens it is asked for."""
    interview = await find(service, given, among=lambda row: row["status"] == "closed", none=UNREPORTED)
    standing = await service.interviews.overview(LOCAL_OWNER, interview)
    if standing["status"] == "closed" and not standing["predicted"]:
        await _open(service, interview, decline=decline)
    if standing["status"] == "closed":
        await debriefing.wait(service, interview)
    return _give(await service.interviews.report(LOCAL_OWNER, interview, form), output)


async def _open(service: Service, interview: str, *, decline: bool) -> None:
    terminal = Terminal()
    if decline:
        await debriefing.decline(service, interview)
        return
    if not terminal.echoes:
        raise Refused(
            "report_closed", "The report opens after you predicted your levels or declined to.",
            f"Run it at a keyboard, or: interviewer report {interview} --decline",
        )  # fmt: skip
    with terminal.editing():
        if not await debriefing.predict(service, terminal, interview):
            raise Refused("report_closed", "The report stays closed until you predict your levels or decline to.")


async def print_export(service: Service, given: str | None, output: Path | None) -> int:
    """Write all that is the candidate's, as JSON."""
    interview = await find(service, given, among=lambda _: True, none=NONE)
    return _give(_json(await service.interviews.export(LOCAL_OWNER, interview)), output)


async def remove(service: Service, given: str, *, yes: bool) -> int:
    """Delete an interview, asking first."""
    interview = await find(service, given, among=lambda _: True, none=NONE)
    standing = await service.interviews.overview(LOCAL_OWNER, interview)
    if not yes:
        terminal = Terminal()
        if not terminal.typed:
            raise Usage(f"Deleting has no undo, and nobody is here to ask. Say: interviewer delete {interview} --yes")
        with terminal.editing():
            sure = await terminal.ask(f"Delete {standing['title']!r} ({interview}) for good? Type yes: ")
        if (sure or "").lower() != "yes":
            print("Nothing was deleted.")
            return FAILED
    await service.interviews.delete(LOCAL_OWNER, interview)
    print(f"Deleted {interview}.")
    return OK


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _give(text: str, output: Path | None) -> int:
    if output is None:
        text = clean(text) if sys.stdout.isatty() else text
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        return OK
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Usage(f"{output} cannot be written: {error.strerror}.") from error
    print(f"Written to {output}.")
    return OK
