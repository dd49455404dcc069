"""All content put where it belongs, and the walks over it that the checks share.

Values only. It reads nothing and judges nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal, NamedTuple, TypeVar, cast

from interviewer.case import Case
from interviewer.content.files import CRITERIA, LENSES, File, Read
from interviewer.content.yamlfile import Key, Location
from interviewer.errors import Problem
from interviewer.lens import StandingLenses
from interviewer.persona import Persona
from interviewer.question import Question, QuestionBank
from interviewer.round import Round
from interviewer.rubric import Criterion, Indicator, Rubric, SharedCriteria
from interviewer.value import Value

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Bundle:
    """One round with everything that belongs to it."""

    folder: str
    round: File[Round]
    rubric: File[Rubric]
    questions: File[QuestionBank]
    case_files: tuple[File[Case], ...] = ()

    @property
    def files(self) -> tuple[File[Value], ...]:
        """All files of the round."""
        return cast(tuple[File[Value], ...], (self.round, self.rubric, self.questions, *self.case_files))

    @property
    def cases(self) -> dict[str, File[Case]]:
        """Cases by id."""
        return {file.value.id: file for file in self.case_files}


@dataclass(frozen=True, slots=True)
class Shelf:
    """Rounds that are complete, by folder; personas by file name; the criteria they share."""

    rounds: dict[str, Bundle] = field(default_factory=dict)
    personas: dict[str, File[Persona]] = field(default_factory=dict)
    criteria: File[SharedCriteria] | None = None
    lenses: File[StandingLenses] | None = None


class Place(NamedTuple):
    """Something in a file, with where it stands."""

    file: File[Value]
    location: Location

    def problem(self, message: str, severity: Literal["error", "warning"] = "error") -> Problem:
        """Return a problem with it."""
        return self.file.problem(self.location, message, severity)

    def __truediv__(self, key: Key) -> "Place":
        return Place(self.file, (*self.location, key))


def place(file: object, *location: Key) -> Place:
    """Return a place in a file of any kind."""
    return Place(cast(File[Value], file), location)


def items(within: Place, key: Key, values: Sequence[T]) -> Iterator[tuple[Place, T]]:
    """Yield the values of a list with their places."""
    for number, value in enumerate(values):
        yield within / key / number, value


def arrange(reads: Mapping[str, Read]) -> Shelf:
    """Return files put where they belong; a round with a missing or a broken file is left out."""
    rounds: dict[str, list[Read]] = {}
    personas: dict[str, File[Persona]] = {}
    common: Read | None = None
    lenses: Read | None = None
    for name, read in reads.items():
        path = PurePosixPath(name)
        if name == CRITERIA:
            common = read
        elif name == LENSES:
            lenses = read
        elif path.parts[0] == "rubrics":
            rounds.setdefault(path.parts[1], []).append(read)
        elif read.file:
            personas[path.stem] = cast(File[Persona], read.file)
    bundles = {folder: bundle for folder, own in rounds.items() if (bundle := _bundle(folder, own, common))}
    return Shelf(
        bundles, personas, cast(File[SharedCriteria] | None, common.file if common else None),
        cast(File[StandingLenses] | None, lenses.file if lenses else None),
    )  # fmt: skip


def _bundle(folder: str, reads: Sequence[Read], common: Read | None) -> Bundle | None:
    files = [read.file for read in reads if read.file]
    found = {type(file.value): file for file in files}
    if len(files) < len(reads) or not {Round, Rubric, QuestionBank} <= set(found):
        return None
    rubric = cast(File[Rubric], found[Rubric])
    if rubric.value.shared and common and common.file is None:
        return None
    return Bundle(
        folder,
        cast(File[Round], found[Round]),
        rubric,
        cast(File[QuestionBank], found[QuestionBank]),
        tuple(cast(File[Case], file) for file in files if isinstance(file.value, Case)),
    )


def questions(bundle: Bundle) -> Iterator[tuple[Place, Question]]:
    """Yield the questions of a round."""
    return items(place(bundle.questions), "questions", bundle.questions.value.questions)


def shared(bundle: Bundle, criteria: File[SharedCriteria] | None) -> list[tuple[Place, Criterion]]:
    """Return the shared criteria that a round uses."""
    if criteria is None:
        return []
    wanted = set(bundle.rubric.value.shared)
    every = items(place(criteria), "criteria", criteria.value.criteria)
    return [(where, criterion) for where, criterion in every if criterion.id in wanted]


def criteria(bundle: Bundle, common: File[SharedCriteria] | None) -> list[tuple[Place, Criterion]]:
    """Return every criterion of a round, its own first."""
    own = items(place(bundle.rubric), "criteria", bundle.rubric.value.criteria)
    return [*own, *shared(bundle, common)]


def indicators(bundle: Bundle, common: File[SharedCriteria] | None) -> Iterator[tuple[Place, Indicator]]:
    """Yield every indicator of a round: its criteria's, its questions', its cases', the cases' flaws."""
    for where, criterion in criteria(bundle, common):
        yield from items(where, "indicators", criterion.indicators)
    for where, question in questions(bundle):
        yield from items(where, "indicators", question.indicators)
    for file in bundle.case_files:
        yield from items(place(file), "indicators", file.value.indicators)
        yield from items(place(file), "flaws", file.value.flaws)


def identities(bundle: Bundle, common: File[SharedCriteria] | None) -> Iterator[tuple[Place, str]]:
    """Yield every id that must be the only one of its name in a round."""
    for where, indicator in indicators(bundle, common):
        yield where / "id", indicator.id
    for where, criterion in criteria(bundle, common):
        yield where / "id", criterion.id
    for where, exemplar in items(place(bundle.rubric), "exemplars", bundle.rubric.value.exemplars):
        yield where / "id", exemplar.id
    for where, question in questions(bundle):
        yield where / "id", question.id
        yield from ((inner / "id", item.id) for inner, item in items(where, "challenges", question.challenges))
    for file in bundle.case_files:
        yield from _of_case(file)


def _of_case(file: File[Case]) -> Iterator[tuple[Place, str]]:
    case, top = file.value, place(file)
    yield top / "id", case.id
    yield from ((where / "id", item.id) for where, item in items(top, "given", case.given))
    yield from ((where / "id", item.id) for where, item in items(top, "facts", case.facts))
    yield from ((where / "id", item.id) for where, item in items(top, "twists", case.twists))
    yield from ((where / "id", item.id) for where, item in items(top, "decoys", case.decoys))
    yield from ((where / "id", item.id) for where, item in items(top, "challenges", case.challenges))
