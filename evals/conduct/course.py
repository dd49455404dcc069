"""Checks of an interview's course: time, coverage, challenges, twists, hints, refusals, repeats. Pure."""

import re
from collections.abc import Iterator

from evals.conduct import detect, likeness
from evals.conduct.finding import Finding
from evals.conduct.record import Input, Record
from evals.conduct.stage import WORD_S
from evals.conduct.threads import covered as covered
from interviewer import events as ev
from interviewer import plan
from interviewer.move import Act
from interviewer.reading import UNLOCKS

GRACE_MS = 60_000
SAME = 0.85
"""Likeness from which two questions are one."""
AGAIN = frozenset({Act.REPEAT, Act.CLARIFY, Act.NUDGE, Act.CLOSE})
"""Acts that may say a question again."""
EMPTY = frozenset(
    {"dont_know", "refusal", "off_topic", "injection", "vague", "hostile", "facts", "goodbye", "reverse", "silence"}
)
_CANNOT = re.compile(
    r"\b(?:can['’]?t|cannot|couldn['’]?t|could not|won['’]?t|not something|not able|don['’]?t know|do not know|no idea|"
    r"leave that|not for me|rather not|isn['’]t mine|nothing i)\b",
    re.I,
)


LATE, CLAIMS, TWIST_MINUTES = 0.6, 5, 15
REPLIES = frozenset({"hold", "update", "cave", "stubborn", "unclear"})
"""Kinds of answer to a push-back: they give no cause for another."""


def closes(record: Record) -> Iterator[Finding]:
    """Every interview: it closes, at the latest 60 seconds and one utterance after its time."""
    end = record.end
    if record.broken or end is None:
        yield Finding(False, 0, record.broken or "it never closed")
        return
    last = record.turns[-1]
    longest = max(len(turn.text.split()) for turn in record.turns) * WORD_S * 1000
    late = last.at_ms - record.total_ms - GRACE_MS - longest
    good = not record.total_ms or late <= 0
    yield Finding(good, last.number, "" if good else f"{late / 1000:.0f} s too late", last.text)


def phases(record: Record) -> Iterator[Finding]:
    """Every phase of the schedule that is never dropped, unless the candidate ended it: it was entered."""
    gone = record.inputs[-1] if record.inputs else None
    if gone is None or (gone.kind in {"finish", "goodbye"} and not in_reverse(record, gone)):
        return
    entered = {event.body.phase for event in record.events if isinstance(event.body, ev.PhaseEntered)}
    for slot in plan.slots(record.setup, record.script.round):
        if slot.phase.drop_order == 0:
            good = slot.phase.id in entered
            yield Finding(good, 0, "" if good else f"never entered: {slot.phase.id}")


def in_reverse(record: Record, item: Input) -> bool:
    """Return whether something was said when the candidate's own questions were due."""
    phase = record.phase(item.phase)
    return phase is not None and phase.kind == "reverse"


def no_repeats(record: Record) -> Iterator[Finding]:
    """Every question that was not asked for again: not the same or nearly the same as an earlier one."""
    before: list[tuple[int, str]] = []
    for turn in record.turns:
        asked = detect.asking(turn.text)
        if not asked or turn.move.act in AGAIN:
            continue
        now = asked[-1]
        same = next((number for number, text in before if text == now or likeness.near(text, now) >= SAME), 0)
        before.append((turn.number, now))
        yield Finding(not same, turn.number, f"as in turn {same}" if same else "", turn.text)


def commits(record: Record, item: Input) -> bool:
    """Return whether an answer holds a claim one can push back on: eight plain words, where push-backs are allowed."""
    phase = record.phase(item.phase)
    if phase is None or Act.CHALLENGE not in phase.moves or item.kind in EMPTY or item.request:
        return False
    plain = [piece for piece in detect.pieces(item.text) if "?" not in piece and len(piece.split()) >= 8]
    return bool(plain)


