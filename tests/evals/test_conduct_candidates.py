from dataclasses import replace
from random import Random

import pytest

from evals.conduct.candidates import STANCES, Candidate
from evals.conduct.casting import cast, script_of
from evals.conduct.knowledge import Mind
from evals.conduct.manners import LEVELS, MANNERS, Manner
from interviewer import signals
from interviewer.assess import lexicon
from interviewer.pieces import Posed, Thread
from interviewer.state import State
from interviewer.unlocking import earned

PART = next(part for part in cast(8) if part.setup.round == "fde_decomposition")
SCRIPT = script_of(PART.setup)


def asked(question: int = 0, **more: object) -> State:
    """A state in which a question of the bank waits for an answer."""
    put = SCRIPT.questions[question]
    thread = Thread(number=1, question=put.id, phase=put.phase, opened_ms=0)
    return replace(State(), phase=put.phase, threads=(thread,), open_turn=1, **more)  # type: ignore[arg-type]


def said(level: int, manner: Manner, count: int = 40, seed: int = 1, **more: object) -> list[str]:
    who = Candidate(SCRIPT, "forward_deployed_engineer", level, manner, seed)
    return [who.next(asked(n % len(SCRIPT.questions), **more)).text for n in range(count)]


def written() -> set[str]:
    lines = {line for _, item in SCRIPT.indicators.values() for line in (*item.paraphrases, *item.contra)}
    case = SCRIPT.case
    assert case is not None
    return lines | {line for fact in (*case.facts, *case.given) for line in fact.unlocked_by}


def test_two_hundred_interviews_cross_every_round_level_and_manner() -> None:
    parts = cast(200)
    crossed = {(part.setup.round, part.level, part.manner) for part in parts}
    assert len(crossed) == 200
    assert len({part.name for part in parts}) == 200
    assert {part.setup.pace for part in parts} >= {0.0, 1.0, 1.5}
    assert cast(12) == parts[:12]
    assert [part.seed for part in cast(12, seed=2)] != [part.seed for part in parts[:12]]


@pytest.mark.parametrize("manner", MANNERS)
def test_the_same_seed_says_the_same_and_another_does_not(manner: Manner) -> None:
    assert said(3, manner) == said(3, manner)
    assert said(3, manner) != said(3, manner, seed=2)


@pytest.mark.parametrize("level", LEVELS)
def test_nobody_says_anything_as_it_is_written(level: int) -> None:
    lines = written()
    for text in (*said(level, "cooperative"), *said(level, "over_claiming")):
        assert not [line for line in lines if line in text]


def points(level: int) -> int:
    """How many points of the bank two passes through it touch."""
    words = lexicon(SCRIPT)
    indicators = [item for question in SCRIPT.questions for item in question.indicators]
    touched: set[str] = set()
    for text in said(level, "cooperative", 2 * len(SCRIPT.questions)):
        found = signals.touch(text, "", indicators, words)
        touched |= {key for key, score in found.items() if score >= signals.TOUCHED}
    return len(touched)


def test_better_candidates_make_more_points() -> None:
    weak, middling, strong = points(1), points(3), points(5)
    assert weak < middling < strong


def test_manners_can_be_told_from_what_is_said() -> None:
    assert max(len(text.split()) for text in said(4, "terse")) < 40
    assert sum(len(text.split()) >= 400 for text in said(3, "rambling")) > 20
    assert sum(signals.instructs(text) for text in said(3, "injecting")) > 10
    assert sum(text == "" for text in said(3, "silent")) > 3
    assert any("NDA" in text or "non-disclosure" in text for text in said(3, "evasive"))
    assert sum("know" in text or "idea" in text or "sure" in text for text in said(3, "dont_know")) > 15
    assert sum("grandmother" in text or "football" in text or "trains" in text for text in said(3, "off_topic")) > 3


def test_a_silent_candidate_lets_the_timers_run() -> None:
    who = Candidate(SCRIPT, "forward_deployed_engineer", 3, "silent", 1)
    assert max(who.next(asked()).think_s for _ in range(20)) > 60


@pytest.mark.parametrize("kind", ["valid", "wrong"])
def test_the_best_hold_against_what_is_wrong_and_take_up_what_is_right(kind: str) -> None:
    open_ = (Posed("c", kind, 1),)  # type: ignore[arg-type]
    who = Candidate(SCRIPT, "forward_deployed_engineer", 5, "cooperative", 1)
    kinds = {who.next(asked(challenges=open_)).kind for _ in range(30)} - {"hint", "repeat", "skip"}
    assert kinds == {"hold" if kind == "wrong" else "update"}


def test_the_weakest_cave_or_dig_in() -> None:
    assert {stance for stance, _ in STANCES[1]} == {"cave", "stubborn", "unclear"}


def test_reworded_questions_still_ask_for_their_facts() -> None:
    case, words = SCRIPT.case, lexicon(SCRIPT)
    assert case is not None
    mind = Mind(SCRIPT, 5, Random(1), ("x",))
    facts = (*case.facts, *case.given)
    hits = [
        fact.id in [found.id for found, _ in earned(signals.questions(mind.reworded_question(line)), facts, words)]
        for fact in facts
        for line in fact.unlocked_by[:3]
    ]
    assert sum(hits) / len(hits) > 0.6


def test_questions_come_back_at_the_end() -> None:
    reverse = next(phase.id for phase in SCRIPT.round.phases if phase.kind == "reverse")
    who = Candidate(SCRIPT, "forward_deployed_engineer", 4, "cooperative", 3)
    kinds = [who.next(replace(asked(), phase=reverse)).kind for _ in range(5)]
    assert kinds[0] == "reverse"
    assert kinds[-1] == "goodbye"


def test_the_floor_is_held_in_pieces_and_given_back() -> None:
    who = Candidate(SCRIPT, "forward_deployed_engineer", 4, "cooperative", 3)
    pieces = [who.next(replace(asked(), floor=True)) for _ in range(5)]
    assert [piece.done for piece in pieces] == [False] * 4 + [True]
