"""Every error we raise on purpose.

* :class:`InterviewerError`: catch this to catch all of them.

  * :class:`NotFound`: no such interview, round, persona, material or report.
  * :class:`Refused`: the command makes no sense now; nothing was changed, the text is kept.

    * :class:`AlreadyAnswered`: another window answered this turn first.
    * :class:`CommandReused`: the same command id came with another body.
    * :class:`TooLarge`: over a stated limit.

  * :class:`ContentError`: YAML we refuse, each problem with file, line and column.
  * :class:`MaterialError`: a document we cannot read, with what to do instead.
  * :class:`SettingsError`: the environment says something we cannot use.
  * :class:`ProviderError`: the model service failed, or answered in a way we do not accept.
  * :class:`StoreError`: the database would not take the write; nothing was acknowledged.
  * :class:`Fenced`: another process speaks for this interview now, or the candidate spoke since.

Errors carry facts as attributes and a sentence that says what to do. They know nothing of HTTP.
"""

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


class InterviewerError(Exception):
    """Base of everything we raise on purpose."""


class NotFound(InterviewerError):
    """There is no such thing, or it belongs to somebody else: the two look the same."""

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.name = name
        super().__init__(f"There is no {kind} {name!r}.")


class Refused(InterviewerError):
    """A command that makes no sense in the present state.

    Attributes:
        code: stable machine name, for example ``closed``.
        advice: what to do instead, one sentence.
    """

    def __init__(self, code: str, reason: str, advice: str = "") -> None:
        self.code = code
        self.reason = reason
        self.advice = advice
        super().__init__(f"{reason} {advice}".strip())


class AlreadyAnswered(Refused):
    """The turn has its answer; ``seq`` is the event that holds it."""

    def __init__(self, turn: int, seq: int) -> None:
        self.turn = turn
        self.seq = seq
        super().__init__(
            "already_answered",
            f"Turn {turn} was already answered (event {seq}).",
            "Your text is kept as a draft; catch up and answer the open question.",
        )


class CommandReused(Refused):
    """One command id, two bodies."""

    def __init__(self, command_id: str) -> None:
        self.command_id = command_id
        super().__init__(
            "command_reused", f"Command {command_id!r} was used before with another body.", "Send it with a new id."
        )


class TooLarge(Refused):
    """Over a stated limit."""

    def __init__(self, what: str, size: int, limit: int, unit: str = "bytes") -> None:
        self.what, self.size, self.limit, self.unit = what, size, limit, unit
        super().__init__(
            "too_large", f"The {what} has {size:,} {unit}; the limit is {limit:,}.", "Shorten it or send it in parts."
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one place of one file; lines and columns count from 1."""

    path: Path
    line: int
    column: int
    field: str
    message: str
    severity: Literal["error", "warning"] = "error"
    """A warning is worth a look; content with nothing worse is used."""

    def __str__(self) -> str:
        parts = (f"{self.path}:{self.line}:{self.column}", self.severity * (self.severity == "warning"), self.field)
        return ": ".join([*filter(None, parts), self.message])


class ContentError(InterviewerError):
    """Content files we refuse to run with."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class MaterialError(InterviewerError):
    """A document we could not read.

    Attributes:
        name: the file's name as the candidate gave it.
        reason: what is wrong with it.
        advice: what to do instead.
    """

    def __init__(self, name: str, reason: str, advice: str) -> None:
        self.name, self.reason, self.advice = name, reason, advice
        super().__init__(f"{name}: {reason} {advice}")


class SettingsError(InterviewerError):
    """A setting we cannot use; ``name`` is its environment variable."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        super().__init__(f"{name}: {reason}")


ProviderCode = Literal[
    "auth", "billing", "rate_limit", "spend_limit", "overloaded", "timeout", "stalled", "cut", "malformed", "refusal",
    "max_tokens", "empty", "invalid_request", "unreachable", "server", "budget",
]  # fmt: skip


class ProviderError(InterviewerError):
    """The model service did not give us a usable reply.

    Attributes:
        code: what went wrong, one of :data:`ProviderCode`.
        retryable: whether asking again later may help.
        detail: a sentence for the candidate; never contains a key or a prompt.
        after_s: seconds the service asked us to wait, if it said so.
    """

    def __init__(self, code: ProviderCode, detail: str, *, retryable: bool, after_s: float | None = None) -> None:
        self.code: ProviderCode = code
        self.detail, self.retryable, self.after_s = detail, retryable, after_s
        super().__init__(detail)


class StoreError(InterviewerError):
    """The database refused the write, so nothing was acknowledged."""


class Fenced(InterviewerError):
    """An interviewer-side write came too late and was not made.

    Attributes:
        by: ``lease`` when another process owns the interview, ``candidate`` when the candidate spoke since the
            decision, ``gone`` when the interview was deleted.
    """

    def __init__(self, interview_id: str, by: Literal["lease", "candidate", "gone"]) -> None:
        self.interview_id = interview_id
        self.by: Literal["lease", "candidate", "gone"] = by
        super().__init__(f"Interview {interview_id}: write refused ({by}).")


def traceless(error: BaseException) -> str:
    """Return class and places of an unforeseen error for a log: its message may quote a candidate, so it is left out."""
    places = traceback.extract_tb(error.__traceback__)[-6:]
    return " < ".join([type(error).__name__, *(f"{place.filename}:{place.lineno}" for place in reversed(places))])
