"""What candidates say goes to no tracing service."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

RUN = """
from typing import TypedDict
from langgraph.graph import END, START, StateGraph
from langsmith.run_trees import get_cached_client
from interviewer.graph import tracing

class State(TypedDict):
    said: str

def node(state: State) -> State:
    return state

if {off}:
    tracing.switch_off()
graph = StateGraph(State)
graph.add_node("node", node)
graph.add_edge(START, "node")
graph.add_edge("node", END)
graph.compile().invoke({{"said": "in confidence"}})
get_cached_client().flush()
"""


@contextmanager
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """A tracing service that keeps what it is sent."""
    received: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(404)
            self.end_headers()

        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(202)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", received
        server.shutdown()


@pytest.mark.parametrize("off", [True, False])
def test_a_tracer_that_the_environment_switches_on_is_switched_off(off: bool) -> None:
    with listening() as (url, received):
        traced = {"LANGSMITH_TRACING": "true", "LANGSMITH_API_KEY": "none", "LANGSMITH_ENDPOINT": url}
        code = RUN.format(off=off)
        command = [sys.executable, "-c", code]
        subprocess.run(command, env={**os.environ, **traced}, check=True, timeout=60, capture_output=True)
    assert any(b"in confidence" in body for body in received) is not off
