"""Every field an author fills in is read by the program: nothing is decoration.

The type checker says which attribute of which model an expression reads, so a ``title`` of one model does not stand
for the ``title`` of another.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from interviewer.case import Flaw
from interviewer.content.schemas import MODELS
from interviewer.rubric import ContentIndicator, Indicator

ROOT = Path(__file__).parent.parent.parent
EDITORS = {"judged.py", "links.py", "lint.py", "shelf.py", "spoken.py"}
"""The checks of content look at everything; that alone makes nothing useful."""
NAMES = {"Case.round", "QuestionBank.round", "Rubric.round", "Rubric.id", "Round.rubric"}
"""Fields whose whole use is that a misplaced file is noticed."""
LEVELS, PROMPT, REPORT = (
    "the judge that gives levels",
    "the prompts of the speaker and the judge",
    "the report of a case",
)
NOT_YET: dict[str, str] = {
    "Cap.at_most": LEVELS,
    "Cap.criterion": LEVELS,
    "Cap.says": LEVELS,
    "Cap.when": LEVELS,
    "Rubric.caps": LEVELS,
    "Indicator.gates": LEVELS,
    "Criterion.not_evidence": PROMPT,
    "Case.may_invent": PROMPT,
    "Fact.owner": PROMPT,
    "Person.id": PROMPT,
    "Person.name": PROMPT,
    "Person.role": PROMPT,
    "Rubric.provenance": REPORT,
}
"""Field -> which later part of the program reads it; empty is where this should be."""

PLUGIN = """
from mypy.nodes import SetExpr, StrExpr
from mypy.plugin import Plugin
from mypy.types import Instance

def write(path, name):
    with open({seen!r}, "a") as file:
        print(path, name, file=file)

def reads(fullname):
    def note(context):
        if type(context.context).__name__ == "MemberExpr" and not context.is_lvalue:
            write(context.api.path, fullname)
        return context.default_attr_type
    return note

def dumped(context):
    for argument in sum(context.args, []):
        if isinstance(argument, SetExpr) and isinstance(context.type, Instance):
            for item in argument.items:
                if isinstance(item, StrExpr):
                    write(context.api.path, context.type.type.fullname + "." + item.value + ".*")
    return context.default_return_type

class Reads(Plugin):
    def get_attribute_hook(self, fullname):
        return reads(fullname) if fullname.startswith("interviewer.") else None

    def get_method_hook(self, fullname):
        return dumped if fullname.startswith("interviewer.") and fullname.endswith(".model_dump") else None

def plugin(version):
    return Reads
"""
"""Notes which field of which model an expression reads, and which fields a ``model_dump`` includes, ``.*`` for whole."""


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield a model and every model inside it."""
    yield model
    for field in model.model_fields.values():
        yield from _inside(field.annotation)


def _inside(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from models(annotation)
    for part in get_args(annotation):
        yield from _inside(part)


def fields() -> set[str]:
    """Return every field of the content files as ``Model.field``; an indicator's stand under ``Indicator``."""
    found = {
        f"{model.__name__}.{name}" for top in MODELS.values() for model in models(top) for name in model.model_fields
    }
    inherited = {f"{model.__name__}.{name}" for model in (ContentIndicator, Flaw) for name in Indicator.model_fields}
    return found - inherited


def reads(folder: Path) -> set[str]:
    """Return every attribute of ours that the program reads, as ``Model.field``."""
    plugin, seen, config = folder / "reads.py", folder / "seen.txt", folder / "mypy.ini"
    plugin.write_text(PLUGIN.format(seen=str(seen)), encoding="utf-8")
    config.write_text(f"[mypy]\nplugins = pydantic.mypy, {plugin}\ncache_dir = {folder / 'cache'}\n", encoding="utf-8")
    run = [sys.executable, "-m", "mypy", "--config-file", str(config), "interviewer", "api"]
    subprocess.run(run, cwd=ROOT, capture_output=True, timeout=150, check=False)
    lines = [line.split() for line in seen.read_text(encoding="utf-8").splitlines()]
    names = {".".join(name.split(".")[2:]) for path, name in lines if Path(path).name not in EDITORS}
    for name in {name.removesuffix(".*") for name in names if name.endswith(".*")}:
        names |= {name, *_whole(name)}
    kinds = [model.__name__ for model in (ContentIndicator, Flaw)]
    return names | {f"Indicator.{name.partition('.')[2]}" for name in names if name.partition(".")[0] in kinds}


def _whole(name: str) -> Iterator[str]:
    """Yield the fields of every model inside a field that is handed out whole."""
    owner, _, field = name.partition(".")
    model = next((model for top in MODELS.values() for model in models(top) if model.__name__ == owner), None)
    if model is not None:
        for inner in _inside(model.model_fields[field].annotation):
            yield from (f"{inner.__name__}.{part}" for part in inner.model_fields)


@pytest.mark.slow
def test_every_field_of_the_content_files_is_read_by_the_program(tmp_path: Path) -> None:
    unread = fields() - reads(tmp_path) - NAMES
    assert sorted(unread - set(NOT_YET)) == [], "Use the field, or take it out of the model and the files."
    assert sorted(set(NOT_YET) - unread) == [], "It is read now: take it off the list."


def test_fields_of_nested_models_are_among_those_looked_for() -> None:
    assert {
        "Round.minutes",
        "Minutes.presets",
        "Indicator.contra",
        "Flaw.severity",
        "LabFact.source",
        "Tags.labs",
    } <= fields()
    assert "Flaw.statement" not in fields()
