"""What the interviewer may do next: a pure function of the log, the clock and the answer's surface.

:data:`RULES` is the precedence table, read from the top; the first rule whose condition holds builds the menu, and
:func:`decide` asserts that one always does. It imports no model, clock or store; how a move is worded is
``repertoire``'s, and what follows from a spoken move is :func:`consequences`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from interviewer import events as ev
from interviewer import followups, plan, signals
from interviewer import occasions as when
from interviewer import repertoire as make
from interviewer.lexical import sentences, stems
from interviewer.move import Act, Menu, Move
from interviewer.situation import Situation, StateName

TALKING: frozenset[StateName] = frozenset({"thread", "challenge_open"})
ANY: frozenset[StateName] = frozenset({"floor", "thread", "challenge_open", "reverse"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the precedence table."""

    name: str
    states: frozenset[StateName]
    acts: frozenset[Act]
    """Acts its menu may hold; together with ``states`` the legal transitions of the graph."""
    when: Callable[[Situation], bool]
    build: Callable[[Situation], list[Move]]
    why: str


def _leave(sit: Situation) -> list[Move]:
    return make.turn_page(sit) or make.closing(sit)


def _menu_of_probes(sit: Situation) -> list[Move]:
    return [*followups.probes(sit)[:2], *followups.depth(sit)[:1], *followups.lenses(sit)[:1]]


def _menu_of_depth(sit: Situation) -> list[Move]:
    return [*followups.depth(sit)[:1], *followups.probes(sit)[:2]]


def _has_unheard_answer(sit: Situation) -> bool:
    return sit.trigger == "answer"


PAGE = frozenset({Act.TURN_PAGE, Act.YIELD, Act.CLOSE})
_SIDES = re.compile(
    r"\b(disagree|stand by|i(['’]d| would)? (still|hold|maintain|insist|keep|stick)|push back|don['’]?t (agree|think so|buy)|"
    r"not (true|right|so|convinced|what)|doesn['’]?t follow|no,|wrong)\b",
    re.I,
)
"""Words that take a side for what was said before."""
SETTLING = frozenset({"settle", "skip", "waited", "goodbye", "end", "declined"})
"""Rules that leave an open push-back behind; after any other it is still open."""

RULES: tuple[Rule, ...] = (
    Rule("end", frozenset({"closing"}), frozenset({Act.CLOSE}), lambda s: s.name == "closing", make.closing,
         "the time is up or the candidate ended it"),
    Rule("start", frozenset({"opening"}), frozenset({Act.OPEN}), lambda s: s.name == "opening", make.opening,
         "nothing was said yet"),
    Rule("goodbye", ANY, frozenset({Act.CLOSE}), when.wishes("end"), make.closing, "the candidate says goodbye"),
    Rule("distress", ANY, frozenset({Act.NUDGE}), when.distressed, followups.care, "cannot go on: an offer, once"),
    Rule("repeat", ANY, frozenset({Act.REPEAT}), when.wishes("repeat"), make.repeat, "asked for"),
    Rule("skip", ANY, PAGE, when.wishes("skip"), _leave, "the candidate leaves this question"),
    Rule("hint", ANY, frozenset({Act.HINT, Act.REPEAT}), when.wishes("hint"), make.hint, "asked for"),
    Rule("waited", frozenset({"thread", "challenge_open", "reverse"}), PAGE, when.waited, _leave,
         "the silence lasted, and time is up for this"),
    Rule("silence", ANY, frozenset({Act.NUDGE}), lambda s: s.trigger == "timer:silence" or when.wishes("moment")(s),
         make.nudge, "a long silence, or a moment asked for"),
    Rule("floor_long", frozenset({"floor"}), frozenset({Act.INTERRUPT}), when.long, followups.interrupt,
         "the floor was held beyond patience"),
    Rule("floor_over", frozenset({"floor"}), PAGE | {Act.ASK}, lambda s: not s.state.floor or s.phase_over, _leave,
         "the talk is over"),
    Rule("reverse_over", frozenset({"reverse"}), frozenset({Act.CLOSE}),
         lambda s: s.phase_over or bool(s.signals and (s.signals.no_more or not s.signals.asks)), make.closing,
         "no more questions from the candidate"),
    Rule("reverse", frozenset({"reverse"}), frozenset({Act.ANSWER_BACK}), _has_unheard_answer,
         make.answer_back, "the candidate asks"),
    Rule("meaning", TALKING, frozenset({Act.CLARIFY, Act.REPEAT}), when.asks_what_it_means, make.clarify,
         "asked what the question means"),
    Rule("facts", TALKING, frozenset({Act.REVEAL}), when.earned, make.reveal, "the question earned them"),
    Rule("asked_back", TALKING, frozenset({Act.ANSWER_BACK}), when.asked_back, make.answer_back,
         "asked something nobody here answers"),
    Rule("declined", TALKING, PAGE, when.declined, _leave, "will not or may not talk about it: never asked again"),
    Rule("settle", frozenset({"challenge_open"}), frozenset({Act.SETTLE, *PAGE}), _has_unheard_answer,
         lambda s: make.settle(s) or make.closing(s), "the push-back was answered"),
    Rule("told", TALKING, PAGE, when.told, _leave, "study mode has said what was heard: the thread is over"),
    Rule("twist", TALKING, frozenset({Act.TWIST}), when.twist, make.twist, "its time has come"),
    Rule("challenge", TALKING, frozenset({Act.CHALLENGE}), when.challenge, make.challenge, "a claim to push back on"),
    Rule("gives_up", TALKING, PAGE, when.gives_up, _leave, "an honest end of knowledge"),
    Rule("stuck", TALKING, frozenset({Act.PROBE}), when.stuck, followups.stuck,
         "does not know: how would one find out, or a smaller piece of it"),
    Rule("said_before", TALKING, PAGE, when.said_before, _leave, "says that this was answered"),
    Rule("ramble", TALKING, frozenset({Act.INTERRUPT}), when.rambles, followups.ramble, "a very long answer: its one sentence"),
    Rule("thin", TALKING, frozenset({Act.CLARIFY, Act.REPEAT}), when.thin, make.clarify, "the answer does not touch it"),
    Rule("standing", TALKING, frozenset({Act.PROBE}), when.standing, followups.standing, "the answer gives cause for it"),
    Rule("lens", TALKING, frozenset({Act.PROBE}), when.lens, followups.lenses, "what this interviewer always wants to know"),
    Rule("depth", TALKING, frozenset({Act.PROBE}), when.deep, _menu_of_depth, "a strong answer: to the edge of it"),
    Rule("coverage", TALKING, frozenset({Act.PROBE}), when.more, _menu_of_probes, "least heard of what is wanted"),
    Rule("required", TALKING, frozenset({Act.PROBE}), when.required, followups.required, "a point the question is there for"),
    Rule("leftover", TALKING, frozenset({Act.PROBE}), when.idle, followups.leftover, "the bank is used up and there is time"),
    Rule("turn_page", TALKING, PAGE, lambda s: True, _leave, "the thread is done"),
)  # fmt: skip

