"""What can be seen in one answer by words alone, in milliseconds: the director's quickest sense.

Pure and lexical. It never judges: it says what was probably touched, asked, admitted or evaded.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from interviewer.lexical import Lexicon, sentences, stems, unquoted, words
from interviewer.orders import instructs as instructs
from interviewer.reading import Stance as Stance
from interviewer.rubric import Indicator

Wish = Literal["", "repeat", "skip", "hint", "meaning", "moment", "end"]

TOUCHED = 0.5
"""Recall at which an indicator counts as met for the next move; the offline scorer's threshold for ``met`` is .55."""
AT_HOME = 0.5
"""Share of its stems that an answer in words of its own has in common with the round."""
ARGUED = 12
"""Words from which on a reply to a push-back gives some reason, whether or not it says "because"."""
SHORT = 18
"""Words from which on a contribution is an answer, whatever it asks for beside."""
LEFT_OVER = 3
"""Content stems beside "I don't know" from which on an answer says something."""

_DONT_KNOW = re.compile(
    r"\b(i (really |honestly |simply )?("
    r"(do not|don['’]?t) (really |quite )?(know|remember|recall|have (a good |an |any )?(answer|idea))|"
    r"(would not|wouldn['’]?t) know|have no (answer|idea|clue))|"
    r"(we|nobody) (do not|don['’]?t) know|no idea|no clue|beyond me|(could not|couldn['’]?t) (tell|say)|got me there)\b",
    re.I,
)
_UNSURE = re.compile(
    r"\b((i['’]?m|i am|we['’]?re) not (really |quite |entirely )?(sure|certain)|not sure|(i )?can(not|['’]?t) (say|answer)|"
    r"i have(n['’]?t| not) (looked|thought|tried|checked))\b",
    re.I,
)
_FINDS_OUT = re.compile(
    r"\b((i|we)['’]?(d|ll| would| could| will| can)? (first )?(check|test|measure|try|run|look|ask|find out|verify|"
    r"compare|plot|ablate|estimate|start|have to look)|the way to (find out|check|test)|to find out|one experiment)\b",
    re.I,
)
_TURN = re.compile(r"[,;:.]? \b(?:but|however|though|although|yet|while|whereas)\b|;|[.!?] ", re.I)
_ASKING = re.compile(
    r"^(and |so |but |also |then |ok(ay)?,? |first,? |second,? |um,? )*(who|what|which|when|where|why|how|is|are|was|"
    r"were|do|does|did|can|could|may|might|should|would|will|have|has|had|tell me|i('d| would) (like to|want to) "
    r"(ask|know|understand)|i (want|need) to know|let me ask)\b",
    re.I,
)
_POLITE = re.compile(r"\b(tell me|(want|need|like) to (ask|know|understand)|let me ask)\b", re.I)
_WOULD_ASK = re.compile(r"\b(i(['’]?d| would| want to)? ask|my (\w+ )?question)\b", re.I)
_TAGGED = re.compile(
    r"(,|^) ?(right|no|okay|ok|yes|you know|isn['’]?t it|don['’]?t you think|does that make sense|makes? sense|"
    r"is that (clear|ok(ay)?|what you (meant|wanted))|you see|any questions)\?$|^does (that|this) (make sense|answer)",
    re.I,
)
_OF_ONESELF = re.compile(r"\b(do|did|would|could|can|should|will|am|are|were|might) (i|we|one)\b", re.I)
_WHY_I_ASK = re.compile(
    r"^(i (need|want|ask|would like|wonder|assume|suppose|guess)|i['’]d like|asking|the reason|my guess|it matters|"
    r"(that|this) (matters|helps|decides|would)|otherwise|if (so|not|it))\b",
    re.I,
)
_END = r"( please)?\W{0,8}$"
_WISHES: dict[Wish, re.Pattern[str]] = {
    "repeat": re.compile(
        r"^(sorry|please|could you|can you|would you|and|,| )*(repeat|say) (that|it|this|the question)( again| for me|,)*"
        rf"{_END}|\bwhat was the question\b|\b(didn['’]?t|did not) (catch|hear) (that|it|you|the question)",
        re.I,
    ),
    "hint": re.compile(
        r"\b(can|could|may) (i|we|you)\b.{0,20}\bhint\b|\bi(['’]d like| need| want| would like)\b.{0,12}\bhint\b|"
        rf"^(please )?(give me )?(a |another )?(small |little )?hint{_END}",
        re.I,
    ),
    "skip": re.compile(
        r"\b(can|could|may|shall) (we|i) (please )?(skip|pass|move on)\b|"
        r"\bi(['’]d| would) (like to|rather|prefer to) (skip|pass|move on)\b|"
        r"\blet['’]?s (skip|leave) (this|that|it)( one| question)?\W{0,8}$|\blet['’]?s move on\W{0,8}$|"
        rf"^(please )?(i )?(pass|skip( this| that| it)?( one| question)?|next( question)?,?){_END}",
        re.I,
    ),
    "meaning": re.compile(
        r"what (exactly )?do you mean|\b(could|can) you (please )?(clarify|rephrase|explain (what|the question|that))|"
        r"not sure (what you mean|i understand)|don['’]?t understand (the|your|that) ?(question)?|"
        r"which (one )?do you mean|what does (that|the question) mean|in other words, please",
        re.I,
    ),
    "moment": re.compile(
        r"\b(give me|let me have|(can|could|may) i (have|take|get)|i(['’]d like| need| would like))"
        rf" (a |one |another )?(moment|minute|second|sec)( to think( about (it|that))?)?{_END}|"
        rf"^(just |hm+,? |ok(ay)?,? )?(a|one|just a) (moment|minute|second|sec){_END}|\blet me think\b(?! aloud).{{0,30}}$",
        re.I,
    ),
    "end": re.compile(
        r"^((ok(ay)?|well|thanks?|thank you|that['’]?s (all|it)|from me|for today|no more questions|and)\W{1,4})*"
        r"(good ?bye|bye)( bye)?\W{0,8}$|"
        r"^(sorry,? |please,? |ok(ay)?,? )*(i(['’]d| would) like to|i (want|need|have) to|can we|could we|let['’]?s) "
        rf"(please )?(stop|end|finish|leave)(,| and| here| now| this| it| end| the (interview|conversation))*{_END}",
        re.I,
    ),
}
"""What a short contribution may ask for; the first that fits is meant."""
_NO_MORE = re.compile(
    r"\b(no (more |further |other )?questions?|nothing (else|more)|that['’]?s (all|it|everything)|"
    r"i['’]?m (done|good|all set)|no,? thank)",
    re.I,
)
_CONCEDES = re.compile(
    r"\b((you['’]?re|you are|that['’]?s|that is) (probably |quite |absolutely |all )?(right|correct|fair|true)\b|"
    r"(that['’]?s |that is )?(a )?(fair|good|valid) (point|enough|objection|criticism|challenge|catch)|point taken|"
    r"(you have|you['’]?ve got|there['’]?s) a point|you (win|convinced me|have convinced me)|if you say so|"
    r"(that|it) makes sense|(i )?agreed\b|"
    r"i (stand corrected|agree|see it now|concede|was too \w+|overlooked|missed|take (that|it) back|give (in|up)|"
    r"guess (so|that|you|i was)|suppose (so|you|that)|(was|am) (wrong|mistaken))|"
    r"i (had not|hadn['’]?t) (considered|thought|seen)|changes? my (mind|view|plan|answer)|can['’]?t argue with|"
    r"(i|then|we) ?(would|should|['’]d|['’]ll|will) (revise|change|weaken|update|drop|correct|withdraw|narrow|fix|"
    r"soften|rephrase|take (the|that|it|back)|go with)|my mistake|my bad|(your|this|that) way|with yours|"
    r"whatever you|as you (say|like))|(my|the) (\w+ )?(number|claim|answer|plan) (is|was) wrong|you know better|"
    r"^(ok(ay)?, |oh, |ah, |well, |hm+, |thanks, )*(fair|true|sure|yes|yeah|right|granted|alright)[.,]",
    re.I,
)
_HOLDS = re.compile(
    r"\b(i (still|would still|disagree|maintain|keep|insist)|stand by|(stick|sticking) (with|to)|"
    r"i['’]d (still|stand by|keep|push back|argue)|i would (argue|keep)|you (are|['’]re) (wrong|mistaken)|"
    r"you (misread|misunderst\w+)|(i['’]?m|i am) (confident|certain|right)|i know what|trust me|already (told|said)|"
    r"(don['’]?t|do not|can['’]?t|cannot) (agree|think (so|that|you)|buy|see (that|it) that way|see how|accept|share)|"
    r"not (quite|convinced|persuaded|changing|correct|right|true|the case|really)|"
    r"(does|would|did|do)(n['’]?t| not) (follow|hold|apply|change|matter)|"
    r"(that|it)(['’]?s| is| would| would be)? only( be)? true|(that|it)(['’]s| is) (wrong|false|fine)|no[,.]|no way|"
    r"mine is)|^(no|nope|actually)\b|^(that|it|this)( is|['’]s)?(n['’]?t| not)\b",
    re.I,
)
_REASON = re.compile(
    r"\b(because|since|given that|the reason|due to|so that|which (means|is why)|it means|therefore|evidence|"
    r"we (measured|saw|ran|found|checked)|table|figure|row|if\b.{3,80}[,;]|otherwise|for example|suppose|as long as|"
    r"so (i|we|it|they|the|part)\b|and (it|that) means|instead|rather than|needs?)|\d",
    re.I,
)
_CONTRAST = re.compile(r"\b(?:but|however|yet|though|still)\b", re.I)


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
    text: str, question: str, indicators: Sequence[Indicator], lexicon: Lexicon, subject: frozenset[str] = frozenset()
) -> Signals:
    """Return the signals of an answer to ``question`` with the indicators it might touch.

    ``subject`` holds the stems of all that the thread is about; an answer is off topic that has next to none of them and
    few of the round's, which ``lexicon`` knows.
    """
    count = len(words(text))
    touched = touch(text, question, indicators, lexicon)
    own = set(stems(text))
    asked = set(stems(question))
    asks = questions(text)
    ignorant = count < 60 and _ignorant(text) and not any(score >= TOUCHED for score in touched.values())
    return Signals(
        words=count,
        empty=count < 2,
        dont_know=ignorant,
        finds_out=bool(_FINDS_OUT.search(text)),
        asks=asks,
        asks_back=_asks_back(text),
        wish=wished(text),
        no_more=bool(_NO_MORE.search(text)) and count < 25,
        instruction_like=instructs(text),
        parroting=count >= 6 and len(own - asked) < 0.25 * max(1, len(own)),
        off_topic=bool(subject) and count >= 12 and not (touched or asks) and _strays(own, subject | asked, lexicon),
        commits="" if ignorant else _claim(text),
        touched=touched,
        stance=stance(text),
    )


