"""The eval of personas: what its features hold, what luck makes of it, and that a small run works."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from evals.conduct.casting import library
from evals.personas import __main__ as command
from evals.personas import table
from evals.personas.guess import Row, crossed, shuffled
from evals.personas.tracks import Step, Track, categories, features, parts, play
from interviewer.lexical import words

PERSONAS = [library().personas()[name] for name in ("openai_fde", "palantir_decomposition")]
ROUND = library().rounds()["fde_decomposition"]
NAME = re.compile(r"^[a-z]+:[a-z_\-0-9>:]+$")


@pytest.fixture(scope="module")
def tracks() -> list[Track]:
    return play(parts(ROUND, PERSONAS, 2, pressure=1))


def test_the_same_candidates_and_cases_sit_before_every_persona() -> None:
    made = parts(ROUND, PERSONAS, 6)
    by_persona = [
        [
            (part.seed, part.level, part.manner, part.setup.case, part.setup.minutes, part.setup.role, part.setup.seed)
            for part in made
            if part.setup.persona == who.id
        ]
        for who in PERSONAS
    ]
    assert by_persona[0] == by_persona[1]
    assert len(set(by_persona[0])) == 6
    assert {part.setup.pressure for part in parts(ROUND, PERSONAS, 1)} == {who.pressure for who in PERSONAS}
    assert {part.setup.pressure for part in parts(ROUND, PERSONAS, 1, pressure=1)} == {1}


def test_features_hold_no_wording_no_lens_and_no_persona(tracks: list[Track]) -> None:
    lenses = {lens.id for who in library().personas().values() for lens in who.lenses}
    for track in tracks:
        names = set(features(track))
        assert all(NAME.match(name) for name in names)
        parted = {piece for name in names for piece in re.split("[:>]", name)}
        assert not parted & lenses
        assert not parted & set(library().personas())
        assert not parted & {track.lab}
        said = {" ".join(words(line)[at : at + 4]) for line in track.lines for at in range(len(words(line)) - 3)}
        assert not said & {re.sub("[:>_-]", " ", name) for name in names}


def test_features_are_the_same_whatever_words_are_spoken(tracks: list[Track]) -> None:
    one = tracks[0]
    assert one.lines
    mute = Track(one.round, "another", "elsewhere", one.seed, one.steps)
    assert features(mute) == features(one)


def test_features_count_intents_and_their_order() -> None:
    steps = (
        Step("ask", "a", "first", topics=("risk",)),
        Step("own", "a", criterion="evidence"),
        Step("lens", "a", category="limit"),
        Step("ask", "a", "second"),
    )
    found = features(Track("r", "p", "l", 1, steps))
    assert found["kind:ask"] == 2
    assert found["order:own>lens"] == 1
    assert found["place:2:second"] == 1
    assert found["lead:evidence"] == 1
    assert found["after:lens:2"] == 1
    assert found["category:limit"] == 1
    assert found["topic:risk"] == 1


def test_no_lens_category_belongs_to_one_lab_alone() -> None:
    labs: dict[str, set[str]] = {}
    for lens, category in categories().items():
        labs.setdefault(category, set()).add(library().personas()[lens.partition(".")[0]].lab)
    assert all(len(those) > 1 for those in labs.values()), labs


def test_every_listed_lens_is_one_of_its_persona() -> None:
    known = {f"{who.id}.{lens.id}" for who in library().personas().values() for lens in who.lenses}
    assert set(categories()) <= known


def made(count: int = 60) -> list[Row]:
    """Rows of three labels that differ in one feature, drowned in features of the group."""
    return [
        Row(label, group, Counter({f"own:{label}": 1, f"group:{group % 7}": 3, "kind:ask": 8}))
        for group in range(count)
        for label in ("a", "b", "c")
    ]


def test_what_differs_is_found_and_shuffled_labels_come_out_near_chance() -> None:
    assert crossed(made()).accuracy == 1.0
    luck = [crossed(shuffled(made(), seed)) for seed in range(5)]
    mean = sum(guesses.accuracy for guesses in luck) / len(luck)
    assert abs(mean - luck[0].chance) < 0.08


def test_nobody_who_is_guessed_was_learned_from() -> None:
    alone = [Row(label, group, Counter({f"only:{group}:{label}": 1})) for group in range(20) for label in ("a", "b")]
    assert crossed(alone).accuracy == 0.5
    with pytest.raises(ValueError, match="at least two"):
        crossed([Row("a", 1, {}), Row("b", 1, {})])


def test_labs_are_guessed_by_their_personas() -> None:
    guesses = crossed(made()).merged({"a": "x", "b": "x", "c": "y"})
    assert guesses.labels == ["x", "y"]
    assert guesses.chance == pytest.approx(2 / 3)
    assert guesses.recall("y") == 1.0


def test_a_blind_excerpt_names_nobody_and_the_key_does(tracks: list[Track]) -> None:
    text, key = command.blind(tracks, 3, seed=1)
    assert text.count("## ") == len(key) == 3
    assert not [who for who in PERSONAS if who.id in text or who.title in text]
    assert {item["persona"] for item in key.values()} == {who.id for who in PERSONAS}


def test_a_small_run_prints_figures_and_writes_them(
    tracks: list[Track], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "played", lambda some, processes: tracks)
    out, excerpts = tmp_path / "out.json", tmp_path / "blind.md"
    arguments = ["--rounds", ROUND.id, "--interviews", "2", "--out", str(out)]
    assert command.main([*arguments, "--blind", "2", "--blind-to", str(excerpts)]) == 0
    printed = capsys.readouterr().out
    assert "right lab" in printed
    assert "asked by / guessed" in printed
    figures = json.loads(out.read_text())[ROUND.id]
    assert figures["interviews"] == 4
    assert set(figures["persona"]) >= {"all", "shuffled", *table.FAMILIES}
    assert excerpts.exists()
    assert json.loads((tmp_path / "blind.key.json").read_text())


def test_an_unknown_round_and_a_single_candidate_are_refused() -> None:
    for arguments in (["--rounds", "nonesuch"], ["--interviews", "1"]):
        with pytest.raises(SystemExit):
            command.main(arguments)