SILENT: frozenset[StateName] = frozenset({"floor", "reverse"})
"""States in which the interviewer may have nothing to say."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A menu with the bodies that are committed together with it."""

    bodies: tuple[ev.AnyBody, ...]
    """``turn.decided`` first, then what follows from having heard the answer."""


def menu(sit: Situation) -> Menu | None:
    """Return what may be said, or None when listening is the thing to do."""
    for rule in RULES:
        if sit.name not in rule.states or not rule.when(sit):
            continue
        moves = [move for move in rule.build(sit) if sit.allows(move.act) and not followups.stale(sit, move)][:4]
        if not moves:
            continue
        named = tuple(move.model_copy(update={"id": f"m{n + 1}"}) for n, move in enumerate(moves))
        return Menu(rule=rule.name, reason=_reason(sit, rule, named[0]), moves=named)
    assert sit.name in SILENT, f"no rule fires in {sit.name}"
    return None


def _reason(sit: Situation, rule: Rule, first: Move) -> str:
    """Return why this move, for the judge's side of the log: the rule's reason with what it was measured on."""
    told = [rule.why]
    if first.target in sit.script.indicators:
        told.append(f"{first.target}, heard {sit.heard(first.target):.2f}")
    elif first.question or first.target:
        told.append(first.question or first.target)
    if sit.reading is not None:
        told.append(f"read by {sit.reading.reader}")
    return "; ".join(told)


def _refused(sit: Situation, rule: str) -> tuple[str, ...]:
    """Return what the candidate will not talk about: the open question and what was last asked inside it."""
    if rule not in {"skip", "declined"}:
        return ()
    last = sit.state.last.move.target if sit.state.last else ""
    question = sit.question.id if sit.question else ""
    return tuple(item for item in (question, last) if item and item not in sit.state.refused)


def decide(sit: Situation) -> Decision | None:
    """Return the decision of this moment, or None when the interviewer listens on."""
    chosen = menu(sit)
    if chosen is None:
        return None
    state, first = sit.state, chosen.first
    decided = ev.TurnDecided(
        turn=state.turn + 1,
        attempt=state.attempt,
        trigger=sit.trigger,
        decided_on=state.candidate_seq,
        state=sit.name,
        menu=chosen,
        draw=sit.draw,
        signals=_noted(sit),
        refused=_refused(sit, chosen.rule),
    )
    bodies: list[ev.AnyBody] = [decided, *_told(sit, first)]
    if state.challenge and chosen.rule in SETTLING:
        bodies.append(_settled(sit, state.challenge.challenge))
    if first.phase and first.phase != state.phase:
        bodies.append(_phase(sit, first.phase))
    return Decision(tuple(bodies))


