"""The transport around the real service, rehearsal speaking: shapes, a whole interview by hand, nothing hidden leaks."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from websockets.sync.client import ClientConnection

from api.shapes import Catalogue, Listed, MaterialView, Overview
from api.wire import SERVER_FRAME
from interviewer.bootstrap import open_service
from interviewer.content import FileLibrary
from interviewer.events import Setup
from interviewer.settings import Settings
from tests.api.stage import Door, closing_code, opened

SETUP = {"round": "paper_critique", "persona": "anthropic_research", "minutes": 30, "seed": 7}
TEXT = "We show that routing saves 40 % of the compute. Accuracy drops by 0.3 points compared to the dense model."


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    home = tmp_path_factory.mktemp("home")
    with opened(home, lambda: open_service(Settings(home=home))) as door:
        yield door


@pytest.fixture
def client(door: Door) -> Iterator[httpx2.Client]:
    with door.client() as client:
        yield client


def created(client: httpx2.Client, **setup: Any) -> str:
    answer = client.post("/v1/interviews", json={"setup": SETUP | setup})
    assert answer.status_code == 201, answer.text
    interview: str = answer.json()["id"]
    return interview


def hear(socket: ClientConnection, wanted: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
    frames: list[dict[str, Any]] = []
    while not frames or not wanted(frames[-1]):
        frames.append(json.loads(socket.recv(timeout=30)))
        SERVER_FRAME.validate_python(frames[-1])
    return frames


def spoken(frame: dict[str, Any]) -> bool:
    return frame.get("kind") == "turn.spoken"


def say(socket: ClientConnection, number: int, type_: str, **body: Any) -> None:
    socket.send(json.dumps({"type": type_, "id": f"command-{number}", **body}))


def whole_interview(door: Door, client: httpx2.Client) -> tuple[str, list[dict[str, Any]]]:
    interview = created(client)
    with door.socket(interview) as socket:
        frames = hear(socket, spoken)
        for number in range(2):
            say(socket, number, "answer", turn=frames[-1]["turn"], text="One seed per arm carries no such claim.")
            frames += hear(socket, spoken)
        say(socket, 8, "finish")
        frames += hear(socket, lambda frame: frame.get("kind") == "interview.closed")
        say(socket, 9, "decline_prediction")
        frames += hear(socket, lambda frame: frame.get("kind") == "report.ready")
    return interview, frames


def test_what_the_service_answers_has_the_documented_shape(client: httpx2.Client) -> None:
    Catalogue.model_validate(client.get("/v1/catalogue").json())
    interview = created(client)
    Overview.model_validate(client.get(f"/v1/interviews/{interview}").json())
    for item in client.get("/v1/interviews").json():
        Listed.model_validate(item)
    added = client.post("/v1/materials", json={"name": "Paper", "kind": "paper", "text": TEXT}).json()
    MaterialView.model_validate(added)
    assert client.get(f"/v1/materials/{added['id']}").json() == added
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/v1/healthz").status_code == 200


def test_an_interview_is_played_by_a_foreign_client_and_read_by_every_door(door: Door, client: httpx2.Client) -> None:
    interview, frames = whole_interview(door, client)
    stored = [frame for frame in frames if "kind" in frame]
    assert [frame["seq"] for frame in stored] == list(range(1, len(stored) + 1))
    assert client.get(f"/v1/interviews/{interview}/events").json()[: len(stored) - 1] == stored[:-1]
    for turn in (frame for frame in stored if spoken(frame)):
        assert turn["html"]
    path = f"/v1/interviews/{interview}"
    assert "<style" in client.get(f"{path}/report?format=html").text
    assert "One seed per arm" in client.get(f"{path}/report?format=markdown").text
    assert client.get(f"{path}/report?format=json").json()["transcript"]
    assert "One seed per arm" in client.get(f"{path}/transcript").text
    assert client.get(f"{path}/export").json()["events"]


def test_the_report_stays_closed_by_every_door_until_a_prediction_was_made_or_declined(
    door: Door, client: httpx2.Client
) -> None:
    interview = created(client)
    path = f"/v1/interviews/{interview}"
    with door.socket(interview) as socket:
        hear(socket, spoken)
        say(socket, 1, "finish")
        ready = hear(socket, lambda frame: frame.get("kind") == "report.ready")[-1]
        assert ready["report"] == {}
    for format_ in ("html", "markdown", "json"):
        assert client.get(f"{path}/report?format={format_}").json()["code"] == "report_closed"
    for event in client.get(f"{path}/events").json() + client.get(f"{path}/export").json()["events"]:
        assert not event.get("report")


def test_nothing_of_the_judges_side_leaves_before_the_report_opens(door: Door, client: httpx2.Client) -> None:
    interview = created(client)
    path = f"/v1/interviews/{interview}"
    with door.socket(interview) as socket:
        frames = hear(socket, spoken)
        for number in range(4):
            say(socket, number, "answer", turn=frames[-1]["turn"], text="The arms differ in their schedule and data.")
            frames += hear(socket, spoken)
    case = client.get(path).json()["setup"]["case"]
    script, _ = FileLibrary(None).assemble(Setup.model_validate(SETUP | {"case": case}), [])
    doors = ["", "/events", "/export", "/transcript", "/report?format=json"]
    seen = json.dumps(frames) + "".join(client.get(path + door).text for door in doors)
    seen += client.get("/v1/catalogue").text
    plain = seen.encode().decode("unicode_escape", errors="ignore")
    for secret in script.hidden():
        assert secret not in seen, secret
        assert secret not in plain, secret


def test_resuming_anywhere_in_a_real_interview_gives_the_same_events(door: Door, client: httpx2.Client) -> None:
    interview, frames = whole_interview(door, client)
    last = max(frame["seq"] for frame in frames if "seq" in frame and "kind" in frame)
    events = client.get(f"/v1/interviews/{interview}/events").json()
    for after in (0, 1, last // 2, last):
        with door.socket(interview, after=after) as socket:
            got = hear(socket, lambda frame: frame.get("type") == "state")
        assert [frame for frame in got if "kind" in frame] == events[after:]


def test_a_position_beyond_the_log_is_refused(door: Door, client: httpx2.Client) -> None:
    with door.socket(created(client), after=10_000) as socket:
        assert closing_code(socket) == 4409
