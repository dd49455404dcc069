"""Writes the documents of the wire from the models that run: the sections of ``docs/wire.md``, AsyncAPI, OpenAPI.

``python -m api.docs`` writes them, ``--check`` says which are behind and writes nothing. The prose of ``docs/wire.md``
is by hand; what stands between its markers is not.
"""

import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from interviewer import events, service
from interviewer.service.commands import MAX_ANSWER_BYTES, Ack, AnyCommand

from .app import build_routes
from .errors import CODES, TABLE
from .rest import MAX_MATERIAL_BYTES
from .seam import Service
from .shapes import Catalogue, EngineCard, MaterialView, NewInterview, NewText, Overview, PersonaCard, RoundCard
from .wire import (
    CLOSE_CODES,
    HEARTBEAT_S,
    MAX_FRAME_BYTES,
    PROTOCOL,
    ClockReading,
    Delta,
    Frame,
    GoingAway,
    Hello,
    Ping,
    RefusedFrame,
    StateFrame,
    StoredEvent,
    TurnBegin,
)

DOCS = Path(__file__).parents[1] / "docs"
Schema = dict[str, Any]
SERVER: tuple[type[BaseModel], ...] = (
    Hello, StoredEvent, TurnBegin, Delta, StateFrame, Ack, RefusedFrame, Ping, GoingAway,
)  # fmt: skip
COMMANDS: tuple[type[BaseModel], ...] = get_args(get_args(AnyCommand)[0])
BODIES = tuple(body for body in get_args(get_args(events.AnyBody)[0]) if body.audience == "candidate")
SHAPES: tuple[type[BaseModel], ...] = (
    events.Setup, ClockReading, NewInterview, NewText, MaterialView, Overview, Catalogue, RoundCard, PersonaCard,
    EngineCard,
)  # fmt: skip
REF = "#/components/schemas/{model}"
HEAD: dict[str, Schema] = {
    "seq": {"type": "integer", "description": "Counts from 1 without gaps."},
    "at": {"type": "string", "format": "date-time"},
    "elapsed_ms": {"type": "integer", "description": "The interview clock."},
}
RENDERED: Schema = {"type": "string", "description": "``text`` rendered to safe HTML, fit to be inserted as it is."}


def documents(folder: Path = DOCS) -> dict[Path, str]:
    """Return every document with the text it should have."""
    frame = folder / "wire.md"
    return {
        frame: fill(frame.read_text("utf-8"), sections()),
        folder / "asyncapi.json": _json(asyncapi()),
        folder / "openapi.json": _json(openapi()),
    }


