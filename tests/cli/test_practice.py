"""Whole interviews on the rehearsal engine, by real processes: what a candidate sees, and what stays when they leave."""

import json
import re
import socket
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Inside
from tests.cli.stage import ROUND, Person, run, sitting

pytestmark = pytest.mark.slow

ANSWERS = """I would measure how often a correct first answer is given up after a push-back without a new argument.

My second answer has
two lines, because one was not enough.

/time

/finish

3
2

4
"""
HERE = ("practice", *ROUND, "--persona", "anthropic_research", "--role", "research_scientist", "--minutes", "20")


def _begun(person: Person) -> str:
    """Wait for the first question; return the interview's id."""
    person.reads("You: ")
    found = re.search(r"Interview (i[0-9a-f]+)\.", person.seen)
    assert found
    return found[1]


def test_a_file_of_answers_leads_to_a_report(tmp_path: Path) -> None:
    done = run(tmp_path, "practice", *ROUND, "--minutes", "20", text=ANSWERS)
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout
    assert told.count("\nInterviewer: ") >= 4
    assert "\nYou: My second answer has\ntwo lines, because one was not enough.\n" in told
    assert re.search(r"\n(20:00|19:\d\d) left\.\n", told)
    assert "\nLevel: 3\n" in told
    assert "\nReport: Safety brainstorm" in told
    assert re.search(r"\nRead it:   interviewer report i[0-9a-f]{16}\n", told)
    assert max(map(len, told.splitlines())) <= 100
    assert "\x1b" not in told


def test_a_file_that_ends_early_leaves_a_paused_interview_to_go_on_with(tmp_path: Path) -> None:
    first = run(tmp_path, "practice", *ROUND, text="One answer, and then nothing.")
    assert first.returncode == 0
    assert "You: One answer, and then nothing." in first.stdout
    assert "Paused. Resume with: interviewer resume i" in first.stdout
    second = run(tmp_path, "resume", text="/finish\n")
    assert second.returncode == 0
    assert "You: One answer, and then nothing." in second.stdout
    assert "No prediction." in second.stdout
    assert "\nReport: " in second.stdout


