"""What an answer shows beside its content, and what only looks like it. How often that is right: ``evals.signals``."""

import pytest

from interviewer import cues
from interviewer.lexical import stems, words


def declines(text: str) -> bool:
    return cues.declines(text, len(words(text)))


def reminds(text: str) -> bool:
    return cues.reminds(text, len(words(text)))


@pytest.mark.parametrize(
    "text",
    ["I can't do this.", "I need a break, I'm panicking.", "I feel sick.", "My mind is blank and I’m shaking."],
)
def test_distress_is_noticed_when_it_is_said_in_so_many_words(text: str) -> None:
    assert cues.distressed(text)


@pytest.mark.parametrize(
    "text",
    [
        "This is a hard question.",
        "The loss is distressing.",
        "I was nervous about the seed variance.",
        "There was a panic in the kernel.",
        'The patient typed "I feel sick" and the bot changed the subject.',
    ],
)
def test_a_hard_question_or_a_sick_patient_is_no_distress(text: str) -> None:
    assert not cues.distressed(text)


@pytest.mark.parametrize(
    "text",
    ["I can't talk about that, it's under NDA.", "I'd rather not say.", "That's confidential.", "I'm not allowed to share numbers."],
)  # fmt: skip
def test_a_refusal_is_noticed(text: str) -> None:
    assert declines(text)


@pytest.mark.parametrize(
    "text", ["I'd rather not use Adam.", "We can't share the weights between layers.", "I can't say without a control."]
)
def test_not_wanting_or_sharing_something_else_is_no_refusal(text: str) -> None:
    assert not declines(text)


def test_who_goes_on_at_length_after_a_refusal_has_answered() -> None:
    refusal = "I can't share the numbers, they're confidential."
    assert declines(refusal)
    assert not declines(f"{refusal} {'What I can say is how the filter works and where it stops. ' * 6}")


def test_a_reminder_counts_when_it_is_the_main_thing_said() -> None:
    assert reminds("As I said, the seeds.")
    assert not reminds(
        f"As I said, the seeds. {'And there is another reason, which nobody has looked at so far. ' * 3}"
    )
    assert not reminds("I told the team to stop the run.")
    assert not reminds("I stand by what I said.")


@pytest.mark.parametrize(
    "text", ["F.cross_entropy handles it.", "I'd use PyTorch.", "You just call .fit and look.", "It's a Ray job."]
)
def test_a_library_is_noticed(text: str) -> None:
    assert cues.names_library(text)


@pytest.mark.parametrize(
    "text", ["A ray of light.", "Transformers attend to all positions.", "We fit a line.", "The torch runs out."]
)
def test_words_that_only_sound_like_a_library_are_none(text: str) -> None:
    assert not cues.names_library(text)


PLAN = (
    "First a pipeline that parses the files, then an embedding index over the chunks, a retrieval step, a model that fills "
    "the form, a cache in front of it, and a queue behind. I'd deploy it in containers with monitoring and alerts."
)


def test_a_plan_is_technical_until_it_names_somebody() -> None:
    def technical(text: str) -> bool:
        return cues.only_technical(set(stems(text)), len(words(text)))

    assert technical(PLAN)
    assert not technical(f"{PLAN} The clerk checks what comes out.")
    assert not technical("A pipeline, a model, a queue.")


def test_slogans_with_an_argument_beside_them_are_a_view() -> None:
    def recites(text: str) -> bool:
        return cues.recites(text, set(stems(text)))

    assert recites("I'm passionate about responsible AI that benefits all of humanity.")
    assert not recites("I disagree with the responsible scaling policy, since it waits for a capability to show.")
    assert not recites("Two seeds agree.")
