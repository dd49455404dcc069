"""The committed schemas are those of the models, and know what an author may write."""

import json
from pathlib import Path

from interviewer.content import content_root
from interviewer.content.schemas import MODELS, schemas, write

FOLDER = content_root() / "rubrics" / "schema"


def test_the_committed_schemas_are_current() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    assert committed == schemas(), "Run `python -m interviewer.content.schemas`."


def test_every_kind_of_file_has_a_schema_that_describes_its_fields() -> None:
    assert set(MODELS) == {"round", "rubric", "questions", "case", "persona", "criteria", "lenses"}
    challenge = json.loads(schemas()["questions.json"])["$defs"]["Challenge"]
    assert challenge["properties"]["why"]["description"].startswith("Why it is valid")
    assert challenge["additionalProperties"] is False


def test_fields_are_named_as_authors_write_them() -> None:
    follow_up = json.loads(schemas()["questions.json"])["$defs"]["FollowUp"]
    assert set(follow_up["properties"]) == {"when", "is", "ask"}


def test_the_schemas_are_written_where_one_asks(tmp_path: Path) -> None:
    folder = tmp_path / "out" / "schema"
    write(folder)
    assert {path.name for path in folder.iterdir()} == set(schemas())
