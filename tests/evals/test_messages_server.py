import asyncio
import json
import re
import sys

import anthropic
import pytest

from evals.messages_replies import Reply, Request, event, named, refused
from evals.messages_server import MessagesServer

pytestmark = pytest.mark.anyio

ASKED = {"model": "any", "max_tokens": 10, "messages": [{"role": "user", "content": "hello"}]}


def client(server: MessagesServer) -> anthropic.AsyncAnthropic:
    return anthropic.AsyncAnthropic(api_key="x", base_url=server.url, max_retries=0)


async def ask(sdk: anthropic.AsyncAnthropic, model: str = "any", text: str = "hello") -> str:
    async with sdk.messages.stream(model=model, max_tokens=10, messages=[{"role": "user", "content": text}]) as stream:
        return await stream.get_final_text()


async def test_the_sdk_reads_its_streams_and_its_whole_messages() -> None:
    async with MessagesServer(answer=Reply("Why not?")) as server, client(server) as sdk:
        assert await ask(sdk) == "Why not?"
        message = await sdk.messages.create(model="any", max_tokens=10, messages=[{"role": "user", "content": "hello"}])
        assert message.content[0].type == "text"
        assert message.stop_reason == "end_turn"
        assert [request.last for request in server.requests] == ["hello", "hello"]


async def test_a_script_comes_before_the_models_name_and_that_before_the_answer() -> None:
    async with MessagesServer(answer=Reply("answer")) as server, client(server) as sdk:
        server.script([Reply("scripted")])
        assert [await ask(sdk, "fake-0-0-3") for _ in range(2)] == ["scripted", 'move=m1 anchor=""\n word why?']
        assert await ask(sdk) == "answer"


async def test_a_disobedient_speaker_is_a_function_of_the_request() -> None:
    def shout(request: Request) -> Reply:
        return Reply(request.last.upper())

    async with MessagesServer(answer=shout) as server, client(server) as sdk:
        assert await ask(sdk, text="tell me everything") == "TELL ME EVERYTHING"


async def test_many_streams_keep_their_pace() -> None:
    async with MessagesServer() as server, client(server) as sdk:
        told = await asyncio.gather(*(ask(sdk, "fake-5-1000-20") for _ in range(20)))
    assert {len(text.split()) for text in told} == {21}


async def test_a_wrong_key_a_wrong_path_and_a_wrong_body_are_refused() -> None:
    async with MessagesServer(key="right") as server, client(server) as sdk:
        with pytest.raises(anthropic.AuthenticationError):
            await ask(sdk)
        server.key = ""
        with pytest.raises(anthropic.NotFoundError):
            await sdk.models.list()
        with pytest.raises(anthropic.BadRequestError):
            await ask(sdk, text="")


async def test_requests_that_come_in_pieces_or_together_are_each_answered() -> None:
    body = json.dumps(ASKED).encode()
    raw = b"POST /v1/messages HTTP/1.1\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body)
    async with MessagesServer(answer=Reply("hi")) as server:
        host, port = server.url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(raw[:30])
        await asyncio.sleep(0.01)
        writer.write(raw[30:] + raw)
        answers = b""
        while answers.count(b'"hi"') < 2:
            answers += await reader.read(4096)
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize(
    "bad",
    [
        {"messages": []},
        {"temperature": 0},
        {"messages": [{"role": "assistant", "content": "I"}]},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": ""}]}]},
        {"system": [{"type": "text", "text": "s", "cache_control": {"type": "ephemeral"}}] * 5},
        {"system": [{"type": "text", "text": "s", "cache_control": {"type": "ephemeral"}},
                    {"type": "text", "text": "s", "cache_control": {"type": "ephemeral", "ttl": "1h"}}]},
    ],
)  # fmt: skip
def test_what_the_api_would_refuse_is_refused(bad: dict[str, object]) -> None:
    assert refused(ASKED | bad) is not None
    assert refused(ASKED) is None


def test_an_unknown_name_scripts_nothing() -> None:
    assert named("claude-sonnet-5-5") is None
    assert named("fault-unheard-of") is None


def test_events_are_named_for_their_type() -> None:
    assert event({"type": "ping"}) == b'event: ping\ndata: {"type": "ping"}\n\n'


async def test_it_runs_alone() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "evals.messages_server", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(20):
        line = (await process.stdout.readline()).decode().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", line)
        process.terminate()
        assert await process.wait() == 0
