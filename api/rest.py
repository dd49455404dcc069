"""Everything but the conversation itself, over HTTP: catalogue, materials, interviews, reports, export, deletion.

Routes parse, call the service and return what it said; what may be seen when is the service's decision.
"""

import base64
import hashlib
import re
from collections.abc import AsyncGenerator, Callable, Coroutine
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ValidationError
from pydantic_core import from_json
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from interviewer.material import Material
from interviewer.ports import Json
from interviewer.round import MaterialKind
from interviewer.service.commands import Ack, AnyCommand

from .auth import owner_of
from .errors import ErrorBody
from .live import on_the_wire
from .seam import Service
from .shapes import Catalogue, Created, Listed, MaterialView, NewInterview, NewText, Overview, view

MAX_BODY_BYTES = 512 * 1024
MAX_MATERIAL_BYTES = 20 * 1024 * 1024
MEDIA = {"html": "text/html", "markdown": "text/markdown", "json": "application/json"}
Format = Literal["html", "markdown", "json"]
_BYTES = {"schema": {"type": "string", "format": "binary"}}
MATERIAL_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": NewText.model_json_schema()},
            "application/pdf": _BYTES,
            "application/octet-stream": _BYTES,
        },
    }
}


def service_of(request: Request) -> Service:
    """Return the service the lifespan opened."""
    service: Service = request.state.service
    return service


Owner = Annotated[str, Depends(owner_of)]
Opened = Annotated[Service, Depends(service_of)]


def _refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": ErrorBody} for status in (401, 403, *statuses)}


def _shows(shape: Any, *statuses: int, status: int = 200) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": shape, "description": "Done."}, **_refusals(*statuses)}


class StrictRequest(Request):
    """A request whose body is bounded, and whose JSON is read as strictly as the socket's.

    Strictly: no lone surrogates, which nothing could store.
    """

    limit = MAX_BODY_BYTES

    async def json(self) -> Any:
        return from_json(await self.body())

    async def stream(self) -> AsyncGenerator[bytes, None]:
        length = self.headers.get("content-length", "")
        size = int(length) if length.isdecimal() else 0
        too_large = HTTPException(413, f"The body is over {self.limit:,} bytes.")
        if size > self.limit:
            raise too_large
        size = 0
        async for chunk in super().stream():
            size += len(chunk)
            if size > self.limit:
                raise too_large
            yield chunk


class StrictRoute(APIRoute):
    """A route that reads strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            return await handle(StrictRequest(request.scope, request.receive))

        return strictly


router = APIRouter()
door = APIRouter(prefix="/v1", default_response_class=JSONResponse, route_class=StrictRoute)


@router.get("/healthz", tags=["health"])
async def alive(service: Opened) -> dict[str, str]:
    """Say that the server answers; needs no cookie and tells nothing else."""
    return {"status": "ok" if service.health()["ok"] else "failing"}


@door.get("/healthz", tags=["health"], responses=_refusals())
async def health(service: Opened) -> Json:
    """Say what works: store, engines, content."""
    return service.health()


@door.get("/catalogue", tags=["start"], responses=_shows(Catalogue))
async def catalogue(service: Opened) -> Json:
    """Return everything an interview can be set up from."""
    return service.catalogue()


@door.post(
    "/materials",
    tags=["start"],
    status_code=201,
    responses=_shows(MaterialView, 413, 415, 422, status=201),
    openapi_extra=MATERIAL_BODY,
)
async def add_material(
    request: StrictRequest,
    service: Opened,
    owner: Owner,
    name: Annotated[str, Query(max_length=200)] = "",
    kind: Annotated[MaterialKind | None, Query()] = None,
) -> Response:
    """Keep a document: JSON with its text, or its bytes (at most 20 MB) with ``name`` and ``kind`` in the query."""
    request.limit = MAX_MATERIAL_BYTES
    body = await request.body()
    if request.headers["content-type"].startswith("application/json"):
        text = _text(body)
        name, kind, body = text.name, text.kind, text.text.encode()
    elif not name or kind is None:
        raise RequestValidationError([{"loc": ("query",), "msg": "name and kind are needed with raw bytes"}])
    material = await service.materials.add(owner, name, kind, body)
    return JSONResponse(view(material).model_dump(), 201)


@door.get("/materials/{material}", tags=["start"], responses=_shows(MaterialView, 404))
async def get_material(material: str, service: Opened, owner: Owner) -> MaterialView:
    """Return a document's claims and warnings."""
    found: Material = await service.materials.get(owner, material)
    return view(found)


