"""What was said, and in study mode told after each question, as plain text, Markdown or JSON."""

import json
import re
from collections.abc import Sequence

from interviewer.events import FeedbackGiven
from interviewer.render.phrases import clock
from interviewer.render.told import TITLE, Told, mixed, note, sections
from interviewer.transcript import Said

SCHEMA = "lab-interviewer/transcript/1"
_MARKS = re.compile(r"([\\`*_\[\]<>#|~$&!])")
_LINE_START = re.compile(r"^(\d*)([-+=.)])")
WHO = {"interviewer": "Interviewer", "candidate": "You"}


def head(item: Said) -> str:
    """Return who spoke when, and whether they were cut off."""
    return f"{WHO[item.who]}, {clock(item.elapsed_ms)}" + (" (cut off)" if item.cut else "")


def plain(said: Sequence[Said], told: Told) -> str:
    """Return the transcript as plain text."""
    if not said:
        return "Nothing was said.\n"
    items = mixed(said, told)
    return "\n\n".join(f"{head(i)}\n{i.text}" if isinstance(i, Said) else _plain(i) for i in items) + "\n"


def _plain(given: FeedbackGiven) -> str:
    lines = [f"[{TITLE}]"]
    for part in sections(given):
        lines.append(f"{part.title}:")
        for number, (text, quote) in enumerate(part.items, 1):
            lines.append(f"  {number}. {text}" if part.numbered else f"  - {text}")
            lines += [f"      “{' '.join(quote.split())}”"] if quote else []
    return "\n".join([*lines, note(given)])


def markdown(said: Sequence[Said], told: Told) -> str:
    """Return the transcript as Markdown in which nobody's words are markup."""
    if not said:
        return "# Transcript\n\nNothing was said.\n"
    blocks = (
        f"**{head(item)}**\n\n{quoted(item.text)}" if isinstance(item, Said) else _markdown(item)
        for item in mixed(said, told)
    )
    return "# Transcript\n\n" + "\n\n".join(blocks) + "\n"


def _markdown(given: FeedbackGiven) -> str:
    blocks = [f"**{TITLE}**"]
    for part in sections(given):
        lines = []
        for number, (text, quote) in enumerate(part.items, 1):
            lines.append(f"{number}. {literal(text)}" if part.numbered else f"* {literal(text)}")
            lines += [f"  “{literal(quote)}”"] if quote else []
        blocks += [f"{part.title}:", "\n".join(lines)]
    return "\n\n".join([*blocks, literal(note(given))])


def as_json(said: Sequence[Said], told: Told) -> str:
    """Return the transcript as JSON."""
    rows = [item.model_dump(mode="json") for item in said]
    after = [{"seq": seq, **given.model_dump(mode="json", exclude={"kind", "v"})} for seq, given in told.items()]
    body = {"schema": SCHEMA, "said": rows} | ({"feedback": after} if after else {})
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def literal(text: str) -> str:
    """Return text on one line with every mark escaped that Markdown or HTML would read."""
    return _LINE_START.sub(r"\1\\\2", _MARKS.sub(r"\\\1", " ".join(text.split())))


def quoted(text: str) -> str:
    """Return text as a Markdown quotation, line by line, its marks escaped."""
    return "\n".join(f"> {literal(line)}".rstrip() + ("  " if line.strip() else "") for line in text.splitlines())
