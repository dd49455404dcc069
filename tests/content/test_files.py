"""One file against its model: every mistake at its place, in words an author understands."""

from pathlib import Path

import pytest

from interviewer.content.files import Read, digest, kind_of, read_bytes, read_text
from interviewer.persona import Persona
from interviewer.question import QuestionBank
from interviewer.value import Value
from tests.content.stage import FILES, ROUND

BANK = FILES["rubrics/lab_meeting/questions.yaml"]
PERSONA = FILES["personas/night_shift.yaml"]


def read(name: str, text: str) -> Read:
    model = kind_of(name)
    assert model is not None
    return read_text(name, Path(name).relative_to(Path(name).parent), text, model)


def told(name: str, text: str, old: str = "", new: str = "") -> list[str]:
    assert old in text
    return [str(problem) for problem in read(name, text.replace(old, new, 1) if old else text).problems]


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("rubrics/talk/questions.yaml", QuestionBank),
        ("personas/anyone.yaml", Persona),
        ("rubrics/_shared/criteria.yaml", True),
        ("rubrics/talk/cases/one.yaml", True),
        ("rubrics/talk/cases/deep/one.yaml", None),
        ("rubrics/talk/question.yaml", None),
        ("rubrics/_practice/round.yaml", None),
        ("personas/anyone.yml", None),
        ("elsewhere/personas/anyone.yaml", None),
    ],
)
def test_a_path_says_what_a_file_is(name: str, model: type[Value] | bool | None) -> None:
    assert kind_of(name) is model if not isinstance(model, bool) else kind_of(name)


def test_a_good_file_keeps_its_text_and_its_hash() -> None:
    file = read("personas/night_shift.yaml", PERSONA).file
    assert file is not None
    assert (file.text, file.sha256) == (PERSONA, digest(PERSONA))
    assert isinstance(file.value, Persona)


def test_dates_of_facts_are_dates_without_a_word_of_yaml() -> None:
    file = read("personas/night_shift.yaml", PERSONA).file
    assert file is not None
    assert isinstance(file.value, Persona)
    assert file.value.facts[0].date.isoformat() == "2026-11-01"


def test_where_text_is_wanted_a_number_or_a_no_is_the_text_as_written() -> None:
    text = BANK.replace("[What one run shows, What it cannot show,", "[no, 007, 1.50, true,")
    file = read("rubrics/lab_meeting/questions.yaml", text).file
    assert file is not None
    assert isinstance(file.value, QuestionBank)
    assert file.value.questions[0].outline[:4] == ("no", "007", "1.50", "true")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("    rephrase:", "    rephase:", "is not a field here; did you mean `rephrase`?"),
        ("difficulty: 2", "difficulty: 9", "questions[0].tags.difficulty: must be less than or equal to 5"),
        ("difficulty: 2", "difficulty: high", "questions[0].tags.difficulty: must be a valid integer"),
        ("id: one-seed\n", "id: One Seed\n", "questions[0].id: must be lower case letters, digits"),
        ("is: met", "is: perhaps", "questions[0].follow_ups[0].is: must be 'met' or 'missing'"),
        ("points: 2", "points: 7", "questions[0].indicators[0].points: must be less than or equal to 5"),
        ("        for: evidence\n", "", "questions[0].indicators[1].for: is missing"),
        (
            "text: The plot",
            'text: ""\n    minutes: 4 # The plot',
            "questions[0].text: must not be empty",
        ),
        ("tags: {topics: [statistics], difficulty: 2}", "tags: []", "questions[0].tags: must hold fields such as"),
        ("topics: [statistics]", "topics: statistics", "questions[0].tags.topics: must be a list"),
    ],
)
def test_a_mistake_is_told_at_its_place(old: str, new: str, problem: str) -> None:
    found = told("rubrics/lab_meeting/questions.yaml", BANK, old, new)
    assert any(problem in line for line in found)
    assert all(line.startswith("questions.yaml:") for line in found)


def test_all_mistakes_of_a_file_are_told_at_once_and_in_the_order_of_the_schema() -> None:
    text = BANK.replace("difficulty: 2", "difficulty: 9").replace("    rephrase:", "    rephase:")
    assert len(told("rubrics/lab_meeting/questions.yaml", text)) == 3


def test_a_list_with_broken_items_is_not_called_too_short_as_well() -> None:
    found = told("rubrics/lab_meeting/questions.yaml", BANK, "        for: evidence\n", "")
    assert found == ["questions.yaml:21:9: questions[0].indicators[1].for: is missing"]


def test_a_rule_over_several_fields_speaks_in_its_own_words() -> None:
    (found,) = told("rubrics/lab_meeting/round.yaml", ROUND, "default: 20", "default: 5")
    assert found == "round.yaml:6:10: minutes: default and presets must be at least min (10)"


def test_a_broken_file_of_bytes_says_so() -> None:
    found = read_bytes("personas/x.yaml", Path("x.yaml"), b"\xff\xfe", Persona)
    assert found.file is None
    assert "UTF-8" in found.problems[0].message
