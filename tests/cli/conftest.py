import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from interviewer.cli import run


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """A command sets up logging for its process, which here is everybody's."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


class Inside:
    """Commands in this process: the quick way, for those that read no input."""

    def __init__(self, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capture = patch, capture
        patch.setenv("COLUMNS", "100")

    def __call__(self, home: Path, *arguments: str) -> Done:
        self._patch.setenv("INTERVIEWER_HOME", str(home))
        self._capture.readouterr()
        code = run(arguments)
        captured = self._capture.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return Done(code, captured.out, captured.err)


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Inside:
    return Inside(monkeypatch, capsys)
