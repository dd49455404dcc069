"""Claims by rule: what a person would quote, verbatim and at its place."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.materials.claims import MAX_WORDS, MOST, extract
from interviewer.materials.clean import clean_pages
from tests.materials.paper import PAGE_ONE, PAGE_TWO

PAPER = clean_pages([PAGE_ONE, PAGE_TWO])
CLAIMS = extract(PAPER.text, PAPER.page_starts, "m.")


def kind_of(sentence: str) -> str:
    (claim,) = extract(sentence)
    return claim.kind


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("number", "The change improves exact match from 71.2 to 76.4 on the held-out part."),
        ("number", "Training took 3 hours longer, a cost of 12% per run."),
        ("number", "The loss settles at 2.31 after one epoch of the second stage."),
        ("comparison", "The small model outperforms the large one on every task we tried."),
        ("comparison", "Compared with random search the schedule needs far fewer runs."),
        ("comparison", "A shorter prompt works better than a longer one in this setting."),
        ("shows", "We show that the probe reads a direction which the model does not use."),
        ("shows", "Our analysis suggests that labels leak through the file names."),
        ("caption", "Figure 2: Reward against tokens, one line for each seed."),
        ("caption", "Table 1. Accuracy on the four splits of the benchmark."),
        ("limitation", "The method fails when the two corpora share no vocabulary at all."),
        ("limitation", "We do not evaluate the effect on languages other than English."),
        ("limitation", "We only tested the smallest of the three model sizes."),
        ("sentence", "A transcript says the same thing several times because people do."),
    ],
)
def test_a_sentence_is_taken_for_what_it_is(kind: str, sentence: str) -> None:
    assert kind_of(sentence) == kind


def test_a_paper_yields_claims_of_every_kind_at_their_places() -> None:
    kinds = Counter(claim.kind for claim in CLAIMS)
    assert set(kinds) == {"number", "comparison", "shows", "caption", "limitation", "sentence"}
    assert 15 <= len(CLAIMS) <= MOST
    where = {claim.quote: claim.where for claim in CLAIMS}
    assert where["We do not test languages other than English"] == "page 2, section Limitations"
    first = next(claim for claim in CLAIMS if "71.2 to 76.4" in claim.quote)
    assert (first.kind, first.where) == ("number", "page 1, section Abstract")


def test_quotes_stand_in_the_text_where_they_say_and_never_run_on() -> None:
    assert all(PAPER.text[claim.start : claim.end] == claim.quote for claim in CLAIMS)
    assert all(5 <= len(claim.quote.split()) <= MAX_WORDS for claim in CLAIMS)
    assert not any(claim.quote.endswith((".", ",", ";")) or "\n" in claim.quote for claim in CLAIMS)


def test_references_thanks_questions_and_tables_are_no_claims() -> None:
    quotes = " ".join(claim.quote for claim in CLAIMS)
    for other in ("Sundqvist", "Okonjo", "We thank", "Who would read", "5,034", "Ravnsborg"):
        assert other not in quotes


def test_what_comes_after_the_references_is_read_again() -> None:
    text = "Results\nWe show that it works on both of the sets.\nReferences\nSmith, A. 2020. We show that it holds.\n"
    found = extract(text + "A Further results\nWe find that the smaller probe is enough for this layer.")
    assert [claim.where for claim in found] == ["section Results", "section A Further results"]


def test_an_abbreviation_ends_no_sentence() -> None:
    (claim,) = extract("We show, e.g. In Fig. 3 and Sec. 4, that Okonjo et al. 2024 were right about the seeds.")
    assert claim.quote.endswith("about the seeds")


def test_a_claim_that_is_made_twice_is_taken_once() -> None:
    twice = "We show that dropping repeats improves accuracy on both sets.\n\nIn short, we show that dropping repeats improves "
    assert len(extract(twice + "accuracy on both sets.")) == 1


def test_a_sentence_that_is_too_long_is_cut_at_its_clauses_around_the_claim() -> None:
    long = (
        "Although "
        + "there are many reasons to doubt it, " * 8
        + "we show that the probe outperforms the baseline by 4 points, "
    )
    (claim,) = extract(long + "which " + "is a matter of some importance to us all, " * 6 + "as said.")
    assert "outperforms the baseline by 4 points" in claim.quote
    assert len(claim.quote.split()) <= MAX_WORDS


def test_there_are_never_more_than_forty() -> None:
    nouns = ["probe", "model", "layer", "prompt", "corpus", "reward", "judge", "filter", "sampler", "critic"]
    verbs = ["beats", "shrinks", "hides", "repeats", "orders", "splits", "merges", "shifts"]
    lines = [f"We show that the {one} {verb} another {two} here." for one in nouns for verb in verbs for two in nouns]
    assert len(extract("\n".join(lines))) == MOST


def test_plain_sentences_fill_up_a_document_without_strong_ones() -> None:
    text = "The bakery opened at dawn. Two loaves were left on the shelf. A cat slept beside the oven door."
    assert [claim.kind for claim in extract(text)] == ["sentence"] * 3


def test_kinds_are_shared_out_where_a_sentence_could_be_of_several() -> None:
    sentence = "{} is {}% faster than the one before it in every run."
    kinds = Counter(claim.kind for claim in extract("\n".join(sentence.format(name, n) for n, name in enumerate(
        ("Alder parser", "Birch sorter", "Cedar cache", "Douglas queue", "Elm loader", "Fir planner")))))  # fmt: skip
    assert kinds == {"number": 3, "comparison": 3}


@given(st.text(max_size=400))
def test_any_text_yields_verbatim_bounded_claims_once_each(text: str) -> None:
    found = extract(text)
    assert all(text[claim.start : claim.end] == claim.quote for claim in found)
    assert all(0 < len(claim.quote.split()) <= MAX_WORDS for claim in found)
    assert len({claim.quote for claim in found}) == len(found) == len({claim.id for claim in found})


WORDS = st.sampled_from(
    [
        "we",
        "show",
        "that",
        "the",
        "model",
        "outperforms",
        "3.2%",
        "only,",
        "than",
        "(because)",
        "\n",
        "Figure",
        "2:",
        "e.g.",
        "fails;",
        "“x”",
        "-",
        "71",
        ".",
        "?",
        "A",
    ]
)


@given(st.lists(WORDS, max_size=150).map(" ".join))
def test_any_paper_like_jumble_yields_verbatim_bounded_claims(text: str) -> None:
    found = extract(text, [0, len(text) // 2])
    assert all(text[claim.start : claim.end] == claim.quote for claim in found)
    assert all(len(claim.quote.split()) <= MAX_WORDS for claim in found)
    assert [claim.start for claim in found] == sorted(claim.start for claim in found)
