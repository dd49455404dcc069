"""The application: the gate, security headers, routes, pages, and the life of the service.

It owns how the pieces of the transport stand in line. It decides nothing about interviews.
"""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TypedDict

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from interviewer.errors import InterviewerError, traceless

from . import live, rest
from .auth import Access, Gate
from .errors import ErrorBody, error_body, outcome
from .seam import OpenService, Service

WEB = Path(__file__).parent / "web"
CLOSE_S = 4.0
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
HEADERS = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(self)",
    "cache-control": "no-store",
}
log = logging.getLogger(__name__)


class Lifetime(TypedDict):
    """What the lifespan hands to every request."""

    service: Service


class Shell:
    """The outermost ring: security headers on every answer, and the last line of defence against our own mistakes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.http.response.start"}:
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, dressed)
        except Exception as error:  # noqa: BLE001 - the client has its 500; the log must not quote a candidate
            log.error("request.failed %s", traceless(error))


def create_app(open_service: OpenService, access: Access, hosts: Iterable[str] = ()) -> ASGIApp:
    """Return the whole application around a service that lives as long as the server does.

    Args:
        open_service: opens the service; called once, at start.
        access: the secrets of the home folder.
        hosts: names besides the loopback ones that the server answers to.
    """
    return Shell(Gate(build_routes(open_service), access, hosts))


def build_routes(open_service: OpenService) -> FastAPI:
    """Return the routes without the gate: what the OpenAPI document describes."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[Lifetime]:
        stack = AsyncExitStack()
        service = await stack.enter_async_context(open_service())
        _calm_collector()
        try:
            yield {"service": service}
        finally:
            try:
                async with asyncio.timeout(CLOSE_S):
                    await stack.aclose()
            except TimeoutError:
                log.warning("service.close_timeout")

    app = FastAPI(
        title="Lab interviewer",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        exception_handlers={
            InterviewerError: _known,
            RequestValidationError: _invalid,
            HTTPException: _http,
            Exception: _unknown,
        },
    )
    app.include_router(rest.router)
    app.include_router(live.router)
    app.add_route("/", _page)
    app.add_route("/favicon.svg", _icon)
    app.mount("/web", Assets(directory=WEB))
    return app


class Assets(StaticFiles):
    """The page's files: always asked for again, answered from their ETag."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]  # passed through as they came
        response.headers["cache-control"] = "no-cache"
        return response


async def _page(_: Request) -> Response:
    return FileResponse(WEB / "index.html", headers={"cache-control": "no-cache"})


async def _icon(_: Request) -> Response:
    return FileResponse(WEB / "favicon.svg", headers={"cache-control": "no-cache"})


def _calm_collector() -> None:
    """Keep the garbage collector from stalling streams: what is loaded now stays, and full collections are rare."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _refusal(status: int, body: ErrorBody) -> JSONResponse:
    content = body.model_dump(exclude_none=True)
    return JSONResponse(content, status)


async def _known(_: Request, error: Exception) -> Response:
    assert isinstance(error, InterviewerError)
    return _refusal(outcome(error).status, error_body(error))


async def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]  # never its input: that is the candidate's
    where = ".".join(str(part) for part in first["loc"])
    return _refusal(422, ErrorBody(error="Invalid", code="invalid", detail=f"{where}: {first['msg']}"[:300]))


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = {404: "no_such_path", 405: "method", 413: "too_large"}.get(error.status_code, "http")
    return _refusal(error.status_code, ErrorBody(error="Http", code=code, detail=error.detail))


async def _unknown(_: Request, __: Exception) -> Response:
    advice = "Try again; if it stays, report it."
    body = ErrorBody(error="Internal", code="internal", detail="Something broke on the server.", advice=advice)
    return _refusal(500, body)
