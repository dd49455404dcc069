"""Reading, exporting and deleting past interviews, by real processes."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Inside
from tests.cli.stage import ROUND, run, sitting

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one finished interview, without a prediction, and one that was left."""
    folder = tmp_path_factory.mktemp("home")
    assert run(folder, "practice", *ROUND, text="An answer.\n\n/quit\n").returncode == 0
    with sitting(folder, "practice", *ROUND, "--role", "research_engineer", "--persona", "openai_research") as person:
        person.reads("Minutes")
        person.types("\n")
        person.reads("You: ")
        person.types("An answer \x1b[2Jwith steering.\n\n")
        person.reads("You: ")
        person.types("/finish\n")
        person.reads("Level: ")
        person.types("\x04")
        person.reads("The report waits: interviewer report i")
        assert person.leaves() == 0
    return folder


@pytest.fixture(scope="module")
def finished(home: Path) -> str:
    rows = json.loads(run(home, "list", "--json").stdout)
    return next(str(row["id"]) for row in rows if row["status"] == "closed")


def test_the_list_has_a_line_for_each_interview(inside: Inside, home: Path, finished: str) -> None:
    lines = inside(home, "list").out.splitlines()
    assert [line.split()[3] for line in lines] == ["closed", "paused"]
    assert lines[0].startswith(finished)


def test_an_empty_list_says_how_to_begin(inside: Inside, tmp_path: Path) -> None:
    assert "interviewer practice" in inside(tmp_path, "list").out
    assert json.loads(inside(tmp_path, "list", "--json").out) == []


def test_an_interview_is_shown_with_what_was_said(inside: Inside, home: Path, finished: str) -> None:
    text = inside(home, "show", finished[:8]).out
    assert "An answer with steering." in text.replace("[2J", "")
    assert "\x1b" not in text
    data = json.loads(inside(home, "show", finished, "--json").out)
    assert data["interview"]["id"] == finished
    assert data["transcript"]


def test_the_beginning_of_an_id_must_be_enough(inside: Inside, home: Path) -> None:
    done = inside(home, "show", "i")
    assert done.code == 2
    assert "2 interviews begin with 'i'" in done.err


def test_a_report_opens_with_a_prediction_or_without_one(
    inside: Inside, home: Path, finished: str, tmp_path: Path
) -> None:
    closed = inside(home, "report", finished)
    assert (closed.code, closed.out) == (1, "")
    assert "--decline" in closed.err
    page = tmp_path / "report.html"
    opened = inside(home, "report", "--decline", "--format", "html", "--output", str(page))
    assert opened.code == 0
    assert "<html" in page.read_text().lower()
    assert inside(home, "report", finished).out.startswith("# ")
    assert json.loads(inside(home, "report", finished, "--json").out)["coverage"]


def test_there_is_no_report_of_an_interview_that_goes_on(inside: Inside, home: Path) -> None:
    rows = json.loads(inside(home, "list", "--json").out)
    paused = next(row["id"] for row in rows if row["status"] == "paused")
    done = inside(home, "report", paused)
    assert done.code == 1
    assert "not over" in done.err


def test_an_export_holds_every_event_and_nothing_of_the_judge(inside: Inside, home: Path, finished: str) -> None:
    events = json.loads(inside(home, "export", finished).out)["events"]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert all(set(event) == {"seq", "kind"} for event in events if event["kind"] == "private")


def test_deleting_is_asked_for(inside: Inside, tmp_path: Path) -> None:
    started = run(tmp_path, "practice", *ROUND)
    found = re.search(r"Interview (i[0-9a-f]+)\.", started.stdout)
    assert found
    refused = inside(tmp_path, "delete", found[1])
    assert refused.code == 2
    assert "--yes" in refused.err
    with sitting(tmp_path, "delete", found[1][:4]) as person:
        person.reads("Type yes: ")
        person.types("no\n")
        person.reads("Nothing was deleted.")
        assert person.leaves() == 1
    assert inside(tmp_path, "delete", found[1], "--yes").out == f"Deleted {found[1]}.\n"
    assert inside(tmp_path, "show", found[1]).code == 1
