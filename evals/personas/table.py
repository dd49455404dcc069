"""The figures of this eval as text and as data: accuracies against chance, the confusion matrix, what shows a persona.

It counts and formats; it plays and guesses nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from evals.personas.guess import Guesses, Row, crossed, shuffled
from evals.personas.tracks import Track, features

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "questions chosen": ("question", "topic", "place"),
    "criteria served": ("criterion", "lead"),
    "kinds and their order": ("kind", "order", "when", "length", "after"),
    "what lenses are after": ("category",),
}
"""Families of features by what they show, to see which part of a persona tells it apart."""
NOT_LENSES = frozenset({"category"})


def rows(tracks: Sequence[Track]) -> list[Row]:
    """Return interviews as rows to be guessed."""
    return [Row(track.persona, track.seed, features(track)) for track in tracks]


def measure(tracks: Sequence[Track]) -> dict[str, Guesses]:
    """Return what is guessed of one round's interviews: by everything, without lens categories, by family, by luck."""
    given = rows(tracks)
    found = {
        "all": crossed(given),
        "without lenses": crossed(given, lambda name: _family(name) not in NOT_LENSES),
        "shuffled": crossed(shuffled(given)),
    }
    for title, families in FAMILIES.items():
        found[title] = crossed(given, lambda name, those=families: _family(name) in those)  # type: ignore[misc]
    return found


def _family(name: str) -> str:
    return name.partition(":")[0]


def labs(tracks: Sequence[Track]) -> dict[str, str]:
    """Return persona to lab."""
    return {track.persona: track.lab for track in tracks}


def lenses(tracks: Sequence[Track]) -> dict[str, float]:
    """Return how many of their own questions each persona asks in an interview, on average."""
    count = Counter(track.persona for track in tracks)
    asked = Counter(track.persona for track in tracks for step in track.steps if step.category)
    return {persona: asked[persona] / count[persona] for persona in sorted(count)}


def chapter(round_: str, tracks: Sequence[Track], found: Mapping[str, Guesses]) -> str:
    """Return one round's figures as text."""
    whole, per_lab = found["all"], found["all"].merged(labs(tracks))
    lines = [f"\n{round_}: {len(tracks)} interviews, {len(whole.labels)} personas of {len(per_lab.labels)} labs"]
    lines.append(f"  {'right lab':24} {per_lab.accuracy:5.0%} ± {per_lab.error:.0%}, chance {per_lab.chance:.0%}")
    for name, guesses in found.items():
        title = "right persona" if name == "all" else f"  {name}"
        lines.append(f"  {title:24} {guesses.accuracy:5.0%} ± {guesses.error:.0%}, chance {guesses.chance:.0%}")
    lines.append("  by lab: " + ", ".join(f"{lab} {per_lab.recall(lab):.0%}" for lab in per_lab.labels))
    lines += _matrix(whole, lenses(tracks))
    return "\n".join(lines)


def _matrix(guesses: Guesses, own: Mapping[str, float]) -> list[str]:
    """Return the confusion matrix with one line for each persona that asked, in columns who was guessed."""
    names = guesses.labels
    lines = [f"  {'asked by / guessed':24}" + "".join(f"{number + 1:>5}" for number in range(len(names))) + "  lenses"]
    for number, name in enumerate(names):
        cells = "".join(f"{guesses.seen[name, other] or '.':>5}" for other in names)
        lines.append(f"  {number + 1} {name:22}{cells}  {own[name]:6.1f}")
    return lines


def together(tracks: Mapping[str, Sequence[Track]], found: Mapping[str, Mapping[str, Guesses]]) -> str:
    """Return the figures of all rounds together."""
    everybody = labs([track for those in tracks.values() for track in those])
    personas, coarse = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for guesses in found.values():
        personas.update(guesses["all"].seen)
        coarse.update(guesses["all"].merged(everybody).seen)
    whole, per_lab = Guesses(personas), Guesses(coarse)
    count = Counter(track.lab for those in tracks.values() for track in those)
    lines = [f"\nall rounds: right persona {whole.accuracy:.0%}, right lab {per_lab.accuracy:.0%}"]
    lines += [f"  {lab:16} {count[lab]:4} interviews  {per_lab.recall(lab):4.0%} right" for lab in per_lab.labels]
    return "\n".join(lines)


def data(tracks: Mapping[str, Sequence[Track]], found: Mapping[str, Mapping[str, Guesses]]) -> dict[str, object]:
    """Return everything that was found, fit for JSON."""
    return {
        round_: {
            "interviews": len(those),
            "lenses": lenses(those),
            "lab": _figures(found[round_]["all"].merged(labs(those))),
            "persona": {name: _figures(guesses) for name, guesses in found[round_].items()},
        }
        for round_, those in tracks.items()
    }


def _figures(guesses: Guesses) -> dict[str, object]:
    matrix = {label: {other: guesses.seen[label, other] for other in guesses.labels} for label in guesses.labels}
    return {
        "accuracy": round(guesses.accuracy, 4), "chance": round(guesses.chance, 4), "error": round(guesses.error, 4),
        "recall": {label: round(guesses.recall(label), 4) for label in guesses.labels}, "confusion": matrix,
    }  # fmt: skip
