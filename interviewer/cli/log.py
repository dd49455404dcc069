"""Where log lines of a command go: for a terminal into a file of the data folder, for a server to standard error.

It owns the form of a line. No line holds a word of an interview: errors are named with their places, without messages.
"""

import logging
import logging.handlers
import sys
from pathlib import Path
from types import TracebackType

from interviewer.errors import traceless

FILE_NAME = "interviewer.log"
MOST_BYTES = 1_000_000
OURS = ("interviewer", "api")


class _Plain(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Keep the first line alone: behind it asyncio quotes what an error said."""
        record.message = record.message.partition("\n")[0]
        return super().formatMessage(record)

    def formatException(  # noqa: N802 - logging's own name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return traceless(ei[1]) if ei[1] else ""


class _File(logging.handlers.RotatingFileHandler):
    """A file that is begun with its first line and whose failure is nobody's business."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=MOST_BYTES, backupCount=1, encoding="utf-8", delay=True)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Stay silent: standard error is where the candidate reads."""


def log_to_file(home: Path, level: str) -> None:
    """Keep the terminal free of log lines."""
    _configure(_File(home / FILE_NAME), level)


def log_to_stderr(level: str) -> None:
    """Log as a server does."""
    _configure(logging.StreamHandler(sys.stderr), level)


def _configure(handler: logging.Handler, level: str) -> None:
    """Let our own loggers speak at ``level`` and everybody else's only to warn.

    A vendor's debug lines hold requests, and with them what the candidate said.
    """
    handler.setFormatter(_Plain())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.captureWarnings(capture=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
