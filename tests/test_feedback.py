"""What study mode says about a question that is over, and above all what it does not say."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from interviewer.assess import assess
from interviewer.belief import Assessment, Evidence, Finding
from interviewer.events import FeedbackGiven, Setup
from interviewer.feedback import feedback
from interviewer.lexical import stems, words
from interviewer.preparation import Doubt, Preparation, Prepared
from interviewer.question import Question
from interviewer.script import Script
from interviewer.state import Answer, Posed, State, Thread
from interviewer.transcript import Said
from tests.simulation import ROUNDS, lexicon_of, library, script_of

PERSONA = "anthropic_research"
STAGES: list[tuple[str, str | None]] = [
    (round_, case) for round_ in ROUNDS for case in (sorted(library().cases(round_)) or (None,))
]  # every round with each of its cases
NOTHING = "We sat in the garden and talked about the weather for quite some time that day."


def said(who: str, text: str, turn: int, seq: int) -> Said:
    source = "typed" if who == "candidate" else "script"
    return Said.model_validate({"who": who, "text": text, "turn": turn, "seq": seq, "elapsed_ms": 0, "source": source})


def moment(
    script: Script, question: Question, *texts: str, judged: bool = True, claim: str = "", **more: object
) -> State:
    """Return a state in which one question was put and answered, each answer with its row."""
    answers = tuple(Answer(10 + n, 1 + n, text, True, 1, 0) for n, text in enumerate(texts))
    case = script.case.id if script.case else None
    rows = [assess(script, a.seq, a.text, question.id, lexicon_of(script.round.id, case)) for a in answers]
    talk = [said("interviewer", question.text, 1, 5), *(said("candidate", a.text, a.turn, a.seq) for a in answers)]
    setup = Setup(round=script.round.id, persona=PERSONA, minutes=30, mode="study", seed=1)
    given: dict[str, object] = {
        "setup": setup, "threads": (Thread(1, question.id, question.phase, 0, claim),), "answers": answers,
        "said": tuple(talk), "assessments": tuple(rows) if judged else (),
    }  # fmt: skip
    return State(**(given | more))  # type: ignore[arg-type]


def authored(given: FeedbackGiven) -> Iterator[str]:
    """Yield every sentence of a feedback that is not the candidate's own and was not said before."""
    yield from (statement for statement, _ in (*given.heard, *given.near))
    yield from (*given.unheard, *given.outline)
    yield from (line.rpartition("”")[2] for line in given.pushback.splitlines())


def runs(text: str) -> set[tuple[str, ...]]:
    own = [stem for stem in stems(text) if stem != "candid"]
    return {tuple(own[at : at + 3]) for at in range(len(own) - 2)}


def spaced(text: str) -> str:
    return f" {' '.join(words(text))} "


def best_answer(question: Question) -> str:
    return " ".join(f"{item.paraphrases[0]}" for item in question.indicators if item.points > 0)


def every_moment(script: Script) -> Iterator[State]:
    """Yield states for every question: nothing said, everything said, and each push-back settled on the way."""
    case = script.case.challenges if script.case else ()
    for question in script.questions:
        yield moment(script, question, NOTHING)
        yield moment(script, question, best_answer(question))
        for challenge in (*question.challenges, *case):
            state = moment(script, question, NOTHING, NOTHING)
            put = said("interviewer", challenge.claim, 2, 11)
            posed = Posed(challenge.id, challenge.kind, 2, "hold")
            yield replace(state, said=(*state.said, put), challenges=(posed,))


@pytest.mark.parametrize(("round_", "case"), STAGES)
def test_no_phrase_that_must_not_be_revealed_is_said_while_its_question_may_come(round_: str, case: str | None) -> None:
    script = script_of(round_, PERSONA, case)
    for state in every_moment(script):
        asked = state.threads[0].question
        holders = [question for question in script.questions if question.id != asked]
        secrets = [phrase for holder in holders for phrase in holder.must_not_reveal]
        secrets += script.case.must_not_reveal if script.case else ()
        for text in authored(feedback(script, state, 1)):
            assert not [phrase for phrase in secrets if spaced(phrase) in spaced(text)], (asked, text)


