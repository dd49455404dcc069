from pathlib import Path

from interviewer.cli.manual import manual

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"


def test_the_page_says_what_help_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == manual(), (
        "Write it again: python -m interviewer.cli.manual > docs/cli.md"
    )
