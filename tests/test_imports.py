"""What is loaded when: vocabulary without vendors, help without seconds."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("alembic", "anthropic", "fastapi", "httpx2", "langgraph", "pypdf", "sqlalchemy", "uvicorn")


def _pure() -> list[str]:
    """Return the modules of the layers below the adapters, as the import contract lists them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers: list[str] = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    adapters = next(place for place, layer in enumerate(layers) if "engines" in layer)
    return [f"interviewer.{name}" for layer in layers[adapters + 1 :] for name in re.findall(r"\w+", layer)]


def _loaded_by(code: str) -> set[str]:
    """Return which heavy libraries an interpreter holds after running the code."""
    tell = f"import sys; print(*(name for name in {HEAVY} if name in sys.modules), file=sys.stderr)"
    command = [sys.executable, "-c", f"{code}\n{tell}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def test_the_vocabulary_loads_no_vendor() -> None:
    modules = _pure()
    assert {"interviewer.errors", "interviewer.director", "interviewer.prompts"} <= set(modules)
    assert _loaded_by(f"import {', '.join(modules)}") == set()


@pytest.mark.parametrize("arguments", ["--help", "--version", "practise --help"])
def test_help_does_not_wait_for_a_vendor(arguments: str) -> None:
    run = f"import sys; sys.argv = ['interviewer', *{arguments.split()}]; from interviewer.cli import main"
    assert _loaded_by(f"{run}\ntry: main()\nexcept SystemExit as end: assert not end.code") == set()


def test_the_application_loads_neither_the_model_service_nor_the_graph() -> None:
    assert _loaded_by("import api.app, interviewer.bootstrap") <= {"fastapi", "uvicorn"}
