"""The seams: what the interview needs from the outside, as protocols of at most a few methods.

Adapters live in ``engines/``, ``store/``, ``materials/`` and ``render/``; ``bootstrap`` picks them.
"""

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from interviewer.belief import Assessment
from interviewer.events import AnyBody, Event, FeedbackGiven, Setup
from interviewer.material import Material
from interviewer.move import Menu
from interviewer.persona import Persona
from interviewer.preparation import Preparation
from interviewer.question import Question
from interviewer.reading import Reading
from interviewer.report import Report
from interviewer.round import MaterialKind, Round
from interviewer.script import Script
from interviewer.situation import Situation
from interviewer.state import State
from interviewer.transcript import Said
from interviewer.value import Value


class Clock(Protocol):
    """Time as a parameter, so that a whole interview fits into a test."""

    def now(self) -> dt.datetime:
        """Return the aware UTC time."""

    def monotonic(self) -> float:
        """Return seconds from an arbitrary start; never goes back."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""


class Usage(Value):
    """Tokens and money of one model call."""

    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    usd: float = 0.0
    estimated: bool = False
    """Whether a counter or the price is a guess on the high side: the stream was left early, or the model is unknown."""


@dataclass(frozen=True, slots=True)
class Cue:
    """All a speaker may know for one turn: no rubric, reference, unearned fact, flaw or score is in here."""

    interview: str
    turn: int
    attempt: int
    menu: Menu
    persona: Persona
    round: Round
    setup: Setup
    public: str
    """Case brief and exhibits, or the candidate's material: untrusted data for the model."""
    transcript: tuple[Said, ...]
    phase: str
    minutes_left: float | None
    fresh: bool = False
    """Whether the decision was taken in this very run, so that it cannot have been spoken before."""


@dataclass(slots=True)
class Spoken:
    """Filled by the engine when its stream has ended."""

    stop: str = ""
    """``end_turn`` and the like; empty means the stream was cut."""
    model: str = ""
    usage: Usage = field(default_factory=Usage)


class Utterer(Protocol):
    """Somebody who speaks the interviewer's part."""

    name: str

    def utter(self, cue: Cue, spoken: Spoken) -> AsyncIterator[str]:
        """Stream raw text: a header line ``move=<id> anchor="<words>"``, a newline, then the utterance.

        Fills ``spoken`` at the end. Raises ProviderError when no usable reply came; text may have been yielded before.
        """


@dataclass(frozen=True, slots=True)
class Hearing:
    """All a reader may know for one answer; it sees hidden parts, and nothing it says is ever spoken."""

    interview: str
    script: Script
    setup: Setup
    transcript: tuple[Said, ...]
    """Up to and with the answer."""
    answer: int
    """Sequence number of the answer."""
    text: str
    """The answer."""
    asked: str
    """The open question."""
    challenge: str = ""
    """The open push-back, as it was put."""
    facts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Facts that may be earned now: id to questions that earn it."""
    indicators: dict[str, str] = field(default_factory=dict)
    """Indicators of the open thread: id to statement."""


class Reader(Protocol):
    """Somebody who reads an answer beside the turn and never speaks."""

    name: str

    async def read(self, hearing: Hearing) -> Reading:
        """Return what was seen, unchecked; raises ProviderError."""


@dataclass(frozen=True, slots=True)
class Study:
    """What a planner prepares on: one document and the bank's questions that quote one."""

    interview: str
    setup: Setup
    round: Round
    material: Material
    questions: tuple[Question, ...]
    seed: int = 0


class Planner(Protocol):
    """Somebody who prepares questions and push-backs on the candidate's own material, in the background."""

    name: str

    async def prepare(self, study: Study) -> Preparation:
        """Return a preparation, unchecked; raises ProviderError."""


class Similarity(Protocol):
    """How alike two texts are, from 0 to 1; lexical offline, embeddings when there are any."""

    name: str

    def score(self, text: str, references: Sequence[str]) -> float:
        """Return the best match of ``text`` with any of ``references``."""


class Assessor(Protocol):
    """The assessment graph: one answer in, one row out."""

    async def assess(self, script: Script, state: State, events: Sequence[Event], answer: int) -> Assessment:
        """Judge one answer; raises ProviderError when nothing can be said now."""


class Debrief(Protocol):
    """The debrief graph: a closed interview in, a report out."""

    async def build(self, script: Script, events: Sequence[Event], judging: str, version: int) -> Report:
        """Build the report from the log alone."""


class Sink(Protocol):
    """Where the words of a turn go while they are spoken; nothing passes before the decision is committed."""

    async def begin(self, attempt: int, move: str, source: str) -> None:
        """An utterance starts, by ``model`` or ``script``: what was shown of an earlier attempt is void."""

    async def delta(self, text: str) -> None:
        """Show more of the utterance."""


class Conversation(Protocol):
    """The conversation graph, entered where the folded state says."""

    def turn(self, sit: Situation, utterer: Utterer, sink: Sink) -> AsyncIterator[list[AnyBody]]:
        """Run one turn: yield the decision's bodies, then, when iterated on, those of what was spoken.

        Yields nothing when listening is the thing to do. Raises ProviderError when no usable words came.
        """

    def mermaid(self, round_: Round | None = None) -> str:
        """Draw the graph, for one round or whole."""


@dataclass(frozen=True, slots=True)
class Appended:
    """The result of an append."""

    events: tuple[Event, ...]
    repeated: bool = False
    """Whether the dedupe key was there already: ``events`` are then the stored ones."""


