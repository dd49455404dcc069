"""What an interviewer prepares on the candidate's own material before or beside the talk. Values and their check.

A prepared question is one of the bank with its claim chosen and its wording made to fit; indicators, hints and depth
stay the bank's, so it is judged like any other. A wrong push-back on somebody's own work is only ever a misreading
that the material refutes, with the words that refute it.
"""

from typing import Annotated, Literal

from pydantic import Field

from interviewer.question import Challenge
from interviewer.reading import squeezed
from interviewer.value import Id, Line, Value


class Prepared(Value):
    """A question of the bank, made to fit one claim of the material."""

    question: Id
    """Of the bank."""
    quote: Annotated[str, Field(min_length=1, max_length=600)]
    """The claim, verbatim."""
    ask: Line
    """How it is put: one ask, the claim in it or referred to."""


class Doubt(Value):
    """A push-back on the material."""

    id: Id
    kind: Literal["valid", "wrong"]
    quote: Annotated[str, Field(min_length=1, max_length=600)]
    """What the material claims, verbatim."""
    claim: Line
    """What the interviewer says, ending with a question."""
    refuted_by: Annotated[str, Field(max_length=600)] = ""
    """For a wrong one: the words of the material that refute it, verbatim."""
    why: Line
    """Why it is fair, or what it misreads; for the report."""


class Preparation(Value):
    """All that was prepared on one document."""

    material: str
    planner: str
    """Engine and version."""
    questions: tuple[Prepared, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    dropped: tuple[str, ...] = ()
    """What did not stand the check, and why; not asked, not scored."""


def checked(preparation: Preparation, text: str, questions: frozenset[str]) -> Preparation:
    """Return what of a preparation can be used with a document's text and the bank's question ids."""
    own, dropped = squeezed(text), list(preparation.dropped)

    def stands(name: str, quote: str) -> bool:
        if quote and squeezed(quote) in own:
            return True
        dropped.append(f"{name}: the quote is not in the material")
        return False

    kept = [item for item in preparation.questions if item.question in questions and stands(item.question, item.quote)]
    doubts = [item for item in preparation.doubts if stands(item.id, item.quote)]
    doubts = [item for item in doubts if item.kind == "valid" or stands(item.id, item.refuted_by)]
    return preparation.model_copy(update={"questions": tuple(kept), "doubts": tuple(doubts), "dropped": tuple(dropped)})


def challenges(preparation: Preparation) -> tuple[Challenge, ...]:
    """Return the push-backs of a preparation as those of the bank; each fits after the claim it is about."""
    return tuple(
        Challenge(
            id=doubt.id,
            kind=doubt.kind,
            after=doubt.quote,
            claim=doubt.claim,
            why=f"{doubt.why} The material says: “{doubt.refuted_by}”" if doubt.refuted_by else doubt.why,
        )
        for doubt in preparation.doubts
    )
