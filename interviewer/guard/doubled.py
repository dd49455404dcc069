"""Two questions in one sentence: "What did you measure, and how would you know that it worked?".

Told from the small words that open a question, in their order. A short tail, as in "…, and why?", is one question.
"""

from dataclasses import dataclass, field

from interviewer.guard.marks import Word, spaced

REACH = 4
"""Words after a second question word within which its verb shows that it asks."""
_ASKING = frozenset({"what", "why", "how", "which", "who", "whose", "where", "when"})
_BESIDE = frozenset({"what", "why", "how"})
"""Those that ask after a mere comma; "which" and the like go on telling."""
_VERBS = frozenset({"do", "does", "did", "is", "are", "was", "were", "would", "could", "can", "should", "will", "have", "has",
                    "had"})  # fmt: skip
_TELLING = frozenset({"when", "where"})
_INVERTED = frozenset({"had", "were", "should"})
"""At the head of a sentence they may stand for "if"."""
_BEFORE = frozenset({"and", "so", "now", "then", "okay", "ok", "well", "but", "or", "first", "in", "on", "of", "by", "with",
                     "from", "at", "to", "again"})  # fmt: skip
_SUPPOSING = frozenset({"if", "suppose", "assume", "given", "say", "imagine", "once"})
_JOINS = frozenset({"and", "or"})
_BETWEEN = frozenset({"also", "then", "so", "in", "by", "at", "to", "with", "from", "for", "on"})
_BREAKS = (",", ";", "—", "–")


@dataclass(slots=True)
class _Sentence:
    """How far a sentence has come towards a second question."""

    keys: list[str] = field(default_factory=list)
    asking: bool = False
    verb: bool = False
    """Whether the first question has more than its question word."""
    joined: int = 0
    """Number of the word that joins, while a question may follow it; 0 when none may."""
    left: int = 0
    """Words within which the verb of the second question must come."""
    broken: bool = False
    """Whether the word before ended with a comma or the like."""

    def second(self, key: str, at: int) -> bool:
        """Take a word; return whether it is the verb of a second question."""
        if not self.asking:
            self._first(key)
            return False
        if self.keys[-1] in _TELLING and not self.verb and key not in _VERBS:
            self.asking = False  # "When the margin is small, …" tells.
            return False
        if self.left:
            self.left -= 1
            self.joined = self.joined if self.left else 0
            return key in _VERBS
        if key in _ASKING and self.verb and (self.joined or (self.broken and key in _BESIDE)):
            self.joined, self.left = self.joined or at, REACH
        elif key in _JOINS:
            self.joined = at
        elif key not in _BETWEEN:
            self.joined = 0
        self.verb |= key not in _ASKING | _JOINS | _BETWEEN
        return False

    def _first(self, key: str) -> None:
        """Look for the word that makes it a question: at its head, or after "if …,"."""
        opens = all(before in _BEFORE for before in self.keys) or (self.broken and self.keys[0] in _SUPPOSING)
        self.asking = opens and (key in _ASKING or key in _VERBS - _INVERTED)
        self.verb = self.asking and key in _VERBS


@dataclass(slots=True)
class Doubled:
    """The search for a second question in the sentences of one utterance."""

    wording: str = ""
    """The move as it is scripted: what its authors joined may stay joined."""
    since: int = 0
    _sentence: _Sentence = field(default_factory=_Sentence)

    def take(self, word: Word) -> str:
        """Take a word; return what is wrong with it, or an empty string."""
        if word.place == 1:
            self._sentence = _Sentence()
        sentence = self._sentence
        for key in word.keys:
            second = not word.quoted and sentence.second(key, word.at)
            sentence.keys.append(key)
            if second and f" {' '.join(sentence.keys)} " not in spaced(self.wording):
                return "two questions in one"
        sentence.broken = word.text.endswith(_BREAKS)
        self.since = 0 if word.ends else sentence.joined
        return ""
