"""Whether the offline scorer ranks a rubric's example answers as their authors did: a test of rubrics without a model.

It warns and never refuses: words are not arguments, and a good example may use others.
"""

from collections.abc import Iterator
from itertools import pairwise
from statistics import mean

from interviewer import assess
from interviewer.content.shelf import Bundle, Place, Shelf, items, place, shared
from interviewer.errors import Problem
from interviewer.lexical import Lexicon
from interviewer.rubric import Exemplar, Verdict
from interviewer.script import Script

LADDER = (1, 3, 5)
SHARE: dict[Verdict, float] = {"met": 1.0, "partial": 0.5}


def monotone(bundle: Bundle, shelf: Shelf) -> Iterator[Problem]:
    """Yield criteria whose examples of levels 1, 3 and 5 do not score in this order."""
    script = _script(bundle, shelf)
    if script is None:
        return
    lexicon = assess.lexicon(script)
    scores: dict[tuple[str, int], dict[str, float]] = {}
    for exemplar in bundle.rubric.value.exemplars:
        for name, points in _points(script, exemplar, lexicon).items():
            scores.setdefault((name, exemplar.level[name]), {})[exemplar.id] = points
    for where, criterion in items(place(bundle.rubric), "criteria", bundle.rubric.value.criteria):
        ladder = [scores[criterion.id, level] for level in LADDER if (criterion.id, level) in scores]
        if any(mean(high.values()) <= mean(low.values()) for low, high in pairwise(ladder)):
            yield _warning(where, ladder)


def _warning(where: Place, ladder: list[dict[str, float]]) -> Problem:
    told = " < ".join(", ".join(f"{name} {points:g}" for name, points in scores.items()) for scores in ladder)
    return (where / "id").problem(f"the offline scorer does not rank the examples by level: {told}", "warning")


def _points(script: Script, exemplar: Exemplar, lexicon: Lexicon) -> dict[str, float]:
    """Return the points that an example earns per criterion it has a level for."""
    # An example is of no case on the shelf unless it says so: another customer's points must not count for it.
    named = script.case and any(
        item.id in exemplar.indicators for item in (*script.case.indicators, *script.case.flaws)
    )
    about = script if named else script.model_copy(update={"case": None})
    row = assess.assess(about, 1, exemplar.text, _question(script, exemplar), lexicon)
    earned = dict.fromkeys(exemplar.level, 0.0)
    for finding in row.findings:
        if finding.criterion in earned:
            earned[finding.criterion] += (
                SHARE.get(finding.verdict, 0.0) * script.indicators[finding.indicator][1].points
            )
    return earned


def _question(script: Script, exemplar: Exemplar) -> str:
    """Return the question whose indicators an example names most; empty when it names none."""
    counts = {
        question.id: sum(indicator.id in exemplar.indicators for indicator in question.indicators)
        for question in script.questions
    }
    best = max(counts, key=lambda name: counts[name], default="")
    return best if best and counts[best] else ""


def _script(bundle: Bundle, shelf: Shelf) -> Script | None:
    """Return the round with any persona and its first case; who asks does not matter to the scorer."""
    if not shelf.personas:
        return None
    persona = next(iter(shelf.personas.values())).value
    return Script(
        round=bundle.round.value,
        rubric=bundle.rubric.value,
        persona=persona,
        questions=bundle.questions.value.questions,
        case=bundle.case_files[0].value if bundle.case_files else None,
        shared=tuple(criterion for _, criterion in shared(bundle, shelf.criteria)),
        hashes={},
    )
