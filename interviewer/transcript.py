"""Who said what, in order: the only history a model ever sees. A fold of events, nothing else."""

from collections.abc import Iterable
from typing import Literal

from interviewer.events import AnswerExtended, AnswerGiven, Event, TurnSpoken
from interviewer.value import Value


class Said(Value):
    """One contribution."""

    who: Literal["interviewer", "candidate"]
    text: str
    turn: int
    seq: int
    elapsed_ms: int
    source: Literal["model", "script", "typed", "heard"]
    cut: bool = False


def transcript(events: Iterable[Event]) -> tuple[Said, ...]:
    """Return what was said, extensions joined to their answers, empty utterances left out."""
    said: list[Said] = []
    for event in events:
        said = extended(said, event)
    return tuple(said)


def extended(said: list[Said], event: Event) -> list[Said]:
    """Return the transcript after one more event; the list is changed in place and returned."""
    body = event.body
    if isinstance(body, TurnSpoken) and body.text:
        cut = body.cut_by is not None
        said.append(_said(event, "interviewer", body.text, body.turn, body.source, cut=cut))
    elif isinstance(body, AnswerGiven):
        said.append(_said(event, "candidate", body.text, body.turn, body.mode))
    elif isinstance(body, AnswerExtended):
        for index in range(len(said) - 1, -1, -1):
            if said[index].seq == body.answer:
                joined = f"{said[index].text}\n{body.text}"
                said[index] = said[index].model_copy(update={"text": joined})
                break
    return said


def _said(
    event: Event,
    who: Literal["interviewer", "candidate"],
    text: str,
    turn: int,
    source: Literal["model", "script", "typed", "heard"],
    *,
    cut: bool = False,
) -> Said:
    return Said(
        who=who, text=text, turn=turn, seq=event.seq, elapsed_ms=event.elapsed_ms, source=source, cut=cut
    )  # fmt: skip
