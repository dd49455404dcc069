from typing import Any

from evals.prompt_cache import PromptCache, Tally, tokens

LONG = "word " * 600


def block(text: str, ttl: str | None = None) -> dict[str, Any]:
    marked = {"cache_control": {"type": "ephemeral", "ttl": ttl}} if ttl else {}
    return {"type": "text", "text": text} | marked


def body(*content: dict[str, Any], system: str = LONG, model: str = "m") -> dict[str, Any]:
    return {"model": model, "system": [block(system, "1h")], "messages": [{"role": "user", "content": list(content)}]}


def test_a_prefix_is_written_once_and_read_after() -> None:
    cache = PromptCache()
    assert cache.take(body(block("first"))) == Tally(input=2, read=0, write_5m=0, write_1h=750)
    assert cache.take(body(block("second"))) == Tally(input=2, read=750, write_5m=0, write_1h=0)
    assert cache.share == 750 / 1_504


def test_one_byte_makes_another_prefix() -> None:
    cache = PromptCache()
    cache.take(body(block("first")))
    assert cache.take(body(block("first"), system=LONG + ".")).read == 0
    assert cache.take(body(block("first"), model="other")).read == 0


def test_each_part_is_written_for_as_long_as_it_asks() -> None:
    tally = PromptCache().take(body(block("x" * 400, "5m"), block("rest")))
    assert (tally.write_1h, tally.write_5m, tally.input) == (750, 100, 1)
    assert tally.usage(3)["cache_creation"] == {"ephemeral_5m_input_tokens": 100, "ephemeral_1h_input_tokens": 750}
    assert tally.total == 851


def test_a_short_prefix_is_silently_not_kept() -> None:
    cache = PromptCache()
    assert cache.take(body(block("first"), system="short")) == Tally(input=4, read=0, write_5m=0, write_1h=0)
    assert cache.take(body(block("first"), system="short")).read == 0


def test_an_entry_goes_when_its_time_is_over_and_stays_when_it_is_used() -> None:
    now = 0.0
    cache = PromptCache(clock=lambda: now)
    cache.take(body(block("x" * 400, "5m")))
    now = 200.0
    assert cache.take(body(block("x" * 400, "5m"))).read == 850
    now = 450.0
    assert cache.take(body(block("x" * 400, "5m"))).read == 850
    now = 800.0
    assert cache.take(body(block("x" * 400, "5m"))).read == 750


def test_an_older_entry_is_found_twenty_blocks_back_and_no_further() -> None:
    cache = PromptCache()
    cache.take(body(block("a", "5m")))
    near = [block("a"), *(block(str(n)) for n in range(18)), block("z", "5m")]
    far = [block("a"), *(block(str(n)) for n in range(19)), block("y", "5m")]
    assert cache.take(body(*near)).read == 751
    fresh = PromptCache()
    fresh.take(body(block("a", "5m")))
    assert fresh.take(body(*far)).read == 751
    assert fresh.take(body(*far[:1], *(block(f"{n}!") for n in range(21)), block("z", "5m"))).read == 750


def test_tokens_are_counted_in_bytes() -> None:
    assert [tokens(text) for text in ("", "a", "abcd", "abcde", "ééé")] == [0, 1, 1, 2, 2]
