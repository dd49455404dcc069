import pytest

from interviewer.engines.pricing import PRICES, Tokens, at_most, known, plain, price, total, usage, usd

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("tokens", "dollars"),
    [
        (Tokens(input=MILLION), 2.0),
        (Tokens(output=MILLION), 10.0),
        (Tokens(read=MILLION), 0.1),
        (Tokens(write_5m=MILLION), 2.5),
        (Tokens(write_1h=MILLION), 4.0),
    ],
)
def test_sonnet_costs_what_its_page_says(tokens: Tokens, dollars: float) -> None:
    assert usd("claude-sonnet-5-5", tokens) == pytest.approx(dollars)


def test_a_long_prompt_makes_all_of_a_haiku_call_dearer() -> None:
    assert usd("claude-haiku-5-5", Tokens(input=100_000, output=1_000)) == pytest.approx(0.0105)
    assert usd("claude-haiku-5-5", Tokens(input=100_001, output=1_000)) == pytest.approx(0.0525, rel=1e-4)


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("claude-haiku-4-5-20251001", "claude-haiku-4-5"),
        ("anthropic.claude-haiku-5-5", "claude-haiku-5-5"),
        ("us.anthropic.claude-opus-5", "claude-opus-5"),
        ("claude-opus-5-5", "claude-opus-5-5"),
        ("qwen3:32b", "qwen3:32b"),
    ],
)
def test_a_model_is_known_by_its_plain_name(model: str, name: str) -> None:
    assert plain(model) == name


def test_an_unknown_model_costs_the_most_and_is_marked() -> None:
    assert not known("somebody-elses")
    assert all(price("somebody-elses").output >= one.output for one in PRICES.values())
    assert usage("somebody-elses", Tokens(input=10)).estimated
    assert not usage("claude-opus-5-5", Tokens(input=10)).estimated


def test_two_calls_add_up() -> None:
    one = usage("claude-opus-5-5", Tokens(input=10, output=2, read=3, write_5m=4))
    both = total(one, usage("unknown", Tokens(output=1)))
    assert (both.input_tokens, both.output_tokens, both.cache_read_tokens, both.cache_write_tokens) == (10, 3, 3, 4)
    assert both.estimated
    assert both.usd > one.usd


def test_the_bound_is_above_any_price() -> None:
    text = "The loss fell by a tenth when we halved the batch. " * 100
    assert at_most("claude-sonnet-5-5", len(text), 400) > usd(
        "claude-sonnet-5-5", Tokens(write_1h=len(text) // 4, output=400)
    )
