"""What was said, as plain text, Markdown or JSON."""

import json
import re
from collections.abc import Sequence

from interviewer.render.phrases import clock
from interviewer.transcript import Said

SCHEMA = "lab-interviewer/transcript/1"
_MARKS = re.compile(r"([\\`*_\[\]<>#|~$&!])")
_LINE_START = re.compile(r"^(\d*)([-+=.)])")
WHO = {"interviewer": "Interviewer", "candidate": "You"}


def head(item: Said) -> str:
    """Return who spoke when, and whether they were cut off."""
    return f"{WHO[item.who]}, {clock(item.elapsed_ms)}" + (" (cut off)" if item.cut else "")


def plain(said: Sequence[Said]) -> str:
    """Return the transcript as plain text."""
    return "\n\n".join(f"{head(item)}\n{item.text}" for item in said) + "\n" if said else "Nothing was said.\n"


def markdown(said: Sequence[Said]) -> str:
    """Return the transcript as Markdown in which nobody's words are markup."""
    if not said:
        return "# Transcript\n\nNothing was said.\n"
    return "# Transcript\n\n" + "\n\n".join(f"**{head(item)}**\n\n{quoted(item.text)}" for item in said) + "\n"


def as_json(said: Sequence[Said]) -> str:
    """Return the transcript as JSON."""
    rows = [item.model_dump(mode="json") for item in said]
    return json.dumps({"schema": SCHEMA, "said": rows}, ensure_ascii=False, indent=2) + "\n"


def literal(text: str) -> str:
    """Return text on one line with every mark escaped that Markdown or HTML would read."""
    return _LINE_START.sub(r"\1\\\2", _MARKS.sub(r"\\\1", " ".join(text.split())))


def quoted(text: str) -> str:
    """Return text as a Markdown quotation, line by line, its marks escaped."""
    return "\n".join(f"> {literal(line)}".rstrip() + ("  " if line.strip() else "") for line in text.splitlines())
