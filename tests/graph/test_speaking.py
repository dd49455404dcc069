"""From a decision to words: what an engine says, and what is said in its place."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest

from interviewer import director
from interviewer import events as ev
from interviewer.engines.journaled import request_hash
from interviewer.errors import ProviderError
from interviewer.events import TurnDecided, TurnSpoken
from interviewer.graph.speaking import public, speak
from interviewer.move import Act, Menu, Move
from interviewer.ports import Cue, Spoken
from interviewer.situation import Situation
from tests.graph.test_conversation import Shown, answered
from tests.simulation import ABSTRACT, LINES, Play, script_of
from tests.test_situation import opened

pytestmark = pytest.mark.anyio
SAY = "What did the grader see of the two arms?"


class Actor:
    """A model held by strings: it says its pieces, then fails if it is to fail."""

    name = "claude"

    def __init__(self, *pieces: str, fails: ProviderError | None = None) -> None:
        self.pieces, self.fails = pieces, fails
        self.cues: list[Cue] = []
        self.left = False

    async def utter(self, cue: Cue, spoken: Spoken) -> AsyncIterator[str]:
        self.cues.append(cue)
        try:
            for piece in self.pieces:
                yield piece
            if self.fails:
                raise self.fails
            spoken.stop, spoken.model = "end_turn", "model-1"
        finally:
            self.left = True


def situation(text: str = LINES["own_words"][2]) -> Situation:
    return answered(text)


def deciding(*moves: Move, sit: Situation | None = None) -> TurnDecided:
    sit = sit or situation()
    decision = director.decide(sit)
    assert decision is not None
    decided = decision.bodies[0]
    assert isinstance(decided, TurnDecided)
    menu = Menu(rule="coverage", reason="because", moves=moves) if moves else decided.menu
    return decided.model_copy(update={"menu": menu})


def move(act: Act = Act.PROBE, number: int = 1, **how: object) -> Move:
    fields = {"id": f"m{number}", "act": act, "intent": "find out", "say": SAY, "ask": SAY, "max_words": 40}
    return Move.model_validate(fields | how)


async def said(actor: Actor, *moves: Move, sit: Situation | None = None) -> tuple[TurnSpoken, Shown]:
    sit, shown = sit or situation(), Shown()
    bodies = await speak(sit, deciding(*moves, sit=sit), actor, shown)
    assert isinstance(bodies[0], TurnSpoken)
    assert shown.text.strip() == bodies[0].text, "what was shown is what is recorded"
    return bodies[0], shown


def in_pieces(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


@pytest.mark.parametrize("size", [1, 3, 7, 1_000])
async def test_a_models_own_words_are_said_whatever_their_pieces(size: int) -> None:
    words = 'move=m2 anchor="a control with padded answers"\nOkay. What would a padded answer show?'
    spoken, shown = await said(Actor(*in_pieces(words, size)), move(), move(number=2))
    assert spoken.text == "Okay. What would a padded answer show?"
    assert (spoken.move, spoken.source, spoken.ended, spoken.model) == ("m2", "model", "model", "model-1")
    assert shown.begun == [(1, "m2", "model")]


async def test_a_model_that_goes_on_is_left_at_its_question() -> None:
    actor = Actor("move=m1\nWhat broke? ", "And how did you fix it? ", "And when?")
    spoken, _ = await said(actor, move())
    assert (spoken.text, spoken.ended) == ("What broke?", "guard")
    assert actor.left


@pytest.mark.parametrize(
    "words",
    [
        "What broke?",
        "move=m9\nWhat broke?",
        'move=m1 anchor="words nobody said"\nWhat broke?',
        'move=m1 anchor="pad"\nWhat broke?',
        f'move=m1 anchor="{"the " * 15}"\nWhat broke?',
        "",
        "move=m1\n",
        "move=m1\nI see.",
        "move=m1\nYou said “why?” there.",
        "move=m1\nGreat answer! What broke?",
        "move=m1\nIt took 41 hours, why?",
        "a" * 600,
    ],
    ids=lambda text: text[:32] or "nothing",
)
async def test_words_that_cannot_stand_give_way_to_the_scripted_ones(words: str) -> None:
    spoken, shown = await said(Actor(*in_pieces(words, 5)), move())
    assert (spoken.text, spoken.source, spoken.ended) == (SAY, "script", "guard")
    assert shown.begun[-1] == (1, "m1", "script")


async def test_words_stopped_half_way_are_void_and_the_script_begins_again() -> None:
    spoken, shown = await said(Actor("move=m1\nLet me think about the two arms. ", "That's right. ", "Why?"), move())
    assert spoken.text == SAY
    assert shown.begun == [(1, "m1", "model"), (1, "m1", "script")]


async def test_a_refusal_is_met_with_the_scripted_words_and_any_other_failure_is_the_callers() -> None:
    refusal = ProviderError("refusal", "It would not.", retryable=False)
    spoken, _ = await said(Actor("move=m1\nLet me ", fails=refusal), move())
    assert (spoken.text, spoken.source) == (SAY, "script")
    cut = ProviderError("cut", "It broke off.", retryable=True)
    with pytest.raises(ProviderError, match="It broke off"):
        await said(Actor("move=m1\nLet me ", fails=cut), move())


async def test_an_anchor_may_come_from_the_candidate_or_from_the_table() -> None:
    talk = opened("research_talk")
    talk.add(ev.PhaseEntered(phase="clarifying", title="Questions", goal="Be precise."))
    sit = answered("We kept half of it.", talk)
    for anchor in ("kept half of it", "improves win rate from 61.2"):
        spoken, _ = await said(Actor(f'move=m1 anchor="{anchor}"\nWhat broke?'), move(), sit=sit)
        assert spoken.source == "model"


FACT = "The relays ran out of battery after a few hours."


@pytest.mark.parametrize(
    ("act", "words", "source"),
    [
        (Act.REVEAL, "After a few hours the relays ran out of their battery.", "model"),
        (Act.REVEAL, "I can tell you about something else.", "script"),
        (Act.TWIST, "After a few hours the relays ran out of battery. What changes?", "model"),
        (Act.TWIST, "Something happened. What changes?", "script"),
        (Act.CHALLENGE, "Something happened. What changes?", "script"),
        (Act.TURN_PAGE, "Let us go on. What changes?", "script"),
        (Act.PROBE, "Let us go on. What changes?", "model"),
    ],
)
async def test_what_must_be_told_is_told(act: Act, words: str, source: str) -> None:
    asks = act is not Act.REVEAL
    told = move(act, say=f"{FACT} What changes?" if asks else FACT, facts=(FACT,), asks=asks)
    spoken, _ = await said(Actor(f"move=m1\n{words}"), told)
    assert spoken.source == source


def revealing(sit: Situation, text: str) -> str:
    """Return an utterance that gives away a phrase and asks."""
    return f"move=m1\nThink of {text} here. What broke?"


async def test_phrases_of_the_open_question_the_next_one_and_the_case_are_kept() -> None:
    one = opened("paper_critique")
    sit = answered("I would look at the baseline.", one)
    question, case = sit.question, sit.script.case
    assert question is not None
    assert case is not None
    other = next(item for item in sit.script.questions if item.id != question.id)
    kept = [(question.must_not_reveal[0], ""), (case.must_not_reveal[0], ""), (other.must_not_reveal[0], other.id)]
    for phrase, put in kept:
        spoken, _ = await said(Actor(revealing(sit, phrase)), move(question=put), sit=sit)
        assert spoken.source == "script", phrase


async def test_what_the_candidate_said_may_be_said_back() -> None:
    plain = opened("paper_critique").situation("answer").question
    assert plain is not None
    phrase = plain.must_not_reveal[0]
    sit = answered(f"I would say that {phrase} is the point.", opened("paper_critique"))
    assert sit.question == plain
    spoken, _ = await said(Actor(revealing(sit, phrase)), move(), sit=sit)
    assert spoken.source == "model"
    half = answered(f"I would say that x{phrase}x is the point.", opened("paper_critique"))
    spoken, _ = await said(Actor(revealing(half, phrase)), move(), sit=half)
    assert spoken.source == "script", "half a word is not the phrase"


async def _verbatim(sit: Situation, decided: TurnDecided, moves: Sequence[Move]) -> list[str]:
    """Return the authored utterances that a model could not say word for word."""
    stopped = []
    for item in moves:
        actor, shown = Actor(f"move={item.id}\n{item.say}"), Shown()
        bodies = await speak(replace(sit), decided, actor, shown)
        spoken = bodies[0]
        assert isinstance(spoken, TurnSpoken)
        if spoken.source != "model" or spoken.text != " ".join(item.say.split()):
            stopped.append(item.say)
    return stopped


async def test_whatever_authors_wrote_may_be_said_by_a_model_too(played: tuple[Play, ...]) -> None:
    stopped = []
    for one in played[::12]:
        for item in one.spoken:
            stopped += await _verbatim(item.sit, item.decided, item.decided.menu.moves)
    assert stopped == []


async def test_the_request_of_a_recovered_turn_is_that_of_the_first_attempt(played: tuple[Play, ...]) -> None:
    """Otherwise the journal is missed, and another process says other words and pays twice."""
    for one in played[::30]:
        for item in one.spoken:
            pending = next(state for state in one.states if state.pending == item.decided)
            bodies = director.decide(replace(item.sit))
            assert bodies is not None
            folded = one.states[pending.seq - 1 + len(bodies.bodies) - 1]
            assert folded.pending == item.decided
            late = replace(item.sit, state=folded, now_ms=item.sit.now_ms + 4_000)
            actors = Actor(f"move=m1\n{item.move.say}"), Actor(f"move=m1\n{item.move.say}")
            for actor, sit in zip(actors, (item.sit, late), strict=True):
                await speak(replace(sit), item.decided, actor, Shown())
            fresh, again = (actor.cues[0] for actor in actors)
            assert fresh.fresh
            assert not again.fresh
            assert request_hash(fresh) == request_hash(again)


async def test_a_speaker_knows_the_table_and_the_menu_and_no_hidden_word(played: tuple[Play, ...]) -> None:
    for one in played[::40]:
        item = one.spoken[len(one.spoken) // 2]
        actor = Actor(f"move=m1\n{item.move.say}")
        await speak(item.sit, item.decided, actor, Shown())
        cue = actor.cues[0]
        told = "\n".join(
            [cue.public, *(line for choice in cue.menu.moves for line in (choice.say, choice.intent, *choice.facts))]
        )
        heard = "\n".join(said.text for said in cue.transcript)
        for secret in one.script.hidden():
            assert len(secret) < 25 or secret in heard or secret not in told


def test_on_the_table_lie_the_case_with_numbered_lines_or_the_material() -> None:
    paper = script_of("paper_critique", "anthropic_research")
    assert paper.case is not None
    text = public(paper)
    assert paper.case.brief in text
    assert f"  1 {paper.case.exhibits[0].lines[0]}" in text
    assert ABSTRACT in public(script_of("research_talk", "anthropic_research"))
    assert public(script_of("safety_brainstorm", "anthropic_research")) == ""
