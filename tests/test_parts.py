"""Which part of an account a claim belongs to, and what of it is said aloud."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer import parts
from interviewer.material import Claim
from interviewer.materials.claims import extract
from tests.talks import TALKS, talk


def parts_of(sentence: str, before: str = "") -> frozenset[str]:
    text = f"{before}{sentence}."
    claim = Claim(id="c", kind="sentence", quote=sentence, start=len(before), end=len(before) + len(sentence))
    return frozenset(parts.of(claim, text))


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("motivation", "Language models answer questions about dates well, yet little is known about how they do it"),
        ("motivation", "Serving systems waste memory when traffic shifts from one tenant to another"),
        ("prior", "Existing methods add parallel data, which most languages do not have"),
        ("prior", "Prior work is limited to models that were trained on the task"),
        ("method", "We introduce copy-aware decoding, which lowers the weight of source tokens"),
        ("method", "Our approach fits a density to the features of 600 training scans"),
        ("setup", "We replay three production traces of 40 minutes each on eight A100 GPUs"),
        ("setup", "All results are means over five random seeds"),
        ("gain", "It raises ROUGE-L from 24.6 to 27.9 on average over twelve languages"),
        ("gain", "Median time to first token falls from 412 ms to 268 ms"),
        ("score", "The probe reaches 91.3% accuracy on events that were held out"),
        ("cost", "Training takes 2.3 hours on one GPU, compared with 6.8 hours for CQL"),
        ("finding", "We observe that the bound is tight for 83% of the states"),
        ("check", "When we remove the neighbour term, the return drops to 69.0"),
        ("setback", "On the two antmaze tasks it is worse than IQL by 5.1 points"),
        ("limitation", "We only tested news text, and two native speakers rated each summary"),
        ("limitation", "Each agent was trained with a single seed because of the cost"),
        ("plan", "Next we want to follow the heads through training"),
        ("caption", "Figure 2: Effect of patching by layer, one line for each model"),
    ],
)
def test_a_claim_is_placed_by_its_words(part: str, sentence: str) -> None:
    assert part in parts_of(sentence)


def test_a_drop_in_something_good_is_no_gain() -> None:
    assert "gain" not in parts_of("The second stage lowers accuracy from 81.0% to 77.5% on the shifted split")


def test_a_title_above_or_before_it_places_a_claim_that_its_words_do_not() -> None:
    plain = "Twins take an expert about ten minutes each"
    assert parts_of(plain, "Limitations\n") == {"limitation"}
    assert parts_of(plain, "What we cannot claim: ") == {"limitation"}
    assert "limitation" not in parts_of(plain, "Limitations\nShort.\n\nResults\n")


def test_a_title_is_no_claim() -> None:
    heading = Claim(id="c", kind="sentence", quote="What does not work yet", start=0, end=22)
    assert not parts.of(heading, "What does not work yet\nMuch.")


@pytest.mark.parametrize("name", TALKS)
def test_no_motivation_and_no_limitation_of_a_real_document_is_taken_for_a_result(name: str) -> None:
    material = talk(name)
    for claim in material.claims:
        found = parts.of(claim, material.text)
        assert not (found & {"motivation", "prior", "limitation"} and found & {"gain", "score", "finding", "cost"})


def test_a_long_claim_is_cut_at_a_clause_that_holds_what_matters() -> None:
    long = (
        "On XL-Sum it raises ROUGE-L from 24.6 to 27.9 on average over twelve low-resource languages, and human raters "
        "prefer its summaries in 61% of comparisons with beam search"
    )
    assert parts.excerpt(long).endswith("twelve low-resource languages")
    assert parts.excerpt("What we found: the gap identifies 78% of them at 2% false positives; the other 41%") == (
        "the gap identifies 78% of them at 2% false positives"
    )


def test_a_claim_without_a_clause_to_stop_at_ends_with_a_mark_of_omission() -> None:
    said = parts.excerpt("word " * 60)
    assert said.endswith(" …")
    assert len(said.split()) <= parts.MAX_WORDS


@given(st.text(max_size=600))
def test_what_is_said_of_any_claim_is_short_and_verbatim(text: str) -> None:
    for claim in extract(text):
        said = parts.excerpt(claim.quote, re.compile(r"\d"))
        assert said.removesuffix(" …") in claim.quote
        assert len(said.split()) <= parts.MAX_WORDS
        assert isinstance(parts.of(claim, text), frozenset)
