"""What a careful editor would say about authored words: questions that are two, answers given away, praise, repeats.

Every rule yields problems at their places; an error is what the interviewer's own guard would stop or what spoils the
interview, a warning is worth a look. :func:`check` is the whole of it, file mistakes included.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from interviewer.content.exemplars import monotone
from interviewer.content.files import File, kind_of
from interviewer.content.judged import judged, scars, unasked
from interviewer.content.judged import of_persona as judged_persona
from interviewer.content.library import FileLibrary, content_root, listing
from interviewer.content.shelf import Bundle, Place, Shelf, arrange, criteria, items, place, questions
from interviewer.content.spoken import Said, of_case, of_lenses, of_persona, of_question, of_round
from interviewer.errors import Problem
from interviewer.guard import Guard, Limits, acknowledged
from interviewer.lexical import Lexicon, stems, words
from interviewer.persona import Persona
from interviewer.question import Question
from interviewer.rubric import Indicator, SharedCriteria

MAX_WORDS, MAX_ACKNOWLEDGEMENT = 45, 8
SAME = 0.8
"""Likeness from which two questions are one."""
_BRIDGES = ("hooks", "pushbacks", "settles", "transitions")
_COMMANDS = (
    "tell walk talk take explain describe show give derive sketch name say convince define estimate compare defend"
)
_IMPERATIVES = frozenset(_COMMANDS.split())


def check(paths: Sequence[Path] = ()) -> list[Problem]:
    """Return every problem of the content at some paths, errors and warnings, in the order of the files.

    A path is a content folder, or a folder or file in one; without any, our own content is checked. What a path does
    not hold is taken from ours, as it is when ``INTERVIEWER_CONTENT`` is set.
    """
    found: dict[Problem, None] = {}
    for path in [path.absolute() for path in paths] or [content_root()]:
        home = _home(path)
        if home is None:
            found[Problem(path, 1, 1, "", "there is no folder rubrics/ or personas/ here or above")] = None
            continue
        library = FileLibrary(None if home == content_root() else home)
        found.update(dict.fromkeys(p for p in _all(library, home, path) if p.path.is_relative_to(path)))
    return sorted(found, key=lambda problem: (str(problem.path), problem.line, problem.column))


def _home(path: Path) -> Path | None:
    """Return the content folder that a path is, or is in."""
    if any((path / name).is_dir() for name in ("rubrics", "personas")):
        return path
    return next((parent.parent for parent in (path, *path.parents) if parent.name in {"rubrics", "personas"}), None)


def _all(library: FileLibrary, home: Path, within: Path) -> Iterator[Problem]:
    reads = library.reads()
    shelf = arrange(reads)
    yield from library.problems(reads, shelf)
    yield from lint(shelf, within)
    for name, path in listing(home).items():
        if kind_of(name) is None:
            yield Problem(path, 1, 1, "", "this file is not read: no file of this name belongs here", "warning")


def lint(shelf: Shelf, within: Path) -> Iterator[Problem]:
    """Yield what is wrong with the words of rounds and personas that have a file within a folder."""
    for bundle in shelf.rounds.values():
        if any(file.path.is_relative_to(within) for file in bundle.files):
            yield from _round(bundle, shelf)
    for file in shelf.personas.values():
        if file.path.is_relative_to(within):
            yield from _persona(file)
    yield from _everywhere(shelf)
    yield from _unused(shelf)
    yield from unasked(shelf)


def _round(bundle: Bundle, shelf: Shelf) -> Iterator[Problem]:
    for said in of_round(bundle, shelf.criteria):
        yield from spoken(said)
    yield from _questions(bundle)
    yield from _cases(bundle)
    yield from _twins(bundle)
    yield from _behaviour(bundle, shelf.criteria)
    yield from judged(bundle, shelf.criteria)
    yield from monotone(bundle, shelf)


def _everywhere(shelf: Shelf) -> Iterator[Problem]:
    """Yield what is wrong with the files that every round shares."""
    for said in of_lenses(shelf.lenses) if shelf.lenses else ():
        yield from spoken(said)
    for file in (shelf.lenses, shelf.criteria):
        if file is not None:
            yield from scars(file)


def _persona(file: File[Persona]) -> Iterator[Problem]:
    for said in of_persona(file):
        yield from spoken(said)
    for where, line in items(place(file) / "manner", "acknowledgements", file.value.manner.acknowledgements):
        if (count := len(line.split())) > MAX_ACKNOWLEDGEMENT:
            yield where.problem(f"has {count} words; an acknowledgement has at most {MAX_ACKNOWLEDGEMENT}")
    for where, fact in items(place(file), "facts", file.value.facts):
        if bool(fact.asked) != bool(fact.says):
            yield (where / "text").problem("give both `asked` and `says`, or neither", "warning")
    yield from _bridges(file)
    yield from judged_persona(file)


def _bridges(file: File[Persona]) -> Iterator[Problem]:
    """Yield what leads to a question and does not hold the candidate's words, or would be taken for an acknowledgement."""
    manner = file.value.manner
    for name in _BRIDGES:
        for where, line in items(place(file) / "manner", name, getattr(manner, name)):
            if name == "hooks" and line.count("{words}") != 1:
                yield where.problem("must hold {words} once, where the candidate's words go")
            if acknowledged(line, manner.acknowledgements):
                yield where.problem("begins like an acknowledgement, and one too many is left out", "warning")


