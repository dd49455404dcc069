"""The command line: which commands there are, their help, and what any of them may answer to the shell.

A command is imported when it is run or asked for its own help, and what it needs when it runs: help costs no vendor. It owns exit codes and the promise that nobody is shown a stack of frames.
"""

import contextlib
import importlib.metadata
import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError

from interviewer.cli.commands import ABOUT, COMMANDS, CONTENT, EXAMPLES, EXIT_CODES, Command
from interviewer.cli.helping import TwoColumns
from interviewer.cli.problems import FAILED, INTERRUPTED, OK, USAGE, Usage
from interviewer.errors import InterviewerError, traceless

UNFORESEEN = "Something went wrong that nobody foresaw. What was acknowledged is kept."


def build() -> App:
    """Return the application with every command registered and none imported."""
    app = App(
        name="interviewer",
        help=ABOUT,
        help_format="plaintext",
        help_formatter=TwoColumns(),
        help_epilogue=f"{EXAMPLES}\n\n{EXIT_CODES}",
        version=lambda: importlib.metadata.version("lab-interviewer"),
        result_action="return_value",
        suppress_keyboard_interrupt=False,
        print_error=False,
        exit_on_error=False,
    )
    content = App(name="content", help="Work on rounds, rubrics, questions, cases and personas.", help_epilogue="")
    for parent, commands in ((app, COMMANDS), (content, CONTENT)):
        for order, (name, command) in enumerate(commands.items()):
            _register(parent, name, command, order)
            for spelling in command.also:
                _register(parent, spelling, command, order, show=False)
    app.command(content)
    return app


def _register(parent: App, name: str, command: Command, order: int, *, show: bool = True) -> None:
    where, epilogue = f"interviewer.cli.{command.where}", command.epilogue
    parent.command(where, name=name, sort_key=order, show=show, help=command.says, help_epilogue=epilogue)


def main() -> None:
    """Run the command line."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line and return its exit code; whatever fails is said in a sentence."""
    _steady_streams()
    try:
        code = int(build()(arguments) or OK)
        sys.stdout.flush()  # here, where somebody catches that the reader has gone
        return code
    except CycloptsError as error:
        return _say(f"{error}\nSee: interviewer --help", USAGE)
    except Usage as error:
        return _say(str(error), USAGE)
    except InterviewerError as error:
        return _say(str(error), FAILED)
    except KeyboardInterrupt:
        return _say("", INTERRUPTED)
    except BrokenPipeError:
        # Whoever reads has gone; the interpreter must not try to tell them at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:  # noqa: BLE001 - the last line of defence: people get a sentence, the log the places
        return _say(f"{UNFORESEEN}\nFor a report of it: {traceless(error)}", FAILED)


def _steady_streams() -> None:
    """Make sure that there is somewhere to write and that no letter is refused."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - it lives as long as we do
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _say(text: str, code: int) -> int:
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr)
    return code
