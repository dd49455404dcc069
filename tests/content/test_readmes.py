"""A round, its cases and a persona, copied from the READMEs by somebody who does nothing else, are clean and play."""

from pathlib import Path

import pytest

from interviewer.content import FileLibrary, check
from interviewer.content.files import kind_of
from interviewer.content.schemas import MODELS
from interviewer.events import FactEarned, InterviewClosed
from interviewer.move import Act
from tests import simulation
from tests.content.stage import ROOT, examples
from tests.simulation import play

COPIED = {**examples("rubrics/README.md"), **examples("personas/README.md")}


def copied(at: Path) -> Path:
    """Do as the READMEs say: save each block under its path; shared files begin with a copy of ours."""
    for name, block in COPIED.items():
        text = block
        if "/_shared/" in name:
            key, _, entries = block.partition("\n")[2].partition("\n")
            assert key in {"criteria:", "lenses:"}
            text = (ROOT / name).read_text(encoding="utf-8").rstrip() + "\n" + entries
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_text(text, encoding="utf-8")
    return at


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileLibrary:
    """Play with what was copied in place of what is shipped."""
    library = FileLibrary(copied(tmp_path))
    monkeypatch.setattr(simulation, "library", lambda: library)
    for cached in (simulation.script_of, simulation.lexicon_of):
        cached.cache_clear()
        monkeypatch.setattr(simulation, cached.__name__, cached.__wrapped__)
    return library


def test_the_readmes_show_every_kind_of_file() -> None:
    assert {kind_of(name) for name in COPIED} == set(MODELS.values())


def test_what_is_copied_from_the_readmes_has_neither_errors_nor_warnings(tmp_path: Path) -> None:
    assert [str(problem) for problem in check([copied(tmp_path)])] == []


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_copied_from_the_readmes_plays_an_interview(own: FileLibrary, seed: int) -> None:
    game = play("lab_meeting", "night_shift", minutes=20, style="asker", seed=seed, case="plot_nine")
    assert game.closed
    bodies = [event.body for event in game.events]
    assert any(isinstance(body, FactEarned) for body in bodies)
    assert {Act.OPEN, Act.REVEAL, Act.CLOSE} <= {said.move.act for said in game.spoken}
    assert any(isinstance(body, InterviewClosed) for body in bodies)


def test_a_paper_copied_from_the_readme_is_asked_about_in_our_round(own: FileLibrary) -> None:
    game = play("paper_critique", "night_shift", minutes=20, style="strong", seed=1, case="helper-in-review")
    assert game.closed
    assert game.script.case is not None
    assert game.script.case.id == "helper-in-review"
