import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from interviewer import lexical

STARTS = ("walk", "measur", "condition", "generaliz", "probabilit", "reliab", "token")
ENDS = ("ing", "ational", "ies", "ed", "fulness", "ization", "ly", "izationness", "ers")
WORDS = [start + end for start in STARTS for end in ENDS]


@pytest.fixture
def impatient_threads() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("impatient_threads")
def test_words_have_the_same_stems_in_every_thread() -> None:
    plain = lexical.stem.__wrapped__
    expected = [plain(word) for word in WORDS]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: [plain(word) for word in WORDS * 10], range(4)))
    assert all(stems == expected * 10 for stems in found)