def test_without_standard_input_the_question_is_put_and_the_clock_stopped(tmp_path: Path) -> None:
    done = run(tmp_path, "practice", *ROUND, text=None)
    assert done.returncode == 0
    assert "Interviewer: " in done.stdout
    assert "Paused. Resume with" in done.stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--round", "none"), "There is no round 'none' here. Choose one of "),
        ((*ROUND, "--persona", "nobody"), "There is no persona 'nobody' here."),
        ((*ROUND, "--case", "x"), "has no cases"),
        ((*ROUND, "--minutes", "1"), "takes at least"),
        ((*ROUND, "--engine", "claude"), "ANTHROPIC_API_KEY"),
        ((*ROUND, "--material", "missing.pdf"), "missing.pdf cannot be read: No such file"),
    ],
)
def test_a_set_up_that_cannot_be_is_explained(
    inside: Inside, options: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    done = inside(tmp_path, "practice", *options)
    assert (done.code, done.out) == (2, "")
    assert says in done.err


def test_an_unknown_interview_is_explained(inside: Inside, tmp_path: Path) -> None:
    done = inside(tmp_path, "resume", "i000")
    assert (done.code, done.err) == (1, "There is no interview 'i000'.\n")
    nothing = inside(tmp_path, "resume")
    assert nothing.code == 2
    assert "interviewer practice" in nothing.err


def test_ctrl_c_pauses_and_resume_goes_on_with_the_unfinished_text(inside: Inside, tmp_path: Path) -> None:
    with sitting(tmp_path, *HERE) as person:
        interview = _begun(person)
        person.types("a first line\nand half a sec")
        person.reads("half a sec")
        time.sleep(0.2)
        person.types("\x03")
        person.reads(f"Paused. Your unfinished text is kept. Resume with: interviewer resume {interview}\n")
        assert person.leaves() == 130
    with sitting(tmp_path, "resume", interview[:6]) as person:
        person.reads("Your unfinished text.")
        person.reads("a first line\nand half a sec\n")
        person.reads("You: ")
        person.types("ond line\n\n")
        person.reads("Interviewer: ")
        person.reads("You: ")
        person.types("/quit\n")
        person.reads("Paused. Resume with")
        assert person.leaves() == 0
    said = inside(tmp_path, "show", interview).out
    assert "a first line\nand half a sec\nond line" in said


def test_a_terminal_that_goes_away_leaves_a_paused_interview_with_its_draft(inside: Inside, tmp_path: Path) -> None:
    with sitting(tmp_path, *HERE) as person:
        interview = _begun(person)
        person.types("half a sentence")
        person.reads("half a sentence")
        person.hangs_up()
    standing = json.loads(inside(tmp_path, "show", interview, "--json").out)["interview"]
    assert (standing["status"], standing["draft"]) == ("paused", "half a sentence")


def test_a_failing_model_service_pauses_and_rehearsal_can_go_on(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nobody = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with sitting(tmp_path, *HERE, "--engine", "claude", ANTHROPIC_BASE_URL=nobody) as person:
        person.reads("/engine rehearsal goes on with the written questions")
        person.reads("You: ")
        person.types("/engine rehearsal\n")
        person.reads("From here on the engine rehearsal speaks.")
        person.reads("Interviewer: ")
        person.reads("You: ")


def test_a_case_is_on_the_table_and_can_be_seen_again(tmp_path: Path) -> None:
    done = run(tmp_path, "practice", "--round", "paper_critique", "--seed", "2", text="/case\n/quit\n")
    assert done.returncode == 0
    assert done.stdout.count("The case\n") == 2
    assert re.search(r"\nExhibit 1: .*\n  1  ", done.stdout)


def test_what_is_left_open_is_asked_by_number(tmp_path: Path) -> None:
    with sitting(tmp_path, "practice", columns=60) as person:
        person.reads("Which round?\n1. ")
        person.reads("Number: ")
        person.types("99\n")
        person.reads("Number: ")
        person.types("safety_brainstorm\n")
        for question in ("Which persona?", "Number [1]: ", "Which role?", "Number [1]: ", "Minutes, at least 15"):
            person.reads(question)
            if question.endswith(": "):
                person.types("\n")
        person.reads(": ")
        person.types("15\n")
        _begun(person)
        assert "15 minutes." in person.seen
        person.types("\x03")
        assert person.leaves() == 130
        assert max(map(len, person.seen.splitlines())) <= 60


def test_pasted_paragraphs_are_one_answer_and_command_nothing(inside: Inside, tmp_path: Path) -> None:
    with sitting(tmp_path, *HERE) as person:
        interview = _begun(person)
        long = "word " * 1_500
        person.types(f"\x1b[200~First.\r\r/finish\r\rLast {long}\x1b[201~")
        person.types("\n\n")
        person.reads("Interviewer: ")
        person.reads("You: ")
        person.types("\x04")
        person.reads("Paused.")
        assert person.leaves() == 0
    said = inside(tmp_path, "show", interview).out
    assert f"First.\n\n/finish\n\nLast {long.strip()}" in said


def test_commands_answer_in_words(tmp_path: Path) -> None:
    with sitting(tmp_path, *HERE) as person:
        _begun(person)
        for typed, says in (
            ("/help", "/finish  ends the interview"),
            ("/case", "There is no case in this round."),
            ("/foo", "There is no /foo."),
            ("/done", "You do not have the floor"),
            ("/extend 99", "1 to 30"),
            ("/extend 5", "5 minutes more."),
            ("/time", "left."),
            ("/engine claude", "ANTHROPIC_API_KEY"),
            ("/pause", "[paused]"),
            ("/resume", "The clock runs."),
            ("/hint", "(Hint 1.)"),
            ("/repeat", "Interviewer: "),
            ("/skip", "Interviewer: "),
        ):
            person.types(f"{typed}\n")
            person.reads(says)
            person.reads("You: ")


def test_the_terminal_is_left_as_it_was_found(tmp_path: Path) -> None:
    with sitting(tmp_path, *HERE) as person:
        before = person.modes()
        _begun(person)
        assert person.modes() != before
        person.types("\x03")
        assert person.leaves() == 130
        assert person.modes() == before
        assert person.seen.rstrip().endswith("\x1b[?2004l")


def test_a_dumb_terminal_gets_plain_lines(tmp_path: Path) -> None:
    with sitting(tmp_path, *HERE, TERM="dumb") as person:
        _begun(person)
        person.types("An answer in one line.\n.\n")
        person.reads("Interviewer: ")
        person.reads("You: ")
        person.types("/quit\n")
        assert person.leaves() == 0
        assert "\x1b" not in person.seen


def test_the_floor_is_held_until_it_is_given_back(tmp_path: Path) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text("We show that averaging seeds halves the variance of the score. " * 8)
    answers = "First part of my talk, with its question.\n\nSecond part, with its result.\n\n/done\n\n/quit\n"
    done = run(tmp_path, "practice", "--round", "research_talk", "--seed", "3", "--material", str(talk), text=answers)
    assert done.returncode == 0
    first, _, rest = done.stdout.partition("You: First part")
    assert "You have the floor" in first
    between, _, after = rest.partition("You: Second part")
    assert "Interviewer:" not in between
    assert "You: That is all from my side." in after
    assert "Interviewer:" in after
