"""The drawing, the table and the pages agree with the code."""

import ast
import re
from pathlib import Path

from langgraph.graph import END, START

from interviewer import director
from interviewer.graph.conversation import STATES, LangGraphConversation, build
from tests.drawing import PAGE, page

ROOT = Path(__file__).parent.parent
EDGES = [(edge.source, edge.target) for edge in build().compile().get_graph().edges]


def _modules() -> list[Path]:
    return [path for folder in ("interviewer", "api", "evals") for path in sorted((ROOT / folder).rglob("*.py"))]


def test_every_transition_of_the_directors_table_is_an_edge_of_the_graph_and_the_other_way_round() -> None:
    table = {(state, f"say_{act}") for rule in director.RULES for state in rule.states for act in rule.acts}
    graph = {(source, target) for source, target in EDGES if source in STATES and target != END}
    assert graph == table


def test_every_state_has_a_rule_and_every_run_ends_after_one_act() -> None:
    states = {target for source, target in EDGES if source == START and not target.startswith("say_")}
    acts = {target for source, target in EDGES if source == START and target.startswith("say_")}
    assert states == set(STATES)
    assert acts == {target for source, target in EDGES if source in STATES and target != END}
    assert {(source, target) for source, target in EDGES if source in acts} == {(act, END) for act in acts}


def test_every_state_but_the_first_can_come_to_the_close() -> None:
    assert {source for source, target in EDGES if target == "say_close" and source != START} == {*STATES} - {"opening"}


def test_the_drawing_has_the_edges_of_the_graph() -> None:
    drawn = {tuple(line.split(" --> ")) for line in LangGraphConversation().mermaid().splitlines() if "-->" in line}
    found = {(source, target.removeprefix("say_")) for source, target in EDGES if source in STATES and target != END}
    assert {(source.strip(), target) for source, target in drawn} == found


def test_the_page_with_the_drawing_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "Run `make docs`."


def test_every_module_says_what_it_owns() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in _modules()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent, "Begin the file with one sentence: what it owns, and what it must not do."


def test_the_ownership_list_names_every_module_of_the_root_package_and_no_other() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    owned = re.findall(r"^\* \*\*`(\w+)/?`\*\*", text.partition("## Who owns what")[2], re.MULTILINE)
    root = {
        path.stem
        for path in (ROOT / "interviewer").iterdir()
        if path.suffix == ".py" or (path.is_dir() and any(path.glob("*.py")))
    }
    assert sorted(owned) == sorted(root - {"__init__", "__main__"})
