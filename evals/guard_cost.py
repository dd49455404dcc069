"""What the guard costs and how it treats honest words: microseconds per word, words held back, false alarms.

``python -m evals.guard_cost`` prints a row per round: every sentence its authors wrote, said by a model on that round's
table (whatever is stopped is a false alarm), then every sentence of the other rounds, whose numbers and names are made
known (whatever is stopped then is an accident of wording). Time is processor time. It asserts nothing.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from interviewer.content import FileLibrary
from interviewer.graph.speaking import public
from interviewer.guard import Guard, Limits, hidden
from interviewer.material import Material
from interviewer.script import Script
from interviewer.setup import Setup

LONGEST = 400
NO_CASE = (None,)
TOLD = "We say the claim, and the relays."


@dataclass(slots=True)
class Tally:
    """What was measured on some utterances."""

    words: int = 0
    utterances: int = 0
    seconds: float = 0.0
    worst_ms: float = 0.0
    held: Counter[int] = field(default_factory=Counter)
    stopped: list[tuple[str, str]] = field(default_factory=list)

    def say(self, text: str, limits: Limits) -> None:
        """Let a guard hear an utterance, a word at a time as a stream brings it."""
        started = time.process_time()
        guard = Guard(limits)
        for piece in text.split(" "):
            guard.feed(f"{piece} ")
        guard.finish()
        spent = time.process_time() - started
        self.words += len(text.split())
        self.utterances += 1
        self.seconds += spent
        self.worst_ms = max(self.worst_ms, spent * 1_000)
        self.held[guard.held_words] += 1
        if guard.blocked:
            self.stopped.append((guard.blocked, text))

    def row(self, name: str) -> str:
        """Return the figures in one line."""
        held = sum(count * words for words, count in self.held.items()) / max(1, self.utterances)
        return (
            f"{name:34} {self.utterances:6} {self.words:7} {self.seconds / max(1, self.words) * 1e6:7.1f} "
            f"{self.worst_ms:8.2f} {held:6.2f} {max(self.held, default=0):5} {len(self.stopped):7}"
        )


def scripts(library: FileLibrary) -> Iterator[Script]:
    """Yield a script for every round and case, with a persona each."""
    personas = sorted(library.personas())
    paper = Material(id="m1", kind="abstract", name="paper.txt", text=TOLD, claims=())
    for number, (round_, spec) in enumerate(sorted(library.rounds().items())):
        for case in (*sorted(library.cases(round_)), *NO_CASE[: not library.cases(round_)]):
            setup = Setup(
                round=round_, persona=personas[number % len(personas)], minutes=45, case=case, role=spec.roles[0]
            )
            yield library.assemble(setup, [paper] if spec.wanted else [])[0]


def authored(script: Script) -> list[str]:
    """Return what this script's authors let an interviewer say, once each."""
    found: list[str] = [script.round.frame, *(phase.enter for phase in script.round.phases)]
    for question in script.questions:
        found += [question.text, question.rephrase, *question.hints, *(step.ask for step in question.depth)]
        found += [follow.ask for follow in question.follow_ups]
        found += [challenge.claim for challenge in question.challenges]
        found += [item.probe for item in question.indicators]
    found += [lens.ask for lens in script.persona.lenses]
    if case := script.case:
        found += [case.opening, *case.unknown, *(fact.says for fact in (*case.facts, *case.given))]
        found += [line for twist in case.twists for line in (twist.says, twist.ask)]
        found += [item.claim for item in case.challenges]
    return [text.replace("{claim}", "the claim").replace("{words}", "the relays") for text in dict.fromkeys(found)]


def limits_of(script: Script) -> Limits:
    """Return the limits of a turn of this script, nothing said yet."""
    names = bool(script.case and script.case.cast)
    return Limits(max_words=LONGEST, asks=True, known=public(script), names=names, answers=True, hidden=hidden(script))


def timed(task: Callable[[], object], times: int) -> float:
    """Return milliseconds of one run, of the fastest of several."""
    spent = []
    for _ in range(times):
        started = time.process_time()
        task()
        spent.append(time.process_time() - started)
    return min(spent) * 1_000


def _other(script: Script) -> Script:
    """Return a script whose hidden texts nobody has seen yet."""
    last = script.questions[-1]
    changed = last.model_copy(update={"reference": f"{last.reference} {time.perf_counter_ns()}"})
    return script.model_copy(update={"questions": (*script.questions[:-1], changed)})


def run(found: Sequence[Script]) -> Iterator[tuple[str, Tally]]:
    """Yield the figures of each script, on its own sentences and on those of the others."""
    written = {script.round.id: authored(script) for script in found}
    for script in found:
        base = limits_of(script)
        own, others = Tally(), Tally()
        for text in authored(script):
            own.say(text, replace(base, known=f"{base.known}\n{text}", wording=text))
        for round_, texts in written.items():
            for text in texts if round_ != script.round.id else ():
                others.say(text, replace(base, names=False, known=f"{base.known}\n{_facts(text)}"))
        name = script.case.id if script.case else script.round.id
        yield f"{name}: own", own
        yield f"{name}: others'", others


def _facts(text: str) -> str:
    """Return the numbers and names of a text, which a model would have from somewhere."""
    return " | ".join(word for word in text.split() if any(char.isdigit() or char.isupper() for char in word))


def main() -> None:
    """Run and print."""
    found = list(scripts(FileLibrary(None)))
    print(f"{'':34} {'said':>6} {'words':>7} {'us/word':>7} {'worst ms':>8} {'held':>6} {'most':>5} {'stopped':>7}")
    stopped: list[tuple[str, str]] = []
    for name, tally in run(found):
        print(tally.row(name))
        stopped += tally.stopped
    again = timed(lambda: hidden(found[0]), 20)
    fresh = timed(lambda: hidden(_other(found[0])), 5)
    print(f"\nindex of hidden texts: built in {fresh:.1f} ms once, asked for again in {again:.2f} ms a turn")
    for why, text in stopped:
        print(f"  {why}: {text}")


if __name__ == "__main__":
    main()
