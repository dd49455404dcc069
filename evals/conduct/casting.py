"""Which interviews are played: rounds × levels × manners, with personas, cases, lengths and pressures in turn.

The same seed casts the same interviews, and each has a name by which it is found again. It plays nothing.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from evals.conduct.manners import LEVELS, MANNERS, Manner
from interviewer.content.library import FileLibrary
from interviewer.events import Setup
from interviewer.material import Material
from interviewer.materials.claims import extract
from interviewer.persona import Persona
from interviewer.round import Round
from interviewer.script import Script

MINUTES = (15, 20, 30, 30, 45, 45, 60)
PACES = (1.0, 1.0, 1.0, 1.0, 1.5, 1.0, 0.0)
ABSTRACT = (
    "We show that filtering by reward-model margin improves win rate from 61.2 to 68.9 on our held-out prompts. "
    "Our method outperforms random filtering at every budget we tried. "
    "Figure 2: win rate against the share of data kept, three seeds. "
    "We find that the gain shrinks as the base model grows. "
    "Our method fails when the reward model is trained on the same prompts. "
    "We select the margin threshold on a validation split of 500 prompts, which we drew once from the pool before any "
    "training run had started and which nobody on the project looked at until the last table of the paper was made. "
    "We measure agreement with human raters on 800 pairs and find 74 percent, against 79 percent between raters. "
    "We conclude that margin is a usable signal of label noise, and leave the choice of the threshold open."
)


@dataclass(frozen=True, slots=True)
class Part:
    """One interview to be played."""

    name: str
    setup: Setup
    level: int
    manner: Manner
    seed: int


@lru_cache(maxsize=1)
def library() -> FileLibrary:
    """Return the content that is shipped."""
    return FileLibrary()


@lru_cache(maxsize=1)
def abstract() -> Material:
    """Return what a candidate brings where a round wants material."""
    return Material(id="m1", kind="abstract", name="abstract.txt", text=ABSTRACT, claims=extract(ABSTRACT))


def script_of(setup: Setup) -> Script:
    """Return the script of an interview."""
    wanted = library().rounds()[setup.round].wanted
    return library().assemble(setup, [abstract()] if wanted else [])[0]


def cast(count: int, seed: int = 1) -> list[Part]:
    """Return so many interviews; any few of them cross rounds, levels and manners, two hundred hold every crossing."""
    rounds = sorted(library().rounds().values(), key=lambda round_: round_.id)
    crossed = len(rounds) * len(LEVELS) * len(MANNERS)
    return [_part(index, rounds, seed + index // crossed * 1_000) for index in range(count)]


def _part(index: int, rounds: Sequence[Round], seed: int) -> Part:
    place = index % (len(rounds) * len(LEVELS) * len(MANNERS))
    which, lap = place % len(rounds), place // len(rounds)
    round_ = rounds[which]
    manner = MANNERS[(lap + 3 * which) % len(MANNERS)]
    level = LEVELS[(lap // len(MANNERS) + lap + which) % len(LEVELS)]
    own = int(hashlib.sha256(f"{seed}:{index}".encode()).hexdigest()[:8], 16)
    setup = _setup(round_, index, own)
    return Part(f"{index:03d}-{round_.id}-{manner}-{level}", setup, level, manner, own)


def _setup(round_: Round, index: int, own: int) -> Setup:
    role = round_.roles[own // 7 % len(round_.roles)]
    personas = [who for who in library().personas().values() if _fits(who, round_)]
    persona = sorted(personas, key=lambda who: who.id)[own // 3 % len(personas)]
    cases = sorted(library().cases(round_.id))
    lengths = [minutes for minutes in MINUTES if minutes >= round_.minutes.min]
    return Setup(
        round=round_.id, persona=persona.id, role=role, case=cases[own // 11 % len(cases)] if cases else None,
        minutes=lengths[own // 13 % len(lengths)], pace=PACES[own // 17 % len(PACES)], pressure=persona.pressure,
        seniority=("junior", "mid", "senior")[own // 5 % 3], mode="study" if own % 9 == 0 else "real",
        seed=own % 1_000_000 + 1,
    )  # fmt: skip


def _fits(who: Persona, round_: Round) -> bool:
    return not who.rounds or round_.id in who.rounds
