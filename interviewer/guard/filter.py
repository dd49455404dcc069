"""What may reach the candidate of a model's words: a sans-I/O filter over any chunking of a stream.

Feed it text; it returns what may be shown now and remembers why it stopped. It works on whole words, so how the
stream was cut into pieces never changes what comes out. It owns the bounds of one utterance: one asking sentence, no
praise, no verdict, nothing hidden, no other language, nothing out of nowhere, no Markdown, a length. It writes no words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from interviewer.guard import marks, openings, phrases
from interviewer.guard.doubled import Doubled
from interviewer.guard.hidden import Hidden, Leak
from interviewer.guard.language import Language
from interviewer.guard.marks import Quotes, Word
from interviewer.guard.openings import Opening
from interviewer.guard.phrases import Clause, Phrases, table
from interviewer.guard.strangers import Known, Strangers
from interviewer.lexical import words

LONGEST_WORD = 80
_WORD = re.compile(r"(\s*)(\S+)(?=\s)")
OVER = 20
"""Words beyond the bound that a sentence may take to end."""
HEADING = 12
"""Words of a heading that are left out at most."""
_CODE = re.compile(r"[;{]$|\):$|^(?:def|elif|return|import)$|^\w+\.\w+\(.*\)$|^[=+*/-]?=$")
CODE = 2
"""Words that look like a program's, from which on it is one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one utterance must keep to."""

    max_words: int
    asks: bool
    """Whether it may ask at all."""
    forbidden: tuple[str, ...] = ()
    """Phrases that would give something away."""
    known: str = ""
    """Text whose numbers, names, links and runs of words may be said: case, material, transcript, the move itself."""
    subject: str | None = None
    """Text that frees words of ours for the candidate's own use of them; left out: what is known."""
    names: bool = False
    """Whether unknown capitalised names are stopped too; for invented customers."""
    after_ask: int = 25
    """Words of context that may follow the asking sentence."""
    acknowledge: bool = True
    """Whether it may begin with a neutral acknowledgement; one too many is left out."""
    acknowledgements: tuple[str, ...] = ()
    """Those of this person's."""
    wording: str = ""
    """The move in its scripted words."""
    answers: bool = False
    """Whether it answers a question of the candidate's, so that "Yes" is no verdict."""
    hidden: Hidden | None = None
    """What must not be said in its own words; with ``known`` taken out."""


class Watch(Protocol):
    """One thing that is looked for, word by word."""

    since: int
    """Number of the first word that is held back while something might be forming; 0 when nothing is."""

    def take(self, word: Word) -> str:
        """Take a word; return what is wrong with it, or an empty string."""