def challenged(record: Record) -> Iterator[Finding]:
    """Every interview long enough for push-backs in which the candidate gave cause for both: both kinds were posed.

    Long enough: ``setup.minutes`` ≥ ``challenges.min_minutes``. Cause: five claims besides replies to push-backs, two of them after 60 % of the time or
    in the last phase that knows push-backs. Left out: interviews the candidate ended, and those in which a pause had to be
    offered.
    """
    rules = record.script.round.challenges
    wanted = [kind for kind, count in (("valid", rules.valid), ("wrong", rules.wrong)) if count]
    claims = [item for item in record.inputs if item.kind not in REPLIES and commits(record, item)]
    last_phase = [phase.id for phase in record.script.round.phases if Act.CHALLENGE in phase.moves][-1:]
    late = [item for item in claims if item.at_ms >= LATE * record.total_ms > 0 or [item.phase] == last_phase]
    cared = any(turn.decided.menu.rule == "distress" for turn in record.turns)
    gone = record.given_up and not in_reverse(record, record.inputs[-1])
    if record.setup.minutes < rules.min_minutes or len(claims) < CLAIMS or len(late) < len(wanted) or cared or gone:
        return
    posed = [event.body.challenge_kind for event in record.events if isinstance(event.body, ev.ChallengePosed)]
    missing = [kind for kind in wanted if kind not in posed]
    last = f"{len(claims)} claims, the last at {claims[-1].at_ms // 1000} s of {record.total_ms // 1000}"
    yield Finding(not missing, 0, f"missing {' and '.join(missing)}: {last}" if missing else "")


def twisted(record: Record) -> Iterator[Finding]:
    """Every twist there is room for (one in 15 minutes after the first five) and whose time came two answers before the last phase that may tell it was over: it was told."""
    case, total = record.script.case, record.total_ms
    if case is None or not total:
        return
    told = {turn.move.target for turn in record.turns if turn.move.act is Act.TWIST}
    for twist in case.twists[: (record.setup.minutes - 5) // TWIST_MINUTES]:
        late = [
            item for item in record.inputs if item.at_ms >= twist.at * total and item.text and _twists(record, item)
        ]
        if len(late) >= 2 or twist.id in told:
            yield Finding(twist.id in told, 0, "" if twist.id in told else f"never told: {twist.id}")


def _twists(record: Record, item: Input) -> bool:
    phase = record.phase(item.phase)
    return phase is not None and Act.TWIST in phase.moves


def facts_capped(record: Record) -> Iterator[Finding]:
    """Every answer that earned facts: at most two, each with other words of the answer."""
    answers = {item.seq: item.text for item in record.inputs}
    earned: dict[int, list[ev.FactEarned]] = {}
    for event in record.events:
        if isinstance(event.body, ev.FactEarned):
            earned.setdefault(event.body.answer, []).append(event.body)
        if isinstance(event.body, ev.ReadingMade):
            read = event.body.reading
            good = len(read.facts) <= UNLOCKS
            yield Finding(good, 0, "" if good else f"a reading unlocked {len(read.facts)}")
    for answer, bodies in earned.items():
        wrong = [body.fact for body in bodies if not body.quote or body.quote not in answers.get(answer, "")]
        why = f"{len(bodies)} facts" if len(bodies) > UNLOCKS else f"no quote: {wrong}" if wrong else ""
        yield Finding(not why, 0, why, answers.get(answer, ""))


def reverse(record: Record) -> Iterator[Finding]:
    """Every question of the candidate's in the last minutes: answered from the persona's facts, or declined."""
    manner = record.script.persona.manner
    says = [fact.says for fact in record.script.persona.facts if fact.says]
    for item in record.inputs:
        if not in_reverse(record, item) or "?" not in item.text:
            continue
        turn = next((turn for turn in record.turns if turn.seq > item.seq), None)
        if turn is None or turn.move.act is Act.CLOSE:
            continue
        known = any(likeness.share_of(turn.text, line) >= 0.8 for line in manner.declines)
        declined = known or bool(_CANNOT.search(turn.text))
        told = any(likeness.share_of(turn.text, line) >= 0.6 for line in says)
        yield Finding(declined or told, turn.number, "" if declined or told else f"asked: {item.text}", turn.text)
