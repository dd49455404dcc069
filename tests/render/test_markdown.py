"""Markdown says what the page says, and nobody's words become markup in it."""

import pytest
from markdown_it import MarkdownIt

from interviewer.render import markdown
from interviewer.report import Report
from tests.graph.samples import critique, decomposition
from tests.graph.stage import seated
from tests.render.page import parsed, with_words

pytestmark = pytest.mark.anyio

HOSTILE = "# Mine\n<script>alert(1)</script>\n![x](https://t.example/x.png) [y](https://y.example)\n- a | b\n1. c\n*d* `e`\n---"


@pytest.fixture
async def report() -> Report:
    return await (await decomposition()).report()


async def test_chapters_come_in_the_order_of_the_page(report: Report) -> None:
    chapters = [line[3:] for line in markdown.report(report).splitlines() if line.startswith("## ")]
    assert chapters[:6] == [
        "Coverage", "What to keep", "Not heard in your words", "Push-backs", "Facts of the case",
        "Bars that interviewers of this kind state",
    ]  # fmt: skip
    assert chapters[-2:] == ["Transcript", "How this report came about"]


async def test_it_says_what_it_is_and_quotes_with_the_time(report: Report) -> None:
    text = markdown.report(report)
    assert "**Coverage, not a grade.** The offline judge estimates" in text
    assert "> you, at 1:18" in text


async def test_hostile_words_stay_words(report: Report) -> None:
    shown = MarkdownIt("commonmark").enable("table").render(markdown.report(with_words(report, HOSTILE)))
    page = parsed(shown)
    assert page.all("script", "img", "a") == []
    assert [e.text for e in page.all("h1")] == [report.title]
    assert "# Mine" in shown
    assert not any(e.tag in {"em", "code", "ul", "ol", "hr"} for e in page.elements if "blockquote" in e.inside)


async def test_a_paper_s_flaws_are_listed_with_their_quotes() -> None:
    text = markdown.report(await (await critique()).report())
    assert "* **Heard**, fatal: " in text
    assert "* **You came near this objection**" in text


async def test_nothing_answered_is_said_plainly() -> None:
    it = seated()
    it.asks("decompose-parts")
    it.ends()
    text = markdown.report(await it.report())
    assert "You gave no answer, so there is nothing to report on" in text
    assert "## What to keep" not in text
    assert "A strong answer" not in text
