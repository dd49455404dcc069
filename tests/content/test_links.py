"""What must hold between files is checked at both ends."""

from pathlib import Path

import pytest

from interviewer.content import FileLibrary
from interviewer.content.links import problems
from interviewer.content.shelf import arrange
from tests.content.stage import INDICATOR, WITH_CASE, folder, shared

FILES = {**WITH_CASE, "rubrics/_shared/criteria.yaml": shared("calm")}
CAP = "caps: [{when: %s, criterion: %s, at_most: 2, says: Why.}]\nexemplars:"


def found(root: Path) -> list[str]:
    reads = FileLibrary(root=root).reads()
    assert [problem for read in reads.values() for problem in read.problems] == []
    told = problems(arrange(reads))
    return [f"{problem.path.name}:{problem.line}: {problem.field}: {problem.message}" for problem in told]


def test_the_small_content_is_whole(tmp_path: Path) -> None:
    assert found(folder(tmp_path, FILES)) == []


@pytest.mark.parametrize(
    ("stem", "old", "new", "problem"),
    [
        ("round", "id: lab_meeting", "id: meeting", "round.yaml:2: id: must be 'lab_meeting', the name of the round's"),
        ("round", "rubric: lab_meeting", "rubric: other", "round.yaml:7: rubric: must be 'lab_meeting', the id in rubric"),
        ("rubric", "round: lab_meeting", "round: other", "rubric.yaml:4: round: must be 'lab_meeting', the name"),
        ("questions", "round: lab_meeting", "round: other", "questions.yaml:2: round: must be 'lab_meeting', the name"),
        ("plot_nine", "round: lab_meeting", "round: other", "plot_nine.yaml:3: round: must be 'lab_meeting', the name"),
        ("rubric", "id: evidence.unsure", "id: one-seed.spread", "the id 'one-seed.spread' is used twice; the first is in"),
        ("plot_nine", "id: plot_nine.who", "id: one-seed", "the id 'one-seed' is used twice; the first is in questions.yaml"),
        ("round", "id: reverse,", "id: results,", "the id 'results' is used twice; the first is in round.yaml, line 10"),
        ("plot_nine", "outline:", "exhibits: [{id: e, title: E, kind: text, lines: [x]}, {id: e, title: E, kind: text, "
         "lines: [x]}]\noutline:", "the id 'e' is used twice"),
        ("rubric", "exemplars:", "shared: [wit]\nexemplars:", "shared[0]: 'wit' is not in _shared/criteria.yaml; it has: calm"),
        ("questions", "for: evidence", "for: taste", "indicators[0].for: 'taste' is not a criterion here; there are: claim,"),
        ("rubric", f"indicators: [{INDICATOR}]", "indicators: []", "criteria[1].id: no indicator counts towards"),
        ("rubric", "exemplars:", CAP % ("nobody", "all"), "caps[0].when: no indicator of this round is called 'nobody'"),
        ("rubric", "exemplars:", CAP % ("claim.size", "taste"), "caps[0].criterion: 'taste' is not a criterion"),
        ("rubric", "exemplars:", CAP % ("one-seed.spread", "claim"), "caps[0].when: this indicator has no negative points"),
        ("rubric", "level: {evidence: 3}", "level: {taste: 3}", "exemplars[1].level.taste: 'taste' is not a criterion"),
        ("rubric", "{one-seed.spread: met}", "{gone: met}", "exemplars[2].indicators.gone: no indicator of this round"),
        ("rubric", "level: {evidence: 3}", "level: {evidence: 2}", "exemplars: there is no example answer of level 3"),
        ("questions", "phase: results", "phase: end", "questions[0].phase: 'end' is not a phase; there are: results, reverse"),
        ("questions", "phase: results", "phase: reverse", "questions[0].phase: the phase 'reverse' asks no questions"),
        ("questions", "phase: results", "phase: reverse", "round.yaml:10: phases[0]: no question belongs to this phase"),
        ("questions", "when: one-seed.spread, is: met", "when: evidence.unsure, is: met", "is not an indicator of this"),
        ("questions", "step: limit", "step: mechanism", "depth: the steps must be mechanism, limit, find_out, in this order"),
        ("questions", "text: The plot", "text: The {claim}", "{claim} needs the field `claim` with the kind of claim"),
        ("round", "{min: 10", "{min: 5", "needs nothing"),
        ("round", "weight: 3,", "weight: 3, minimum_minutes: 10,", "minutes.min: the phases that are never dropped need 10"),
        ("round", "weight: 3,", "weight: 3, drop_order: 2,", "phases: one phase must stay: give it drop_order 0"),
        ("round", "weight: 3,", "weight: 3, drop_order: 1,", "the phase 'results' has this number, too; which one drops"),
        ("round", "kind: reverse", "kind: floor", "features.floor: must be true exactly when a phase has `kind: floor`"),
        ("round", "case: true, ", "", "features.case: must be true exactly when there are files in cases/"),
        ("round", "facts: true", "flaws: true", "facts: this case has them, and the round's features do not"),
        ("round", "facts: true", "flaws: true", "flaws: this case has none, and the round wants them"),
        ("plot_nine", "owner: ada}\nunknown", "owner: eve}\nunknown", "facts[0].owner: 'eve' is not in the cast; it has: ada"),
        ("plot_nine", "cast: [", "cast: [{id: bob, name: Bob, role: Friend, wants: Tea}, ", "cast[0].id: nobody learns"),
        ("night_shift", "id: night_shift", "id: day_shift", "night_shift.yaml:3: id: must be 'night_shift', the name of"),
        ("night_shift", "facts:", "rounds: [gone]\nfacts:", "rounds[0]: there is no round 'gone'; there are: lab_meeting"),
        ("night_shift", "id: worst", "id: patient", "the id 'patient' is used twice"),
        ("night_shift", "facts:", "disqualifiers: [{id: bluff, statement: S, points: 1, probe_intent: I, probe: P}]\nfacts:",
         "disqualifiers[0].points: a disqualifier needs negative points"),
    ],
)  # fmt: skip
def test_a_broken_link_is_told_where_it_is(tmp_path: Path, stem: str, old: str, new: str, problem: str) -> None:
    told = found(folder(tmp_path, FILES, **{stem: (old, new)}))
    if problem == "needs nothing":
        assert told == []
    else:
        assert any(problem in line for line in told), told


def test_a_mistake_in_shared_criteria_is_told_once_for_all_rounds(tmp_path: Path) -> None:
    root = folder(tmp_path, {**FILES, "rubrics/_shared/criteria.yaml": shared("calm", "calm")},
                  rubric=("exemplars:", "shared: [calm]\nexemplars:"))  # fmt: skip
    assert sum("'calm' is used twice" in line for line in found(root)) == 1


def test_a_standing_question_of_no_round_and_a_name_used_twice_are_told(tmp_path: Path) -> None:
    lens = "  - {id: odd, cause: long, rounds: [%s], intent: Find out., asks: [Why?, How so?]}\n"
    lenses = "lenses:\n" + lens % "lab_meeting" + lens % "gone"
    told = found(folder(tmp_path, {**FILES, "rubrics/_shared/lenses.yaml": lenses}))
    assert [line.partition(": ")[2] for line in told] == [
        "lenses[1].id: the id 'odd' is used twice; the first is in lenses.yaml, line 2",
        "lenses[1].rounds[0]: there is no round 'gone'; there are: lab_meeting",
    ]
