"""What can be seen in one answer by words alone, in milliseconds: the director's quickest sense.

Pure and lexical. It never judges: it says what was probably touched, asked, admitted or evaded.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from interviewer.case import Fact
from interviewer.lexical import Lexicon, sentences, stems, words
from interviewer.rubric import Indicator

Stance = Literal["hold", "update", "cave", "stubborn", "unclear"]

TOUCHED = 0.5
"""Recall at which an indicator counts as met for the next move; the offline scorer's threshold for ``met`` is .55."""
EARNED = 0.45
"""Likeness at which a question earns a fact."""

_DONT_KNOW = re.compile(
    r"\b(i (really |honestly )?(do not|don['’]?t) (really )?know|i['’]?m not sure|i am not sure|no idea|no clue|"
    r"(i )?(can(no|['’])t|cannot) (say|answer)|i have(n['’]?t| not) (looked|thought|tried|checked)|not sure)\b",
    re.I,
)
_FINDS_OUT = re.compile(
    r"\b((i|we)['’]?(d|ll| would| could| will| can)? (first )?(check|test|measure|try|run|look|ask|find out|verify|"
    r"compare|plot|ablate|estimate|start)|the way to (find out|check|test)|to find out|one experiment)\b",
    re.I,
)
_INSTRUCTION = re.compile(
    r"\b(ignore|disregard|forget|override) (all |any |the |your |previous |prior |above )*(instruction|rule|prompt|"
    r"rubric|guideline)s?|system prompt|you are now|as an ai|give (me|this) (a |the )?(5|five|full|top|max\w*)|"
    r"(score|grade|rate|mark) (this|me|it) (a |as )?(5|five|full|highest|max\w*)|reveal (the|your) (rubric|reference|"
    r"answer|prompt|instructions?)|print (the|your) (rubric|prompt)",
    re.I,
)
_ASKING = re.compile(
    r"^(and |so |but |also |then |ok(ay)?,? |first,? |second,? |um,? )*(who|what|which|when|where|why|how|is|are|was|"
    r"were|do|does|did|can|could|may|might|should|would|will|have|has|had|tell me|i('d| would) (like to|want to) "
    r"(ask|know|understand)|i (want|need) to know|let me ask)\b",
    re.I,
)
_MEANING = re.compile(
    r"(what (exactly )?do you mean|could you (clarify|rephrase|explain (what|the question))|can you (clarify|rephrase)|"
    r"i('m| am) not sure (what|i understand)|don['’]?t understand (the|your) question|which (one )?do you mean)",
    re.I,
)
_NO_MORE = re.compile(
    r"\b(no (more |further |other )?questions?|nothing (else|more)|that['’]?s (all|it|everything)|i['’]?m (done|good|all set)|"
    r"no,? thank)",
    re.I,
)
_CONCEDES = re.compile(
    r"\b((you['’]?re|you are|that['’]?s|that is) (right|correct|fair|true)|fair (point|enough)|good point|i (stand corrected|"
    r"agree|concede|was wrong|take (that|it) back)|point taken|i (had not|hadn['’]?t) (considered|thought)|"
    r"i (would|should) (revise|change|weaken|update)|my mistake)\b",
    re.I,
)
_HOLDS = re.compile(
    r"\b(i (still|would still|disagree|stand by|don['’]?t (agree|think so|buy)|do not agree|maintain)|not quite|"
    r"i['’]?d push back|that (does|would)n['’]?t|that does not|no[,.]|but)\b",
    re.I,
)
_REASON = re.compile(
    r"\b(because|since|given that|the reason|due to|so that|which means|therefore|evidence|we (measured|saw|ran|found|"
    r"checked)|table|figure|if .{3,60} then|otherwise|for example|suppose|as long as)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Signals:
    """What one answer shows on its surface."""

    words: int
    empty: bool
    dont_know: bool
    """Says so, and says little else."""
    finds_out: bool
    """Says how to find out."""
    asks: tuple[str, ...]
    """Its questions, verbatim."""
    asks_meaning: bool
    no_more: bool
    instruction_like: bool
    parroting: bool
    """Mostly the question's own words."""
    off_topic: bool
    commits: str
    """A sentence with a claim in it, verbatim; empty when there is none."""
    touched: dict[str, float]
    """Indicator id to recall, those at or above half of :data:`TOUCHED`."""
    stance: Stance

    @property
    def strong(self) -> bool:
        """Whether anything asked for was met."""
        return any(score >= TOUCHED for score in self.touched.values())


def read(
    text: str, question: str, indicators: Sequence[Indicator], lexicon: Lexicon, subject: frozenset[str] = frozenset()
) -> Signals:
    """Return the signals of an answer to ``question`` with the indicators it might touch.

    ``subject`` holds the stems of all that this part of the interview is about; an answer without any is off topic.
    """
    count = len(words(text))
    unsure = bool(_DONT_KNOW.search(text))
    finds = bool(_FINDS_OUT.search(text))
    touched = touch(text, question, indicators, lexicon)
    own = set(stems(text))
    asked = set(stems(question))
    asks = questions(text)
    return Signals(
        words=count,
        empty=count < 2,
        dont_know=unsure and count < 45 and not any(score >= TOUCHED for score in touched.values()),
        finds_out=finds,
        asks=asks,
        asks_meaning=bool(_MEANING.search(text)),
        no_more=bool(_NO_MORE.search(text)) and count < 25,
        instruction_like=bool(_INSTRUCTION.search(text)),
        parroting=count >= 6 and len(own - asked) < 0.25 * max(1, len(own)),
        off_topic=bool(subject) and count >= 12 and not touched and len(own & (subject | asked)) < 2 and not asks,
        commits="" if unsure and count < 45 else _claim(text),
        touched=touched,
        stance=stance(text),
    )


def touch(text: str, question: str, indicators: Sequence[Indicator], lexicon: Lexicon) -> dict[str, float]:
    """Return each indicator's recall in the text, the weak ones left out."""
    demoted = frozenset(stems(question))
    found = {}
    for indicator in indicators:
        references = (indicator.statement, *indicator.paraphrases)
        score = max(lexicon.recall(text, reference, demoted) for reference in references)
        if score >= TOUCHED / 2:
            found[indicator.id] = round(score, 3)
    return found


def questions(text: str) -> tuple[str, ...]:
    """Return the sentences of a text that ask something, verbatim."""
    return tuple(
        span.text
        for span in sentences(text)
        if span.text.rstrip('"”’)').endswith("?") or (_ASKING.match(span.text) and _polite(span.text))
    )


def _polite(sentence: str) -> bool:
    return bool(re.search(r"\b(tell me|(want|need|like) to (ask|know|understand)|let me ask)\b", sentence, re.I))


def earned(asks: Sequence[str], facts: Sequence[Fact], lexicon: Lexicon, limit: int = 2) -> list[tuple[Fact, str]]:
    """Return at most ``limit`` facts that the questions earn, each with the question, best match first."""
    scored = []
    for fact in facts:
        for ask in asks:
            likeness = max(lexicon.likeness(ask, unlock) for unlock in fact.unlocked_by)
            if likeness >= EARNED:
                scored.append((likeness, fact, ask))
    scored.sort(key=lambda item: -item[0])
    best: dict[str, tuple[Fact, str]] = {}
    for _, fact, ask in scored:
        best.setdefault(fact.id, (fact, ask))
    return list(best.values())[:limit]


def stance(text: str) -> Stance:
    """Return how an answer takes a push-back, as far as words tell."""
    reasoned = bool(_REASON.search(text)) and len(words(text)) >= 10
    concedes, holds = bool(_CONCEDES.search(text)), bool(_HOLDS.search(text))
    if concedes:
        return "update" if reasoned else "cave"
    if reasoned and len(words(text)) >= 15:
        return "hold"
    return "stubborn" if holds and not reasoned else "unclear"


def _claim(text: str) -> str:
    """Return the sentence that commits most: a number, a comparison, or the longest plain statement."""
    best, weight = "", 0.0
    for span in sentences(text):
        if span.text.endswith("?") or len(words(span.text)) < 6:
            continue
        dense = len(stems(span.text)) + 4 * bool(re.search(r"\d|than|always|never|because|will\b", span.text))
        if dense > weight:
            best, weight = span.text, dense
    return best
