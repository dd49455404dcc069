"""From a log to a report: what was asked, heard and held, each line traceable, nothing missing that had no chance."""

import pytest

from interviewer import assess
from interviewer import events as ev
from interviewer.events import Setup
from interviewer.graph.debrief import LangGraphDebrief
from interviewer.move import Act
from interviewer.report import Coverage, Report
from tests.graph.samples import critique, decomposition, talk
from tests.graph.stage import CRITIQUE, DECOMPOSITION, seated

pytestmark = pytest.mark.anyio

OWNER = "The labelling belongs to your two most experienced dispatchers, they decide what counts as right."


def criterion(report: Report, name: str) -> Coverage:
    return next(item for item in report.coverage if item.criterion == name)


def verdicts(item: Coverage) -> dict[str, str]:
    return {point.indicator: point.verdict for point in item.points}


async def test_every_quote_of_a_report_stands_in_the_answer_it_names() -> None:
    for sitting in (await decomposition(), await critique(), await talk()):
        report = await sitting.report()
        answers = {said.seq: said.text for said in report.transcript if said.who == "candidate"}
        quotes = [quote for item in report.coverage for point in item.points for quote in point.evidence]
        quotes += [quote for flaw in report.flaws for quote in flaw.evidence]
        quotes += [quote for decoy in report.decoys for quote in decoy.evidence]
        quotes += [quote for bar in report.bars for quote in bar.evidence]
        assert quotes
        assert all(assess.verified(quote, answers) for quote in quotes)
        assert all(fact.quote in answers[fact.seq or 0] for fact in report.facts if fact.quote)
        assert all(item.quote in answers[item.answer or 0] for item in report.pushbacks if item.quote)


async def test_criteria_carry_the_persona_s_weight_and_shared_ones_none() -> None:
    sitting = await decomposition()
    report = await sitting.report()
    own = {item.id for item in sitting.script.rubric.criteria}
    weights = {item.criterion: item.weight for item in report.coverage}
    assert sum(weight for name, weight in weights.items() if name in own) == pytest.approx(1)
    assert all(weight == 0 for name, weight in weights.items() if name not in own)
    assert weights["user_focus"] > sitting.script.rubric.criterion("user_focus").weight


async def test_only_questions_that_were_put_count() -> None:
    it = seated()
    it.asks("decompose-parts")
    await it.answers(OWNER)
    it.ends()
    report = await it.report()
    found = verdicts(criterion(report, "decomposition"))
    assert found["decompose-parts.owner"] == "met"
    assert found["decompose-parts.done"] == "not_met"
    assert not any(name.startswith("risks-") for name in found)
    assert criterion(report, "ownership").points == ()
    assert criterion(report, "ownership").band == "cannot_assess"


async def test_a_question_nobody_could_answer_any_more_counts_for_nothing() -> None:
    it = seated()
    it.asks("decompose-parts")
    await it.answers(OWNER)
    it.asks("behaviour-failed")
    it.ends()
    assert criterion(await it.report(), "ownership").points == ()


async def test_a_skipped_question_had_its_chance() -> None:
    it = seated()
    it.asks("decompose-parts")
    await it.answers(OWNER)
    it.asks("behaviour-failed")
    it.ends(why="skip")
    assert verdicts(criterion(await it.report(), "ownership"))["behaviour-failed.real"] == "not_met"


async def test_what_a_judge_has_not_seen_is_open_and_the_report_says_so() -> None:
    it = seated()
    it.asks("decompose-parts")
    await it.answers(OWNER)
    seq = await it.answers("The first piece is finished when we hold a table.", judged=False)
    it.ends()
    report = await it.report()
    assert (report.complete, report.open_assessments) == (False, (f"answer:{seq}",))
    item = criterion(report, "decomposition")
    assert verdicts(item)["decompose-parts.owner"] == "met"
    assert verdicts(item)["decompose-parts.done"] == "cannot_assess"
    assert (item.assessable, item.band) == (0, "cannot_assess")


