import json
from pathlib import Path
from typing import Any

import pytest

from api import docs, wire
from interviewer.events import BODY

WIRE = (docs.DOCS / "wire.md").read_text("utf-8")


def test_the_committed_documents_say_what_the_code_does() -> None:
    assert [path.name for path in docs.behind()] == [], "run `python -m api.docs`"


def test_check_names_what_is_behind_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    frame = tmp_path / "wire.md"
    frame.write_text("by hand\n<!-- begin limits -->\nold\n<!-- end limits -->\n")
    monkeypatch.setattr(docs.behind, "__defaults__", (tmp_path,))
    monkeypatch.setattr(docs.documents, "__defaults__", (tmp_path,))
    assert docs.main(["--check"]) == 1
    assert "wire.md is behind" in capsys.readouterr().err
    assert "old" in frame.read_text()
    assert docs.main([]) == 0
    assert frame.read_text().startswith("by hand\n<!-- begin limits -->\n\n| what |")
    assert docs.main(["--check"]) == 0


def example() -> list[tuple[str, dict[str, Any]]]:
    lines = WIRE.partition("### An example")[2].partition("```\n")[2].partition("```")[0].splitlines()
    return [(line[0], json.loads(line[2:])) for line in lines]


def test_every_frame_of_the_example_is_one() -> None:
    for side, frame in example():
        if side == "→":
            wire.parse_command(json.dumps(frame))
        else:
            wire.SERVER_FRAME.validate_python(frame)
            if frame.get("kind", "private") != "private":
                own = {key: value for key, value in frame.items() if key not in {"seq", "at", "elapsed_ms", "html"}}
                BODY.validate_python(own)


def test_the_examples_deltas_add_up_to_the_turn() -> None:
    frames = [frame for side, frame in example() if side == "←"]
    deltas = [frame for frame in frames if "d" in frame]
    spoken = next(frame for frame in frames if frame.get("kind") == "turn.spoken")
    assert "".join(delta["d"] for delta in deltas) == spoken["text"]
    assert [delta["o"] for delta in deltas] == [0, len(deltas[0]["d"])]


def test_every_command_event_and_close_code_is_described() -> None:
    for model in docs.COMMANDS:
        assert f"**`{model.model_fields['type'].default}`**" in WIRE
    for kind in docs.event_schemas():
        assert f"**`{kind}`**" in WIRE
    for code in wire.CLOSE_CODES:
        assert f"| {code} |" in WIRE


def test_the_judges_side_is_not_described() -> None:
    for body in ("turn.decided", "fact.earned", "assessment.made", "challenge.posed"):
        assert f"**`{body}`**" not in WIRE
        assert body not in json.dumps(docs.asyncapi()["components"]["schemas"].keys().__repr__())


@pytest.mark.parametrize("document", ["asyncapi.json", "openapi.json"])
def test_every_reference_of_a_document_leads_somewhere(document: str) -> None:
    value = json.loads((docs.DOCS / document).read_text("utf-8"))

    def references(node: Any) -> list[str]:
        if isinstance(node, dict):
            own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
            return own + [found for child in node.values() for found in references(child)]
        return [found for child in node for found in references(child)] if isinstance(node, list) else []

    assert references(value)
    for reference in references(value):
        target = value
        for part in reference.removeprefix("#/").split("/"):
            target = target[part]


def test_an_unknown_marker_is_an_error() -> None:
    with pytest.raises(KeyError):
        docs.fill("<!-- begin nonsense -->\n<!-- end nonsense -->", {})
