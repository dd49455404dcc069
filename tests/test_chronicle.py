"""Questions and push-backs that were prepared on the candidate's own material, as the report tells them."""

import pytest

from interviewer import events as ev
from interviewer.chronicle import pushbacks
from interviewer.move import Act
from interviewer.preparing import prepare
from tests.graph.stage import TALK, Sitting, seated
from tests.talks import study

pytestmark = pytest.mark.anyio

STUDY = study("rl")
PREPARATION = prepare(STUDY.material, STUDY.questions, 1)
NOISE = next(item for item in PREPARATION.questions if item.question == "noise")
LESSER = next(doubt for doubt in PREPARATION.doubts if doubt.id == "own.lesser")
HELD = "No, 69.0 is the return without the neighbour term, because we removed it there; with it the return is 78.2."


async def talked() -> Sitting:
    """A talk in which a prepared question was put and a misreading held against."""
    it = seated(TALK, (STUDY.material,))
    it.note(ev.MaterialPrepared(preparation=PREPARATION))
    turn = it.speaks(Act.ASK, NOISE.ask)
    it.note(ev.ThreadOpened(thread=1, question="noise", phase="under_fire", turn=turn, claim="prepared:noise"))
    await it.answers("It is one seed for each agent, so I cannot rule luck out, and the paper says as much.")
    turn = it.speaks(Act.CHALLENGE, LESSER.claim)
    it.note(ev.ChallengePosed(challenge=LESSER.id, challenge_kind="wrong", turn=turn))
    seq = await it.answers(HELD)
    it.note(ev.ChallengeSettled(challenge=LESSER.id, stance="hold", answer=seq, quote=HELD))
    it.ends()
    return it


async def test_a_misreading_of_the_material_is_told_with_the_words_that_refute_it_and_counts() -> None:
    it = await talked()
    (line,) = pushbacks(it.script, it.state, it.events)
    assert (line.kind, line.stance, line.scored) == ("wrong", "hold", True)
    assert LESSER.why in line.why
    assert "When we remove the neighbour term, the return drops to 69.0." in line.why
    assert line.quote == HELD


async def test_a_push_back_on_own_work_that_was_not_prepared_is_still_not_scored() -> None:
    it = await talked()
    bank = next(item for item in it.script.by_question["noise"].challenges if item.kind == "wrong")
    it.note(
        ev.ChallengePosed(challenge=bank.id, challenge_kind="wrong", turn=9),
        ev.ChallengeSettled(challenge=bank.id, stance="hold", answer=0),
    )
    assert [line.scored for line in pushbacks(it.script, it.state, it.events)] == [True, False]


async def test_a_prepared_question_is_shown_as_it_was_put() -> None:
    (line,) = (await (await talked()).report()).threads
    assert line.question == NOISE.ask
    assert "…" not in line.question
