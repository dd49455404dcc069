"""How each move is made: builders from a situation to menu items, best first.

They choose what to ask inside an act and put the scripted sentence together; which act is due is the director's.
"""

import re

from interviewer import plan, wording
from interviewer.events import Setup
from interviewer.lexical import words
from interviewer.material import Claim
from interviewer.move import Act, Move
from interviewer.plan import Slot
from interviewer.question import Question
from interviewer.signals import wished
from interviewer.situation import EAGER, Situation

_TIME_UP = re.compile(r"\b(our|at|that[’']s) time\b", re.I)
LEVEL = {"intern": 2, "junior": 2, "mid": 3, "senior": 4, "staff": 5}
HOOKED = 0.6
"""How often a follow-up takes up the candidate's words, where it can."""


def _setup(sit: Situation) -> Setup:
    assert sit.state.setup is not None
    return sit.state.setup


def _notice(sit: Situation) -> str:
    return wording.due_notice(_setup(sit), sit.state, sit.now_ms, sit.total_ms)


def _ack(sit: Situation) -> str:
    """Return an acknowledgement where something was said that one can acknowledge."""
    seen = sit.signals
    if seen is None or seen.dont_know or seen.empty or seen.asks_back or seen.wish or seen.instruction_like:
        return ""
    return wording.acknowledgement(sit.script.persona.manner, sit.state, sit.rng)


def _limit(say: str) -> int:
    return max(30, round(len(say.split()) * 1.4) + 10)


def _hook(sit: Situation, towards: tuple[str, ...]) -> str:
    """Return the candidate's words that a follow-up hangs on, at most every other turn."""
    seen, before = sit.signals, sit.state.last
    if sit.answer is None or seen is None or seen.instruction_like or (before and before.move.anchors):
        return ""
    return wording.anchor(sit.answer.text, towards) if sit.rng.random() < HOOKED else ""


def _probe(sit: Situation, ask: str, intent: str, target: str) -> Move:
    """Return a follow-up, hung on the candidate's words where they are near."""
    hook, notice, ask = _hook(sit, (ask, intent)), _notice(sit), wording.filled(ask, sit.claim)
    say = wording.join(notice, "" if hook or notice else _ack(sit), wording.hooked(hook, ask))
    return Move(
        id="m1", act=Act.PROBE, intent=intent, say=say, ask=ask, anchors=(hook,) if hook else (), notice=notice,
        max_words=_limit(say), target=target,
    )  # fmt: skip


def probes(sit: Situation) -> list[Move]:
    """Return what is worth following up, best first: authored follow-ups, the least certain indicator, lenses."""
    question, thread = sit.question, sit.state.thread
    if question is None or thread is None:
        return []
    moves: list[Move] = []
    used = frozenset(sit.state.targets)
    for number, follow in enumerate(question.follow_ups):
        target = f"follow:{question.id}:{number}"
        if sit.signals and target not in used and sit.shown(follow.when) == (follow.is_ == "met"):
            intent = next((item.probe_intent for item in question.indicators if item.id == follow.when), "go further")
            moves.append(_probe(sit, follow.ask, intent, target))
    missing = [item for item in sit.wanted if item.id not in used and not sit.shown(item.id)]
    own = {item.id for item in question.indicators}
    missing.sort(key=lambda item: (item.id not in own, -item.points))
    return [*moves, *(_probe(sit, item.probe, item.probe_intent, item.id) for item in missing)]


