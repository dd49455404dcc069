"""Examples of levels 1, 3 and 5 are told apart by the offline scorer, or their author hears of it."""

from pathlib import Path

from interviewer.content import FileLibrary
from interviewer.content.exemplars import monotone
from tests.content.stage import WITH_CASE, folder


def warnings(root: Path) -> list[str]:
    shelf = FileLibrary(root=root).shelf()
    found = list(monotone(shelf.rounds["lab_meeting"], shelf))
    assert all(problem.severity == "warning" for problem in found)
    return [f"{problem.field}: {problem.message}" for problem in found]


def test_examples_in_order_are_left_alone(tmp_path: Path) -> None:
    assert warnings(folder(tmp_path)) == []


def test_examples_out_of_order_are_told_with_their_points(tmp_path: Path) -> None:
    root = folder(tmp_path, rubric=("the blue line goes down over", "I state a doubt about the measurement over"))
    (warning,) = warnings(root)
    assert warning.endswith("does not rank the examples by level: ex.one 1 < ex.three 1 < ex.five 3")


def test_without_any_persona_nothing_is_scored(tmp_path: Path) -> None:
    shelf = FileLibrary(root=folder(tmp_path)).shelf()
    bundle = shelf.rounds["lab_meeting"]
    shelf.personas.clear()
    assert list(monotone(bundle, shelf)) == []


def test_the_points_of_a_case_that_an_example_does_not_name_count_for_nothing(tmp_path: Path) -> None:
    point = (
        "indicators: [{id: plot_nine.blue, for: evidence, points: 5, statement: The blue line goes down over the training "
        "and ends below., probe_intent: I, probe: P?}]\noutline:"
    )
    assert warnings(folder(tmp_path / "of_no_case", WITH_CASE, plot_nine=("outline:", point))) == []
    named = ("{evidence.unsure: not_met}", "{evidence.unsure: not_met, plot_nine.blue: met}")
    (warning,) = warnings(folder(tmp_path / "of_this_case", WITH_CASE, plot_nine=("outline:", point), rubric=named))
    assert "ex.one 5 <" in warning
