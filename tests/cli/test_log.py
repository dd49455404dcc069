import logging
from pathlib import Path

import pytest

from interviewer.cli.log import FILE_NAME, log_to_file, log_to_stderr


def _fail() -> None:
    try:
        raise ValueError("the candidate said XYZZY")
    except ValueError:
        logging.getLogger("interviewer.somewhere").exception("turn.failed\nfuture: <XYZZY>")


def test_an_error_is_logged_by_its_places_without_a_word_of_it(tmp_path: Path) -> None:
    log_to_file(tmp_path, "info")
    _fail()
    text = (tmp_path / FILE_NAME).read_text()
    assert "ERROR interviewer.somewhere turn.failed" in text
    assert "ValueError < " in text
    assert "test_log.py:" in text
    assert "XYZZY" not in text


def test_no_file_is_begun_before_there_is_something_to_say(tmp_path: Path) -> None:
    log_to_file(tmp_path, "warning")
    logging.getLogger("interviewer.somewhere").info("turn.decided")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_disturbs_nobody(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    log_to_file(tmp_path / "missing", "info")
    _fail()
    assert capfd.readouterr() == ("", "")


def test_a_server_logs_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("warning")
    _fail()
    assert "turn.failed" in capsys.readouterr().err
