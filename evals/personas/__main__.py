"""Do the personas really ask differently? ``python -m evals.personas``.

For each round, every persona made for it interviews the same simulated candidates on the same cases, at the same lengths
and with the same seeds, on the rehearsal engine. A classifier then guesses who asked, from intents and their order alone:
which questions of the bank, on which subjects, in which place; which criteria the follow-ups serve; which kinds of move
come, how often, when and after which other; what a persona's own questions (lenses) are after, in categories that several
labs share (``intents.yaml``). No word of what was said is a feature, and no lens by its name. A candidate who is in the
test was never in training.

What it shows: that a persona changes what is asked and in which order, and which personas are mistaken for one another.
The lines under "right persona" guess from a part of the features and tell where the difference comes from; "shuffled" has
its labels dealt at random and must come out near chance. What it does not show: that the differences are those of real
labs, that a candidate notices them, or that a model as the speaker keeps them; the simulated candidates are scripted, and
the interviewer is the rehearsal engine, which always makes the first move of its menu. Lens categories were put together
by hand. Each persona presses as hard as its file says; ``--pressure`` gives all the same, to see what remains. ``--blind``
writes asked lines without names, and a key, for readers who guess by ear.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random

from evals.conduct.casting import Part, library
from evals.personas import table
from evals.personas.tracks import Track, parts, play
from interviewer.persona import Persona
from interviewer.round import Round

SEEDS = 40
TOGETHER = 8
"""Interviews that a process takes at a time."""
PROCESSES = 2
LINES = 8
"""Asked lines in one excerpt of a blind read."""


def fitting(round_: Round) -> list[Persona]:
    """Return the personas made for a round."""
    known = sorted(library().personas().values(), key=lambda who: who.id)
    return [who for who in known if not who.rounds or round_.id in who.rounds]


def played(some: Sequence[Part], processes: int = PROCESSES) -> list[Track]:
    """Play interviews, by several processes at once, and say on standard error how far they are."""
    chunks = [some[at : at + TOGETHER] for at in range(0, len(some), TOGETHER)]
    if processes < 2 or len(chunks) < 2:
        return [track for chunk in chunks for track in play(chunk)]
    found: list[Track] = []
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for tracks in pool.map(play, chunks):
            found += tracks
            if len(found) % (10 * TOGETHER) == 0 or len(found) == len(some):
                print(f"{len(found)}/{len(some)} interviews", file=sys.stderr, flush=True)
    return found


def blind(tracks: Sequence[Track], count: int, seed: int) -> tuple[str, dict[str, dict[str, str]]]:
    """Return so many excerpts of asked lines without names, and the key to them; personas take turns."""
    rng, text, key = Random(seed), [], {}
    mixed = rng.sample(tracks, len(tracks))
    by_persona = {who: [track for track in mixed if track.persona == who] for who in {track.persona for track in mixed}}
    order = rng.sample(sorted(by_persona), len(by_persona))
    for number in range(count):
        who = order[number % len(order)]
        track = by_persona[who][number // len(order) % len(by_persona[who])]
        start = rng.randint(1, max(1, len(track.lines) - LINES))
        text.append(f"## {number + 1}\n\n" + "\n".join(f"- {line}" for line in track.lines[start : start + LINES]))
        key[str(number + 1)] = {"persona": who, "lab": track.lab, "round": track.round, "seed": str(track.seed)}
    return "\n\n".join(text) + "\n", key


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    made = argparse.ArgumentParser(prog="python -m evals.personas", description="Do the personas ask differently?")
    made.add_argument("--rounds", default="", help="only these, with commas between")
    made.add_argument("--interviews", type=int, default=SEEDS, help="candidates per round; each meets every persona")
    made.add_argument("--pressure", type=int, choices=range(4), help="the same for all, in place of each persona's own")
    made.add_argument("--processes", type=int, default=PROCESSES)
    made.add_argument("--seed", type=int, default=1, help="of what is drawn for the blind read")
    made.add_argument("--out", type=Path, help="write everything that was found as JSON")
    made.add_argument("--blind", type=int, metavar="N", help="write N excerpts of asked lines, and a key beside them")
    made.add_argument(
        "--blind-to", type=Path, default=Path("blind.md"), help="where; the key gets the suffix .key.json"
    )
    return made


def main(arguments: Sequence[str]) -> int:
    """Run; return the exit code."""
    made = parser()
    asked = made.parse_args(arguments)
    known = library().rounds()
    names = [name for name in asked.rounds.split(",") if name] or sorted(known)
    if unknown := set(names) - set(known):
        made.error(f"no such round: {', '.join(sorted(unknown))}")
    if asked.interviews < 2:
        made.error("at least two candidates are needed")
    some = [
        part for name in names for part in parts(known[name], fitting(known[name]), asked.interviews, asked.pressure)
    ]
    return report(played(some, asked.processes), asked)


def report(tracks: Sequence[Track], asked: argparse.Namespace) -> int:
    """Guess, print and write what was asked for."""
    by_round: dict[str, list[Track]] = {}
    for track in tracks:
        by_round.setdefault(track.round, []).append(track)
    found = {round_: table.measure(those) for round_, those in by_round.items()}
    for round_, those in by_round.items():
        print(table.chapter(round_, those, found[round_]))
    print(table.together(by_round, found))
    if asked.out:
        asked.out.write_text(json.dumps(table.data(by_round, found), indent=1), encoding="utf-8")
    if asked.blind:
        text, key = blind(tracks, asked.blind, asked.seed)
        asked.blind_to.write_text(text, encoding="utf-8")
        asked.blind_to.with_suffix(".key.json").write_text(json.dumps(key, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
