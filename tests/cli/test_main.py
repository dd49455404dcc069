import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from interviewer.cli import run
from interviewer.cli.commands import COMMANDS, CONTENT
from tests.cli import stage

CALLS = [[name] for name in COMMANDS] + [["content", name] for name in CONTENT]
SLOW = ("pydantic", "langgraph", "anthropic", "sqlalchemy", "fastapi", "uvicorn", "alembic", "interviewer.events")


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_every_command_explains_itself_with_examples(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*call, "--help"]) == 0
    text = capsys.readouterr().out
    examples = re.findall(r"^  interviewer (.*)$", text.partition("Examples:\n")[2], re.M)
    assert examples
    assert all(example.startswith(" ".join(call)) for example in examples)
    assert all(len(line) <= 80 for line in text.splitlines())


def test_the_list_of_commands_names_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    text = capsys.readouterr().out
    assert re.findall(r"^  (\d+) ", text, re.M) == ["0", "1", "2", "130"]
    assert all(f"\n  {name} " in text for name in COMMANDS)


def test_the_version_is_the_installed_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.strip() == version("lab-interviewer")


@pytest.mark.parametrize("call", [["--help"], ["--version"], *[[*call, "--help"] for call in CALLS]], ids=" ".join)
def test_help_loads_nothing_slow(call: list[str]) -> None:
    code = f"import sys; from interviewer.cli import run; run({call}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert set(SLOW) & set(done.stderr.split()) == set()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("practice --minuets 5", "--minuets"),
        ("practice --minutes soon", "--minutes"),
        ("practice --mode hard", '"real", "study"'),
        ("practise", "Say which round: --round with one of"),
        ("rehearse", "Unknown command"),
        ("delete", "ID"),
        ("graph --round none", "Choose one of"),
        ("content check /nowhere/at/all", "There is no /nowhere/at/all."),
    ],
)
def test_a_wrong_command_line_is_explained(call: str, says: str, tmp_path: Path) -> None:
    done = stage.run(tmp_path, *call.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


def test_a_wrong_setting_is_explained(tmp_path: Path) -> None:
    done = stage.run(tmp_path, "list", INTERVIEWER_PORT="many")
    assert done.returncode == 1
    assert done.stderr.startswith("INTERVIEWER_PORT: ")


def test_a_data_folder_that_is_none_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = stage.run(tmp_path / "file", "list")
    assert done.returncode == 1
    assert "data folder" in done.stderr


def test_a_reader_that_has_gone_is_no_error_worth_a_word(tmp_path: Path) -> None:
    process = subprocess.Popen(
        stage.command("graph"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=stage.environment(tmp_path)
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(stage.PATIENCE_S) == 1
