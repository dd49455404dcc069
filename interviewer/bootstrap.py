"""Settings in, a ready service out: the one place that picks adapters. Everything it opens, it closes."""

import asyncio
import datetime as dt
import hashlib
import os
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

from interviewer.errors import ProviderError
from interviewer.ports import Clock, InterviewStore, Planner, Reader, Utterer
from interviewer.service.interviews import Engine, Interviews
from interviewer.service.jobs import Jobs
from interviewer.service.listening import Listening
from interviewer.service.materials import Materials
from interviewer.service.practice import Service
from interviewer.service.preparing_job import Preparing
from interviewer.service.rooms import Rooms
from interviewer.settings import Settings
from interviewer.worker import Worker

REHEARSAL = "Speaks the written questions, works offline, needs no key. Nothing leaves this machine."
CLAUDE = "Claude speaks. Your answers and the material of the interview go to the model service at {where}."
READING_S = 20.0
"""After which a reading would come too late for the next decision as well."""
NO_KEY = "Set ANTHROPIC_API_KEY (and ANTHROPIC_BASE_URL for a server of your own), then start again."


class SystemClock:
    """Real time."""

    def now(self) -> dt.datetime:
        """Return the aware UTC time."""
        return dt.datetime.now(dt.UTC)

    def monotonic(self) -> float:
        """Return seconds that never go back; they stand while the machine sleeps."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


@asynccontextmanager
async def open_service(
    settings: Settings,
    *,
    engine: Utterer | None = None,
    planner: Planner | None = None,
    reader: Reader | None = None,
    store: InterviewStore | None = None,
    clock: Clock | None = None,
) -> AsyncIterator[Service]:
    """Open the service with its worker; a keyword replaces an adapter for a test or an eval.

    Args:
        settings: the environment, read.
        engine: speaks instead of Claude under the engine's name ``claude``.
        planner: prepares the candidate's material instead of Claude, in interviews that Claude speaks in.
        reader: reads answers instead of Claude, in interviews that Claude speaks in.
        store: kept open by the caller.
        clock: time for everything above the store.
    """
    from interviewer.content import FileLibrary
    from interviewer.graph.conversation import LangGraphConversation
    from interviewer.materials.extract import ChildExtractor
    from interviewer.render import ReportRenderer
    from interviewer.store.sql import open_store

    clock = clock or SystemClock()
    process = f"{os.getpid()}-{secrets.token_hex(4)}"
    async with AsyncExitStack() as stack:
        if store is None:
            store = await stack.enter_async_context(
                open_store(settings.database_url, process, Path(settings.home), clock.now)
            )
        library, renderer = FileLibrary(settings.content), ReportRenderer()
        utterers, engines = await _engines(settings, engine, store, clock, stack)
        rooms = Rooms(store, library, clock, frozenset(utterers))
        jobs = _jobs(_planners(settings, planner, utterers, store, clock, stack), store)
        listening = Listening(_readers(settings, reader, utterers, store, clock, stack), settings.reading_wait_s)
        worker = Worker(rooms, store, clock, LangGraphConversation(), utterers, jobs, listening, process)
        await worker.start()
        stack.push_async_callback(worker.stop)
        yield Service(
            interviews=Interviews(rooms, store, library, renderer, engines),
            materials=Materials(store, ChildExtractor()),
            library=library,
            renderer=renderer,
            store=store,
            process=process,
            database=settings.database_url.partition(":")[0] or "sqlite",
            probe=lambda: probe(settings, clock),
        )


async def _engines(
    settings: Settings, engine: Utterer | None, store: InterviewStore, clock: Clock, stack: AsyncExitStack
) -> tuple[dict[str, Utterer], dict[str, Engine]]:
    """Return the speakers by name, and how the start page shows them."""
    from interviewer.engines.rehearsal import Rehearsal

    utterers: dict[str, Utterer] = {"rehearsal": Rehearsal()}
    shown = {"rehearsal": Engine("rehearsal", available=True, says=REHEARSAL)}
    says = CLAUDE.format(where=settings.model_host)
    if engine is not None:
        utterers["claude"] = engine
    elif settings.has_claude:
        utterers["claude"] = await _claude(settings, store, clock, stack)
    ready = "claude" in utterers
    shown["claude"] = Engine("claude", available=ready, says=says, why="" if ready else NO_KEY)
    return utterers, shown


async def _claude(settings: Settings, store: InterviewStore, clock: Clock, stack: AsyncExitStack) -> Utterer:
    """Return Claude with its journal; the SDK costs a second to import, so it is imported here."""
    from interviewer.engines.claude import ClaudeUtterer
    from interviewer.engines.journaled import Journaled
    from interviewer.store.sql import SqlStore

    claude = ClaudeUtterer(_access(settings), clock, _fence_key(settings))
    stack.push_async_callback(claude.aclose)
    assert isinstance(store, SqlStore)
    return Journaled(claude, store.journal)


def _jobs(planners: dict[str, Planner], store: InterviewStore) -> Jobs:
    """Return the work beside and after the conversation."""
    from interviewer.graph.assessment import LangGraphAssessor
    from interviewer.graph.debrief import LangGraphDebrief

    return Jobs(LangGraphAssessor(), LangGraphDebrief(), getattr(store, "journal", None), Preparing(planners))


def _planners(
    settings: Settings,
    planner: Planner | None,
    utterers: Mapping[str, Utterer],
    store: InterviewStore,
    clock: Clock,
    stack: AsyncExitStack,
) -> dict[str, Planner]:
    """Return who prepares material, by the engine of the interview; the rules are always among them."""
    from interviewer.engines.journaled import Journaled
    from interviewer.engines.rehearsal_planner import RehearsalPlanner

    planners: dict[str, Planner] = {"rehearsal": RehearsalPlanner()}
    speaker = utterers.get("claude")
    if planner is not None:
        planners["claude"] = planner
    elif isinstance(speaker, Journaled):
        from interviewer.engines.claude_planner import ClaudePlanner

        journal = getattr(store, "journal", None)
        claude = ClaudePlanner(_unhurried(settings), clock, _fence_key(settings), journal, speaker.paid)
        stack.push_async_callback(claude.aclose)
        planners["claude"] = claude
    return planners


def _readers(
    settings: Settings,
    reader: Reader | None,
    utterers: Mapping[str, Utterer],
    store: InterviewStore,
    clock: Clock,
    stack: AsyncExitStack,
) -> dict[str, Reader]:
    """Return who reads answers, by the engine of the interview: nobody where only the written questions are spoken."""
    from interviewer.engines.journaled import Journaled

    speaker = utterers.get("claude")
    if reader is not None:
        return {"claude": reader}
    if settings.reader_model == "none" or not isinstance(speaker, Journaled):
        return {}
    from interviewer.engines.claude_reader import ClaudeReader

    waits = replace(_access(settings).deadlines, total_s=min(settings.total_s, READING_S))
    access = replace(
        _access(settings), model=settings.reader_model, fallback_model=None, max_retries=1, deadlines=waits
    )  # fmt: skip
    journal = getattr(store, "journal", None)
    claude = ClaudeReader(access, clock, _fence_key(settings), journal, speaker.paid)
    stack.push_async_callback(claude.aclose)
    return {"claude": claude}


def _unhurried(settings: Settings):  # type: ignore[no-untyped-def]
    """Return the access for calls that nobody waits for: a model may think before it writes."""
    waits = replace(_access(settings).deadlines, first_text_s=60.0, no_text_s=30.0, total_s=140.0)
    return replace(_access(settings), deadlines=waits)


def _access(settings: Settings):  # type: ignore[no-untyped-def]
    from interviewer.engines.claude_client import Access
    from interviewer.engines.deadlines import Deadlines

    waits = Deadlines(settings.connect_s, settings.first_text_s, settings.no_text_s, settings.total_s)
    return Access(
        model=settings.model,
        fallback_model=settings.fallback_model or None,
        api_key=settings.anthropic_api_key,
        auth_token=settings.anthropic_auth_token,
        base_url=settings.anthropic_base_url,
        deadlines=waits,
    )


def _fence_key(settings: Settings) -> bytes:
    """Return this installation's secret, made on first use and readable by its owner alone."""
    path = Path(settings.home) / "fence.key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        # Whole or not at all, and the first process wins: another one must never read half a key.
        draft = path.with_suffix(f".{secrets.token_hex(8)}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return hashlib.sha256(path.read_bytes()).digest()


async def probe(settings: Settings, clock: Clock | None = None) -> str:
    """Ask the model service one tiny question and return what it is; raises ProviderError."""
    if not settings.has_claude:
        raise ProviderError("auth", NO_KEY, retryable=False)
    from interviewer.engines import claude

    return str(await claude.probe(_access(settings), clock or SystemClock()))
