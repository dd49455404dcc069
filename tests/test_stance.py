"""How a reply takes a push-back is read from how it is built. How often that is right is measured in ``evals.signals``."""

import pytest

from interviewer.stance import HEAD, TAIL, stance

PUSHBACK = "Your error bars are over prompts and not over seeds. Isn't the whole gain noise?"


def test_a_concession_before_a_but_is_manners_and_what_comes_after_it_counts() -> None:
    assert stance("Fair point about the prompts, but four seeds in the appendix all sit two points above it.") == "hold"
    assert (
        stance("I'd keep it in general, but here you're right: I'd drop the claim and rerun three more seeds.")
        == "update"
    )


def test_a_change_of_ones_own_plan_is_an_update_and_a_change_in_the_data_is_none() -> None:
    assert stance("I would change the schedule then, since the two arms were never matched in tokens.") == "update"
    assert stance("We change the data and keep the schedule, so the exponent stays the same in both arms.") == "hold"


def test_a_concession_with_nothing_of_ones_own_beside_it_is_caving_in() -> None:
    assert stance("You're right, I suppose. Whatever you think is best.") == "cave"
    assert stance("You're right: with one seed per arm I can't claim more than this checkpoint shows.") == "update"


def test_saying_it_again_without_a_reason_is_stubborn() -> None:
    assert stance("The gain is real, I'm sure of it.", PUSHBACK) == "stubborn"
    assert (
        stance("No, the gain is real, because each of the five seeds beats the best baseline run.", PUSHBACK) == "hold"
    )


@pytest.mark.parametrize("text", ["Which table do you mean?", "Hard to say.", "", "Hm."])
def test_who_takes_no_side_is_unclear(text: str) -> None:
    assert stance(text, PUSHBACK) == "unclear"


def test_words_of_the_push_back_count_half_as_reasons() -> None:
    reply = "Then the gain is noise over prompts and seeds."
    assert stance(reply) == "update"
    assert stance(reply, PUSHBACK) == "cave"


def test_what_is_quoted_is_not_the_candidates_stance() -> None:
    assert (
        stance('The annotators wrote "you\'re right, I take it back" in nine of forty dialogues of that arm.') == "hold"
    )


def test_the_middle_of_a_very_long_reply_does_not_count() -> None:
    filler = "The ward keeps paper lists and two of the clerks type them. " * 40
    assert len(filler) > HEAD + TAIL
    assert stance(f"No, I disagree, because the seeds agree. {filler}") == "hold"
    assert stance(f"{filler} So you're right, I take the claim back and would rerun it.") == "update"
