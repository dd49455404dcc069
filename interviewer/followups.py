"""How follow-ups are made: what is asked inside an open thread, best first, hung on the candidate's words.

It chooses what to ask inside an act and puts the scripted sentence together; which act is due is the director's.
"""

from itertools import zip_longest

from interviewer import wording
from interviewer.move import Act, Move
from interviewer.question import FollowUp, Question
from interviewer.rubric import Indicator
from interviewer.setup import Setup
from interviewer.signals import TOUCHED
from interviewer.situation import MOST_PROBES as MOST_PROBES
from interviewer.situation import Situation

HALF_HEARD = 0.25
"""Share of an indicator from which a bare question about it sounds as if nobody had listened."""
FRESH = frozenset({Act.PROBE, Act.SETTLE, Act.CHALLENGE, Act.INTERRUPT})
"""Acts whose question must be new."""
SMALLER = "smaller:"
"""Before the indicator's id in the target of a follow-up that is a smaller piece of the question."""
HOOKED = 0.6
"""How often a follow-up takes up the candidate's words, where it can."""


def setup_of(sit: Situation) -> Setup:
    """Return what the candidate chose."""
    assert sit.state.setup is not None
    return sit.state.setup


def notice(sit: Situation) -> str:
    """Return the time notice that is due, or nothing."""
    return wording.due_notice(setup_of(sit), sit.state, sit.now_ms, sit.total_ms)


def ack(sit: Situation) -> str:
    """Return an acknowledgement where something was said that one can acknowledge."""
    seen = sit.signals
    if seen is None or seen.dont_know or seen.empty or seen.asks_back or seen.wish or seen.instruction_like:
        return ""
    return wording.acknowledgement(sit.script.persona.manner, sit.state, sit.rng, sit.pressure)


def limit(say: str) -> int:
    """Return the bound in words on an utterance that says this in other words."""
    return max(30, round(len(say.split()) * 1.4) + 10)


def _hook(sit: Situation, towards: tuple[str, ...]) -> str:
    """Return the candidate's words that a follow-up hangs on, at most every other turn."""
    seen, before = sit.signals, sit.state.last
    if sit.answer is None or seen is None or seen.instruction_like or (before and before.move.anchors):
        return ""
    return wording.anchor(sit.answer.text, towards, sit.lexicon) if sit.rng.random() < HOOKED else ""


def _probe(sit: Situation, ask: str, intent: str, target: str, on: tuple[str, ...] = ()) -> Move:
    """Return a follow-up, hung on the candidate's words where they are near it, or near ``on``: what they made."""
    hook, due, ask = _hook(sit, on or (ask, intent)), notice(sit), wording.filled(ask, sit.claim)
    lead = wording.pick(sit.script.persona.manner.hooks, sit.state.wording, sit.rng) if hook else ""
    say = wording.join(due, "" if hook or due else ack(sit), wording.hooked(hook, ask, lead))
    return Move(
        id="m1", act=Act.PROBE, intent=intent, say=say, ask=ask, anchors=(hook,) if hook else (), notice=due,
        max_words=limit(say), target=target, free=True,
    )  # fmt: skip


def probes(sit: Situation) -> list[Move]:
    """Return what is worth following up, best first: authored follow-ups, then what was heard least of.

    A follow-up on something met hangs on the answer that met it; after an interlude only questions that stand alone fit.
    """
    question, thread = sit.question, sit.state.thread
    if question is None or thread is None:
        return []
    moves: list[Move] = []
    used = frozenset((*sit.state.targets, *sit.state.refused))
    for number, follow in enumerate(question.follow_ups):
        target = f"follow:{question.id}:{number}"
        if target not in used and _follows(sit, follow):
            intent = next((item.probe_intent for item in question.indicators if item.id == follow.when), "go further")
            moves.append(_probe(sit, follow.ask, intent, target, _made(sit, follow.when)))
    moves += [_probe(sit, item.probe, item.probe_intent, item.id) for item in _mixed(sit, question)]
    return _fitting(sit, moves)


def _mixed(sit: Situation, question: Question) -> list[Indicator]:
    """Return what is missing with the case's points between the question's own: what is on the table is asked about."""
    own = {item.id for item in question.indicators}
    left = missing(sit)
    pairs = zip_longest((item for item in left if item.id in own), (item for item in left if item.id not in own))
    return [item for pair in pairs for item in pair if item is not None]


def missing(sit: Situation) -> list[Indicator]:
    """Return what the thread should still find out, least heard first, the question's own before the case's."""
    question = sit.question
    if question is None:
        return []
    asked = (target.removeprefix(SMALLER) for target in sit.state.targets)
    used, own = frozenset((*asked, *sit.state.refused)), {item.id for item in question.indicators}
    found = [item for item in sit.wanted if item.id not in used and not sit.shown(item.id)]
    return sorted(found, key=lambda item: (item.id not in own, sit.heard(item.id) >= HALF_HEARD, -item.points))


def required(sit: Situation) -> list[Move]:
    """Return follow-ups on the question's own points that were neither made nor asked about."""
    question = sit.question
    own = {item.id for item in question.indicators} if question else set()
    return _fitting(
        sit, [_probe(sit, item.probe, item.probe_intent, item.id) for item in missing(sit) if item.id in own]
    )


def stale(sit: Situation, move: Move) -> bool:
    """Return whether a question was put in these very words before, by whatever move."""
    return move.act in FRESH and bool(move.ask) and any(move.ask in said for said in sit.state.wording)


def _fitting(sit: Situation, moves: list[Move]) -> list[Move]:
    """Return the moves with those last that would be hard to understand just now."""
    return sorted(moves, key=lambda move: not wording.stands_alone(move.ask)) if _interlude(sit) else moves


