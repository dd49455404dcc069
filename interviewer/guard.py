"""What may reach the candidate of a model's words: a sans-I/O filter over any chunking of a stream.

Feed it text; it returns what may be shown now and remembers why it stopped. It works on whole words, so how the
stream was cut into pieces never changes what comes out. It owns the bounds of one utterance: one asking sentence, no
praise, no verdict, no leaked phrase, no number, name or link out of nowhere, no Markdown, a length. It writes no words.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from interviewer.lexical import unquoted, words

HEADER_LIMIT = 400
LONGEST_WORD = 80
LONGEST_QUOTE = 30
"""Words after which an open quotation mark is taken for a slip: what asks inside it asks."""
OPENING = 6
"""Words of the first sentence that may be held back while they might turn out to be praise."""
_HEADER = re.compile(r'^\s*move\s*=\s*(?P<move>[\w-]+)(?:\s+anchor\s*=\s*"(?P<anchor>[^"\n]{0,200})")?\s*$')
_WORD = re.compile(r"\s*(\S+)(?=\s)")
_CLOSERS = r"[\"”’'`)\]]*$"
_ENDS = re.compile(r"[.!?？؟…][.!?？؟…]*" + _CLOSERS)
_ASKS = re.compile(r"[?？؟][.!?？؟…]*" + _CLOSERS)
_IMPERATIVE = re.compile(
    r"^(and |so |now |then |okay,? |but |please,? )*(tell me|walk me|talk me|take me|explain|describe|show me|give me|"
    r"derive|sketch|name|say how|say what|say why|convince me|define|estimate|compare|defend)\b",
    re.I,
)
_INTERROGATIVE = frozenset({"what", "which", "who", "when", "where", "why", "how", "would", "could", "can", "do", "does",
                            "did", "is", "are"})  # fmt: skip
_MARKUP = re.compile(r"^#{1,6}$|\*\*|__|`+|^[-*•]$")
_LIST = re.compile(r"^\d{1,2}[.)]$")
_LINK = re.compile(r"://|www\.|\]\(")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)  # fmt: skip
_QUOTES = {"“": "”", '"': '"', "`": "`"}
_PRAISE = (
    "great answer", "good answer", "great question", "good question", "excellent", "well done", "nice work", "nice job",
    "good job", "great job", "perfect", "brilliant", "impressive", "fantastic", "awesome", "wonderful", "love that",
    "great point", "good point", "that's right", "that is right", "that's correct", "that is correct", "exactly right",
    "you're right", "you are right", "you're correct", "spot on", "that's wrong", "that is wrong", "that's incorrect",
    "that is incorrect", "you're wrong", "you are wrong", "not quite right", "strong answer", "weak answer", "nicely put",
    "solid answer", "you nailed", "good thinking", "i'm impressed", "the correct answer is", "the right answer is",
    "your score is", "you score", "i would score", "i'd score", "as an ai", "as a language model",
    "i'm a language model", "i am a language model",
)  # fmt: skip
_SELF = ("rubric", "system prompt")
"""Words of ours that are a candidate's subject as well: they may be said once the other side has said them."""
_SUPPOSING = frozenset({"if", "whether", "suppose", "assume", "unless"})
"""After one of these, "you are right" is no verdict."""
_OPENERS = frozenset({"great", "good", "excellent", "perfect", "correct", "right", "exactly", "nice", "wow", "absolutely",
                      "indeed", "wrong", "incorrect", "yes", "awesome", "brilliant", "impressive", "amazing",
                      "interesting", "fascinating"})  # fmt: skip
_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_END = ""
"""Key of a phrase's end in the tree of phrases; below it stands the phrase. No word is empty."""
Tree = dict[str, "Tree"]


def asks(sentence: str) -> bool:
    """Return whether a whole sentence asks something: by its mark, or as an imperative, quotations and code aside."""
    bare = unquoted(sentence).strip()
    return bool(_ASKS.search(bare)) or bool(_IMPERATIVE.match(bare))


