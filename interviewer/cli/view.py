"""What the candidate's side knows of a running interview, from the frames it got. No input, no output.

Its one subtle question is when a line may be taken: not while the interviewer speaks, nor between an answer and the
reply to it.
"""

from dataclasses import dataclass, field

from interviewer.ports import Json

_STATUS = {
    "round.opened": "live", "clock.paused": "paused", "clock.resumed": "live", "interview.closed": "closed",
}  # fmt: skip


@dataclass
class View:
    """Where the interview stands."""

    turn: int = 0
    """The newest turn that began: what an answer names."""
    floor: bool = False
    """Whether the candidate may speak in several blocks."""
    status: str = "ready"
    opened: Json = field(default_factory=dict)
    """The event that put case and exhibits on the table."""
    speaking: bool = False
    shown: str = ""
    """What was shown of the utterance under way; of a failed attempt until the next one begins."""
    _owed: bool = True
    """Whether the interviewer is about to react to something."""
    _stirred: bool = False
    """Whether it has begun to, since it was owed."""
    reviewing: bool = False
    """Whether answers are being read before the next question, in study mode."""
    hurry: bool = False
    """Whether that takes so long that the candidate may say not to wait for it."""

    @property
    def ready(self) -> bool:
        """Whether a line may be taken now."""
        listening = self.hurry or not (self._owed or self.speaking)
        return self.status == "paused" or (self.status == "live" and listening)

    def expect(self, owed: bool = True) -> None:
        """Something was sent that the interviewer reacts to; or nothing was."""
        self._owed, self._stirred, self.hurry = owed, False, False

    def take(self, frame: Json) -> None:
        """Learn from a frame."""
        kind = frame.get("kind") or frame["type"]
        if status := _STATUS.get(kind):
            self.status, self.speaking = status, False
        match kind:
            case "state":
                self._stand(frame["state"])
            case "turn.begin" | "turn.spoken":
                self.turn = max(self.turn, frame["turn"])
                self.speaking, self._stirred = kind == "turn.begin", True
            case "turn.failed":
                self.speaking = False
                self.expect()
            case "answer.given":
                self.floor = self.floor and not frame["done"]
            case "phase.entered":
                self.floor = frame["floor"]
            case "round.opened":
                self.opened = frame

    def _stand(self, doing: str) -> None:
        self.reviewing = doing == "reviewing"
        self.hurry = self.hurry and self.reviewing
        if doing in {"thinking", "speaking"}:
            self._stirred = True
        elif doing == "listening" and self._stirred:
            self._owed = self.speaking = False
