"""The scripted sentences of every move, put together from what authors wrote.

Rehearsal speaks them, and they replace an utterance that the guard stopped. It owns how authored pieces are joined
(acknowledgement, notice, facts, anchor, act) and never writes content of its own beyond time notices and "You said".
"""

import re
from collections.abc import Sequence
from random import Random

from interviewer.events import Setup
from interviewer.lexical import Lexicon, clause, sentences, stems
from interviewer.persona import Manner
from interviewer.state import State

HALF = "We are about halfway."
FIVE = "We have about five minutes left."
FEW = "We have a few minutes left."
CARE = "We can stop the clock whenever you like; nothing is lost. Take your time, and we go on gently when you want to."
HOOK = "You said {words}."
NEAR = 2
"""Content stems a quote must share with a question, so that the question hangs on it and not beside it."""
ABOUT_IT = 0.15
"""Share of a question's weight that a quote must hold, so that the question is about it."""
CLAIM_WORDS = 30
"""Words of a quoted claim; the rest is in the material for both sides to see."""


_PLANNING = re.compile(
    r"(i|we)( would|['’]d|['’]ll| will| could| might)\b|(and|but|so|also|then|which|because)\b", re.I
)
"""Clauses that say nothing when quoted back: plans and half-sentences."""


_ADMITS = re.compile(r"\b(don['’]?t know|not sure|no idea|honest\w*|guess|maybe|sorry|as i (said|mentioned))\b", re.I)
"""Clauses that nobody wants to have held up to them."""


def pick(options: Sequence[str], used: Sequence[str], rng: Random) -> str:
    """Return an option that was not used yet, or the one whose use lies furthest back; the turn's randomness draws."""
    if not options:
        return ""
    last = {option: max((at for at, said in enumerate(used) if option in said), default=-1) for option in options}
    oldest = min(last.values())
    return rng.choice([option for option in options if last[option] == oldest])


ACKNOWLEDGED: tuple[float, ...] = (0.6, 0.45, 0.35, 0.2)
"""How often an answer is acknowledged where it may be, by pressure."""


def acknowledgement(manner: Manner, state: State, rng: Random, pressure: int = 1) -> str:
    """Return a neutral acknowledgement, at most every other turn; empty otherwise."""
    last = state.wording[-1] if state.wording else ""
    if not state.answers or unacknowledged(last, manner) != last:
        return ""
    return pick(manner.acknowledgements, state.wording, rng) if rng.random() < ACKNOWLEDGED[pressure] else ""


def unacknowledged(say: str, manner: Manner) -> str:
    """Return an utterance without the acknowledgement it begins with."""
    ack = max((ack for ack in manner.acknowledgements if say.startswith(ack)), key=len, default="")
    return say.removeprefix(ack).strip()


def filled(text: str, claim: str) -> str:
    """Return a question with the claim of the material it is about, cut to what can be said."""
    words = claim.rstrip(".").split()
    quote = " ".join(words[:CLAIM_WORDS]) + (" …" if len(words) > CLAIM_WORDS else "")
    return text.replace("{claim}", quote)


def anchor(answer: str, towards: Sequence[str], lexicon: Lexicon | None = None) -> str:
    """Return at most twelve of the candidate's own words, the run that is nearest to what is asked about.

    With a lexicon, rare words count for more, and the run must hold a fair part of what is asked about.
    """
    wanted = {stem for text in towards for stem in stems(text)}
    weigh = lexicon.weight if lexicon else lambda _: 1.0
    floor = ABOUT_IT * sum(map(weigh, stems(towards[0]))) if lexicon and towards else 0.0
    best, weight = "", floor
    for span in sentences(answer):
        words = clause(span.text)
        if not words or span.text.endswith("?") or _PLANNING.match(words) or _ADMITS.search(words):
            continue
        shared = set(stems(words)) & wanted
        share = sum(map(weigh, shared))
        if len(shared) >= NEAR and share > weight:
            best, weight = words, share
    return best


def join(*parts: str) -> str:
    """Return the parts that are not empty as one utterance."""
    return " ".join(part.strip() for part in parts if part.strip())


def hooked(anchor_: str, ask: str, lead: str = "") -> str:
    """Return an ask that hangs on the candidate's words, or the bare ask where there are none.

    ``lead`` is how this interviewer takes words up, with ``{words}`` where the quotation goes.
    """
    return f"{(lead or HOOK).replace('{words}', f'“{anchor_}”')} {ask}" if anchor_ else ask


_DANGLING = re.compile(
    r"^(and |but |so |then )?\S+( \S+)?( \S+)? (it|they|them|those|these|that)\b(?! \w+(ing|ed|s)?\b (is|are|was|were))|"
    r"\b(it|they|them)\b|\b(this|that|those|these)\b[?,.]",
    re.I,
)


def stands_alone(ask: str) -> bool:
    """Return whether a question can be understood without what was said just before it: no bare pronoun in it."""
    return not _DANGLING.search(ask)


def due_notice(setup: Setup, state: State, now_ms: int, total: int) -> str:
    """Return the time notice that is due and true, or nothing."""
    left = total - now_ms
    if total and setup.minutes >= 15 and 90_000 < left <= 330_000:
        near = FIVE if left >= 240_000 else FEW
        return "" if {FIVE, FEW} & set(state.notices) else near
    if total and setup.minutes >= 20 and 0.47 <= now_ms / total <= 0.55:
        return "" if HALF in state.notices else HALF
    return ""
