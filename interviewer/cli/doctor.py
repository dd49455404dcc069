"""Checks of everything an interview needs, one line each, with what to do where something is missing.

A check looks and tells; it repairs nothing, and no line holds a key, a password or a word of an interview.
"""

import asyncio
import os
import platform
import secrets
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Literal

from interviewer.cli.problems import FAILED, OK
from interviewer.errors import InterviewerError
from interviewer.settings import OFFICIAL, Settings, load_settings

LEAST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    mark: Literal["ok", "warn", "fail"]
    what: str
    says: str


def examine(*, ask_model: bool) -> int:
    """Print all findings as they come and return the exit code."""
    return asyncio.run(_examine(ask_model=ask_model))


async def _examine(*, ask_model: bool) -> int:
    failed = False
    async for finding in _findings(ask_model=ask_model):
        failed = failed or finding.mark == "fail"
        print(f"{finding.mark:<4}  {finding.what}: {finding.says}", flush=True)
    return FAILED if failed else OK


async def _findings(*, ask_model: bool) -> AsyncIterator[Finding]:
    yield _python()
    try:
        settings = load_settings()
    except InterviewerError as error:
        yield Finding("fail", "settings", f"{error}")
        return
    yield _folder(settings)
    yield await _database(settings)
    for finding in (*_content(settings), *_engines(settings)):
        yield finding
    if ask_model:
        yield await _model(settings)
    yield _port(settings)
    yield Finding("ok", "browser", "the pages need any current browser; nothing has to be installed for them")


def _python() -> Finding:
    found = platform.python_version()
    if sys.version_info < LEAST_PYTHON:
        return Finding("fail", "Python", f"{found} is too old; install {'.'.join(map(str, LEAST_PYTHON))} or newer")
    return Finding("ok", "Python", found)


def _folder(settings: Settings) -> Finding:
    """Write and remove a file in the data folder."""
    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.home) as file:
            file.write(b"x")
    except OSError as error:
        advice = "Choose another folder with INTERVIEWER_HOME."
        return Finding("fail", "data folder", f"{settings.home}: {error.strerror}. {advice}")
    if os.name == "posix" and settings.home.stat().st_mode & 0o077:
        return Finding("warn", "data folder", f"{settings.home} can be entered by others; chmod 700 closes it")
    return Finding("ok", "data folder", f"{settings.home}")


async def _database(settings: Settings) -> Finding:
    """Open the database as a service does, its tables brought up to date."""
    from interviewer.store.sql import open_store

    kind = settings.database_url.partition(":")[0] or "sqlite"
    try:
        async with open_store(settings.database_url, f"doctor-{secrets.token_hex(4)}", settings.home) as store:
            await store.rows("local", limit=1)
    except InterviewerError as error:
        return Finding("fail", "database", f"{kind}: {error}")
    return Finding("ok", "database", f"{kind}, its tables are up to date")


def _content(settings: Settings) -> Iterator[Finding]:
    from interviewer.content import FileLibrary, check

    where = "" if settings.content is None else f"{settings.content}: "
    try:
        library = FileLibrary(settings.content)
        rounds, personas = library.rounds(), library.personas()
    except InterviewerError as error:
        first = str(error).splitlines()[0]
        yield Finding("fail", "content", f"{where}{first}. See all of it with: interviewer content check")
        return
    found = check([settings.content] if settings.content else ())
    errors = sum(problem.severity == "error" for problem in found)
    if errors or not rounds or not personas:
        yield Finding("fail", "content", f"{where}{errors} errors. See them with: interviewer content check")
        return
    yield Finding("ok", "content", f"{where}{len(rounds)} rounds, {len(personas)} personas")


def _engines(settings: Settings) -> Iterator[Finding]:
    yield Finding("ok", "engine rehearsal", "speaks the written questions, offline, without a key")
    if not settings.has_claude:
        yield Finding("warn", "engine claude", "not available; set ANTHROPIC_API_KEY to have Claude speak")
        return
    key = settings.anthropic_api_key or settings.anthropic_auth_token
    secret = "a key is set" if key else "no key is set"
    where = settings.model_host if settings.anthropic_base_url != OFFICIAL else "the official service"
    yield Finding("ok", "engine claude", f"{settings.model} at {where}, {secret}; --probe asks it something")


async def _model(settings: Settings) -> Finding:
    from interviewer.bootstrap import probe

    try:
        answered = await probe(settings)
    except InterviewerError as error:
        return Finding("fail", "model service", str(error))
    return Finding("ok", "model service", f"{answered} answers")


def _port(settings: Settings) -> Finding:
    """Try to listen where the server would."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    where = f"{settings.host}:{settings.port}"
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            return Finding("warn", "port", f"{where}: {error.strerror}; the server takes the next free one")
    return Finding("ok", "port", f"{where} is free")
