"""Whether an utterance makes the move it was to make: its question put, its facts told, no question where none was due.

Pure, and asked once an utterance is over. It compares words, so it lets a free wording pass and stops another subject.
"""

import re

from interviewer.guard.marks import asks, spaced
from interviewer.guard.phrases import CLOCK, unsaid
from interviewer.guard.strangers import Known
from interviewer.lexical import sentences, stems
from interviewer.move import Act, Move

ASKED = 0.2
"""Share of a question's content that an utterance must hold to count as having put it."""
TOLD = 0.6
"""Share of a fact's content that an utterance must hold to count as having told it."""
NOTICED = 0.5
"""Share of a time notice."""
PUT = frozenset({Act.OPEN, Act.ASK, Act.TURN_PAGE, Act.CHALLENGE, Act.TWIST, Act.REPEAT})
"""Acts whose very question must be put."""
TELLING = frozenset({Act.REVEAL, Act.TWIST, Act.CHALLENGE, Act.ASK, Act.TURN_PAGE, Act.YIELD})
"""Acts whose facts must be told; elsewhere they are one way to put it."""
SILENT = frozenset({Act.ANSWER_BACK, Act.CLOSE})
"""Acts that ask for nothing, not even in the imperative; a nudge may."""
SHARES = {Act.CHALLENGE: 0.5}
BRIEF = 35
"""Words of a refusal to answer: whoever says more has begun to answer."""
READ = 12_000
"""Characters of an answer that are looked at."""
_DECLINES = re.compile(
    r"n['’]t\b|\b(?:not|cannot|no|none|nobody|nothing|never|unable|rather|sooner|guess\w*|beyond|outside|unanswered|pass|"
    r"skip|afraid|leave (?:that|this|it)|ask (?:our|the|my|somebody|someone))\b",
    re.I,
)
_ENDS = re.compile(r"\b(?:time|thank\w*|end|ends|stop|finish|wrap|close|done|bye|goodbye|there|all)\b", re.I)
_WAITS = re.compile(r"\b(?:time|rush|hurry|ready|wait\w*|begin|start|think\w*|moment|here|whenever|aloud|loud|you|your|go|try|"
                    r"half|guess|idea|first|any)\b", re.I)  # fmt: skip
_GIVES = re.compile(r"\b(?:you|your|yours|floor|go ahead|begin|start|listening)\b", re.I)


def missed(move: Move, text: str, *, asked: bool, answer: str = "") -> str:
    """Return what an utterance lacks of its move, empty when it makes it.

    Args:
        move: what was to be done.
        text: what was said.
        asked: whether it asks.
        answer: what the candidate said last.
    """
    if not text.strip():
        return "nothing was said"
    if move.asks and not asked:
        return "no question"
    if move.act in SILENT and asked and not any(asks(span.text) for span in sentences(move.say)):
        return "a question where none was due"
    said = frozenset(stems(text))
    if move.notice and not _noticed(move.notice, text):
        return "the notice was not given"
    return _told(move, text) or _put(move, said) or _fits(move, text, said, answer)


def _noticed(notice: str, text: str) -> bool:
    """Return whether a text gives a time notice, and no other one."""
    clocks = [span.text for span in sentences(text) if len(unsaid(CLOCK, spaced(span.text))) < len(CLOCK)]
    others = [said for said in clocks if not _same_time(notice, said)]
    return _same_time(notice, text) and not others


def _same_time(notice: str, text: str) -> bool:
    return tells(text, notice, NOTICED) and Known(notice).numbers <= Known(text).numbers


def _told(move: Move, text: str) -> str:
    """Return whether a fact is missing."""
    if move.act not in TELLING:
        return ""
    least = SHARES.get(move.act, TOLD)
    return "" if all(tells(text, fact, least) for fact in move.facts) else "a fact was not told"


def tells(text: str, fact: str, least: float = TOLD) -> bool:
    """Return whether a text tells a fact: enough of its content and each of its numbers, in digits or in words."""
    known = Known(text)
    numbers = Known(fact).digits
    if not numbers <= known.numbers:
        return False
    wanted = {stem for stem in stems(fact) if not stem[0].isdigit()}
    return len(wanted & set(stems(text))) >= least * len(wanted)


def _put(move: Move, said: frozenset[str]) -> str:
    """Return whether the question of the move is another one."""
    if not (move.asks and (move.act in PUT or move.question)):
        return ""
    wanted = frozenset(stems(move.ask or move.say))
    return "" if len(wanted & said) >= ASKED * len(wanted) else "another question"


def _fits(move: Move, text: str, said: frozenset[str], answer: str) -> str:
    """Return whether an utterance is about something else than its move."""
    match move.act:
        case Act.ANSWER_BACK:
            short = len(text.split()) <= max(BRIEF, len(move.say.split()))
            fits = short and bool(_DECLINES.search(text)) if _DECLINES.search(move.say) else tells(text, move.say, 0.4)
        case Act.CLOSE:
            fits = bool(_ENDS.search(text) or said & set(stems(move.say)))
        case Act.YIELD:
            fits = bool(_GIVES.search(text) or said & set(stems(move.say)))
        case Act.HINT:
            fits = len(said & set(stems(move.say))) >= ASKED * len(set(stems(move.say)))
        case Act.NUDGE:
            fits = bool(_WAITS.search(text) or said & set(stems(move.say)))
        case _:
            fits = not move.asks or _about(move, said, answer) or spaced(move.ask or move.say) in spaced(text)
    return "" if fits else "another subject"


def _about(move: Move, said: frozenset[str], answer: str) -> bool:
    """Whether an utterance takes up its intent, its wording, its anchors or what the candidate said last."""
    subject = " ".join((move.intent, move.say, move.ask, *move.anchors))
    wanted = set(stems(subject))
    return bool(said & wanted) or bool(said & set(stems(answer[:READ])))
