"""Phrases nobody may say: praise, verdicts, talk of the machinery, a question's secrets; found however they are spelt.

A phrase is compared by its letters alone, so that blanks, hyphens, marks and chunk boundaries inside it hide nothing.
It owns the lists and the search; what a find means is the filter's to decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from interviewer.guard.marks import Word, folded
from interviewer.lexical import words

JUDGES = "praise or verdict"
_SUPERB = ("great", "excellent", "fantastic", "brilliant", "awesome", "amazing", "wonderful", "superb", "nice", "perfect",
           "impressive", "terrific", "outstanding")  # fmt: skip
_FINE = ("good", "strong", "solid", "fair", "valid", "clever", "smart", "sharp", "thoughtful", "insightful", "interesting",
         "weak", "bad", "poor", "fascinating", "compelling", "convincing")  # fmt: skip
_WORKS = ("answer", "question", "point", "job", "work", "thinking", "start", "idea", "observation", "insight", "catch",
          "response", "explanation", "summary", "instinct", "intuition", "stuff", "one", "choice", "call")  # fmt: skip
_TRUE = ("right", "correct", "wrong", "incorrect", "accurate", "mistaken", "true", "false", "spot on", "on point", "sound",
         "reasonable", "sensible", "helpful", "useful", "plausible", "not right", "not correct", "not quite right",
         "not wrong", "not true", "the right answer", "the correct answer", "not quite it", "not it", "it exactly",
         "exactly it", "incomplete", "vague", "too vague", "shallow", "superficial", "neat")  # fmt: skip
_THAT = ("that's", "that is", "that was", "this is", "this was", "that sounds", "sounds", "your answer is",
         "your answer was", "your reasoning is", "your reasoning was", "your point is")  # fmt: skip
_YOU = ("you're", "you are", "you were")
PRAISE = (
    *(" ".join(pair) for pair in product(_SUPERB, _WORKS)),
    *(" ".join(pair) for pair in product(("what a", "what an"), (*_SUPERB, *_FINE))),
    "good question", "good point", "good job", "well done", "well put", "well said", "nicely put", "nicely done", "brilliant", "impressive",
    "fantastic", "awesome", "wonderful", "amazing", "love that", "love it", "love this", "you nailed", "nailed it",
    "spot on", "exactly right", "i'm impressed", "i am impressed", "kudos", "bravo", "fair point", "i like that",
    "i like how", "i really like", "i like where", "i like your", "i like the way", "you clearly know", "you clearly understand",
    "deep understanding", "i wanted to hear", "you forgot", "you missed", "you're missing the", "you are missing the",
    "you're overcomplicating", "you are overcomplicating", "you're overthinking", "you are overthinking", "i appreciate how", "i appreciate your", "i was looking for",
    "i was hoping for",
    "the correct answer", "the right answer is", "the expected answer", "the answer i was looking for",
    "the answer i am looking for", "the answer i'm looking for", "want to hear is", "your score is", "your grade is",
    "your score so far", "your score was", "your rating is", "would not pass", "wouldn't pass", "will not pass", "would pass this",
    "below the bar", "above the bar", "meets the bar", "meet the bar", "clear the bar", "strong hire", "weak hire", "no hire",
    "a hire for me", "level one", "level two", "level three", "level four", "level five", "you get level", "you got it",
    "your level is", "your score would be", "you score", "you get full marks", "i would score", "i'd score", "i would give you", "i'd give you", "i give you a",
    "i would rate", "i'd rate", "you passed", "you failed",
    "you're doing well", "you are doing well", "you're doing great", "you're on the right track", "on the right track",
    "in good shape", "be in touch", "hear back from us",
)  # fmt: skip
"""Said of nothing but an answer: never to be said."""
VERDICTS = (
    *(" ".join(pair) for pair in product(_THAT, (*_SUPERB, *_FINE, *_TRUE))),
    *(" ".join(pair) for pair in product(_YOU, ("right", "correct", "wrong", "incorrect", "mistaken", "not wrong"))),
    *(" ".join(pair) for pair in product(_FINE, ("answer", "point", "thinking", "instinct", "observation", "insight"))),
    "not quite right", "makes sense", "makes total sense", "made sense", "fair enough", "i agree", "i disagree",
    "agreed",
)  # fmt: skip
"""A verdict as a statement, and none where it is supposed, asked about or put in somebody's mouth."""
CLOCK = (
    "minutes left", "minute left", "minutes are left", "minutes remain", "minutes remaining", "minutes to go", "about halfway",
    "are halfway", "we're halfway", "half way through", "halfway through our", "half of our time", "half of your time",
    "time is nearly up", "time is almost up", "running out of time", "out of time", "short on time",
)  # fmt: skip
"""What is said of the time: only where the move says it."""
FAREWELL = (
    "goodbye", "good bye", "end the interview", "end of the interview", "that's all the time", "that is all the time",
    "that's all we have time", "that's our time", "that is our time", "time is up", "we can stop here", "we must stop here",
    "i'll call it there", "thank you for your time", "thanks for your time", "thank you for coming",
    "thanks for coming", "you will hear from us", "this concludes", "concludes our", "that's all from me",
)  # fmt: skip
"""What ends an interview: only where it ends."""
MACHINE = (
    "as an ai", "as a language model", "as an assistant", "i'm a language model", "i am a language model",
    "i'm an ai", "i am an ai", "i'm claude", "i am claude", "my instructions", "my prompt", "my system prompt", "scoring guide", "made by anthropic",
    "as the candidate", "i'll be the candidate", "i will be the candidate", "i'm the candidate", "i'll play the candidate",
    "how can i help", "happy to help", "glad to help", "here's the code", "here is the code", "here's the rubric",
    "here is the rubric", "my rubric", "the menu says", "move m1", "my moves",
)  # fmt: skip
"""What steps out of the part."""
OURS = ("rubric", "rubrics", "system prompt")
"""Words of ours that are a candidate's subject as well: they may be said once the other side has said them."""
ENDING = (
    "you did", "you've done", "you have done", "you performed", "you handled", "your performance", "your answers were",
    "your strengths", "your weaknesses", "strong candidate", "good candidate", "great candidate", "good fit", "great fit",
    "next round", "next stage", "next steps", "move forward", "moving forward", "move you forward", "recommend",
    "recommending", "recommendation", "an offer", "hire you", "hired", "we'll let you know", "we will let you know",
    "our decision", "went well", "did well", "doing well", "enjoyed", "impressed", "looking forward to", "pass you",
    "passed", "feedback is", "well prepared", "clearly know", "great talking", "great to talk", "great conversation",
    "great speaking", "hear from us", "great discussion", "good discussion",
)  # fmt: skip
"""What ends an interview with a verdict or a promise."""
_STRESS = frozenset({"really", "very", "quite", "pretty", "so", "such", "super", "truly", "absolutely", "totally", "just",
                     "a", "an", "rather", "extremely", "indeed", "actually", "exactly", "completely", "entirely",
                     "certainly", "definitely", "also", "all", "particularly", "genuinely"})  # fmt: skip
