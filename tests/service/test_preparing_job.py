"""Material is prepared beside the interview, once, whatever becomes of planner, process or lease."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from evals.messages_replies import Reply, Request, obedient
from evals.messages_server import MessagesServer
from interviewer import events as ev
from interviewer.bootstrap import open_service
from interviewer.errors import ProviderError, StoreError
from interviewer.ports import Appended, Draft, Study
from interviewer.preparation import Preparation, Prepared
from interviewer.preparing import PLANNER
from interviewer.service import commands as do
from interviewer.service.practice import LOCAL_OWNER
from interviewer.service.preparing_job import PATIENCE_S
from interviewer.settings import Settings
from interviewer.setup import Setup
from tests.service.stage import HandClock, Puppet, Stage
from tests.talks import talk

pytestmark = pytest.mark.anyio

GAIN = next(claim.quote for claim in talk("rl").claims if "78.2" in claim.quote)
ASK = "You report a return of 78.2 after 71.4. How would you convince me that this is more than luck?"


class Reader:
    """A planner that plans when it is told, or fails as it is told."""

    name = "claude"

    def __init__(self, error: Exception | None = None, *, free: bool = True) -> None:
        self.studies: list[Study] = []
        self.error, self.free = error, asyncio.Event()
        self.left = 0
        if free:
            self.free.set()

    async def prepare(self, study: Study) -> Preparation:
        self.studies.append(study)
        try:
            await self.free.wait()
        except asyncio.CancelledError:
            self.left += 1
            raise
        if self.error:
            raise self.error
        questions = (
            Prepared(question="noise", quote=GAIN, ask=ASK),
            Prepared(question="held-fixed", quote="Nobody ever wrote these words here", ask=ASK),
        )
        return Preparation(material=study.material.id, planner="reader 1", questions=questions)


Opened = Callable[..., Any]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Open a service with an interview on a talk; opened again over the same home it is another process."""

    @asynccontextmanager
    async def open_(
        reader: Reader, *, engine: str = "claude", interview: str = "", clock: HandClock | None = None,
        attach: bool = True, names: tuple[str, ...] = ("rl",), round_: str = "research_talk",
    ) -> AsyncIterator[Stage]:  # fmt: skip
        clock, puppet = clock or HandClock(), Puppet()
        async with AsyncExitStack() as stack:
            service = await stack.enter_async_context(
                open_service(Settings(home=tmp_path), engine=puppet, planner=reader, clock=clock)
            )
            stage = Stage(service, clock, puppet, interview)
            if not interview:
                for name in names:
                    await service.store.save_material(LOCAL_OWNER, talk(name))
                setup = {"round": round_, "persona": "anthropic_research", "minutes": 45, "engine": engine, "seed": 5}
                brought = [f"m-{name}" for name in names]
                stage.interview = await service.interviews.create(LOCAL_OWNER, Setup.model_validate(setup), brought)
            await service.interviews.rooms.open(stage.interview)
            if attach:
                await stack.enter_async_context(service.interviews.attach(LOCAL_OWNER, stage.interview))
            yield stage

    return open_


async def prepared(stage: Stage) -> Preparation:
    await stage.until(lambda: stage.room.state.prepared)
    (body,) = await stage.bodies(ev.MaterialPrepared)
    assert stage.room.state.preparation == body.preparation
    return body.preparation


async def test_what_a_planner_made_is_checked_completed_by_the_rules_and_kept_once(opened: Opened) -> None:
    reader = Reader()
    async with opened(reader) as stage:
        made = await prepared(stage)
        assert made.questions[0].ask == ASK
        assert made.planner == f"reader 1, completed by {PLANNER}"
        assert len(made.questions) > 6
        assert {doubt.kind for doubt in made.doubts} == {"valid", "wrong"}
        assert any("not in the material" in line for line in made.dropped)
        (study,) = reader.studies
        assert study.material.id == "m-rl"
        assert all(question.claim for question in study.questions)
        await stage.asked()
        assert (await stage.kinds()).count("material.prepared") == 1


