"""What a YAML file may say, and where the refusal of the rest points."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.content.yamlfile import MAX_BYTES, decode, find, parse, plain

PATH = Path("some.yaml")


def refused(text: str) -> list[str]:
    return [str(problem).removeprefix("some.yaml:") for problem in parse(PATH, text).problems]


def data(text: str) -> object:
    document = parse(PATH, text)
    assert document.root is not None
    assert not document.problems
    return plain(document.root)


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "n", "y", "2026-11-01", "12:30", "0x1f", "1_000", "Norway"])
def test_words_that_yaml_once_took_for_something_else_are_text(word: str) -> None:
    assert data(f"answer: {word}\n{word}: 1") == {"answer": word, word: 1}


def test_numbers_true_false_and_nothing_are_what_they_look_like() -> None:
    text = "{a: 12, b: -0.5, c: 1e3, d: true, e: False, f: null, g: ~, h: , i: '12', j: \"true\"}"
    expected = {"a": 12, "b": -0.5, "c": 1000.0, "d": True, "e": False, "f": None, "g": None, "h": None}
    assert data(text) == expected | {"i": "12", "j": "true"}


def test_a_level_may_be_a_number_in_front_of_the_colon() -> None:
    assert data("anchors:\n  1: low\n  5: high\n") == {"anchors": {1: "low", 5: "high"}}


def test_every_piece_knows_its_place() -> None:
    document = parse(PATH, "one: 1\nlist:\n  - a\n  - {b: c}\n")
    node = find(document.root, ("list", 1, "b"))
    assert node is not None
    assert (node.line, node.column, node.value) == (4, 9, "c")
    assert document.at(("list", 1, "b"), key=True) == (4, 6)
    assert document.at(("list", 1, "gone", "deeper")) == (4, 5)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: 2\na: 3", "3:1: a: the field 'a' stands here twice; the first is in line 1"),
        ("a: {b: 1, b: 2}", "1:11: b: the field 'b' stands here twice; the first is in line 1"),
        ("a: &x [1]", "1:4: anchors are not used here; delete &x"),
        ("a: *x", "1:4: aliases are not used here; write out what *x stands for"),
        ("<<: {a: 1}", "1:1: merge keys are not used here; write the fields out"),
        ("a: !!python/name:os.system x", "1:4: tags are not used here; delete tag:yaml.org,2002:python/name:os.system"),
        ("a: !mine {b: 1}", "1:4: tags are not used here; delete !mine"),
        ("a: .nan", "1:4: .nan is not a number we can use"),
        ("a: -inf", "1:4: -inf is not a number we can use"),
        ("a: 1\n---\nb: 2", "2:1: a file holds one document; delete this `---` and what follows"),
        ("true: 1", "1:1: a field's name must be text; put quotation marks round it"),
        ("? [1, 2]\n: 3", "1:3: a field's name must be text; put quotation marks round it"),
        ("", "1:1: the file is empty"),
        ("# only a comment\n", "1:1: the file is empty"),
        ("- a\n- b", "1:1: the file must begin with a field such as `id: …`"),
        ("a:\n\tb: 1", "2:1: indent with spaces, not with tabs"),
        ("a: 1\nb: \x01", "2:1: the file holds a control character; delete it"),
        ("[" * 30, "1:21: nested deeper than 20 levels"),
    ],
)
def test_what_surprises_people_is_refused_at_its_place(text: str, problem: str) -> None:
    assert problem in refused(text)


def test_a_colon_in_a_sentence_is_explained() -> None:
    (problem,) = refused("text: Then he said: no")
    assert problem.startswith("1:19: ")
    assert problem.endswith("put quotation marks round a sentence that holds a colon")


def test_several_mistakes_are_told_at_once() -> None:
    assert len(refused("a: &x 1\nb: *x\na: !!int 3\n")) == 4


def test_aliases_that_would_fill_the_memory_stay_small() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert len(refused("\n".join(lines))) == 12 + 9 * 11


def test_a_file_that_is_not_utf_8_is_refused_where_it_stops_to_be() -> None:
    text, problems = decode(PATH, "a: 1\nb: é".encode("latin-1"))
    assert text == ""
    assert [str(problem) for problem in problems] == ["some.yaml:2:4: the file is not UTF-8 text; save it as UTF-8"]


def test_a_byte_order_mark_is_no_text() -> None:
    assert decode(PATH, b"\xef\xbb\xbfa: 1") == ("a: 1", ())


def test_a_file_that_is_too_large_is_not_parsed() -> None:
    assert [problem.message for problem in decode(PATH, b"#" * (MAX_BYTES + 1))[1]] == [
        "the file is larger than 512 KiB"
    ]


@given(st.text(max_size=200))
def test_no_text_makes_the_parser_raise(text: str) -> None:
    document = parse(PATH, text)
    assert document.root is not None or document.problems


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#?, \n\t~<0.", max_size=60))
def test_no_jumble_of_yaml_signs_makes_the_parser_raise(text: str) -> None:
    document = parse(PATH, text)
    assert document.root is not None or document.problems
    assert all(problem.line >= 1 and problem.column >= 1 for problem in document.problems)
