"""Whatever is typed becomes harmless markup in which every letter can still be read."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.render.safe import TAGS, plain, utterance
from tests.render.page import parsed

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](  JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>1</script>)",
    "[x](vbscript:x)",
    "[x](//evil.example)",
    "<javascript:alert(1)>",
    "</p></div></li></body><h1>mine</h1>",
    "<!-- --><style>*{display:none}</style>",
    "![i](https://tracker.example/pixel.png)",
    "```html\n<script>1</script>\n```",
    "[x]: javascript:alert(1)\n\n[x]",
    "&lt;script&gt;",
    '[x](https://a.example "onmouseover=alert(1)")',
    "<form><input name=token>",
    "$<script>alert(1)</script>$",
]


def check(markup: str) -> None:
    for element in parsed(markup).elements:
        assert element.tag in TAGS
        assert set(element.attributes) <= {"dir", "href", "rel", "start", "class"}
        if "href" in element.attributes:
            assert re.match(r"https?://", element.attributes["href"])
            assert "noopener" in element.attributes["rel"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_attack_survives(text: str) -> None:
    check(utterance(text))
    check(plain(text))


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet=st.sampled_from("<>&\"'[]()!*_`$\\|#-+=~:/.ajs \n\t1\u202e\u0627"), max_size=120))
def test_any_run_of_marks_is_harmless(text: str) -> None:
    check(utterance(text))


def test_a_little_markdown_is_understood() -> None:
    shown = utterance("Two **things**:\n\n1. `a < b`\n2. see [this](https://a.example/x?y=1&z)\n\n```py\nx = 1\n```")
    tags = {element.tag for element in parsed(shown).elements}
    assert {"strong", "ol", "li", "code", "pre", "a"} <= tags
    assert "a &lt; b" in shown


def test_line_breaks_stay_and_headings_do_not_become_any() -> None:
    assert utterance("one\ntwo").count("<br>") == 1
    assert parsed(utterance("# Title\n\nText\n===")).all("h1", "h2") == []
    assert "# Title" in utterance("# Title")


@pytest.mark.parametrize(
    "formula",
    [
        r"$\alpha_{i}*\beta_{j}*x_{k}$", r"$$\sum_i x_i^2 < y & z$$", r"\(a_1*b_2*c\)", r"\[\frac{1}{2}\]", "$x$", "$a*b$",
    ],
)  # fmt: skip
def test_a_formula_stays_as_it_was_typed(formula: str) -> None:
    shown = utterance(f"It follows that {formula} holds *here*.")
    assert html.escape(formula, quote=False) in shown
    assert "<em>here</em>" in shown


def test_prices_are_no_formula_and_products_no_stress() -> None:
    assert "<code>" not in utterance("It costs $40 and then $50 more.")
    assert utterance("2*x*y and a_b_c") == '<p dir="auto">2*x*y and a_b_c</p>'


def test_every_block_finds_its_own_direction() -> None:
    shown = parsed(utterance("שלום, this is **mixed**.\n\n- مرحبا\n\n> اقتباس\n\n|a|\n|-|\n|ب|"))
    blocks = [element for element in shown.elements if element.tag in {"p", "li", "blockquote", "td", "th", "ul"}]
    assert blocks
    assert all(element.attributes.get("dir") == "auto" for element in blocks)


def test_an_image_is_a_link_and_loads_nothing() -> None:
    page = parsed(utterance("![chart](https://a.example/b.png)"))
    assert page.all("img") == []
    assert page.all("a")[0].text == "chart"


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "[" * 50_000, "|a" * 20_000, "*a " * 30_000, "a\n" * 50_000, "`" * 9_999]
)
def test_text_that_would_take_long_to_parse_is_shown_plain(text: str) -> None:
    shown = utterance(text)
    assert {element.tag for element in parsed(shown).elements} <= {"p", "br"}
    assert len(shown) >= len(text.strip())


def test_plain_text_keeps_paragraphs_and_breaks() -> None:
    assert plain("a\nb\n\nc") == '<p dir="auto">a<br>b</p>\n<p dir="auto">c</p>'
    assert plain("  \n ") == ""
