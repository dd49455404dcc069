"""The page of a report: one file that loads nothing, says what it can, and leads from every quote to its place."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from interviewer import assess
from interviewer.render import ReportRenderer, html
from interviewer.report import Report
from tests.graph.samples import critique, decomposition, talk
from tests.graph.stage import seated
from tests.render.page import Page, parsed, said, with_words

pytestmark = pytest.mark.anyio

ORDER = ["coverage", "keep", "missed", "pushbacks", "facts", "bars", "questions", "points", "time", "interviewer",
         "transcript", "colophon"]  # fmt: skip
PROMISES = ["validated", "hire", "hiring", "score of", "excellent", "great", "impressive", "well done", "you failed"]


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
async def report() -> Report:
    return await (await decomposition()).report()


@pytest.fixture(scope="module")
async def reports(report: Report) -> list[Report]:
    return [report, await (await critique()).report(), await (await talk()).report()]


async def test_a_page_is_one_file_that_runs_and_loads_nothing(reports: list[Report]) -> None:
    for item in reports:
        page = parsed(html.report(item))
        assert len(page.all("style")) == 1
        assert page.all("script", "link", "img", "iframe", "form", "object") == []
        assert not any(name == "style" or name.startswith("on") for e in page.elements for name in e.attributes)
        assert "@import" not in page.all("style")[0].text
        assert "url(" not in page.all("style")[0].text
        assert all(e.attributes["href"].startswith("#") for e in page.all("a"))


async def test_every_link_has_a_target_and_every_name_is_used_once(reports: list[Report]) -> None:
    for item in reports:
        page = parsed(html.report(item))
        assert [name for name, times in Counter(page.ids).items() if times > 1] == []
        assert {e.attributes["href"][1:] for e in page.all("a")} <= set(page.ids)
        named = [name for e in page.elements for name in e.attributes.get("aria-labelledby", "").split()]
        assert set(named) <= set(page.ids)


async def test_every_quote_leads_to_the_answer_it_is_from(reports: list[Report]) -> None:
    for item in reports:
        page = parsed(html.report(item))
        answers = {f"a-{said.seq}": said.text for said in item.transcript if said.who == "candidate"}
        quotes = [e for e in page.all("blockquote") if "li" in e.inside or "dd" in e.inside]
        links = [e for e in page.all("a") if "blockquote" in e.inside]
        assert len(quotes) == len(links) > 0
        for quote, link in zip(quotes, links, strict=True):
            words = quote.text.removesuffix(link.text).strip().removesuffix(" …")
            assert words in answers[link.attributes["href"][1:]]


async def test_headings_are_in_order_and_chapters_too(reports: list[Report]) -> None:
    for item in reports:
        page = parsed(html.report(item))
        levels = [int(e.tag[1]) for e in page.all("h1", "h2", "h3", "h4")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
    chapters = [e.attributes["id"] for e in parsed(html.report(reports[0])).all("h2") if "id" in e.attributes]
    assert [name for name in chapters if name != "h-notice"] == ORDER


async def test_it_opens_with_coverage_not_a_grade_in_the_judges_own_words(report: Report) -> None:
    page = parsed(html.report(report))
    assert page.all("h2")[0].text == "Coverage, not a grade"
    notice = next(e for e in page.all("section") if e.attributes.get("class") == "notice")
    assert assess.SAYS.removeprefix("Coverage, not a grade. ") in notice.text
    assert "nobody has compared it" in notice.text


async def test_tables_have_captions_and_heads_and_bars_have_names(reports: list[Report]) -> None:
    for item in reports:
        text = html.report(item)
        page = parsed(text)
        assert len(page.all("table")) == len(page.all("caption"))
        assert all(e.attributes.get("scope") in {"col", "row"} for e in page.all("th") if "details" not in e.inside)
        assert len(
            re.findall(r"<svg[^>]*><title id=\"[^\"]+\">[^<]+</title><desc id=\"[^\"]+\">[^<]+</desc>", text)
        ) == len(page.all("svg"))
        assert page.elements[0].attributes["lang"] == "en"
        assert page.all("a")[0].attributes == {"class": "skip", "href": "#main"}


async def test_the_words_promise_nothing_and_praise_nobody(reports: list[Report]) -> None:
    for item in reports:
        ours = html.report(item.model_copy(update={"transcript": (), "threads": (), "facts": (), "flaws": ()}))
        text = parsed(ours).elements[0].text.lower().replace("it was not validated on interviews", "")
        for word in PROMISES:
            assert not re.search(rf"\b{word}\b", text), word


async def test_predictions_stand_beside_the_bars_or_their_absence_is_said(report: Report) -> None:
    assert "You made no prediction" in html.report(report)
    opened = html.report(report.opened("i1", {"clarifying": 3.5}))
    assert "3.5 <span" in opened
    assert "You made no prediction" not in opened
    assert "interview i1" in opened


async def test_an_incomplete_report_says_which_answers_are_open(report: Report) -> None:
    seq = next(item.seq for item in report.transcript if item.who == "candidate")
    text = html.report(report.model_copy(update={"complete": False, "open_assessments": (f"answer:{seq}",)}))
    assert "1 answer has no judgement (at 1:18)" in text


async def test_an_interview_without_an_answer_is_told_as_that() -> None:
    it = seated()
    it.asks("decompose-parts")
    it.ends()
    page = parsed(html.report(await it.report()))
    assert "You gave no answer, so there is nothing to report on" in page.elements[0].text
    assert "keep" not in page.ids
    assert "a strong answer" not in page.elements[0].text.lower()
    assert "You made no prediction" not in page.elements[0].text


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> </li></ol></main> {{ 7*7 }} {% raw %}",
    "\u202eevil\u202c مرحبا بالعالم, this is right to left " + "\u2067" * 20,
    "word " * 20_000,
    "x" * 100_000,
    r"$\alpha_{i}*\beta < 1 & x$ and `code` and **bold** </style><style>*{display:none}</style>",
)


def harmless(page: Page) -> None:
    assert page.all("script", "img") == []
    assert len(page.all("style")) == 1


async def test_a_hostile_transcript_is_only_text(report: Report) -> None:
    text = html.report(with_words(report, *HOSTILE))
    page = parsed(text)
    harmless(page)
    assert "{{ 7*7 }}" in text
    assert len(page.all("ol", "ul")) == len(parsed(html.report(report)).all("ol", "ul"))
    turns = [e for e in page.all("li") if e.attributes.get("id", "").startswith("a-9")]
    assert len(turns) == len(HOSTILE)


async def test_hostile_words_are_harmless_wherever_they_are_shown(report: Report) -> None:
    bad = HOSTILE[0]
    quote = report.coverage[0].points[0].model_copy(update={"statement": bad, "question": bad})
    first = report.coverage[0].model_copy(update={"title": bad, "measures": bad, "points": (quote,), "capped": bad})
    update = {
        "title": bad, "interviewer": bad, "round": bad, "coverage": (first, *report.coverage[1:]),
        "phases": tuple(phase.model_copy(update={"title": bad}) for phase in report.phases),
        "facts": tuple(fact.model_copy(update={"quote": bad, "says": bad, "ask": bad}) for fact in report.facts),
        "pushbacks": tuple(p.model_copy(update={"said": bad, "quote": bad, "why": bad}) for p in report.pushbacks),
        "threads": tuple(t.model_copy(update={"question": bad, "outline": (bad,)}) for t in report.threads),
        "colophon": report.colophon.model_copy(update={"model": bad, "source_note": bad, "judge_says": bad}),
    }  # fmt: skip
    harmless(parsed(html.report(report.model_copy(update=update))))


async def test_words_that_run_the_other_way_are_kept_apart(report: Report) -> None:
    page = parsed(html.report(with_words(report, "مرحبا")))
    words = next(e for e in page.all("p") if e.text == "مرحبا")
    assert words.attributes["dir"] == "auto"
    assert [e.text for e in page.all("bdi")].count(report.threads[0].question) >= 1


def test_a_transcript_is_a_page_of_its_own() -> None:
    renderer = ReportRenderer()
    page = parsed(renderer.transcript([said("Hello", "interviewer", 3), said("<b>Hi</b>", seq=4)], "html"))
    assert {"t-3", "a-4"} <= set(page.ids)
    assert page.all("b")[1].text == "You"
    harmless(page)
    assert "Nothing was said." in renderer.transcript([], "html")


def test_an_answer_said_twice_in_one_turn_keeps_names_apart() -> None:
    twice = [said("Well", "interviewer", 3), said("Well, then?", "interviewer", 3)]
    assert parsed(html.transcript(twice)).ids.count("t-3") == 1
