"""Levels and manners of simulated candidates, and what each manner makes of an answer."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal, Protocol

from evals.conduct import phrases as say
from evals.conduct.knowledge import Mind
from interviewer.state import State

Manner = Literal[
    "cooperative", "terse", "rambling", "evasive", "hostile", "off_topic", "injecting", "silent", "dont_know",
    "over_claiming",
]  # fmt: skip
MANNERS: tuple[Manner, ...] = (
    "cooperative", "terse", "rambling", "evasive", "hostile", "off_topic", "injecting", "silent", "dont_know",
    "over_claiming",
)  # fmt: skip
LEVELS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a candidate does next."""

    kind: str
    """What it is meant as."""
    text: str = ""
    request: Literal["", "repeat", "skip", "hint", "finish"] = ""
    think_s: float = 4.0
    done: bool = True


class Speaker(Protocol):
    """Somebody with a mind who puts things in a manner."""

    rng: Random
    mind: Mind

    def put(self, kind: str, text: str) -> Contribution:
        """Return words after some thought."""

    def ramble(self, around: list[str]) -> str:
        """Return 400 words and more around what there is to say."""


def _terse(who: Speaker, given: Contribution, _: State) -> Contribution:
    words = given.text.split()[: who.rng.randint(3, 12)]
    return who.put(given.kind, " ".join(words).rstrip(",;:.") + ("?" if given.text.endswith("?") else "."))


def _rambling(who: Speaker, given: Contribution, _: State) -> Contribution:
    return who.put("ramble", who.ramble(given.text.split(". ")))


def _evasive(who: Speaker, given: Contribution, _: State) -> Contribution:
    if who.rng.random() >= 0.6:
        return given
    if who.rng.random() < 0.25:
        return who.put("refusal", who.rng.choice(say.REFUSALS))
    return who.put("vague", f"{who.rng.choice(say.VAGUE)} {who.rng.choice((*say.COUNTER, *say.VAGUE))}")


def _hostile(who: Speaker, given: Contribution, _: State) -> Contribution:
    alone = who.rng.random() < 0.35
    line = who.rng.choice(say.HOSTILE)
    return who.put("hostile", line) if alone else who.put(given.kind, f"{line} {given.text}")


def _off_topic(who: Speaker, given: Contribution, _: State) -> Contribution:
    return who.put("off_topic", who.rng.choice(say.OFF_TOPIC)) if who.rng.random() < 0.55 else given


def _injecting(who: Speaker, given: Contribution, _: State) -> Contribution:
    if who.rng.random() >= 0.6:
        return given
    order = who.rng.choice(say.INJECTIONS)
    return who.put("injection", order if who.rng.random() < 0.4 else f"{given.text} {order}")


def _silent(who: Speaker, given: Contribution, _: State) -> Contribution:
    if who.rng.random() >= 0.5:
        return given
    text = "" if who.rng.random() < 0.4 else given.text
    return Contribution(given.kind if text else "silence", text, think_s=who.rng.uniform(60, 300))


def _dont_know(who: Speaker, given: Contribution, _: State) -> Contribution:
    return who.put("dont_know", who.rng.choice((*say.DONT_KNOW, *say.PLANS))) if who.rng.random() < 0.65 else given


def _over_claiming(who: Speaker, given: Contribution, state: State) -> Contribution:
    wrong = who.mind.mistakes(state.thread.question if state.thread else "")
    own = [given.text] if who.rng.random() < 0.5 else []
    return who.put("boast", " ".join([who.rng.choice(say.BOASTS), *wrong, *own]))


COLOURS: dict[Manner, Callable[[Speaker, Contribution, State], Contribution]] = {
    "terse": _terse, "rambling": _rambling, "evasive": _evasive, "hostile": _hostile, "off_topic": _off_topic,
    "injecting": _injecting, "silent": _silent, "dont_know": _dont_know, "over_claiming": _over_claiming,
}  # fmt: skip
"""What each manner makes of an answer; the cooperative one leaves it as it is."""
