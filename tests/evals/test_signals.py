"""The signals stay as good as they were measured: floors, not estimates (those are printed by ``python -m evals.signals``)."""

from typing import get_args

import pytest

from evals.signals import CHOICES, DATA, FLAGS, LATER, Tally, load, main, run
from interviewer.signals import Stance, Wish

ENOUGH = 15
"""Examples and counter-examples that each yes-or-no signal has at least."""
DEVELOPMENT, HELD_OUT = 0.85, 0.75
"""Shares that are read right at least, of what the rules were made on and of what they were not."""
FALSE = 0.2
"""Share of counter-examples that may set off a signal."""


def share(tally: Tally, label: str, got: str) -> float:
    return tally.count(label, got) / max(1, tally.count(label))


@pytest.mark.parametrize("name", FLAGS)
def test_each_signal_has_examples_and_counter_examples_and_keeps_its_recall_and_precision(name: str) -> None:
    labels = [example.label for example in load(name)]
    assert min(labels.count("positive"), labels.count("negative")) >= ENOUGH
    tallies = run(name)
    assert share(tallies["development"], "positive", "positive") >= DEVELOPMENT
    assert share(tallies["development"], "negative", "positive") <= FALSE / 2
    assert share(tallies["held out"], "positive", "positive") >= HELD_OUT
    assert share(tallies["held out"], "negative", "positive") <= FALSE


@pytest.mark.parametrize("name", ["distress", "declines", "said_before", "library", "orders", "no_more"])
def test_what_changes_the_course_of_an_interview_is_seldom_seen_where_it_is_not(name: str) -> None:
    """Such a signal skips a question or ends a thread; missing one costs less than inventing one."""
    for tally in run(name).values():
        assert share(tally, "negative", "positive") <= 0.1


def test_stances_are_read_right_often_enough() -> None:
    tallies = run("stance")
    assert tallies["development"].right >= DEVELOPMENT
    assert tallies["held out"].right >= HELD_OUT
    assert {example.label for example in load("stance")} == set(get_args(Stance))
    assert len(load("stance")) >= 200


def test_giving_in_and_holding_with_a_reason_are_hardly_ever_taken_for_each_other() -> None:
    for tally in run("stance").values():
        assert share(tally, "hold", "cave") <= 0.03
        assert share(tally, "cave", "hold") <= 0.04


def test_wishes_are_read_right_and_answers_are_not_taken_for_wishes() -> None:
    tallies = run("wish")
    assert tallies["development"].right >= 0.95
    assert tallies["held out"].right >= 0.9
    assert all(share(tally, "none", "none") >= 0.95 for tally in tallies.values())
    assert {example.label for example in load("wish")} == {*get_args(Wish)} - {""} | {"none"}


def test_no_example_counts_twice() -> None:
    for name in FLAGS | CHOICES:
        said = [(example.says, example.about) for example in load(name)]
        assert len(said) == len(set(said)), name


def test_every_file_of_examples_belongs_to_a_signal() -> None:
    assert {path.stem for path in DATA.glob("*.yaml")} == {*FLAGS, *CHOICES, *LATER}


def test_the_table_names_every_signal_and_prints_held_out_errors_only_when_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == 0
    table = capsys.readouterr().out
    assert all(name in table for name in FLAGS | CHOICES)
    assert "wanted" not in table.replace("(row: wanted", "")
    main(["--errors"])
    errors = capsys.readouterr().out
    held = [example.says for example in load("stance") if example.split != "development"]
    assert "stance: " in errors
    assert not [says for says in held if says in errors and len(says) > 20]
