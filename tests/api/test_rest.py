import base64
import hashlib
from collections.abc import Iterator

import httpx2
import pytest

from api.rest import document_policy
from tests.api.stage import SETUP, Running, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture
def client(server: Running) -> Iterator[httpx2.Client]:
    with server.client() as client:
        yield client


def test_an_interview_is_created_listed_read_and_deleted(client: httpx2.Client) -> None:
    created = client.post("/v1/interviews", json={"setup": SETUP.model_dump()})
    interview = created.json()["id"]
    assert (created.status_code, created.headers["location"]) == (201, f"/v1/interviews/{interview}")
    assert interview in [item["id"] for item in client.get("/v1/interviews").json()]
    assert client.get(f"/v1/interviews/{interview}").json()["last_seq"] == 1
    assert client.delete(f"/v1/interviews/{interview}").status_code == 204
    gone = client.get(f"/v1/interviews/{interview}")
    assert (gone.status_code, gone.json()) == (
        404,
        {"error": "NotFound", "code": "not_found", "detail": f"There is no interview '{interview}'.", "advice": ""},
    )


def test_the_commands_of_the_socket_work_without_one(client: httpx2.Client, server: Running) -> None:
    path = f"/v1/interviews/{server.interview()}"
    answer = {"type": "answer", "id": "command-1", "turn": 1, "text": "hello"}
    assert client.post(f"{path}/commands", json=answer).json() == {
        "type": "ack", "id": "command-1", "seq": 2, "repeated": False,
    }  # fmt: skip
    taken = client.post(f"{path}/commands", json=answer | {"text": "taken"})
    assert (taken.status_code, taken.json()["code"], taken.json()["seq"]) == (409, "already_answered", 7)
    assert [event["seq"] for event in client.get(f"{path}/events?after=1").json()] == [2]


def test_what_the_interviewer_said_comes_rendered_by_this_door_too(client: httpx2.Client, server: Running) -> None:
    path = f"/v1/interviews/{server.interview()}"
    client.post(f"{path}/commands", json={"type": "answer", "id": "command-1", "turn": 1, "text": "words 2"})
    assert client.get(f"{path}/events?after=2").json()[0]["html"] == "<p>wörd wörd </p>"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"setup": 3}', 422),
        (b"{", 400),
        (b'{"setup": "\\ud800"}', 400),
        (b"[" * 100_000, 400),
        (b"\xff", 400),
    ],
)
def test_a_body_that_is_not_what_it_should_be_is_refused_in_our_shape(
    client: httpx2.Client, body: bytes, status: int
) -> None:
    answer = client.post("/v1/interviews", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status
    assert {"error", "code", "detail", "advice"} <= set(answer.json())


def test_a_refused_body_is_not_quoted_back(client: httpx2.Client) -> None:
    setup = SETUP.model_dump() | {"secret-field": "CANARY"}
    assert "CANARY" not in client.post("/v1/interviews", json={"setup": setup}).text


def test_an_unforeseen_error_is_a_500_in_our_shape_that_says_nothing(
    client: httpx2.Client, server: Running, caplog: pytest.LogCaptureFixture
) -> None:
    path = f"/v1/interviews/{server.interview()}/commands"
    broken = client.post(path, json={"type": "answer", "id": "command-1", "turn": 1, "text": "break"})
    assert (broken.status_code, broken.json()["code"]) == (500, "internal")
    assert "XYZZY" not in broken.text + caplog.text


def test_a_document_comes_as_text_in_json(client: httpx2.Client) -> None:
    added = client.post("/v1/materials", json={"name": "My paper", "kind": "paper", "text": "We show 3 %."})
    assert (added.status_code, added.json()["characters"]) == (201, 12)
    assert client.get(f"/v1/materials/{added.json()['id']}").json()["name"] == "My paper"


def test_a_document_comes_as_bytes_with_its_name_in_the_query(client: httpx2.Client) -> None:
    added = client.post(
        "/v1/materials?name=p.pdf&kind=paper", content=b"x" * 1_000_000, headers={"content-type": "application/pdf"}
    )
    assert (added.status_code, added.json()["characters"]) == (201, 1_000_000)


def test_bytes_without_a_name_are_refused(client: httpx2.Client) -> None:
    added = client.post("/v1/materials", content=b"x", headers={"content-type": "application/pdf"})
    assert (added.status_code, added.json()["code"]) == (422, "invalid")


def test_a_document_over_20_mb_is_cut_off_whether_it_says_its_length_or_not(client: httpx2.Client) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(25):
            yield b"x" * 1_000_000

    headers = {"content-type": "application/octet-stream"}
    path = "/v1/materials?name=p.pdf&kind=paper"
    declared = client.post(path, content=b"x" * 25_000_000, headers=headers)
    assert (declared.status_code, declared.json()["code"]) == (413, "too_large")
    streamed = client.post(path, content=chunks(), headers=headers)
    assert (streamed.status_code, streamed.json()["code"]) == (413, "too_large")


def test_other_bodies_have_a_much_lower_limit(client: httpx2.Client) -> None:
    body = b'{"setup": "' + b"x" * 600_000 + b'"}'
    assert client.post("/v1/interviews", content=body, headers={"content-type": "application/json"}).status_code == 413


def test_the_report_is_a_page_of_its_own_that_may_style_itself_and_nothing_else(
    client: httpx2.Client, server: Running
) -> None:
    report = client.get(f"/v1/interviews/{server.interview()}/report")
    digest = base64.b64encode(hashlib.sha256(b"p{color:red}").digest()).decode()
    policy = report.headers["content-security-policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox" in policy
    assert report.headers["x-frame-options"] == "SAMEORIGIN"


def test_a_report_without_styles_may_use_none() -> None:
    assert "style-src 'none'" in document_policy("<p>plain</p>")


def test_a_closed_report_says_how_to_open_it(client: httpx2.Client, server: Running) -> None:
    report = client.get(f"/v1/interviews/{server.interview()}/report?format=json")
    assert (report.status_code, report.json()["code"]) == (409, "report_closed")
    assert report.json()["advice"] == "Predict or decline."


def test_unknown_formats_and_paths_and_methods_are_refused_in_our_shape(client: httpx2.Client, server: Running) -> None:
    interview = server.interview()
    assert client.get(f"/v1/interviews/{interview}/report?format=exe").json()["code"] == "invalid"
    assert client.get("/v1/nothing").json()["code"] == "no_such_path"
    assert client.put("/v1/catalogue", json={}).json()["code"] == "method"


def test_every_answer_carries_the_security_headers(client: httpx2.Client) -> None:
    for path in ("/", "/favicon.svg", "/web/app.js", "/v1/catalogue", "/v1/nothing", "/healthz", "/v1/openapi.json"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert headers["x-frame-options"] == "DENY", path
        assert "cache-control" in headers, path
        assert "server" not in headers, path


@pytest.mark.parametrize(
    "path", ["/web/../app.py", "/web/%2e%2e/app.py", "/web/..%2fapp.py", "/web//etc/passwd", "/web/"]
)
def test_only_the_pages_files_are_served(client: httpx2.Client, path: str) -> None:
    assert client.get(path).status_code == 404
