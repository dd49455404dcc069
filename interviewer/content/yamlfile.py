"""One YAML file as data with places: what it says, and where each piece of it stands.

It owns the refusal of everything in YAML that surprises people: duplicate keys, aliases, merge keys, tags, ``no`` read
as false, ``.nan``, several documents in one file, bombs. It knows no model and no folder.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml

from interviewer.errors import Problem

MAX_BYTES = 512 * 1024
MAX_DEPTH = 20

Scalar: TypeAlias = str | int | float | bool | None
Key: TypeAlias = str | int
Plain: TypeAlias = "Scalar | list[Plain] | dict[Key, Plain]"
Location: TypeAlias = tuple[Key, ...]

_LOADER: "type[yaml.SafeLoader]" = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?\d{1,18}")
_FLOAT = re.compile(r"[-+]?(\d+\.\d*|\.\d+|\d+(?=[eE]))([eE][-+]?\d{1,3})?")
_NOT_A_NUMBER = re.compile(r"[-+]?\.?(nan|inf|infinity)", re.I)


@dataclass(slots=True)
class Node:
    """A value with its place; lines and columns count from 1."""

    line: int
    column: int
    value: "Scalar | list[Node] | dict[Key, Node]"
    written: str | None = None
    """A plain scalar's own words, for places that want text."""
    keys: dict[Key, tuple[int, int]] = field(default_factory=dict)
    """A mapping's keys with their places."""


@dataclass(frozen=True, slots=True)
class Document:
    """What one file says; without a ``root`` its problems say why."""

    path: Path
    root: Node | None
    problems: tuple[Problem, ...] = ()

    def at(self, location: Location, *, key: bool = False) -> tuple[int, int]:
        """Return line and column of a location, or of the nearest thing around it that exists."""
        node = self.root
        place = (1, 1) if node is None else (node.line, node.column)
        for part in location:
            if node is None or (child := child_of(node, part)) is None:
                break
            stands = (child.line, child.column)
            place = node.keys.get(part, stands) if key else stands
            node = child
        return place


def child_of(node: Node, part: Key) -> Node | None:
    """Return what a mapping holds under a key or a list at an index, or None."""
    if isinstance(node.value, dict):
        return node.value.get(part)
    if isinstance(node.value, list) and isinstance(part, int) and 0 <= part < len(node.value):
        return node.value[part]
    return None


def find(node: Node | None, location: Location) -> Node | None:
    """Return the node at a location, or None."""
    for part in location:
        if node is None:
            return None
        node = child_of(node, part)
    return node


def plain(node: Node) -> Plain:
    """Return the value without places."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def decode(path: Path, data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Return a file's text, or the problem with its bytes."""
    if len(data) > MAX_BYTES:
        return "", (Problem(path, 1, 1, "", f"the file is larger than {MAX_BYTES // 1024} KiB"),)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        return "", (Problem(path, line, column, "", "the file is not UTF-8 text; save it as UTF-8"),)


def parse(path: Path, text: str) -> Document:
    """Return what a text says; it never raises for what an author can write."""
    reader = _Reader(path)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            reader.take(event)
            if reader.stopped:
                break
    except yaml.MarkedYAMLError as error:
        reader.syntax(error, text)
    except yaml.YAMLError:
        line = next((n for n, each in enumerate(text.split("\n"), 1) if _unprintable(each)), 1)
        reader.refuse((line, 1), "the file holds a control character; delete it")
    if not reader.problems and reader.root is None:
        reader.refuse((1, 1), "the file is empty")
    elif reader.root and not reader.problems and not isinstance(reader.root.value, dict):
        reader.refuse((1, 1), "the file must begin with a field such as `id: …`")
    return Document(path, None if reader.fatal else reader.root, tuple(reader.problems))


def _unprintable(line: str) -> bool:
    return any(not char.isprintable() and char not in "\t\r\x85\xa0\u2028\u2029" for char in line)


