"""What the lexical signals see: recall, false positives, and how each stance is read. ``python -m evals.signals``.

The examples stand in ``signals_data/``, all written by hand by the one author of the rules: sentences one can imagine
from candidates, not sentences candidates said. Three kinds of figures, to be trusted in this order:

* *afterwards*: written when the rules were finished and run once; nothing was changed after but that three false alarms
  of other texts were removed. The honest figure, though a small one, and hard: its author looked for turns of phrase that
  had not been tried yet.
* *held out*: the second and fourth of every five within a label of a signal's own file, fixed before anything was run;
  their errors were never looked at while the rules were worked on. But each file was written before the rules, and who
  writes rules remembers: much too good for the yes-or-no signals, less so for the 400 replies to push-backs.
* *development*: the rest, and two sets (``second``, ``third``) that were written and run as *afterwards* was and looked
  at then. What the rules were made on. The rubrics' own paraphrases were used to find false alarms.

``--errors`` prints the errors in development, ``--held-out`` all of them; whoever changes a rule after reading those
needs a new set. It owns the counting; the rules are :mod:`interviewer.signals`'.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from interviewer import assess, signals
from interviewer.content import FileLibrary
from interviewer.lexical import Lexicon, stems
from interviewer.script import Script
from interviewer.setup import Setup

DATA = Path(__file__).parent / "signals_data"
HELD_OUT = {1, 3}
"""Places modulo five, within a label, of the examples nobody looks at while the rules are worked on."""
QUESTION = "What did you hold fixed, and what would change your mind?"
ROUNDS = (("fde_decomposition", "palantir_decomposition"), ("safety_brainstorm", "anthropic_research"))
"""Whose words count as being on topic: a round about customers and one about research."""
Split = Literal["development", "held out", "afterwards"]
SPLITS: tuple[Split, ...] = ("development", "held out", "afterwards")
LATER: Mapping[str, Split] = {"second": "development", "third": "development", "afterwards": "afterwards"}
"""Files of examples of several signals that were written later, and how they count."""


@dataclass(frozen=True)
class Example:
    """Something a candidate says, and how it should be read."""

    label: str
    says: str
    about: str = ""
    """The push-back or question it replies to."""
    split: Split = "development"


@dataclass
class Tally:
    """How the examples of one split were read."""

    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Counts by label wanted and label read."""
    errors: list[str] = field(default_factory=list)

    @property
    def right(self) -> float:
        """Share read as labelled."""
        return sum(n for (wanted, got), n in self.seen.items() if wanted == got) / max(1, self.seen.total())

    def count(self, wanted: str, got: str | None = None) -> int:
        """Return how many of a label there are, or how many of those were read as another."""
        return sum(n for (one, other), n in self.seen.items() if one == wanted and got in {None, other})


def load(name: str) -> list[Example]:
    """Return the examples of a signal in order, with the split each belongs to."""
    places: Counter[str] = Counter()
    found = []
    for label, says, about in _entries(_file(name)):
        part: Split = "held out" if places[label] % 5 in HELD_OUT else "development"
        found.append(Example(label, says, about, part))
        places[label] += 1
    for file, split in LATER.items():
        found += [Example(label, says, about, split) for label, says, about in _entries(_file(file).get(name, []))]
    return found


@cache
def _file(name: str) -> Any:
    return yaml.safe_load((DATA / f"{name}.yaml").read_text("utf-8"))


def _entries(data: Any) -> Iterator[tuple[str, str, str]]:
    for group in data if isinstance(data, list) else [{"says": data}]:
        for label, texts in group["says"].items():
            yield from ((label, text, str(group.get("about", ""))) for text in texts)


@cache
def script_of(round_: str, persona: str) -> Script:
    """Return the script of an interview of a round."""
    library = FileLibrary(None)
    case = next(iter(sorted(library.cases(round_))), None)
    setup = Setup(round=round_, persona=persona, case=case, minutes=60, role="research_engineer")
    return library.assemble(setup, [])[0]


