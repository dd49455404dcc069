"""What study mode says about a question that is over: what was heard, what was not, how a strong answer is built.

Pure functions from script and state to one event. It praises nobody and scores nothing, claims nothing about words that
nobody has read, and keeps back whatever shares telling words with what is still to be asked, earned or found.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from interviewer import coverage
from interviewer.belief import Finding, answer_of
from interviewer.case import Case
from interviewer.events import FeedbackGiven
from interviewer.lexical import stems, words
from interviewer.opportunity import opportunities
from interviewer.preparation import challenges as prepared
from interviewer.question import Challenge, Question
from interviewer.rubric import Indicator, Verdict
from interviewer.script import Script
from interviewer.state import Posed, State, Thread

RUN, LATER = 3, 4
"""Telling words in a row that give something away of a case, and of a later question, whose subject is the same."""
KINDS = {"wrong": "It was wrong on purpose", "valid": "It was a fair one"}
GUESS = "It is about your own work, where nobody here can check whether it holds."
_VERDICT = re.compile(r"(?:wrong|valid|right|fair)\b([.,;:]?)\s*", re.I)
_EVERYWHERE = "candid"
"""Stem of "candidate", with which authors begin their statements: it tells nothing."""
Run = tuple[str, ...]


def feedback(script: Script, state: State, thread: int) -> FeedbackGiven:
    """Return what may be said about a thread now, by the judgements there are.

    Args:
        script: the pinned content.
        state: the folded interview; a push-back is spoken of once its stance is known there.
        thread: number of a thread with a question of the bank and at least one answer.
    """
    item = next(one for one in state.threads if one.number == thread)
    question = script.by_question[item.question]
    answers = {answer.seq for answer in state.answers if answer.thread == thread}
    rows = tuple(row for row in state.assessments if row.answer in answers)
    found = coverage.shown(replace(state, assessments=rows))
    veil = _veil(script, state, question)
    wanted = [one for one in question.indicators if one.points > 0]
    points = [one for one in wanted if not veil.hides(one.statement)]
    outline = tuple(step for step in question.outline if not veil.hides(step) and not veil.subject)
    waiting = bool(answers - {row.answer for row in rows}) or not answers.isdisjoint(map(answer_of, state.requested))
    open_ = not waiting and opportunities(script, state).question(question.id) == "open"
    return FeedbackGiven(
        thread=thread,
        question=_put(script, state, item),
        heard=tuple(_quoted(points, found, "met")),
        near=() if veil.subject else tuple(_quoted(points, found, "partial")),
        unheard=tuple(one.statement for one in points if open_ and not veil.subject and _missing(found.get(one.id))),
        outline=outline,
        pushback="\n".join(_pushbacks(script, state, item, veil)),
        judge=", ".join(dict.fromkeys(row.judge for row in rows)),
        waiting=waiting,
        kept_back=len(points) + len(outline) < len(wanted) + len(question.outline),
    )


def _quoted(
    points: Iterable[Indicator], found: Mapping[str, Finding], verdict: Verdict
) -> Iterator[tuple[str, str]]:  # fmt: skip
    for point in points:
        finding = found.get(point.id)
        if finding is not None and finding.verdict == verdict:
            yield point.statement, finding.evidence[0].quote


def _missing(finding: Finding | None) -> bool:
    """Whether nothing of a point was found; what nobody could assess is neither heard nor missing."""
    return finding is None or finding.verdict in {"not_met", "contradicted"}


def _put(script: Script, state: State, thread: Thread) -> str:
    """Return the question as it was put: as prepared on the material, or with the claim it quotes."""
    made = state.preparation.questions if state.preparation else ()
    asks = (item.ask for item in made if thread.claim == f"prepared:{item.question}")
    return next(asks, "") or coverage.question_text(script, thread.question, thread.claim)


def _pushbacks(script: Script, state: State, thread: Thread, veil: "_Veil") -> Iterator[str]:
    """Yield what each push-back of a thread was, as far as it is over."""
    own = prepared(state.preparation) if state.preparation else ()
    known = {challenge.id: challenge for challenge in (*_authored(script), *own)}
    checkable = {challenge.id for challenge in own}
    for posed in _posed(state, thread):
        authored = known.get(posed.challenge)
        said = next((said.text for said in state.said if said.who == "interviewer" and said.turn == posed.turn), "")
        if not posed.stance or authored is None or not said:
            continue
        if posed.kind == "wrong" and thread.claim and posed.challenge not in checkable:
            yield f"“{said}” {GUESS}"
        else:
            yield f"“{said}” {_reason(authored, hidden=veil.subject or veil.hides(authored.why))}"


def _authored(script: Script) -> Iterator[Challenge]:
    for holder in (*script.questions, *((script.case,) if script.case else ())):
        yield from holder.challenges


def _posed(state: State, thread: Thread) -> Iterator[Posed]:
    """Yield the push-backs of a thread: posed after its first answer and before the first answer of the next."""
    turns: dict[int, int] = {}
    for answer in state.answers:
        if answer.thread is not None:
            turns.setdefault(answer.thread, answer.turn)
    begun = turns.get(thread.number)
    after = min((turn for number, turn in turns.items() if number > thread.number), default=None)
    if begun is not None:
        yield from (one for one in state.challenges if begun < one.turn and (after is None or one.turn < after))


def _reason(challenge: Challenge, *, hidden: bool) -> str:
    """Return whether a push-back was a fair one, and why; authors who begin with the verdict do not say it twice."""
    label = KINDS[challenge.kind]
    if hidden:
        return f"{label}. Why is in the report: it touches what is still to come."
    verdict = _VERDICT.match(challenge.why)
    if verdict is None:
        return f"{label}. {challenge.why}"
    rest = challenge.why[verdict.end() :]
    if verdict[1] in {".", ":"}:
        return f"{label}. {rest[:1].upper()}{rest[1:]}"
    return f"{label}{verdict[1] or ':'} {rest}"


@dataclass(frozen=True, slots=True)
class _Veil:
    """What must not be said while the interview goes on."""

    phrases: frozenset[str]
    """Forbidden phrases, as words between blanks."""
    runs: frozenset[Run]
    subject: bool = False
    """Whether the question sets the subject of all that follows: then every point of it is still needed."""

    def hides(self, text: str) -> bool:
        """Return whether a text shares a forbidden phrase, or telling words in a row, with what is hidden."""
        plain, own = _bare(text), _runs(text, RUN) | _runs(text, LATER)
        return any(phrase in plain for phrase in self.phrases) or not self.runs.isdisjoint(own)


def _veil(script: Script, state: State, question: Question) -> _Veil:
    """Return the veil over what is still to be asked, earned or found; what was said or lies open is no secret."""
    later = [other for other in script.questions if other.id not in state.asked]
    case = script.case
    phrases = [phrase for holder in (*later, *((case,) if case else ())) for phrase in holder.must_not_reveal]
    points = [text for other in later for item in other.indicators for text in (item.statement, *item.paraphrases)]
    open_ = [question.text, *(said.text for said in state.said)]
    if case:
        open_ += [case.brief, *(line for sheet in case.exhibits for line in sheet.lines)]
    hidden = list(_of_case(case, state, _all_runs(open_, RUN))) if case else []
    runs = (_all_runs(hidden, RUN) - _all_runs(open_, RUN)) | (_all_runs(points, LATER) - _all_runs(open_, LATER))
    return _Veil(frozenset(map(_bare, phrases)), runs, _sets_the_subject(script, question))


def _sets_the_subject(script: Script, question: Question) -> bool:
    """Return whether a question is the only one of its phase and later phases go on working at it."""
    phases = script.round.phases
    own = next(number for number, phase in enumerate(phases) if phase.id == question.phase)
    return phases[own].at_most == 1 and any(phase.kind == "threads" for phase in phases[own + 1 :])


def _of_case(case: Case, state: State, said: frozenset[Run]) -> Iterator[str]:
    """Yield what a case still hides: facts nobody earned, twists to come, what was not found or spoken about."""
    for fact in case.facts:
        if fact.id not in state.facts:
            yield from (fact.says, fact.why, *fact.unlocked_by)
    for twist in case.twists:
        if twist.id not in state.twists:
            yield from (twist.says, twist.contradicts)
    for decoy in case.decoys:
        if said.isdisjoint(_runs(decoy.statement, RUN)):
            yield from (decoy.statement, decoy.why)
    met = {key for key, finding in coverage.shown(state).items() if finding.verdict == "met"}
    unmet = (item for item in (*case.flaws, *case.indicators) if item.id not in met)
    yield from (text for item in unmet for text in (item.statement, *item.paraphrases, *item.contra))


def _all_runs(texts: Iterable[str], length: int) -> frozenset[Run]:
    return frozenset().union(*(_runs(text, length) for text in texts))


@lru_cache(maxsize=8_000)
def _runs(text: str, length: int) -> frozenset[Run]:
    """Return every run of so many telling words of a text."""
    own = [stem for stem in stems(text) if stem != _EVERYWHERE]
    return frozenset(tuple(own[start : start + length]) for start in range(len(own) - length + 1))


def _bare(text: str) -> str:
    """Return the words of a text between blanks, so that a phrase is found as whole words."""
    return f" {' '.join(words(text))} "