async def test_without_a_model_the_rules_prepare(opened: Opened) -> None:
    reader = Reader()
    async with opened(reader, engine="rehearsal") as stage:
        assert (await prepared(stage)).planner == PLANNER
        assert not reader.studies


async def test_the_interview_begins_and_goes_on_while_the_planner_is_still_reading(opened: Opened) -> None:
    reader = Reader(free=False)
    async with opened(reader) as stage:
        await stage.asked()
        await stage.answer("We bound the critic by its neighbours.", done=False)
        await stage.until(lambda: len(stage.room.state.answers) == 1)
        assert not stage.room.state.prepared
        reader.free.set()
        await prepared(stage)


async def test_a_planner_that_takes_too_long_is_replaced_by_the_rules_which_say_so(opened: Opened) -> None:
    reader = Reader(free=False)
    async with opened(reader) as stage:
        await stage.asked()
        await stage.until(lambda: bool(reader.studies))
        await stage.clock.advance(PATIENCE_S + 1)
        made = await prepared(stage)
        assert made.planner == f"{PLANNER}, in place of claude: it took too long"
        assert reader.left == 1
        assert made.questions


@pytest.mark.parametrize(
    ("error", "why"),
    [(ProviderError("overloaded", "Later.", retryable=True), "overloaded"), (ValueError("secret words"), "ValueError")],
)
async def test_a_planner_that_fails_is_replaced_by_the_rules_which_say_so(
    opened: Opened, error: Exception, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(Reader(error)) as stage:
        assert (await prepared(stage)).planner == f"{PLANNER}, in place of claude: {why}"
    assert "secret words" not in caplog.text


async def test_when_even_the_rules_break_the_interview_goes_on_without(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Preparation:
        raise RuntimeError("secret words")

    monkeypatch.setattr("interviewer.service.preparing_job.vetted", broken)
    async with opened(Reader()) as stage:
        await stage.until(lambda: stage.room.state.prepared)
        (body,) = await stage.bodies(ev.PreparationFailed)
        assert body.detail == "The planner broke (RuntimeError)."
        assert stage.room.state.preparation is None
        await stage.asked()


async def test_of_several_documents_the_one_with_most_to_quote_is_prepared(opened: Opened) -> None:
    async with opened(Reader(), names=("safety", "systems")) as stage:
        assert (await prepared(stage)).material == "m-systems"


async def test_a_round_that_quotes_nothing_prepares_nothing(opened: Opened) -> None:
    reader = Reader()
    async with opened(reader, round_="safety_brainstorm") as stage:
        await stage.asked()
        assert not reader.studies
        assert "material.prepared" not in await stage.kinds()


async def test_nothing_is_prepared_any_more_when_the_interview_is_closed(opened: Opened) -> None:
    reader = Reader(free=False)
    async with opened(reader) as stage:
        await stage.asked()
        await stage.until(lambda: bool(reader.studies))
        await stage.do(do.Finish(id="finish-00001"))
        await stage.until(lambda: stage.room.state.status == "closed")
        reader.free.set()
        await stage.until(lambda: stage.room.state.judging == "done" or stage.room.state.judging == "incomplete")
        assert "material.prepared" not in await stage.kinds()


async def test_a_full_disk_delays_it_and_loses_nothing(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader(free=False)
    async with opened(reader) as stage:
        await stage.asked()
        real: Callable[..., Awaitable[Appended]] = stage.service.store.append
        left = [1]

        async def full(interview: str, drafts: list[Draft], **rest: Any) -> Appended:
            if drafts[0].body.kind == "material.prepared" and left[0]:
                left[0] -= 1
                raise StoreError("No space left on the device.")
            return await real(interview, drafts, **rest)

        monkeypatch.setattr(stage.service.store, "append", full)
        reader.free.set()
        await stage.until(lambda: not left[0])
        for _ in range(8):
            await stage.clock.advance(1)
        await prepared(stage)


async def test_a_process_that_stopped_while_reading_leaves_the_work_to_the_next(opened: Opened) -> None:
    first = Reader(free=False)
    async with opened(first) as stage:
        await stage.asked()
        await stage.until(lambda: bool(first.studies))
        interview = stage.interview
    assert first.left == 1, "nothing reads on after the service has closed"
    second = Reader()
    async with opened(second, interview=interview) as stage:
        assert (await prepared(stage)).questions[0].ask == ASK
        assert len(second.studies) == 1
    third = Reader()
    async with opened(third, interview=interview) as stage:
        assert (await prepared(stage)).questions
        assert not third.studies, "what is prepared is never prepared again"


async def test_a_process_that_lost_its_lease_while_reading_writes_nothing(opened: Opened) -> None:
    slow, quick = Reader(free=False), Reader()
    async with opened(slow) as a:
        await a.asked()
        await a.until(lambda: bool(slow.studies))
        assert a.room.epoch is not None
        await a.service.store.release(a.interview, a.service.process, a.room.epoch, 0)
        async with opened(quick, interview=a.interview, clock=a.clock) as b:
            await prepared(b)
            slow.free.set()
            for _ in range(4):
                await a.clock.advance(0.3)
                await asyncio.sleep(0.02)
            assert (await b.kinds()).count("material.prepared") == 1


async def test_with_a_model_service_the_preparation_comes_from_it_and_is_paid_once(tmp_path: Path) -> None:
    def answer(request: Request) -> Reply:
        if "You prepare an interviewer" not in request.body["system"][0]["text"]:
            return obedient(request)
        questions = [{"question": "noise", "quote": GAIN, "ask": ASK}]
        return Reply(text=json.dumps({"questions": questions, "misreadings": [], "doubts": []}))

    async with MessagesServer(answer=answer) as server:
        settings = Settings(home=tmp_path, anthropic_base_url=server.url)
        async with open_service(settings) as service:
            stage = Stage(service, HandClock(), Puppet())
            await service.store.save_material(LOCAL_OWNER, talk("rl"))
            setup = {"round": "research_talk", "persona": "anthropic_research", "minutes": 45, "engine": "claude"}
            stage.interview = await service.interviews.create(LOCAL_OWNER, Setup.model_validate(setup), ["m-rl"])
            async with service.interviews.attach(LOCAL_OWNER, stage.interview):
                made = await prepared(stage)
        asked = [request for request in server.requests if "output_config" in request.body]
    assert made.questions[0].ask == ASK
    assert made.planner.startswith("claude claude-sonnet-5-5")
    assert len(asked) == 1


CHILD = """
import asyncio, sys
from tests.service.test_preparing_job import Reader
from interviewer.bootstrap import open_service
from interviewer.settings import Settings
from tests.service.stage import Puppet

async def main(home, interview):
    reader = Reader(free=False)
    async with open_service(Settings(home=home), engine=Puppet(), planner=reader) as service:
        async with service.interviews.attach("local", interview):
            while not reader.studies:
                await asyncio.sleep(0.01)
            print("reading", flush=True)
            await asyncio.sleep(600)

asyncio.run(main(*sys.argv[1:]))
"""


def read_and_be_killed(home: Path, interview: str) -> str:
    """Run another process until its planner reads, and kill it; return what it said last."""
    command = [sys.executable, "-c", CHILD, str(home), interview]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        child.send_signal(signal.SIGKILL)
    return line.strip()


@pytest.mark.slow
async def test_a_process_killed_while_reading_leaves_the_work_to_the_next(opened: Opened, tmp_path: Path) -> None:
    async with opened(Reader(free=False), attach=False) as stage:
        interview = stage.interview
    assert await asyncio.to_thread(read_and_be_killed, tmp_path, interview) == "reading"
    async with opened(Reader(), interview=interview) as stage:
        assert (await prepared(stage)).questions[0].ask == ASK
        assert (await stage.kinds()).count("material.prepared") == 1
