"""No authored sentence is said that the editor has not seen."""

from collections.abc import Iterator
from pathlib import Path

from interviewer.content import FileLibrary
from interviewer.content.shelf import questions
from interviewer.content.spoken import Said, of_case, of_persona, of_question, of_round

SAID = {"ask", "probe", "rephrase", "opening", "enter", "frame"}
"""Fields that are said wherever they stand."""


def said(library: FileLibrary) -> Iterator[Said]:
    shelf = library.shelf()
    for bundle in shelf.rounds.values():
        yield from of_round(bundle, shelf.criteria)
        for where, question in questions(bundle):
            yield from of_question(where, question)
        for case in bundle.case_files:
            yield from of_case(case)
    for persona in shelf.personas.values():
        yield from of_persona(persona)


def texts(data: object, within: str = "") -> Iterator[str]:
    """Yield every text that stands in a field which is said."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from texts(value, str(key))
    elif isinstance(data, list | tuple):
        for value in data:
            yield from texts(value, within)
    elif within in SAID and isinstance(data, str):
        yield data


def test_every_sentence_of_our_content_that_is_said_is_on_the_list() -> None:
    library = FileLibrary()
    listed = {each.text for each in said(library)}
    reads = library.reads()
    wanted = {text for read in reads.values() if read.file for text in texts(read.file.value.model_dump(mode="json"))}
    assert len(wanted) > 200
    assert sorted(wanted - listed) == []


def test_every_sentence_stands_where_it_says() -> None:
    for each in said(FileLibrary()):
        value: object = each.where.file.value.model_dump(mode="json", by_alias=True)
        for key in each.where.location:
            assert isinstance(value, dict | list)
            value = value[key]  # type: ignore[index]
        assert value == each.text


def test_only_last_hints_push_backs_and_facts_may_come_near_the_answer() -> None:
    near = {
        each.where.location[-1 if isinstance(each.where.location[-1], str) else -2]
        for each in said(FileLibrary())
        if each.helps
    }
    assert near == {"hints", "claim", "says"}


def test_what_has_no_files_says_nothing(tmp_path: Path) -> None:
    assert list(said(FileLibrary(root=tmp_path))) == []
