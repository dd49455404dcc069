import datetime as dt
from typing import get_args

import anthropic
import httpx2
import pytest

from interviewer.engines.faults import Breaker, fault, of_event, of_exception, of_stop
from interviewer.errors import ProviderCode
from tests.engines.stage import PatientClock

NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
REQUEST = httpx2.Request("POST", "http://user:secret@localhost/v1/messages")


def status_error(status: int, headers: dict[str, str] | None = None, body: object = None) -> anthropic.APIStatusError:
    response = httpx2.Response(status, headers=headers, request=REQUEST)
    return anthropic.APIStatusError("secret prompt", response=response, body=body)


@pytest.mark.parametrize("code", [code for code in get_args(ProviderCode) if code != "budget"])
def test_every_code_says_what_happened_and_what_to_do(code: ProviderCode) -> None:
    said = fault(code).detail
    assert said.endswith(("is lost.", "shorter document."))
    assert said.count(". ") >= 1


@pytest.mark.parametrize(
    ("headers", "after_s"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "Sat, 21 Nov 2026 09:00:30 GMT"}, 30.0),
        ({"retry-after": "Sat, 21 Nov 2026 08:00:00 GMT"}, 0.0),
        ({"retry-after": "-4"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_a_pause_is_read_in_any_of_its_forms(headers: dict[str, str], after_s: float | None) -> None:
    assert of_exception(status_error(429, headers), NOW).after_s == after_s


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (529, None, "overloaded"),
        (503, "<html>", "server"),
        (408, None, "timeout"),
        (409, None, "server"),
        (418, None, "invalid_request"),
        (429, {"error": {"type": "rate_limit_error", "details": {"error_code": "ramp_limit_exceeded"}}}, "rate_limit"),
        (402, {"error": {"type": "billing_error", "details": {"error_code": "linked_organization_spend_limit_reached"}}},
         "spend_limit"),
        (400, {"error": {"type": "invalid_request_error", "message": "You have reached your specified workspace API "
                         "usage limits."}}, "spend_limit"),
        (400, {"error": {"type": "overloaded_error"}}, "overloaded"),
        (400, {"error": {"type": "a_new_type"}}, "invalid_request"),
    ],
)  # fmt: skip
def test_a_status_is_read_by_its_type_first(status: int, body: object, code: str) -> None:
    assert of_exception(status_error(status, body=body), NOW).code == code


def test_nothing_of_the_exception_is_repeated() -> None:
    errors: list[anthropic.AnthropicError | httpx2.HTTPError] = [
        status_error(500, body={"error": {"message": "secret prompt"}}),
        anthropic.APIConnectionError(message="secret prompt", request=REQUEST),
        httpx2.ReadError("secret prompt", request=REQUEST),
        httpx2.DecodingError("secret prompt", request=REQUEST),
        anthropic.CredentialsError("secret prompt"),
    ]
    found = [of_exception(error, NOW) for error in errors]
    assert [error.code for error in found] == ["server", "unreachable", "cut", "malformed", "malformed"]
    assert not any("secret" in str(error) for error in found)


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (httpx2.ConnectError("x"), "unreachable"),
        (httpx2.ConnectTimeout("x"), "unreachable"),
        (httpx2.PoolTimeout("x"), "unreachable"),
        (httpx2.UnsupportedProtocol("x"), "unreachable"),
        (httpx2.ReadTimeout("x"), "timeout"),
        (httpx2.RemoteProtocolError("x"), "cut"),
        (httpx2.ReadError("x"), "cut"),
    ],
)
def test_a_connection_that_broke_is_not_one_that_was_never_there(cause: httpx2.HTTPError, code: str) -> None:
    wrapped = anthropic.APIConnectionError(request=REQUEST)
    wrapped.__cause__ = cause
    assert of_exception(wrapped, NOW).code == of_exception(cause, NOW).code == code


@pytest.mark.parametrize("event", [{}, {"error": None}, {"error": "text"}, {"error": {"type": "new"}}])
def test_an_error_event_of_any_shape_is_an_error(event: dict[str, object]) -> None:
    assert of_event(event).code == "server"


def test_a_spend_limit_in_the_middle_of_a_stream_is_one() -> None:
    event = {"error": {"type": "rate_limit_error", "details": {"error_code": "enforced_spend_limit_reached"}}}
    assert of_event(event).code == "spend_limit"


@pytest.mark.parametrize(
    ("stop", "text", "code"),
    [("end_turn", "Why?", None), ("stop_sequence", "Why?", None), ("a_new_one", "Why?", None), ("end_turn", " ", "empty"),
     ("", "Why?", "cut"), ("refusal", "Why?", "refusal"), ("model_context_window_exceeded", "Why?", "invalid_request")],
)  # fmt: skip
def test_a_stop_reason_decides_what_the_text_is_worth(stop: str, text: str, code: str | None) -> None:
    problem = of_stop(stop, text)
    assert (problem.code if problem else None) == code


def test_a_breaker_opens_on_a_spend_limit_alone_and_closes_by_itself() -> None:
    clock = PatientClock()
    breaker = Breaker(clock, hold_s=60)
    breaker.note(fault("overloaded"))
    breaker.check()
    breaker.note(fault("spend_limit"))
    with pytest.raises(type(fault("cut"))) as raised:
        breaker.check()
    assert raised.value.after_s == 60
    clock.ahead = 60
    breaker.check()
