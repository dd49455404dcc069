"""Shared by all tests: no keys, no proxies, one async backend, one PostgreSQL."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from evals.perf.postgres import Server, running_server

if TYPE_CHECKING:
    from tests.simulation import Play


@pytest.fixture(scope="session")
def played() -> "tuple[Play, ...]":
    """Two hundred simulated interviews."""
    from tests.simulation import games

    return games()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def postgres_or_skip() -> Iterator[Server]:
    """A server; where there can be none tests skip, but never in CI."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running_server())
        except (OSError, RuntimeError) as error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"no PostgreSQL server here: {error}")
        yield server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One server for the whole run."""
    yield from postgres_or_skip()


@pytest.fixture(scope="session")
def restartable_postgres() -> Iterator[Server]:
    """A second server, for tests that stop it."""
    yield from postgres_or_skip()


@pytest.fixture
def postgres_url(postgres_server: Server) -> str:
    """The URL of an empty database."""
    return postgres_server.create_database()