@pytest.mark.parametrize(("round_", "case"), [stage for stage in STAGES if stage[1]])
def test_no_fact_flaw_decoy_or_twist_that_is_still_hidden_shows_through(round_: str, case: str | None) -> None:
    script = script_of(round_, PERSONA, case)
    assert script.case is not None
    on_the_table = [script.case.brief, *(line for sheet in script.case.exhibits for line in sheet.lines)]
    hidden = [text for fact in script.case.facts for text in (fact.says, fact.why)]
    hidden += [text for twist in script.case.twists for text in (twist.says, twist.contradicts)]
    hidden += [flaw.statement for flaw in script.case.flaws]
    for state in every_moment(script):
        found = {item.indicator for row in state.assessments for item in row.findings if item.verdict == "met"}
        secret = [
            text
            for text in hidden
            if not any(flaw.statement == text and flaw.id in found for flaw in script.case.flaws)
        ]
        public = set().union(*(runs(text) for text in (*on_the_table, *(item.text for item in state.said))))
        telling = set().union(*(runs(text) for text in secret)) - public
        for text in authored(feedback(script, state, 1)):
            assert not runs(text) & telling, (state.threads[0].question, text)


@pytest.mark.parametrize(("round_", "case"), STAGES)
def test_most_of_what_a_question_asks_for_can_be_said(round_: str, case: str | None) -> None:
    script = script_of(round_, PERSONA, case)
    points = shown = steps = outlined = 0
    for question in script.questions:
        if script.round.phase(question.phase).at_most == 1:
            continue  # the rest of the interview works on it
        given = feedback(script, moment(script, question, NOTHING), 1)
        points += sum(item.points > 0 for item in question.indicators)
        shown += len(given.heard) + len(given.near) + len(given.unheard)
        steps += len(question.outline)
        outlined += len(given.outline)
    assert shown >= 0.9 * points
    assert outlined >= 0.9 * steps


def question_of(script: Script) -> Question:
    """Return a question after which others do not work on the same."""
    return next(one for one in script.questions if script.round.phase(one.phase).at_most != 1)


def test_a_question_that_sets_the_subject_gives_away_nothing_that_was_not_heard() -> None:
    script = script_of("safety_brainstorm", PERSONA)
    question = next(one for one in script.questions if script.round.phase(one.phase).at_most == 1)
    given = feedback(script, moment(script, question, best_answer(question)), 1)
    assert given.heard
    assert (given.unheard, given.outline, given.kept_back) == ((), (), True)


def test_what_was_heard_carries_the_candidates_own_words() -> None:
    script = script_of("research_talk", PERSONA)
    question = question_of(script)
    text = best_answer(question)
    given = feedback(script, moment(script, question, text), 1)
    assert given.heard
    assert all(quote in text for _, quote in (*given.heard, *given.near))
    assert not set(given.unheard) & {statement for statement, _ in (*given.heard, *given.near)}
    assert given.judge == "offline/1"
    assert not given.waiting


def test_points_nobody_heard_are_those_of_the_question_alone() -> None:
    script = script_of("paper_critique", PERSONA)
    question = question_of(script)
    given = feedback(script, moment(script, question, NOTHING), 1)
    assert set(given.unheard) <= {item.statement for item in question.indicators}
    assert given.unheard
    assert not given.heard


def test_without_a_row_nothing_counts_as_missing() -> None:
    script = script_of("safety_brainstorm", PERSONA)
    question = question_of(script)
    given = feedback(script, moment(script, question, NOTHING, judged=False), 1)
    assert given.waiting
    assert (given.heard, given.near, given.unheard, given.judge) == ((), (), (), "")
    assert given.outline


def test_an_answer_without_its_row_keeps_the_others_points_and_claims_nothing_missing() -> None:
    script = script_of("safety_brainstorm", PERSONA)
    question = question_of(script)
    state = moment(script, question, best_answer(question), NOTHING)
    given = feedback(script, replace(state, assessments=state.assessments[:1]), 1)
    assert given.waiting
    assert given.heard
    assert given.unheard == ()


