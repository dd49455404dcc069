import io

from interviewer.cli.screen import Screen
from interviewer.cli.table import clock, lay, minutes


def _laid(opened: dict[str, object]) -> str:
    out = io.StringIO()
    lay(Screen(out, lambda: 40), opened)
    return out.getvalue()


def test_exhibits_have_numbered_lines() -> None:
    lines = [f"row {number}" for number in range(1, 11)]
    text = _laid({"brief": "A hospital.", "exhibits": [{"title": "Plan", "lines": lines}]})
    assert "The case\nA hospital.\n" in text
    assert "Exhibit 1: Plan\n  1  row 1\n" in text
    assert "\n 10  row 10\n" in text


def test_a_round_without_a_case_says_so() -> None:
    assert _laid({"brief": "", "exhibits": []}) == "There is no case in this round.\n"


def test_time_is_said_as_people_say_it() -> None:
    stamp = {"elapsed_ms": 60_000, "total_ms": 820_000, "running": True, "untimed": False}
    assert clock(stamp) == "12:40 left"
    assert clock(stamp | {"elapsed_ms": 830_000}) == "0:10 over"
    assert clock(stamp | {"untimed": True}) == "1:00 so far, untimed"
    assert minutes(59_600) == "1:00"
