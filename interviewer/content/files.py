"""One content file as a checked value: which model its path belongs to, and every problem at its place.

It owns the words in which a file is refused. It reads no folder and knows nothing of other files.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Generic, Literal, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from interviewer.case import Case
from interviewer.content.yamlfile import Document, Key, Location, decode, find, parse, plain
from interviewer.errors import Problem
from interviewer.lens import StandingLenses
from interviewer.persona import Persona
from interviewer.question import QuestionBank
from interviewer.round import Round
from interviewer.rubric import Rubric, SharedCriteria
from interviewer.value import Value

M = TypeVar("M", bound=Value)

CRITERIA = "rubrics/_shared/criteria.yaml"
LENSES = "rubrics/_shared/lenses.yaml"
_KINDS: tuple[tuple[re.Pattern[str], type[Value]], ...] = (
    (re.compile(re.escape(CRITERIA)), SharedCriteria),
    (re.compile(re.escape(LENSES)), StandingLenses),
    (re.compile(r"rubrics/[^_/][^/]*/round\.yaml"), Round),
    (re.compile(r"rubrics/[^_/][^/]*/rubric\.yaml"), Rubric),
    (re.compile(r"rubrics/[^_/][^/]*/questions\.yaml"), QuestionBank),
    (re.compile(r"rubrics/[^_/][^/]*/cases/[^/]+\.yaml"), Case),
    (re.compile(r"personas/[^/]+\.yaml"), Persona),
)
_SAYS = {
    "missing": "is missing",
    "string_type": "must be text",
    "string_pattern_mismatch": "must be lower case letters, digits, `_`, `.` or `-`, at most 80 characters",
    "dict_type": "must hold fields such as `id: …`",
    "model_type": "must hold fields such as `id: …`",
    "model_attributes_type": "must hold fields such as `id: …`",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
}


@dataclass(frozen=True, slots=True)
class File(Generic[M]):
    """A file that is fine by itself."""

    name: str
    """Path below the content folder, with slashes: what is pinned."""
    path: Path
    """Where it was read, for people."""
    text: str
    sha256: str
    document: Document
    value: M

    def problem(
        self, location: Location, message: str, severity: Literal["error", "warning"] = "error"
    ) -> Problem:  # fmt: skip
        """Return a problem with one place of this file."""
        return Problem(self.path, *self.document.at(location), dotted(location), message, severity)


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one file: itself, or what is wrong with it."""

    file: File[Value] | None
    problems: tuple[Problem, ...] = ()


def kind_of(name: str) -> type[Value] | None:
    """Return the model of a path below the content folder, None for a path that means nothing to us."""
    return next((model for pattern, model in _KINDS if pattern.fullmatch(name)), None)


def digest(text: str) -> str:
    """Return the SHA-256 that pins a file's text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_bytes(name: str, path: Path, data: bytes, model: type[Value]) -> Read:
    """Return the file that some bytes hold."""
    text, problems = decode(path, data)
    return Read(None, problems) if problems else read_text(name, path, text, model)


def read_text(name: str, path: Path, text: str, model: type[Value]) -> Read:
    """Return the file that a text is."""
    document = parse(path, text)
    if document.root is None:
        return Read(None, document.problems)
    value, problems = _validated(document, model)
    problems = (*document.problems, *problems)
    if value is None or problems:
        return Read(None, problems)
    return Read(File(name, path, text, digest(text), document, value))


def dotted(location: Location) -> str:
    """Return a location in words, for example ``questions[3].text``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).removeprefix(".")


def _validated(document: Document, model: type[Value]) -> tuple[Value | None, tuple[Problem, ...]]:
    """Return the value; where text is wanted, a plain ``12`` or ``true`` is the text as written."""
    root = document.root
    assert root is not None
    while True:
        try:
            return model.model_validate(plain(root)), ()
        except ValidationError as error:
            details = error.errors(include_url=False)
            if not _take_as_written(document, details):
                return None, tuple(_problem(document, model, detail) for detail in details if _own(document, detail))


def _own(document: Document, detail: ErrorDetails) -> bool:
    """Return whether an error is one: a list is also called too short when its items have errors of their own."""
    node = find(document.root, detail["loc"])
    if detail["type"] != "too_short" or node is None or not isinstance(node.value, list):
        return True
    return len(node.value) < int(detail["ctx"]["min_length"])


def _take_as_written(document: Document, details: list[ErrorDetails]) -> bool:
    changed = False
    for detail in details:
        node = find(document.root, detail["loc"])
        if detail["type"] == "string_type" and node and node.written and isinstance(node.value, int | float):
            node.value, changed = node.written, True
    return changed


def _problem(document: Document, model: type[Value], detail: ErrorDetails) -> Problem:
    kind, location = detail["type"], _existing(document, detail)
    key = kind in {"extra_forbidden", "invalid_key"}
    place = document.at(location, key=key)
    message = detail["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
    message = re.sub(
        r"^\w+ should have (at \w+ \d+ \w+)( after validation)?, not (\d+)", r"must have \1, not \3", message
    )
    if kind == "extra_forbidden":
        message = _unknown(model, location)
    elif kind == "string_too_short":
        least = detail["ctx"]["min_length"]
        message = "must not be empty" if least == 1 else f"must have at least {least} characters"
    elif kind == "string_pattern_mismatch" and "version" in location:
        message = "must be three numbers such as 1.0.0"
    return Problem(document.path, *place, dotted(location), _SAYS.get(kind, message))


def _existing(document: Document, detail: ErrorDetails) -> Location:
    """Return the error's location without pydantic's own segments, such as the branch of a union."""
    location: list[Key] = []
    for part in detail["loc"]:
        if find(document.root, (*location, part)) is None:
            if detail["type"] == "missing":
                location.append(part)
            break
        location.append(part)
    return tuple(location)


def _unknown(model: type[Value], location: Location) -> str:
    known = _fields(model.model_json_schema(by_alias=True), location[:-1])
    near = get_close_matches(str(location[-1]), known, n=1)
    hint = f"; did you mean `{near[0]}`?" if near else f"; known are: {', '.join(known)}" if known else ""
    return f"is not a field here{hint}"


def _fields(schema: Mapping[str, object], location: Location) -> list[str]:
    """Return the fields that a schema knows at a location."""
    node: object = schema
    definitions = schema.get("$defs")
    for part in (*location, None):
        node = _resolved(node, definitions)
        if not isinstance(node, dict) or part is None:
            break
        if isinstance(part, int):
            node = node.get("items") or next(iter(node.get("prefixItems", [])), None)
        else:
            node = node.get("properties", {}).get(part, node.get("additionalProperties"))
    return sorted(node.get("properties", {})) if isinstance(node, dict) else []


def _resolved(node: object, definitions: object) -> object:
    """Follow a reference, through an optional one."""
    if isinstance(node, dict) and "anyOf" in node:
        node = node["anyOf"][0]
    if isinstance(node, dict) and "$ref" in node and isinstance(definitions, dict):
        return definitions.get(str(node["$ref"]).rpartition("/")[2])
    return node
