from interviewer.cli.view import View
from interviewer.ports import Json


def _state(doing: str) -> Json:
    return {"type": "state", "state": doing, "clock": {}}


def _opened() -> View:
    view = View()
    for frame in (
        _state("listening"),
        {"kind": "round.opened", "brief": "", "exhibits": []},
        _state("thinking"),
        {"type": "turn.begin", "turn": 1, "attempt": 1},
        {"kind": "turn.spoken", "turn": 1, "text": "Hello?"},
    ):
        assert not view.ready, frame
        view.take(frame)
    view.take(_state("listening"))
    return view


def test_a_line_is_taken_once_the_first_question_was_put() -> None:
    view = _opened()
    assert view.ready
    assert view.turn == 1


def test_no_line_is_taken_between_an_answer_and_the_reply() -> None:
    view = _opened()
    view.expect()
    view.take(_state("listening"))
    assert not view.ready
    view.take(_state("thinking"))
    view.take(_state("listening"))
    assert view.ready


def test_a_line_may_be_typed_while_the_interviewer_thinks_by_itself() -> None:
    view = _opened()
    view.take(_state("thinking"))
    assert view.ready
    view.take({"type": "turn.begin", "turn": 2, "attempt": 1})
    assert not view.ready


def test_a_failed_attempt_is_followed_by_another() -> None:
    view = _opened()
    view.expect()
    view.take(_state("thinking"))
    view.take({"kind": "turn.failed", "turn": 2, "attempt": 1, "code": "timeout"})
    view.take(_state("listening"))
    assert not view.ready


def test_commands_are_taken_while_paused() -> None:
    view = _opened()
    view.expect()
    view.take({"kind": "clock.paused", "by": "provider"})
    assert view.ready


def test_nothing_is_taken_after_the_end() -> None:
    view = _opened()
    view.take({"kind": "interview.closed", "reason": "time"})
    assert not view.ready
    assert view.status == "closed"


def test_the_floor_is_held_until_an_answer_that_is_done() -> None:
    view = _opened()
    view.take({"kind": "phase.entered", "floor": True})
    view.take({"kind": "answer.given", "turn": 1, "done": False})
    assert view.floor
    view.take({"kind": "answer.given", "turn": 1, "done": True})
    assert not view.floor
