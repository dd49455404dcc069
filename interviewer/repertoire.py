"""How moves are made that open, turn, push back, tell and end: builders from a situation to menu items, best first.

Follow-ups are ``followups``'. They choose what to ask inside an act and put the scripted sentence together; which act is due is the director's.
"""

import re

from interviewer import plan, unlocking, wording
from interviewer.case import Twist
from interviewer.followups import MOST_PROBES, ack, depth, limit, notice, probes, required, setup_of, stale
from interviewer.lexical import Lexicon, words
from interviewer.material import Claim
from interviewer.move import Act, Move
from interviewer.plan import Slot
from interviewer.question import Question
from interviewer.signals import wished
from interviewer.situation import EAGER, Situation

_TIME_UP = re.compile(r"\b(our|at|that[’']s) time\b", re.I)
OWED_MS = 120_000
"""Time left that a question still owed by its phase takes at least."""
LEVEL = {"intern": 2, "junior": 2, "mid": 3, "senior": 4, "staff": 5}


def _claims(sit: Situation, question: Question) -> list[Claim]:
    """Return what of the material a question may quote: what was prepared for it, else a claim of its kind."""
    prepared = sit.claims.get(f"prepared:{question.id}")
    if prepared is not None or not question.claim:
        return [prepared] if prepared else []
    if sit.preparation:
        # Whoever prepared found nothing in the material that this question fits.
        return []
    used = {thread.claim for thread in sit.state.threads}
    quoted = {sit.claims[one].quote for one in used if one in sit.claims}
    bank = [claim for claim in sit.claims.values() if not claim.id.startswith("prepared:")]
    free = [claim for claim in bank if claim.id not in used and claim.quote not in quoted]
    exact = [claim for claim in free if claim.kind == question.claim]
    return exact or ([claim for claim in free if claim.kind != "caption"] if question.claim == "sentence" else [])


def _fit(sit: Situation, question: Question) -> float:
    """Return how well a question suits persona, role and seniority; the turn's draw breaks ties."""
    persona, setup = sit.script.persona, setup_of(sit)
    topics = len(set(question.tags.topics) & set(persona.topics))
    lab = persona.lab in question.tags.labs
    far = abs(question.tags.difficulty - LEVEL[setup.seniority] + sit.gave_up)
    known = sum(item.points for item in question.indicators if item.points > 0 and sit.shown(item.id))
    asked = sum(item.points for item in question.indicators if item.points > 0)
    known_share = known / max(1, asked)
    return (
        -4.0 * known_share + 0.6 * topics + 0.8 * lab - 0.5 * far + (0.5 if question.claim else 0.0) + sit.rng.random()
    )


def choose(sit: Situation, phase: str) -> tuple[Question, str] | None:
    """Return the next question of a phase and the claim it quotes, or None when the phase has nothing left."""
    setup = setup_of(sit)
    limit = sit.script.round.phase(phase).at_most
    if limit and sum(thread.phase == phase for thread in sit.state.threads) >= limit:
        return None
    options: list[tuple[float, Question, str]] = []
    for question in sit.script.questions:
        fits_role = not question.tags.roles or setup.role in question.tags.roles
        if question.phase != phase or question.id in {*sit.state.asked, *sit.state.refused} or not fits_role:
            continue
        claims = _claims(sit, question)
        if question.claim and not claims:
            continue
        claim = sit.rng.choice(claims).id if claims else ""
        options.append((_fit(sit, question), question, claim))
    if not options:
        return None
    _, question, claim = max(options, key=lambda option: option[0])
    return question, claim


def _put(sit: Situation, question: Question | None, claim: str) -> str:
    """Return a question as it is put: as prepared for the material, or as written with its claim."""
    if question is None:
        return ""
    prepared = sit.preparation.get(question.id)
    if prepared is not None and claim == f"prepared:{question.id}":
        return prepared.ask
    return wording.filled(question.text, sit.claims[claim].quote if claim else "")


def destination(sit: Situation) -> tuple[Slot, Question | None, str] | None:
    """Return where the page turns to: slot, question and claim; None when the round has nothing left."""
    state, slot = sit.state, sit.slot
    left = sit.total_ms - plan.CLOSING_MS - sit.now_ms if sit.total_ms else float("inf")
    if slot and slot.phase.kind == "threads" and (not sit.phase_over or (sit.owes_questions and left > OWED_MS)):
        chosen = choose(sit, state.phase)
        if chosen:
            return slot, chosen[0], chosen[1]
    for following in plan.onward(sit.slots, state.phase, left):
        if following.phase.kind != "threads":
            return following, None, ""
        chosen = choose(sit, following.phase.id)
        if chosen:
            return following, chosen[0], chosen[1]
    return None


