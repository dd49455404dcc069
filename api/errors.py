"""One table from our errors to what the network sees: HTTP status, websocket close code, body.

It owns the numbers and the shape of a refusal; it decides nothing about when one is raised.
"""

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from interviewer import errors


class Outcome(NamedTuple):
    """How an error leaves by either door."""

    status: int
    close: int


class ErrorBody(BaseModel):
    """Every refusal over HTTP has this body."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    error: str
    """Class of the error, for example ``NotFound``."""
    code: str
    """Stable machine name, finer than the class, for example ``already_answered``."""
    detail: str
    """What happened, one sentence."""
    advice: str = ""
    """What to do instead; may be empty."""
    seq: int | None = None
    """The event that settled the matter, where there is one; else left out."""


TABLE: dict[type[errors.InterviewerError], Outcome] = {
    errors.NotFound: Outcome(404, 4404),
    errors.TooLarge: Outcome(413, 1009),
    errors.Refused: Outcome(409, 4409),
    errors.MaterialError: Outcome(422, 4400),
    errors.ProviderError: Outcome(503, 1013),
    errors.StoreError: Outcome(503, 1013),
    errors.Fenced: Outcome(503, 1013),
    errors.ContentError: Outcome(500, 1011),
    errors.SettingsError: Outcome(500, 1011),
    errors.InterviewerError: Outcome(500, 1011),
}

CODES: dict[type[errors.InterviewerError], tuple[str, str]] = {
    errors.NotFound: ("not_found", ""),
    errors.MaterialError: ("material", ""),
    errors.StoreError: ("store", "Nothing was acknowledged; try again."),
    errors.Fenced: ("busy", "Try again."),
    errors.ContentError: ("content", "Run `interviewer check` and mend the files it names."),
    errors.SettingsError: ("settings", ""),
    errors.InterviewerError: ("failed", ""),
}
"""Code and advice of errors that carry none themselves."""


def outcome(error: errors.InterviewerError) -> Outcome:
    """Return status and close code, by the nearest class in the table."""
    return next(TABLE[cls] for cls in type(error).__mro__ if cls in TABLE)


def error_body(error: errors.InterviewerError) -> ErrorBody:
    """Return what a client is told; never a prompt, a key or a candidate's text."""
    name = type(error).__name__
    match error:
        case errors.Refused():
            seq = error.seq if isinstance(error, errors.AlreadyAnswered) else None
            return ErrorBody(error=name, code=error.code, detail=error.reason, advice=error.advice, seq=seq)
        case errors.MaterialError():
            detail = f"{error.name}: {error.reason}"
            return ErrorBody(error=name, code="material", detail=detail, advice=error.advice)
        case errors.ProviderError():
            advice = "Try again in a moment." if error.retryable else ""
            return ErrorBody(error=name, code=error.code, detail=error.detail, advice=advice)
        case _:
            code, advice = next(CODES[cls] for cls in type(error).__mro__ if cls in CODES)
            return ErrorBody(error=name, code=code, detail=str(error), advice=advice)
