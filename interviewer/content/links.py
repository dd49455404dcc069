"""What must hold between files: names that lead somewhere, ids used once, times that fit.

Each check yields problems at their places. Errors refuse the content; warnings are for authors.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from interviewer.case import Case, Flaw
from interviewer.content.files import File
from interviewer.content.shelf import Bundle, Place, Shelf, criteria, identities, indicators, items, place, questions
from interviewer.errors import Problem
from interviewer.plan import CLOSING_MS
from interviewer.rubric import ContentIndicator, SharedCriteria

Common = File[SharedCriteria] | None
PARTS = ("round.yaml", "rubric.yaml", "questions.yaml")
DEPTH = ("mechanism", "limit", "find_out")


def problems(shelf: Shelf) -> list[Problem]:
    """Return what is wrong between files, each problem once."""
    found: dict[Problem, None] = {}
    for bundle in shelf.rounds.values():
        for check in CHECKS:
            found.update(dict.fromkeys(check(bundle, shelf.criteria)))
    found.update(dict.fromkeys(_personas(shelf)))
    found.update(dict.fromkeys(_standing(shelf)))
    return list(found)


def absent(paths: dict[str, Path]) -> Iterator[Problem]:
    """Yield a problem for every file that a round's folder lacks."""
    folders = {name.split("/")[1]: path for name, path in paths.items() if name.startswith("rubrics/")}
    for folder, path in folders.items():
        home = next((parent for parent in path.parents if parent.name == folder), None)
        if home is None or folder.startswith("_"):
            continue
        lacking = [part for part in PARTS if f"rubrics/{folder}/{part}" not in paths]
        yield from (Problem(home / part, 1, 1, "", "the file is missing; every round needs it") for part in lacking)


def _names(bundle: Bundle, _: Common) -> Iterator[Problem]:
    """Yield where round, rubric, questions and cases do not name one another rightly."""
    named = [(place(bundle.round, "id"), bundle.round.value.id)]
    named += [(place(bundle.rubric, "round"), bundle.rubric.value.round)]
    named += [(place(bundle.questions, "round"), bundle.questions.value.round)]
    named += [(place(file, "round"), file.value.round) for file in bundle.case_files]
    for where, name in named:
        if name != bundle.folder:
            yield where.problem(f"must be {bundle.folder!r}, the name of the round's folder, not {name!r}")
    rubric = bundle.rubric.value.id
    if bundle.round.value.rubric != rubric:
        yield place(bundle.round, "rubric").problem(f"must be {rubric!r}, the id in rubric.yaml")


def _unique(bundle: Bundle, common: Common) -> Iterator[Problem]:
    """Yield ids that stand for two things."""
    phases = items(place(bundle.round), "phases", bundle.round.value.phases)
    yield from _once(identities(bundle, common))
    yield from _once((where / "id", phase.id) for where, phase in phases)
    for file in bundle.case_files:
        yield from _once((where / "id", item.id) for where, item in items(place(file), "cast", file.value.cast))
        yield from _once((where / "id", item.id) for where, item in items(place(file), "exhibits", file.value.exhibits))


def _once(names: Iterable[tuple[Place, str]]) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for where, name in names:
        other = first.setdefault(name, where)
        if other is not where:
            line = other.file.document.at(other.location)[0]
            yield where.problem(f"the id {name!r} is used twice; the first is in {other.file.path.name}, line {line}")


def _criteria(bundle: Bundle, common: Common) -> Iterator[Problem]:
    """Yield shared criteria and `for` that lead nowhere, and criteria that nothing can show."""
    known = {criterion.id for _, criterion in criteria(bundle, common)}
    everywhere = [criterion.id for criterion in common.value.criteria] if common else []
    for where, name in items(place(bundle.rubric), "shared", bundle.rubric.value.shared):
        if name not in everywhere:
            yield where.problem(f"{name!r} is not in _shared/criteria.yaml; it has: {_list(everywhere)}")
    carried = {criterion.id for _, criterion in criteria(bundle, common) if criterion.indicators}
    for where, indicator in indicators(bundle, common):
        if not isinstance(indicator, ContentIndicator | Flaw):
            continue
        carried.add(indicator.criterion)
        if indicator.criterion not in known:
            yield (where / "for").problem(f"{indicator.criterion!r} is not a criterion here; there are: {_list(known)}")
    for where, criterion in criteria(bundle, common):
        if criterion.id not in carried:
            yield (where / "id").problem("no indicator counts towards this criterion, so it can never be judged")