async def test_a_failed_judgement_is_open_until_it_is_made() -> None:
    it = seated()
    it.asks("decompose-parts")
    seq = await it.answers(OWNER, judged=False)
    it.note(ev.AssessmentFailed(assessment=f"answer:{seq}", detail="Too busy."))
    it.ends()
    assert not (await it.report()).complete
    row = assess.assess(it.script, seq, OWNER, "decompose-parts", assess.lexicon(it.script))
    it.note(ev.AssessmentMade(assessment=f"answer:{seq}", result=row))
    report = await it.report(version=2)
    assert (report.complete, report.colophon.version) == (True, 2)


async def test_an_answer_from_which_the_judge_abstained_is_no_failure() -> None:
    it = seated()
    it.asks("decompose-parts")
    await it.answers("…")
    it.ends()
    item = criterion(await it.report(), "decomposition")
    assert set(verdicts(item).values()) == {"cannot_assess"}
    assert item.band == "cannot_assess"


async def test_reasoning_never_gets_the_best_word_from_a_judge_that_cannot_follow_it() -> None:
    it = seated()
    it.asks("decompose-parts")
    question = it.script.by_question["decompose-parts"]
    case = it.script.case
    assert case is not None
    listed = [*question.indicators, *case.indicators, *it.script.rubric.criterion("decomposition").indicators]
    await it.answers(" ".join(line for item in listed if item.points > 0 for line in item.paraphrases))
    it.ends()
    report = await it.report()
    item = criterion(report, "decomposition")
    assert item.found == item.assessable
    assert item.band == "partly"
    assert "cannot follow an argument" in item.capped
    assert criterion(report, "user_focus").capped == ""


async def test_a_red_flag_is_listed_only_when_raised_and_moves_no_band() -> None:
    it = seated()
    it.asks("decompose-parts")
    text = (
        "I'd build a retrieval pipeline with a vector database and an agent on top, and roll it out across the sites."
    )
    await it.answers(text)
    it.ends()
    item = criterion(await it.report(), "clarifying")
    flags = [point for point in item.points if point.points < 0]
    assert [(point.indicator, point.verdict) for point in flags] == [("clarifying.design-first", "met")]
    assert flags[0].evidence[0].quote == text
    assert item.found == 0
    assert item.assessable == len([point for point in item.points if point.points > 0])


async def test_what_was_shown_unasked_is_listed_and_moves_no_band() -> None:
    it = seated()
    it.asks("behaviour-failed")
    await it.answers("I'd hold two numbers, the average and how many people are still dark after a day.")
    it.ends()
    item = criterion(await it.report(), "clarifying")
    assert verdicts(item)["storm_crews.tail-measure"] == "met"
    assert item.found == 0
    assert "storm_crews.tail-measure" not in verdicts(criterion(await it.report(), "ownership"))


async def test_time_is_set_against_the_plan_on_the_interview_clock() -> None:
    report = await (await decomposition()).report()
    spent = {phase.phase: phase.spent_ms for phase in report.phases}
    assert spent["clarify"] == 285_000
    assert sum(spent.values()) == pytest.approx(report.minutes_spent * 60_000, abs=3_001)
    assert sum(phase.planned_ms for phase in report.phases) == pytest.approx(45 * 60_000 - 45_000, abs=10)
    assert (report.minutes_planned, report.ended) == (45, "finished")


async def test_facts_are_earned_by_a_quoted_question_or_come_with_one_that_would_have_earned_them() -> None:
    sitting = await decomposition()
    report = await sitting.report()
    earned = {fact.fact: fact for fact in report.facts if fact.earned}
    assert set(earned) == {"storm_crews.where-hours-go", "storm_crews.commission-order", "storm_crews.long-tail"}
    assert earned["storm_crews.commission-order"].quote == "Who decides which crew goes where?"
    assert all(fact.ask for fact in report.facts)
    case = sitting.script.case
    assert case is not None
    assert {fact.fact for fact in report.facts} == {fact.id for fact in case.facts}


