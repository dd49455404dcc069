import datetime as dt
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer import events as ev
from interviewer import state as fold_of
from interviewer.belief import Assessment
from interviewer.events import AnyBody, Event, Setup
from interviewer.move import Act, Menu, Move
from interviewer.state import State, fold, step
from tests.simulation import Play, games, named

START = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
SETUP = Setup(round="talk", persona="plain", minutes=30)
STARTED = ev.InterviewStarted(setup=SETUP, title="A talk", content={"rubrics/talk/round.yaml": "abc"})
OPENED = ev.RoundOpened(round="talk", title="Talk", persona="plain", interviewer="Somebody", minutes=30)
KINDS = {kind.model_fields["kind"].default: kind for kind in get_args(get_args(AnyBody)[0])}
IGNORED = {
    "round.closed": "the interview closes with it",
    "hint.given": "the hint was counted when it was spoken",
    "turn.guarded": "what the guard did is for the report alone",
}


def log(*bodies: AnyBody, every_ms: int = 1_000) -> list[Event]:
    return [Event(seq=n, at=START, elapsed_ms=n * every_ms, body=body) for n, body in enumerate(bodies, 1)]


def move(act: Act = Act.PROBE, say: str = "What broke?", **how: object) -> Move:
    return Move.model_validate({"id": "m1", "act": act, "intent": "find out", "say": say, **how})


def decided(
    turn: int, of: Move | None = None, *, on: int = 0, attempt: int = 1, trigger: str = "answer"
) -> ev.TurnDecided:
    menu = Menu(rule="coverage", reason="because", moves=(of or move(),))
    return ev.TurnDecided(
        turn=turn, attempt=attempt, trigger=trigger, decided_on=on, state="thread", menu=menu, draw=1
    )  # fmt: skip


def spoken(turn: int, text: str = "What broke?", *, cut: bool = False, attempt: int = 1) -> ev.TurnSpoken:
    return ev.TurnSpoken(
        turn=turn, attempt=attempt, text=text, move="m1", asks=True, source="script", ended="script",
        cut_by="candidate" if cut else None,
    )  # fmt: skip


def given_(turn: int, text: str = "The relays.", *, done: bool = True, command: str = "c1") -> ev.AnswerGiven:
    return ev.AnswerGiven(command=command, turn=turn, text=text, done=done)


ASKED = (STARTED, OPENED, decided(1, trigger="start"), spoken(1))


def test_every_kind_of_event_has_a_handler_or_is_left_alone_on_purpose() -> None:
    assert set(fold_of._HANDLERS) | set(IGNORED) == set(KINDS)
    assert not set(fold_of._HANDLERS) & set(IGNORED)


def test_folding_at_once_and_step_by_step_are_the_same() -> None:
    for one in games()[::7]:
        assert fold(one.events) == one.state, named(one)
        half = len(one.events) // 2
        assert fold(one.events[half:], fold(one.events[:half])) == one.state


@given(st.integers(0, 10**6), st.integers(1, 40))
def test_a_log_without_some_of_its_events_still_folds(seed: int, drop: int) -> None:
    """What an older or newer release did not write must not stop the reading of what it did."""
    one = games()[seed % 12]
    state = State()
    for number, event in enumerate(one.events):
        if number == 0 or (number * 7919 + seed) % drop or drop == 1:
            state = step(state, event)
    assert state.seq > 0


@given(st.integers(0, 47), st.randoms(use_true_random=False))
def test_events_out_of_order_are_folded_without_harm(number: int, random: Random) -> None:
    one = games()[number]
    rest = list(one.events[1:])
    random.shuffle(rest)
    assert fold([one.events[0], *rest]).setup == one.setup


def test_what_follows_a_start() -> None:
    state = fold(log(STARTED))
    assert (state.status, state.setup, state.content) == ("ready", SETUP, STARTED.content)
    assert fold(log(STARTED, OPENED)).status == "live"


def test_a_decision_is_pending_until_it_is_spoken() -> None:
    state = fold(log(*ASKED[:3]))
    assert state.pending == ASKED[2]
    assert state.turn == 1
    state = fold(log(*ASKED))
    assert state.pending is None
    assert state.open_turn == 1
    assert state.acts == (Act.PROBE,)
    assert [said.text for said in state.said] == ["What broke?"]


def test_an_answer_closes_the_question_and_waits_to_be_heard() -> None:
    state = fold(log(*ASKED, given_(1)))
    assert state.open_turn is None
    assert state.unheard is not None
    assert state.unheard.text == "The relays."
    assert state.candidate_seq == state.spoke_seq == 5
    assert fold(log(*ASKED, given_(1), decided(2, on=5))).unheard is None


