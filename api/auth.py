"""Who may come in: the start token, the cookie, and the gate in front of everything that answers.

Loopback is not a trust boundary: any page in the user's browser and any program on the machine can reach the port.
It owns the home folder's two secrets and refuses by Host, Origin and cookie; it knows nothing of interviews.
"""

import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from interviewer.service.practice import LOCAL_OWNER

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
COOKIE_DAYS = 90
SIMPLE_TYPES = frozenset({"text/plain", "multipart/form-data", "application/x-www-form-urlencoded", ""})
"""Content types a foreign page may send without asking first; none of our doors takes them."""
OWNER = "interviewer.owner"


class Access:
    """The secrets of one home folder: a key that signs cookies, and a start token that works once.

    Both are files only the user may read, so that the command line, this server and the next one agree.
    """

    def __init__(self, home: Path, clock: Callable[[], float] = time.time) -> None:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._token = home / "start.token"
        self._clock = clock
        self._key = bytes.fromhex(_read_or_make(home / "access.key"))
        self.cookie = f"interviewer_{hashlib.sha256(self._key).hexdigest()[:8]}"

    def start_token(self) -> str:
        """Return the token that the next browser may trade for a cookie."""
        return _read_or_make(self._token)

    def redeem(self, token: str) -> str | None:
        """Return a cookie for a start token that is good, and make it worthless; None for any other."""
        if not hmac.compare_digest(token.encode(), self.start_token().encode()):
            return None
        used = self._token.with_suffix(f".{secrets.token_hex(8)}")
        try:
            self._token.rename(used)  # one process wins this, whoever else was shown the same link
        except FileNotFoundError:
            return None
        used.unlink()
        return self.sign()

    def sign(self) -> str:
        """Return a fresh cookie value."""
        issued = f"{int(self._clock())}.{secrets.token_hex(8)}"
        return f"{issued}.{self._mac(issued)}"

    def owner(self, cookie: str) -> str | None:
        """Return whom a cookie stands for, or None when it is forged or too old."""
        issued, _, mac = cookie.rpartition(".")
        if not hmac.compare_digest(mac.encode(), self._mac(issued).encode()):
            return None
        age_s = self._clock() - int(issued.partition(".")[0])
        return LOCAL_OWNER if age_s < COOKIE_DAYS * 86_400 else None

    def _mac(self, issued: str) -> str:
        return hmac.new(self._key, f"cookie:{issued}".encode(), hashlib.sha256).hexdigest()


def _read_or_make(path: Path) -> str:
    """Return the secret in a file, made whole or not at all, so that two processes never see halves."""
    with suppress(FileNotFoundError):
        return path.read_text("ascii").strip()
    draft = path.with_suffix(f".{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    return path.read_text("ascii").strip()


def owner_of(connection: HTTPConnection) -> str:
    """Return whose request this is; the gate has made sure that there is somebody."""
    owner: str = connection.scope[OWNER]
    return owner


class Refusal(Exception):
    """The gate says no."""

    def __init__(self, status: int, code: str, detail: str, advice: str) -> None:
        self.status = status
        self.body = {"error": "Forbidden", "code": code, "detail": detail, "advice": advice}
        super().__init__(detail)


class Gate:
    """Stands before the whole application: Host, then start token, then cookie, then Origin and content type."""

    def __init__(self, app: ASGIApp, access: Access, hosts: Iterable[str] = ()) -> None:
        self._app, self._access = app, access
        self._hosts = LOOPBACK | frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        try:
            answer = self._admit(connection)
        except Refusal as refusal:
            answer = _refuse(connection, refusal)
        await (answer or self._app)(scope, receive, send)

    def _admit(self, connection: HTTPConnection) -> Response | None:
        self._check_host(connection)
        path, method = connection.scope["path"], connection.scope.get("method", "GET")
        if path == "/healthz":
            return None
        owner = self._owner(connection)
        if path == "/" and method == "GET" and "token" in connection.query_params:
            return self._welcome(connection, owner)
        if owner is None:
            raise Refusal(401, "no_cookie", "You have not come in yet.", "Open the link that the server printed.")
        if connection.scope["type"] == "websocket" or method not in {"GET", "HEAD"}:
            self._check_origin(connection)
        if method in {"POST", "PUT", "PATCH"}:
            _check_type(connection)
        connection.scope[OWNER] = owner
        return None

    def _check_host(self, connection: HTTPConnection) -> None:
        if _hostname(connection.headers.get("host", "")) not in self._hosts:
            advice = "Use http://127.0.0.1, or name the host in INTERVIEWER_ALLOWED_HOSTS."
            raise Refusal(403, "host", "This server does not answer to that name.", advice)

    def _check_origin(self, connection: HTTPConnection) -> None:
        origin = urlsplit(connection.headers.get("origin", ""))
        host = connection.headers.get("host", "").lower()
        if origin.scheme not in {"http", "https"} or origin.netloc.lower() != host:
            advice = "Send an Origin header that names this server, or use its own page."
            raise Refusal(403, "origin", "The request comes from elsewhere.", advice)

    def _owner(self, connection: HTTPConnection) -> str | None:
        try:
            morsel = SimpleCookie(connection.headers.get("cookie", "")).get(self._access.cookie)
        except CookieError:
            return None
        return self._access.owner(morsel.value) if morsel else None

    def _welcome(self, connection: HTTPConnection, owner: str | None) -> Response:
        cookie = self._access.redeem(connection.query_params["token"])
        if cookie is None and owner is None:
            advice = "Each link works once. Start the server again for a new one."
            raise Refusal(401, "token", "This link was used before, or is not ours.", advice)
        answer = RedirectResponse("/", status_code=303)
        if cookie:
            secure = connection.scope["scheme"] == "https"
            answer.set_cookie(
                self._access.cookie, cookie, max_age=COOKIE_DAYS * 86_400, httponly=True, samesite="strict", secure=secure
            )  # fmt: skip
        return answer


def _hostname(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _check_type(connection: HTTPConnection) -> None:
    kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in SIMPLE_TYPES:
        raise Refusal(415, "content_type", "That content type is not taken.", "Send application/json.")


PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Not in yet</title>
<meta name="viewport" content="width=device-width"><h1>{detail}</h1><p>{advice}</p></html>"""


def _refuse(connection: HTTPConnection, refusal: Refusal) -> Response:
    wants_page = "text/html" in connection.headers.get("accept", "")
    if connection.scope["type"] == "http" and wants_page:
        return HTMLResponse(PAGE.format(**refusal.body), refusal.status)
    return JSONResponse(refusal.body, refusal.status)
