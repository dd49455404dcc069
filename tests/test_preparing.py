"""What the rules prepare on documents as people bring them."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer import parts
from interviewer.content import FileLibrary
from interviewer.guard import asks
from interviewer.lexical import sentences, unquoted
from interviewer.material import Material
from interviewer.materials.claims import extract
from interviewer.preparation import Doubt, Preparation, challenges, checked
from interviewer.preparing import MOST, PLANNER, prepare, prepared
from interviewer.reading import squeezed
from interviewer.vetting import vetted
from tests.talks import TALKS, study, talk

STUDY = study()
BANK = frozenset(question.id for question in STUDY.questions)
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")


def made(name: str) -> Preparation:
    return vetted(prepare(talk(name), STUDY.questions, 7), replace(STUDY, material=talk(name)))


def one(name: str, doubt: str) -> Doubt:
    return next(item for item in made(name).doubts if item.id == f"own.{doubt}")


def sound(preparation: Preparation, text: str) -> None:
    """Check what holds of everything that the rules prepare."""
    own = squeezed(text)
    assert checked(preparation, text, BANK) == preparation
    for says in (*(item.ask for item in preparation.questions), *(doubt.claim for doubt in preparation.doubts)):
        asking = [span for span in sentences(unquoted(says)) if asks(span.text)]
        assert len(asking) == 1, says
        assert unquoted(says).count("?") == 1
        assert len(says.split()) <= MOST
        for quoted in _QUOTED.findall(says):
            assert squeezed(quoted.removesuffix(" …")) in own or quoted == "significant"


@pytest.mark.parametrize("name", TALKS)
def test_everything_prepared_on_a_real_document_stands(name: str) -> None:
    preparation = made(name)
    sound(preparation, talk(name).text)
    assert not preparation.dropped
    assert preparation.planner == PLANNER
    assert len(preparation.questions) >= 9
    assert {doubt.kind for doubt in preparation.doubts} >= {"wrong"}
    assert len({item.id for item in preparation.doubts}) == len(preparation.doubts)


@pytest.mark.parametrize("name", TALKS)
def test_every_question_quotes_a_claim_of_a_part_it_wants(name: str) -> None:
    material = talk(name)
    claims = {claim.quote: parts.of(claim, material.text) for claim in material.claims}
    wanted = {question.id: frozenset(question.claim_parts) for question in STUDY.questions}
    for item in made(name).questions:
        assert claims[item.quote] & wanted[item.question], item.ask


def test_every_question_that_quotes_says_which_part_it_wants() -> None:
    for round_ in FileLibrary().rounds():
        bank = FileLibrary().shelf().rounds[round_].questions.value.questions
        assert all(bool(question.claim) == bool(question.claim_parts) for question in bank)


def test_plans_and_limitations_are_asked_about_as_such() -> None:
    preparation = made("nlp")
    further, conceded = (prepared(preparation, name) for name in ("next-experiment", "limitation-first"))
    assert further is not None
    assert conceded is not None
    assert further.ask.startswith('You write "We leave dialogue and long documents to future work".')
    assert "future work" not in conceded.ask
    ablated = prepared(preparation, "ablation")
    assert ablated is not None
    assert "27.9" in ablated.ask


def test_a_question_without_a_fitting_claim_is_left_out() -> None:
    assert prepared(made("systems"), "test-exposure") is None, "throughput has no test set"
    assert prepared(made("nlp"), "figure") is None, "no caption"
    assert prepared(made("systems"), "figure") is not None
    assert prepared(None, "figure") is None


def test_a_number_is_read_the_wrong_way_round_and_refuted_by_the_sentence_itself() -> None:
    doubt = one("systems", "turned")
    assert doubt.kind == "wrong"
    assert doubt.claim.startswith("As I have your numbers, it starts at 268 ms and ends at 412 ms")
    assert "412 ms to 268 ms" in doubt.refuted_by


def test_the_number_without_a_part_is_taken_for_the_number_of_the_whole() -> None:
    doubt = one("rl", "lesser")
    assert "return with everything in place is 69.0" in doubt.claim
    assert doubt.refuted_by == "When we remove the neighbour term, the return drops to 69.0."
    assert "78.2" in doubt.quote


def test_two_sides_of_a_comparison_are_taken_for_one_another() -> None:
    assert "6.8 hours is yours and 2.3 hours is what you compare with" in one("rl", "swapped").claim


def test_a_stated_limitation_and_repeated_runs_are_overlooked() -> None:
    assert "limited to chest CT" in one("vision", "widened").refuted_by
    assert "five random seeds" in one("nlp", "runs").refuted_by


@pytest.mark.parametrize(
    ("name", "doubt", "words"),
    [
        ("rl", "one-run", "single seed"),
        ("rl", "nameless", "outperforms the baseline"),
        ("vision", "no-spread", "AUROC of 0.94"),
        ("vision", "raters", "one radiologist"),
        ("safety", "judge", "GPT-4 judge"),
        ("safety", "on-one", "one dataset"),
        ("interpretability", "homemade", "written by us"),
    ],
)
def test_a_weakness_that_the_document_shows_is_a_fair_doubt_with_its_words(name: str, doubt: str, words: str) -> None:
    found = one(name, doubt)
    assert found.kind == "valid"
    assert words in found.claim
    assert words in found.quote


def paper(*lines: str) -> Material:
    text = "\n".join(lines)
    return Material(id="m", kind="notes", name="n", text=text, claims=extract(text))


def wrong(*lines: str) -> list[str]:
    return [doubt.id for doubt in prepare(paper(*lines), STUDY.questions, 1).doubts if doubt.kind == "wrong"]


@pytest.mark.parametrize(
    "line",
    [
        "Our method improves accuracy on models from 1.3 to 7 billion parameters in every case.",
        "Our method improves forecasts for the years from 2015 to 2020 over the baseline.",
        "Under the shift our method is better calibrated, though accuracy rises from 91.0% to 74.0% of that.",
        "The standard decoder takes 6.8 hours compared with 2.3 hours for BCR in our measurements.",
        "Raters reach 64.0% accuracy, compared with 91.3% for our probe.",
    ],
)
def test_numbers_that_may_mean_something_else_are_not_misread(line: str) -> None:
    assert not {"own.turned", "own.swapped"} & set(wrong(line))


def test_what_others_did_refutes_nothing() -> None:
    gain = "We find that our decoder improves accuracy from 61.3% to 64.8% on the benchmark."
    assert wrong(gain, "Smith et al. trained five random seeds and only tested English.") == ["own.turned"]


def test_seeds_do_not_refute_where_the_main_result_has_one_run() -> None:
    gain = "We find that our decoder improves accuracy from 61.3% to 64.8% on the benchmark."
    mixed = "Small models were trained with five random seeds and the large one with a single seed."
    assert "own.runs" not in wrong(gain, mixed)


def test_the_same_seed_prepares_the_same() -> None:
    first = prepare(talk("safety"), STUDY.questions, 3)
    assert first == prepare(talk("safety"), STUDY.questions, 3)
    variants = [prepare(talk("safety"), STUDY.questions, seed).questions for seed in range(12)]
    assert any(other != first.questions for other in variants)


def test_a_phrase_the_candidate_should_say_first_is_not_quoted_to_them() -> None:
    line = "We find that accuracy improves from 61.3% to 64.8% as a macro average over tasks."
    preparation = prepare(paper(line), STUDY.questions, 1)
    assert prepared(preparation, "number-meaning") is None
    assert prepared(preparation, "noise") is not None


def test_doubts_become_challenges_with_the_words_that_refute_them() -> None:
    preparation = made("rl")
    by_id = {challenge.id: challenge for challenge in challenges(preparation)}
    assert set(by_id) == {doubt.id for doubt in preparation.doubts}
    assert "the return drops to 69.0" in by_id["own.lesser"].why
    assert "The material says" not in by_id["own.one-run"].why


JUMBLE = """we our show that the model outperforms improves accuracy return from to 3.2% 61.3 64.8 only than baseline
(because) and , which without five seeds runs “x” " ` ? ？ A Figure 2: GPT-4 judge limited drops ; . . We"""
WORDS = st.sampled_from(
    [*JUMBLE.split(), "\n", "compared with", "when we remove", "single seed", "synthetic", "significantly",
     "random direction", "Limitations\n"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=120).map(" ".join), st.integers(0, 5))
def test_any_paper_like_jumble_yields_verbatim_quotes_and_one_question_each(text: str, seed: int) -> None:
    material = Material(id="m", kind="notes", name="n", text=text, claims=extract(text))
    sound(prepare(material, STUDY.questions, seed), text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.sampled_from(sorted(TALKS)), st.integers(0, 800))
def test_a_document_with_anything_in_its_middle_is_prepared_soundly(noise: str, name: str, at: int) -> None:
    text = TALKS[name][:at] + noise + TALKS[name][at:]
    material = Material(id="m", kind="notes", name="n", text=text, claims=extract(text))
    sound(prepare(material, STUDY.questions, 1), text)
