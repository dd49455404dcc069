"""The editor's eye: what is said aloud, what gives the answer away, what nobody uses."""

from pathlib import Path

import pytest

from interviewer.content import check
from interviewer.content.lint import spoken
from interviewer.content.shelf import place
from interviewer.content.spoken import Asks, Said
from tests.content.stage import FILES, WITH_CASE, folder, shared

TWIN = FILES["rubrics/lab_meeting/questions.yaml"].partition("  - id: one-seed\n")[2]


def told(path: Path) -> list[str]:
    return [str(problem).removeprefix(f"{path}/") for problem in check([path])]


def complaints(text: str, asks: Asks) -> list[str]:
    class Nowhere:
        def problem(self, location: object, message: str, severity: str = "error") -> str:
            return message

    return [str(problem) for problem in spoken(Said(place(Nowhere()), text, asks))]


def test_our_own_content_has_no_errors() -> None:
    assert [str(problem) for problem in check() if problem.severity == "error"] == []


def test_the_examples_of_the_readmes_are_clean(tmp_path: Path) -> None:
    assert told(folder(tmp_path, WITH_CASE)) == []


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("What did you hold fixed?", "once"),
        ("Walk me through it.", "once"),
        ("Think about the seed. What changes? It is the same machine.", "once"),
        ("How would you find out whether you are right?", "once"),
        ("Which language model did you start from?", "once"),
        ("We leave that open.", "never"),
        ("Think about what changes.", "maybe"),
    ],
)
def test_plain_speech_passes(text: str, asks: Asks) -> None:
    assert complaints(text, asks) == []


@pytest.mark.parametrize(
    ("text", "asks", "complaint"),
    [
        ("What did you hold fixed? And why?", "once", "asks 2 questions; ask one"),
        ("Tell me what you held fixed. Explain why it matters.", "once", "asks twice"),
        ("We leave that open, yes?", "never", "asks a question where none belongs"),
        ("That is what it shows.", "once", "asks no question"),
        ("Good point. What did you hold fixed?", "once", "guard would stop it: praise or verdict: good point"),
        ("Excellent. What did you hold fixed?", "once", "guard would stop it: praise or verdict: Excellent"),
        ("So **what** did you hold fixed?", "once", "holds Markdown"),
        ("What did you hold fixed " + "and then fixed again " * 12 + "at last?", "once", "more than 45 are hard"),
    ],
)
def test_what_cannot_be_said_is_told(text: str, asks: Asks, complaint: str) -> None:
    assert any(complaint in line for line in complaints(text, asks))