@door.get("/interviews", tags=["interviews"], responses=_shows(list[Listed]))
async def list_interviews(service: Opened, owner: Owner) -> list[Json]:
    """Return the owner's interviews, newest first."""
    return await service.interviews.listing(owner)


@door.post("/interviews", tags=["interviews"], status_code=201, responses=_shows(Created, 404, 409, 422, status=201))
async def create_interview(wish: NewInterview, service: Opened, owner: Owner) -> Response:
    """Set up an interview; it begins when the first socket opens."""
    interview = await service.interviews.create(owner, wish.setup, wish.materials)
    return JSONResponse({"id": interview}, 201, headers={"location": f"/v1/interviews/{interview}"})


@door.get("/interviews/{interview}", tags=["interviews"], responses=_shows(Overview, 404))
async def get_interview(interview: str, service: Opened, owner: Owner) -> Json:
    """Return where the interview stands."""
    return await service.interviews.overview(owner, interview)


@door.delete("/interviews/{interview}", tags=["interviews"], status_code=204, responses=_refusals(404))
async def delete_interview(interview: str, service: Opened, owner: Owner) -> None:
    """Delete everything of an interview."""
    await service.interviews.delete(owner, interview)


@door.get("/interviews/{interview}/events", tags=["interviews"], responses=_refusals(404))
async def get_events(
    interview: str, service: Opened, owner: Owner, after: Annotated[int, Query(ge=0, le=2**53)] = 0
) -> list[Json]:
    """Return the stored events after a sequence number, as the socket sends them."""
    return [on_the_wire(event, service) for event in await service.interviews.events(owner, interview, after)]


@door.post("/interviews/{interview}/commands", tags=["interviews"], responses=_refusals(404, 409, 413, 422, 503))
async def command(interview: str, command: AnyCommand, service: Opened, owner: Owner) -> Ack:
    """Do what the socket's commands do, for clients without one."""
    return await service.interviews.command(owner, interview, command)


@door.get("/interviews/{interview}/report", tags=["afterwards"], responses=_refusals(404, 409))
async def get_report(
    interview: str, service: Opened, owner: Owner, format_: Annotated[Format, Query(alias="format")] = "html"
) -> Response:
    """Return the report; it opens after a prediction was made or declined."""
    return document(await service.interviews.report(owner, interview, format_), format_)


@door.get("/interviews/{interview}/transcript", tags=["afterwards"], responses=_refusals(404, 409))
async def get_transcript(
    interview: str, service: Opened, owner: Owner, format_: Annotated[Format, Query(alias="format")] = "markdown"
) -> Response:
    """Return who said what."""
    return document(await service.interviews.transcript(owner, interview, format_), format_)


@door.get("/interviews/{interview}/export", tags=["afterwards"], responses=_refusals(404))
async def get_export(interview: str, service: Opened, owner: Owner) -> Json:
    """Return everything that is kept of the interview and may be seen."""
    return await service.interviews.export(owner, interview)


router.include_router(door)


def document(text: str, format_: Format) -> Response:
    """Return a rendered document; HTML may use its own style blocks, by hash, and nothing else."""
    headers = {}
    if format_ == "html":
        headers = {"content-security-policy": document_policy(text), "x-frame-options": "SAMEORIGIN"}
    return Response(text, media_type=MEDIA[format_], headers=headers)


def document_policy(html: str) -> str:
    """Return the content security policy of a one-file document."""
    blocks = re.findall(r"<style[^>]*>(.*?)</style>", html, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(block.encode()).digest()).decode() for block in blocks]
    styles = " ".join(f"'sha256-{digest}'" for digest in hashes) or "'none'"
    return (
        f"default-src 'none'; style-src {styles}; img-src data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'; sandbox allow-popups"
    )


def _text(body: bytes) -> NewText:
    try:
        return NewText.model_validate_json(body)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False, include_url=False)) from None
