"""What of a preparation may be said, whoever planned it."""

from dataclasses import replace

import pytest

from interviewer.preparation import Doubt, Preparation, Prepared
from interviewer.vetting import MOST_DOUBTS, anchored, completed, fault, vetted
from tests.talks import study, talk

STUDY = study()
TEXT = STUDY.material.text
GAIN = "On XL-Sum it raises ROUGE-L from 24.6 to 27.9 on average over twelve low-resource languages"
RUNS = "All results are means over five random seeds, with a standard deviation of at most 0.4 points."


def question(ask: str, quote: str = GAIN, name: str = "noise") -> Preparation:
    return Preparation(
        material="m", planner="p", questions=(Prepared.model_construct(question=name, quote=quote, ask=ask),)
    )


def doubt(claim: str, refuted_by: str = RUNS, quote: str = GAIN, name: str = "own.a") -> Doubt:
    return Doubt(id=name, kind="wrong", quote=quote, claim=claim, refuted_by=refuted_by, why="It overlooks the runs.")


def test_a_sound_question_stays_and_its_quote_becomes_the_claim_it_is_about() -> None:
    made = vetted(question("How would you show me that those 27.9 points are no luck?", GAIN[:60]), STUDY)
    (item,) = made.questions
    assert item.quote in {claim.quote for claim in STUDY.material.claims}
    assert item.quote.startswith(GAIN)
    assert not made.dropped


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        ("What did you hold fixed? And who tuned it?", "asks twice"),
        ("What did you hold fixed, and how was the baseline tuned?", "two questions in one"),
        ("That is an impressive gain. What did you hold fixed?", "praise"),
        ("Tell me: were those five runs?", "forbidden phrase"),
        ("How did you get to 31.4 points?", "a number out of nowhere"),
        ("I wonder about the seeds.", "asks nothing"),
        ("What did you hold **fixed**?", "marks"),
        (f"What {'really ' * 80}happened?", ""),
    ],
)
def test_what_must_not_be_said_is_dropped_with_its_reason(ask: str, why: str) -> None:
    made = vetted(question(ask), STUDY)
    assert not made.questions
    (reason,) = made.dropped
    assert reason.startswith("noise: ")
    assert why in reason


def test_invented_quotes_unknown_questions_and_second_askings_are_dropped() -> None:
    ask = "How would you show me that this is no luck?"
    invented = vetted(question(ask, "On XL-Sum it doubles ROUGE-L over twelve languages"), STUDY)
    unknown = vetted(question(ask, name="made-up"), STUDY)
    short = vetted(question(ask, "at most 0.4"), STUDY)
    twice = question(ask)
    twice = vetted(twice.model_copy(update={"questions": twice.questions * 2}), STUDY)
    assert "not in the material" in invented.dropped[0]
    assert unknown.dropped == ("made-up: no such question",)
    assert "too short" in short.dropped[0]
    assert len(twice.questions) == len(twice.dropped) == 1


def test_a_misreading_needs_words_of_the_material_that_refute_it() -> None:
    says = "I found no word about repeated runs. Why is that more than luck?"
    made = Preparation(
        material="m",
        planner="p",
        doubts=(
            doubt(says),
            doubt(says, "We repeated everything in twenty seeds.", name="own.b"),
            doubt(says, "", name="own.c"),
            doubt(says, "five random", name="own.d"),
            doubt("You are wrong about that, are you not?", name="own.e"),
            doubt(says, name="own.a"),
        ),
    )
    sound = vetted(made, STUDY)
    assert [item.id for item in sound.doubts] == ["own.a"]
    assert {line.partition(":")[0] for line in sound.dropped} == {"own.a", "own.b", "own.c", "own.d", "own.e"}


def test_there_are_never_more_than_a_few_push_backs_of_a_kind() -> None:
    many = tuple(doubt("I found no word about runs. Why is that no luck?", name=f"own.{n}") for n in range(9))
    assert len(vetted(Preparation(material="m", planner="p", doubts=many), STUDY).doubts) == MOST_DOUBTS


def test_numbers_of_the_document_may_be_mistaken_for_one_another() -> None:
    assert not fault("In my notes it is 0.4 points. Why do you say more?", TEXT, ())
    assert fault("In my notes it is 0.5 points. Why do you say more?", TEXT, ())


def test_a_quote_without_a_claim_of_its_own_keeps_its_words() -> None:
    assert anchored("two native speakers rated each summary.", talk("nlp")).startswith("We only tested news text")
    assert anchored("entirely elsewhere.", talk("nlp")) == "entirely elsewhere"


def test_the_rules_complete_what_a_model_left_out_and_the_name_says_so() -> None:
    ask = "How would you show me that this is no luck?"
    rules = question("What did you hold fixed?", name="held-fixed")
    rules = rules.model_copy(update={"planner": "rules", "doubts": (doubt("Why is that no luck?"),)})
    both = completed(question(ask), rules)
    assert [item.question for item in both.questions] == ["noise", "held-fixed"]
    assert both.planner == "p, completed by rules"
    assert completed(both, rules) == both


def test_a_question_is_bound_to_the_bank_of_its_own_study() -> None:
    fewer = replace(STUDY, questions=STUDY.questions[:1])
    assert not vetted(question("How would you show me that this is no luck?"), fewer).questions
