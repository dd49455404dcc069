"""The page with the drawing of the conversation graph: ``python -m tests.drawing`` writes it, a test compares it."""

from pathlib import Path

from interviewer.graph.conversation import LangGraphConversation

PAGE = Path(__file__).parent.parent / "docs" / "graph.md"
TEXT = """<!-- Written by `make docs`; edit interviewer/director.py instead. -->
# One turn, as a graph

Left: where the folded log says the interview is. Right: what the interviewer may do from there. One run of the graph
enters a state, decides, performs one act (or listens on) and ends; the next event enters it again. The precedence of
the rules behind each edge is the table `RULES` in `interviewer/director.py`.

```mermaid
{graph}```
"""


def page() -> str:
    """Return the page as it should be."""
    return TEXT.format(graph=LangGraphConversation().mermaid())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
