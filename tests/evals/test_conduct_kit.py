import json
import re
from pathlib import Path

import pytest

from evals.conduct.main import main
from evals.messages_replies import Request, obedient

COUNT = 4


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kit")
    assert main(["kit", "--out", str(folder), "--count", str(COUNT)]) == 0
    return folder


def requests(kit: Path) -> dict[str, Request]:
    found = {}
    for path in sorted((kit / "requests").glob("*.json")):
        raw = path.read_bytes()
        found[path.stem] = Request("POST", "/v1/messages", {}, raw, json.loads(raw))
    return found


def reply(kit: Path, texts: dict[str, str]) -> None:
    for old in (kit / "replies").iterdir():
        old.unlink()
    for name, text in texts.items():
        (kit / "replies" / f"{name}.txt").write_text(text, encoding="utf-8")


def test_a_kit_holds_whole_requests_and_says_nothing_it_must_not(kit: Path) -> None:
    found = requests(kit)
    assert len(found) == COUNT
    for name, request in found.items():
        assert re.fullmatch(r"\d\d", name)
        assert request.body["stream"] is True
        assert request.body["system"]
        assert '<move id="m1">' in request.last
    assert "replies/<name>.txt" in (kit / "README.md").read_text(encoding="utf-8")


def test_without_replies_there_is_nothing_to_score(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reply(kit, {})
    assert main(["score", str(kit)]) == 2
    assert "no replies" in capsys.readouterr().err


def test_obedient_replies_stand_as_they_were_said(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reply(kit, {name: obedient(request).text for name, request in requests(kit).items()})
    main(["score", str(kit)])
    printed = capsys.readouterr().out
    assert re.search(rf"header valid +{COUNT}/{COUNT} 100.0% +{COUNT}/{COUNT} 100.0%", printed)
    assert re.search(rf"no praise, no verdict in what stands +all +{COUNT}/{COUNT} .*{COUNT}/{COUNT} ", printed)
    assert re.search(rf"scripted fallbacks +0/{COUNT} 0.0% +0/{COUNT} 0.0%", printed)


def test_replies_that_break_their_bounds_are_found_out(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reply(kit, {name: f"Great answer! {obedient(request).text}" for name, request in requests(kit).items()})
    main(["score", str(kit)])
    printed = capsys.readouterr().out
    assert re.search(
        rf"no praise, no verdict in what stands +all +0/{COUNT} 0.0% FAIL +{COUNT}/{COUNT} 100.0% PASS", printed
    )
    assert re.search(rf"header valid +0/{COUNT} 0.0%", printed)
    assert re.search(rf"scripted fallbacks .* {COUNT}/{COUNT} 100.0%", printed)