@dataclass(slots=True)
class Guard:
    """The filter of one utterance. ``blocked`` says why nothing more may be shown; empty while all is well."""

    limits: Limits
    blocked: str = ""
    ended: bool = False
    shown: str = ""
    asked: bool = False
    held_words: int = 0
    """Longest run of words held back while something might have been forming; what follows the ask waits anyway."""
    _buffer: str = ""
    _held: list[str] = field(default_factory=list)
    _sentence: list[str] = field(default_factory=list)
    _said: set[str] = field(default_factory=set)
    """Sentences that are over, for comparison."""
    _heading: int = 0
    """Words of a heading that are still left out."""
    _quotes: Quotes = field(default_factory=Quotes)
    _last: str = ""
    """The newest word."""
    _count: int = 0
    _after: int = 0
    _code: int = 0
    _watches: tuple[Watch, ...] = ()
    _clause: Clause = field(default_factory=Clause)
    _opening: Opening = field(default_factory=lambda: Opening(allowed=True))
    _judging: bool = False
    """Whether the sentence under way might be no more than praise or a verdict."""
    _pardoned: str = ""
    """An approving word in an opening that will be left out."""

    def __post_init__(self) -> None:
        limits, known = self.limits, Known(self.limits.known)
        subject = (limits.known if limits.subject is None else limits.subject).lower()
        ours = tuple(phrase for phrase in phrases.OURS if phrase not in subject)
        self._opening = Opening(limits.acknowledge, limits.acknowledgements, limits.wording)
        knows = limits.hidden.knows if limits.hidden else _nothing
        watches: list[Watch] = [
            Phrases(table(phrases.PRAISE), phrases.JUDGES, stressed=True),
            Phrases(table(phrases.VERDICTS), phrases.JUDGES, stressed=True, clause=self._clause),
            Phrases(table((*phrases.MACHINE, *ours)), "out of the part"),
            Phrases(table(limits.forbidden), "forbidden phrase"),
            Doubled(limits.wording),
            Strangers(known, limits.names, knows),
            Language(partial(_familiar, known, knows)),
        ]
        if limits.hidden:
            watches += [Leak(runs, lambda: known.spaced) for runs in limits.hidden.runs]
        self._watches = tuple(watches)

    @property
    def open(self) -> bool:
        """Whether more text is wanted."""
        return not (self.ended or self.blocked)

    def feed(self, text: str) -> str:
        """Take a chunk and return what may be shown of it now."""
        self._buffer += marks.visible(text)
        out: list[str] = []
        while self.open and (match := _WORD.match(self._buffer)):
            self._buffer = self._buffer[match.end() :]
            out += self._take(match[2], line="\n" in match[1])
        if self.open and len(self._buffer.lstrip()) > LONGEST_WORD:
            self.blocked = "a word without an end"
        return self._show(out)

    def finish(self) -> str:
        """The stream is over: return the rest that may be shown; a sentence begun after the ask is left out."""
        rest = self._buffer.strip()
        line = "\n" in self._buffer[: len(self._buffer) - len(self._buffer.lstrip())]
        out = self._take(rest, line=line) if self.open and rest else []
        self._buffer = ""
        if self.open:
            if self._sentence and self.asked:
                out += self._drop()
            self.asked |= self._quotes.asks or self._quotes.slipped
            out += self._release(len(self._held))
            self.ended = True
        return self._show(out)

    def _show(self, out: list[str]) -> str:
        text = " ".join(out)
        if text and self.shown:
            text = f" {text}"
        self.shown += text
        return text

    def _release(self, count: int) -> list[str]:
        """Return the first words that were held back, free now."""
        free, self._held = self._held[:count], self._held[count:]
        return free

    def _drop(self) -> list[str]:
        """Leave out the sentence under way; return what was held back of those before it."""
        free = self._release(max(0, len(self._held) - len(self._sentence)))
        self._held, self._sentence = [], []
        return free

    def _take(self, text: str, *, line: bool) -> list[str]:
        """Take one word, which may begin a line; return what may be shown now."""
        self._heading = 0 if line else max(0, self._heading - 1)
        if not self._sentence and marks.HEADING.match(text):
            self._heading = HEADING
        if len(text) > LONGEST_WORD:
            self.blocked = "a word without an end"
            return []
        quoted = bool(self._quotes.closing)
        marked = self._quotes.take(text)
        bare = marks.plain(text)
        listed = (not self._sentence and marks.LIST.match(bare)) or (not quoted and marks.BULLET.match(bare))
        bare = "" if self._heading or listed else bare
        if marks.FENCE in text or (self.asked and self._is_second(bare, marked)):
            return self._stop("a program")
        if not bare:
            return []
        self._count += 1
        self._last = bare
        self._after += self.asked
        self._sentence.append(bare)
        self._held.append(bare)
        ends = not self._quotes.closing and bool(marks.ENDS.search(bare))
        quoted |= bool(self._quotes.closing) or Quotes.opens(text)
        word = Word(bare, marks.keys(bare), self._count, len(self._sentence), quoted, ends)
        return self._judge(word, marked)

    def _judge(self, word: Word, marked: bool) -> list[str]:
        """Look at a word from every side; return what may be shown now."""
        waits = self.asked
        if wrong := self._wrong(word):
            return self._stop(wrong)
        self._close(word, marked)
        return [] if self.blocked else self._free(waits=waits and not word.ends)

    def _stop(self, why: str) -> list[str]:
        """Stop here: after the ask there is enough, before it nothing can stand."""
        if self.asked:
            self.ended = True
            return self._drop()
        self.blocked = why
        return []

    def _wrong(self, word: Word) -> str:
        """Return what is wrong with a word, empty when nothing is."""
        self._clause.take(word)
        self._opening.take(word)
        self._judging = (word.place == 1 or self._judging) and openings.may_judge(self._sentence)
        found = [reason for watch in self._watches if (reason := watch.take(word))]
        if found and self._opening.warm and found[0].startswith(phrases.JUDGES):
            self._pardoned = found.pop(0)  # The sentence is left out as a whole, unless it goes on or asks.
        if self._pardoned and word.place > openings.LONGEST:
            found.append(self._pardoned)
        if openings.praises(word, answers=self.limits.answers):
            found.append(f"{phrases.JUDGES}: {word.text}")
        self._code += bool(_CODE.search(word.text)) and word.text not in self.limits.known
        if self._code >= CODE:
            found.append("a program")
        return found[0] if found else ""

    def _free(self, *, waits: bool) -> list[str]:
        """Return what need not be held back any longer."""
        if self.ended:
            return self._release(len(self._held))
        if waits:
            return []
        begun = self._count - len(self._sentence) + 1
        sinces = [watch.since for watch in (*self._watches, self._opening) if watch.since]
        if self._judging:
            sinces.append(begun)
        kept = min(len(self._held), self._count - min(sinces, default=self._count + 1) + 1)
        self.held_words = max(self.held_words, kept)
        return self._release(len(self._held) - kept)

    def _close(self, word: Word, marked: bool) -> None:
        """Draw the consequences of a sentence's end, or of its missing too long."""
        if not word.ends:
            if self._count >= self.limits.max_words + OVER:
                self.blocked = "too long without an end"
            return
        marked = (marked and bool(marks.ASKS.search(word.text))) or self._asks_in_quotes(word.text)
        asks = marked or self._quotes.slipped or bool(marks.IMPERATIVE.match(" ".join(self._sentence[:6])))
        if marked and not self.limits.asks:
            self.blocked = "a question where none was due"
        elif not (asks or self._opening.warm) and openings.judges(self._sentence):
            self.blocked = f"{phrases.JUDGES}: {' '.join(self._sentence)}"
        elif self._opening.ends(self._sentence, asks=asks):
            self._held = self._held[: len(self._held) - len(self._sentence)]
        else:
            self.blocked = self._pardoned or self._repeated()
        self._pardoned = ""
        self._after_sentence(asks=asks)

    def _repeated(self) -> str:
        """Return that a sentence was said before, empty when it was not."""
        sentence = marks.spaced(" ".join(self._sentence))
        again = sentence in self._said and len(self._sentence) > 1
        self._said.add(sentence)
        return "the same twice" if again else ""

    def _after_sentence(self, *, asks: bool) -> None:
        self.asked |= asks
        self._quotes.slipped = False
        self._sentence, self._judging = [], False
        self.ended = self._count >= self.limits.max_words or self._after >= self.limits.after_ask

    def _asks_in_quotes(self, bare: str) -> bool:
        """Whether a sentence asks though its mark stands inside the quotation that ends it, as in: What is “fair?”."""
        first = words(self._sentence[0])
        quoted = bool(marks.ASKS.search(bare)) and bare[-1] in '”"`'
        return quoted and not Quotes.opens(self._sentence[0]) and bool(first) and first[0] in marks.INTERROGATIVE

    def _is_second(self, bare: str, marked: bool) -> bool:
        """Whether a word after the ask is one too many, or makes its sentence ask again."""
        again = marked and bool(marks.ASKS.search(bare))
        # A list, or a line without a capital, is no context: nobody speaks like that.
        again = again or not bare or (not self._sentence and bare[0].islower() and self._last[-1] not in '”"`')
        again = again or bool(marks.IMPERATIVE.match(" ".join([*self._sentence[:5], bare])))
        return again or self._after >= self.limits.after_ask


def _familiar(known: Known, knows: Callable[[str], bool], word: str) -> bool:
    return knows(word) or word in known.words


def _nothing(_: str) -> bool:
    return False
