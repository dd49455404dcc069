"""Reading, exporting and deleting past interviews, by real processes."""

import json
import re
from pathlib import Path

import pytest

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


def test_the_list_has_a_line_for_each_interview(home: Path, finished: str) -> None:
    lines = run(home, "list").stdout.splitlines()
    assert [line.split()[3] for line in lines] == ["closed", "paused"]
    assert lines[0].startswith(finished)


def test_an_empty_list_says_how_to_begin(tmp_path: Path) -> None:
    assert "interviewer practice" in run(tmp_path, "list").stdout
    assert json.loads(run(tmp_path, "list", "--json").stdout) == []


def test_an_interview_is_shown_with_what_was_said(home: Path, finished: str) -> None:
    text = run(home, "show", finished[:8]).stdout
    assert "An answer with steering." in text.replace("[2J", "")
    assert "\x1b" not in text
    data = json.loads(run(home, "show", finished, "--json").stdout)
    assert data["interview"]["id"] == finished
    assert data["transcript"]


def test_the_beginning_of_an_id_must_be_enough(home: Path) -> None:
    done = run(home, "show", "i")
    assert done.returncode == 2
    assert "2 interviews begin with 'i'" in done.stderr


def test_a_report_opens_with_a_prediction_or_without_one(home: Path, finished: str, tmp_path: Path) -> None:
    closed = run(home, "report", finished)
    assert (closed.returncode, closed.stdout) == (1, "")
    assert "--decline" in closed.stderr
    page = tmp_path / "report.html"
    opened = run(home, "report", "--decline", "--format", "html", "--output", str(page))
    assert opened.returncode == 0
    assert "<html" in page.read_text().lower()
    assert run(home, "report", finished).stdout.startswith("# ")
    assert json.loads(run(home, "report", finished, "--json").stdout)["coverage"]


def test_there_is_no_report_of_an_interview_that_goes_on(home: Path) -> None:
    rows = json.loads(run(home, "list", "--json").stdout)
    paused = next(row["id"] for row in rows if row["status"] == "paused")
    done = run(home, "report", paused)
    assert done.returncode == 1
    assert "not over" in done.stderr


def test_an_export_holds_every_event_and_nothing_of_the_judge(home: Path, finished: str) -> None:
    events = json.loads(run(home, "export", finished).stdout)["events"]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert all(set(event) == {"seq", "kind"} for event in events if event["kind"] == "private")


def test_deleting_is_asked_for(tmp_path: Path) -> None:
    started = run(tmp_path, "practice", *ROUND)
    found = re.search(r"Interview (i[0-9a-f]+)\.", started.stdout)
    assert found
    refused = run(tmp_path, "delete", found[1])
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    with sitting(tmp_path, "delete", found[1][:4]) as person:
        person.reads("Type yes: ")
        person.types("no\n")
        person.reads("Nothing was deleted.")
        assert person.leaves() == 1
    assert run(tmp_path, "delete", found[1], "--yes").stdout == f"Deleted {found[1]}.\n"
    assert run(tmp_path, "show", found[1]).returncode == 1
