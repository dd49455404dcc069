"""When each line of the precedence table applies: conditions on a situation, each named for its rule. Pure.

They look and never build a sentence; the order in which they are asked is the director's.
"""

from collections.abc import Callable

from interviewer import followups, plan, signals
from interviewer import repertoire as make
from interviewer.move import Act
from interviewer.situation import BUDGET_PROBES, MOST_PROBES, MOSTLY, Situation

BRIEF = 25
"""Words up to which a contribution with a question in it is that question."""
SHORTEST_RAMBLE = 180
"""Words below which nobody is stopped, however hard the interview presses."""
SPARE_MS = 90_000
"""Time to spare that lets a push-back or a twist go on beyond its phase."""
IDLE_MS = 120_000
"""Time that is too long to be given away."""
CEILING = 3
"""Follow-ups that a strong thread may have beyond the usual: the way to the edge of knowledge."""
LONG: tuple[float, ...] = (1.3, 1.0, 0.8, 0.6)
"""Share of the persona's patience for a long stretch, by pressure."""
MANY = 0.7
"""An answer to one question is long at this share of what a talk may last."""
LENS: tuple[float, ...] = (0.3, 0.4, 0.5, 0.6)
"""How likely one of the persona's own questions is at each turn of a thread that has none yet, by pressure."""
INSISTED = 5
"""Follow-ups after which "I said that already" ends a thread; before, something else of it is asked."""
LENS_FROM = 2
"""Follow-ups that come before one."""
HURRY = 0.8
"""Share of the interview from which push-backs may follow one another."""


def wishes(what: signals.Wish) -> Callable[[Situation], bool]:
    """Return whether the candidate asks for something: by command, or in words outside a talk that give no orders."""
    return lambda sit: (
        sit.trigger == f"request:{what}"
        or bool(sit.name != "floor" and sit.signals and sit.signals.wish == what and not sit.signals.instruction_like)
    )


def asks_what_it_means(sit: Situation) -> bool:
    """Return whether the candidate asks what the question means, and was not just told."""
    return wishes("meaning")(sit) and not (sit.phase_over and sit.state.acts[-1] is Act.CLARIFY)


def earned(sit: Situation) -> bool:
    """Return whether a question of the candidate earned a fact, with time to tell it."""
    return bool(sit.earned) and not sit.phase_over


def asked_back(sit: Situation) -> bool:
    """Return whether a question of the candidate waits, with time to take it up; a customer hears every question."""
    seen = sit.signals
    if seen is None or sit.phase_over:
        return False
    asked = sum(len(ask.split()) for ask in seen.asks)
    brief = seen.words < MOSTLY * asked or seen.words < BRIEF
    return (seen.asks_back and brief) or (sit.plays and sit.mostly_asks)


def distressed(sit: Situation) -> bool:
    """Return whether the candidate cannot go on, and was not offered a pause before."""
    return bool(sit.signals and sit.signals.distress) and not sit.state.soft


def declined(sit: Situation) -> bool:
    """Return whether the candidate may not or will not talk about it."""
    return bool(sit.signals and sit.signals.declines)


def said_before(sit: Situation) -> bool:
    """Return whether the candidate says that this was answered, adds next to nothing, and was asked about it enough."""
    thread, seen = sit.state.thread, sit.signals
    if thread is None or seen is None or not seen.said_before or seen.strong:
        return False
    return thread.probes >= INSISTED or not followups.required(sit)


def challenge(sit: Situation) -> bool:
    """Return whether a push-back fits: on a claim, and not on the heels of the last one while there is time.

    One that the round still owes when little time is left may also follow the end of a phase.
    """
    if sit.challenge_due is None or sit.signals is None or sit.signals.dont_know:
        return False
    if sit.phase_over and not (sit.challenge_overdue and sit.spare_ms > SPARE_MS):
        return False
    return sit.state.acts[-1] is not Act.SETTLE or sit.progress > HURRY or sit.last_for(Act.CHALLENGE)


def told(sit: Situation) -> bool:
    """Return whether the candidate was told what was heard on the open question, so that nothing may follow on it."""
    thread = sit.state.thread
    return thread is not None and thread.number in sit.state.feedback