_SUPPOSING = frozenset({"if", "whether", "suppose", "supposing", "assume", "assuming", "unless", "imagine", "until",
                        "what", "which", "how", "why"})  # fmt: skip
_ASKING = frozenset({"what", "which", "who", "when", "where", "why", "how", "would", "could", "can", "do", "does", "did",
                     "is", "are", "was", "were", "should", "has", "have", "will", "say", "let", "tell", "explain", "show",
                     "convince", "argue", "defend", "walk", "describe", "give", "take"})  # fmt: skip
_SAYING = frozenset({"say", "says", "said", "think", "thinks", "thought", "claim", "claims", "claimed", "argue", "argues",
                     "argued", "believe", "believes", "wrote", "write", "suggest", "suggests", "hold", "holds", "decide",
                     "decided", "told", "call", "called"})  # fmt: skip
_ANYBODYS = frozenset(
    {"what", "that", "this", "the", "i", "you", "your", "we", "a", "as", "in", "my", "are", "how", "it"}
)
"""First words of phrases that give nothing away and are not held back."""
_FILLERS = frozenset({"and", "but", "so", "then", "now", "well", "okay", "ok", "or", "because", "still"})
_OPINION = frozenset({"i", "we", "yes", "honestly", "frankly", "actually", "no"})
_SUBJECTS = frozenset({"you", "he", "she", "they", "it", "we", "i", "the", "your", "this", "these", "those"})
_BREAKS = (",", ";", ":", "—", "–")


