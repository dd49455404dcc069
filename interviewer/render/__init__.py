"""A report or transcript for people and programs: HTML, Markdown, plain text, JSON. It adds nothing to the values."""

import json
from collections.abc import Callable, Mapping, Sequence

from interviewer.render import html, markdown, text
from interviewer.render.safe import utterance
from interviewer.render.told import Told
from interviewer.report import Report
from interviewer.transcript import Said

__all__ = ["ReportRenderer"]

SCHEMA = "lab-interviewer/report/1"
"""What the JSON of a report is called; the number changes when a reader would have to."""


def _as_json(report: Report) -> str:
    body = {"schema": SCHEMA, **report.model_dump(mode="json")}
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


REPORTS: Mapping[str, Callable[[Report], str]] = {
    "html": html.report,
    "markdown": markdown.report,
    "json": _as_json,
}
TRANSCRIPTS: Mapping[str, Callable[[Sequence[Said], Told], str]] = {
    "html": html.transcript,
    "markdown": text.markdown,
    "text": text.plain,
    "json": text.as_json,
}


class ReportRenderer:
    """The :class:`interviewer.ports.Renderer`; raises KeyError for a format that no door offers."""

    def report(self, report: Report, format_: str) -> str:
        """See the port."""
        return REPORTS[format_](report)

    def transcript(self, said: Sequence[Said], format_: str, told: Told | None = None) -> str:
        """See the port; a page of its own is there too."""
        return TRANSCRIPTS[format_](said, told or {})

    def utterance(self, text: str) -> str:
        """See the port."""
        return utterance(text)
