"""What happened in an interview, told from its log: time, threads, push-backs, facts.

Pure functions from script and events to lines of a report. It judges nothing; a quote that is not in the candidate's
own words is left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from interviewer import events as ev
from interviewer import plan, preparation
from interviewer.coverage import question_text
from interviewer.events import Event
from interviewer.opportunity import Opportunities
from interviewer.preparing import prepared
from interviewer.question import Challenge
from interviewer.report import FactLine, PhaseTime, Pushback, ThreadLine
from interviewer.round import Round
from interviewer.script import Script
from interviewer.state import State, Thread

B = TypeVar("B", bound=ev.Body)


def bodies(events: Sequence[Event], kind: type[B]) -> Iterator[B]:
    """Yield the bodies of one kind, in order."""
    for event in events:
        if isinstance(event.body, kind):
            yield event.body


def phases(round_: Round, state: State, events: Sequence[Event]) -> tuple[PhaseTime, ...]:
    """Return time against plan: the phases that were planned or entered, in the order of the round."""
    if state.setup is None:
        return ()
    planned = {slot.phase.id: slot.end_ms - slot.start_ms for slot in plan.slots(state.setup, round_, state.extra_ms)}
    spent = _spent(events)
    return tuple(
        PhaseTime(
            phase=phase.id, title=phase.title, planned_ms=planned.get(phase.id, 0), spent_ms=spent.get(phase.id, 0)
        )
        for phase in round_.phases
        if phase.id in planned or phase.id in spent
    )  # fmt: skip


def _spent(events: Sequence[Event]) -> dict[str, int]:
    """Return how long each phase lasted on the interview clock, which stands in pauses."""
    spent: dict[str, int] = {}
    phase, since = "", 0
    for event in events:
        if isinstance(event.body, ev.PhaseEntered | ev.InterviewClosed):
            if phase:
                spent[phase] = spent.get(phase, 0) + event.elapsed_ms - since
            phase = event.body.phase if isinstance(event.body, ev.PhaseEntered) else ""
            since = event.elapsed_ms
    return spent


def threads(chances: Opportunities, events: Sequence[Event]) -> tuple[ThreadLine, ...]:
    """Return the questions and how far each was followed; outlines stay closed while nothing was answered at all."""
    script, state = chances.script, chances.state
    turns = {body.thread: body.turn for body in bodies(events, ev.ThreadOpened)}
    lines = []
    for thread in state.threads:
        question = script.by_question.get(thread.question)
        answered = sum(answer.thread == thread.number for answer in state.answers)
        lines.append(
            ThreadLine(
                question=_put(script, state, thread),
                phase=_phase_title(script.round, thread.phase), turns=answered, hints=thread.hints,
                depth=sum(target.startswith("depth:") for target in set(thread.targets)), closed=thread.closed,
                turn=turns.get(thread.number, 0), told=thread.number in state.feedback,
                outline=question.outline if question and state.answers else (),
            )
        )  # fmt: skip
    return tuple(lines)


def _put(script: Script, state: State, thread: Thread) -> str:
    """Return the question as it was put: made to fit the material, or with the claim it quotes."""
    made = prepared(state.preparation, thread.question) if thread.claim.startswith("prepared:") else None
    return made.ask if made else question_text(script, thread.question, thread.claim)


def _phase_title(round_: Round, phase_id: str) -> str:
    return next((phase.title for phase in round_.phases if phase.id == phase_id), phase_id)


def pushbacks(script: Script, state: State, events: Sequence[Event]) -> tuple[Pushback, ...]:
    """Return every challenge with what was said, how it was taken, and why it was right or wrong."""
    checked = preparation.challenges(state.preparation) if state.preparation else ()
    known = _challenges(script) | {challenge.id: challenge for challenge in checked}
    spoken = {body.turn: body.text for body in bodies(events, ev.TurnSpoken)}
    settled = {body.challenge: body for body in bodies(events, ev.ChallengeSettled)}
    answers = {answer.seq: answer.text for answer in state.answers}
    # A misreading that the material refutes is known to be wrong; any other push-back on somebody's own work is not.
    own = _on_own_work(script, events) - {challenge.id for challenge in checked}
    lines = []
    for posed in bodies(events, ev.ChallengePosed):
        after = settled.get(posed.challenge)
        quote = after.quote if after and after.quote and after.quote in answers.get(after.answer, "") else ""
        stance = after.stance if after else "open"
        guess = posed.challenge_kind == "wrong" and posed.challenge in own
        authored = known.get(posed.challenge)
        lines.append(
            Pushback(
                challenge=posed.challenge, kind=posed.challenge_kind, turn=posed.turn,
                said=spoken.get(posed.turn, authored.claim if authored else ""), stance=stance, quote=quote,
                answer=after.answer if after and quote else None, why=authored.why if authored else "",
                scored=stance not in {"open", "unclear"} and not guess,
            )
        )  # fmt: skip
    return tuple(lines)


def _challenges(script: Script) -> dict[str, Challenge]:
    own = [challenge for question in script.questions for challenge in question.challenges]
    case = script.case.challenges if script.case else ()
    return {challenge.id: challenge for challenge in (*own, *case)}


def _on_own_work(script: Script, events: Sequence[Event]) -> frozenset[str]:
    """Return challenges posed in threads about the candidate's own material: nobody here knows whether they are wrong."""
    claim, found = "", set()
    for event in events:
        if isinstance(event.body, ev.ThreadOpened):
            claim = event.body.claim
        elif isinstance(event.body, ev.ChallengePosed) and claim:
            found.add(event.body.challenge)
    return frozenset(found)


def facts(script: Script, state: State, events: Sequence[Event]) -> tuple[FactLine, ...]:
    """Return the hidden facts of the case, earned or not; the case stays closed while nothing was answered at all."""
    if not (script.case and script.round.features.facts and state.answers):
        return ()
    earned: dict[str, ev.FactEarned] = {}
    for body in bodies(events, ev.FactEarned):
        earned.setdefault(body.fact, body)
    answers = {answer.seq: answer.text for answer in state.answers}
    return tuple(
        FactLine(
            fact=fact.id, says=fact.says, why=fact.why, earned=fact.id in earned, ask=fact.unlocked_by[0],
            **_question(earned.get(fact.id), answers),
        )
        for fact in script.case.facts
    )  # fmt: skip


def _question(earned: ev.FactEarned | None, answers: Mapping[int, str]) -> dict[str, str | int]:
    if earned is None or earned.quote not in answers.get(earned.answer, ""):
        return {}
    return {"quote": earned.quote, "seq": earned.answer}
