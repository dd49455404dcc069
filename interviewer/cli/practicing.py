"""The commands that hold an interview: their options and help. What they do is imported when they run."""

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

Kind = Literal["paper", "talk", "abstract", "cv", "job", "notes"]
Role = Literal["research_scientist", "research_engineer", "forward_deployed_engineer"]
Seniority = Literal["intern", "junior", "mid", "senior", "staff"]


def practice(  # noqa: PLR0913 - one parameter for each option
    *,
    round_: Annotated[str | None, Parameter(name="--round", help="Kind of interview.")] = None,
    persona: Annotated[str | None, Parameter(help="Who interviews.")] = None,
    case: Annotated[str | None, Parameter(help="Which case, in rounds that have some; drawn without it.")] = None,
    minutes: Annotated[int | None, Parameter(help="How long; without it the round's usual length.")] = None,
    mode: Annotated[
        Literal["real", "study"], Parameter(help="Without feedback until the report, or with some after each question.")
    ] = "real",
    pressure: Annotated[
        Literal[0, 1, 2, 3] | None, Parameter(help="How hard to push; without it the persona's own.")
    ] = None,
    role: Annotated[Role | None, Parameter(help="Post you apply for.")] = None,
    seniority: Annotated[Seniority, Parameter(help="Level of the post: which questions are drawn.")] = "mid",
    pace: Annotated[
        Literal["1", "1.5", "2", "untimed"], Parameter(help="Time allowance: as it is, half more, double, none.")
    ] = "1",
    engine: Annotated[Literal["rehearsal", "claude"] | None, Parameter(help="Who speaks.")] = None,
    material: Annotated[
        list[Path] | None, Parameter(negative="", help="File with your paper, talk, CV or the job; repeatable.")
    ] = None,
    material_kind: Annotated[
        list[Kind] | None,
        Parameter(negative="", help="What the file is, when its name does not tell; once, or once for each file."),
    ] = None,
    seed: Annotated[int, Parameter(help="The same seed asks the same questions; 0 draws one.")] = 0,
) -> int:
    """Practise.

    What is left open is asked by number when you sit at a keyboard. In the interview an answer ends with an empty line
    or a single dot, and /help lists the commands. A file on standard input answers with one paragraph per question.
    """
    _one_moment()
    from interviewer.cli.choices import Wishes
    from interviewer.cli.holding import practise
    from interviewer.cli.opening import with_service

    allowance = 0.0 if pace == "untimed" else float(pace)
    wishes = Wishes(
        round_, persona, case, minutes, mode, pressure, role, seniority, allowance, engine, seed
    )  # fmt: skip
    files, kinds = tuple(material or ()), tuple(material_kind or ())
    return with_service(lambda service, settings: practise(service, settings, wishes, files, kinds))


def resume(interview: Annotated[str | None, Parameter(name="ID")] = None, /) -> int:
    """Go on.

    Parameters
    ----------
    interview
        Its id, or the beginning of it.
    """
    _one_moment()
    from interviewer.cli.holding import go_on
    from interviewer.cli.opening import with_service

    return with_service(lambda service, _: go_on(service, interview))


def _one_moment() -> None:
    """Say that something happens: what an interview needs takes seconds to load."""
    if sys.stdout.isatty():
        print("One moment.", flush=True)