async def test_flaws_and_decoys_are_told_apart_by_the_words_that_near_them() -> None:
    report = await (await critique()).report()
    found = {flaw.flaw for flaw in report.flaws if flaw.found}
    assert {"monitor-in-the-reward.same-scorer", "monitor-in-the-reward.suite-loss"} <= found
    assert "monitor-in-the-reward.task-count" not in found
    raised = {decoy.decoy for decoy in report.decoys if decoy.raised}
    assert raised == {"monitor-in-the-reward.visible-falls"}
    assert report.facts == ()


async def test_who_explains_a_decoy_has_not_raised_it() -> None:
    it = seated(CRITIQUE)
    it.asks("retell")
    case = it.script.case
    assert case is not None
    await it.answers(f"{case.decoys[0].why}")
    it.ends()
    assert not any(decoy.raised for decoy in (await it.report()).decoys)


async def test_a_push_back_carries_what_was_said_how_it_was_taken_and_why() -> None:
    wrong, valid = (await (await decomposition()).report()).pushbacks
    assert (wrong.kind, wrong.stance, wrong.scored) == ("wrong", "hold", True)
    assert wrong.said.startswith("Whoever brings the average down")
    assert wrong.quote.startswith("No, I still disagree")
    assert (valid.kind, valid.stance) == ("valid", "cave")
    assert "Collecting damage reports" in valid.why


async def test_a_push_back_without_a_reply_is_open() -> None:
    it = seated()
    it.asks("decompose-parts")
    await it.answers(OWNER)
    it.challenges("storm_crews.wrong-average")
    it.ends()
    (item,) = (await it.report()).pushbacks
    assert (item.stance, item.quote, item.answer, item.scored) == ("open", "", None, False)


async def test_nobody_knows_whether_an_objection_to_the_candidates_own_work_is_wrong() -> None:
    (item,) = (await (await talk()).report()).pushbacks
    assert (item.kind, item.stance, item.scored) == ("wrong", "hold", False)


async def test_questions_show_the_claim_they_quote_how_deep_they_went_and_an_outline() -> None:
    (line,) = (await (await talk()).report()).threads
    assert "Our router reduces latency by 38% at equal quality" in line.question
    assert line.outline
    lines = (await (await decomposition()).report()).threads
    assert [(item.turns, item.depth, item.hints, item.closed) for item in lines][-3:] == [
        (2, 1, 0, "turn_page"), (2, 1, 1, "turn_page"), (0, 0, 0, "skip"),
    ]  # fmt: skip


async def test_a_bar_is_crossed_only_by_quoted_words_and_not_crossed_only_where_there_was_a_chance() -> None:
    it = seated()
    it.asks("decompose-parts")
    await it.answers("Once the pipeline is deployed and the model hits ninety per cent, we're done.")
    it.ends()
    bars = {bar.indicator: bar for bar in (await it.report()).bars}
    crossed = bars["palantir_decomposition.nobody-uses-it"]
    assert crossed.state == "crossed"
    assert crossed.evidence[0].quote.startswith("Once the pipeline")
    assert bars["palantir_decomposition.blames"].state == "not_assessed"


async def test_a_bar_that_any_answer_could_cross_is_not_crossed_when_none_did() -> None:
    report = await (await talk()).report()
    states = {bar.indicator: bar.state for bar in report.bars}
    assert states["anthropic_research.bluffs"] == "not_crossed"
    assert states["anthropic_research.recites"] == "not_assessed"
    empty = seated(Setup(round="safety_brainstorm", persona="anthropic_research", minutes=45))
    empty.ends()
    assert {bar.state for bar in (await empty.report()).bars} == {"not_assessed"}


