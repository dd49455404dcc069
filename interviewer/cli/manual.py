"""The page ``docs/cli.md``, written from what ``--help`` prints: ``python -m interviewer.cli.manual > docs/cli.md``."""

import contextlib
import io
from collections.abc import Iterator

from rich.console import Console

from interviewer.cli import build
from interviewer.cli.commands import COMMANDS, CONTENT

HEAD = """<!-- Written by `python -m interviewer.cli.manual`; edit interviewer/cli instead. -->
# The command line

What `--help` prints, command by command.
"""
WIDTH = 100


def manual() -> str:
    """Return the page."""
    return "\n".join([HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for command in ([], *([name] for name in COMMANDS), *(["content", name] for name in CONTENT)):
        title = " ".join(["interviewer", *command])
        yield f"## {title}\n\n```text\n{_help(command).rstrip()}\n```\n"


def _help(command: list[str]) -> str:
    out = io.StringIO()
    console = Console(file=out, width=WIDTH, force_terminal=False, no_color=True, highlight=False)
    build().help_print(command, console=console)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        print(manual(), end="")