def test_a_quote_that_is_not_in_the_answer_credits_nothing() -> None:
    script = script_of("research_talk", PERSONA)
    question = question_of(script)
    state = moment(script, question, NOTHING)
    point = question.indicators[0]
    made_up = Evidence(answer=10, start=0, end=9, quote="made up, ")
    finding = Finding(indicator=point.id, criterion=point.criterion, verdict="met", confidence=0.9, evidence=(made_up,))
    row = Assessment(answer=10, judge="somebody/1", findings=(finding,))
    given = feedback(script, replace(state, assessments=(row,)), 1)
    assert given.heard == ()


def test_a_judge_that_abstains_leaves_every_point_open() -> None:
    script = script_of("research_talk", PERSONA)
    given = feedback(script, moment(script, question_of(script), "Hm."), 1)
    assert given.judge == "offline/1"
    assert (given.heard, given.near, given.unheard) == ((), (), ())


def pushed(kind: str, stance: str, *, claim: str = "", round_: str = "paper_critique") -> FeedbackGiven:
    script = script_of(round_, PERSONA)
    question = next(one for one in script.questions if any(item.kind == kind for item in one.challenges))
    challenge = next(item for item in question.challenges if item.kind == kind)
    state = moment(
        script, question, NOTHING, NOTHING, claim=claim, challenges=(Posed(challenge.id, challenge.kind, 2, stance),)
    )
    put = said("interviewer", challenge.claim, 2, 11)
    return feedback(script, replace(state, said=(*state.said, put)), 1)


def test_a_settled_push_back_is_named_for_what_it_was() -> None:
    wrong, valid = pushed("wrong", "cave"), pushed("valid", "hold")
    assert "It was wrong on purpose" in wrong.pushback
    assert "It was a fair one" in valid.pushback
    assert "Valid." not in valid.pushback
    assert "fail" not in wrong.pushback + valid.pushback


def test_an_open_push_back_is_not_named() -> None:
    assert pushed("wrong", "").pushback == ""


def test_nobody_claims_to_know_whether_an_objection_to_ones_own_work_is_wrong() -> None:
    given = pushed("wrong", "hold", claim="c0", round_="research_talk")
    assert "nobody here can check" in given.pushback
    assert "on purpose" not in given.pushback


def test_a_misreading_of_ones_own_material_is_refuted_by_its_words() -> None:
    script = script_of("research_talk", PERSONA)
    question = question_of(script)
    quote = "improves win rate from 61.2 to 68.9 on our held-out prompts"
    doubt = Doubt(
        id="misread", kind="wrong", quote=quote, claim="Did you not tune on those prompts?", refuted_by="held-out prompts",
        why="It takes the test prompts for training prompts.",
    )  # fmt: skip
    ready = Prepared(question=question.id, quote=quote, ask="What moves the win rate from 61.2 to 68.9?")
    made = Preparation(material="m1", planner="test", questions=(ready,), doubts=(doubt,))
    state = moment(
        script, question, NOTHING, NOTHING, claim=f"prepared:{question.id}", preparation=made,
        challenges=(Posed("misread", "wrong", 2, "hold"),),
    )  # fmt: skip
    put = said("interviewer", doubt.claim, 2, 11)
    given = feedback(script, replace(state, said=(*state.said, put)), 1)
    assert given.question == ready.ask
    assert "wrong on purpose" in given.pushback
    assert "held-out prompts" in given.pushback


def test_a_push_back_of_another_thread_is_not_told_again() -> None:
    script = script_of("paper_critique", PERSONA)
    first, second = script.questions[:2]
    challenge = first.challenges[0]
    state = State(
        setup=Setup(round="paper_critique", persona=PERSONA, minutes=30, mode="study", seed=1),
        threads=(Thread(1, first.id, first.phase, 0, closed="turn_page"), Thread(2, second.id, second.phase, 0)),
        answers=(Answer(10, 1, NOTHING, True, 1, 0), Answer(12, 2, NOTHING, True, 1, 0), Answer(14, 3, NOTHING, True, 2, 0)),
        challenges=(Posed(challenge.id, challenge.kind, 2, "hold"),),
        said=(said("interviewer", challenge.claim, 2, 11),),
    )  # fmt: skip
    assert feedback(script, state, 1).pushback
    assert feedback(script, state, 2).pushback == ""
