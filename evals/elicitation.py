"""Do candidates' own questions earn the facts they ask for, and nothing else: recall, wrong facts, facts for nothing.

``python -m evals.elicitation`` prints a table per case, its development and held-out questions apart, and every
question that went wrong (of the held-out ones with ``--held-out``). The questions stand in ``elicitation_data/``, each
file saying how it was written; those called "afterwards" were written when the matching was final. It owns the counting; the matching is :mod:`interviewer.unlocking`'s.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from interviewer import asking, assess, unlocking
from interviewer.content import FileLibrary
from interviewer.script import Script
from interviewer.setup import Setup

DATA = Path(__file__).parent / "elicitation_data"
ANYBODY = "anybody"
CASES = tuple(sorted(path.stem for path in DATA.glob("*.yaml") if path.stem != ANYBODY))
HELD_OUT = {1, 3}
"""Places modulo five of the questions that nobody looks at while the matching is worked on."""
Split = Literal["development", "held out", "traps", "afterwards"]


@dataclass(frozen=True)
class Asked:
    """What a candidate says and what it should earn: each entry one fact, or several of which one is enough."""

    says: str
    earns: tuple[frozenset[str], ...] = ()
    may: frozenset[str] = frozenset()
    split: Split = "development"


@dataclass
class Tally:
    """How a group of questions fared, in counts."""

    wanted: int = 0
    earned: int = 0
    asking: int = 0
    wrong: int = 0
    """Questions that earned a hidden fact which they do not ask for."""
    nothing: int = 0
    false: int = 0
    """Questions about nothing hidden that earned a hidden fact."""
    faults: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the facts asked for that were earned."""
        return self.earned / max(1, self.wanted)


def load(case: str) -> list[Asked]:
    """Return the questions of a case; those that ask for something first."""
    data = yaml.safe_load((DATA / f"{case}.yaml").read_text("utf-8"))
    asked = [_asked(item, _split(place)) for place, item in enumerate(data["asks"])]
    asked += [Asked(says, split=_split(place)) for place, says in enumerate(data["nothing"])]
    anybody = yaml.safe_load((DATA / f"{ANYBODY}.yaml").read_text("utf-8"))["nothing"]
    asked += [_asked(item) for item in (*data["second"], *data["third"])]
    asked += [Asked(says) for says in (*data["second_nothing"], *data["third_nothing"], *anybody)]
    asked += [Asked(says, split="traps") for says in data["traps"]]
    asked += [_asked(item, "afterwards") for item in data.get("last", ())]
    return asked + [Asked(says, split="afterwards") for says in data.get("last_nothing", ())]


def _asked(item: Mapping[str, Any], split: Split = "development") -> Asked:
    earns = tuple(frozenset(entry.split("/")) for entry in item["earns"])
    return Asked(item["says"], earns, frozenset(item.get("may", ())), split)


def _split(place: int) -> Split:
    return "held out" if place % 5 in HELD_OUT else "development"


def script_of(case: str) -> Script:
    """Return the script of an interview on a customer's case."""
    setup = Setup(
        round="fde_decomposition", persona="palantir_decomposition", case=case, minutes=60, role="forward_deployed_engineer"
    )  # fmt: skip
    return FileLibrary(None).assemble(setup, [])[0]


def run(case: str) -> dict[Split, Tally]:
    """Return how the questions of a case fared."""
    script = script_of(case)
    assert script.case is not None
    lexicon, facts = assess.lexicon(script), (*script.case.facts, *script.case.given)
    tallies: dict[Split, Tally] = {"development": Tally(), "held out": Tally(), "traps": Tally(), "afterwards": Tally()}
    for asked in load(case):
        found = unlocking.earned(asking.asked(asked.says), facts, lexicon, said=asked.says)
        _count(tallies[asked.split], asked, {fact.id.partition(".")[2] for fact, _ in found})
    return tallies


def _count(tally: Tally, asked: Asked, found: set[str]) -> None:
    hits = sum(bool(entry & found) for entry in asked.earns)
    welcome = frozenset().union(*asked.earns, asked.may)
    stray = {fact for fact in found - welcome if not fact.startswith("given-")}
    tally.wanted += len(asked.earns)
    tally.earned += hits
    tally.asking += bool(asked.earns)
    tally.nothing += not asked.earns
    tally.wrong += bool(asked.earns and stray)
    tally.false += bool(stray and not asked.earns)
    if hits < len(asked.earns) or stray:
        wanted = ", ".join("/".join(sorted(entry)) for entry in asked.earns) or "nothing"
        tally.faults.append(f"{asked.says}  wanted {wanted}, got {', '.join(sorted(found)) or 'nothing'}")


def main() -> None:
    """Run and print."""
    row = "{:<18} {:<12} {:>7} {:>7} {:>14} {:>14}"
    print(row.format("case", "questions", "facts", "recall", "wrong facts", "for nothing"))
    faults: list[str] = []
    for case in CASES:
        for split, tally in run(case).items():
            wrong, false = f"{tally.wrong} of {tally.asking}", f"{tally.false} of {tally.nothing}"
            print(row.format(case, split, tally.wanted, f"{tally.recall:.0%}", wrong, false))
            if split == "development" or "--held-out" in sys.argv:
                faults += tally.faults
    print("\n".join(("", *faults)))


if __name__ == "__main__":
    main()