def _told(sit: Situation, first: Move) -> list[ev.FactEarned]:
    """Return the hidden facts that the first move tells for the first time."""
    case, answer = sit.script.case, sit.answer
    if case is None or answer is None:
        return []
    new = {fact.id for fact in case.facts} - set(sit.state.facts)
    return [
        ev.FactEarned(fact=fact, answer=answer.seq, quote=quote)
        for fact, says, quote in sit.earned
        if fact in new and says in first.facts
    ]


def _opening_sentences(text: str, limit: int = 300) -> str:
    """Return whole sentences from the start of an answer, verbatim, as many as the limit allows; at least one."""
    ends = [span.end for span in sentences(text)]
    fitting = [end for end in ends if end <= limit] or ends[:1]
    return text[: fitting[-1]].strip() if fitting else ""


def _stance(sit: Situation) -> signals.Stance:
    """Return how the push-back was taken: as a model read it, else by words.

    An answer that neither takes a side nor shares a word with the push-back did not take it up.
    """
    if sit.signals is None or sit.answer is None:
        return "unclear"
    seen = sit.signals.stance
    if sit.reading is not None or seen in {"update", "cave"} or _SIDES.search(sit.answer.text):
        return seen
    return seen if set(stems(sit.answer.text)) & set(stems(sit.asked)) else "unclear"


def _settled(sit: Situation, challenge: str) -> ev.ChallengeSettled:
    if sit.answer is None or sit.signals is None:
        return ev.ChallengeSettled(challenge=challenge, stance="unclear", answer=0)
    return ev.ChallengeSettled(
        challenge=challenge, stance=_stance(sit), answer=sit.answer.seq, quote=_opening_sentences(sit.answer.text)
    )  # fmt: skip


def _phase(sit: Situation, phase_id: str) -> ev.PhaseEntered:
    phase = sit.script.round.phase(phase_id)
    until = plan.deadline(sit.slots, phase_id, sit.now_ms, sit.total_ms) if sit.total_ms else 0
    return ev.PhaseEntered(
        phase=phase.id, title=phase.title, goal=phase.goal, floor=phase.kind == "floor", until_ms=until
    )  # fmt: skip


def _noted(sit: Situation) -> dict[str, object]:
    """Return what the judge's side keeps of the answer's surface."""
    seen = sit.signals
    if seen is None:
        return {}
    flags = (
        "empty", "dont_know", "finds_out", "asks_back", "instruction_like", "parroting", "off_topic", "distress",
        "declines", "said_before", "library", "technical", "recites",
    )  # fmt: skip
    return {
        "read": sit.reading is not None,
        "words": seen.words,
        "asks": len(seen.asks),
        "stance": seen.stance,
        "wish": seen.wish,
        "touched": seen.touched,
        "flags": [name for name in flags if getattr(seen, name)],
    }


def consequences(sit: Situation, decided: ev.TurnDecided, move: Move, *, asked: bool) -> list[ev.AnyBody]:
    """Return what follows from having spoken a move, in the order it is recorded after ``turn.spoken``.

    ``asked`` is False when the utterance was cut off before its question: then no thread opens and no challenge counts.
    """
    state, bodies = sit.state, list[ev.AnyBody]()
    if move.act is Act.CLOSE:
        bodies += _ends(sit, decided)
    if move.question and asked:
        if state.thread:
            bodies.append(ev.ThreadClosed(thread=state.thread.number, why=decided.menu.rule))
        phase = sit.script.by_question[move.question].phase
        bodies.append(
            ev.ThreadOpened(thread=len(state.threads) + 1, question=move.question, phase=phase, turn=decided.turn,
                            claim=move.target)
        )  # fmt: skip
    elif move.act is Act.YIELD and state.thread:
        bodies.append(ev.ThreadClosed(thread=state.thread.number, why=decided.menu.rule))
    if move.act is Act.CHALLENGE and asked:
        kind = next((item.kind for item in sit.challenges if item.id == move.target), "valid")
        bodies.append(ev.ChallengePosed(challenge=move.target, challenge_kind=kind, turn=decided.turn))
    if move.act is Act.HINT:
        bodies.append(ev.HintGiven(turn=decided.turn, rung=int(move.target or 1)))
    return bodies


def _ends(sit: Situation, decided: ev.TurnDecided) -> list[ev.AnyBody]:
    """Return the end of thread, round and interview."""
    state, bodies = sit.state, list[ev.AnyBody]()
    if state.thread:
        bodies.append(ev.ThreadClosed(thread=state.thread.number, why="end"))
    late = decided.menu.rule == "end" and decided.trigger != "request:finish"
    reason: ev.EndReason = "time" if late else "finished"
    bodies.append(ev.RoundClosed(round=sit.script.round.id))
    bodies.append(ev.InterviewClosed(reason=reason))
    return bodies