async def test_the_interviewer_is_measured_on_what_was_shown() -> None:
    it = seated()
    it.asks("decompose-parts")
    await it.answers("One two three four.")
    it.speaks(Act.PROBE, "Who owns it? And when is it done?", source="model", ended="guard", model="some-model")
    await it.answers("Five six seven eight.")
    it.speaks(Act.PROBE, "Tell me who owns it. I ask because nobody said.", source="model", ended="model")
    it.note(ev.TurnFailed(turn=it.state.turn, attempt=1, code="stalled", detail="Nothing came."))
    it.ends()
    card = (await it.report()).conduct
    assert (card.turns, card.asking) == (4, 3)
    assert card.one_question_rate == pytest.approx(2 / 3)
    assert (card.scripted, card.guarded, card.retried) == (2, 1, 1)
    words = sum(len(said.text.split()) for said in it.state.said)
    assert card.talk_ratio == pytest.approx((words - 8) / words)


async def test_the_colophon_says_where_the_words_went() -> None:
    home = (await (await decomposition()).report()).colophon
    assert (home.engine, home.judge, home.judge_says, home.model) == ("rehearsal", "offline/1", assess.SAYS, "")
    assert home.source_note.startswith("Nowhere.")
    assert home.content == dict(seated().script.hashes)
    it = seated(DECOMPOSITION.model_copy(update={"engine": "claude"}))
    it.speaks(Act.ASK, "Where do you begin?", source="model", ended="model", model="some-model")
    it.note(ev.EngineChanged(command="command-engine", engine="rehearsal"))
    it.ends()
    away = (await it.report()).colophon
    assert (away.engine, away.model) == ("claude, then rehearsal", "some-model")
    assert away.source_note.startswith("To the model provider")
    assert away.judge == "none"


async def test_a_judge_the_report_does_not_know_speaks_for_itself_or_not_at_all() -> None:
    it = seated()
    it.asks("decompose-parts")
    seq = await it.answers(OWNER, judged=False)
    row = assess.assess(it.script, seq, OWNER, "decompose-parts", assess.lexicon(it.script))
    it.note(ev.AssessmentMade(assessment=f"answer:{seq}", result=row.model_copy(update={"judge": "claude/1"})))
    it.ends()
    known = await LangGraphDebrief({"claude/1": "I read it twice."}).build(it.script, it.events, "first", 1)
    assert known.colophon.judge_says == "I read it twice."
    assert known.colophon.source_note.startswith("To the model provider")
    assert criterion(known, "decomposition").capped == ""
    assert "says nothing about itself" in (await it.report()).colophon.judge_says


async def test_an_interview_that_ended_before_the_first_answer_reports_nothing_and_gives_nothing_away() -> None:
    for setup in (DECOMPOSITION, CRITIQUE):
        it = seated(setup)
        it.asks(it.script.questions[0].id)
        it.ends()
        report = await it.report()
        assert report.complete
        assert all(item.band == "cannot_assess" and not item.points for item in report.coverage)
        assert (report.facts, report.flaws, report.decoys) == ((), (), ())
        assert [line.outline for line in report.threads] == [()]
        assert report.conduct.talk_ratio == 1.0


async def test_an_interview_in_which_nothing_was_said_still_has_a_report() -> None:
    it = seated()
    it.note(ev.InterviewClosed(reason="abandoned"))
    report = await it.report()
    assert (report.transcript, report.conduct.turns, report.conduct.one_question_rate) == ((), 0, 1.0)
    assert report.ended == "abandoned"


async def test_predictions_come_beside_the_criteria_when_the_report_opens() -> None:
    report = await (await decomposition()).report()
    assert {item.predicted for item in report.coverage} == {None}
    opened = report.opened("i1", {"clarifying": 3.5})
    assert criterion(opened, "clarifying").predicted == 3.5
    assert criterion(opened, "ownership").predicted is None
    assert opened.colophon.interview == "i1"


async def test_a_report_made_after_the_prediction_holds_it() -> None:
    it = await decomposition()
    it.note(ev.PredictionMade(command="command-predict", levels={"clarifying": 2}, confidence=0.5))
    assert criterion(await it.report(), "clarifying").predicted == 2


async def test_a_report_survives_the_log() -> None:
    report = await (await critique()).report()
    assert Report.model_validate(report.model_dump(mode="json")) == report
