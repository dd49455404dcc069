"""What lies on the table, as plain text: the case's brief and its exhibits with their line numbers."""

from interviewer.cli.screen import Screen
from interviewer.ports import Json


def lay(screen: Screen, opened: Json) -> None:
    """Write brief and exhibits of a ``round.opened`` event."""
    if not opened.get("brief"):
        screen.say("There is no case in this round.")
        return
    screen.say("The case")
    screen.say(opened["brief"].strip())
    for number, exhibit in enumerate(opened["exhibits"], 1):
        screen.say()
        screen.say(f"Exhibit {number}: {exhibit['title']}")
        for line, text in enumerate(exhibit["lines"], 1):
            screen.verbatim(f"{line:>3}  {text}")
    screen.say()


def clock(stamp: Json) -> str:
    """Return the time as people read it, for example ``12:40 left``."""
    if stamp["untimed"]:
        return f"{minutes(stamp['elapsed_ms'])} so far, untimed"
    left = stamp["total_ms"] - stamp["elapsed_ms"]
    return f"{minutes(left)} left" if left >= 0 else f"{minutes(-left)} over"


def minutes(milliseconds: float) -> str:
    """Return a duration, for example ``12:40``."""
    seconds = round(milliseconds / 1000)
    return f"{seconds // 60}:{seconds % 60:02d}"