@pytest.mark.parametrize(
    ("stem", "old", "new", "problem"),
    [
        ("questions", "Compare the gap with how far", "Compare several seeds with how far",
         "hints[2]: says 'several seeds', which must_not_reveal forbids"),
        ("questions", "What did you hold fixed between", "How does a single run with repeated runs differ between",
         "follow_ups[1].ask: shares"),
        ("questions", "Which sentence about it would you sign?", "Is there a weaker claim that the plot can carry?",
         "indicators[1].probe: shares 'weaker claim plot' with the answer: Restates the result"),
        ("rubric", "What would you not rely on here?", "Do you state a doubt about the measurement here?",
         "criteria[0].indicators[0].probe: shares 'state doubt measur'"),
        ("plot_nine", "Somebody sent this round", "Somebody with two optimisers sent this round",
         "opening: says 'two optimisers', which must_not_reveal forbids"),
        ("plot_nine", "It shows two settings", "It shows two optimisers", "brief: says 'two optimisers'"),
        ("plot_nine", "says: It was Monday.", "says: It was Monday?", "given[0].says: asks a question where none belongs"),
        ("night_shift", '"Okay."', '"Okay, that is now quite clear to me, thank you."',
         "manner.acknowledgements[0]: has 10 words; an acknowledgement has at most 8"),
        ("night_shift", '"Okay."', '"Great answer."', "manner.acknowledgements[0]: the interviewer's guard would stop it"),
        ("night_shift", "facts:", "topics: [statistics, knitting]\nfacts:", "topics[1]: no question has the topic 'knitting'"),
        ("night_shift", "About {words}.", "About that.", "manner.hooks[1]: must hold {words} once"),
        ("night_shift", "About {words}.", "About {words} and {words}.", "manner.hooks[1]: must hold {words} once"),
        ("night_shift", '"Something else."', '"Okay, something else."',
         "manner.transitions[0]: begins like an acknowledgement"),
        ("night_shift", "Sorry, they may call me. What is", "Sorry, what was that? What is", "manner.interrupts[0]: asks 2 questions"),
        ("night_shift", "We can stop the clock.", "Shall we stop the clock?", "manner.care[0]: asks a question where none belongs"),
        ("night_shift", "I've seen it twice,", "Shall I ask? I've seen it twice,", "facts[0].says: asks a question where none"),
        ("night_shift", "    says: I've been told the committee takes about a month. I've seen it twice, so don't hold me to it.\n", "",
         "facts[0].text: give both `asked` and `says`, or neither"),
        ("rubric", "and I state a doubt about the measurement of it", "and the line that I see is blue and goes down",
         "criteria[0].id: warning: the offline scorer does not rank"),
    ],
)  # fmt: skip
def test_what_spoils_an_interview_is_told_where_it_is(
    tmp_path: Path, stem: str, old: str, new: str, problem: str
) -> None:
    found = told(folder(tmp_path, WITH_CASE, **{stem: (old, new)}))
    assert any(problem.replace("warning: ", "") in line.replace("warning: ", "") for line in found), found


def test_what_a_good_question_earns_may_hold_what_is_not_given_away(tmp_path: Path) -> None:
    assert told(folder(tmp_path, WITH_CASE, plot_nine=("I made it.", "I made it with two optimisers."))) == []


def test_a_question_that_is_asked_twice_is_found(tmp_path: Path) -> None:
    twin = "  - id: two-seed\n" + TWIN.replace("one-seed", "two-seed")
    name = "rubrics/lab_meeting/questions.yaml"
    found = told(folder(tmp_path, {**FILES, name: FILES[name] + twin}))
    assert any("questions[1].text: asks nearly what 'one-seed' asks" in line for line in found)


def test_shared_criteria_that_nobody_uses_and_files_that_nobody_reads_are_warnings(tmp_path: Path) -> None:
    files = {**FILES, "rubrics/_shared/criteria.yaml": shared("calm"), "personas/old.yml": "id: old"}
    root = folder(tmp_path, files)
    assert told(root) == [
        "personas/old.yml:1:1: warning: this file is not read: no file of this name belongs here",
        "rubrics/_shared/criteria.yaml:2:10: warning: criteria[0].id: no rubric uses this criterion",
    ]


def test_a_check_of_one_file_tells_of_this_file_alone(tmp_path: Path) -> None:
    root = folder(tmp_path, FILES, night_shift=('"Okay."', '"Okay?"'), questions=("difficulty: 2", "difficulty: 9"))
    assert all("night_shift" in line for line in told(root / "personas" / "night_shift.yaml"))
    assert all("questions" in line for line in told(root / "rubrics" / "lab_meeting"))
    assert len(told(root)) == len(told(root / "personas")) + len(told(root / "rubrics")) > 1


def test_a_users_folder_is_checked_together_with_ours(tmp_path: Path) -> None:
    persona = FILES["personas/night_shift.yaml"].replace("facts:", "rounds: [research_talk, gone]\nfacts:", 1)
    (found,) = told(folder(tmp_path, {"personas/night_shift.yaml": persona}))
    assert "there is no round 'gone'" in found


def test_a_folder_without_content_is_a_problem(tmp_path: Path) -> None:
    assert told(tmp_path) == [f"{tmp_path}:1:1: there is no folder rubrics/ or personas/ here or above"]
