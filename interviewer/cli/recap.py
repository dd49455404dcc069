"""What study mode says after a question, as a short block of plain text."""

from interviewer.cli.screen import Screen
from interviewer.events import FeedbackGiven
from interviewer.ports import Json
from interviewer.render.told import TITLE, note, sections


def recap(screen: Screen, told: Json) -> None:
    """Write a ``feedback.given`` event."""
    given = FeedbackGiven.model_validate({name: told[name] for name in FeedbackGiven.model_fields if name in told})
    screen.say()
    screen.say(f"[{TITLE}]")
    for part in sections(given):
        screen.say(f"{part.title}:")
        for number, (text, quote) in enumerate(part.items, 1):
            screen.say(f"{number}. {text}" if part.numbered else f"- {text}")
            if quote:
                screen.say(f"  You: “{' '.join(quote.split())}”")
    screen.say(f"({note(given)})")
