from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from interviewer.cli.composer import Line
from interviewer.cli.keys import Editor, Pipe, cells


class Glass:
    """A terminal that knows backspaces, returns and new lines."""

    def __init__(self) -> None:
        self.rows = [""]
        self.at = 0

    def write(self, text: str) -> None:
        for letter in text:
            if letter == "\n":
                self.rows.append("")
                self.at = 0
            elif letter == "\r":
                self.at = 0
            elif letter == "\b":
                self.at = max(0, self.at - 1)
            else:
                row = self.rows[-1]
                self.rows[-1] = row[: self.at] + letter + row[self.at + 1 :]
                self.at += 1

    @property
    def row(self) -> str:
        return self.rows[-1].rstrip()


def _editor(width: int = 80) -> tuple[Editor, Glass]:
    glass = Glass()
    return Editor(glass.write, lambda: width), glass


def _lines(keys: Pipe) -> list[Line]:
    return list(iter(keys.next, None))


def test_a_pipe_gives_lines_as_they_are_complete() -> None:
    pipe = Pipe()
    pipe.feed(b"one\r\ntw")
    assert _lines(pipe) == [Line("one")]
    pipe.feed(b"o\n")
    assert _lines(pipe) == [Line("two")]


def test_a_letter_that_was_torn_apart_is_put_together() -> None:
    pipe = Pipe()
    pipe.feed("é".encode()[:1])
    pipe.feed("é\n".encode()[1:])
    assert _lines(pipe) == [Line("é")]


def test_the_last_line_of_a_file_needs_no_end() -> None:
    pipe = Pipe()
    pipe.feed(b"last")
    assert not pipe.ended
    pipe.feed(None)
    assert _lines(pipe) == [Line("last")]
    assert pipe.ended


def test_what_is_typed_is_shown() -> None:
    editor, glass = _editor()
    editor.show("You: ")
    editor.feed(b"hello")
    assert _lines(editor) == []
    assert glass.row == "You: hello"
    assert editor.partial == "hello"


def test_keys_wait_until_they_are_asked_for() -> None:
    editor, glass = _editor()
    editor.feed(b"early\nlate\n")
    assert glass.rows == [""]
    assert editor.next() == Line("early")
    assert glass.rows == ["early", ""]


def test_backspace_takes_the_last_letter_away() -> None:
    editor, glass = _editor()
    editor.show("You: ")
    editor.feed(b"hellp\x7fo\n")
    assert _lines(editor) == [Line("hello")]
    assert glass.rows[0].rstrip() == "You: hello"


def test_backspace_at_the_beginning_does_nothing() -> None:
    editor, glass = _editor()
    editor.show("You: ")
    editor.feed(b"\x7f\x7fa")
    _lines(editor)
    assert glass.row == "You: a"


def test_a_line_beyond_the_width_is_corrected_on_a_new_line() -> None:
    editor, glass = _editor(width=10)
    editor.show("You: ")
    editor.feed(b"abcde\x7f")
    _lines(editor)
    assert editor.partial == "abcd"
    assert glass.row == "You: abcd"


def test_a_word_and_a_line_can_be_taken_away() -> None:
    editor, _ = _editor()
    editor.feed(b"one two three\x17\x17")
    _lines(editor)
    assert editor.partial == "one "
    editor.feed(b"\x15")
    _lines(editor)
    assert editor.partial == ""


def test_pasted_lines_are_marked() -> None:
    editor, _ = _editor()
    editor.feed(b"\x1b[200~one\r\rtwo\x1b[201~\n\n")
    assert _lines(editor) == [Line("one", True), Line("", True), Line("two", True), Line("")]


def test_a_line_may_be_longer_than_a_terminal_allows() -> None:
    editor, _ = _editor()
    editor.feed(b"x" * 20_000 + b"\n")
    assert _lines(editor) == [Line("x" * 20_000)]


def test_arrow_keys_leave_no_trace() -> None:
    editor, _ = _editor()
    editor.feed(b"a\x1b[D\x1bOHb\x1b[1;5Cc\n")
    assert _lines(editor) == [Line("abc")]


def test_a_sequence_that_was_torn_apart_is_waited_for() -> None:
    editor, _ = _editor()
    editor.feed(b"a\x1b[")
    assert _lines(editor) == []
    editor.feed(b"Db\n")
    assert _lines(editor) == [Line("ab")]


def test_ctrl_d_ends_the_input_on_an_empty_line_only() -> None:
    editor, _ = _editor()
    editor.feed(b"a\x04\n")
    assert _lines(editor) == [Line("a")]
    assert not editor.ended
    editor.feed(b"\x04")
    assert _lines(editor) == []
    assert editor.ended


def test_a_bare_prompt_is_wiped_and_begun_text_is_left() -> None:
    editor, glass = _editor()
    editor.show("You: ")
    editor.hide()
    assert glass.row == ""
    editor.show("You: ")
    editor.feed(b"half")
    _lines(editor)
    editor.hide()
    assert glass.rows[-2:] == ["You: half", ""]
    editor.show("You: ")
    assert glass.row == "You: half"


def test_wide_letters_take_two_columns() -> None:
    assert cells("aé漢") == 4
    assert cells("e\u0301") == 1


@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=5))
def test_no_bytes_break_the_editor_however_they_arrive(data: bytes, cuts: list[int]) -> None:
    whole, _ = _editor(20)
    whole.feed(data)
    expected = _lines(whole)
    parts, _ = _editor(20)
    ends = [0, *sorted(cut for cut in cuts if cut < len(data)), len(data)]
    got: list[Line] = []
    for start, end in pairwise(ends):
        parts.feed(data[start:end])
        got += _lines(parts)
    assert got == expected