@pytest.mark.parametrize(
    "between",
    [
        ev.ClockExtended(command="c2", minutes=5),
        ev.EngineChanged(command="c2", engine="claude"),
        ev.ClockPaused(by="candidate", command="c2"),
    ],
    ids=lambda body: body.kind,
)
def test_an_answer_is_still_to_be_heard_when_the_candidate_did_something_else_since(between: AnyBody) -> None:
    state = fold(log(*ASKED, given_(1), between))
    assert state.candidate_seq == 6
    assert state.unheard is not None


def test_an_extension_joins_the_answer_and_takes_the_decision_back() -> None:
    posed = ev.ChallengePosed(challenge="ch", challenge_kind="wrong", turn=1)
    settled = ev.ChallengeSettled(challenge="ch", stance="cave", answer=6)
    entered = ev.PhaseEntered(phase="next", title="Next", goal="Go on.")
    before = fold(log(*ASKED, posed, given_(1)))
    late = fold(log(*ASKED, posed, given_(1), decided(2, on=6), settled, entered))
    assert late.phase == "next"
    assert late.challenge is None
    extension = ev.AnswerExtended(command="c2", answer=6, text="And the meters.")
    state = fold(log(*ASKED, posed, given_(1), decided(2, on=6), settled, entered, extension))
    assert state.answers[-1].text == "The relays.\nAnd the meters."
    assert state.said[-1].text == "The relays.\nAnd the meters."
    assert (state.pending, state.turn, state.attempt) == (None, 1, 2)
    assert (state.phase, state.challenges) == (before.phase, before.challenges)
    assert state.unheard is not None


def test_an_extension_before_any_decision_only_joins() -> None:
    state = fold(log(*ASKED, given_(1), ev.AnswerExtended(command="c2", answer=5, text="More.")))
    assert (state.turn, state.attempt) == (1, 1)
    assert state.unheard is not None
    assert state.unheard.text == "The relays.\nMore."


def test_an_extension_after_failures_does_not_take_back_more_than_the_decision() -> None:
    failed = ev.TurnFailed(turn=2, attempt=1, code="cut", detail="It broke off.")
    extension = ev.AnswerExtended(command="c2", answer=5, text="More.")
    state = fold(log(*ASKED, given_(1), decided(2, on=5), failed, extension))
    assert (state.turn, state.pending) == (1, None)
    assert state.attempt == 3


def test_a_failure_keeps_the_decision_and_counts_the_attempt() -> None:
    failed = ev.TurnFailed(turn=1, attempt=1, code="cut", detail="It broke off.")
    state = fold(log(STARTED, OPENED, decided(1, trigger="start"), failed, failed))
    assert (state.attempt, state.attempts_failed) == (3, 2)
    assert state.pending is not None
    state = fold(log(STARTED, OPENED, decided(1, trigger="start"), failed, ev.ClockResumed()))
    assert state.attempts_failed == 0
    state = fold(log(STARTED, OPENED, decided(1, trigger="start"), failed, spoken(1, attempt=2)))
    assert (state.attempt, state.attempts_failed) == (1, 0)


def test_words_of_a_turn_that_is_not_pending_change_the_transcript_alone() -> None:
    state = fold(log(*ASKED, given_(1), spoken(2, "Late words")))
    assert [said.text for said in state.said][-1] == "Late words"
    assert state.open_turn is None
    assert state.acts == (Act.PROBE,)


def test_an_utterance_that_was_cut_leaves_no_question_open() -> None:
    state = fold(log(STARTED, OPENED, decided(1), spoken(1, "What", cut=True), ev.QuestionUnasked(turn=1)))
    assert state.open_turn is None
    assert state.said[-1].cut


def test_a_pause_before_the_round_opened_ends_before_the_round_opened() -> None:
    paused = ev.ClockPaused(by="candidate", command="c1")
    assert fold(log(STARTED, paused)).status == "paused"
    assert fold(log(STARTED, paused, ev.ClockResumed(command="c2"))).status == "ready"
    assert fold(log(STARTED, OPENED, paused, ev.ClockResumed(command="c2"))).status == "live"


def test_after_the_close_nothing_of_the_conversation_moves() -> None:
    closed = (*ASKED, ev.RoundClosed(round="talk"), ev.InterviewClosed(reason="time"))
    state = fold(log(*closed))
    assert (state.status, state.end, state.open_turn) == ("closed", "time", None)
    assert fold(log(*closed, ev.ClockPaused(by="absence"))).status == "closed"
    assert fold(log(*closed, ev.ClockResumed())).status == "closed"


def test_commands_are_kept_with_the_event_they_left() -> None:
    asked = ev.Requested(command="c2", what="hint")
    state = fold(log(*ASKED, given_(1, command="c1"), asked, ev.ClockExtended(command="c3", minutes=5)))
    assert state.commands == {"c1": 5, "c2": 6, "c3": 7}
    assert state.request == asked
    assert state.extra_ms == 300_000


