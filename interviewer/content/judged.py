"""What the judge reads and the candidate never hears: whether it can be decided, told apart and traced to somebody.

It looks at anchors, statements, examples, push-backs and sources; what is said aloud is ``lint``'s to judge. All of it
is worth a look and none of it spoils an interview, so every problem is a warning.
"""

import re
from collections.abc import Iterator

from interviewer.case import Flaw
from interviewer.content.files import File
from interviewer.content.shelf import Bundle, Place, Shelf, criteria, indicators, items, place, questions
from interviewer.errors import Problem
from interviewer.lexical import Lexicon
from interviewer.persona import Manner, Persona
from interviewer.rubric import Criterion, Indicator, SharedCriteria
from interviewer.value import Value

Common = File[SharedCriteria] | None
TWIN = 0.9
"""Likeness from which two statements are one."""
LEAST_PARAPHRASES, LEAST_PROVENANCE, LEAST_SOURCE = 3, 8, 3
"""Fewest ways of saying a point, words of provenance, words of a source."""
LADDER = {1, 3, 5}
KINDS = {"valid", "wrong"}
_NOUNS = "understanding|knowledge|grasp|answer|explanation|reasoning|thinking|communication|insight|command|intuition"
_VAGUE = re.compile(
    rf"\b(?:good|strong|clear|excellent|solid|deep|adequate|poor|weak|great|thorough) (?:{_NOUNS})\b", re.I
)
_VERBS = "says|gives|names|states|asks|explains|proposes|compares|measures|reports|tells|shows|describes|chooses|admits"
_TWO = re.compile(rf"\b(?:and|or) (?:also )?(?:{_VERBS}|why|how)\b|;\s", re.I)
_SCAR = re.compile(r"^[>|][+-]?\s")


def judged(bundle: Bundle, common: Common) -> Iterator[Problem]:
    """Yield what is wrong with what a judge reads of a round."""
    yield from _statements(bundle, common)
    yield from _twins(bundle, common)
    for where, criterion in criteria(bundle, common):
        yield from _anchors(where, criterion)
    yield from _mistakes(bundle, common)
    yield from _examples(bundle)
    yield from _threads(bundle)
    provenance = bundle.rubric.value.provenance
    if len(provenance.split()) < LEAST_PROVENANCE:
        yield place(bundle.rubric, "provenance").problem("say who wrote it and from what", "warning")
    for file in bundle.files:
        yield from scars(file)


def of_persona(file: File[Persona]) -> Iterator[Problem]:
    """Yield bars that cannot be judged, sources that name nothing, and sentences that stand in a list twice."""
    for where, bar in items(place(file), "disqualifiers", file.value.disqualifiers):
        yield from _statement(where, bar)
        if not bar.contra:
            yield (where / "id").problem("give a `contra`: what sounds similar and is acceptable", "warning")
    for where, fact in items(place(file), "facts", file.value.facts):
        if len(fact.source.split()) < LEAST_SOURCE:
            yield (where / "source").problem("say where this was read, so that somebody else can find it", "warning")
    for name in Manner.model_fields:
        lines = getattr(file.value.manner, name)
        for number, (where, line) in enumerate(items(place(file) / "manner", name, lines)):
            if line in lines[:number]:
                yield where.problem("stands here twice", "warning")
    yield from scars(file)


def unasked(shelf: Shelf) -> Iterator[Problem]:
    """Yield questions that prefer a lab which no persona comes from."""
    labs = {file.value.lab for file in shelf.personas.values()}
    for bundle in shelf.rounds.values() if labs else ():
        for where, question in questions(bundle):
            for inner, lab in items(where / "tags", "labs", question.tags.labs):
                if lab not in labs:
                    yield inner.problem(f"no persona is of the lab {lab!r}", "warning")


def scars(file: object) -> Iterator[Problem]:
    """Yield texts that begin with a mark of YAML: written twice, it becomes part of the text."""
    for where, text in _texts(place(file), place(file).file.value.model_dump(mode="json", by_alias=True)):
        if _SCAR.match(text):
            yield where.problem(f"begins with {text.split()[0]!r}, which is a mark of YAML and no word", "warning")


