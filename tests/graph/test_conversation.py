"""One turn through the graph: the decision first, then what was spoken; entered anywhere, drawn as it is."""

from dataclasses import dataclass, field, replace

import pytest

from interviewer import director
from interviewer import events as ev
from interviewer.engines.rehearsal import Rehearsal
from interviewer.events import AnyBody
from interviewer.graph.conversation import STATES, LangGraphConversation, legal
from interviewer.move import Act
from interviewer.situation import Situation
from tests.simulation import LINES, ROUNDS, Play, library, play
from tests.test_situation import opened

pytestmark = pytest.mark.anyio
GRAPH = LangGraphConversation()


@dataclass
class Shown:
    """What a candidate sees of a turn."""

    text: str = ""
    begun: list[tuple[int, str, str]] = field(default_factory=list)

    async def begin(self, attempt: int, move: str, source: str) -> None:
        self.begun.append((attempt, move, source))
        self.text = ""

    async def delta(self, text: str) -> None:
        self.text += text


async def run(sit: Situation) -> tuple[list[list[AnyBody]], Shown]:
    shown = Shown()
    return [bodies async for bodies in GRAPH.turn(sit, Rehearsal(), shown)], shown


def answered(text: str, one: Play | None = None, *, done: bool = True) -> Situation:
    one = one or opened()
    one.add(ev.AnswerGiven(command=one.command(), turn=one.state.turn, text=text, done=done))
    return one.situation("answer")


async def test_a_turn_is_a_decision_and_then_what_was_spoken() -> None:
    sit = answered(LINES["own_words"][0])
    (decided, spoken), shown = await run(sit)
    assert isinstance(decided[0], ev.TurnDecided)
    assert isinstance(spoken[0], ev.TurnSpoken)
    assert spoken[0].text == shown.text == decided[0].menu.first.say
    assert shown.begun == [(1, "m1", "script")]
    assert (spoken[0].source, spoken[0].ended) == ("script", "script")


async def test_on_the_floor_listening_is_a_turn_without_a_word() -> None:
    sit = answered("So my talk is about filtering.", opened("research_talk"), done=False)
    assert await run(sit) == ([], Shown())


async def test_a_decision_that_was_not_spoken_is_spoken_and_not_taken_again() -> None:
    one = opened()
    sit = answered(LINES["own_words"][0], one)
    (decided, spoken), _ = await run(sit)
    one.add(*decided)
    late = one.situation(sit.trigger)
    again, shown = await run(late)
    assert again == [spoken]
    assert shown.text == decided[0].menu.first.say if isinstance(decided[0], ev.TurnDecided) else False


@pytest.mark.parametrize("round_", ROUNDS)
async def test_a_whole_interview_through_the_graph_is_the_interview_of_the_table(round_: str) -> None:
    one = play(round_, "openai_research", minutes=30, seed=5, style="strong")
    for item in one.spoken:
        (decided, spoken), _ = await run(replace(item.sit))
        assert decided[0] == item.decided
        assert isinstance(spoken[0], ev.TurnSpoken)
        assert spoken[0].text == item.text
        assert spoken[1:] == director.consequences(item.sit, item.decided, item.move, asked=True)


def test_what_was_done_in_simulated_interviews_is_on_the_drawing(played: tuple[Play, ...]) -> None:
    edges = legal()
    for one in played:
        for item in one.spoken:
            assert {move.act for move in item.decided.menu.moves} <= edges[item.decided.state]


def test_nearly_every_edge_is_used_in_some_interview(played: tuple[Play, ...]) -> None:
    done = {(item.decided.state, item.move.act) for one in played for item in one.spoken}
    drawn = {(state, act) for state, acts in legal().items() for act in acts}
    assert done <= drawn
    assert len(done) >= 0.75 * len(drawn), sorted(drawn - done)


def test_a_round_without_a_floor_has_none_on_its_drawing() -> None:
    rounds = library().rounds()
    assert "floor" not in legal(rounds["paper_critique"])
    assert "floor" in legal(rounds["research_talk"])
    assert set(legal()) == set(STATES)
    drawing = GRAPH.mermaid(rounds["paper_critique"])
    assert drawing.startswith("flowchart LR\n")
    assert "floor" not in drawing
    assert "closing --> close" in drawing


def test_the_close_is_all_there_is_at_the_end() -> None:
    assert legal()["closing"] == {Act.CLOSE}
    assert legal()["opening"] == {Act.OPEN}