class _Reader:
    """Builds the tree from parser events and notes what is refused."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.stopped = False
        self.fatal = False
        self._stack: list[Node] = []
        self._key: list[Key | None] = []
        """The key each open mapping waits for a value with."""
        self._documents = 0

    def refuse(self, place: tuple[int, int], message: str, *, field_: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(self.path, *place, field_, message))

    def syntax(self, error: yaml.MarkedYAMLError, text: str) -> None:
        """Note what the parser could not read."""
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        lines = text.split("\n")
        tab = line < len(lines) and lines[line].lstrip(" ").startswith("\t")
        why = "indent with spaces, not with tabs" if tab else f"this is not YAML: {error.problem or error.context}"
        if error.problem and "mapping values are not allowed" in error.problem:
            why += "; put quotation marks round a sentence that holds a colon"
        self.refuse((line + 1, column + 1), why)
        self.fatal = True

    def take(self, event: yaml.Event) -> None:
        """Take one parser event."""
        if isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event))
        elif isinstance(event, yaml.CollectionEndEvent):
            node = self._stack.pop()
            self._key.pop()
            self._add(node)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.AliasEvent):
            place = _place(event)
            self.refuse(place, f"aliases are not used here; write out what *{event.anchor} stands for")
            self._add(Node(*place, None))
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(_place(event))

    def _document(self, place: tuple[int, int]) -> None:
        self._documents += 1
        if self._documents > 1:
            self.refuse(place, "a file holds one document; delete this `---` and what follows")
            self.stopped = True

    def _adorned(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, place: tuple[int, int]) -> None:
        """Refuse an anchor or a tag."""
        if event.anchor:
            self.refuse(place, f"anchors are not used here; delete &{event.anchor}")
        if event.tag:
            self.refuse(place, f"tags are not used here; delete {event.tag}")

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        node = Node(*_place(event), {} if isinstance(event, yaml.MappingStartEvent) else [])
        if event.anchor or event.tag:
            self._adorned(event, _place(event))
        if len(self._stack) >= MAX_DEPTH:
            self.refuse((node.line, node.column), f"nested deeper than {MAX_DEPTH} levels")
            self.stopped = self.fatal = True
        self._stack.append(node)
        self._key.append(None)

    def _add(self, node: Node) -> None:
        """Put a finished node where it belongs."""
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1]
        if isinstance(parent.value, list):
            parent.value.append(node)
        elif isinstance(parent.value, dict):
            self._pair(parent, parent.value, node)

    def _pair(self, parent: Node, mapping: dict[Key, Node], node: Node) -> None:
        """Take a key or the value that belongs to the key before it."""
        key = self._key[-1]
        if key is not None:
            mapping.setdefault(key, node)
            self._key[-1] = None
            return
        place = (node.line, node.column)
        self._key[-1] = key = self._as_key(node)
        if key in parent.keys:
            first = parent.keys[key][0]
            self.refuse(place, f"the field {key!r} stands here twice; the first is in line {first}", field_=str(key))
        parent.keys.setdefault(key, place)

    def _as_key(self, node: Node) -> Key:
        place = (node.line, node.column)
        value = node.value
        if node.written == "<<":
            self.refuse(place, "merge keys are not used here; write the fields out")
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.refuse(place, "a field's name must be text; put quotation marks round it")
        return node.written or f"line {node.line}"

    def _scalar(self, event: yaml.ScalarEvent) -> Node:
        line, column = _place(event)
        text = event.value
        if event.anchor or event.tag:
            self._adorned(event, (line, column))
        if len(text) < 12 and _NOT_A_NUMBER.fullmatch(text):
            self.refuse((line, column), f"{text} is not a number we can use")
        if not event.implicit[0]:
            return Node(line, column, text)
        return Node(line, column, text if len(text) > 40 else _resolve(text), text)


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    assert mark is not None
    return mark.line + 1, mark.column + 1


def _resolve(text: str) -> Scalar:
    """Return what a plain scalar means: YAML 1.2's few numbers, true, false and null; all else is text."""
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