def _texts(where: Place, value: object) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(where / key, inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(where / number, inner)


def _statements(bundle: Bundle, common: Common) -> Iterator[Problem]:
    """Yield indicators that nobody could decide; a flaw is a finding in full sentences and may hold more than one."""
    for where, indicator in indicators(bundle, common):
        if not isinstance(indicator, Flaw):
            yield from _statement(where, indicator)


def _statement(where: Place, indicator: Indicator) -> Iterator[Problem]:
    if found := _VAGUE.search(indicator.statement):
        yield (where / "statement").problem(f"{found[0]!r} cannot be observed; say what is said or done", "warning")
    if found := _TWO.search(indicator.statement):
        yield (where / "statement").problem(
            f"{found[0].strip()!r} makes two claims of it; make two indicators", "warning"
        )
    if 0 < len(indicator.paraphrases) < LEAST_PARAPHRASES:
        yield (where / "paraphrases").problem(f"give {LEAST_PARAPHRASES} or more ways of saying it", "warning")


def _anchors(where: Place, criterion: Criterion) -> Iterator[Problem]:
    for level, text in criterion.anchors.items():
        if found := _VAGUE.search(text):
            yield (where / "anchors" / level).problem(f"{found[0]!r} cannot be observed; say what is done", "warning")


def _twins(bundle: Bundle, common: Common) -> Iterator[Problem]:
    """Yield indicators that claim what another one claims: one sentence would earn twice."""
    every = list(indicators(bundle, common))
    lexicon = Lexicon(indicator.statement for _, indicator in every)
    for number, (where, indicator) in enumerate(every):
        for _, other in every[:number]:
            if lexicon.likeness(indicator.statement, other.statement) >= TWIN:
                yield (where / "statement").problem(f"claims nearly what {other.id!r} claims", "warning")


def _mistakes(bundle: Bundle, common: Common) -> Iterator[Problem]:
    """Yield criteria where nothing said could count against the candidate, so that the usual mistake earns the point."""
    carried: dict[str, list[Indicator]] = {}
    for _, criterion in criteria(bundle, common):
        carried[criterion.id] = list(criterion.indicators)
    for _, indicator in indicators(bundle, common):
        carried.get(getattr(indicator, "criterion", ""), []).append(indicator)
    for where, criterion in criteria(bundle, common):
        if not any(item.contra or item.points < 0 for item in carried[criterion.id]):
            yield (where / "id").problem("no indicator here has a `contra` or negative points", "warning")


def _examples(bundle: Bundle) -> Iterator[Problem]:
    """Yield criteria whose examples leave out a level, and indicators they show only met or only missed."""
    exemplars = bundle.rubric.value.exemplars
    for where, criterion in criteria(bundle, None):
        levels = {exemplar.level[criterion.id] for exemplar in exemplars if criterion.id in exemplar.level}
        if not levels:
            continue
        if lacking := sorted(LADDER - levels):
            told = ", ".join(map(str, lacking))
            yield (where / "id").problem(f"no example answer shows level {told} of it", "warning")
        for inner, indicator in items(where, "indicators", criterion.indicators):
            states = {exemplar.indicators.get(indicator.id) for exemplar in exemplars} - {None}
            if missing := sorted({"met", "not_met"} - states):
                told = " and no ".join(missing)
                yield (inner / "id").problem(f"no example answer says `{told}` of it", "warning")


def _threads(bundle: Bundle) -> Iterator[Problem]:
    """Yield questions that cannot be followed up both ways, or pushed back on both rightly and wrongly."""
    for where, question in questions(bundle):
        if len({follow.is_ for follow in question.follow_ups}) < 2:
            yield (where / "follow_ups").problem("give one for `met` and one for `missing`", "warning")
    asked: list[tuple[Place, Value]] = [*questions(bundle), *((place(file), file.value) for file in bundle.case_files)]
    for where, owner in asked:
        kinds = {challenge.kind for challenge in getattr(owner, "challenges", ())}
        if kinds and kinds != KINDS:
            yield (where / "challenges").problem("give one that is valid and one that is wrong", "warning")
