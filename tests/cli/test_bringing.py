from collections.abc import Sequence

import pytest

from interviewer.cli.bringing import kind_of
from interviewer.round import MaterialKind


@pytest.mark.parametrize(
    ("name", "wanted", "kind"),
    [
        ("My CV 2026.pdf", (), "cv"),
        ("slides.pdf", ("paper", "talk"), "talk"),
        ("draft.pdf", ("talk", "paper"), "paper"),
        ("draft.md", ("talk", "paper"), "talk"),
        ("job-posting.txt", ("paper",), "paper"),
        ("thoughts.txt", (), "notes"),
    ],
)
def test_a_file_is_what_its_name_says_within_what_the_round_wants(
    name: str, wanted: Sequence[MaterialKind], kind: MaterialKind
) -> None:
    assert kind_of(name, wanted) == kind
