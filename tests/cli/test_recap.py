"""Study mode on a terminal: the block after a question, and when a line may be taken while answers are read."""

import io
from pathlib import Path

import pytest

from interviewer.cli.recap import recap
from interviewer.cli.screen import Screen
from interviewer.cli.view import View
from interviewer.events import FeedbackGiven
from interviewer.ports import Json
from tests.cli.stage import ROUND, run

ANSWERS = """I would measure how often a correct first answer is given up after a push-back without a new argument.

/skip

/finish
"""


def told(**more: object) -> Json:
    given = FeedbackGiven(
        thread=1, question="Why?", heard=(("Names the control.", "A control\nwith \x1b[31mpadding."),),
        near=(("Names the cost.", "It costs."),), unheard=("Names the risk.",), outline=("First.", "Then."),
        pushback="“Sure?” It was wrong on purpose. It is not so.", judge="offline/1",
    )  # fmt: skip
    return given.model_copy(update=more).model_dump(mode="json") | {"seq": 9, "at": "now", "elapsed_ms": 3}


def block(frame: Json) -> str:
    out = io.StringIO()
    recap(Screen(out, lambda: 80), frame)
    return out.getvalue()


def test_the_block_has_every_part_and_steers_no_terminal() -> None:
    text = block(told())
    for part in (
        "Heard:",
        "Nearly:",
        "Check yourself: points that were not recognised in your words:",
        "1. First.",
        "The push-back:",
        "wrong on purpose",
    ):
        assert part in text
    assert "You: “A control with [31mpadding.”" in text
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_what_nobody_has_read_is_said() -> None:
    assert "were not read in time" in block(told(judge="", waiting=True, heard=(), near=(), unheard=()))
    assert "nothing counts as missing" in block(told(waiting=True))
    assert "Read by claude/x." in block(told(judge="claude/x"))


def _state(doing: str) -> Json:
    return {"type": "state", "state": doing, "clock": {}}


def test_a_line_may_be_taken_once_reading_takes_long_and_not_before() -> None:
    view = View(status="live")
    view.take(_state("reviewing"))
    assert view.reviewing
    assert not view.ready
    view.hurry = True
    assert [view.ready, view.reviewing] == [True, True]
    view.take(_state("thinking"))
    assert [view.ready, view.reviewing] == [False, False]


def test_a_command_sent_meanwhile_is_waited_for() -> None:
    view = View(status="live")
    view.take(_state("reviewing"))
    view.hurry = True
    view.expect()
    assert not view.ready


@pytest.mark.slow
def test_a_study_interview_tells_what_was_heard_after_the_question(tmp_path: Path) -> None:
    done = run(tmp_path, "practice", *ROUND, "--minutes", "20", "--mode", "study", text=ANSWERS)
    assert done.returncode == 0, done.stderr
    talk = done.stdout
    assert talk.count("[What was heard on this question]") == 1
    shown = talk.index("[What was heard on this question]")
    assert talk.index("given up after a push-back") < shown < talk.rindex("Interviewer: ")
    real = run(tmp_path, "practice", *ROUND, "--minutes", "20", "--mode", "real", text=ANSWERS)
    assert "What was heard" not in real.stdout
