"""Report and transcript as one HTML file each: no script, one style block, everything escaped unless ``safe`` made it."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from interviewer.render import phrases, view
from interviewer.render.chart import Charts
from interviewer.render.safe import utterance
from interviewer.report import Report
from interviewer.transcript import Said

HEADLINE = "Coverage, not a grade"


def report(report: Report) -> str:
    """Return a report as a page."""
    said = {item.seq: item for item in report.transcript}
    return _page(
        "report.html.jinja",
        report=report,
        headline=HEADLINE,
        says=report.colophon.judge_says.removeprefix(f"{HEADLINE}. "),
        kept=view.kept(report),
        cost=view.cost(report),
        doubtful=view.doubtful(report),
        cited=view.cited(report),
        weighted=[item for item in report.coverage if item.weight],
        shared=[item for item in report.coverage if not item.weight],
        predicted=any(item.predicted is not None for item in report.coverage),
        at=lambda seq: phrases.clock(said[seq].elapsed_ms) if seq in said else "",
        transcript=view.anchors(report.transcript),
    )


def transcript(said: Sequence[Said]) -> str:
    """Return what was said as a page."""
    return _page("transcript.html.jinja", transcript=view.anchors(said), cited={})


def _page(name: str, **values: object) -> str:
    return _templates().get_template(name).render(charts=Charts(), **values)


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals["words"] = phrases
    templates.globals["shown_in"] = view.shown_in
    templates.filters["said"] = lambda text: Markup(utterance(text))  # noqa: S704 — the one way round escaping
    templates.filters["clock"] = phrases.clock
    templates.filters["percent"] = phrases.percent
    templates.filters["shortened"] = phrases.shortened
    return templates