def twist(sit: Situation) -> bool:
    """Return whether there is time for a twist, or it is overdue, and nothing the candidate waits for."""
    if not make.twist(sit) or (sit.signals and sit.signals.asks_back):
        return False
    return not sit.phase_over or (sit.spare_ms > SPARE_MS and (sit.last_for(Act.TWIST) or make.overdue(sit)))


def waited(sit: Situation) -> bool:
    """Return whether a silence outlasted the nudges, or one where it is time to go on, or where nothing was to be answered."""
    acts = sit.state.acts
    if sit.trigger != "timer:silence" or acts[-1] is not Act.NUDGE:
        return False
    return sit.phase_over or sit.name == "reverse" or acts[-2:] == (Act.NUDGE, Act.NUDGE)


def stuck(sit: Situation) -> bool:
    """Return whether the candidate does not know, with time to help."""
    return bool(sit.signals and sit.signals.dont_know) and not sit.phase_over


def gives_up(sit: Situation) -> bool:
    """Return whether the end of knowledge is reached: the way to find out was told, or help was offered already."""
    return stuck(sit) and bool((sit.signals and sit.signals.finds_out) or not followups.stuck(sit))


def thin(sit: Situation) -> bool:
    """Return whether an answer passes the question by that was not put in other words yet."""
    last, seen = sit.state.acts[-1], sit.signals
    if seen is None or sit.phase_over or last in {Act.CLARIFY, Act.REPEAT, Act.TWIST, Act.SETTLE}:
        return False
    return (seen.empty or seen.off_topic) and make.rephrased(sit) not in sit.state.targets


def rambles(sit: Situation) -> bool:
    """Return whether an answer ran far beyond its question, by length, and no model saw that it carries."""
    seen, patience = sit.signals, sit.script.persona.patience.interrupt_after_words
    if seen is None or sit.phase_over or sit.state.acts[-1] is Act.INTERRUPT:
        return False
    return seen.words >= max(SHORTEST_RAMBLE, MANY * LONG[sit.pressure] * patience) and bool(followups.ramble(sit))


def standing(sit: Situation) -> bool:
    """Return whether the answer gives cause for a standing question, and the last one was not such."""
    last = sit.state.last
    again = last is not None and last.move.target.startswith("standing:")
    return not again and sit.time_for_more(BUDGET_PROBES) and bool(followups.standing(sit))


def deep(sit: Situation) -> bool:
    """Return whether a strong thread can go a step nearer to the edge of knowledge."""
    strong = sit.signals is not None and sit.signals.strong
    return strong and sit.time_for_more(BUDGET_PROBES + CEILING) and bool(followups.depth(sit))


def more(sit: Situation) -> bool:
    """Return whether the open thread has something left to find out, and time."""
    return sit.time_for_more(BUDGET_PROBES) and bool(followups.probes(sit))


def required(sit: Situation) -> bool:
    """Return whether a point that the question is there for was neither made nor asked about, and there is time."""
    return sit.time_for_more(MOST_PROBES) and bool(followups.required(sit))


def lens(sit: Situation) -> bool:
    """Return whether this interviewer asks what they always want to know, once a thread; the draw decides when."""
    thread = sit.state.thread
    if thread is None or thread.probes < LENS_FROM or any(target.startswith("lens:") for target in thread.targets):
        return False
    return sit.time_for_more(MOST_PROBES) and bool(followups.lenses(sit)) and sit.rng.random() < LENS[sit.pressure]


def idle(sit: Situation) -> bool:
    """Return whether the questions are used up long before the phase that comes next, or the end, should begin."""
    there = make.destination(sit)
    if not sit.total_ms or (there is not None and there[1] is not None):
        return False
    until = there[0].start_ms if there else sit.total_ms - plan.CLOSING_MS
    return until - sit.now_ms > IDLE_MS and bool(followups.leftover(sit))


def long(sit: Situation) -> bool:
    """Return whether the floor was held beyond this persona's patience since anybody interrupted."""
    since = 0
    for said in reversed(sit.state.said):
        if said.who == "interviewer":
            break
        since += len(said.text.split())
    interrupted = sum(act is Act.INTERRUPT for act in sit.state.acts)
    patient = sit.script.persona.patience.interrupt_after_words * (0.75 if sit.reaches_for(Act.INTERRUPT) else 1)
    return (
        sit.state.floor and since >= patient * LONG[sit.pressure] and interrupted < 3 and bool(followups.interrupt(sit))
    )
