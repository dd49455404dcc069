"""What may reach the candidate of a model's words: a sans-I/O filter over any chunking of a stream.

Feed it text; it returns what may be shown now and remembers why it stopped. It works on whole words, so how the
stream was cut into pieces never changes what comes out. It owns the bounds of one utterance: one asking sentence, no
praise, no verdict, no leaked phrase, no number or name out of nowhere, no Markdown, a length. It writes no words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from interviewer.lexical import words

Ended = Literal["", "guard"]

HEADER_LIMIT = 400
_HEADER = re.compile(r'^\s*move\s*=\s*(?P<move>[\w-]+)(?:\s+anchor\s*=\s*"(?P<anchor>[^"\n]{0,200})")?\s*$')
_WORD = re.compile(r"\S+\s+")
_ENDS = re.compile(r"[.!?…][\"”’)\]]*$")
_ASKS = re.compile(r"\?[\"”’)\]]*$")
_IMPERATIVE = re.compile(
    r"^(and |so |now |then |okay,? |but )*(tell me|walk me|talk me|take me|explain|describe|show me|give me|derive|sketch|"
    r"name|say how|say what|say why|convince me|define|estimate|compare|defend)\b",
    re.I,
)
_MARKUP = re.compile(r"^#{1,6}$|\*\*|__|`+|^[-*•]$")
_LIST = re.compile(r"^\d{1,2}[.)]$")
_NUMBER = re.compile(r"\d[\d.,:/-]*\d|\d")
_PRAISE = (
    "great answer", "good answer", "great question", "good question", "excellent", "well done", "nice work", "nice job",
    "good job", "great job", "perfect", "brilliant", "impressive", "fantastic", "awesome", "wonderful", "love that",
    "great point", "good point", "that's right", "that is right", "that's correct", "that is correct", "exactly right",
    "you're right", "you are right", "you're correct", "spot on", "that's wrong", "that is wrong", "that's incorrect",
    "that is incorrect", "you're wrong", "you are wrong", "not quite right", "strong answer", "weak answer", "nicely put",
    "solid answer", "you nailed", "good thinking", "i'm impressed", "the correct answer", "the right answer is",
    "your score is", "you score", "i would score", "i'd score", "rubric", "as an ai", "as a language model",
    "i'm a language model", "i am a language model", "system prompt",
)  # fmt: skip
_SUPPOSING = frozenset({"if", "whether", "suppose", "assume", "unless"})
"""After one of these, "you are right" is no verdict."""
_OPENERS = frozenset({"great", "good", "excellent", "perfect", "correct", "right", "exactly", "nice", "wow", "absolutely",
                      "indeed", "wrong", "incorrect", "yes", "awesome", "brilliant", "impressive", "amazing"})  # fmt: skip


def asks(sentence: str) -> bool:
    """Return whether a whole sentence asks something: by its mark, or as an imperative."""
    bare = sentence.strip()
    return bool(_ASKS.search(bare)) or bool(_IMPERATIVE.match(bare))


@dataclass(frozen=True, slots=True)
class Limits:
    """What one utterance must keep to."""

    max_words: int
    asks: bool
    """Whether it may ask at all."""
    forbidden: tuple[str, ...] = ()
    """Phrases that would give something away."""
    known: str = ""
    """Text whose numbers and names may be said: case, material, transcript, the move's own facts."""
    names: bool = False
    """Whether unknown capitalised names are stopped too; for invented customers."""
    after_ask: int = 25
    """Words of context that may follow the asking sentence."""


@dataclass(slots=True)
class Header:
    """The first line of a speaker's reply, gathered over chunks."""

    text: str = ""
    done: bool = False
    move: str = ""
    anchor: str = ""

    def feed(self, chunk: str) -> str:
        """Take a chunk; return what comes after the header once it is complete, else an empty string."""
        if self.done:
            return chunk
        self.text += chunk
        line, newline, rest = self.text.lstrip().partition("\n")
        if not newline and len(self.text) < HEADER_LIMIT:
            return ""
        self.done = True
        match = _HEADER.match(line)
        if match:
            self.move, self.anchor = match["move"], match["anchor"] or ""
            return rest.lstrip("\n")
        return ""


