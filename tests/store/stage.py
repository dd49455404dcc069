"""Small builders for the store's tests, and other processes to run beside them."""

import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio

from interviewer.events import AnswerGiven, AnyBody, InterviewClosed, QuestionUnasked
from interviewer.ports import Draft
from interviewer.store.sql import SqlStore

CHILD = Path(__file__).with_name("child.py")


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait for something that nobody announces."""
    with anyio.fail_after(20):
        while not await holds():  # noqa: ASYNC110 - what is waited for happens in another process
            await anyio.sleep(0.01)


def files(folder: Path) -> dict[str, bytes]:
    """Everything that lies in a folder, by name."""
    return {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def answer(text: str = "I would measure it first.", turn: int = 1) -> AnswerGiven:
    """Something the candidate says."""
    return AnswerGiven(command="command-1", turn=turn, text=text)


def unasked(turn: int = 1) -> QuestionUnasked:
    """Something that is not the candidate's."""
    return QuestionUnasked(turn=turn)


def closed() -> InterviewClosed:
    return InterviewClosed(reason="finished")


def drafts(*bodies: AnyBody, key: str | None = None) -> list[Draft]:
    """Drafts of which the first has the key."""
    return [Draft(body, key if number == 0 else None) for number, body in enumerate(bodies)]


async def begin(store: SqlStore, interview: str = "talk-1", owner: str = "ada", key: str | None = None) -> str:
    """Create an interview with one event that is not the candidate's."""
    await store.create(owner, interview, "A talk about rotary embeddings", drafts(unasked(), key=key), {})
    return interview


@contextmanager
def child(what: str, url: str, home: Path, process: str, interview: str) -> Iterator["subprocess.Popen[str]"]:
    """Run ``child.py`` in a process of its own; it is gone at the end."""
    command = [sys.executable, str(CHILD), what, url, str(home), process, interview]
    environment = os.environ | {"PYTHONPATH": str(CHILD.parents[2])}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def line(running: "subprocess.Popen[str]") -> str:
    """The next line the child prints; empty when it has ended."""
    assert running.stdout is not None
    return running.stdout.readline().strip()
