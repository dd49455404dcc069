import io

from hypothesis import given
from hypothesis import strategies as st

from interviewer.cli.keys import cells
from interviewer.cli.screen import Screen, clean


def _screen(width: int = 20) -> tuple[Screen, io.StringIO]:
    out = io.StringIO()
    return Screen(out, lambda: width), out


def test_words_wrap_at_the_width() -> None:
    screen, out = _screen()
    screen.say("Interviewer: what did you measure, and how?")
    assert out.getvalue() == "Interviewer: what\ndid you measure, and\nhow?\n"


def test_words_are_written_as_they_come() -> None:
    screen, out = _screen()
    screen.stream("What did")
    assert out.getvalue() == "What"
    screen.stream(" you")
    assert out.getvalue() == "What did"
    screen.flush()
    assert out.getvalue() == "What did you"


def test_a_word_longer_than_the_width_is_not_broken() -> None:
    screen, out = _screen(10)
    screen.say("a https://example.org/long b")
    assert out.getvalue() == "a\nhttps://example.org/long\nb\n"


def test_lines_keep_their_indentation() -> None:
    screen, out = _screen()
    screen.say("code:\n    x = 1\n\nend")
    assert out.getvalue() == "code:\n    x = 1\n\nend\n"


def test_a_table_keeps_its_columns() -> None:
    screen, out = _screen(10)
    screen.verbatim("a          b          c")
    assert out.getvalue() == "a          b          c\n"


def test_what_is_said_begins_a_new_line() -> None:
    screen, out = _screen()
    screen.raw("You: half")
    screen.say("Take your time.")
    assert out.getvalue() == "You: half\nTake your time.\n"


def test_nothing_steers_the_terminal() -> None:
    assert clean("a\x1b[2Jb\x07\rc\u202ed\tё\n") == "a[2Jbcd\tё\n"


@given(st.lists(st.text(st.sampled_from("ab é漢\n")), max_size=20))
def test_however_a_text_is_cut_the_same_words_are_written(parts: list[str]) -> None:
    whole, expected = _screen(12)
    whole.stream("".join(parts))
    whole.flush()
    cut, out = _screen(12)
    for part in parts:
        cut.stream(part)
    cut.flush()
    assert out.getvalue() == expected.getvalue()
    words = out.getvalue().split()
    assert words == "".join(parts).split()
    assert all(cells(row) <= 12 or len(row.split()) == 1 for row in out.getvalue().split("\n"))
