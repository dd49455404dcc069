"""A second opinion on the wire: aimock, a server of the Messages API that others wrote.

``make test`` puts its package into ``tests/.cache``; where there is no node, the one that Playwright brings runs it.
"""

import asyncio
import json
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import playwright
import pytest
from pydantic import SecretStr

from interviewer.engines.claude import ClaudeUtterer
from interviewer.engines.claude_client import Access
from interviewer.errors import ProviderError
from interviewer.ports import Spoken
from tests.engines.stage import CUE, FENCE_KEY, MODEL, PatientClock, later, said

pytestmark = [pytest.mark.anyio, pytest.mark.node]

PROGRAM = Path(__file__).parents[1] / ".cache/node_modules/@copilotkit/aimock/dist/cli.js"
SAYS = 'move=m1 anchor="we halved the batch"\nWhat would you have seen if it made no difference?'
BUNDLED = Path(playwright.__file__).parent / "driver"
FIXTURES: list[dict[str, Any]] = [
    {"match": {"model": MODEL, "userMessage": "held fixed"}, "response": {"content": SAYS}, "chunkSize": 7},
    {"match": {"model": "cut", "userMessage": "held fixed"}, "response": {"content": SAYS}, "truncateAfterChunks": 2},
    {"match": {"model": "long"}, "response": {"content": SAYS, "finishReason": "length"}},
    {
        "match": {"model": "busy"},
        "response": {"error": {"type": "overloaded_error", "message": "later"}, "status": 529},
    },
]


@asynccontextmanager
async def aimock(folder: Path) -> AsyncIterator[str]:
    node = shutil.which("node", path=os.pathsep.join((os.environ.get("PATH", ""), str(BUNDLED)))) or ""
    if not node or not PROGRAM.exists():
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing("aimock needs node and its package in tests/.cache")
    fixtures = folder / "fixtures.json"
    await asyncio.to_thread(fixtures.write_text, json.dumps({"fixtures": FIXTURES}))
    process = await asyncio.create_subprocess_exec(
        node, str(PROGRAM), "--port", "0", "--fixtures", str(fixtures), "--strict",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(20):
            async for line in process.stdout:
                if found := re.search(r"http://[\d.]+:\d+", line.decode()):
                    yield found.group()
                    return
        raise AssertionError("aimock did not start")
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def speaking(url: str, model: str) -> AsyncIterator[ClaudeUtterer]:
    access = Access(model=model, api_key=SecretStr("mock"), base_url=url, max_retries=1)
    async with aclosing(ClaudeUtterer(access, PatientClock(), FENCE_KEY)) as claude:
        yield claude


async def test_an_interview_goes_over_a_server_that_others_wrote(tmp_path: Path) -> None:
    spoken = Spoken()
    async with aimock(tmp_path) as url, speaking(url, MODEL) as claude:
        pieces = [text async for text in claude.utter(CUE, spoken)]
        assert await said(claude, later(CUE, ">What did you hold fixed?", "The seed.")) == SAYS
        async with httpx2.AsyncClient() as http:
            journal = (await http.get(f"{url}/__aimock/journal")).json()
    assert "".join(pieces) == SAYS
    assert (spoken.stop, spoken.model) == ("end_turn", MODEL)
    assert len(journal) == 2, "two turns, two requests"


@pytest.mark.parametrize(
    ("model", "code"),
    [("cut", "cut"), ("long", "max_tokens"), ("busy", "overloaded"), ("unscripted", "invalid_request")],
)
async def test_its_faults_are_ours(tmp_path: Path, model: str, code: str) -> None:
    async with aimock(tmp_path) as url, speaking(url, model) as claude:
        with pytest.raises(ProviderError) as raised:
            await said(claude, replace(CUE, turn=1))
    assert raised.value.code == code
