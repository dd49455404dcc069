import pytest

from evals.conduct import detect, likeness
from evals.conduct.verdicts import PRAISE, VERDICTS

ONE = (
    "What did you measure?",
    "I see. How would you know that it worked?",
    "Walk me through the last case.",
    "Pick a number in the text, and trace it back. What do you arrive at?",
    "When it's done, how will we know whether it worked?",
    "You have the headline figure from me; what would you like to do with it?",
    "You wrote “why not?” there. What did you mean by it?",
    "If both are wrong, what have you gained?",
    "When and where do they sign?",
)
TWO = (
    "What would you turn, and what would you read off?",
    "Who decides that case and when do they do it?",
    "What did you do, how did you do it?",
)


@pytest.mark.parametrize("text", ONE)
def test_one_question_is_one_however_it_is_put(text: str) -> None:
    assert len(detect.tasks(text)) == 1
    assert not detect.doubled(text)


@pytest.mark.parametrize("text", TWO)
def test_two_questions_in_one_sentence_are_seen(text: str) -> None:
    assert detect.doubled(text)


@pytest.mark.parametrize(
    "text", ["What was it? And why?", "What was it? Tell me about the baseline.", "Really？ Why？"]
)
def test_stacked_questions_are_counted_apart(text: str) -> None:
    assert len(detect.asking(text)) == 2


def test_a_statement_asks_nothing() -> None:
    assert detect.asking("Take your time. Start wherever it is easiest.") == []


@pytest.mark.parametrize(
    "text",
    ["Great answer! Go on.", "Okay. Correct. What next?", "That's not correct.", "I would rate that a four.", "Nice!",
     "You're on the right track.", "You are right about the seeds.", "The correct answer is four."],
)  # fmt: skip
def test_praise_and_verdicts_are_seen_wherever_they_stand(text: str) -> None:
    assert detect.verdict(text)


@pytest.mark.parametrize(
    "text",
    ["How would you notice that you are building the wrong thing?", "You said “that is a great answer”. Why?",
     "Suppose you are right about that. What follows?", "You are asking the wrong man there, I'm sorry.", "Which one change would move your score the furthest?"],
)  # fmt: skip
def test_words_that_only_look_like_praise_are_left_alone(text: str) -> None:
    assert not detect.verdict(text)


def test_times_are_read_with_their_minutes() -> None:
    assert [left for _, left in detect.notices("We have about five minutes left. We are about halfway.")] == [5.0, 0.5]
    assert detect.notices("There are forty minutes left.")[0][1] == 40.0
    assert detect.notices("It took five minutes in the morning.") == []
    assert detect.notices("Some say they were moved to another role halfway.") == []


@pytest.mark.parametrize(
    "text", ["## Next", "- one\n- two", "This is **bold**.", "Können Sie das nicht erklären, wie?", "你能解释吗？"]
)
def test_markdown_and_other_languages_are_seen(text: str) -> None:
    assert detect.markup(text)


def test_plain_english_is_left_alone() -> None:
    assert not detect.markup("So “F1 - the harmonic mean” is what you count. Why that one?")


def test_an_acknowledgement_is_known_by_its_words_and_a_transition_is_none() -> None:
    assert detect.acknowledges("Okay. What next?", ())
    assert detect.acknowledges("Heard you. Go on.", ("Heard you.",))
    assert not detect.acknowledges("Okay, new ground. What next?", (), ("Okay, new ground.",))
    assert not detect.acknowledges("What next?", ())


def test_likeness_is_of_content_words() -> None:
    assert likeness.near("What did the grader reward?", "And what was it that the grader did reward?") == 1.0
    assert likeness.near("What did the grader reward?", "Who signs the letters?") < 0.2


@pytest.mark.parametrize("text", [*PRAISE, *VERDICTS])
def test_whatever_the_disobedient_say_is_known(text: str) -> None:
    assert detect.verdict(f"{text} What did you measure?")
    assert not detect.verdict(f"You wrote “{text}” there. What did you mean?")