def test_a_request_is_met_by_the_decision_it_triggered() -> None:
    asked = ev.Requested(command="c2", what="hint")
    state = fold(log(*ASKED, asked, decided(2, on=5, trigger="request:hint")))
    assert state.request is None
    assert fold(log(*ASKED, asked, decided(2, on=5))).request == asked


def test_the_floor_stays_with_the_candidate_until_done() -> None:
    floor = ev.PhaseEntered(phase="talk", title="Talk", goal="Talk.", floor=True)
    open_ = (STARTED, OPENED, decided(1, move(Act.OPEN), trigger="start"), floor, spoken(1))
    state = fold(log(*open_, given_(1, done=False)))
    assert state.floor
    assert state.open_turn == 1
    state = fold(log(*open_, given_(1, done=False), given_(1, done=True, command="c2")))
    assert not state.floor
    assert state.open_turn is None


def test_follow_ups_are_kept_by_what_they_were_for_in_the_thread_and_beyond_it() -> None:
    thread = ev.ThreadOpened(thread=1, question="q", phase="p", turn=1)
    settle = move(Act.SETTLE, target="depth:q:0")
    state = fold(
        log(*ASKED, thread, given_(1), decided(2, settle, on=6), spoken(2), ev.ThreadClosed(thread=1, why="done"))
    )
    assert state.targets == ("depth:q:0",)
    assert state.threads[0].targets == ("depth:q:0",)
    assert state.threads[0].probes == 1
    interrupt = move(Act.INTERRUPT, target="lens:why")
    assert fold(log(STARTED, OPENED, decided(1, interrupt), spoken(1))).targets == ("lens:why",)
    page = move(Act.SETTLE, target="c0", question="q2")
    assert fold(log(*ASKED, thread, given_(1), decided(2, page, on=6), spoken(2))).targets == ()


def test_what_was_said_last_is_no_nudge_and_no_repetition() -> None:
    nudge = (decided(2, move(Act.NUDGE, "Take your time."), trigger="timer:silence"), spoken(2, "Take your time."))
    state = fold(log(*ASKED, *nudge))
    assert state.last is not None
    assert state.last.text == "What broke?"
    assert state.last.scripted


def test_a_challenge_is_open_until_it_is_settled() -> None:
    posed = ev.ChallengePosed(challenge="ch", challenge_kind="valid", turn=1)
    state = fold(log(*ASKED, posed))
    assert state.challenge is not None
    state = fold(log(*ASKED, posed, ev.ChallengeSettled(challenge="ch", stance="hold", answer=0)))
    assert state.challenge is None
    assert state.challenges[0].stance == "hold"


def test_judging_runs_beside() -> None:
    row = Assessment(answer=5, judge="offline/1", findings=())
    asked = ev.AssessmentRequested(assessment="answer:5", answer=5)
    made = ev.AssessmentMade(assessment="answer:5", result=row)
    state = fold(log(*ASKED, given_(1), asked))
    assert state.requested == ("answer:5",)
    state = fold(log(*ASKED, given_(1), asked, made))
    assert (state.requested, state.assessments) == ((), (row,))
    state = fold(log(*ASKED, given_(1), asked, ev.AssessmentFailed(assessment="answer:5", detail="No.")))
    assert (state.requested, state.failed) == ((), ("answer:5",))


def test_a_report_is_asked_for_made_and_opened_by_a_prediction() -> None:
    ready = ev.ReportReady(judging="first", version=1, complete=True, report={})
    bodies: list[AnyBody] = [*ASKED, ev.InterviewClosed(reason="finished")]
    assert fold(log(*bodies)).judging == "pending"
    bodies.append(ev.ReportRequested(judging="first", judge="offline"))
    assert fold(log(*bodies)).judging == "running"
    assert fold(log(*bodies, ev.ReportFailed(judging="first", detail="No."))).judging == "failed"
    bodies.append(ready)
    assert fold(log(*bodies)).judging == "done"
    assert not fold(log(*bodies)).predicted
    assert fold(log(*bodies, ev.PredictionDeclined(command="c1"))).predicted
    made = ev.PredictionMade(command="c1", levels={"x": 3}, confidence=0.5)
    assert fold(log(*bodies, made)).prediction == made
    assert fold(log(*bodies, ready.model_copy(update={"complete": False}))).judging == "incomplete"


def test_the_clock_is_that_of_the_newest_event() -> None:
    assert fold(log(*ASKED, every_ms=250)).elapsed_ms == 1_000


def test_states_hold_no_chain_of_earlier_states(played: tuple[Play, ...]) -> None:
    """What an extension would take back is one state deep, however long the interview."""
    for one in played[:20]:
        for state in one.states:
            assert state.undecided is None or state.undecided.undecided is None
