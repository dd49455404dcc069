"""Serving and checking, by real processes."""

import http.cookiejar
import re
import shutil
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import pytest

from interviewer.content import content_root
from tests.cli.conftest import Inside
from tests.cli.stage import PATIENCE_S, command, environment, run

pytestmark = pytest.mark.slow
SECRET = "sk-ant-very-secret-and-never-shown"


def test_the_doctor_finds_nothing_wrong_with_a_new_home(tmp_path: Path) -> None:
    done = run(tmp_path / "home", "doctor", INTERVIEWER_PORT="0")
    marks = dict(line.split(":")[0].split(maxsplit=1)[::-1] for line in done.stdout.splitlines())
    assert done.returncode == 0
    assert marks.pop("engine claude") == "warn"
    assert set(marks) == {"Python", "data folder", "database", "content", "engine rehearsal", "port", "browser"}
    assert set(marks.values()) == {"ok"}


def test_the_doctor_says_what_to_do_and_shows_no_secret(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "personas").mkdir(parents=True)
    (content / "personas" / "x.yaml").write_text("id: [\n")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run(
            tmp_path / "home", "doctor", ANTHROPIC_API_KEY=SECRET, INTERVIEWER_CONTENT=str(content),
            INTERVIEWER_DATABASE_URL="mysql://me:hidden@db/x", INTERVIEWER_PORT=str(taken.getsockname()[1]),
        )  # fmt: skip
    assert done.returncode == 1
    assert re.search(r"^fail  database: .*SQLite or PostgreSQL", done.stdout, re.M)
    assert re.search(r"^fail  content: .*interviewer content check", done.stdout, re.M)
    assert re.search(r"^ok    engine claude: .*a key is set", done.stdout, re.M)
    assert re.search(r"^warn  port: .*next free one", done.stdout, re.M)
    assert SECRET not in done.stdout + done.stderr
    assert "hidden" not in done.stdout + done.stderr


def test_the_doctor_asks_the_model_service_when_told_to(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    done = run(tmp_path, "doctor", "--probe", ANTHROPIC_BASE_URL=address, ANTHROPIC_API_KEY=SECRET)
    assert done.returncode == 1
    assert re.search(r"^fail  model service: ", done.stdout, re.M)
    assert SECRET not in done.stdout + done.stderr


def test_our_content_is_in_order(inside: Inside, tmp_path: Path) -> None:
    done = inside(tmp_path, "content", "check")
    assert done.code == 0, done.out


def test_a_mistake_in_content_is_found_with_its_place(inside: Inside, tmp_path: Path) -> None:
    shutil.copytree(content_root() / "personas", tmp_path / "mine" / "personas")
    persona = next((tmp_path / "mine" / "personas").glob("*.yaml"))
    persona.write_text(persona.read_text() + "unknown_field: 1\n")
    line = len(persona.read_text().splitlines())
    done = inside(tmp_path, "content", "check", str(tmp_path / "mine"))
    assert done.code == 1
    assert f"{persona}:{line}:1: " in done.out


def test_the_graph_of_one_round_is_part_of_the_whole(inside: Inside, tmp_path: Path) -> None:
    whole = inside(tmp_path, "graph").out
    part = inside(tmp_path, "graph", "--round", "safety_brainstorm").out
    assert whole.startswith("flowchart")
    assert set(part.splitlines()) < set(whole.splitlines())


@pytest.mark.parametrize("ends", [signal.SIGINT, signal.SIGTERM])
def test_the_server_prints_its_link_and_ends_when_told_to(ends: signal.Signals, tmp_path: Path) -> None:
    process = subprocess.Popen(
        command("serve", "--port", "0"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=environment(tmp_path),
    )  # fmt: skip
    try:
        assert process.stdout
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", line)
        assert found, line + process.stdout.read()
        browser = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
        with browser.open(found[0], timeout=30) as page:
            assert b"<html" in page.read()
        process.send_signal(ends)
        rest = process.stdout.read()
        assert process.wait(PATIENCE_S) in {0, 130, -ends}
        assert "Traceback" not in rest
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