def folded(text: str) -> str:
    """Return a text as it is compared: compatible forms made one, marks over letters and invisible characters gone."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text.translate(_INVISIBLE))
    return "".join(char for char in plain if not unicodedata.combining(char))


@dataclass(frozen=True, slots=True)
class Limits:
    """What one utterance must keep to."""

    max_words: int
    asks: bool
    """Whether it may ask at all."""
    forbidden: tuple[str, ...] = ()
    """Phrases that would give something away."""
    known: str = ""
    """Text whose numbers, names and links may be said: case, material, transcript, the move's own facts."""
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
        self.text = (self.text + chunk).lstrip()
        line, newline, rest = self.text.partition("\n")
        if not newline and len(line) <= HEADER_LIMIT:
            return ""
        self.done, self.text = True, line[:HEADER_LIMIT]
        match = _HEADER.match(line) if len(line) <= HEADER_LIMIT else None
        if match is None:
            return ""
        self.move, self.anchor = match["move"], match["anchor"] or ""
        return rest


@dataclass(slots=True)
class _Quotes:
    """Whether the words stand in quotation marks or code, word by word."""

    closing: str = ""
    length: int = 0
    asks: bool = False
    """Whether a mark of question stands in the open quotation."""

    slipped: bool = False
    """Whether a quotation that asks was never closed."""

    def take(self, word: str) -> bool:
        """Take a word; return whether a mark of question in it stands outside."""
        outside = False
        for char in word:
            if self.closing:
                self.asks |= char in "?？؟"
                if char == self.closing:
                    self.closing, self.length, self.asks = "", 0, False
            elif char in _QUOTES:
                self.closing = _QUOTES[char]
            else:
                outside |= char in "?？؟"
        self.length += bool(self.closing)
        if self.length > LONGEST_QUOTE:
            self.slipped |= self.asks
            self.closing, self.length, self.asks = "", 0, False
        return outside


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
    _sentences: int = 0
    _quotes: _Quotes = field(default_factory=_Quotes)
    _count: int = 0
    _after: int = 0
    _last: str = ""
    _tree: Tree = field(default_factory=dict)
    _forming: list[tuple[Tree, int, str, str]] = field(default_factory=list)
    """Phrases under way: where in the tree, since which word, its first word, the word before it."""
    _known: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    """Numbers and words that may be said."""

    def __post_init__(self) -> None:
        known = self.limits.known
        numbers = (number.replace(",", "") for number in _NUMBER.findall(known))
        self._known = frozenset(numbers), (frozenset(words(folded(known))) | _DAYS) if self.limits.names else _DAYS
        ours = [phrase for phrase in _SELF if phrase not in known.lower()]
        self._tree = _tree([*_PRAISE, *ours, *self.limits.forbidden])

    @property
    def open(self) -> bool:
        """Whether more text is wanted."""
        return not (self.ended or self.blocked)

    def feed(self, text: str) -> str:
        """Take a chunk and return what may be shown of it now."""
        self._buffer += text.translate(_INVISIBLE)
        out: list[str] = []
        while self.open and (match := _WORD.match(self._buffer)):
            self._buffer = self._buffer[match.end() :]
            out += self._take(match[1])
        if self.open and len(self._buffer.lstrip()) > LONGEST_WORD:
            self.blocked = "a word without an end"
        return self._show(out)

    def finish(self) -> str:
        """The stream is over: return the rest that may be shown; a sentence begun after the ask is left out."""
        rest = self._buffer.strip()
        out = self._take(rest) if self.open and rest else []
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

    def _take(self, word: str) -> list[str]:
        """Take one word; return what may be shown now."""
        if len(word) > LONGEST_WORD:
            self.blocked = "a word without an end"
            return []
        marked = self._quotes.take(word)
        bare = _MARKUP.sub("", word)
        if not bare or (not self._sentence and _LIST.match(bare)):
            return []
        if self.asked and self._is_second(bare, marked):
            self.ended = True
            return self._drop()
        self._count += 1
        self._after += self.asked
        self._sentence.append(bare)
        self._held.append(bare)
        wrong, waits = self._forbids(bare), self.asked
        if wrong and waits:
            self.ended = True
            return self._drop()
        self.blocked = wrong
        ends = not self._quotes.closing and bool(_ENDS.search(bare))
        if not wrong:
            self._close(bare, marked, ends=ends)
        return [] if self.blocked else self._free(waits=waits and not ends, ends=ends)

    def _free(self, *, waits: bool, ends: bool) -> list[str]:
        """Return what need not be held back any longer."""
        if self.ended:
            return self._release(len(self._held))
        praising = not self._sentences and not ends and self._opens() and self._count < OPENING
        if waits or praising:
            return []
        since = min((start for _, start, _, _ in self._forming), default=self._count + 1)
        kept = self._count - since + 1
        self.held_words = max(self.held_words, kept)
        return self._release(len(self._held) - kept)

    def _opens(self) -> bool:
        """Whether the sentence under way begins as praise does."""
        first = words(folded(self._sentence[0])) if self._sentence else []
        return bool(first) and first[0] in _OPENERS

    def _close(self, bare: str, marked: bool, *, ends: bool) -> None:
        """Draw the consequences of a sentence's end, or of its missing too long."""
        if not ends:
            if self._count == 1 and self._opens() and bare.endswith((",", "—", "–", ":")):
                self.blocked = f"praise or verdict: {bare}"
            elif self._count >= 2 * self.limits.max_words:
                self.blocked = "too long without an end"
            return
        marked = (marked and bool(_ASKS.search(bare))) or self._asks_in_quotes(bare)
        asks = marked or self._quotes.slipped or bool(_IMPERATIVE.match(" ".join(self._sentence[:6])))
        if marked and not self.limits.asks:
            self.blocked = "a question where none was due"
        elif self._count <= 2 and self._opens() and not asks:
            self.blocked = "praise or verdict: " + " ".join(self._sentence)
        self.asked |= asks
        self._quotes.slipped = False
        self._sentence = []
        self._sentences += 1
        self.ended = self._count >= self.limits.max_words or self._after >= self.limits.after_ask

    def _asks_in_quotes(self, bare: str) -> bool:
        """Whether a sentence asks though its mark stands inside the quotation that ends it, as in: What is “fair?”."""
        first = words(self._sentence[0])
        quoted = bool(_ASKS.search(bare)) and bare[-1] in '”"`'
        return quoted and self._sentence[0][0] not in _QUOTES and bool(first) and first[0] in _INTERROGATIVE

    def _is_second(self, bare: str, marked: bool) -> bool:
        """Whether a word after the ask is one too many, or makes its sentence ask again."""
        again = (marked and bool(_ASKS.search(bare))) or bool(_IMPERATIVE.match(" ".join([*self._sentence[:5], bare])))
        return again or self._after >= self.limits.after_ask

    def _forbids(self, bare: str) -> str:
        """Return why a word must not be said, empty when it may."""
        for word in words(folded(bare)):
            if phrase := self._follow(word):
                return f"forbidden phrase: {phrase}"
        numbers, names = self._known
        for number in _NUMBER.findall(bare):
            if number.replace(",", "") not in numbers and not (number.isdigit() and int(number) <= 10):
                return f"a number out of nowhere: {number}"
        if _LINK.search(bare) and bare.strip("()<>[].,") not in self.limits.known:
            return "a link out of nowhere"
        if self.limits.names and len(self._sentence) > 1 and bare[:1].isupper() and bare[1:2].islower():
            stranger = [word for word in words(folded(bare)) if word not in names]
            return f"a name out of nowhere: {bare}" if stranger else ""
        return ""

    def _follow(self, word: str) -> str:
        """Take a word further in every phrase under way; return a phrase that is complete."""
        forming = [*self._forming, (self._tree, self._count, word, self._last)]
        self._forming, self._last = [], word
        for tree, since, first, prior in forming:
            below = tree.get(word)
            if below is None:
                continue
            if _END in below and not (first == "you" and prior in _SUPPOSING):
                return next(iter(below[_END]))
            self._forming.append((below, since, first, prior))
        return ""


def _tree(phrases: Iterable[str]) -> Tree:
    """Return phrases as a tree of words."""
    root: Tree = {}
    for phrase in phrases:
        keys = words(folded(phrase))
        branch = root
        for key in keys:
            branch = branch.setdefault(key, {})
        if keys:
            branch[_END] = {" ".join(keys): {}}
    return root