def _strays(own: set[str], subject: frozenset[str] | set[str], lexicon: Lexicon) -> bool:
    """Return whether an answer's stems are neither the thread's nor, for the most part, the round's."""
    return len(own & subject) < 2 and sum(lexicon.knows(key) for key in own) < AT_HOME * len(own)


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


def _asks_back(text: str) -> bool:
    """Return whether a question of the text is left for the interviewer to answer."""
    spans = sentences(text)
    for index, span in enumerate(spans):
        after = spans[index + 1] if index + 1 < len(spans) else None
        if not _asks(span.text):
            continue
        if after is None or _asks(after.text) or _WHY_I_ASK.match(after.text):
            return True
    return False


def wished(text: str) -> Wish:
    """Return what a short contribution asks for in words, such as a hint; empty for an answer."""
    if len(text) > 200 or len(words(text)) >= SHORT:
        return ""
    return next((wish for wish, pattern in _WISHES.items() if pattern.search(text)), "")


def _ignorant(text: str) -> bool:
    """Return whether a text says that its author does not know, and hardly anything else.

    What stands beside the admission counts, ways to find out aside: doubt about one thing is no ignorance of another.
    """
    admits, left = False, 0
    for clause_ in _TURN.split(text):
        hard, soft = _DONT_KNOW.search(clause_), _UNSURE.search(clause_)
        said = len(stems(clause_))
        if hard or (soft and not _REASON.search(clause_[soft.end() :])):
            admits = True
        elif not _FINDS_OUT.search(clause_):
            left += said
    return admits and left < LEFT_OVER


def stance(text: str) -> Stance:
    """Return how an answer takes a push-back, as far as words tell.

    A concession before a "but" is manners; what comes after it counts. Whoever says a good deal more than yes or no is
    taken to argue, since words cannot tell a good argument from a poor one.
    """
    count = len(words(text))
    parts = _CONTRAST.split(text)
    last = parts[-1] if len(parts) > 1 and len(words(parts[-1])) >= 7 else text
    argued = count >= ARGUED or (count >= 9 and bool(_REASON.search(last)))
    holds = bool(_HOLDS.search(text)) and not _NO_MORE.search(text)
    if _CONCEDES.search(last) and not holds:
        return "update" if argued else "cave"
    if argued and not _ignorant(text) and not _asks_back(text) and (holds or last is not text or count >= ARGUED):
        return "hold"
    return "stubborn" if holds else "unclear"


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
