"""The content on disk: our rounds and personas, and what a user's folder replaces or adds.

It owns finding, caching and putting together; a file's own mistakes are ``files``'s, mistakes between files ``links``'s.
Everything is read before anything is used, so all problems are told at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TypeVar, cast

from interviewer.case import Case
from interviewer.content import links
from interviewer.content.files import File, Read, digest, kind_of, read_bytes, read_text
from interviewer.content.shelf import Bundle, Shelf, arrange
from interviewer.content.yamlfile import MAX_BYTES
from interviewer.errors import ContentError, NotFound, Problem
from interviewer.events import Setup
from interviewer.lens import StandingLens, StandingLenses
from interviewer.material import Material
from interviewer.persona import Persona
from interviewer.question import QuestionBank
from interviewer.round import Round
from interviewer.rubric import Criterion, Rubric, SharedCriteria
from interviewer.script import Script
from interviewer.value import Value

FOLDERS = ("rubrics", "personas")
KEPT_TEXTS = 256
"""Parsed pinned files kept in memory; one interview uses six."""

M = TypeVar("M", bound=Value)


def content_root() -> Path:
    """Return the folder that holds rubrics/ and personas/.

    A wheel carries them inside the package; a checkout keeps them beside it.
    """
    package = Path(__file__).parent.parent
    packaged = package / "_content"
    return packaged if packaged.is_dir() else package.parent


def listing(root: Path) -> dict[str, Path]:
    """Return the YAML files below a content folder by their path in it."""
    found = (path for folder in FOLDERS for path in (root / folder).rglob("*.y*ml"))
    return {path.relative_to(root).as_posix(): path for path in sorted(found)}


@dataclass(slots=True)
class FileLibrary:
    """The :class:`interviewer.ports.Library` over folders; later ones replace files of earlier ones."""

    user: Path | None = None
    """The user's own content, if any."""
    root: Path = field(default_factory=content_root)
    _seen: dict[Path, tuple[tuple[int, int], Read]] = field(default_factory=dict)
    """Path to (modification time, size) and what was read then."""
    _pinned: dict[tuple[str, str], Read] = field(default_factory=dict)
    """Name and hash to a file read from pinned text."""
    _shelf: tuple[dict[str, Read], Shelf] | None = None

    def rounds(self) -> dict[str, Round]:
        """Return rounds by id; raises ContentError."""
        return {name: bundle.round.value for name, bundle in self.shelf().rounds.items()}

    def personas(self) -> dict[str, Persona]:
        """Return personas by id; raises ContentError."""
        return {name: file.value for name, file in self.shelf().personas.items()}

    def cases(self, round_: str) -> dict[str, str]:
        """Return titles of a round's cases by id; raises NotFound, ContentError."""
        return {name: file.value.title for name, file in self._round(round_).cases.items()}

    def assemble(self, setup: Setup, materials: Sequence[Material]) -> tuple[Script, dict[str, str]]:
        """Return the script for a set-up and the texts of the files it uses, by hash; raises NotFound, ContentError."""
        bundle, shelf = self._round(setup.round), self.shelf()
        persona = shelf.personas.get(setup.persona)
        if persona is None:
            raise NotFound("persona", setup.persona)
        case = _drawn(bundle, setup)
        criteria = shelf.criteria if bundle.rubric.value.shared else None
        parts = [bundle.round, bundle.rubric, bundle.questions, case, criteria, shelf.lenses, persona]
        files = [cast(File[Value], part) for part in parts if part]
        return _script(files, materials), {file.sha256: file.text for file in files}

    def reassemble(
        self, setup: Setup, hashes: dict[str, str], texts: dict[str, str], materials: Sequence[Material]
    ) -> Script:
        """Return the script from pinned texts, whatever the files on disk say now; raises NotFound, ContentError."""
        reads = [self._from_pin(name, sha256, texts) for name, sha256 in hashes.items()]
        _refuse(problem for read in reads for problem in read.problems)
        return _script([read.file for read in reads if read.file], materials)

    def shelf(self) -> Shelf:
        """Return all content, read again where a file changed; raises ContentError with every problem of every file."""
        reads = self.reads()
        if self._shelf is None or self._shelf[0] != reads:
            shelf = arrange(reads)
            _refuse(self.problems(reads, shelf))
            self._shelf = (reads, shelf)
        return self._shelf[1]

    def problems(self, reads: Mapping[str, Read], shelf: Shelf) -> list[Problem]:
        """Return what is wrong in files and, where they are fine, between them; warnings included."""
        found = [problem for read in reads.values() for problem in read.problems]
        return [*found, *links.absent(self.paths()), *links.problems(shelf)]

    def paths(self) -> dict[str, Path]:
        """Return every file that counts, by its path below the content folder; the user's before ours."""
        return listing(self.root) | (listing(self.user) if self.user else {})

    def reads(self) -> dict[str, Read]:
        """Return what became of every file that counts, by its name."""
        every = self.paths().items()
        return {name: self._read(name, path, model) for name, path in every if (model := kind_of(name))}

    def _read(self, name: str, path: Path, model: type[Value]) -> Read:
        try:
            status = path.stat()
            mark = (status.st_mtime_ns, status.st_size)
            seen = self._seen.get(path)
            if seen is None or seen[0] != mark:
                with path.open("rb") as file:
                    data = file.read(MAX_BYTES + 1)
                seen = self._seen[path] = (mark, read_bytes(name, path, data, model))
        except OSError as error:
            return Read(None, (Problem(path, 1, 1, "", f"the file cannot be read: {error.strerror}"),))
        return seen[1]

    def _from_pin(self, name: str, sha256: str, texts: dict[str, str]) -> Read:
        model, text = kind_of(name), texts.get(sha256)
        if model is None or text is None:
            raise NotFound("pinned content", name)
        if digest(text) != sha256:
            raise ContentError((Problem(Path(name), 1, 1, "", "the kept text is not the one that was pinned"),))
        if (name, sha256) not in self._pinned:
            if len(self._pinned) >= KEPT_TEXTS:
                self._pinned.clear()
            self._pinned[name, sha256] = read_text(name, Path(name), text, model)
        return self._pinned[name, sha256]

    def _round(self, round_: str) -> Bundle:
        bundle = self.shelf().rounds.get(round_)
        if bundle is None:
            raise NotFound("round", round_)
        return bundle


