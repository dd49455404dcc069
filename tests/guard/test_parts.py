"""The parts of the guard, each by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.guard import acknowledged, hidden
from interviewer.guard.hidden import Leak
from interviewer.guard.marks import Word, folded, keys, plain, spaced
from interviewer.guard.obedience import tells
from interviewer.guard.openings import without
from interviewer.guard.phrases import table, unsaid
from interviewer.guard.strangers import Known
from interviewer.lexical import words
from tests.simulation import script_of

OWN = ("Let me sit with that.", "That's on the table.")


def spoken(text: str) -> list[Word]:
    parts = text.split()
    return [Word(part, keys(part), at, at, False, part.endswith(".")) for at, part in enumerate(parts, 1)]


def test_equal_scripts_share_one_index_and_another_has_its_own() -> None:
    one = script_of("safety_brainstorm", "anthropic_research")
    assert hidden(one) is hidden(one.model_copy(deep=True))
    question = one.questions[0].model_copy(update={"reference": "Quite another text, which nobody ever read before."})
    assert hidden(one) is not hidden(one.model_copy(update={"questions": (question, *one.questions[1:])}))


def test_an_index_holds_every_hidden_text_and_no_text() -> None:
    script = script_of("safety_brainstorm", "anthropic_research")
    index = hidden(script)
    caught = 0
    texts = [text for text in script.hidden() if len(text.split()) >= 8]
    for text in texts:
        leaks = [Leak(runs, lambda: "") for runs in index.runs]
        caught += any(leak.take(word) for word in spoken(text) for leak in leaks)
    assert caught == len(texts)
    assert index.knows("seed")
    assert not index.knows("xanthippe")


@given(st.integers(0, 30), st.integers(5, 12))
def test_no_run_of_a_hidden_text_is_shown_beyond_its_harmless_beginning(start: int, length: int) -> None:
    script = script_of("safety_brainstorm", "anthropic_research")
    text = " ".join(folded(script.questions[0].reference).split()[start : start + length + 8])
    leaks = [Leak(runs, lambda: "") for runs in hidden(script).runs]
    for word in spoken(text):
        found = [leak.take(word) for leak in leaks]
        if any(found):
            return
        held = [leak.since for leak in leaks if leak.since]
        assert all(word.at - since < 3 for since in held), "few words are held back"
    assert len(words(text)) < 8


def test_what_lies_open_is_no_leak() -> None:
    script = script_of("safety_brainstorm", "anthropic_research")
    text = script.questions[0].reference
    leaks = [Leak(runs, lambda: spaced(text)) for runs in hidden(script).runs]
    assert not any(leak.take(word) for word in spoken(text) for leak in leaks)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Okay. What broke?", True),
        ("Okay, what broke?", True),
        ("I see. What broke?", True),
        ("I see it on line 3. What broke?", True),
        ("Let me sit with that. What broke?", True),
        ("That's on the table. What broke?", True),
        ("That makes sense. What broke?", True),
        ("Thank you.", True),
        ("What broke?", False),
        ("The okay button broke. What else?", False),
        ("I see from the export that rows are missing in two districts. What broke?", False),
        ("You said “okay”. What broke?", False),
        ("", False),
    ],
)
def test_what_counts_as_an_acknowledgement_at_the_beginning(text: str, begins: bool) -> None:
    assert acknowledged(text, OWN) == begins


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Okay, I see. What broke?", "What broke?"),
        ("Let me sit with that. Then this: what broke?", "Then this: what broke?"),
        ("What broke?", "What broke?"),
        ("Okay.", "Okay."),
        ("Okay, what broke? And when?", "Okay, what broke? And when?"),
    ],
)
def test_an_acknowledgement_can_be_taken_off(text: str, rest: str) -> None:
    assert without(text, OWN) == rest


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("sixty percent", {"60"}),
        ("thirty-five of them", {"30", "35"}),
        ("two hundred and four", {"2", "200", "4"}),
        ("fourteen weeks, a dozen crews", {"14", "12"}),
        ("11,400 calls and 3e-5", {"11400", "3e-5"}),
        ("no number", set()),
    ],
)
def test_numbers_are_known_in_digits_and_in_words(said: str, numbers: set[str]) -> None:
    assert Known(said).numbers >= numbers
    assert bool(Known(said).numbers) == bool(numbers)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We have eighty-four crews, three people each.", True),
        ("In the districts we have 84 crews with 3 people each.", True),
        ("We have crews, three people each.", False),
        ("We have 84 of them.", False),
    ],
)
def test_a_fact_is_told_with_its_numbers(text: str, told: bool) -> None:
    assert tells(text, "We have 84 line crews with 3 people each.") == told


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("GR3AT", ("great",)), ("v85", ("v85",)), ("e.g.", ("e", "g")), ("x_1", ("x", "1")), ("ｇｒｅａｔ", ("great",)),
        ("ru\u200bbric", ("rubric",)), ("ѕсоrе", ("score",)), ("h2o", ("h2o",)), ("naïve", ("naive",)),
    ],
)  # fmt: skip
def test_a_word_is_compared_by_what_it_looks_like(word: str, found: tuple[str, ...]) -> None:
    assert keys(word) == found


@pytest.mark.parametrize(
    ("word", "bare"),
    [("**bold**", "bold"), ("*bold*", "bold"), ("_bold_,", "bold_,"), ("`x`", "x"), ("<b>x</b>", "x"), ("a*b", "a*b"),
     ("x_1", "x_1"), ("~~no~~", "no")],
)  # fmt: skip
def test_markup_is_taken_off_a_word(word: str, bare: str) -> None:
    assert plain(word) == bare


def test_phrases_that_were_said_are_free() -> None:
    assert unsaid(("silent meters", "eight weeks"), spaced("They were silent. Meters!")) == ("eight weeks",)
    assert table(("A b", "")).whole == {"ab": "a b"}