@dataclass(slots=True)
class Guard:
    """The filter of one utterance. ``blocked`` says why nothing more may be shown; empty while all is well."""

    limits: Limits
    blocked: str = ""
    ended: bool = False
    shown: str = ""
    asked: bool = False
    held_words: int = 0
    """Longest run of words held back while a phrase might have been forming."""
    _buffer: str = ""
    _held: list[str] = field(default_factory=list)
    _sentence: list[str] = field(default_factory=list)
    _count: int = 0
    _after: int = 0
    _phrases: tuple[tuple[str, ...], ...] = ()
    _numbers: frozenset[str] = frozenset()
    _names: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        phrases: Iterable[str] = (*_PRAISE, *self.limits.forbidden)
        self._phrases = tuple(sorted({key for phrase in phrases if (key := tuple(words(phrase)))}))
        self._numbers = frozenset(_NUMBER.findall(self.limits.known))
        self._names = frozenset(words(self.limits.known))

    @property
    def open(self) -> bool:
        """Whether more text is wanted."""
        return not (self.ended or self.blocked)

    def feed(self, text: str) -> str:
        """Take a chunk and return what may be shown of it now."""
        self._buffer = (self._buffer + text).lstrip()
        out: list[str] = []
        while self.open and (match := _WORD.match(self._buffer)):
            self._buffer = self._buffer[match.end() :]
            out.append(self._take(match.group()))
        return self._show("".join(out))

    def finish(self) -> str:
        """The stream is over: return the rest that may be shown."""
        out = self._take(self._buffer) if self.open and self._buffer.strip() else ""
        self._buffer = ""
        if self.open and self._held:
            out += self._release()
        self.ended = True
        return self._show(out)

    def _show(self, text: str) -> str:
        if not self.shown:
            text = text.lstrip()
        self.shown += text
        return text

    def _release(self) -> str:
        text, self._held = "".join(self._held), []
        return text

    def _take(self, piece: str) -> str:
        """Take one word with its following space; return what may be shown."""
        if self.asked and self._starts_second_ask(piece):
            return ""
        bare = _MARKUP.sub("", piece.strip())
        if not bare or (not self._sentence and _LIST.match(bare)):
            return ""
        word = bare + (" " if piece != piece.rstrip() else "")
        self._count += 1
        self._after += self.asked
        self._sentence.append(bare)
        self._held.append(word)
        if self._forbids(bare):
            return ""
        ends = bool(_ENDS.search(bare))
        ready = ends or not self._forming()
        self.held_words = max(self.held_words, len(self._held))
        opening = self._count < 6 and not ends and not self.shown and self._opener()
        after = self.asked
        if ends or (self._count == 1 and self._opener() and bare.endswith(",")):
            self._sentence_over(bare, ends=ends)
        out = "" if opening or not ready or (after and not ends) or self.blocked else self._release()
        if not ends and self._count >= 2 * self.limits.max_words:
            self.blocked = "too long without an end"
        return out

    def _opener(self) -> bool:
        first = words(self._sentence[0])
        return bool(first) and first[0] in _OPENERS

    def _sentence_over(self, bare: str, *, ends: bool) -> None:
        asks = bool(_ASKS.search(bare)) or bool(_IMPERATIVE.match(" ".join(self._sentence)))
        if asks and not self.limits.asks and _ASKS.search(bare):
            self.blocked = "a question where none was due"
        if self._count <= 2 and self._opener() and not asks:
            self.blocked = "praise or verdict: " + " ".join(self._sentence)
        if not ends:
            return
        self.asked = self.asked or asks
        self._sentence = []
        if self._count >= self.limits.max_words or (self.asked and self._after >= self.limits.after_ask):
            self.ended = True

    def _starts_second_ask(self, piece: str) -> bool:
        """Hold sentences after the ask until they prove to be plain context; a second ask ends the utterance."""
        sentence = " ".join([*self._sentence, piece.strip()])
        asks = bool(_ASKS.search(piece.strip())) or bool(_IMPERATIVE.match(sentence))
        if asks or self._after >= self.limits.after_ask:
            self._held, self.ended = [], True
            return True
        return False

    def _forming(self) -> bool:
        """Whether the held words could still become a forbidden phrase."""
        tail = words("".join(self._held))
        return any(
            len(phrase) > size and tuple(tail[-size:]) == phrase[:size]
            for phrase in self._phrases
            for size in range(1, min(len(tail), len(phrase) - 1) + 1)
        )

    def _forbids(self, bare: str) -> bool:
        tail = words(" ".join(self._sentence))
        for phrase in self._phrases:
            said = len(tail) >= len(phrase) and tuple(tail[-len(phrase) :]) == phrase
            if said and not (phrase[0] == "you" and {*tail[: -len(phrase)][-1:]} & _SUPPOSING):
                self.blocked = "forbidden phrase: " + " ".join(phrase)
                return True
        for number in _NUMBER.findall(bare):
            if number not in self._numbers and not (number.isdigit() and int(number) <= 10):
                self.blocked = f"a number out of nowhere: {number}"
                return True
        if self.limits.names and len(self._sentence) > 1 and bare[:1].isupper() and bare[1:2].islower():
            unknown = [word for word in words(bare) if word not in self._names]
            if unknown:
                self.blocked = f"a name out of nowhere: {bare}"
                return True
        return False