def _made(sit: Situation, indicator: str = "") -> tuple[str, ...]:
    """Return one wording of the point that the newest answer makes best, or of a named one when it makes that."""
    points = {item.id: item for item in sit.wanted if not indicator or item.id == indicator}
    best = max(points, key=sit.touches, default="")
    if not best or sit.signals is None or sit.touches(best) < TOUCHED:
        return ()
    point = points[best]
    text = sit.signals.commits
    return (max((point.statement, *point.paraphrases), key=lambda one: sit.lexicon.recall(text, one)),)


def _follows(sit: Situation, follow: FollowUp) -> bool:
    """Return whether an authored follow-up fits the newest answer."""
    if sit.signals is None:
        return False
    if follow.is_ == "met":
        return sit.touches(follow.when) >= TOUCHED
    return not sit.shown(follow.when) and sit.heard(follow.when) < HALF_HEARD


def _interlude(sit: Situation) -> bool:
    """Return whether something else came between the open question and now."""
    return bool(sit.state.acts) and sit.state.acts[-1] in {
        Act.SETTLE, Act.ANSWER_BACK, Act.REVEAL, Act.TWIST, Act.CHALLENGE, Act.INTERRUPT
    }  # fmt: skip


def lenses(sit: Situation) -> list[Move]:
    """Return this persona's standing questions that were not put yet."""
    used, role = frozenset((*sit.state.targets, *sit.state.refused)), setup_of(sit).role
    return [
        _probe(sit, lens.ask, lens.intent, f"lens:{lens.id}", (sit.signals.commits,) if sit.signals else ())
        for lens in sit.script.persona.lenses
        if f"lens:{lens.id}" not in used and (not lens.roles or role in lens.roles)
    ]


INTENTS = {"mechanism": "how it works underneath", "limit": "where it stops holding", "find_out": "how to find out"}


def depth(sit: Situation) -> list[Move]:
    """Return the next step towards the edge of knowledge."""
    question = sit.question
    if question is None:
        return []
    for number, step in enumerate(question.depth):
        target = f"depth:{question.id}:{number}"
        if target not in sit.state.targets:
            return [_probe(sit, step.ask, INTENTS[step.step], target, _made(sit))]
    return []


def stuck(sit: Situation) -> list[Move]:
    """Return what an honest "I don't know" deserves, once a thread: how to find out, or a smaller piece of it.

    Somebody who gave up on the question before gets the smaller piece first.
    """
    question, thread = sit.question, sit.state.thread
    if question is None or thread is None:
        return []
    out = f"depth:{question.id}:2"
    if out in sit.state.targets or any(target.startswith(SMALLER) for target in thread.targets):
        return []
    moves = [_probe(sit, question.depth[2].ask, "how to find out what is not known", out)]
    easy = [item for item in missing(sit) if item in question.indicators]
    if easy:
        intent = f"a smaller piece of the question: {easy[0].probe_intent}"
        move = _probe(sit, easy[0].probe, intent, f"{SMALLER}{easy[0].id}")
        moves.insert(0 if sit.gave_up else 1, move)
    return moves


def standing(sit: Situation) -> list[Move]:
    """Return the standing question that the newest answer gives cause for."""
    seen, setup = sit.signals, setup_of(sit)
    if seen is None or sit.question is None:
        return []
    causes = {"library": seen.library, "technical": seen.technical, "recital": seen.recites}
    causes["always"] = sit.share >= 0.5 and seen.words >= 40
    moves = []
    for lens in sit.script.lenses:
        asked = sum(target.startswith(f"standing:{lens.id}") for target in sit.state.targets)
        fits = causes.get(lens.cause, False) and (not lens.roles or setup.role in lens.roles)
        if fits and asked < (1 if lens.cause == "always" else 2):
            ask = wording.pick(lens.asks, sit.state.wording, sit.rng)
            moves.append(_probe(sit, ask, lens.intent, f"standing:{lens.id}" + (f":{asked + 1}" if asked else "")))
    return moves[:1]


def ramble(sit: Situation) -> list[Move]:
    """Return how somebody is stopped who answers at great length: the one sentence of it, once a thread."""
    thread, manner = sit.state.thread, sit.script.persona.manner
    target = f"short:{thread.number}" if thread else ""
    if thread is None or target in thread.targets or sum(one.startswith("short:") for one in sit.state.targets) >= 3:
        return []
    long = [ask for lens in sit.script.lenses if lens.cause == "long" for ask in lens.asks]
    say = wording.pick(manner.interrupts or long, sit.state.wording, sit.rng)
    if not say:
        return []
    return [
        Move(id="m1", act=Act.INTERRUPT, intent="stop a long answer and ask for the sentence that carries it", say=say,
             ask=say, max_words=limit(say), target=target, free=True)
    ]  # fmt: skip


def care(sit: Situation) -> list[Move]:
    """Return the one offer to somebody who cannot go on."""
    manner = sit.script.persona.manner
    say = wording.pick(manner.care, sit.state.wording, sit.rng) or wording.CARE
    return [
        Move(id="m1", act=Act.NUDGE, intent="offer to stop the clock, say nothing else", say=say, facts=(say,),
             asks="?" in say, max_words=50, target="care")
    ]  # fmt: skip


def interrupt(sit: Situation) -> list[Move]:
    """Return one question into a long stretch, hung on what was just said."""
    return [move.model_copy(update={"act": Act.INTERRUPT}) for move in lenses(sit)[:3]]


def leftover(sit: Situation) -> list[Move]:
    """Return what can still be asked when the bank is used up."""
    return [*depth(sit)[:1], *lenses(sit)[:2], *probes(sit)[:1]]
