"""LangGraph comes with a tracer that variables of the environment switch on. It stays off: an interview is private."""

import langsmith


def switch_off() -> None:
    """Keep every graph of this process from being sent to a tracing service, whatever the environment says."""
    langsmith.configure(enabled=False)
