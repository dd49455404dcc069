"""What one played interview left behind: its script, its log, all that was ever shown, what was really said.

Values and readings of them. It plays nothing and judges nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from interviewer import events as ev
from interviewer.events import Event, Setup
from interviewer.move import Move
from interviewer.question import Question
from interviewer.round import Phase
from interviewer.script import Script


@dataclass(frozen=True, slots=True)
class Shown:
    """An utterance as it came to the screen."""

    turn: int
    attempt: int
    source: str
    """``model`` or ``script``."""
    text: str
    void: bool = False
    """Whether it was taken back for other words."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing the interviewer said, with what it reacted to."""

    number: int
    seq: int
    at_ms: int
    """Interview clock at its first word."""
    text: str
    asks: bool
    source: str
    decided: ev.TurnDecided
    move: Move
    phase: str
    answer: str
    """The candidate's newest words before it; empty when it reacts to none."""
    before: int
    """How many contributions of the candidate came before it."""


@dataclass(frozen=True, slots=True)
class Input:
    """One contribution of the candidate."""

    seq: int
    at_ms: int
    text: str
    """Empty for a request by command."""
    request: str = ""
    kind: str = ""
    """What the simulated candidate meant it as; empty where nobody says."""
    phase: str = ""
    thread: int = 0
    """Number of the open thread; 0 outside threads."""
    turn: int = 0
    """The newest turn spoken before it."""


@dataclass
class Record:
    """One interview that was played to its close, or given up."""

    name: str
    column: str
    seed: int
    script: Script
    setup: Setup
    events: tuple[Event, ...]
    shown: tuple[Shown, ...] = ()
    raw: Mapping[int, str] = field(default_factory=dict)
    """What the speaker replied, by turn, as far as it was read."""
    speaker: str = "claude"
    """Engine that spoke; ``rehearsal`` has no model behind it."""
    kinds: Mapping[int, str] = field(default_factory=dict)
    """What the candidate's contributions were meant as, by event."""
    canaries: tuple[str, ...] = ()
    """Invented words planted in hidden parts."""
    requests: tuple[str, ...] = ()
    """Texts sent to the speaker that held a canary or a hidden part."""
    broken: str = ""
    """Why it was given up; empty when it came to its end."""

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """Everything the interviewer said that stands."""
        return _turns(self)

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """Everything the candidate did."""
        return _inputs(self)

    @cached_property
    def total_ms(self) -> int:
        """Length on the interview clock; 0 when untimed."""
        return round(self.setup.minutes * self.setup.pace * 60_000)

    @cached_property
    def end(self) -> Event | None:
        """The close."""
        return next((event for event in self.events if isinstance(event.body, ev.InterviewClosed)), None)

    @property
    def given_up(self) -> bool:
        """Whether the candidate ended it."""
        return bool(self.inputs) and self.inputs[-1].kind in {"finish", "goodbye"}

    def heard(self, count: int) -> str:
        """Return the candidate's first so many contributions as one text."""
        return "\n".join(item.text for item in self.inputs[:count])

    def phase(self, phase_id: str) -> Phase | None:
        """Return a phase, None for none."""
        return next((phase for phase in self.script.round.phases if phase.id == phase_id), None)

    def question(self, turn: Turn) -> Question | None:
        """Return the bank question a turn puts."""
        return self.script.by_question.get(turn.move.question)

    def find(self, number: int) -> Turn | None:
        """Return a turn by its number."""
        return next((turn for turn in self.turns if turn.number == number), None)


def _turns(record: Record) -> tuple[Turn, ...]:
    found: list[Turn] = []
    decided: tuple[ev.TurnDecided, int] | None = None
    phase, answer, before = "", "", 0
    for event in record.events:
        body = event.body
        if isinstance(body, ev.PhaseEntered):
            phase = body.phase
        elif isinstance(body, ev.TurnDecided):
            decided = body, event.elapsed_ms
        elif isinstance(body, ev.AnswerGiven | ev.Requested):
            answer, before = getattr(body, "text", ""), before + 1
        elif isinstance(body, ev.TurnSpoken) and decided and body.text:
            menu = decided[0].menu
            found.append(
                Turn(
                    number=body.turn, seq=event.seq, at_ms=decided[1], text=body.text, asks=body.asks,
                    source=body.source, decided=decided[0], move=menu.move(body.move) or menu.first, phase=phase,
                    answer=answer if decided[0].trigger == "answer" else "", before=before,
                )
            )  # fmt: skip
    return tuple(found)


def _inputs(record: Record) -> tuple[Input, ...]:
    found: list[Input] = []
    phase, thread, turn = "", 0, 0
    for event in record.events:
        body = event.body
        if isinstance(body, ev.PhaseEntered):
            phase = body.phase
        elif isinstance(body, ev.ThreadOpened):
            thread = body.thread
        elif isinstance(body, ev.ThreadClosed):
            thread = 0
        elif isinstance(body, ev.TurnSpoken):
            turn = body.turn
        elif isinstance(body, ev.AnswerGiven | ev.Requested):
            asked = body.what if isinstance(body, ev.Requested) else ""
            found.append(
                Input(
                    seq=event.seq, at_ms=event.elapsed_ms, text=getattr(body, "text", ""), request=asked,
                    kind=record.kinds.get(event.seq, asked), phase=phase, thread=thread, turn=turn,
                )
            )  # fmt: skip
    return tuple(found)