@cache
def _lexicon(round_: str, persona: str) -> Lexicon:
    return assess.lexicon(script_of(round_, persona))


def read(example: Example, question: str = QUESTION) -> signals.Signals:
    """Return the signals of an example by its own words and those it replies to."""
    return signals.read(example.says, question, (), Lexicon(()), pushback=example.about)


def off_topic(example: Example) -> str:
    """Return how an example is read in the rounds: a stray in every one of them, or on topic in some."""
    strays = []
    for names in ROUNDS:
        question = script_of(*names).questions[0]
        subject = frozenset(stem for line in (question.text, question.reference) for stem in stems(line))
        strays.append(signals.read(example.says, question.text, (), _lexicon(*names), subject).off_topic)
    return _sign(all(strays) if example.label == "positive" else any(strays))


def _sign(seen: bool) -> str:
    return "positive" if seen else "negative"


def _flag(name: str) -> Callable[[Example], str]:
    return lambda example: _sign(bool(getattr(read(example), name)))


FLAGS: dict[str, Callable[[Example], str]] = {
    **{
        name: _flag(name)
        for name in (
            "distress", "declines", "said_before", "library", "technical", "recites", "dont_know", "finds_out",
            "asks_back", "no_more",
        )
    },
    "orders": lambda example: _sign(read(example).instruction_like),
    "parroting": lambda example: _sign(read(example, example.about).parroting),
    "off_topic": off_topic,
}  # fmt: skip
"""Each yes-or-no signal and how an example is read by it; its file bears the same name."""
CHOICES: dict[str, Callable[[Example], str]] = {
    "stance": lambda example: read(example).stance,
    "wish": lambda example: read(example).wish or "none",
}
"""The signals that choose one of several."""


@cache
def run(name: str) -> Mapping[Split, Tally]:
    """Return how the examples of a signal were read."""
    reader = (FLAGS | CHOICES)[name]
    examples = load(name)
    tallies = {split: Tally() for split in SPLITS if any(example.split == split for example in examples)}
    for example in examples:
        tally, got = tallies[example.split], reader(example)
        tally.seen[example.label, got] += 1
        if got != example.label:
            tally.errors.append(f"{name}: {example.says}  wanted {example.label}, got {got}")
    return tallies


def main(arguments: list[str]) -> int:
    """Run and print; errors of the development set with ``--errors``, of all with ``--held-out``; always 0."""
    errors: list[str] = []
    row = "{:<12} {:<12} {:>9} {:>7} {:>9} {:>16}"
    print(row.format("signal", "examples", "positive", "recall", "negative", "false positives"))
    for name in FLAGS:
        for split, tally in run(name).items():
            yes, no, false = tally.count("positive"), tally.count("negative"), tally.count("negative", "positive")
            hits = tally.count("positive", "positive")
            print(row.format(name, split, yes, f"{hits / max(1, yes):.0%}", no, f"{false} ({false / max(1, no):.0%})"))
            errors += tally.errors if _shown(split, arguments) else []
    for name in CHOICES:
        for split, tally in run(name).items():
            print(
                f"\n{name}, {split}: {tally.right:.0%} of {tally.seen.total()} read right (row: wanted, column: read)"
            )
            _confusion(tally)
            errors += tally.errors if _shown(split, arguments) else []
    print("\n".join(("", *errors)))
    return 0


def _shown(split: Split, arguments: list[str]) -> bool:
    return "--held-out" in arguments or ("--errors" in arguments and split == "development")


def _confusion(tally: Tally) -> None:
    labels = list(dict.fromkeys(wanted for wanted, _ in tally.seen))
    labels += sorted({got for _, got in tally.seen} - set(labels))
    print(" " * 10 + "".join(f"{label:>10}" for label in labels))
    for wanted in labels:
        print(f"{wanted:<10}" + "".join(f"{tally.seen[wanted, got] or '·':>10}" for got in labels))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
