import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from api import app as application
from api.app import HEADERS, Shell, build_routes
from api.seam import Service
from tests.api.stage import ScriptedService

pytestmark = pytest.mark.anyio


def routes(opened: list[str]) -> FastAPI:
    @asynccontextmanager
    async def service() -> AsyncIterator[Service]:
        opened.append("open")
        yield ScriptedService()
        opened.append("closed")

    return build_routes(service)


async def test_the_service_lives_as_long_as_the_server_and_the_collector_is_calmed() -> None:
    opened: list[str] = []
    app = routes(opened)
    assert opened == []
    async with app.router.lifespan_context(app):
        assert opened == ["open"]
        assert gc.get_threshold() == (50_000, 20, 50)
        assert gc.get_freeze_count() > 0
    assert opened == ["open", "closed"]


async def test_a_service_that_will_not_close_is_left_behind(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    @asynccontextmanager
    async def stubborn() -> AsyncIterator[Service]:
        yield ScriptedService()
        await asyncio.sleep(60)

    monkeypatch.setattr(application, "CLOSE_S", 0.01)
    app = build_routes(stubborn)
    async with app.router.lifespan_context(app):
        pass
    assert "service.close_timeout" in caplog.text


async def test_a_mistake_of_ours_is_logged_by_its_places_alone(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 500, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        raise ValueError("the candidate said XYZZY")

    transport = httpx2.ASGITransport(app=Shell(broken))
    async with httpx2.AsyncClient(transport=transport, base_url="http://x") as client:
        answer = await client.get("/")
    assert all(answer.headers[name] == value for name, value in HEADERS.items())
    assert "ValueError" in caplog.text
    assert "XYZZY" not in caplog.text


def test_the_page_asks_nobody_else_for_anything() -> None:
    for path in application.WEB.rglob("*"):
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text, path
        assert "https://" not in text, path
    page = (application.WEB / "index.html").read_text("utf-8")
    assert "style=" not in page
    assert "<style" not in page
    assert "onclick" not in page
