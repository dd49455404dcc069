"""A rendered page, taken apart: elements in order, and what a reader would check by eye."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from interviewer.report import Report
from interviewer.transcript import Said

VOID = {"meta", "br", "hr", "link", "img", "input", "rect"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""
    inside: tuple[str, ...] = ()


@dataclass
class Page(HTMLParser):
    """Every element with its attributes, its own text and the tags around it."""

    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        around = tuple(element.tag for element in self._open)
        element = Element(tag, {name: value or "" for name, value in attrs}, inside=around)
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self._open and self._open[-1].tag == tag:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    @property
    def ids(self) -> list[str]:
        return [element.attributes["id"] for element in self.elements if "id" in element.attributes]


def parsed(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    assert not page._open, "something was never closed"
    return page


def said(text: str, who: str = "candidate", seq: int = 900) -> Said:
    return Said.model_validate(
        {"who": who, "text": text, "turn": seq, "seq": seq, "elapsed_ms": 61_000, "source": "typed"}
    )  # fmt: skip


def with_words(report: Report, *texts: str) -> Report:
    """Return the report of an interview in which these were said as well, and quoted."""
    more = tuple(said(text, seq=900 + number) for number, text in enumerate(texts))
    return report.model_copy(update={"transcript": (*report.transcript, *more)})
