"""Study mode over the socket and over HTTP: what was heard comes before the next question, by every door."""

from collections.abc import Iterator

import httpx2
import pytest

from api.wire import SERVER_FRAME
from interviewer.bootstrap import open_service
from interviewer.settings import Settings
from tests.api.stage import Door, opened
from tests.api.test_real import created, hear, say, spoken


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    home = tmp_path_factory.mktemp("home")
    with opened(home, lambda: open_service(Settings(home=home))) as door:
        yield door


@pytest.fixture
def client(door: Door) -> Iterator[httpx2.Client]:
    with door.client() as client:
        yield client


def test_what_was_heard_arrives_before_the_next_question_and_is_kept(door: Door, client: httpx2.Client) -> None:
    interview = created(client, mode="study")
    with door.socket(interview) as socket:
        frames = hear(socket, spoken)
        say(socket, 1, "answer", turn=frames[-1]["turn"], text="One seed per arm carries no such claim.")
        frames = hear(socket, spoken)
        say(socket, 2, "skip")
        frames = hear(socket, spoken)
        kinds = [frame.get("kind") or frame.get("type") or "delta" for frame in frames]
        assert kinds.index("feedback.given") < kinds.index("turn.begin")
        told = next(frame for frame in frames if frame.get("kind") == "feedback.given")
        assert told["question"]
        assert told["outline"]
    stored = client.get(f"/v1/interviews/{interview}/events").json()
    assert [event["outline"] for event in stored if event["kind"] == "feedback.given"] == [told["outline"]]
    transcript = client.get(f"/v1/interviews/{interview}/transcript", params={"format": "markdown"}).text
    assert transcript.count("What was heard on this question") == 1


def test_real_mode_sends_no_such_thing(door: Door, client: httpx2.Client) -> None:
    interview = created(client, mode="real")
    with door.socket(interview) as socket:
        frames = hear(socket, spoken)
        say(socket, 1, "answer", turn=frames[-1]["turn"], text="One seed per arm carries no such claim.")
        hear(socket, spoken)
        say(socket, 2, "skip")
        frames = hear(socket, spoken)
    assert all(frame.get("kind") != "feedback.given" and frame.get("state") != "reviewing" for frame in frames)


def test_the_state_of_a_wait_has_its_documented_name() -> None:
    clock = {"elapsed_ms": 1, "total_ms": 2, "running": False, "untimed": False}
    SERVER_FRAME.validate_python({"type": "state", "state": "reviewing", "clock": clock, "trouble": ""})
