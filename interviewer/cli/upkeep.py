"""The commands that serve and check: their options and help, and short bodies."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from interviewer.cli.problems import FAILED, OK, Usage


def serve(
    *,
    host: Annotated[str | None, Parameter(help="Address to listen on; INTERVIEWER_HOST says it too.")] = None,
    port: Annotated[int | None, Parameter(help="Port; 0 takes a free one. INTERVIEWER_PORT says it too.")] = None,
    open_: Annotated[
        bool, Parameter(name="--open", negative="", show_default=False, help="Open the link in your browser.")
    ] = False,
) -> int:
    """Serve."""
    import os

    from interviewer.cli.log import log_to_stderr
    from interviewer.settings import load_settings

    given = {"INTERVIEWER_HOST": host, "INTERVIEWER_PORT": None if port is None else str(port)}
    settings = load_settings(os.environ | {name: value for name, value in given.items() if value is not None})
    log_to_stderr(settings.log_level)
    from api.server import run

    run(settings, _tell_and_open if open_ else _tell)
    return OK


def _tell(sentence: str) -> None:
    print(sentence, flush=True)


def _tell_and_open(sentence: str) -> None:
    import webbrowser

    _tell(sentence)
    for word in sentence.split():
        if word.startswith("http://"):
            webbrowser.open(word)


def doctor(
    *,
    probe: Annotated[
        bool,
        Parameter(
            negative="",
            show_default=False,
            help="Also put one tiny question to the model service; it costs next to nothing.",
        ),
    ] = False,
) -> int:
    """Examine."""
    from interviewer.cli.doctor import examine

    return examine(ask_model=probe)


def graph(
    *, round_: Annotated[str | None, Parameter(name="--round", help="Only what this kind of interview can do.")] = None
) -> int:
    """Draw."""
    from interviewer.content import FileLibrary
    from interviewer.graph.conversation import LangGraphConversation
    from interviewer.settings import load_settings

    rounds = FileLibrary(load_settings().content).rounds()
    if round_ is not None and round_ not in rounds:
        raise Usage(f"There is no round {round_!r} here. Choose one of {', '.join(rounds)}.")
    print(LangGraphConversation().mermaid(rounds[round_] if round_ else None), end="")
    return OK


def check(
    *paths: Annotated[Path, Parameter(name="PATH", help="Content folder, or a folder or file in one; ours without.")],
) -> int:
    """Check."""
    from interviewer.content import check as problems_of

    if absent := [str(path) for path in paths if not path.exists()]:
        raise Usage(f"There is no {absent[0]}.")
    problems = problems_of(paths)
    for problem in problems:
        print(problem)
    errors = sum(problem.severity == "error" for problem in problems)
    print(f"{errors} errors, {len(problems) - errors} warnings." if problems else "Content is in order.")
    return FAILED if errors else OK
