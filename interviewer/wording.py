"""The scripted sentences of every move, put together from what authors wrote.

Rehearsal speaks them, and they replace an utterance that the guard stopped. It owns how authored pieces are joined
(acknowledgement, notice, facts, anchor, act) and never writes content of its own beyond time notices.
"""

from collections.abc import Sequence
from random import Random

from interviewer.events import Setup
from interviewer.lexical import clause, sentences, stems
from interviewer.move import Act
from interviewer.persona import Manner
from interviewer.state import State

NOTICES = {
    "half": "We are about halfway.",
    "five": "We have about five minutes left.",
}
QUIET = frozenset({Act.REPEAT, Act.CLARIFY, Act.HINT, Act.NUDGE, Act.INTERRUPT, Act.OPEN, Act.REVEAL, Act.ANSWER_BACK})
"""Acts that take no acknowledgement before them."""


def pick(options: Sequence[str], used: Sequence[str], rng: Random) -> str:
    """Return an option that was not used lately, drawn by the turn's own randomness."""
    heard = " ".join(used[-12:])
    fresh = [option for option in options if option not in heard]
    return rng.choice(fresh or list(options)) if options else ""


def acknowledgement(manner: Manner, state: State, rng: Random) -> str:
    """Return a neutral acknowledgement, at most every other turn; empty otherwise."""
    last = state.wording[-1] if state.wording else ""
    if not state.answers or any(last.startswith(ack) for ack in manner.acknowledgements):
        return ""
    return pick(manner.acknowledgements, state.wording, rng) if rng.random() < 0.5 else ""


def anchor(answer: str, towards: Sequence[str]) -> str:
    """Return at most twelve of the candidate's own words, the run that is nearest to what is asked about."""
    wanted = {stem for text in towards for stem in stems(text)}
    best, weight = "", 0.0
    for span in sentences(answer):
        words = clause(span.text)
        share = len(set(stems(words)) & wanted) if words else 0
        if share > weight:
            best, weight = words, float(share)
    return best


def join(*parts: str) -> str:
    """Return the parts that are not empty as one utterance."""
    return " ".join(part.strip() for part in parts if part.strip())


def hooked(anchor_: str, ask: str) -> str:
    """Return an ask that hangs on the candidate's words, or the bare ask where there are none."""
    return f"You said “{anchor_}”. {ask}" if anchor_ else ask


def due_notice(setup: Setup, state: State, now_ms: int, total: int) -> tuple[str, str]:
    """Return (name, sentence) of the time notice that is due, or two empty strings."""
    if not total or setup.minutes < 12:
        return "", ""
    left = total - now_ms
    if left <= 330_000 and setup.minutes >= 15 and NOTICES["five"] not in state.notices:
        return ("five", NOTICES["five"]) if left > 90_000 else ("", "")
    gone = now_ms / total
    if 0.47 <= gone <= 0.62 and setup.minutes >= 20 and NOTICES["half"] not in state.notices:
        return "half", NOTICES["half"]
    return "", ""