@dataclass(frozen=True, slots=True)
class Table:
    """Phrases by their letters, for search."""

    whole: dict[str, str]
    """Letters of a phrase to the phrase."""
    begun: frozenset[str]
    """Every beginning of one."""
    held: frozenset[str]
    """Beginnings that give something away: the first word is whole, and not just anybody's."""
    first: frozenset[str]
    """What a phrase may begin with, whole phrases included."""


@lru_cache(maxsize=512)
def table(phrases: tuple[str, ...]) -> Table:
    """Return phrases as a table."""
    whole: dict[str, str] = {}
    begun: set[str] = set()
    held: set[str] = set()
    for phrase in phrases:
        keys = words(folded(phrase))
        letters = "".join(keys)
        if letters:
            whole[letters] = " ".join(keys)
            begun.update(letters[:end] for end in range(1, len(letters)))
            held.update(letters[:end] for end in range(len(keys[0]), len(letters)))
    return Table(whole, frozenset(begun), frozenset(held) - _ANYBODYS, frozenset(begun | set(whole)))


@dataclass(slots=True)
class Clause:
    """Whether what stands in the clause under way is supposed, asked about or somebody else's, and no statement."""

    supposes: bool = False
    _lead: str = ""
    _lead_at: int = 0
    _second: bool = False
    _over: bool = True

    def take(self, word: Word) -> None:
        """Take a word."""
        if self._over or word.place == 1 or word.text.startswith(("That", "You")):
            self.supposes, self._lead, self._second = False, "", False
        for key in word.keys:
            self._weigh(key, word.at)
        self._over = word.ends or word.text.endswith(_BREAKS)

    def states(self, key: str, at: int) -> bool:
        """Return whether what begins with a word may be a statement of the speaker's own."""
        relative = key == "that" and at != self._lead_at and self._lead not in _OPINION
        return not (self.supposes or relative)

    def _weigh(self, key: str, at: int) -> None:
        if key in _SUPPOSING or (key in _SAYING and self._lead not in {"i", "we", ""}):
            self.supposes = True
        if not self._lead:
            if key not in _FILLERS:
                self._lead, self._lead_at, self.supposes = key, at, self.supposes or key in _ASKING
        elif not self._second:
            self._second = True
            # "What a good answer" is praise; "what is a good answer" is a question.
            self.supposes &= not (self._lead == "what" and key in {"a", "an"})
            self.supposes |= self._lead == "that" and key in _SUBJECTS


@dataclass(frozen=True, slots=True)
class _Run:
    """A phrase under way."""

    letters: str
    at: int
    supposed: bool


@dataclass(slots=True)
class Phrases:
    """The search for the phrases of one table over the words of an utterance."""

    table: Table
    name: str
    """What a find is called."""
    stressed: bool = False
    """Whether "really" and the like may stand inside."""
    clause: Clause | None = None
    """Given: what is supposed is no find."""
    since: int = 0
    """Number of the first word of what might be forming; 0 when nothing is."""
    _runs: list[_Run] = field(default_factory=list)

    def take(self, word: Word) -> str:
        """Take a word; return what was found with it, else an empty string."""
        for key in word.keys:
            if (self._runs or key in self.table.first) and (phrase := self._follow(key, word.at)):
                return f"{self.name}: {phrase}"
        self.since = 0
        if self._runs:
            held = self.table.held
            self.since = min((run.at for run in self._runs if run.letters in held), default=0)
        return ""

    def _follow(self, key: str, at: int) -> str:
        supposed = bool(self.clause and not self.clause.states(key, at))
        runs, self._runs = [*self._runs, _Run("", at, supposed)], []
        for run in runs:
            letters = run.letters + key
            if not run.supposed and (phrase := self._whole(letters)):
                return phrase
            if letters in self.table.begun:
                self._runs.append(_Run(letters, run.at, run.supposed))
            if self.stressed and run.letters and key in _STRESS:
                self._runs.append(run)
        return ""

    def _whole(self, letters: str) -> str:
        whole = self.table.whole
        return whole.get(letters) or (whole.get(letters[:-1], "") if letters.endswith("s") else "")


def unsaid(phrases: Iterable[str], said: str) -> tuple[str, ...]:
    """Return the phrases that do not stand in a text of :func:`interviewer.guard.marks.spaced` words."""
    return tuple(phrase for phrase in phrases if f" {' '.join(words(folded(phrase)))} " not in said)
