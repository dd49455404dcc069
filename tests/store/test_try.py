import pytest
def test_x(postgres_url: str) -> None:
    assert postgres_url
