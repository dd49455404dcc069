"""The child by itself: what it may not do, and how it answers."""

import json
import subprocess
import sys

import pytest

from interviewer.materials import child
from interviewer.materials.extract import CHILD
from tests.materials import pdfs

BOUNDS = [str(1024 * 1024 * 1024), "20", "200", "400000"]


def run(code: str) -> str:
    """Return what a process prints that has taken the child's oath and then runs this."""
    oath = f"import sys; sys.path.insert(0, {str(CHILD.parent)!r}); import child; sys.addaudithook(child.forbid)\n"
    script = f"{oath}try:\n    {code}\nexcept PermissionError as error: print('refused', error)"
    return subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "open('out.txt', 'w')",
        "open('out.txt', 'ab')",
    ],
)
def test_network_programs_and_written_files_are_refused(code: str) -> None:
    assert run(code).startswith("refused")


def test_reading_is_allowed() -> None:
    assert run(f"print(len(open({str(CHILD)!r}).read()) > 100)") == "True"


def test_it_answers_on_stdout_with_one_object() -> None:
    done = subprocess.run([sys.executable, "-I", str(CHILD), *BOUNDS], input=pdfs.pdf("One line.\nTwo lines."),
                          capture_output=True, check=True, env={})  # fmt: skip
    assert json.loads(done.stdout) == {"pages": ["One line.\nTwo lines.\n"], "count": 1, "broken": 0}


def test_it_imports_nothing_of_ours() -> None:
    code = f"{CHILD.read_text(encoding='utf-8').partition('if __name__')[0]}\nprint(sorted(m for m in sys.modules if 'interv' in m))"
    assert (
        subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
    )


@pytest.mark.parametrize(
    ("data", "word"),
    [(pdfs.scanned(), ""), (pdfs.encrypted("x"), "encrypted"), (pdfs.cyclic(), ""), (pdfs.deflate_bomb(1), "bomb")],
)
def test_it_names_what_is_wrong(data: bytes, word: str) -> None:
    try:
        answer = child.pages(data, 200, 400_000)
    except Exception:  # noqa: BLE001 - main() answers "broken" to whatever the parser raises
        answer = {}
    assert answer.get("refused", "") == word