def spoken(said: Said) -> Iterator[Problem]:
    """Yield what is wrong with one thing that is said, whatever it is about."""
    marks = said.text.count("?")
    if marks > 1:
        yield said.where.problem(f"asks {marks} questions; ask one")
    elif marks and said.asks == "never":
        yield said.where.problem("asks a question where none belongs")
    elif not marks and said.asks == "once" and not _commands(said.text):
        yield said.where.problem("asks no question")
    else:
        guard = Guard(Limits(max_words=1_000, asks=said.asks != "never", known=said.text, wording=said.text))
        shown = guard.feed(said.text) + guard.finish()
        if guard.blocked:
            yield said.where.problem(f"the interviewer's guard would stop it: {guard.blocked}")
        elif words(shown) != words(said.text) or len(shown) < len(said.text.strip()):
            yield said.where.problem("asks twice, or holds Markdown; only this would be said: " + shown[-60:])
    if (count := len(said.text.split())) > MAX_WORDS:
        yield said.where.problem(f"has {count} words; more than {MAX_WORDS} are hard to follow by ear", "warning")


def _commands(text: str) -> bool:
    """Return whether a sentence asks without a question mark: "Tell me …"."""
    return any(word in _IMPERATIVES for word in words(text))


def _questions(bundle: Bundle) -> Iterator[Problem]:
    for where, question in questions(bundle):
        hidden = _phrases_of(question.indicators) | _phrases(question.reference)
        for said in of_question(where, question):
            yield from spoken(said)
            yield from _revealed(said, question.must_not_reveal)
            if not said.helps:
                yield from _leaks(said, hidden, question)
        for inner, indicator in items(where, "indicators", question.indicators):
            yield from _leaks(_intent(inner, indicator), hidden, question)


def _cases(bundle: Bundle) -> Iterator[Problem]:
    for file in bundle.case_files:
        case, top = file.value, place(file)
        yield from _revealed(Said(top / "brief", case.brief, "maybe"), case.must_not_reveal)
        # A paper prints its flaws, and saying where gives them away; what a customer hides stands on no sheet.
        for where, exhibit in items(top, "exhibits", () if case.flaws else case.exhibits):
            yield from _revealed(Said(where / "lines", " ".join(exhibit.lines), "maybe"), case.must_not_reveal)
        for key, those in (("indicators", case.indicators), ("flaws", case.flaws)):
            yield from _given_away(top, key, those)
        earned = {where.location for where, _ in items(top, "facts", case.facts)}
        for said in of_case(file):
            yield from spoken(said)
            if said.where.location[:-1] not in earned:
                yield from _revealed(said, case.must_not_reveal)


def _behaviour(bundle: Bundle, common: File[SharedCriteria] | None) -> Iterator[Problem]:
    """Yield probes of the criteria's own indicators that hold what they hope to hear."""
    for where, criterion in criteria(bundle, common):
        yield from _given_away(where, "indicators", criterion.indicators)


def _given_away(within: Place, key: str, indicators: Sequence[Indicator]) -> Iterator[Problem]:
    """Yield probes, and what they are meant to find out, that hold the words they hope to hear."""
    for where, indicator in items(within, key, indicators):
        for said in (Said(where / "probe", indicator.probe, "once"), _intent(where, indicator)):
            yield from _leaks(said, _phrases_of([indicator]), None)


def _intent(where: Place, indicator: Indicator) -> Said:
    """Return what the speaker is told to find out: never said as it stands, and in the prompt all the same."""
    return Said(where / "probe_intent", indicator.probe_intent, "maybe")


def _revealed(said: Said, secrets: Iterable[str]) -> Iterator[Problem]:
    """Yield phrases of ``must_not_reveal`` that are said all the same."""
    heard = f" {' '.join(words(said.text))} "
    for phrase in secrets:
        if f" {' '.join(words(phrase))} " in heard:
            yield said.where.problem(f"says {phrase!r}, which must_not_reveal forbids")


def _leaks(said: Said, hidden: dict[tuple[str, ...], str], question: Question | None) -> Iterator[Problem]:
    """Yield three telling words in a row that stand in the answer, too; the question's own words are no leak."""
    known = set(_phrases(question.text)) if question and said.where.location[-1] != "text" else set[tuple[str, ...]]()
    for phrase in _phrases(said.text):
        if phrase in hidden and phrase not in known:
            yield said.where.problem(f"shares {' '.join(phrase)!r} with the answer: {hidden[phrase][:60]}…", "warning")
            return


def _phrases(text: str) -> dict[tuple[str, ...], str]:
    """Return every run of three content stems, with the text it is from."""
    own = stems(text)
    return {own[start : start + 3]: text for start in range(len(own) - 2)}


def _phrases_of(indicators: Iterable[Indicator]) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for indicator in indicators:
        for text in (indicator.statement, *indicator.paraphrases):
            found |= _phrases(text)
    return found


def _twins(bundle: Bundle) -> Iterator[Problem]:
    """Yield questions that say what another one says."""
    every = list(questions(bundle))
    lexicon = Lexicon(question.text for _, question in every)
    for number, (where, question) in enumerate(every):
        for _, other in every[:number]:
            if lexicon.likeness(question.text, other.text) >= SAME:
                yield (where / "text").problem(f"asks nearly what {other.id!r} asks", "warning")


def _unused(shelf: Shelf) -> Iterator[Problem]:
    """Yield shared criteria and topics that nothing names."""
    if shelf.criteria:
        used = {name for bundle in shelf.rounds.values() for name in bundle.rubric.value.shared}
        for where, criterion in items(place(shelf.criteria), "criteria", shelf.criteria.value.criteria):
            if criterion.id not in used:
                yield (where / "id").problem("no rubric uses this criterion", "warning")
    asked = {
        topic
        for bundle in shelf.rounds.values()
        for question in bundle.questions.value.questions
        for topic in question.tags.topics
    }
    for file in shelf.personas.values():
        for where, topic in items(place(file), "topics", file.value.topics):
            if topic not in asked:
                yield where.problem(f"no question has the topic {topic!r}", "warning")
