"""Every contract test runs on both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from interviewer.store.sql import SqlStore, open_store


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
async def store(url: str, home: Path) -> AsyncIterator[SqlStore]:
    async with open_store(url, "here", home) as opened:
        yield opened
