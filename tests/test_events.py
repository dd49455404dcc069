import datetime as dt
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from interviewer import events as ev
from interviewer.events import BODY, CANDIDATE_KINDS, UPCASTERS, AnyBody, Event, parse_body
from tests.simulation import Play

KINDS = {kind.model_fields["kind"].default: kind for kind in get_args(get_args(AnyBody)[0])}


def test_every_kind_has_its_own_name_an_audience_and_a_version() -> None:
    assert len(KINDS) == len(get_args(get_args(AnyBody)[0]))
    for name, kind in KINDS.items():
        assert name.count(".") == 1
        assert kind.audience in {"candidate", "judge"}
        assert kind.model_fields["v"].default == 1


def test_what_the_candidate_writes_is_for_the_candidates_eyes() -> None:
    assert set(KINDS) >= CANDIDATE_KINDS
    assert all(KINDS[kind].audience == "candidate" for kind in CANDIDATE_KINDS)


def test_a_log_read_back_from_json_is_the_log(played: tuple[Play, ...]) -> None:
    for one in played[::24]:
        for event in one.events:
            assert parse_body(event.body.model_dump(mode="json")) == event.body
            assert Event.model_validate_json(event.model_dump_json()) == event


def test_simulated_interviews_write_most_kinds(played: tuple[Play, ...]) -> None:
    seen = {event.kind for one in played for event in one.events}
    assert len(seen) >= 18


@pytest.mark.parametrize(
    "raw",
    [
        {"kind": "nobody.knows"},
        {"kind": "answer.given", "command": "c", "turn": 1},
        {"kind": "answer.given", "command": "c", "turn": 1, "text": "x", "surprise": 1},
        {},
    ],
)
def test_an_unknown_kind_or_shape_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        parse_body(raw)


def test_a_body_of_an_older_release_is_brought_up_to_date_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """A made-up history: version -1 said ``words``, version 0 said ``body``, version 1 says ``text``."""

    def renamed(old: str, new: str, version: int) -> Any:
        def upcast(body: dict[str, Any]) -> dict[str, Any]:
            return {**{key: value for key, value in body.items() if key != old}, new: body[old], "v": version}

        return upcast

    monkeypatch.setitem(UPCASTERS, ("answer.given", -1), renamed("words", "body", 0))
    monkeypatch.setitem(UPCASTERS, ("answer.given", 0), renamed("body", "text", 1))
    raw = {"kind": "answer.given", "v": -1, "command": "c", "turn": 1, "words": "The relays."}
    assert parse_body(raw) == ev.AnswerGiven(command="c", turn=1, text="The relays.")
    assert raw["words"] == "The relays.", "what was stored is not touched"
    assert parse_body({"kind": "answer.given", "command": "c", "turn": 1, "text": "x"}).v == 1


def test_no_upcaster_leaves_a_body_where_it_was() -> None:
    for kind, version in UPCASTERS:
        assert kind in KINDS
        assert version < KINDS[kind].model_fields["v"].default


def test_an_event_knows_its_kind() -> None:
    event = Event(
        seq=1, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), elapsed_ms=0, body=ev.RoundClosed(round="talk")
    )  # fmt: skip
    assert event.kind == "round.closed"
    assert BODY.validate_python({"kind": "round.closed", "round": "talk"}) == event.body