def _caps(bundle: Bundle, common: Common) -> Iterator[Problem]:
    """Yield caps whose indicator or criterion does not exist."""
    known = {criterion.id for _, criterion in criteria(bundle, common)}
    ids = {indicator.id: indicator for _, indicator in indicators(bundle, common)}
    for where, cap in items(place(bundle.rubric), "caps", bundle.rubric.value.caps):
        if cap.when not in ids:
            yield (where / "when").problem(f"no indicator of this round is called {cap.when!r}")
        elif ids[cap.when].points >= 0:
            yield (where / "when").problem("this indicator has no negative points; a cap answers a red flag", "warning")
        if cap.criterion not in {*known, "all"}:
            yield (where / "criterion").problem(f"{cap.criterion!r} is not a criterion; there are: {_list(known)}, all")


def _exemplars(bundle: Bundle, common: Common) -> Iterator[Problem]:
    """Yield example answers that name what does not exist."""
    known = {criterion.id for _, criterion in criteria(bundle, common)}
    ids = {indicator.id for _, indicator in indicators(bundle, common)}
    levels = set[int]()
    for where, exemplar in items(place(bundle.rubric), "exemplars", bundle.rubric.value.exemplars):
        levels |= set(exemplar.level.values())
        for name in sorted(set(exemplar.level) - known):
            yield (where / "level" / name).problem(f"{name!r} is not a criterion; there are: {_list(known)}")
        for name in sorted(set(exemplar.indicators) - ids):
            yield (where / "indicators" / name).problem(f"no indicator of this round is called {name!r}")
    if lacking := sorted({1, 3, 5} - levels):
        yield place(bundle.rubric, "exemplars").problem(
            f"there is no example answer of level {_list(lacking)}", "warning"
        )


def _asked(bundle: Bundle, _: Common) -> Iterator[Problem]:
    """Yield questions that no phase asks, and phases that ask nothing."""
    phases = {phase.id: phase.kind for phase in bundle.round.value.phases}
    for where, question in questions(bundle):
        if question.phase not in phases:
            yield (where / "phase").problem(f"{question.phase!r} is not a phase; there are: {_list(phases)}")
        elif phases[question.phase] != "threads":
            yield (where / "phase").problem(f"the phase {question.phase!r} asks no questions")
    asked = {question.phase for _, question in questions(bundle)}
    for where, phase in items(place(bundle.round), "phases", bundle.round.value.phases):
        if phase.kind == "threads" and phase.id not in asked:
            yield where.problem("no question belongs to this phase")


def _threads(bundle: Bundle, _: Common) -> Iterator[Problem]:
    """Yield follow-ups on nothing, depth out of order and claims of no kind."""
    for where, question in questions(bundle):
        own = {indicator.id for indicator in question.indicators}
        for inner, follow in items(where, "follow_ups", question.follow_ups):
            if follow.when not in own:
                yield (inner / "when").problem(f"{follow.when!r} is not an indicator of this question")
        if tuple(step.step for step in question.depth) != DEPTH:
            yield (where / "depth").problem(f"the steps must be {', '.join(DEPTH)}, in this order")
        if question.claim is None and "{claim}" in question.text:
            yield (where / "text").problem("{claim} needs the field `claim` with the kind of claim")