def fill(text: str, parts: Mapping[str, str]) -> str:
    """Return the text with what stands between each pair of markers replaced; raises KeyError for an unknown name."""
    pattern = re.compile(r"(<!-- begin (\w+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)
    return pattern.sub(lambda match: f"{match[1]}\n{parts[match[2]]}\n\n{match[3]}", text)


def sections() -> dict[str, str]:
    """Return the generated sections of ``docs/wire.md`` by name."""
    return {
        "limits": _limits(),
        "routes": _routes(),
        "shapes": "\n\n".join(_described(_schema(model), "title") for model in SHAPES),
        "commands": "\n\n".join(_described(_schema(model), "type") for model in COMMANDS),
        "frames": "\n\n".join(_described(_schema(model), "type") for model in SERVER if model is not StoredEvent),
        "events": "\n\n".join(_described(schema, "kind") for schema in event_schemas().values()),
        "closes": _closes(),
        "errors": _errors(),
    }


def _limits() -> str:
    rows = [
        ("protocol", PROTOCOL),
        ("one frame", f"{MAX_FRAME_BYTES // 1024} KiB"),
        ("one answer, extension or draft", f"{MAX_ANSWER_BYTES // 1024} KiB of UTF-8"),
        ("one material", f"{MAX_MATERIAL_BYTES // 1024 // 1024} MB"),
        ("heartbeat", f"{HEARTBEAT_S:g} s"),
    ]
    return _table(("what", "how much"), rows)


def _routes() -> str:
    paths: Schema = openapi()["paths"]
    rows = [
        (f"`{method.upper()} {path}`", operation["description"].split("\n")[0])
        for path, methods in paths.items()
        for method, operation in methods.items()
    ]
    return _table(("request", "what it does"), rows)


def _closes() -> str:
    rows = [(str(code), name, says) for code, (name, says) in CLOSE_CODES.items()]
    return _table(("code", "name", "meaning"), rows)


def _errors() -> str:
    own = {error: code for error, (code, _) in CODES.items()}
    rows = [
        (f"`{error.__name__}`", f"`{own[error]}`" if error in own else "its own", str(TABLE[error].status))
        for error in TABLE
    ]
    codes = ", ".join(f"`{code}`" for code in refusal_codes())
    return f"{_table(('error', 'code', 'HTTP status'), rows)}\n\nCodes of `Refused`: {codes}."


def refusal_codes() -> list[str]:
    """Return the codes the service refuses with, read from its source: there is no other list of them to fall behind."""
    found = {"already_answered", "command_reused", "too_large"}
    for path in Path(service.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Refused"), args=[ast.Constant(value=str(code)), *_]):
                    found.add(code)
    return sorted(found)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def _schema(model: type[BaseModel]) -> Schema:
    return model.model_json_schema(mode="serialization" if issubclass(model, Frame) else "validation")


def event_schemas() -> dict[str, Schema]:
    """Return the schema of each event as it crosses the wire, by kind; ``private`` stands for all of the judge's."""
    schemas: dict[str, Schema] = {}
    for body in BODIES:
        schema = body.model_json_schema(ref_template=REF)
        properties = {name: value for name, value in schema["properties"].items() if name != "kind"}
        kind = body.model_fields["kind"].default
        if kind == "material.attached":
            del properties["claims"]  # the projection keeps them back
        if kind == "turn.spoken":
            properties["html"] = RENDERED
        schema["properties"] = {"kind": {"const": kind}, **HEAD, **properties}
        schema["required"] = ["kind", *HEAD, *schema.get("required", ())]
        schemas[kind] = schema
    schemas["private"] = {
        "title": "Private",
        "description": "Something on the judge's side happened; what, opens with the report.",
        "type": "object",
        "properties": {"kind": {"const": "private"}, "seq": HEAD["seq"]},
        "required": ["kind", "seq"],
    }
    return schemas


def _described(schema: Schema, tag: str) -> str:
    properties: Schema = schema["properties"]
    name = schema["title"] if tag == "title" else properties.get(tag, {}).get("const")
    title = f"`{name}`" if name else "delta (no `type`)"
    lines = [f"**{title}** {_sentence(schema)}", ""]
    required = set(schema.get("required", ()))
    command = tag == "type" and name not in {"ack", "refused"}
    hidden = {"type": {"type", *(("id",) if command else ())}, "kind": {"kind", "v", *HEAD}, "title": set()}[tag]
    for field, value in properties.items():
        if field not in hidden:
            lines.append(_field(field, value, optional=field not in required))
    return "\n".join(lines).rstrip()


def _field(name: str, schema: Schema, *, optional: bool) -> str:
    default = f", default `{json.dumps(schema['default'])}`" if optional and "default" in schema else ""
    says = _sentence(schema)
    return f"* `{name}`: {_type(schema)}{default}{'. ' + says if says else ''}"


def _sentence(schema: Schema) -> str:
    return " ".join(schema.get("description", "").split()).replace("``", "`")


def _type(schema: Schema) -> str:
    match schema:
        case {"const": value}:
            return f"`{json.dumps(value)}`"
        case {"enum": values}:
            return " or ".join(f"`{json.dumps(value)}`" for value in values)
        case {"anyOf": choices}:
            return " or ".join(_type(choice) for choice in choices)
        case {"$ref": target}:
            return f"`{target.rpartition('/')[2]}`"
        case {"type": "array"}:
            return f"list of {_type(schema.get('items', {'type': 'value'}))}"
        case _:
            return str(schema.get("type", "value"))


def asyncapi() -> Schema:
    """Return the AsyncAPI 3 document of the socket."""
    _, shared = models_json_schema([(m, "validation") for m in (*SERVER, *COMMANDS)], ref_template=REF)
    schemas: Schema = dict(shared["$defs"])
    kinds = event_schemas()
    for kind, schema in kinds.items():
        schemas |= schema.pop("$defs", {})
        schemas[_event_name(kind)] = schema
    schemas["StoredEvent"] = {"oneOf": [{"$ref": REF.format(model=_event_name(kind))} for kind in kinds]}
    names = {model.__name__: model for model in (*SERVER, *COMMANDS)}
    messages = {name: {"name": name, "payload": {"$ref": REF.format(model=name)}} for name in names}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Lab interviewer, live", "version": str(PROTOCOL), "description": "See wire.md."},
        "defaultContentType": "application/json",
        "channels": {"live": _channel(names)},
        "operations": {"obey": _operation("receive", COMMANDS), "tell": _operation("send", SERVER)},
        "components": {"messages": messages, "schemas": dict(sorted(schemas.items()))},
    }


def _event_name(kind: str) -> str:
    return "Event" + "".join(part.capitalize() for part in kind.split("."))


def _channel(names: Iterable[str]) -> Schema:
    return {
        "address": "/v1/interviews/{interview}/live",
        "parameters": {"interview": {"description": "Id of the interview."}},
        "bindings": {
            "ws": {
                "query": {
                    "type": "object",
                    "properties": {"after": {"type": "integer", "minimum": 0, "default": 0}},
                    "description": "Continue after this sequence number.",
                }
            }
        },
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
    }


def _operation(action: str, models: Iterable[type[BaseModel]]) -> Schema:
    messages = [{"$ref": f"#/channels/live/messages/{model.__name__}"} for model in models]
    return {"action": action, "channel": {"$ref": "#/channels/live"}, "messages": messages}


def openapi() -> Schema:
    """Return the OpenAPI document of the routes; no service is opened for it."""

    def closed() -> AbstractAsyncContextManager[Service]:
        raise NotImplementedError

    return build_routes(closed).openapi()


def _json(value: Schema) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False, sort_keys=False) + "\n"


def behind(folder: Path = DOCS) -> Iterator[Path]:
    """Yield the documents that do not say what the code does."""
    for path, text in documents(folder).items():
        if not path.exists() or path.read_text("utf-8") != text:
            yield path


def main(arguments: Sequence[str] = ()) -> int:
    """Write the documents, or with ``--check`` name those that are behind; return the exit status."""
    stale = list(behind())
    if "--check" in arguments:
        for path in stale:
            sys.stderr.write(f"{path.name} is behind the code; run `python -m api.docs`.\n")
        return 1 if stale else 0
    texts = documents()
    for path in stale:
        path.write_text(texts[path], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
