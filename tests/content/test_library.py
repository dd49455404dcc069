"""Folders in, scripts out: overlays, pins, draws and every problem at once."""

import os
import time
from pathlib import Path

import pytest

from interviewer.content import FileLibrary, content_root
from interviewer.content.files import digest
from interviewer.errors import ContentError, NotFound
from interviewer.material import Material
from tests.content.stage import FILES, WITH_CASE, folder, setup, shared

SECOND = (
    WITH_CASE["rubrics/lab_meeting/cases/plot_nine.yaml"].replace("plot_nine", "plot_ten").replace("Plot nine", "Ten")
)
TWO_CASES = {**WITH_CASE, "rubrics/lab_meeting/cases/plot_ten.yaml": SECOND}
NOTES = Material(id="m", kind="notes", name="notes.txt", text="Some words.")


def problems(library: FileLibrary) -> list[str]:
    with pytest.raises(ContentError) as caught:
        library.shelf()
    return [str(problem) for problem in caught.value.problems]


def test_our_own_content_is_whole_and_in_the_checkout() -> None:
    library = FileLibrary()
    assert (content_root() / "personas").is_dir()
    assert set(library.rounds()) >= {"fde_decomposition", "paper_critique", "research_talk", "safety_brainstorm"}
    assert all(name == persona.id for name, persona in library.personas().items())
    assert all(library.cases(name) for name, round_ in library.rounds().items() if round_.features.case)


def test_a_script_is_pinned_by_the_files_it_uses_and_no_others(tmp_path: Path) -> None:
    files = {**TWO_CASES, "rubrics/_shared/criteria.yaml": shared("calm")}
    library = FileLibrary(root=folder(tmp_path, files))
    script, texts = library.assemble(setup(case="plot_ten"), [NOTES])
    assert set(script.hashes) == {*FILES, "rubrics/lab_meeting/cases/plot_ten.yaml"}
    assert script.hashes == {name: digest(files[name]) for name in script.hashes}
    assert texts == {digest(files[name]): files[name] for name in script.hashes}
    assert script.case is not None
    assert script.case.title == "Ten"
    assert script.materials == (NOTES,)


def test_shared_criteria_are_pinned_where_the_rubric_names_them(tmp_path: Path) -> None:
    files = {**FILES, "rubrics/_shared/criteria.yaml": shared("calm", "wit", "care")}
    root = folder(tmp_path, files, rubric=("exemplars:", "shared: [care, calm]\nexemplars:"))
    script, _ = FileLibrary(root=root).assemble(setup(), [])
    assert [criterion.id for criterion in script.shared] == ["care", "calm"]
    assert "rubrics/_shared/criteria.yaml" in script.hashes


def test_a_case_is_drawn_by_the_seed_where_none_was_chosen(tmp_path: Path) -> None:
    library = FileLibrary(root=folder(tmp_path, TWO_CASES))
    drawn = [library.assemble(setup(seed=seed), [])[0].case for seed in range(12)]
    again = [library.assemble(setup(seed=seed), [])[0].case for seed in range(12)]
    assert {case.id for case in drawn if case} == {"plot_nine", "plot_ten"}
    assert drawn == again


def test_a_script_is_put_together_from_pinned_texts_whatever_the_disk_says(tmp_path: Path) -> None:
    root = folder(tmp_path / "before", WITH_CASE)
    script, texts = FileLibrary(root=root).assemble(setup(seed=3), [NOTES])
    empty = FileLibrary(root=folder(tmp_path / "after", FILES, round=("Lab meeting", "Other title")))
    assert empty.reassemble(setup(seed=3), script.hashes, texts, [NOTES]) == script


def test_a_pinned_text_that_is_gone_or_changed_is_no_script(tmp_path: Path) -> None:
    library = FileLibrary(root=folder(tmp_path))
    script, texts = library.assemble(setup(), [])
    name, sha256 = next(iter(script.hashes.items()))
    with pytest.raises(NotFound, match=name):
        library.reassemble(setup(), script.hashes, {}, [])
    with pytest.raises(ContentError, match="not the one that was pinned"):
        library.reassemble(setup(), script.hashes, {**texts, sha256: "id: other"}, [])
    with pytest.raises(NotFound, match="questions"):
        library.reassemble(setup(), {name: sha256}, texts, [])


@pytest.mark.parametrize("chosen", [{"round": "no"}, {"persona": "no"}, {"case": "no"}])
def test_what_is_not_there_is_not_found(tmp_path: Path, chosen: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        FileLibrary(root=folder(tmp_path)).assemble(setup(**chosen), [])


def test_a_users_file_replaces_ours_of_the_same_path_and_others_add(tmp_path: Path) -> None:
    root = folder(tmp_path / "ours", WITH_CASE)
    mine = {name: WITH_CASE[name] for name in ("rubrics/lab_meeting/round.yaml", "personas/night_shift.yaml")}
    mine["rubrics/lab_meeting/cases/plot_ten.yaml"] = SECOND
    mine["personas/day_shift.yaml"] = mine["personas/night_shift.yaml"].replace("id: night_shift", "id: day_shift")
    user = folder(tmp_path / "mine", mine, round=("title: Lab meeting", "title: My meeting"))
    library = FileLibrary(user, root)
    assert library.rounds()["lab_meeting"].title == "My meeting"
    assert set(library.cases("lab_meeting")) == {"plot_nine", "plot_ten"}
    assert set(library.personas()) == {"night_shift", "day_shift"}


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    root = folder(
        tmp_path, WITH_CASE, round=("weight: 3", "weight: 0"), questions=("difficulty: 2", "difficulty: 8"),
        night_shift=("pressure: 1", "pressure: 7"), plot_nine=("owner: ada", "owner: bob"),
    )  # fmt: skip
    found = problems(FileLibrary(root=root))
    assert [line.split("/")[-1].split(":")[0] for line in found] == ["night_shift.yaml", "questions.yaml", "round.yaml"]


def test_a_round_without_its_rubric_says_which_file_is_missing(tmp_path: Path) -> None:
    files = {name: text for name, text in FILES.items() if not name.endswith("rubric.yaml")}
    (found,) = problems(FileLibrary(root=folder(tmp_path, files)))
    assert found.endswith("lab_meeting/rubric.yaml:1:1: the file is missing; every round needs it")


def test_a_file_that_cannot_be_read_is_a_problem_and_not_a_crash(tmp_path: Path) -> None:
    (folder(tmp_path) / "personas" / "gone.yaml").symlink_to(tmp_path / "nowhere.yaml")
    (found,) = problems(FileLibrary(root=tmp_path))
    assert "gone.yaml:1:1: the file cannot be read: No such file" in found


def test_an_edited_file_is_read_again_and_an_untouched_one_is_not(tmp_path: Path) -> None:
    library = FileLibrary(root=folder(tmp_path))
    before = library.reads()
    path = tmp_path / "personas" / "night_shift.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Hospital research lead", "Ward lead"), encoding="utf-8")
    os.utime(path, ns=(time.time_ns(), time.time_ns() + 1_000_000))
    after = library.reads()
    assert library.personas()["night_shift"].title == "Ward lead"
    assert [name for name in before if before[name] is not after[name]] == ["personas/night_shift.yaml"]


def test_an_interview_goes_on_with_its_wording_after_an_edit(tmp_path: Path) -> None:
    library = FileLibrary(root=folder(tmp_path))
    script, texts = library.assemble(setup(), [])
    (tmp_path / "rubrics" / "lab_meeting" / "round.yaml").write_text("broken", encoding="utf-8")
    assert library.reassemble(setup(), script.hashes, texts, []) == script
    assert problems(library)