def _told(sit: Situation) -> tuple[str, ...]:
    """Return what a customer says to a question on the way out of a phase: what it earned, or that they cannot say."""
    told = tuple(says for _, says, _ in sit.earned)
    case, seen = sit.script.case, sit.signals
    if told or case is None or seen is None or not (sit.plays and sit.mostly_asks):
        return told
    line = wording.pick(unlocking.unmatched(sit.said, case), sit.state.wording, sit.rng)
    return (line,) if line and "?" not in line else ()


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
    text = _put(sit, question, claim)
    due, told = notice(sit), _told(sit)
    before = farewell if fresh else ""
    say = wording.join(again(sit), *told, due, before or ("" if due or told or farewell else ack(sit)), bridge, text)
    return [
        Move(
            id="m1", act=act, say=say, ask=text, asks=bool(question), notice=due,
            intent=f"turn to: {slot.phase.title}" if fresh else "put the next question", facts=told,
            anchors=(quote,) if claim else (), max_words=limit(say), target=claim,
            question=question.id if question else "", phase=slot.phase.id if fresh else "",
        )
    ]  # fmt: skip


def opening(sit: Situation) -> list[Move]:
    """Return the first words: greeting, frame, case, and the first question or the floor."""
    slot = sit.slots[0]
    manner = sit.script.persona.manner
    chosen = choose(sit, slot.phase.id) if slot.phase.kind == "threads" else None
    claim = chosen[1] if chosen else ""
    ask = _put(sit, chosen[0], claim) if chosen else ""
    case = sit.script.case.opening if sit.script.case else ""
    parts = [part for part in (sit.script.round.frame, case, ask or slot.phase.enter) if part]
    say = wording.join(wording.pick(manner.greetings, (), sit.rng), *parts)
    return [
        Move(
            id="m1", act=Act.OPEN, intent="greet, say what this round is, and begin", say=say, ask=ask, asks=bool(ask),
            facts=tuple(parts), max_words=limit(say) + 20, question=chosen[0].id if chosen else "", target=claim,
            phase=slot.phase.id,
        )
    ]  # fmt: skip


def _last_answer(sit: Situation) -> str:
    """Return the answer to a question of the candidate's own minutes that came when they were over."""
    state, seen = sit.state, sit.surface
    if not state.phase or sit.script.round.phase(state.phase).kind != "reverse" or seen is None or not seen.asks_back:
        return ""
    return _told_of_lab(sit) or wording.pick(sit.script.persona.manner.declines, state.wording, sit.rng)


def closing(sit: Situation) -> list[Move]:
    """Return the last words."""
    lines = sit.script.persona.manner.closings
    if not sit.over:
        lines = tuple(line for line in lines if not _TIME_UP.search(line)) or lines
    say = wording.join(_last_answer(sit), wording.pick(lines, (), sit.rng))
    return [
        Move(
            id="m1",
            act=Act.CLOSE,
            intent="end the interview, no verdict",
            say=say,
            asks=False,
            max_words=max(50, limit(say)),
        )
    ]


def challenge(sit: Situation) -> list[Move]:
    """Return the push-back that is due."""
    due = sit.challenge_due
    if due is None:
        return []
    claim = wording.filled(due.claim, sit.claim)
    say = wording.join(wording.pick(sit.script.persona.manner.pushbacks, sit.state.wording, sit.rng), claim)
    return [
        Move(id="m1", act=Act.CHALLENGE, intent="push back with exactly this claim and see how it is taken", say=say,
             ask=claim, facts=(claim,), max_words=limit(say), target=due.id)
    ]  # fmt: skip


def settle(sit: Situation) -> list[Move]:
    """Return the way out of a push-back, straight into the next thing worth asking."""
    manner = sit.script.persona.manner
    line = wording.pick(manner.settles, sit.state.wording, sit.rng)
    stay = [*depth(sit), *probes(sit)] if sit.time_for_more(3) else []
    stay = stay or (required(sit) if sit.time_for_more(MOST_PROBES) else [])
    stay = [move for move in stay if not stale(sit, move)]
    if not stay:
        page = turn_page(sit, line)
        return [move.model_copy(update={"act": Act.SETTLE}) if move.question else move for move in page]
    ask = stay[0]
    bare = wording.unacknowledged(ask.say.removeprefix(ask.notice).strip(), manner)
    say = wording.join(ask.notice, line, bare)
    return [ask.model_copy(update={"act": Act.SETTLE, "say": say, "max_words": limit(say)})]


