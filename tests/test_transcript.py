from interviewer import events as ev
from interviewer.transcript import transcript
from tests.test_state import given_, log, spoken


def test_who_said_what_in_order() -> None:
    said = transcript(log(spoken(1, "What broke?"), given_(1, "The relays."), spoken(2, "Why?")))
    assert [(line.who, line.text, line.turn, line.seq) for line in said] == [
        ("interviewer", "What broke?", 1, 1),
        ("candidate", "The relays.", 1, 2),
        ("interviewer", "Why?", 2, 3),
    ]
    assert [line.source for line in said] == ["script", "typed", "script"]


def test_an_extension_is_part_of_its_answer() -> None:
    extension = ev.AnswerExtended(command="c2", answer=2, text="And the meters.")
    said = transcript(log(spoken(1), given_(1), extension))
    assert said[-1].text == "The relays.\nAnd the meters."
    assert len(said) == 2


def test_an_extension_of_an_answer_that_is_not_there_changes_nothing() -> None:
    said = transcript(log(spoken(1), given_(1), ev.AnswerExtended(command="c2", answer=9, text="More.")))
    assert [line.text for line in said] == ["What broke?", "The relays."]


def test_what_was_cut_off_says_so_and_what_was_never_shown_is_not_there() -> None:
    said = transcript(log(spoken(1, "What", cut=True), given_(1), spoken(2, "")))
    assert [(line.text, line.cut) for line in said] == [("What", True), ("The relays.", False)]


def test_other_events_say_nothing() -> None:
    assert transcript(log(ev.ClockPaused(by="absence"), ev.RoundClosed(round="talk"))) == ()
