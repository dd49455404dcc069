from pathlib import Path

import pytest

from api.errors import error_body, outcome
from interviewer import errors as err

EVERY = [
    (err.NotFound("interview", "x"), 404, 4404, "not_found"),
    (err.Refused("closed", "It is over."), 409, 4409, "closed"),
    (err.AlreadyAnswered(3, 9), 409, 4409, "already_answered"),
    (err.CommandReused("abcdefgh"), 409, 4409, "command_reused"),
    (err.TooLarge("answer", 2, 1), 413, 1009, "too_large"),
    (err.MaterialError("cv.pdf", "It is locked.", "Unlock it."), 422, 4400, "material"),
    (err.ProviderError("overloaded", "Busy.", retryable=True), 503, 1013, "overloaded"),
    (err.StoreError("The disk is full."), 503, 1013, "store"),
    (err.Fenced("x", "lease"), 503, 1013, "busy"),
    (err.ContentError((err.Problem(Path("a.yaml"), 1, 2, "id", "missing"),)), 500, 1011, "content"),
    (err.SettingsError("INTERVIEWER_PORT", "no number"), 500, 1011, "settings"),
    (err.InterviewerError("odd"), 500, 1011, "failed"),
]


@pytest.mark.parametrize(("error", "status", "close", "code"), EVERY, ids=lambda value: type(value).__name__)
def test_every_error_has_its_place_in_the_table(
    error: err.InterviewerError, status: int, close: int, code: str
) -> None:
    assert outcome(error) == (status, close)
    body = error_body(error)
    assert (body.error, body.code) == (type(error).__name__, code)
    assert body.detail


def test_no_error_was_forgotten() -> None:
    def all_below(cls: type[err.InterviewerError]) -> set[type[err.InterviewerError]]:
        return {cls}.union(*(all_below(sub) for sub in cls.__subclasses__()))

    ours = {cls for cls in all_below(err.InterviewerError) if cls.__module__ == "interviewer.errors"}
    assert {type(error) for error, *_ in EVERY} == ours


def test_only_what_was_already_answered_names_an_event() -> None:
    assert error_body(err.AlreadyAnswered(3, 9)).seq == 9
    assert error_body(err.Refused("closed", "It is over.")).seq is None
