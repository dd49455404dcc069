"""Shared by all tests: no keys, no proxies, one async backend, one PostgreSQL."""

import os
from collections.abc import Iterator

import pytest

from tests.postgres import Server, running_server


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One server for the whole run; a machine that cannot have one skips, the CI fails."""
    try:
        context = running_server()
        server = context.__enter__()
    except (OSError, RuntimeError) as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no PostgreSQL server here: {error}")
    yield server
    context.__exit__(None, None, None)


@pytest.fixture
def postgres_url(postgres_server: Server) -> str:
    """The URL of an empty database."""
    return postgres_server.create_database()
