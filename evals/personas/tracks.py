"""What an interviewer was after in one interview, step by step, without a word of what was said.

A step is a kind of move, the question it opens, the criterion it serves and the place it has; features count steps and
their order. It plays the interviews and guesses nothing.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from evals.conduct.casting import Part, library
from evals.conduct.columns import run
from evals.conduct.manners import Manner
from evals.conduct.record import Record, Turn
from interviewer.move import Act
from interviewer.persona import Persona
from interviewer.question import Question
from interviewer.round import Round
from interviewer.script import Script
from interviewer.setup import Setup

HELD_OUT = 7_000_000
"""Seeds of the candidates begin here: nothing else in the project uses them, so nothing was tuned on them."""
SITTERS: tuple[tuple[int, Manner], ...] = (
    (4, "cooperative"), (2, "cooperative"), (3, "over_claiming"), (5, "cooperative"), (3, "terse"), (3, "cooperative"),
    (2, "evasive"), (4, "rambling"), (1, "dont_know"), (3, "hostile"),
)  # fmt: skip
"""Levels and manners of the candidates in turn; mostly people one can have a conversation with."""
MINUTES = (30, 45, 60)
TIMED = frozenset({"lens", "interrupt", "twist", "valid", "wrong", "standing"})
"""Kinds of step of which it counts in which third of the interview they come."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the interviewer was after."""

    kind: str
    """What sort of move: ``ask``, ``own``, ``case``, ``flaw``, ``follow``, a depth step, ``lens``, ``valid``, …"""
    phase: str = ""
    question: str = ""
    """Bank question it opens; questions are the same for all personas."""
    criterion: str = ""
    """Criterion its indicator counts towards."""
    category: str = ""
    """What a persona's own question is after, in the words of ``intents.yaml``."""
    topics: tuple[str, ...] = ()
    """Subjects of the question it opens."""


@dataclass(frozen=True, slots=True)
class Track:
    """One interview as its steps."""

    round: str
    persona: str
    lab: str
    seed: int
    """The candidate's: the same person, case and length sit before every persona."""
    steps: tuple[Step, ...]
    lines: tuple[str, ...] = ()
    """Turns that ask, as they were spoken; for a blind read, never for a feature."""


def parts(round_: Round, personas: Sequence[Persona], seeds: int, pressure: int | None = None) -> list[Part]:
    """Return interviews that differ, seed by seed, in the persona alone; a pressure goes for all of them."""
    cases, made = sorted(library().cases(round_.id)), []
    for number in range(seeds):
        level, manner = SITTERS[number % len(SITTERS)]
        seed = HELD_OUT + number
        for who in personas:
            roles = [role for role in round_.roles if role in who.roles] or list(round_.roles)
            setup = Setup(
                round=round_.id, persona=who.id, role=roles[number % len(roles)], minutes=MINUTES[number % len(MINUTES)],
                case=cases[number % len(cases)] if cases else None, seed=seed,
                pressure=who.pressure if pressure is None else pressure,
            )  # fmt: skip
            made.append(Part(f"{round_.id}-{who.id}-{number}", setup, level, manner, seed))
    return made


def play(some: Sequence[Part]) -> list[Track]:
    """Play interviews on the rehearsal engine and return what was asked in them."""
    records = asyncio.run(run("rehearsal", some, 1))
    broken = [f"{record.name}: {record.broken}" for record in records if record.broken]
    assert not broken, broken[0]
    return [track(record) for record in records]


def track(record: Record) -> Track:
    """Return an interview as its steps."""
    who = record.script.persona
    steps = tuple(step for turn in record.turns for step in _steps(record.script, turn))
    lines = tuple(turn.text for turn in record.turns if turn.asks)
    return Track(record.setup.round, who.id, who.lab, record.seed, steps, lines)


def _steps(script: Script, turn: Turn) -> Iterator[Step]:
    """Yield what one turn was after: leaving a push-back goes together with what comes next."""
    move = turn.move
    if move.act is Act.SETTLE:
        yield Step("settle", turn.phase)
    if question := script.by_question.get(move.question):
        yield Step("ask", turn.phase, question.id, topics=question.tags.topics)
    elif move.act in {Act.CHALLENGE, Act.PROBE, Act.INTERRUPT, Act.SETTLE} and move.target:
        yield _inside(script, turn)
    elif move.act is not Act.SETTLE:
        yield Step(move.act.value, turn.phase)


def _inside(script: Script, turn: Turn) -> Step:
    """Return what a follow-up or push-back inside a thread was after."""
    move, phase = turn.move, turn.phase
    sort, _, rest = move.target.partition(":")
    question = script.by_question.get(rest.partition(":")[0])
    if move.act is Act.CHALLENGE:
        return Step(_challenge(script, move.target), phase)
    if sort == "lens":
        kind = "interrupt" if move.act is Act.INTERRUPT else "lens"
        return Step(kind, phase, category=categories().get(f"{script.persona.id}.{rest}", "other"))
    if question is not None and sort == "depth":
        return Step(question.depth[int(rest.rpartition(":")[2])].step, phase)
    if question is not None and sort == "follow":
        return Step("follow", phase, criterion=_of(question, int(rest.rpartition(":")[2])))
    if move.target in script.indicators:
        criterion, item = script.indicators[move.target]
        own = any(item.id == one.id for bank in script.questions for one in bank.indicators)
        return Step("own" if own else "case", phase, criterion=criterion)
    return Step(sort if rest else move.act.value, phase)


def _of(question: Question, number: int) -> str:
    """Return the criterion that an authored follow-up serves."""
    when = question.follow_ups[number].when
    return next((item.criterion for item in question.indicators if item.id == when), "")


def _challenge(script: Script, name: str) -> str:
    """Return the kind of a push-back; one on the candidate's own material stands in no file."""
    known = [item for question in script.questions for item in question.challenges]
    known += list(script.case.challenges) if script.case else []
    return next((item.kind for item in known if item.id == name), "doubt")


@cache
def categories() -> dict[str, str]:
    """Return lens, as ``persona.lens``, to what it is after."""
    text = (Path(__file__).parent / "intents.yaml").read_text("utf-8")
    return {lens: category for category, lenses in yaml.safe_load(text).items() for lens in lenses}


def features(one: Track) -> Counter[str]:
    """Return how often each intent and each order of two occurs; names begin with their family and a colon."""
    found: Counter[str] = Counter()
    for step in one.steps:
        found[f"kind:{step.kind}"] += 1
        found.update(f"topic:{topic}" for topic in step.topics)
        if step.question:
            found[f"question:{step.question}"] += 1
        if step.criterion:
            found[f"criterion:{step.criterion}"] += 1
        if step.category:
            found[f"category:{step.category}"] += 1
    found.update(f"order:{a.kind}>{b.kind}" for a, b in zip(one.steps, one.steps[1:], strict=False))
    found.update(_places(one.steps))
    return found


def _places(steps: Sequence[Step]) -> Iterator[str]:
    """Yield where things come: questions within their phase, kinds within the interview, follow-ups within a thread."""
    asked: Counter[str] = Counter()
    depth = 0
    for number, step in enumerate(steps):
        if step.kind in TIMED:
            yield f"when:{step.kind}:{3 * number // len(steps)}"
        if step.question:
            yield f"length:{min(depth, 9)}"
            asked[step.phase] += 1
            yield f"place:{asked[step.phase]}:{step.question}"
            depth = 0
        else:
            depth += 1
            if depth <= 2 and step.criterion:
                yield f"lead:{step.criterion}"
            if step.kind in {"lens", "interrupt"}:
                yield f"after:{step.kind}:{min(depth, 9)}"
