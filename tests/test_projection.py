"""One door for everything, and nothing of the judge's side behind it."""

import json
from typing import get_args

from interviewer import events as ev
from interviewer.events import AnyBody, Event
from interviewer.projection import project
from tests.simulation import NOON, Play, named

KINDS = get_args(get_args(AnyBody)[0])
SHORT = 25
"""Characters from which on a hidden string is unmistakable; shorter ones are everybody's words."""


def test_a_judges_event_keeps_its_place_and_nothing_else(played: tuple[Play, ...]) -> None:
    seen = set()
    for one in played[::10]:
        for event in one.events:
            if event.body.audience == "judge":
                seen.add(event.kind)
                for open_ in (False, True):
                    assert project(event, report_open=open_) == {"seq": event.seq, "kind": "private"}
    assert seen >= {"turn.decided", "thread.opened", "assessment.made", "challenge.posed", "fact.earned"}


def test_every_kind_is_for_the_candidate_or_for_the_judge_alone() -> None:
    judge = {kind.model_fields["kind"].default for kind in KINDS if kind.audience == "judge"}
    assert judge == {
        "turn.decided", "fact.earned", "challenge.posed", "challenge.settled", "thread.opened", "thread.closed",
        "assessment.requested", "assessment.made", "assessment.failed", "turn.guarded", "reading.made",
        "material.prepared", "preparation.failed",
    }  # fmt: skip


def test_the_rest_is_shown_with_its_number_its_time_and_the_clock(played: tuple[Play, ...]) -> None:
    event = next(event for event in played[0].events if event.kind == "turn.spoken")
    shown = project(event, report_open=False)
    assert shown["seq"] == event.seq
    assert shown["at"] == NOON.isoformat()
    assert shown["elapsed_ms"] == event.elapsed_ms
    assert shown["kind"] == "turn.spoken"


def _judges_side(one: Play) -> list[str]:
    """Return what no candidate may read before the report: hidden content, and why and what for in every menu."""
    case = one.script.case
    strings = [text for text in one.script.hidden() if len(text) >= SHORT]
    strings += [item.intent for lens in (one.script.persona.lenses,) for item in lens]
    for item in one.spoken:
        strings += [item.decided.menu.reason]
        strings += [move.target for move in item.decided.menu.moves if "." in move.target or ":" in move.target]
        strings += [move.question for move in item.decided.menu.moves if len(move.question) > 12]
    if case:
        earned = set(one.state.facts)
        strings += [fact.says for fact in case.facts if fact.id not in earned]
        strings += [fact.id for fact in case.facts]
    return [text for text in dict.fromkeys(strings) if len(text) >= 12]


def test_no_hidden_word_reaches_the_candidate_before_the_report_opens(played: tuple[Play, ...]) -> None:
    for one in played[::6]:
        theirs = " ".join(body.text for event in one.events if isinstance(body := event.body, ev.AnswerGiven))
        shown = json.dumps([project(event, report_open=False) for event in one.events], ensure_ascii=False)
        for text in _judges_side(one):
            if text not in theirs:
                assert text not in shown, (named(one), text)


def _event(body: AnyBody) -> Event:
    return Event(seq=1, at=NOON, elapsed_ms=5, body=body)


def test_a_reports_body_opens_with_the_prediction() -> None:
    ready = _event(ev.ReportReady(judging="first", version=1, complete=True, report={"level": 3}))
    assert project(ready, report_open=False)["report"] == {}
    assert project(ready, report_open=True)["report"] == {"level": 3}
    assert project(ready, report_open=False)["version"] == 1


def test_a_documents_claims_are_for_the_interviewer() -> None:
    body = ev.MaterialAttached(
        material="m", material_kind="paper", name="p.pdf", characters=10, sha256="x", claims=()
    )  # fmt: skip
    assert "claims" not in project(_event(body), report_open=True)
