"""How each frame of an interview reads on a terminal. It writes; what a frame means for the conversation is ``view``'s."""

from collections.abc import Callable

from interviewer.cli.recap import recap
from interviewer.cli.screen import Screen
from interviewer.cli.table import lay
from interviewer.cli.view import View
from interviewer.ports import Json

FLOOR = (
    "You have the floor: speak in as many parts as you like, each ended by an empty line. /done when you have finished."
)
PAUSED = "Paused. /resume lets the clock run again, /quit leaves."
PROVIDER = "Paused. /resume tries again; /engine rehearsal goes on with the written questions; /quit leaves."
MISSED = "(The interviewer did not get through. Nothing you said is lost.)"


class Teller:
    """Writes frames; commands of our own are known by their ids and not told back."""

    def __init__(self, screen: Screen, view: View, before: Callable[[], None]) -> None:
        self._screen, self._view, self._before = screen, view, before
        self.own: set[str] = set()
        """Ids of the commands this terminal sent."""
        self._tellers: dict[str, Callable[[Json], None]] = {
            "round.opened": self._opened,
            "phase.entered": self._phase,
            "turn.begin": self._begin,
            "delta": self._delta,
            "turn.spoken": self._spoken,
            "turn.failed": self._failed,
            "answer.given": self._answer,
            "answer.extended": self._answer,
            "hint.given": self._hint,
            "feedback.given": self._feedback,
            "clock.paused": self._paused,
            "clock.resumed": self._resumed,
            "clock.extended": self._extended,
            "engine.changed": self._engine,
            "interview.closed": self._closed,
        }

    def tell(self, frame: Json) -> None:
        """Write a frame, if there is anything to write."""
        teller = self._tellers.get(frame.get("kind") or frame["type"])
        if teller:
            teller(frame)

    def note(self, text: str) -> None:
        """Write a line that nobody said."""
        self._before()
        self._screen.say(text)

    def said(self, who: str, text: str) -> None:
        """Write what somebody said, after an empty line."""
        self._before()
        self._screen.say()
        self._screen.say(f"{who}: {text}")

    def _opened(self, frame: Json) -> None:
        self.note(f"{frame['title']}. Interviewer: {frame['interviewer']}. {frame['minutes']} minutes.")
        if frame["brief"]:
            self._screen.say()
            lay(self._screen, frame)

    def _phase(self, frame: Json) -> None:
        self._before()
        self._screen.say()
        self._screen.say(f"{frame['title']}. {frame['goal']}")
        if frame["floor"]:
            self._screen.say(FLOOR)

    def _begin(self, frame: Json) -> None:
        self._before()
        self._screen.fresh()
        self._screen.say("(That was cut off; it is said again.)" if self._view.shown else "")
        self._view.shown = ""
        self._screen.stream("Interviewer: ")

    def _delta(self, frame: Json) -> None:
        fresh = frame["d"][max(0, len(self._view.shown) - frame["o"]) :]
        self._view.shown += fresh
        self._screen.stream(fresh)

    def _spoken(self, frame: Json) -> None:
        """Complete what was shown: frames may have been lost, never an utterance."""
        shown, text = self._view.shown.strip(), frame["text"].strip()
        self._view.shown = ""
        if not shown:
            self.said("Interviewer", text)
        elif text.startswith(shown):
            self._screen.stream(text[len(shown) :])
        elif not shown.startswith(text):
            self.said("Interviewer (corrected)", text)
        self._screen.fresh()

    def _failed(self, frame: Json) -> None:
        # Why is said by the pause that follows when further attempts fail too.
        if frame["code"] != "paused" and frame["attempt"] == 1:
            self.note(MISSED)

    def _answer(self, frame: Json) -> None:
        if frame["command"] not in self.own:
            self.said("You, elsewhere", frame["text"])

    def _hint(self, frame: Json) -> None:
        self.note(f"(Hint {frame['rung']}.)")

    def _feedback(self, frame: Json) -> None:
        self._before()
        recap(self._screen, frame)

    def _paused(self, frame: Json) -> None:
        self.note(frame["detail"] or "The clock stands still.")
        self._screen.say(PROVIDER if frame["by"] == "provider" else PAUSED)

    def _resumed(self, _: Json) -> None:
        self.note("The clock runs.")

    def _extended(self, frame: Json) -> None:
        self.note(f"{frame['minutes']} minutes more.")

    def _engine(self, frame: Json) -> None:
        self.note(f"From here on the engine {frame['engine']} speaks.")

    def _closed(self, frame: Json) -> None:
        why = {"time": "The time is up.", "budget": "The budget is spent.", "abandoned": "Nobody came back."}
        self.note(why.get(frame["reason"], "The interview is over."))