def lenses(sit: Situation) -> list[Move]:
    """Return this persona's standing questions that were not put yet."""
    used, role = frozenset(sit.state.targets), _setup(sit).role
    return [
        _probe(sit, lens.ask, lens.intent, f"lens:{lens.id}")
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
            return [_probe(sit, step.ask, INTENTS[step.step], target)]
    return []


def find_out(sit: Situation) -> list[Move]:
    """Return the question that an honest "I don't know" deserves, once."""
    question = sit.question
    target = f"depth:{question.id}:2" if question else ""
    if question is None or target in sit.state.targets:
        return []
    return [_probe(sit, question.depth[2].ask, "how to find out what is not known", target)]


def _claims(sit: Situation, question: Question) -> list[Claim]:
    used = {thread.claim for thread in sit.state.threads}
    free = [claim for claim in sit.claims.values() if claim.id not in used]
    exact = [claim for claim in free if claim.kind == question.claim]
    return exact or ([claim for claim in free if claim.kind != "caption"] if question.claim == "sentence" else [])


def _fit(sit: Situation, question: Question) -> float:
    """Return how well a question suits persona, role and seniority; the turn's draw breaks ties."""
    persona, setup = sit.script.persona, _setup(sit)
    topics = len(set(question.tags.topics) & set(persona.topics))
    lab = persona.lab in question.tags.labs
    far = abs(question.tags.difficulty - LEVEL[setup.seniority])
    return 0.6 * topics + 0.8 * lab - 0.5 * far + (0.5 if question.claim else 0.0) + sit.rng.random()


def choose(sit: Situation, phase: str) -> tuple[Question, str] | None:
    """Return the next question of a phase and the claim it quotes, or None when the phase has nothing left."""
    setup = _setup(sit)
    limit = sit.script.round.phase(phase).at_most
    if limit and sum(thread.phase == phase for thread in sit.state.threads) >= limit:
        return None
    options: list[tuple[float, Question, str]] = []
    for question in sit.script.questions:
        fits_role = not question.tags.roles or setup.role in question.tags.roles
        if question.phase != phase or question.id in sit.state.asked or not fits_role:
            continue
        claims = _claims(sit, question) if question.claim else []
        if question.claim and not claims:
            continue
        claim = sit.rng.choice(claims).id if claims else ""
        options.append((_fit(sit, question), question, claim))
    if not options:
        return None
    _, question, claim = max(options, key=lambda option: option[0])
    return question, claim


def destination(sit: Situation) -> tuple[Slot, Question | None, str] | None:
    """Return where the page turns to: slot, question and claim; None when the round has nothing left."""
    state, slot = sit.state, sit.slot
    if slot and slot.phase.kind == "threads" and not sit.phase_over:
        chosen = choose(sit, state.phase)
        if chosen:
            return slot, chosen[0], chosen[1]
    left = sit.total_ms - plan.CLOSING_MS - sit.now_ms if sit.total_ms else float("inf")
    for following in plan.onward(sit.slots, state.phase, left):
        if following.phase.kind != "threads":
            return following, None, ""
        chosen = choose(sit, following.phase.id)
        if chosen:
            return following, chosen[0], chosen[1]
    return None


def turn_page(sit: Situation, farewell: str = "") -> list[Move]:
    """Return the move to the next question or phase, or none when there is nothing left to ask.

    What the candidate asked for on the way out is told first. A farewell to the old subject takes the place of an
    acknowledgement and of a transition.
    """
    there = destination(sit)
    if there is None:
        return []
    slot, question, claim = there
    fresh = slot.phase.id != sit.state.phase
    manner = sit.script.persona.manner
    bridge = slot.phase.enter if fresh else farewell or wording.pick(manner.transitions, sit.state.wording, sit.rng)
    # After a talk there is no thread to leave and no page to turn: the first question is simply put.
    talk_over = sit.name == "floor" and not sit.trigger.startswith("request")
    act = (Act.ASK if talk_over else Act.TURN_PAGE) if question else Act.YIELD
    quote = sit.claims[claim].quote if claim else ""
    text = wording.filled(question.text, quote) if question else ""
    notice, told = _notice(sit), tuple(says for _, says, _ in sit.earned)
    before = farewell if fresh else ""
    say = wording.join(*told, notice, before or ("" if notice or told or farewell else _ack(sit)), bridge, text)
    return [
        Move(
            id="m1", act=act, say=say, ask=text, asks=bool(question), notice=notice,
            intent=f"turn to: {slot.phase.title}" if fresh else "put the next question", facts=told,
            anchors=(quote,) if claim else (), max_words=_limit(say), target=claim,
            question=question.id if question else "", phase=slot.phase.id if fresh else "",
        )
    ]  # fmt: skip


def opening(sit: Situation) -> list[Move]:
    """Return the first words: greeting, frame, case, and the first question or the floor."""
    slot = sit.slots[0]
    manner = sit.script.persona.manner
    chosen = choose(sit, slot.phase.id) if slot.phase.kind == "threads" else None
    claim = chosen[1] if chosen else ""
    ask = wording.filled(chosen[0].text, sit.claims[claim].quote if claim else "") if chosen else ""
    case = sit.script.case.opening if sit.script.case else ""
    parts = [part for part in (sit.script.round.frame, case, ask or slot.phase.enter) if part]
    say = wording.join(wording.pick(manner.greetings, (), sit.rng), *parts)
    return [
        Move(
            id="m1", act=Act.OPEN, intent="greet, say what this round is, and begin", say=say, ask=ask, asks=bool(ask),
            facts=tuple(parts), max_words=_limit(say) + 20, question=chosen[0].id if chosen else "", target=claim,
            phase=slot.phase.id,
        )
    ]  # fmt: skip


def closing(sit: Situation) -> list[Move]:
    """Return the last words."""
    lines = sit.script.persona.manner.closings
    if not sit.over:
        lines = tuple(line for line in lines if not _TIME_UP.search(line)) or lines
    say = wording.pick(lines, (), sit.rng)
    return [Move(id="m1", act=Act.CLOSE, intent="end the interview, no verdict", say=say, asks=False, max_words=50)]


def challenge(sit: Situation) -> list[Move]:
    """Return the push-back that is due."""
    due = sit.challenge_due
    if due is None:
        return []
    claim = wording.filled(due.claim, sit.claim)
    say = wording.join(wording.pick(sit.script.persona.manner.pushbacks, sit.state.wording, sit.rng), claim)
    return [
        Move(id="m1", act=Act.CHALLENGE, intent="push back with exactly this claim and see how it is taken", say=say,
             ask=claim, facts=(claim,), max_words=_limit(say), target=due.id)
    ]  # fmt: skip


def settle(sit: Situation) -> list[Move]:
    """Return the way out of a push-back, straight into the next thing worth asking."""
    manner = sit.script.persona.manner
    line = wording.pick(manner.settles, sit.state.wording, sit.rng)
    stay = [*depth(sit), *probes(sit)] if sit.time_for_more(3) else []
    if not stay:
        page = turn_page(sit, line)
        return [move.model_copy(update={"act": Act.SETTLE}) if move.question else move for move in page]
    ask = stay[0]
    bare = wording.unacknowledged(ask.say.removeprefix(ask.notice).strip(), manner)
    say = wording.join(ask.notice, line, bare)
    return [ask.model_copy(update={"act": Act.SETTLE, "say": say, "max_words": _limit(say)})]


def reveal(sit: Situation) -> list[Move]:
    """Return the earned facts in the customer's words."""
    facts = tuple(says for _, says, _ in sit.earned)
    say = wording.join(*facts)
    target = ",".join(fact for fact, _, _ in sit.earned)
    return [
        Move(id="m1", act=Act.REVEAL, intent="answer what was asked and no more", say=say, facts=facts, asks=False,
             max_words=_limit(say), target=target)
    ]  # fmt: skip


def answer_back(sit: Situation) -> list[Move]:
    """Return an honest "I don't know" of the case, or, where nobody plays it, the persona's polite refusal."""
    case, manner = sit.script.case, sit.script.persona.manner
    played = case and sit.name != "reverse" and (not case.facts or sit.allows(Act.REVEAL))
    lines = case.unknown if case and played else manner.declines
    say = wording.pick(lines, sit.state.wording, sit.rng)
    return [
        Move(id="m1", act=Act.ANSWER_BACK, intent="say that this cannot be answered here", say=say, asks=False,
             facts=(say,), max_words=50)
    ]  # fmt: skip


def _attempts(text: str) -> bool:
    return len(words(text)) >= 6 and not wished(text)


def hint(sit: Situation) -> list[Move]:
    """Return the next rung; the last one only after an attempt."""
    question, thread = sit.question, sit.state.thread
    if question is None or thread is None or not sit.allows(Act.HINT):
        return repeat(sit)
    tried = any(answer.thread == thread.number and _attempts(answer.text) for answer in sit.state.answers)
    if thread.hints > 2 or (thread.hints == 2 and not tried):
        return repeat(sit)
    say = question.hints[thread.hints]
    return [
        Move(id="m1", act=Act.HINT, intent="help this much and no more", say=say, facts=(say,), asks=say.endswith("?"),
             max_words=_limit(say), target=str(thread.hints + 1))
    ]  # fmt: skip


def _again(sit: Situation) -> str:
    """Return what was said last as it can be said again: a question alone, where one is open."""
    last = sit.state.last
    if last is None:
        return sit.script.round.frame
    if last.move.asks and (last.scripted or last.move.question):
        return last.move.ask or last.move.say
    return wording.unacknowledged(last.text, sit.script.persona.manner)


def repeat(sit: Situation) -> list[Move]:
    """Return once more what was said last."""
    say = _again(sit)
    return [
        Move(id="m1", act=Act.REPEAT, intent="say it again", say=say, ask=say, facts=(say,), asks="?" in say,
             max_words=_limit(say))
    ]  # fmt: skip


def rephrased(sit: Situation) -> str:
    """Name the rephrasing of the open question, as a target that is used once."""
    return f"rephrase:{sit.question.id}" if sit.question else ""


def clarify(sit: Situation) -> list[Move]:
    """Return the open question in other words: the author's, where the bank question is meant and not yet put so."""
    question, last, target = sit.question, sit.state.last, rephrased(sit)
    if question is None or last is None or not sit.allows(Act.CLARIFY):
        return repeat(sit)
    own = bool(last.move.question) or not last.move.asks
    say = wording.filled(question.rephrase, sit.claim) if own and target not in sit.state.targets else _again(sit)
    return [
        Move(id="m1", act=Act.CLARIFY, intent="say the question in other words, no help", say=say, ask=say,
             facts=(say,), asks="?" in say, max_words=_limit(say), target=target)
    ]  # fmt: skip


def nudge(sit: Situation) -> list[Move]:
    """Return a few words into a silence."""
    say = wording.pick(sit.script.persona.manner.nudges, sit.state.wording, sit.rng)
    return [
        Move(id="m1", act=Act.NUDGE, intent="break the silence without helping", say=say, asks="?" in say, max_words=40)
    ]


def interrupt(sit: Situation) -> list[Move]:
    """Return one question into a long stretch, hung on what was just said."""
    return [move.model_copy(update={"act": Act.INTERRUPT}) for move in lenses(sit)[:3]]


def twist(sit: Situation) -> list[Move]:
    """Return the twist that is due."""
    case = sit.script.case
    share = sit.share + EAGER * sit.reaches_for(Act.TWIST)
    due = [item for item in case.twists if item.id not in sit.state.twists and share >= item.at] if case else []
    if not due:
        return []
    say = wording.join(due[0].says, due[0].ask)
    return [
        Move(id="m1", act=Act.TWIST, intent="tell what happened and ask this", say=say, ask=say,
             facts=(due[0].says, due[0].ask), max_words=_limit(say), target=due[0].id)
    ]  # fmt: skip
