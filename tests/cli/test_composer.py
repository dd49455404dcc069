from interviewer.cli.composer import Block, Composer, Line, Word


def _take(composer: Composer, *lines: str) -> list[Block | Word | None]:
    return [composer.take(Line(line)) for line in lines]


def test_an_empty_line_ends_an_answer() -> None:
    assert _take(Composer(), "one", "two", "") == [None, None, Block("one\ntwo")]


def test_a_single_dot_ends_an_answer_too() -> None:
    assert _take(Composer(), "one", ".")[-1] == Block("one")


def test_empty_lines_before_an_answer_mean_nothing() -> None:
    assert _take(Composer(), "", "  ", "one", "") == [None, None, None, Block("one")]


def test_a_pasted_empty_line_belongs_to_the_answer() -> None:
    composer = Composer()
    for text in ("first", "", "second"):
        assert composer.take(Line(text, pasted=True)) is None
    assert composer.take(Line("")) == Block("first\n\nsecond")


def test_a_slash_word_is_a_command_and_leaves_the_text_alone() -> None:
    composer = Composer()
    assert _take(composer, "half an answer", "/extend 10") == [None, Word("extend", "10")]
    assert composer.text == "half an answer"


def test_a_pasted_slash_word_is_text() -> None:
    composer = Composer()
    assert composer.take(Line("/finish", pasted=True)) is None
    assert composer.text == "/finish"


def test_two_slashes_send_one() -> None:
    assert _take(Composer(), "//hint is a word here", "")[-1] == Block("/hint is a word here")


def test_a_path_is_no_command() -> None:
    assert _take(Composer(), "/usr/lib was full", "")[-1] == Block("/usr/lib was full")


def test_the_end_of_the_input_ends_an_answer() -> None:
    composer = Composer(["one"])
    assert composer.end() == Block("one")
    assert composer.end() is None


def test_a_text_that_came_back_is_sent_by_an_empty_line() -> None:
    composer = Composer()
    composer.refill("one\ntwo")
    assert composer.take(Line("")) == Block("one\ntwo")