@dataclass(frozen=True, slots=True)
class Call:
    """One finished model call in the journal."""

    key: str
    request_hash: str
    text: str
    model: str
    stop: str
    usage: Usage
    ended: str = ""


class CallJournal(Protocol):
    """Finished model calls, so that a crash never pays twice and recovery says the same words."""

    async def find(self, interview: str, key: str, request_hash: str) -> Call | None:
        """Return the stored call when key and hash match."""

    async def record(self, interview: str, call: Call) -> None:
        """Keep a finished call."""

    async def spent(self, interview: str) -> Usage:
        """Return the sum over an interview."""


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """What a list of interviews shows."""

    id: str
    owner: str
    title: str
    created_at: dt.datetime
    updated_at: dt.datetime
    status: str
    judging: str
    last_seq: int
    holder: str | None
    epoch: int
    elapsed_ms: int
    wanted_by: str | None = None


@dataclass(frozen=True, slots=True)
class Fence:
    """What an interviewer-side append must still find true."""

    epoch: int | None = None
    """The lease the writer holds; None for a candidate's command, which needs no lease."""
    decided_on: int | None = None
    """Newest candidate event the writer knew; None for writes that do not depend on it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A body to append, with the key that makes appending it twice harmless."""

    body: AnyBody
    dedupe_key: str | None = None


class InterviewStore(Protocol):
    """The append-only log and what belongs to it. Every method is one transaction."""

    async def create(
        self, owner: str, interview: str, title: str, drafts: Sequence[Draft], content: dict[str, str]
    ) -> Appended:
        """Create an interview with its first events; ``content`` maps hash to file text, kept for ever."""

    async def append(
        self,
        interview: str,
        drafts: Sequence[Draft],
        *,
        elapsed_ms: int,
        fence: Fence | None = None,
        status: str | None = None,
        judging: str | None = None,
    ) -> Appended:
        """Append events with gap-free, commit-ordered numbers.

        Args:
            interview: its id.
            drafts: the bodies, in order; when the first draft's dedupe key is stored already, nothing is written and
                the stored event is returned with ``repeated``.
            elapsed_ms: the interview clock.
            fence: given by interviewer-side writers.
            status: new conversation status for the listing, if it changes.
            judging: new judging status for the listing, if it changes.

        Raises:
            NotFound: no such interview, or it was deleted.
            Fenced: the fence no longer holds.
            CommandReused: the dedupe key is stored with another body.
            StoreError: the database would not commit; nothing was written.
        """

    async def events(self, interview: str, after: int = 0) -> tuple[Event, ...]:
        """Return events with seq > after, in order; raises NotFound."""

    async def row(self, interview: str) -> InterviewRow:
        """Return one interview's row; raises NotFound."""

    async def rows(self, owner: str, limit: int = 100) -> tuple[InterviewRow, ...]:
        """Return an owner's interviews, newest first."""

    async def unfinished(self) -> tuple[InterviewRow, ...]:
        """Return interviews whose judging is pending or running after they closed: work for any process."""

    async def delete(self, interview: str) -> None:
        """Delete everything of an interview but a tombstone; raises NotFound."""

    async def acquire(self, interview: str, process: str) -> int | None:
        """Take the lease if it is free, ours, or its holder is dead; return the new epoch, else None.

        When a living process holds it, its ``wanted_by`` is set so that it yields.
        """

    async def release(self, interview: str, process: str, epoch: int, elapsed_ms: int) -> None:
        """Give the lease back."""

    async def changed(self, since: int) -> tuple[int, frozenset[str]]:
        """Return a new mark and the interviews that got events or wishes since ``since``; 0 starts at now."""

    async def save_draft(self, interview: str, text: str) -> None:
        """Keep the candidate's unfinished text."""

    async def draft(self, interview: str) -> str:
        """Return the unfinished text, empty when there is none."""

    async def save_material(self, owner: str, material: Material) -> None:
        """Keep a document of the candidate."""

    async def material(self, owner: str, material: str) -> Material:
        """Return a document; raises NotFound."""

    async def content(self, hashes: Sequence[str]) -> dict[str, str]:
        """Return pinned file texts by hash."""


class Extractor(Protocol):
    """Bytes to text, in a child process with limits."""

    async def extract(self, name: str, kind: MaterialKind, data: bytes) -> Material:
        """Return the document with its claims; raises MaterialError or TooLarge."""


class Library(Protocol):
    """The content on disk."""

    def rounds(self) -> dict[str, Round]:
        """Return rounds by id."""

    def personas(self) -> dict[str, Persona]:
        """Return personas by id."""

    def cases(self, round_: str) -> dict[str, str]:
        """Return titles of a round's cases by id."""

    def assemble(self, setup: Setup, materials: Sequence[Material]) -> tuple[Script, dict[str, str]]:
        """Return the script for a set-up and the texts of the files it uses, by hash; raises NotFound, ContentError."""

    def reassemble(
        self, setup: Setup, hashes: dict[str, str], texts: dict[str, str], materials: Sequence[Material]
    ) -> Script:
        """Return the script from pinned texts, whatever the files on disk say now."""


class Renderer(Protocol):
    """A report or transcript as text."""

    def report(self, report: Report, format_: str) -> str:
        """Render to ``html``, ``markdown`` or ``json``."""

    def transcript(self, said: Sequence[Said], format_: str, told: Mapping[int, FeedbackGiven] | None = None) -> str:
        """Render what was said, and what study mode told in between, to ``markdown``, ``text`` or ``json``."""

    def utterance(self, text: str) -> str:
        """Render candidate or interviewer Markdown to safe HTML."""


Json = dict[str, Any]
