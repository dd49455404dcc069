"""What can be seen in one answer by words alone, in milliseconds: the director's quickest sense.

Pure and lexical. It never judges: it says what was probably touched, asked, admitted or evaded.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer import cues
from interviewer.ignorance import finds_out, ignorant
from interviewer.lexical import Lexicon, Span, sentences, stems, unquoted, words
from interviewer.orders import instructs as instructs
from interviewer.reading import Stance as Stance
from interviewer.rubric import Indicator
from interviewer.stance import stance as stance
from interviewer.straying import echoes, strays
from interviewer.wishes import Wish as Wish
from interviewer.wishes import done
from interviewer.wishes import wished as wished

TOUCHED = 0.5
"""Recall at which an indicator counts as met for the next move; the offline scorer's threshold for ``met`` is .55."""

_ASKING = re.compile(
    r"^(and |so |but |also |then |ok(ay)?,? |first,? |second,? |um,? )*(who|what|which|when|where|why|how|is|are|was|"
    r"were|do|does|did|can|could|may|might|should|would|will|have|has|had|tell me|i('d| would) (like to|want to) "
    r"(ask|know|understand)|i (want|need) to know|let me ask)\b",
    re.I,
)
_POLITE = re.compile(
    r"\btell me\b|\b(?:i|we)(?:['’]d| would)? (?:really |also )?(?:want|need|like) to (?:ask|know|understand)|"
    r"\blet me ask\b",
    re.I,
)
_GUESS = re.compile(
    r"^\W*(?:(?:um+|uh+|hm+|well|so|oh|and|or|i mean),?\W*)*(?:(?:i|we)(?: would |['’]d | )(?:guess|say|bet|think|"
    r"suppose|"
    r"assume|believe|imagine)\b|maybe|perhaps|possibly|probably|presumably|"
    r"(?:it|that|this) (?:could|might|may|would|can) (?:also )?be|because|(?:is|was|would|could|might) (?:it|that|"
    r"this) (?:be )?(?:just |simply |maybe |perhaps )?(?:because|due to|something like|a kind of|some kind)|"
    r"(?:(?:is|was|could|would) (?:it|that) )?something (?:like|with|to do with|about)|(?:would|could|might) (?:it|"
    r"that) be the \w+\?|like )|\bi (?:guess|suppose|think|would say)\W*$|\b(?:or something|"
    r"or so|kind of)\W*$",
    re.I,
)
"""A guess with a question mark: somebody unsure of an answer, who asks nothing."""
_INVERTED = re.compile(
    r"\b(?:who|whose|which|where|when|how (?:many|much|long|often)|what (?:is|are)|what['’]s|do (?:you|we|they)|"
    r"does (?:the|it|that)|are (?:you|there)|is there|can (?:you|i|we)|may i|should i)\b",
    re.I,
)
_WOULD_ASK = re.compile(r"\b(i(['’]?d| would| want to)? ask|my (\w+ )?question)\b", re.I)
_TAGGED = re.compile(
    r"(,|^) ?(right|no|okay|ok|yes|you know|isn['’]?t it|don['’]?t you think|does that make sense|makes? sense|"
    r"is that (clear|ok(ay)?|what you (meant|wanted))|you see|any questions|if (that|this|it)(['’]s| is| makes|"
    r" helps)( \w+)?)\?$|^does (that|this) (make sense|"
    r"answer)",
    re.I,
)
_WHY_I_ASK = re.compile(
    r"^(i (need|want|ask|would like|wonder|assume|suppose|guess)|i['’]d like|asking|the reason|my guess|it matters|"
    r"(that|this) (matters|helps|decides|would)|otherwise|if (so|not|it))\b",
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
    asks_back: bool
    """Whether one of them waits for a reply: not one that the candidate goes on to answer, nor a tag."""
    wish: Wish
    """What a short contribution asks for in words."""
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
    distress: bool = False
    """Says, in so many words, that they cannot go on or need relief."""
    declines: bool = False
    """May not or will not talk about it, as under a non-disclosure agreement."""
    said_before: bool = False
    """Says that they answered this already."""
    library: bool = False
    """Names a library where one might say how it works."""
    technical: bool = False
    """A plan with no person and no outcome in it."""
    recites: bool = False
    """Stock phrases of a lab in place of a view."""

    @property
    def strong(self) -> bool:
        """Whether anything asked for was met."""
        return any(score >= TOUCHED for score in self.touched.values())


def read(
    text: str,
    question: str,
    indicators: Sequence[Indicator],
    lexicon: Lexicon,
    subject: frozenset[str] = frozenset(),
    *,
    pushback: str = "",
) -> Signals:
    """Return the signals of an answer to ``question`` with the indicators it might touch.

    ``subject`` holds the stems of all that the thread is about; an answer is off topic that has next to none of them
    and few of the round's, which ``lexicon`` knows. ``pushback`` is what was said against the answer before, if any.
    """
    count, own, asked = len(words(text)), set(stems(text)), set(stems(question))
    touched = touch(text, question, indicators, lexicon)
    spans = sentences(text)
    asks = tuple(span.text for span in spans if _asks(span.text))
    ignores = ignorant(text) and not any(score >= TOUCHED for score in touched.values())
    return Signals(
        words=count,
        empty=count < 2,
        dont_know=ignores,
        finds_out=finds_out(text),
        asks=asks,
        asks_back=_asks_back(spans),
        wish=wished(text),
        no_more=done(text),
        instruction_like=instructs(text),
        parroting=echoes(own, count, asked),
        off_topic=bool(subject) and not (touched or asks) and strays(own, count, subject | asked, lexicon),
        commits="" if ignores else _claim(spans),
        touched=touched,
        stance=stance(text, pushback),
        distress=cues.distressed(text),
        declines=cues.declines(text, count),
        said_before=cues.reminds(text, count),
        library=cues.names_library(text),
        technical=cues.only_technical(own, count),
        recites=cues.recites(text, own),
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
    """Return the sentences of a text that ask something, verbatim; what it quotes and tags such as "right?" do not."""
    return tuple(span.text for span in sentences(text) if _asks(span.text))


def _asks(sentence: str) -> bool:
    if _TAGGED.search(sentence.strip()):
        return False
    own = sentence if _WOULD_ASK.search(sentence) else unquoted(sentence)
    marked = own.rstrip(' "”’)').endswith("?")
    return marked or bool(_ASKING.match(sentence) and _POLITE.search(sentence))


def _asks_back(spans: Sequence[Span]) -> bool:
    """Return whether a question of the text is left for the interviewer to answer."""
    for index, span in enumerate(spans):
        after = spans[index + 1] if index + 1 < len(spans) else None
        if not _asks(span.text) or (_GUESS.search(span.text) and not _INVERTED.search(span.text)):
            continue
        if after is None or _asks(after.text) or _WHY_I_ASK.match(after.text):
            return True
    return False


def _claim(spans: Sequence[Span]) -> str:
    """Return the sentence that commits most: a number, a comparison, or the longest plain statement."""
    best, weight = "", 0.0
    for span in spans:
        if span.text.endswith("?") or len(words(span.text)) < 6:
            continue
        dense = len(stems(span.text)) + 4 * bool(re.search(r"\d|than|always|never|because|will\b", span.text))
        if dense > weight:
            best, weight = span.text, dense
    return best
