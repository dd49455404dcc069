import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from evals.conduct.casting import Part, cast, library
from evals.conduct.checks import CHECKS, Judged, judge
from evals.conduct.columns import COLUMNS, USUAL, run
from evals.conduct.main import main
from evals.conduct.parallel import Broken
from evals.conduct.parallel import played as in_processes
from evals.conduct.record import Record
from evals.conduct.table import failed, table, worst
from evals.conduct.text import transcript
from interviewer import events as ev
from interviewer.events import Setup
from interviewer.reading import UNLOCKS

pytestmark = pytest.mark.anyio
COUNT = 12
Played = dict[str, list[Record]]


def parts(count: int) -> list[Part]:
    """The first interviews of the cast, as short as their rounds may be."""
    least = {round_.id: round_.minutes.min for round_ in library().rounds().values()}

    def short(setup: Setup) -> Setup:
        return setup.model_copy(update={"minutes": least[setup.round], "pace": 1.0})

    return [replace(part, setup=short(part.setup)) for part in cast(count)]


@pytest.fixture(scope="module")
def played() -> Played:
    sizes = {column: COUNT if column in USUAL else 4 for column in COLUMNS}
    return {column: asyncio.run(run(column, parts(size), 1)) for column, size in sizes.items()}


@pytest.mark.parametrize("column", COLUMNS)
def test_every_interview_comes_to_its_end(played: Played, column: str) -> None:
    assert [record.broken for record in played[column] if record.broken] == []
    assert all(record.end is not None and record.turns for record in played[column])


def test_rehearsal_speaks_its_script_and_the_others_a_model(played: Played) -> None:
    sources = {column: {turn.source for record in played[column] for turn in record.turns} for column in USUAL}
    assert sources["rehearsal"] == {"script"}
    assert "model" in sources["obedient"]
    assert sources["disobedient"] == {"model", "script"}


def test_what_was_shown_is_what_stands_but_for_what_was_taken_back(played: Played) -> None:
    for column in USUAL:
        for record in played[column]:
            kept = {shown.turn: shown.text.strip() for shown in record.shown if not shown.void}
            assert all(kept[turn.number] == turn.text for turn in record.turns)


def test_the_disobedient_really_disobey_and_the_obedient_do_not(played: Played) -> None:
    found = {column: judge(played[column]) for column in ("obedient", "disobedient")}
    headers = {column: [item.finding.good for item in those["header valid"]] for column, those in found.items()}
    fallbacks = {column: [item.finding.good for item in those["scripted fallbacks"]] for column, those in found.items()}
    assert all(headers["obedient"])
    assert 0.7 < sum(headers["disobedient"]) / len(headers["disobedient"]) < 0.98
    assert sum(fallbacks["obedient"]) < 0.05 * len(fallbacks["obedient"])
    assert sum(fallbacks["disobedient"]) > 0.2 * len(fallbacks["disobedient"])


def test_requests_were_looked_through_one_by_one(played: Played) -> None:
    for record in played["obedient"]:
        assert len(record.requests) >= len(record.turns)
    assert not any("planted word" in text for record in played["obedient"] for text in record.requests)


def test_a_reader_that_gives_everything_away_unlocks_no_more_than_the_cap(played: Played) -> None:
    readings = [
        event.body.reading
        for record in played["reader"]
        for event in record.events
        if isinstance(event.body, ev.ReadingMade)
    ]
    assert readings
    assert max(len(reading.facts) for reading in readings) <= UNLOCKS
    capped = judge(played["reader"])["at most two facts an answer, quoted"]
    assert all(item.finding.good for item in capped)


async def test_the_same_seed_plays_the_same_interview(played: Played) -> None:
    for column in USUAL:
        again = (await run(column, parts(2)[1:], 1))[0]
        assert transcript(again) == transcript(played[column][1])


def test_the_table_has_a_row_per_check_and_says_what_failed(played: Played) -> None:
    results = {column: judge(played[column]) for column in USUAL}
    text = table(results, played | {})
    assert all(check.name in text for check in CHECKS)
    assert text.count("FAIL") == len(failed(results))
    broken: dict[str, dict[str, list[Judged]]] = {
        "obedient": {check.name: [] for check in CHECKS},
    }
    assert failed(broken) == []
    assert worst(broken) == ""


def test_the_command_line_prints_a_table_writes_files_and_replays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "found.json"
    arguments = ["--interviews", "1", "--columns", "rehearsal", "--out", str(out), "--transcripts", str(tmp_path)]
    code = main(arguments)
    printed = capsys.readouterr()
    assert "one question per turn" in printed.out
    assert "1/1 interviews" in printed.err
    found = json.loads(out.read_text(encoding="utf-8"))["rehearsal"]
    assert code == int(not all(check["holds"] for check in found.values()))
    name = cast(1)[0].name
    kept = (tmp_path / "rehearsal" / f"{name}.txt").read_text(encoding="utf-8")
    assert main(["--replay", "rehearsal", name]) == 0
    assert capsys.readouterr().out.strip() == kept.strip()


def test_an_unknown_column_or_interview_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--columns", "nobody"])
    assert stopped.value.code == 2
    assert "nobody" in capsys.readouterr().err
    assert main(["--replay", "rehearsal", "000-no-such-interview"]) == 2


def test_an_interview_that_cannot_begin_is_said_and_not_waited_for() -> None:
    part = parts(1)[0]
    lost = replace(part, setup=part.setup.model_copy(update={"persona": "nobody"}))
    with pytest.raises(Broken, match="nobody"):
        in_processes(["rehearsal"], [lost], 1, lambda *_: None)
