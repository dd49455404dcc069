import http.client
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from websockets.exceptions import InvalidStatus

from api.auth import COOKIE_DAYS, Access
from tests.api.stage import Running, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("home"), hosts=["practice.example"]) as running:
        yield running


def test_a_start_token_works_once(tmp_path: Path) -> None:
    access = Access(tmp_path)
    token = access.start_token()
    cookie = access.redeem(token)
    assert cookie is not None
    assert access.owner(cookie) == "local"
    assert access.redeem(token) is None
    assert access.start_token() != token


def test_command_line_and_server_of_one_home_agree_on_the_token(tmp_path: Path) -> None:
    assert Access(tmp_path).start_token() == Access(tmp_path).start_token()


def test_a_cookie_outlives_the_server_and_not_the_home(tmp_path: Path) -> None:
    cookie = Access(tmp_path / "a").sign()
    assert Access(tmp_path / "a").owner(cookie) == "local"
    assert Access(tmp_path / "b").owner(cookie) is None


def test_two_homes_on_one_host_do_not_overwrite_each_others_cookies(tmp_path: Path) -> None:
    assert Access(tmp_path / "a").cookie != Access(tmp_path / "b").cookie


@pytest.mark.parametrize("cookie", ["", ".", "..", "1.2.3", "x" * 5000, "ä.ö.ü"])
def test_a_forged_cookie_stands_for_nobody(tmp_path: Path, cookie: str) -> None:
    assert Access(tmp_path).owner(cookie) is None


def test_a_cookie_ends_some_day(tmp_path: Path) -> None:
    cookie = Access(tmp_path).sign()
    later = Access(tmp_path, clock=lambda: time.time() + COOKIE_DAYS * 86_400 + 1)
    assert later.owner(cookie) is None


def test_the_secrets_are_for_the_user_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    Access(home).start_token()
    assert {stat.S_IMODE(path.stat().st_mode) for path in home.iterdir()} == {0o600}
    assert sorted(path.name for path in home.iterdir()) == ["access.key", "start.token"]


def test_the_link_becomes_a_cookie_by_redirect_and_then_the_page_opens(server: Running) -> None:
    with httpx2.Client(base_url=server.url) as browser:
        welcome = browser.get(f"/?token={server.access.start_token()}")
        assert (welcome.status_code, welcome.headers["location"]) == (303, "/")
        cookie = welcome.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert browser.get("/").status_code == 200


def test_a_used_link_says_so_and_still_opens_for_who_is_in(server: Running) -> None:
    token = server.access.start_token()
    with httpx2.Client(base_url=server.url) as first, httpx2.Client(base_url=server.url) as second:
        assert first.get(f"/?token={token}").status_code == 303
        refused = second.get(f"/?token={token}", headers={"accept": "text/html"})
        assert (refused.status_code, refused.headers["content-type"]) == (401, "text/html; charset=utf-8")
        assert "works once" in refused.text
        assert first.get(f"/?token={token}").status_code == 303


@pytest.mark.parametrize(
    "path",
    ["/", "/favicon.svg", "/web/app.js", "/v1/catalogue", "/v1/interviews", "/v1/healthz", "/v1/openapi.json", "/x"],
)
def test_nothing_answers_without_a_cookie(server: Running, path: str) -> None:
    answer = httpx2.get(f"{server.url}{path}")
    assert (answer.status_code, answer.json()["code"]) == (401, "no_cookie")


def test_the_health_check_needs_no_cookie_and_tells_nothing(server: Running) -> None:
    assert httpx2.get(f"{server.url}/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "localhost@evil.example", "[", "0.0.0.0"]
)
def test_the_server_answers_to_its_own_names_only(server: Running, host: str) -> None:
    with server.client(host=host) as client:
        assert client.get("/healthz").status_code == 403


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:9", "[::1]:8", "practice.example"])
def test_loopback_and_configured_names_are_its_own(server: Running, host: str) -> None:
    with server.client(host=host) as client:
        assert client.get("/v1/catalogue").status_code == 200


FOREIGN = [
    "https://evil.example",
    "null",
    "http://127.0.0.1",
    "http://localhost:{port}",
    "http://127.0.0.1:{port}.evil.example",
]


@pytest.mark.parametrize("origin", [*FOREIGN, ""])
def test_a_change_asked_for_by_another_page_is_refused(server: Running, origin: str) -> None:
    interview = server.interview()
    with server.client(origin=origin.format(port=server.port)) as client:
        for refused in (client.post("/v1/interviews", json={}), client.delete(f"/v1/interviews/{interview}")):
            assert (refused.status_code, refused.json()["code"]) == (403, "origin")
        assert client.get(f"/v1/interviews/{interview}").status_code == 200


def test_a_change_without_an_origin_is_refused(server: Running) -> None:
    cookie = f"{server.access.cookie}={server.cookie}"
    assert httpx2.post(f"{server.url}/v1/interviews", json={}, headers={"cookie": cookie}).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("path", ["/v1/interviews", "/v1/materials?name=a&kind=paper"])
def test_content_types_a_foreign_form_could_send_are_not_taken(server: Running, path: str, kind: str) -> None:
    with server.client() as client:
        assert client.post(path, content=b"{}", headers={"content-type": kind}).status_code == 415


def test_a_body_without_a_content_type_is_not_taken(server: Running) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    headers = {"cookie": f"{server.access.cookie}={server.cookie}", "origin": server.url}
    connection.request("POST", "/v1/interviews", b"{}", headers)
    assert connection.getresponse().status == 415
    connection.close()


@pytest.mark.parametrize("origin", [*FOREIGN, None])
def test_a_socket_from_another_page_is_refused_before_it_opens(server: Running, origin: str | None) -> None:
    interview = server.interview()
    origin = origin and origin.format(port=server.port)
    with pytest.raises(InvalidStatus) as refused, server.socket(interview, origin=origin):
        pass
    assert refused.value.response.status_code == 403


def test_a_socket_without_a_cookie_is_refused_before_it_opens(server: Running) -> None:
    with pytest.raises(InvalidStatus) as refused, server.socket(server.interview(), headers={"cookie": "a=b"}):
        pass
    assert refused.value.response.status_code == 401
