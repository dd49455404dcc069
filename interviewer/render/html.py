"""Report and transcript as one HTML file each: no script, one style block, everything escaped unless ``safe`` made it."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from interviewer.events import FeedbackGiven
from interviewer.render import phrases, view
from interviewer.render.chart import Charts
from interviewer.render.safe import utterance
from interviewer.render.told import TITLE, Told, mixed, note, sections
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


def transcript(said: Sequence[Said], told: Told | None = None) -> str:
    """Return what was said as a page."""
    return _page("transcript.html.jinja", transcript=view.anchors(said), cited={}, after=_after(said, told or {}))


def _after(said: Sequence[Said], told: Told) -> dict[int, FeedbackGiven]:
    """Return what was told, each by the contribution it came after."""
    after, last = {}, 0
    for item in mixed(said, told):
        if isinstance(item, Said):
            last = item.seq
        else:
            after[last] = item
    return after


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
    templates.globals |= {"told_title": TITLE, "told_sections": sections, "told_note": note}
    templates.filters["said"] = lambda text: Markup(utterance(text))  # noqa: S704 — the one way round escaping
    templates.filters["clock"] = phrases.clock
    templates.filters["percent"] = phrases.percent
    templates.filters["shortened"] = phrases.shortened
    return templates
