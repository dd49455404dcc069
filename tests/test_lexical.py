import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.lexical import Lexical, Lexicon, clause, sentences, stem, stems, unquoted, words

TEXT = st.text(alphabet=st.sampled_from(list("abc XYZ.,;:!?\n\"'“”’()`0123456789-é\u200b")), max_size=200)


def test_words_are_lower_case_and_numbers_are_whole() -> None:
    assert words("The gain was 7.7 points, or 11,400 rows (85%).") == [
        "the", "gain", "was", "7.7", "points", "or", "11,400", "rows", "85%",
    ]  # fmt: skip
    assert words("don’t — it's A/B") == ["don", "t", "it", "s", "a", "b"]
    assert words("") == []


def test_stems_leave_out_small_words_and_endings() -> None:
    assert stems("We were measuring the measured measures") == ("measur", "measur", "measur")
    assert stem("hospitals") == "hospit"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It broke. We fixed it! Why?", ["It broke.", "We fixed it!", "Why?"]),
        ('He said "no." Then we left.', ['He said "no."', "Then we left."]),
        ("It broke (twice.) Then we left.", ["It broke (twice.)", "Then we left."]),
        ("See Fig. 2 and Smith et al. 2020 for it. Good.", ["See Fig. 2 and Smith et al. 2020 for it.", "Good."]),
        ("We used e.g. Adam vs. SGD.", ["We used e.g. Adam vs. SGD."]),
        ("one line\nanother line", ["one line", "another line"]),
        ("see Fig.\nNew line", ["see Fig.", "New line"]),
        ("The gain was 7.7 points. 3 seeds.", ["The gain was 7.7 points.", "3 seeds."]),
        ("no end", ["no end"]),
        ("  \n ", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, found: list[str]) -> None:
    assert [span.text for span in sentences(text)] == found


@given(TEXT)
def test_sentences_stand_at_their_places_and_leave_out_only_blanks(text: str) -> None:
    spans = sentences(text)
    for span in spans:
        assert text[span.start : span.end] == span.text == span.text.strip() != ""
    assert [span.start for span in spans] == sorted(span.start for span in spans)
    assert "".join("".join(span.text.split()) for span in spans) == "".join(text.split())


@given(TEXT)
def test_what_is_quoted_is_left_out_and_nothing_is_added(text: str) -> None:
    rest = iter(text)
    assert all(any(char == other for other in rest) for char in unquoted(text) if not char.isspace())


def test_quotes_and_code_are_left_out() -> None:
    assert unquoted('I wrote "a? b" and “c?” and `d?` here').split() == ["I", "wrote", "and", "and", "here"]
    assert unquoted("before ```py\nwhy?\n``` after").split() == ["before", "after"]
    assert unquoted("an open “quote stays") == "an open “quote stays"


@given(TEXT, st.integers(3, 15))
def test_a_clause_is_a_short_verbatim_run(text: str, limit: int) -> None:
    found = clause(text, limit)
    assert found in text
    assert not found or 3 <= len(found.split()) <= limit


def test_a_clause_begins_with_its_subject() -> None:
    assert clause("The relays ran dry, which inflates the score on every ward.") == "inflates the score on every ward"
    assert clause("Because the relays ran dry at night") == "the relays ran dry at night"
    assert clause("Yes.") == ""


LEXICON = Lexicon(["the baseline was tuned", "the baseline ran once", "the relays ran dry", "seeds and error bars"])


def test_rare_words_weigh_more_than_common_ones_and_unseen_ones_most() -> None:
    assert LEXICON.weight(stem("relays")) > LEXICON.weight(stem("baseline"))
    assert LEXICON.weight("neverheard") >= LEXICON.weight(stem("relays"))


def test_recall_counts_what_was_mentioned() -> None:
    assert LEXICON.recall("The relays ran dry at night.", "the relays ran dry") == pytest.approx(1)
    assert LEXICON.recall("Something else altogether.", "the relays ran dry") == 0
    assert 0 < LEXICON.recall("The relays.", "the relays ran dry") < 1
    assert LEXICON.recall("anything", "the of and") == 0


def test_the_questions_own_words_earn_nothing() -> None:
    asked = frozenset(stems("Did the relays run dry?"))
    assert LEXICON.recall("The relays did run dry.", "the relays ran dry at night", asked) < 0.6


@given(st.lists(st.sampled_from(["relays", "baseline", "dry", "tuned", "seeds", "bars", "night"]), max_size=8).map(" ".join),
       st.lists(st.sampled_from(["relays", "baseline", "dry", "tuned", "seeds", "bars", "night"]), max_size=8).map(" ".join))  # fmt: skip
def test_likeness_is_symmetric_and_between_nothing_and_all(one: str, other: str) -> None:
    assert LEXICON.likeness(one, other) == pytest.approx(LEXICON.likeness(other, one))
    assert 0 <= LEXICON.likeness(one, other) <= 1.0001
    if one:
        assert LEXICON.likeness(one, one) == pytest.approx(1)


def test_the_best_reference_counts() -> None:
    lexical = Lexical(LEXICON)
    assert lexical.score("the relays ran dry", ["seeds and bars", "the relays ran dry"]) == pytest.approx(1)
    assert lexical.score("the relays ran dry", []) == 0


@pytest.mark.parametrize(
    "text", ['"' * 60_000, "a. " * 20_000, "`" * 60_000, "“a" * 20_000, " \n" * 30_000, "?!" * 30_000]
)
def test_hostile_texts_take_no_time_to_speak_of(text: str) -> None:
    """Held by the suite's timeout: nothing here may grow faster than its text by more than a little."""
    sentences(text)
    unquoted(text)
    words(text)
    clause(text[:2_000])
