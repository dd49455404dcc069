import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from api.auth import Access
from api.server import link, listen, run
from interviewer.errors import ContentError, SettingsError
from interviewer.settings import Settings


def test_a_port_in_use_gives_way_to_the_next_free_one() -> None:
    with listen("127.0.0.1", 0) as first:
        taken = first.getsockname()[1]
        with listen("127.0.0.1", taken) as second:
            assert taken < second.getsockname()[1] <= taken + 20


def test_an_address_that_is_not_ours_is_said_to_be_so() -> None:
    with pytest.raises(SettingsError, match=r"INTERVIEWER_HOST: cannot listen on 192\.0\.2\.1"):
        listen("192.0.2.1", 0)


def test_no_free_port_at_all_names_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    with listen("127.0.0.1", 0) as first:
        monkeypatch.setattr("api.server.NEXT_PORTS", 0)
        with pytest.raises(SettingsError, match="INTERVIEWER_PORT"):
            listen("127.0.0.1", first.getsockname()[1])


def test_the_link_can_be_opened_even_when_the_server_listens_everywhere(tmp_path: Path) -> None:
    with listen("0.0.0.0", 0) as everywhere:
        assert link(everywhere, Access(tmp_path)).startswith("http://127.0.0.1:")


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_the_link_to_an_ipv6_address_has_brackets(tmp_path: Path) -> None:
    with listen("::1", 0) as loopback:
        assert link(loopback, Access(tmp_path)).startswith("http://[::1]:")


def test_content_that_cannot_be_used_is_raised_as_it_is_and_no_link_is_printed(tmp_path: Path) -> None:
    (tmp_path / "rubrics" / "odd").mkdir(parents=True)
    (tmp_path / "rubrics" / "odd" / "round.yaml").write_text("id: [")

    def never(sentence: str) -> None:
        raise AssertionError(sentence)

    with pytest.raises(ContentError, match=r"round\.yaml"):
        run(Settings(home=tmp_path / "home", port=0, content=tmp_path), never)


SERVE = """
import sys
from pathlib import Path
from api.server import run
from interviewer.settings import Settings
run(Settings(home=Path(sys.argv[1]), port=0), lambda line: print(line, flush=True))
"""


@contextmanager
def served(home: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    with subprocess.Popen([sys.executable, "-c", SERVE, str(home)], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found
            yield process, found[0]
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGINT, 0)])
def test_a_signal_stops_the_server_within_ten_seconds_and_the_cookie_outlives_it(
    tmp_path: Path, number: signal.Signals, status: int
) -> None:
    with httpx2.Client() as browser:
        with served(tmp_path) as (process, address):
            assert browser.get(address).status_code == 303
            began = time.monotonic()
            process.send_signal(number)
            assert process.wait(15) == status
            assert time.monotonic() - began < 10
        with served(tmp_path) as (_, address):
            assert browser.get(address.partition("?")[0]).status_code == 200
            assert browser.get(address.partition("?")[0] + "v1/catalogue").status_code == 200
