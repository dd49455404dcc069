"""How an utterance begins: a neutral acknowledgement, at most every other turn; never a judgement of what was said.

It owns what counts as an acknowledgement, for the utterance at hand and for the one before. It shows and hides nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from interviewer.guard.marks import Word, asks, folded, spaced
from interviewer.guard.phrases import Table, table
from interviewer.lexical import sentences, words

LONGEST = 8
"""Words of an acknowledgement."""
EXCLAIMED = 4
"""Words of a sentence that is no more than praise when it begins as praise does: "Interesting choice of control."."""
HELD = 6
"""Words of a sentence that may be held back while they might turn out to be praise."""
HEADS = (
    "okay", "ok", "mm", "mhm", "hm", "hmm", "i see", "got it", "noted", "understood", "thanks", "thank you", "i hear you",
    "i follow", "i'm following", "i'm with you", "i understand", "alright", "all right", "sure", "let me note", "i have that",
    "i've got that", "very well", "heard", "gotcha", "uh huh", "point taken", "i take the point", "i take your point",
)  # fmt: skip
"""What neutral acknowledgements begin with."""
WARM = (
    "makes sense", "that makes sense", "fair", "fair enough", "that's fair", "that helps", "that's helpful", "helpful",
    "that's useful", "good to know", "that's clear", "clear", "sounds good", "sounds reasonable", "that's reasonable",
)  # fmt: skip
"""What begins an acknowledgement that approves: never shown, and no reason to lose what follows."""
PRAISING = frozenset({"great", "good", "excellent", "perfect", "correct", "right", "exactly", "nice", "wow", "absolutely",
                      "indeed", "wrong", "incorrect", "awesome", "brilliant", "impressive", "amazing", "interesting",
                      "fascinating", "agreed", "superb", "lovely", "precisely", "totally",
                      "definitely", "smart", "clever", "neat", "solid"})  # fmt: skip
SHORT = ("not quite", "not really", "not exactly", "almost", "close", "close enough", "nearly", "nice try", "try again",
         "not bad", "not good", "not good enough", "not enough", "no good", "wrong answer", "well argued", "yes that's it",
         "that's it", "there you go", "i'd agree", "no doubt")  # fmt: skip
"""Whole sentences that are a verdict."""
BARE = frozenset({"yes", "no", "yeah", "yep", "nope", "yup", "true", "false", "cool"})
"""A verdict when they stand alone before a mark, unless a question of the candidate's is answered."""
_PAUSES = (",", "—", "–", ":", ";", "!", ".", "…")


@dataclass(slots=True)
class Opening:
    """The sentences an utterance begins with, as long as they do no more than acknowledge."""

    allowed: bool
    """Whether one neutral acknowledgement may be shown."""
    own: tuple[str, ...] = ()
    """Acknowledgements of this person's."""
    wording: str = ""
    """The move as it is scripted: a sentence of it is content, however it begins."""
    since: int = 0
    _leading: bool = True
    _had: bool = False
    _letters: str = ""
    _kind: Literal["", "neutral", "warm"] = ""
    _heads: Table = field(init=False)

    def __post_init__(self) -> None:
        self._heads = table((*HEADS, *self.own))

    def take(self, word: Word) -> str:
        """Take a word; never finds anything wrong."""
        if not self._leading or word.place > LONGEST:
            self.since = 0
            return ""
        if word.place == 1:
            self._letters, self._kind = "", ""
        for key in word.keys:
            self._letters += key
            self._kind = self._kind_of(self._letters) or self._kind
        begun = self._letters in _warm().begun or (self._strict and self._letters in self._heads.begun)
        droppable = self._kind == "warm" or (self._kind == "neutral" and self._strict)
        self.since = word.at - word.place + 1 if begun or droppable else 0
        return ""

    def ends(self, sentence: Sequence[str], *, asks: bool) -> bool:
        """Take the words of a sentence that is over; return whether it must not be shown."""
        leading, kind = self._leading and not asks and len(sentence) <= LONGEST, self._kind
        self.since, self._kind, self._letters = 0, "", ""
        if not leading or not kind or self._means_something(" ".join(sentence)):
            self._leading = False
            return False
        drops = kind == "warm" or self._strict
        self._had = True
        return drops

    def _means_something(self, sentence: str) -> bool:
        """Whether a sentence belongs to the move and is none of the person's acknowledgements."""
        bare = spaced(sentence)
        return bare in spaced(self.wording) and bare not in map(spaced, self.own)

    @property
    def warm(self) -> bool:
        """Whether the words so far are those of an approving acknowledgement."""
        return self._leading and self._kind == "warm"

    @property
    def _strict(self) -> bool:
        return self._had or not self.allowed

    def _kind_of(self, letters: str) -> Literal["", "neutral", "warm"]:
        if letters in _warm().whole:
            return "warm"
        return "neutral" if letters in self._heads.whole else ""


def _warm() -> Table:
    return table(WARM)


def acknowledged(text: str, own: Sequence[str] = ()) -> bool:
    """Return whether an utterance begins with an acknowledgement, be it a sentence or a word before a comma.

    ``own`` are those of the person who speaks.
    """
    spans = sentences(text)
    if not spans:
        return False
    first = spans[0].text
    heads = (*HEADS, *WARM, *own)
    whole = len(first.split()) <= LONGEST and not asks(first)
    keys = words(folded(first if whole else first.partition(",")[0]))
    known = table(heads).whole
    return any("".join(keys[:end]) in known for end in range(1, len(keys) + 1) if whole or end == len(keys))


def without(text: str, own: Sequence[str] = ()) -> str:
    """Return an utterance without the acknowledgement it begins with, unless nothing else is in it."""
    spans = sentences(text)
    if len(spans) < 2 or not acknowledged(spans[0].text, own) or asks(spans[0].text):
        return text
    return text[spans[1].start :]


def praises(word: Word, *, answers: bool) -> bool:
    """Return whether a word that begins a sentence judges by itself: "Great, …", "Right. …"."""
    if word.place != 1 or not word.keys or not word.text.endswith(_PAUSES):
        return False
    return word.keys[0] in PRAISING or (word.keys[0] in BARE and not answers)


def may_judge(sentence: Sequence[str]) -> bool:
    """Return whether a sentence under way might turn out to be no more than praise or a verdict."""
    keys = words(folded(" ".join(sentence[:HELD])))
    if not keys or len(sentence) >= HELD:
        return False
    return keys[0] in PRAISING or "".join(keys) in table(SHORT).begun


def judges(sentence: Sequence[str]) -> bool:
    """Return whether a sentence, which asks nothing, is no more than praise or a verdict."""
    keys = words(folded(" ".join(sentence)))
    return len(sentence) <= EXCLAIMED and bool(keys) and (keys[0] in PRAISING or "".join(keys) in table(SHORT).whole)
