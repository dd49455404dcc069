"""Small everywhere: the budgets of files and functions, with no list of exemptions."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILE_LINES, FUNCTION_LINES, SCRIPT_LINES = 400, 40, 200


def _sources() -> list[Path]:
    return [path for folder in ("interviewer", "api", "evals") for path in (ROOT / folder).rglob("*.py")]


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yield every function with its lines: from ``def`` to its end, the docstring left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        assert node.end_lineno is not None
        lines = node.end_lineno - node.lineno + 1
        if ast.get_docstring(node, clean=False) is not None:
            docstring = node.body[0]
            assert docstring.end_lineno is not None
            lines -= docstring.end_lineno - docstring.lineno + 1
        yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", lines


def _too_long(paths: list[Path], most: int) -> list[str]:
    counted = ((path, len(path.read_text(encoding="utf-8").splitlines())) for path in paths)
    return [f"{path.relative_to(ROOT)}: {lines} lines" for path, lines in counted if lines > most]


def test_no_python_file_is_longer_than_400_lines() -> None:
    too_long = _too_long(_sources(), FILE_LINES)
    assert not too_long, "Find the second subject in it and give that a file of its own."


def test_no_script_of_a_page_is_longer_than_200_lines() -> None:
    too_long = _too_long([*(ROOT / "api" / "web").rglob("*.js")], SCRIPT_LINES)
    assert not too_long, "Find the second subject in it and give that a file of its own."


def test_no_function_is_longer_than_40_lines() -> None:
    found = [function for path in _sources() for function in _functions(path)]
    too_long = [f"{name}: {lines} lines" for name, lines in found if lines > FUNCTION_LINES]
    assert not too_long, "Name a part of it."


def test_half_of_all_functions_have_at_most_10_lines() -> None:
    lines = sorted(lines for path in _sources() for _, lines in _functions(path))
    assert lines[len(lines) // 2] <= 10
