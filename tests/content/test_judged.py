"""What only the judge reads is looked at, too: can it be decided, told apart, traced to somebody?"""

from pathlib import Path

import pytest

from interviewer.content import check
from tests.content.stage import WITH_CASE, folder

INTENT = "Find out how far they trust what they see."
BAR = (
    "disqualifiers: [{id: bluff, statement: Bluffs., points: -1, probe_intent: Find out., probe: Why is that?}]\nfacts:"
)
POINT = (
    "indicators: [{id: plot_nine.x, for: claim, statement: Repeats the old run that crashed., probe_intent: Find out., "
    "probe: Which old run crashed?}]\noutline:"
)
SHEET = "exhibits: [{id: e, title: E, kind: text, lines: [Two optimisers, ran here.]}]\nchallenges: []"
ONE_SIDED = "challenges: [{id: plot_nine.c, kind: wrong, after: A, claim: Is it so?, why: W}]"


@pytest.mark.parametrize(
    ("stem", "old", "new", "problem"),
    [
        ("rubric", "Names one limit of it.", "Shows a good understanding of it.",
         "criteria[0].anchors[3]: 'good understanding' cannot be observed"),
        ("rubric", "States a doubt about the measurement.", "Gives a strong answer.",
         "indicators[0].statement: 'strong answer' cannot be observed"),
        ("rubric", "States a doubt about the measurement.", "States a doubt about the measurement and explains it.",
         "indicators[0].statement: 'and explains' makes two claims"),
        ("rubric", "Tells what comes next", "States how large it is",
         "criteria[2].indicators[0].statement: claims nearly what 'claim.size' claims"),
        ("rubric", "Written for a test, by its author, from no source.", "Mine.", "provenance: say who wrote it"),
        ("rubric", "indicators: {evidence.unsure: met}, ", "", "indicators[0].id: no example answer says `met` of it"),
        ("rubric", "level: {evidence: 3}", "level: {claim: 3}", "criteria[0].id: no example answer shows level 3 of it"),
        ("rubric", "What is said about data.", '">- What is said."', "criteria[0].measures: begins with '>-'"),
        ("rubric", "{id: claim.size, points: -1,", "{id: claim.size, points: 1,",
         "criteria[1].id: no indicator here has a `contra`"),
        ("rubric", "probe_intent: Size., ", "paraphrases: [It is about three points.], probe_intent: Size., ",
         "paraphrases: give 3 or more ways"),
        ("questions", "is: missing", "is: met", "follow_ups: give one for `met` and one for `missing`"),
        ("questions", "kind: valid", "kind: wrong", "challenges: give one that is valid and one that is wrong"),
        ("questions", INTENT, "Find out about ordinary seed-to-seed variation.", "indicators[0].probe_intent: shares"),
        ("questions", "tags: {", "tags: {labs: [nowhere], ", "tags.labs[0]: no persona is of the lab 'nowhere'"),
        ("plot_nine", "challenges: []", ONE_SIDED, "challenges: give one that is valid and one that is wrong"),
        ("plot_nine", "challenges: []", SHEET, "exhibits[0].lines: says 'two optimisers', which must_not_reveal forbids"),
        ("plot_nine", "outline:", POINT, "indicators[0].probe: shares 'old run crash'"),
        ("plot_nine", "[I would have to look.,", "[Shall I look?,", "unknown[0]: asks a question where none belongs"),
        ("plot_nine", "challenges:", "unclear: [Which of them?]\nchallenges:", "unclear[0]: asks a question"),
        ("plot_nine", "challenges:", "aside: [Good question.]\nchallenges:", "aside[0]: the interviewer's guard would"),
        ("plot_nine", "challenges:", "again: [Again?]\nchallenges:", "again[0]: asks a question where none belongs"),
        ("plot_nine", "challenges:", "unknown_about: {money: [How much?]}\nchallenges:",
         "unknown_about.money[0]: asks a question where none belongs"),
        ("night_shift", '"Noted."', '"Okay."', "manner.acknowledgements[2]: stands here twice"),
        ("night_shift", "The author's own experience of two interviews", "Hearsay", "facts[0].source: say where"),
        ("night_shift", "facts:", BAR, "disqualifiers[0].id: give a `contra`"),
    ],
)  # fmt: skip
def test_what_misleads_a_judge_is_told_where_it_is(tmp_path: Path, stem: str, old: str, new: str, problem: str) -> None:
    found = [str(line) for line in check([folder(tmp_path, WITH_CASE, **{stem: (old, new)})])]
    assert any(problem in line.replace("warning: ", "") for line in found), found


def test_a_standing_question_is_heard_like_any_other(tmp_path: Path) -> None:
    lens = "lenses:\n  - {id: odd, cause: long, intent: '>- Find out.', asks: [Why? And how?, That is so.]}\n"
    root = folder(tmp_path, {**WITH_CASE, "rubrics/_shared/lenses.yaml": lens})
    assert [str(line).partition("lenses[0].")[2] for line in check([root])] == [
        "intent: begins with '>-', which is a mark of YAML and no word",
        "asks[0]: asks 2 questions; ask one",
        "asks[1]: asks no question",
    ]


def test_a_paper_prints_its_flaws_and_may_not_be_asked_about_them_in_their_words(tmp_path: Path) -> None:
    flaw = (
        "flaws: [{id: plot_nine.f, for: claim, where: E, severity: minor, statement: The old run crashed; a copy ran on and "
        "gives the number., contra: [It ran.], probe_intent: Find out., probe: %s}]\n" + SHEET
    )
    case, round_ = "rubrics/lab_meeting/cases/plot_nine.yaml", "rubrics/lab_meeting/round.yaml"
    head, _, tail = WITH_CASE[case].partition("facts:\n")
    files = {
        **WITH_CASE,
        round_: WITH_CASE[round_].replace("facts: true", "flaws: true"),
        case: head + tail.partition("owner: ada}\n")[2],
    }
    assert check([folder(tmp_path / "one", files, plot_nine=("challenges: []", flaw % "What does it show?"))]) == []
    (told,) = check([folder(tmp_path / "two", files, plot_nine=("challenges: []", flaw % "Which old run crashed?"))])
    assert "flaws[0].probe: shares 'old run crash'" in str(told)
