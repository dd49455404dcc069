"""What a model call costs, from the API's own counters. A table and arithmetic; it never asks anybody.

Prices are US dollars per million tokens as the provider's model pages listed them on :data:`AS_OF`; the cache-read
cuts of 2026-10 (Sonnet 5.5, Opus 5.5, Fable 5.1) as two price trackers quote the same pages. A model that is not in
the table is charged at the highest price we know, and the usage says that it was estimated.
"""

import datetime as dt
import re
from dataclasses import dataclass

from interviewer.ports import Usage

AS_OF = dt.date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Price:
    """One model's price; the cache is priced relative to input."""

    input: float
    output: float
    read: float = 0.1
    """Share of the input price for tokens read from the cache."""
    over: int = 0
    """Prompts longer than this are charged ``dearer`` times as much, output included; 0: never."""
    dearer: float = 1.0


WRITE_5M = 1.25
WRITE_1H = 2.0
"""Share of the input price for tokens written to the cache, by how long they are kept."""

PRICES: dict[str, Price] = {
    "claude-fable-5-1": Price(10, 50, read=0.025),
    "claude-mythos-5-1": Price(10, 50, read=0.025),
    "claude-fable-5": Price(10, 50),
    "claude-mythos-5": Price(10, 50),
    "claude-opus-5-5": Price(4, 20, read=0.05),
    "claude-opus-5": Price(5, 25),
    "claude-opus-4-8": Price(5, 25),
    "claude-opus-4-7": Price(5, 25),
    "claude-opus-4-6": Price(5, 25),
    "claude-opus-4-5": Price(5, 25),
    "claude-sonnet-5-5": Price(2, 10, read=0.05),
    "claude-sonnet-5": Price(2, 10),
    "claude-sonnet-4-6": Price(3, 15),
    "claude-sonnet-4-5": Price(3, 15),
    "claude-haiku-5-5": Price(0.1, 0.5, over=100_000, dearer=5),
    "claude-haiku-4-5": Price(1, 5),
}
HIGHEST = Price(10, 50)

CACHE_MINIMUM: dict[str, int] = {
    "claude-opus-5-5": 512, "claude-sonnet-5-5": 512, "claude-haiku-5-5": 512, "claude-opus-5": 512,
    "claude-fable-5": 512, "claude-mythos-5": 512, "claude-opus-4-8": 1024, "claude-sonnet-5": 1024,
    "claude-sonnet-4-6": 1024, "claude-sonnet-4-5": 1024, "claude-opus-4-7": 2048, "claude-opus-4-6": 4096,
    "claude-opus-4-5": 4096, "claude-haiku-4-5": 4096,
}  # fmt: skip
"""Tokens a prefix needs before it is kept at all; shorter ones are silently not cached."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The counters of one call."""

    input: int = 0
    """Neither read from the cache nor written to it."""
    output: int = 0
    read: int = 0
    write_5m: int = 0
    write_1h: int = 0
    estimated: bool = False

    @property
    def prompt(self) -> int:
        """All tokens of the prompt."""
        return self.input + self.read + self.write_5m + self.write_1h


def plain(model: str) -> str:
    """Return a model id without a release date or a cloud's prefix."""
    return re.sub(r"^(?:[\w.]+\.)?(claude-.+?)(?:-\d{8})?$", r"\1", model)


def known(model: str) -> bool:
    """Whether the table has a price for the model."""
    return plain(model) in PRICES


def price(model: str) -> Price:
    """Return a model's price, the highest there is when the model is unknown."""
    return PRICES.get(plain(model), HIGHEST)


def usd(model: str, tokens: Tokens) -> float:
    """Return what the tokens cost."""
    rate = price(model)
    units = tokens.input + tokens.read * rate.read + tokens.write_5m * WRITE_5M + tokens.write_1h * WRITE_1H
    factor = rate.dearer if rate.over and tokens.prompt > rate.over else 1.0
    return factor * (units * rate.input + tokens.output * rate.output) / 1e6


def usage(model: str, tokens: Tokens) -> Usage:
    """Return the counters with their price."""
    return Usage(
        input_tokens=tokens.input,
        output_tokens=tokens.output,
        cache_read_tokens=tokens.read,
        cache_write_tokens=tokens.write_5m + tokens.write_1h,
        usd=usd(model, tokens),
        estimated=tokens.estimated or (not known(model) and bool(tokens.prompt + tokens.output)),
    )


def total(one: Usage, other: Usage) -> Usage:
    """Return the sum of two calls."""
    return Usage(
        input_tokens=one.input_tokens + other.input_tokens,
        output_tokens=one.output_tokens + other.output_tokens,
        cache_read_tokens=one.cache_read_tokens + other.cache_read_tokens,
        cache_write_tokens=one.cache_write_tokens + other.cache_write_tokens,
        usd=one.usd + other.usd,
        estimated=one.estimated or other.estimated,
    )


def at_most(model: str, prompt_bytes: int, max_tokens: int) -> float:
    """Return more than a call can cost: three bytes a token, all of it written to the cache for an hour."""
    return usd(model, Tokens(write_1h=prompt_bytes // 3 + 1, output=max_tokens))