def _times(bundle: Bundle, _: Common) -> Iterator[Problem]:
    """Yield phases that do not fit the shortest interview, and drops without an order."""
    round_, top = bundle.round.value, place(bundle.round)
    kept = sum(phase.minimum_minutes for phase in round_.phases if phase.drop_order == 0)
    least = kept + CLOSING_MS / 60_000
    if least > round_.minutes.min:
        need = (
            f"the phases that are never dropped need {kept:g} minutes and the closing {CLOSING_MS / 1000:.0f} seconds"
        )
        yield (top / "minutes" / "min").problem(f"{need}; raise this, or let phases drop")
    if all(phase.drop_order for phase in round_.phases):
        yield (top / "phases").problem("one phase must stay: give it drop_order 0")
    first: dict[int, str] = {}
    for where, phase in items(top, "phases", round_.phases):
        other = first.setdefault(phase.drop_order, phase.id)
        if phase.drop_order and other != phase.id:
            yield (where / "drop_order").problem(f"the phase {other!r} has this number, too; which one drops first?")


def _features(bundle: Bundle, _: Common) -> Iterator[Problem]:
    """Yield features of the round that its phases or cases do not carry."""
    features, top = bundle.round.value.features, place(bundle.round, "features")
    if features.floor != any(phase.kind == "floor" for phase in bundle.round.value.phases):
        yield (top / "floor").problem("must be true exactly when a phase has `kind: floor`")
    if features.case != bool(bundle.case_files):
        yield (top / "case").problem("must be true exactly when there are files in cases/")
    for file in bundle.case_files:
        case = file.value
        have = {"facts": bool(case.facts), "flaws": bool(case.flaws), "twists": bool(case.twists)}
        for name, there in have.items():
            if there != getattr(features, name):
                verb = (
                    "has none, and the round wants them" if not there else "has them, and the round's features do not"
                )
                yield place(file, name).problem(f"this case {verb}")


def _casts(bundle: Bundle, _: Common) -> Iterator[Problem]:
    """Yield facts owned by nobody in the cast, and people who own nothing."""
    for file in bundle.case_files:
        yield from _cast(file)


def _cast(file: File[Case]) -> Iterator[Problem]:
    case, top = file.value, place(file)
    people = {person.id for person in case.cast}
    facts = [*items(top, "given", case.given), *items(top, "facts", case.facts)]
    for where, fact in facts:
        if fact.owner is not None and fact.owner not in people:
            yield (where / "owner").problem(f"{fact.owner!r} is not in the cast; it has: {_list(people)}")
    owners = {fact.owner for _, fact in facts}
    for where, person in items(top, "cast", case.cast):
        if person.id not in owners:
            yield (where / "id").problem("nobody learns anything from this person: no fact is theirs", "warning")


def _personas(shelf: Shelf) -> Iterator[Problem]:
    """Yield personas that do not match their file, their rounds or themselves."""
    for stem, file in shelf.personas.items():
        persona, top = file.value, place(file)
        if persona.id != stem:
            yield (top / "id").problem(f"must be {stem!r}, the name of the file")
        for where, name in items(top, "rounds", persona.rounds):
            if name not in shelf.rounds:
                yield where.problem(f"there is no round {name!r}; there are: {_list(shelf.rounds)}")
        bars = items(top, "disqualifiers", persona.disqualifiers)
        yield from _once((where / "id", lens.id) for where, lens in items(top, "lenses", persona.lenses))
        yield from _once((where / "id", bar.id) for where, bar in bars)
        for where, bar in items(top, "disqualifiers", persona.disqualifiers):
            if bar.points >= 0:
                yield (where / "points").problem("a disqualifier needs negative points")


def _standing(shelf: Shelf) -> Iterator[Problem]:
    """Yield standing questions of rounds that do not exist, and ids that stand for two of them."""
    if shelf.lenses is None:
        return
    lenses = list(items(place(shelf.lenses), "lenses", shelf.lenses.value.lenses))
    yield from _once((where / "id", lens.id) for where, lens in lenses)
    for where, lens in lenses:
        for inner, name in items(where, "rounds", lens.rounds):
            if name not in shelf.rounds:
                yield inner.problem(f"there is no round {name!r}; there are: {_list(shelf.rounds)}")


def _list(names: Iterable[object]) -> str:
    return ", ".join(str(name) for name in sorted(names, key=str)) or "none"


CHECKS = (_names, _unique, _criteria, _caps, _exemplars, _asked, _threads, _times, _features, _casts)
