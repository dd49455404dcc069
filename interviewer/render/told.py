"""What study mode said after a question, in sections: the same words in every document and on the terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interviewer.events import FeedbackGiven
from interviewer.transcript import Said

TITLE = "What was heard on this question"
LATER = "Some of your answers were not read in time: the report covers them, and nothing counts as missing here."
NOBODY = "Your answers were not read in time: the report covers them."
KEPT = "What later questions still need is kept back; it is in the report."
OFFLINE = "Read by the offline judge, which compares words: a point made in an unusual way may be missing here."

Told = Mapping[int, FeedbackGiven]
"""Event to what was said in it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A few lines under a title."""

    title: str
    items: tuple[tuple[str, str], ...]
    """Lines, each with the candidate's words or with none."""
    numbered: bool = False


def sections(given: FeedbackGiven) -> tuple[Section, ...]:
    """Return what there is to read, in order."""
    parts = (
        Section("Heard", given.heard),
        Section("Nearly", given.near),
        Section(
            "Check yourself: points that were not recognised in your words", tuple((line, "") for line in given.unheard)
        ),
        Section("How a strong answer is built", tuple((line, "") for line in given.outline), numbered=True),
        Section("The push-back", tuple((line, "") for line in given.pushback.splitlines())),
    )
    return tuple(part for part in parts if part.items)


def note(given: FeedbackGiven) -> str:
    """Return who read the answers, and what they could not say."""
    read = OFFLINE if given.judge.startswith("offline") else f"Read by {given.judge}."
    lines = (
        read if given.judge else NOBODY,
        LATER if given.judge and given.waiting else "",
        KEPT if given.kept_back else "",
    )
    return " ".join(filter(None, lines))


def mixed(said: Sequence[Said], told: Told) -> list[Said | FeedbackGiven]:
    """Return what was said with what was told in between, in the order of the log."""
    placed: list[tuple[int, Said | FeedbackGiven]] = [*((item.seq, item) for item in said), *told.items()]
    return [item for _, item in sorted(placed, key=lambda pair: pair[0])]