def _refuse(found: Iterable[Problem]) -> None:
    errors = tuple(problem for problem in found if problem.severity == "error")
    if errors:
        raise ContentError(errors)


def _drawn(bundle: Bundle, setup: Setup) -> File[Case] | None:
    """Return the chosen case, or one that the seed draws, or None where the round works without."""
    if setup.case is None:
        ids = sorted(bundle.cases) if bundle.round.value.features.case else []
        return bundle.cases[Random(setup.seed).choice(ids)] if ids else None
    if setup.case not in bundle.cases:
        raise NotFound("case", setup.case)
    return bundle.cases[setup.case]


def _script(files: Sequence[File[Value]], materials: Sequence[Material]) -> Script:
    def only(model: type[M]) -> M | None:
        return next((file.value for file in files if isinstance(file.value, model)), None)

    round_, rubric, bank, persona = only(Round), only(Rubric), only(QuestionBank), only(Persona)
    if round_ is None or rubric is None or bank is None or persona is None:
        raise NotFound("pinned content", "round, rubric, questions or persona")
    return Script(
        round=round_,
        rubric=rubric,
        persona=persona,
        questions=bank.questions,
        case=only(Case),
        materials=tuple(materials),
        shared=_shared(rubric, only(SharedCriteria)),
        lenses=_lenses(only(StandingLenses), round_.id),
        hashes={file.name: file.sha256 for file in files},
    )


def _shared(rubric: Rubric, criteria: SharedCriteria | None) -> tuple[Criterion, ...]:
    known = {criterion.id: criterion for criterion in criteria.criteria} if criteria else {}
    return tuple(known[name] for name in rubric.shared if name in known)


def _lenses(file: StandingLenses | None, round_: str) -> tuple[StandingLens, ...]:
    return tuple(lens for lens in file.lenses if not lens.rounds or round_ in lens.rounds) if file else ()
