"""Every way the model service can fail us, as one :class:`ProviderError` each: code, advice, whether to ask again.

The only place that knows vendor exceptions, HTTP statuses and stop reasons. Sentences are for the candidate and are
written here: nothing the service, the SDK or the network said is repeated, so no key, prompt or address can get out.
"""

import datetime as dt
import email.utils
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import anthropic
import httpx2

from interviewer.errors import ProviderCode, ProviderError
from interviewer.ports import Clock

_KEPT = "Nothing you said is lost."
_AGAIN = f"Resume to ask again. {_KEPT}"

_SENTENCES: dict[ProviderCode, tuple[bool, str]] = {
    "auth": (False, f"The model service does not accept the key. Check it in the settings, then resume. {_KEPT}"),
    "billing": (False, f"The model service reports a billing problem. Settle it with the provider, then resume. {_KEPT}"),
    "rate_limit": (True, f"The model service asks for a pause because of too many requests. {_AGAIN}"),
    "spend_limit": (False, "The account has reached its spend limit with the model service. Raise the limit with the "
                           f"provider, or go on with the rehearsal engine. {_KEPT}"),
    "overloaded": (True, f"The model service is overloaded. {_AGAIN}"),
    "timeout": (True, f"The model service took too long. {_AGAIN}"),
    "stalled": (True, f"The model service stopped in the middle of its answer. {_AGAIN}"),
    "cut": (True, f"The connection to the model service broke. {_AGAIN}"),
    "malformed": (True, f"The model service sent something that cannot be read. {_AGAIN}"),
    "refusal": (False, "The model declined to speak here; its safety filter is easily set off by questions about machine "
                       f"learning. This says nothing about you and is not scored. {_KEPT}"),
    "max_tokens": (True, f"The model did not come to an end. {_AGAIN}"),
    "empty": (True, f"The model said nothing. {_AGAIN}"),
    "invalid_request": (False, "The model service does not take the request. Check the model's name and the service's "
                               f"address in the settings, then resume. {_KEPT}"),
    "unreachable": (True, "The model service cannot be reached. Check the connection and the service's address in the "
                          f"settings, then resume. {_KEPT}"),
    "server": (True, f"The model service has an internal problem. {_AGAIN}"),
}  # fmt: skip
_TOO_LONG = f"The interview has grown too long for this model. Finish now, or go on with another model. {_KEPT}"
_TOO_LARGE = f"The interview and its material are too large for the model service. Use a shorter document. {_KEPT}"

SPEND_LIMITS = frozenset(
    {"enforced_spend_limit_reached", "contract_spend_limit_reached", "linked_organization_spend_limit_reached"}
)
_OWN_SPEND_LIMIT = "You have reached your specified"
"""How the API words the 400 of a limit that the account's owner set; it has no code of its own."""

_TYPES: dict[str, ProviderCode] = {
    "authentication_error": "auth",
    "permission_error": "auth",
    "billing_error": "billing",
    "rate_limit_error": "rate_limit",
    "overloaded_error": "overloaded",
    "timeout_error": "timeout",
    "api_error": "server",
    "conflict_error": "server",
    "invalid_request_error": "invalid_request",
    "not_found_error": "invalid_request",
    "request_too_large": "invalid_request",
}
_STATUSES: dict[int, ProviderCode] = {
    401: "auth", 402: "billing", 403: "auth", 408: "timeout", 409: "server", 429: "rate_limit", 504: "timeout",
    529: "overloaded",
}  # fmt: skip
_STOPS: dict[str, ProviderCode] = {
    "": "cut",
    "refusal": "refusal",
    "max_tokens": "max_tokens",
    "model_context_window_exceeded": "invalid_request",
    "tool_use": "malformed",
    "pause_turn": "malformed",
}


def fault(
    code: ProviderCode, detail: str = "", *, retryable: bool | None = None, after_s: float | None = None
) -> ProviderError:
    """Return the error for a code, with the sentence and the advice that go with it."""
    again, sentence = _SENTENCES[code]
    return ProviderError(code, detail or sentence, retryable=again if retryable is None else retryable, after_s=after_s)


def of_exception(error: anthropic.AnthropicError | httpx2.HTTPError, now: dt.datetime) -> ProviderError:
    """Return what an exception of the SDK or of its transport means."""
    if isinstance(error, anthropic.APIStatusError):
        return _of_status(error, now)
    if isinstance(error, anthropic.APIConnectionError):
        return _of_transport(error.__cause__)
    if isinstance(error, httpx2.TransportError):
        return _of_transport(error)
    return fault("malformed")


def _of_transport(error: BaseException | None) -> ProviderError:
    if isinstance(error, httpx2.ReadTimeout | httpx2.WriteTimeout):
        return fault("timeout")
    broke = isinstance(error, httpx2.NetworkError | httpx2.ProtocolError) and not isinstance(error, httpx2.ConnectError)
    return fault("cut" if broke else "unreachable")


def _of_status(error: anthropic.APIStatusError, now: dt.datetime) -> ProviderError:
    status = error.status_code
    kind: str = error.type or ""
    if status == 413 or kind == "request_too_large":
        return fault("invalid_request", _TOO_LARGE)
    default: ProviderCode = "server" if status >= 500 else "invalid_request"
    code = _TYPES.get(kind) or _STATUSES.get(status, default)
    if error.error_code in SPEND_LIMITS or (error.api_message or "").startswith(_OWN_SPEND_LIMIT):
        code = "spend_limit"
    never = error.response.headers.get("x-should-retry") == "false"
    return fault(code, retryable=False if never else None, after_s=_retry_after(error.response.headers, now))


def of_event(event: Mapping[str, Any]) -> ProviderError:
    """Return what an ``error`` event in the middle of a stream means."""
    error = event.get("error")
    error = error if isinstance(error, dict) else {}
    details = error.get("details")
    if isinstance(details, dict) and details.get("error_code") in SPEND_LIMITS:
        return fault("spend_limit")
    return fault(_TYPES.get(str(error.get("type")), "server"))


def of_stop(stop: str, text: str) -> ProviderError | None:
    """Return what is wrong with a stream that ended with this stop reason and text; None when nothing is."""
    code = _STOPS.get(stop)
    if code is None:
        return None if text.strip() else fault("empty")
    return fault(code, _TOO_LONG if code == "invalid_request" else "")


def _retry_after(headers: Mapping[str, str], now: dt.datetime) -> float | None:
    """Return the seconds the service asked for, in any of the three ways it may."""
    if (ms := _number(headers.get("retry-after-ms"))) is not None:
        return ms / 1_000
    value = headers.get("retry-after")
    if value is None or (seconds := _number(value)) is not None:
        return None if value is None else seconds
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(value) - now).total_seconds())
    except (ValueError, TypeError):
        return None


def _number(value: str | None) -> float | None:
    try:
        return max(0.0, float(value)) if value is not None else None
    except ValueError:
        return None


@dataclass(slots=True)
class Breaker:
    """Stops asking a service whose answer is known: a spend limit holds for the whole account, not for one call."""

    clock: Clock
    hold_s: float = 600.0
    _until: float = float("-inf")

    def check(self) -> None:
        """Raise ProviderError while the breaker is open."""
        left = self._until - self.clock.monotonic()
        if left > 0:
            raise fault("spend_limit", after_s=left)

    def note(self, error: ProviderError) -> None:
        """Open on a spend limit."""
        if error.code == "spend_limit":
            self._until = self.clock.monotonic() + self.hold_s
