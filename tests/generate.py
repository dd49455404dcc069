"""The documents that are written by code: ``python -m tests.generate`` writes them, a test compares them."""

from collections.abc import Callable, Mapping
from pathlib import Path

from interviewer.graph.conversation import LangGraphConversation

ROOT = Path(__file__).parent.parent

GRAPH = """<!-- Written by `make docs`; edit interviewer/director.py instead. -->
# One turn, as a graph

Left: where the folded log says the interview is. Right: what the interviewer may do from there. One run of the graph
enters a state, decides, performs one act (or listens on) and ends; the next event enters it again. The precedence of
the rules behind each edge is the table `RULES` in `interviewer/director.py`.

```mermaid
{graph}```
"""


def graph() -> str:
    """Return the page with the drawing of the conversation graph."""
    return GRAPH.format(graph=LangGraphConversation().mermaid())


DOCUMENTS: Mapping[str, Callable[[], str]] = {
    "docs/graph.md": graph,
}
"""Path in the repository -> the function that writes it."""


if __name__ == "__main__":
    for path, write in DOCUMENTS.items():
        (ROOT / path).write_text(write(), encoding="utf-8")
