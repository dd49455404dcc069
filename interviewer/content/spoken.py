"""Every authored sentence that an interviewer says aloud, with its place and what is allowed of it.

It owns the list; what is wrong with a sentence is ``lint``'s to say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from interviewer.case import Beyond, Case
from interviewer.content.files import File
from interviewer.content.shelf import Bundle, Place, criteria, items, place
from interviewer.lens import StandingLenses
from interviewer.persona import Manner, Persona
from interviewer.question import Challenge, Question
from interviewer.rubric import Indicator, SharedCriteria

Asks = Literal["once", "never", "maybe"]
MANNER = tuple(Manner.model_fields)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence or two, said in one breath."""

    where: Place
    text: str
    asks: Asks
    """Whether it must hold one question, none, or may hold one."""
    helps: bool = False
    """Whether it may come near the answer: a hint's last rung, a push-back."""


def of_round(bundle: Bundle, common: File[SharedCriteria] | None) -> Iterator[Said]:
    """Yield what a round says besides its questions and cases."""
    top, round_ = place(bundle.round), bundle.round.value
    yield Said(top / "frame", round_.frame, "never")
    for where, phase in items(top, "phases", round_.phases):
        yield Said(where / "enter", phase.enter, "never")
    for where, criterion in criteria(bundle, common):
        yield from _probes(where, "indicators", criterion.indicators)


def of_question(where: Place, question: Question) -> Iterator[Said]:
    """Yield what a question's thread says."""
    yield Said(where / "text", question.text, "once")
    yield Said(where / "rephrase", question.rephrase, "once")
    yield from _probes(where, "indicators", question.indicators)
    for inner, follow in items(where, "follow_ups", question.follow_ups):
        yield Said(inner / "ask", follow.ask, "once")
    for inner, step in items(where, "depth", question.depth):
        yield Said(inner / "ask", step.ask, "once")
    for number, hint in enumerate(question.hints):
        yield Said(where / "hints" / number, hint, "maybe", helps=number == 2)
    yield from _challenges(where, question.challenges)


def of_case(file: File[Case]) -> Iterator[Said]:
    """Yield what a case says: freely, for a good question, and on its own account."""
    top, case = place(file), file.value
    yield Said(top / "opening", case.opening, "maybe")
    for where, fact in (*items(top, "given", case.given), *items(top, "facts", case.facts)):
        yield Said(where / "says", fact.says, "never", helps=True)
    for name in ("unknown", "unclear", "aside", "again"):
        for where, line in items(top, name, getattr(case, name)):
            yield Said(where, line, "never")
    for name in Beyond.model_fields:
        for where, line in items(top / "unknown_about", name, getattr(case.unknown_about, name)):
            yield Said(where, line, "never")
    for where, twist in items(top, "twists", case.twists):
        yield Said(where / "says", twist.says, "never")
        yield Said(where / "ask", twist.ask, "once")
    yield from _probes(top, "indicators", case.indicators)
    yield from _probes(top, "flaws", case.flaws)
    yield from _challenges(top, case.challenges)


def of_persona(file: File[Persona]) -> Iterator[Said]:
    """Yield what a persona says in any round."""
    top, persona = place(file), file.value
    for name in MANNER:
        for where, line in items(top / "manner", name, getattr(persona.manner, name)):
            yield Said(where, line, "once" if name == "interrupts" else "never")
    for where, fact in items(top, "facts", persona.facts):
        if fact.says:
            yield Said(where / "says", fact.says, "never", helps=True)
    for where, lens in items(top, "lenses", persona.lenses):
        yield Said(where / "ask", lens.ask, "once")
    yield from _probes(top, "disqualifiers", persona.disqualifiers)


def of_lenses(file: File[StandingLenses]) -> Iterator[Said]:
    """Yield the questions that any interviewer asks when an answer gives cause for it."""
    for where, lens in items(place(file), "lenses", file.value.lenses):
        for inner, ask in items(where, "asks", lens.asks):
            yield Said(inner, ask, "once")


def _probes(where: Place, key: str, indicators: Sequence[Indicator]) -> Iterator[Said]:
    yield from (Said(inner / "probe", item.probe, "once") for inner, item in items(where, key, indicators))


def _challenges(where: Place, challenges: Sequence[Challenge]) -> Iterator[Said]:
    for inner, item in items(where, "challenges", challenges):
        yield Said(inner / "claim", item.claim, "once", helps=True)
