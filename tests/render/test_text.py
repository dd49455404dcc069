"""Transcripts as text, Markdown and data."""

import json

import pytest

from interviewer.events import FeedbackGiven
from interviewer.render import SCHEMA, ReportRenderer
from interviewer.render.text import literal, quoted
from interviewer.report import Report
from tests.graph.stage import seated
from tests.render.page import said

SAID = [said("What is it?", "interviewer", 1), said("First line\n\n<b>second</b> *line*", seq=2)]


def test_plain_text_has_who_when_and_the_words_as_they_were() -> None:
    text = ReportRenderer().transcript(SAID, "text")
    assert text == "Interviewer, 1:01\nWhat is it?\n\nYou, 1:01\nFirst line\n\n<b>second</b> *line*\n"


def test_what_was_cut_off_is_marked() -> None:
    cut = SAID[0].model_copy(update={"cut": True})
    assert "(cut off)" in ReportRenderer().transcript([cut], "text")


def test_markdown_escapes_what_was_said() -> None:
    text = ReportRenderer().transcript(SAID, "markdown")
    assert "> First line" in text
    assert r"\<b\>second\</b\> \*line\*" in text


def test_data_has_a_schema_and_every_field() -> None:
    body = json.loads(ReportRenderer().transcript(SAID, "json"))
    assert body["schema"] == "lab-interviewer/transcript/1"
    assert body["said"] == [item.model_dump(mode="json") for item in SAID]


def test_an_empty_transcript_says_so_in_every_format() -> None:
    renderer = ReportRenderer()
    assert renderer.transcript([], "text") == "Nothing was said.\n"
    assert "Nothing was said." in renderer.transcript([], "markdown")
    assert json.loads(renderer.transcript([], "json"))["said"] == []


def test_a_format_nobody_offers_is_refused() -> None:
    with pytest.raises(KeyError):
        ReportRenderer().transcript(SAID, "pdf")


@pytest.mark.anyio
async def test_the_data_of_a_report_is_the_report() -> None:
    it = seated()
    it.ends()
    report = await it.report()
    body = json.loads(ReportRenderer().report(report, "json"))
    assert body.pop("schema") == SCHEMA
    assert Report.model_validate(body) == report


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- a", r"\- a"),
        ("12. b", r"12\. b"),
        ("3) c", r"3\) c"),
        ("= d", r"\= d"),
        ("a  \n b", "a b"),
        ("x-y 2.5", "x-y 2.5"),
    ],
)
def test_a_line_that_looks_like_markup_is_not(text: str, shown: str) -> None:
    assert literal(text) == shown


def test_quotations_keep_their_lines() -> None:
    assert quoted("a\n\nb") == "> a  \n>\n> b  "


TOLD = FeedbackGiven(
    thread=1, question="What is it?", heard=(("Names *it*.", "First line\n\n<b>second</b>"),), unheard=("Says why.",),
    outline=("One.", "Two."), pushback="“Sure?” It was a fair one.", judge="offline/1",
)  # fmt: skip
LATE = said("And why?", "interviewer", seq=9)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_what_study_mode_told_stands_where_it_was_told(form: str) -> None:
    text = ReportRenderer().transcript([*SAID, LATE], form, {5: TOLD})
    places = [text.index(part) for part in ("First line", "What was heard on this question", "Says why.", "And why?")]
    assert places == sorted(places)
    assert ("<b>second</b>" in text) == (form == "text")


def test_data_holds_what_study_mode_told_beside_what_was_said() -> None:
    body = json.loads(ReportRenderer().transcript(SAID, "json", {5: TOLD}))
    assert body["feedback"][0]["seq"] == 5
    assert body["feedback"][0]["unheard"] == ["Says why."]
    assert "feedback" not in json.loads(ReportRenderer().transcript(SAID, "json"))
