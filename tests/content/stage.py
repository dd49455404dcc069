"""A small content folder: the examples of the two READMEs, and a round and a rubric around them."""

import re
from collections.abc import Mapping
from pathlib import Path

from interviewer.events import Setup

ROOT = Path(__file__).parent.parent.parent


def examples(page: str) -> dict[str, str]:
    """Return the example files of a README by the path that their first line gives them."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(# ((?:rubrics|personas)/\S+\.yaml)\n.*?)```", text, re.DOTALL)
    return {name: block for block, name in blocks}


ROUND = """\
# The round of a laboratory's weekly meeting.
id: lab_meeting
title: Lab meeting
tests: Whether you can say what a plot shows.
roles: [research_scientist]
minutes: {min: 10, default: 20, presets: [10, 20]}
rubric: lab_meeting
frame: We will look at one of your plots.
phases:
  - {id: results, title: Results, kind: threads, weight: 3, goal: Say what it shows., moves: [ask, probe], enter: Here is the plot.}
  - {id: reverse, title: Your turn, kind: reverse, weight: 1, drop_order: 1, goal: Ask., moves: [yield], enter: Now you ask.}
cannot: Follow an argument.
"""

RUBRIC = """\
# What the lab meeting is judged by.
id: lab_meeting
version: 1.0.0
round: lab_meeting
status: draft
provenance: Written for a test, by its author, from no source.
criteria:
  - id: evidence
    title: Evidence
    weight: 0.5
    kind: knowledge
    measures: What is said about data.
    anchors: {1: Reads the plot., 3: Names one limit of it., 5: Bounds the claim.}
    indicators:
      - id: evidence.unsure
        statement: States a doubt about the measurement.
        probe_intent: Find out what is doubted.
        probe: What would you not rely on here?
  - {id: claim, title: Claim, weight: 0.3, kind: reasoning, measures: What is claimed., anchors: {1: a, 3: b, 5: c}, indicators: [INDICATOR]}
  - {id: plan, title: Plan, weight: 0.2, kind: behaviour, measures: What is next., anchors: {1: a, 3: b, 5: c}, indicators: [OTHER]}
exemplars:
  - {id: ex.one, level: {evidence: 1}, indicators: {evidence.unsure: not_met}, text: "I see that the blue line goes down over the training and ends below."}
  - {id: ex.three, level: {evidence: 3}, indicators: {evidence.unsure: met}, text: "I see one line, and I state a doubt about the measurement of it."}
  - {id: ex.five, level: {evidence: 5}, indicators: {one-seed.spread: met}, text: "With only one seed I can't separate
      this gap between the curves from ordinary seed-to-seed variation, so I state a doubt about the measurement."}
"""

INDICATOR = "{id: claim.size, points: -1, statement: States how large it is., probe_intent: Size., probe: How large is it for you?}"
OTHER = INDICATOR.replace("claim.size", "plan.next").replace("States how large it is", "Tells what comes next")

CASE = """\
# A case.
id: plot_nine
round: lab_meeting
title: Plot nine
brief: >-
  A plot with two lines was sent round on Monday. It shows two settings, one run each, and nobody has written down which
  is which. The meeting starts in an hour.
opening: Somebody sent this round on Monday.
given:
  - {id: plot_nine.when, unlocked_by: [When was it?, Which day?, Since when?], says: It was Monday., why: Colour., owner: ada}
facts:
  - {id: plot_nine.who, unlocked_by: [Who made it?, Whose is it?, Who drew it?], says: I made it., why: Blame., owner: ada}
unknown: [I would have to look., I cannot tell you.]
cast: [{id: ada, name: Ada, role: Student, wants: A plot}]
challenges: []
outline: [One, Two, Three]
must_not_reveal: [two optimisers]
"""

FILES: Mapping[str, str] = {
    "rubrics/lab_meeting/round.yaml": ROUND,
    "rubrics/lab_meeting/rubric.yaml": RUBRIC.replace("INDICATOR", INDICATOR).replace("OTHER", OTHER),
    "rubrics/lab_meeting/questions.yaml": examples("rubrics/README.md")["rubrics/lab_meeting/questions.yaml"],
    **examples("personas/README.md"),
}
WITH_CASE: Mapping[str, str] = {
    **FILES,
    "rubrics/lab_meeting/round.yaml": ROUND + "features: {case: true, facts: true}\n",
    "rubrics/lab_meeting/cases/plot_nine.yaml": CASE,
}


def shared(*names: str) -> str:
    """Return a file of shared criteria with these ids."""
    entries = (
        f"  - {{id: {name}, title: T, weight: 1, kind: behaviour, measures: M, anchors: {{1: a, 3: b, 5: c}}, indicators: "
        f"[{INDICATOR.replace('claim.size', f'{name}.said')}]}}\n"
        for name in names
    )
    return "criteria:\n" + "".join(entries)


def folder(at: Path, files: Mapping[str, str] = FILES, **edits: tuple[str, str]) -> Path:
    """Write a content folder; an edit names a file by its stem and replaces one text by another in it."""
    for name, text in files.items():
        stem = Path(name).stem
        if stem in edits:
            old, new = edits[stem]
            assert old in text, f"{old!r} is not in {name}"
            text = text.replace(old, new)
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_text(text, encoding="utf-8")
    return at


def setup(**chosen: object) -> Setup:
    """Return a set-up for the small round."""
    return Setup.model_validate({"round": "lab_meeting", "persona": "night_shift", "minutes": 20, **chosen})
