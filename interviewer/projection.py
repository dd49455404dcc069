"""The one projection behind every door: what the candidate may see of an event.

Socket, REST, export, command line and report all go through :func:`project`; nothing else turns events into output.
"""

from typing import Any

from interviewer.events import Event, MaterialAttached, ReportReady


def project(event: Event, *, report_open: bool) -> dict[str, Any]:
    """Return what the candidate may see of one event: the one function behind every door.

    Judge events keep their place in the sequence and nothing else. A report's body opens with the prediction.
    """
    head: dict[str, Any] = {"seq": event.seq, "at": event.at.isoformat(), "elapsed_ms": event.elapsed_ms}
    if event.body.audience == "judge":
        return {"seq": event.seq, "kind": "private"}
    body = event.body.model_dump(mode="json")
    if isinstance(event.body, ReportReady) and not report_open:
        body["report"] = {}
    if isinstance(event.body, MaterialAttached):
        body.pop("claims")
    return head | body
