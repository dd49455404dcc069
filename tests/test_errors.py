import inspect
import re
from pathlib import Path

import pytest

from interviewer import errors
from interviewer.errors import (
    AlreadyAnswered,
    CommandReused,
    ContentError,
    Fenced,
    InterviewerError,
    MaterialError,
    NotFound,
    Problem,
    ProviderError,
    Refused,
    SettingsError,
    StoreError,
    TooLarge,
)

ALL = (
    NotFound("interview", "i1"),
    Refused("closed", "This interview is over.", "The report is next."),
    AlreadyAnswered(3, 17),
    CommandReused("c1"),
    TooLarge("answer", 70_000, 65_536),
    ContentError((Problem(Path("a.yaml"), 2, 3, "text", "is empty"),)),
    MaterialError("p.pdf", "It has no text.", "Paste the text instead."),
    SettingsError("INTERVIEWER_PORT", "must be a number"),
    ProviderError("cut", "The reply broke off.", retryable=True, after_s=2.0),
    StoreError("The disk is full."),
    Fenced("i1", "lease"),
)


@pytest.mark.parametrize("error", ALL, ids=lambda error: type(error).__name__)
def test_one_base_catches_them_all_and_each_says_what_happened(error: InterviewerError) -> None:
    assert isinstance(error, InterviewerError)
    assert re.search(r"\w{2,}", str(error))
    assert "HTTP" not in str(error)


def test_every_error_stands_in_the_tree_of_the_docstring_and_here() -> None:
    classes = {cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, InterviewerError)}
    named = set(re.findall(r":class:`(\w+)`", errors.__doc__ or ""))
    assert {cls.__name__ for cls in classes} == named
    assert {type(error) for error in ALL} == classes - {InterviewerError}


def test_what_is_refused_says_what_to_do_instead_and_has_a_stable_code() -> None:
    assert str(Refused("closed", "It is over.", "Read on.")) == "It is over. Read on."
    assert str(Refused("closed", "It is over.")) == "It is over."
    codes = {error.code for error in ALL if isinstance(error, Refused)}
    assert codes == {"closed", "already_answered", "command_reused", "too_large"}


def test_facts_are_attributes() -> None:
    assert (AlreadyAnswered(3, 17).turn, AlreadyAnswered(3, 17).seq) == (3, 17)
    assert TooLarge("answer", 70_000, 65_536).limit == 65_536
    assert "70,000" in str(TooLarge("answer", 70_000, 65_536))
    provider = ProviderError("cut", "It broke off.", retryable=True, after_s=2.0)
    assert (provider.code, provider.retryable, provider.after_s) == ("cut", True, 2.0)
    assert Fenced("i1", "gone").by == "gone"


def test_a_problem_stands_at_its_place() -> None:
    path = Path("rubrics/a.yaml")
    assert str(Problem(path, 2, 3, "text", "is empty")) == "rubrics/a.yaml:2:3: text: is empty"
    assert str(Problem(path, 2, 3, "", "is empty")) == "rubrics/a.yaml:2:3: is empty"
    assert str(Problem(path, 2, 3, "x", "is odd", "warning")) == "rubrics/a.yaml:2:3: warning: x: is odd"
    two = ContentError((Problem(path, 1, 1, "", "one"), Problem(path, 2, 1, "", "two")))
    assert str(two).splitlines() == ["rubrics/a.yaml:1:1: one", "rubrics/a.yaml:2:1: two"]
