"""The documents say what is so: commands and variables exist, links lead somewhere, the changelog has its form."""

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest

from interviewer.cli.commands import COMMANDS, CONTENT
from interviewer.settings import Settings, variable

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *(page for top in ("docs", "rubrics", "personas") for page in (ROOT / top).rglob("*.md"))]
CHANGES = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
each_page = pytest.mark.parametrize("page", sorted(PAGES), ids=lambda page: str(page.relative_to(ROOT)))


def _code(page: Path) -> list[str]:
    """Return every block and every piece of a line that is set as code."""
    found = re.findall(r"```\w*\n(.*?)```|`([^`\n]+)`", page.read_text(encoding="utf-8"), re.DOTALL)
    return [block or inline for block, inline in found]


@each_page
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@each_page
def test_every_make_command_is_a_target(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = {name for code in _code(page) for name in re.findall(r"^(?:\$ )?make ([a-z]+)", code, re.M)}
    assert named <= targets


@each_page
def test_every_command_of_the_program_exists(page: Path) -> None:
    known = {*COMMANDS, *(also for command in COMMANDS.values() for also in command.also), "content"}
    named = [
        re.findall(r"^(?:\$ |\.venv/bin/|uv run )?interviewer ([a-z]+)(?: ([a-z]+))?", code, re.M)
        for code in _code(page)
    ]
    for command, below in (pair for pairs in named for pair in pairs):
        assert command in known
        assert command != "content" or below in CONTENT


@each_page
def test_every_variable_is_read_by_the_settings(page: Path) -> None:
    named = {name for code in _code(page) for name in re.findall(r"\b(?:INTERVIEWER|ANTHROPIC)_[A-Z_]+\b", code)}
    assert named <= {variable(field) for field in Settings.model_fields}


def test_the_changelog_has_the_form_of_keep_a_changelog() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[?([^]\s]+)]?(?: - (\S+))?$", text, re.M)
    released = [(version, day) for version, day in versions if version != "Unreleased"]
    assert text.startswith("# Changelog\n")
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) and dt.date.fromisoformat(day) for version, day in released)
    assert set(re.findall(r"^### (.*)$", text, re.M)) <= CHANGES


def test_every_line_of_the_changelog_is_short() -> None:
    lines = re.findall(r"^- (.*(?:\n  .*)*)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert [line for line in lines if len(line.split()) > 25] == []


def test_the_packaged_version_is_in_the_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_record_of_a_decision_has_its_four_parts_on_one_screen() -> None:
    for record in (ROOT / "docs" / "adr").glob("*.md"):
        lines = record.read_text(encoding="utf-8").splitlines()
        assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", record.name)
        assert [line for line in lines if line.startswith("## ")] == [
            "## Context", "## Decision", "## Consequences", "## Alternatives"
        ], record.name  # fmt: skip
        assert len(lines) <= 60, record.name
