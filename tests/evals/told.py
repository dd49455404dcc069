"""An interview told by hand, event by event, so that each check can be shown a transcript with its fault and without."""

from typing import Any

from evals.conduct.casting import cast, script_of
from evals.conduct.record import Record, Shown
from evals.conduct.stage import NOON
from interviewer import events as ev
from interviewer.events import AnyBody, Event
from interviewer.move import Act, Menu, Move
from interviewer.script import Script


class Told:
    """A log in the making; seconds of the interview clock pass with every contribution."""

    def __init__(self, round_: str = "fde_decomposition", minutes: int = 30) -> None:
        part = next(part for part in cast(40) if part.setup.round == round_)
        self.setup = part.setup.model_copy(update={"minutes": minutes, "pace": 1.0, "mode": "real"})
        self.script: Script = script_of(self.setup)
        self.events: list[Event] = []
        self.shown: list[Shown] = []
        self.kinds: dict[int, str] = {}
        self.raw: dict[int, str] = {}
        self.at_s = 0
        self.number = 0
        self.add(ev.InterviewStarted(setup=self.setup, title="told", content={}))
        self.enter(self.script.round.phases[0].id)

    def add(self, body: AnyBody) -> int:
        self.events.append(Event(seq=len(self.events) + 1, at=NOON, elapsed_ms=self.at_s * 1000, body=body))
        return len(self.events)

    def enter(self, phase: str) -> None:
        until = self.setup.minutes * 60_000
        self.add(ev.PhaseEntered(phase=phase, title=phase, goal="", until_ms=until))

    def turn(
        self, text: str, act: Act = Act.PROBE, *, rule: str = "coverage", trigger: str = "answer", source: Any = "model",
        **move: Any,
    ) -> int:  # fmt: skip
        self.number += 1
        made = Move(id="m1", act=act, intent="", **{"say": text, "asks": "?" in text, **move})
        self.add(
            ev.TurnDecided(
                turn=self.number, attempt=1, trigger=trigger, decided_on=0, state="thread", draw=0,
                menu=Menu(rule=rule, reason="", moves=(made,)),
            )
        )  # fmt: skip
        self.at_s += 6
        ended: Any = "script" if source == "script" else "model"
        spoken = ev.TurnSpoken(
            turn=self.number, attempt=1, text=text, move="m1", asks=made.asks, source=source, ended=ended
        )  # fmt: skip
        self.shown.append(Shown(self.number, 1, source, text))
        if act is not Act.OPEN:
            self.raw[self.number] = f'move=m1 anchor=""\n{text}'
        return self.add(spoken)

    def answer(self, text: str, kind: str = "answer") -> int:
        self.at_s += 20
        seq = self.add(ev.AnswerGiven(command=f"command-{len(self.events):04d}", turn=self.number, text=text))
        self.kinds[seq] = kind
        return seq

    def ask(self, what: Any) -> int:
        self.at_s += 5
        seq = self.add(ev.Requested(command=f"command-{len(self.events):04d}", what=what))
        self.kinds[seq] = what
        return seq

    def close(self, *, at_s: int = 0) -> "Told":
        self.at_s = max(self.at_s, at_s)
        self.turn("Thank you for coming in.", Act.CLOSE, rule="end", trigger="timer:time")
        self.add(ev.InterviewClosed(reason="time"))
        return self

    def record(self, **more: Any) -> Record:
        made: dict[str, Any] = {
            "name": "told", "column": "obedient", "seed": 1, "script": self.script, "setup": self.setup,
            "events": tuple(self.events), "shown": tuple(self.shown), "raw": self.raw, "kinds": self.kinds,
        }  # fmt: skip
        return Record(**{**made, **more})