def again(sit: Situation) -> str:
    """Return how this customer says that all they are asked for was told before; empty when something is new."""
    case, facts = sit.script.case, [says for _, says, _ in sit.earned]
    told = bool(facts) and all(any(fact in said for said in sit.state.wording) for fact in facts)
    return wording.pick(case.again, sit.state.wording, sit.rng) if case and told else ""


def reveal(sit: Situation) -> list[Move]:
    """Return the earned facts in the customer's words."""
    facts = tuple(says for _, says, _ in sit.earned)
    say = wording.join(again(sit), *facts)
    target = ",".join(fact for fact, _, _ in sit.earned)
    return [
        Move(id="m1", act=Act.REVEAL, intent="answer what was asked and no more", say=say, facts=facts, asks=False,
             max_words=limit(say), target=target)
    ]  # fmt: skip


def answer_back(sit: Situation) -> list[Move]:
    """Return what can be answered: how the customer does not know it, what is known of the lab, or a polite refusal."""
    case, manner = sit.script.case, sit.script.persona.manner
    played = case and (sit.plays or (sit.name != "reverse" and not case.facts))
    known = _told_of_lab(sit) if sit.name == "reverse" else ""
    text = sit.answer.text if sit.answer else ""
    lines = unlocking.unmatched(text, case) if case and played else manner.declines
    say = known or wording.pick(lines, sit.state.wording, sit.rng)
    intent = "tell this, with its uncertainty" if known else "say that this cannot be answered here"
    return [
        Move(id="m1", act=Act.ANSWER_BACK, intent=intent, say=say, asks="?" in say, facts=(say,),
             max_words=max(50, limit(say)))
    ]  # fmt: skip


def _told_of_lab(sit: Situation) -> str:
    """Return what the persona's dated facts say to the newest question, empty when they say nothing."""
    facts = {f"lab:{number}": fact for number, fact in enumerate(sit.script.persona.facts) if fact.says}
    seen = [item.fact for item in sit.reading.facts if item.fact in facts] if sit.reading else []
    if seen:
        return facts[seen[0]].says
    asks = sit.surface.asks if sit.surface else ()
    lexicon = Lexicon([asked for fact in facts.values() for asked in fact.asked])
    found = unlocking.told(asks, tuple(facts.values()), lexicon)
    return found.says if found else ""


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
             max_words=limit(say), target=str(thread.hints + 1))
    ]  # fmt: skip


def _again(sit: Situation) -> str:
    """Return what was said last as it can be said again: a question alone, where one is open."""
    last = sit.state.last
    if last is None:
        return sit.script.round.frame
    if last.move.asks and (last.scripted or last.move.question):
        return last.move.ask or last.move.say
    text = last.text.removeprefix(last.move.notice).strip()
    return wording.unacknowledged(text, sit.script.persona.manner)


def repeat(sit: Situation) -> list[Move]:
    """Return once more what was said last."""
    say = _again(sit)
    return [
        Move(id="m1", act=Act.REPEAT, intent="say it again", say=say, ask=say, facts=(say,), asks="?" in say,
             max_words=limit(say))
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
             facts=(say,), asks="?" in say, max_words=limit(say), target=target)
    ]  # fmt: skip


def nudge(sit: Situation) -> list[Move]:
    """Return a few words into a silence."""
    say = wording.pick(sit.script.persona.manner.nudges, sit.state.wording, sit.rng)
    return [
        Move(id="m1", act=Act.NUDGE, intent="break the silence without helping", say=say, asks="?" in say, max_words=40)
    ]


OVERDUE = 0.1
"""Share of the interview after which a twist that is due waits for nothing more."""
ROOM_MIN, BEFORE_MIN = 15, 5
"""Minutes of interview that each twist needs, and that go before the first."""


def _twists(sit: Situation) -> tuple[Twist, ...]:
    """Return the twists not told yet for which the interview is long enough."""
    case = sit.script.case
    room = case.twists[: (setup_of(sit).minutes - BEFORE_MIN) // ROOM_MIN] if case else ()
    return tuple(item for item in room if item.id not in sit.state.twists)


def overdue(sit: Situation) -> bool:
    """Return whether the next twist should have been told a while ago."""
    return any(sit.progress >= item.at + OVERDUE for item in _twists(sit))


def twist(sit: Situation) -> list[Move]:
    """Return the twist that is due."""
    share = sit.progress + EAGER * sit.reaches_for(Act.TWIST)
    due = [item for item in _twists(sit) if share >= item.at]
    if not due:
        return []
    say = wording.join(due[0].says, due[0].ask)
    return [
        Move(id="m1", act=Act.TWIST, intent="tell what happened and ask this", say=say, ask=say,
             facts=(due[0].says, due[0].ask), max_words=limit(say), target=due[0].id)
    ]  # fmt: skip
