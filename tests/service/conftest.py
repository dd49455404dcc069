"""A whole service over a real database, as a fixture that may be opened several times: that is several processes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from interviewer.bootstrap import open_service
from interviewer.events import Setup
from interviewer.ports import Reader
from interviewer.service.practice import LOCAL_OWNER
from interviewer.settings import Settings
from tests.service.stage import HandClock, Opener, Puppet, Stage


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def open_stage(home: Path) -> Opener:
    """Open a service; keywords change the set-up. Several may be open over one home: that is several processes."""

    @asynccontextmanager
    async def opened(
        *, engine: str = "claude", interview: str = "", free: bool = True, attach: bool = True, minutes: int = 45,
        round_: str = "safety_brainstorm", persona: str = "anthropic_research", clock: HandClock | None = None,
        database_url: str = "", seed: int = 5, pressure: int = 1, mode: str = "real",
        reader: Reader | None = None,
    ) -> AsyncIterator[Stage]:  # fmt: skip
        clock, puppet = clock or HandClock(), Puppet()
        puppet.free = free
        settings = Settings(home=home, database_url=database_url)
        async with AsyncExitStack() as stack:
            service = await stack.enter_async_context(open_service(settings, engine=puppet, reader=reader, clock=clock))
            stage = Stage(service, clock, puppet)
            stage.interview = interview or await service.interviews.create(
                LOCAL_OWNER,
                Setup.model_validate(
                    {"round": round_, "persona": persona, "minutes": minutes, "engine": engine, "seed": seed,
                     "pressure": pressure, "mode": mode}
                ),
            )  # fmt: skip
            await service.interviews.rooms.open(stage.interview)
            if attach:
                feed = await stack.enter_async_context(service.interviews.attach(LOCAL_OWNER, stage.interview))

                async def listen() -> None:
                    async for frame in feed:
                        stage.frames.append(frame)

                listening = asyncio.create_task(listen())
                stack.push_async_callback(_stop, listening)
            yield stage

    return opened


async def _stop(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
