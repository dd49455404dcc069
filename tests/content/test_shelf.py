"""Files are put where they belong, and a round that is not whole stays away."""

from pathlib import Path

from interviewer.content import FileLibrary
from interviewer.content.shelf import Shelf, arrange, criteria, identities, indicators
from tests.content.stage import FILES, WITH_CASE, folder, shared


def shelf(root: Path) -> Shelf:
    return arrange(FileLibrary(root=root).reads())


def test_everything_has_its_place(tmp_path: Path) -> None:
    found = shelf(folder(tmp_path, {**WITH_CASE, "rubrics/_shared/criteria.yaml": shared("calm")}))
    assert set(found.personas) == {"night_shift"}
    assert found.criteria is not None
    bundle = found.rounds["lab_meeting"]
    assert set(bundle.cases) == {"plot_nine"}
    assert {file.name for file in bundle.files} == {name for name in WITH_CASE if name.startswith("rubrics/")}


def test_a_round_with_a_missing_or_a_broken_file_is_left_out(tmp_path: Path) -> None:
    lacking = {name: text for name, text in FILES.items() if not name.endswith("questions.yaml")}
    assert shelf(folder(tmp_path / "one", lacking)).rounds == {}
    assert shelf(folder(tmp_path / "two", WITH_CASE, plot_nine=("cast:", "caste:"))).rounds == {}


def test_a_round_that_shares_broken_criteria_is_left_out(tmp_path: Path) -> None:
    files = {**FILES, "rubrics/_shared/criteria.yaml": "criteria: 3"}
    assert set(shelf(folder(tmp_path / "one", files)).rounds) == {"lab_meeting"}
    assert shelf(folder(tmp_path / "two", files, rubric=("exemplars:", "shared: [calm]\nexemplars:"))).rounds == {}


def test_the_walks_reach_what_questions_cases_and_shared_criteria_hold(tmp_path: Path) -> None:
    files = {**WITH_CASE, "rubrics/_shared/criteria.yaml": shared("calm")}
    found = shelf(folder(tmp_path, files, rubric=("exemplars:", "shared: [calm]\nexemplars:")))
    bundle = found.rounds["lab_meeting"]
    assert [criterion.id for _, criterion in criteria(bundle, found.criteria)] == ["evidence", "claim", "plan", "calm"]
    assert {"calm.said", "one-seed.spread", "evidence.unsure"} <= {
        item.id for _, item in indicators(bundle, found.criteria)
    }
    named = {name: where for where, name in identities(bundle, found.criteria)}
    assert {"plot_nine", "plot_nine.who", "one-seed", "ex.one", "calm"} <= set(named)
    assert named["plot_nine.who"].location == ("facts", 0, "id")
