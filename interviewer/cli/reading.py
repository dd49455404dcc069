"""The commands that read, export and delete interviews: their options and help, and short bodies."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

Id = Annotated[str | None, Parameter(name="ID", help="Its id, or the beginning of it; the newest one without.")]
AsJson = Annotated[bool, Parameter(name="--json", negative="", show_default=False, help="For programs.")]
Output = Annotated[Path | None, Parameter(help="File to write instead of printing.")]


def listing(*, json: AsJson = False) -> int:
    """List."""
    from interviewer.cli.opening import with_service
    from interviewer.cli.papers import print_list

    return with_service(lambda service, _: print_list(service, as_json=json))


def show(interview: Id = None, /, *, json: AsJson = False) -> int:
    """Show."""
    from interviewer.cli.opening import with_service
    from interviewer.cli.papers import print_interview

    return with_service(lambda service, _: print_interview(service, interview, as_json=json))


def report(
    interview: Id = None,
    /,
    *,
    format_: Annotated[
        Literal["markdown", "html", "json"], Parameter(name="--format", help="Form of the report.")
    ] = "markdown",
    json: Annotated[
        bool, Parameter(name="--json", negative="", show_default=False, help="The same as --format json.")
    ] = False,
    output: Output = None,
    decline: Annotated[
        bool, Parameter(negative="", show_default=False, help="Open it without predicting your levels first.")
    ] = False,
) -> int:
    """Report."""
    from interviewer.cli.opening import with_service
    from interviewer.cli.papers import print_report

    form = "json" if json else format_
    return with_service(lambda service, _: print_report(service, interview, form, output, decline=decline))


def export(interview: Id = None, /, *, output: Output = None) -> int:
    """Export."""
    from interviewer.cli.opening import with_service
    from interviewer.cli.papers import print_export

    return with_service(lambda service, _: print_export(service, interview, output))


def delete(
    interview: Annotated[str, Parameter(name="ID", help="Its id, or the beginning of it.")],
    /,
    *,
    yes: Annotated[bool, Parameter(negative="", show_default=False, help="Do not ask.")] = False,
) -> int:
    """Delete."""
    from interviewer.cli.opening import with_service
    from interviewer.cli.papers import remove

    return with_service(lambda service, _: remove(service, interview, yes=yes))
