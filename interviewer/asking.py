"""What in an answer wants to know something of a customer, with or without a question mark. Pure.

It tells questions from what only looks like one. What they are about is :mod:`interviewer.unlocking`'s business.
"""

import re

from interviewer import signals
from interviewer.lexical import sentences

_SEEKS = re.compile(
    r"\b(?:tell|show|give|walk|talk|take) (?:me|us) (?:more |a bit |something |an idea )?(?:about|of|how|what|who|where|when|"
    r"why|through|which|whether|a breakdown|the|your|all|any|every|everything|details|numbers|more)\b|"
    r"\bhelp (?:me|us) (?:to )?(?:understand|see|picture)\b|^(?:so |and |please |first |ok(?:ay)? )*(?:describe|explain)\b|"
    r"\b(?:i|we)(?:['’]d| would| will|['’]ll)?(?: also| really| first| just| probably)* (?:want|need|like|love|have|try|"
    r"trying) to (?:know|understand|hear|see|learn|ask|find out|clarify|figure out)\b|"
    r"\bi(?:['’]m| am)? (?:just |also |still )?(?:curious|wonder|wondering|interested in|trying to (?:understand|picture|"
    r"see|figure out))\b|\bi(?:['’]d| would)(?: also| first)? (?:ask|be interested|be curious)\b|"
    r"\b(?:my|the|one|another|a|next|last) (?:\w+ )?question (?:is|would be|about)\b|\blet(?:['’]s| me| us) (?:talk|ask|"
    r"hear|go) (?:\w+ )?(?:about|over|through|into)\b|\blet me ask\b|\bany idea\b",
    re.I,
)
_WORDED = re.compile(
    r"^(?:and |so |but |also |then |ok(?:ay)?,? |um,? |first,? |second,? |sorry,? )*(?:(?:who|what|which|when|where|why|how)"
    r"(?:['’]s|['’]re)?(?: (?:\w+ ){0,3}?)?(?:is|are|was|were|do|does|did|can|could|will|would|has|have|happens?|many|much|"
    r"long|often|old|goes|go|decides?|owns?|signs?|writes?)|(?:is|are|was|were|do|does|did|can|could|will|would|has|have) "
    r"(?:the|there|it|they|you|your|we|i|any|anybody|anyone|somebody|all|this|that|those|these))\b",
    re.I,
)
_SPARED = re.compile(
    r"\b(?:(?:do not|don['’]t|needn['’]t|won['’]t|never|not going to|no need to) (?:\w+ )?(?:need|want|ask|asking|tell|know|"
    r"care)|not asking|never mind|forget about|leave aside|no questions?)\b",
    re.I,
)
_FRAME = re.compile(
    r"\b(?:(?:can|could|would) (?:you|i) (?:please )?(?:tell|show|give|explain|walk|talk|ask|take)(?: (?:me|us))?(?: about|"
    r" through| of)?|(?:tell|show|give|walk|talk|take) (?:me|us)(?: more)?(?: about| through| of)?|help (?:me|us) (?:to )?"
    r"(?:understand|see|picture)|(?:i['’]m |i am |just )*trying to \w+(?: out)?|(?:i|we)(?:['’]d| would)? (?:want|need|like|love)"
    r" to (?:know|understand|hear|see|learn|ask|find out)|do you (?:happen to )?(?:know|think)|you (?:said|mentioned|told me)|"
    r"i(?:['’]m| am)? wonder(?:ing)?|let(?:['’]s| me) (?:ask|talk)(?: about)?)\b",
    re.I,
)
"""Words around a question that say nothing of what it is about."""
_ASIDE = re.compile(
    r"\b(?:apart|aside) from\b[^,;?]*|\bleaving aside\b[^,;?]*|\bnot (?:about )?(?:the|your)\b[^,;?]*,", re.I
)
_META = re.compile(
    r"\b(?:interview(?!s? (?:a|the|some|one|your|with)\b)|my (?:answer|approach|plan|proposal|solution|design)|"
    r"your (?:question|background)s?|this (?:exercise|role|position|conversation|call|task)|these ideas|"
    r"the last candidate|in my place|if you were me|am i (?:missing|done)|time (?:do (?:we|i) have|is) left|"
    r"have you been (?:at|here|with|in|heading|doing|working)|hire[ds]? (?:us|me)|(?:in|on) the call|trust me|about me|"
    r"if i (?:get|fail|don['’]t)|between the two of us|will i (?:report|work)|do you mean (?:by )?(?:that|this|it)|"
    r"(?:fine|ok|okay) if i|(?:see|draw|write|use) (?:a|on)? ?(?:hint|calculator|diagram|whiteboard|the board)|"
    r"questions? for me)\b|"
    r"(?:^|[,!.] ?)(?:and )?(?:who|how old|where|how) (?:are|were|did) you(?: (?:based|today|doing|feeling|study|live|get into.*))?\?$",
    re.I,
)
"""About the interview, or about the two people in it."""
_APPROVAL = re.compile(
    r"^(?:and |so |but |or |ok(?:ay)?,? )*(?:"
    r"(?:does|do|would|did) (?:that|this|it|my \w+) (?:all )?(?:make|sound|seem|work|help|fit|suit)\b|"
    r"(?:is|are|was) (?:that|this|it) (?:ok|okay|fine|clear|right|reasonable|enough|what you)\b|"
    r"should i (?!know|worry|expect)|"
    r"(?:shall|should|may) (?:we|i) (?:start|go|say|begin|continue|assume|carry|talk|move|take|use an?)\b|"
    r"are you (?:with me|following|ok|hiding|there)\b|am i (?:on|doing|going|clear|allowed to use|right\?)|"
    r"can we (?:agree|say|start)\b|what do you think|"
    r"(?:what|which|how|where) (?:\w+ )?(?:should|shall|would) (?:we|i|you) "
    r"(?:use|take|choose|pick|build|start|begin|do|ask|like|prefer)\b|"
    r"do you (?:agree|follow(?! up)|see what|mind|want me|want the|want to hear|like)\b|"
    r"would you (?:like|prefer|mind|agree|look|use|want)\b|"
    r"(?:could|can|will|would) you (?:please )?(?:repeat|say|comply|do|read|rephrase|confirm)\b|"
    r"if (?:i|we) (?:gave|built|made|showed|offered|had)\b.*\bwould you\b)",
    re.I,
)
"""Wants approval or advice, or offers something."""


def asked(text: str) -> tuple[str, ...]:
    """Return the sentences of an answer that want to know something, verbatim, with or without a question mark.

    Not those that ask for approval ("does that make sense?"), offer something, are about the interview itself, or say
    what need not be told.
    """
    return tuple(sentence for sentence in _questions(text) if not aside(sentence) and not _SPARED.search(sentence))


def aside(sentence: str) -> bool:
    """Return whether a question asks for approval or advice, offers something, or is about the interview itself."""
    return bool(_APPROVAL.search(sentence.strip()) or _META.search(sentence))


def subject(sentence: str) -> str:
    """Return a question without the words around it that say nothing of what it is about."""
    return _FRAME.sub(" ", _ASIDE.sub(" ", sentence))


def _questions(text: str) -> list[str]:
    marked = set(signals.questions(text))
    return [span.text for span in sentences(text) if span.text in marked or _seeks(span.text)]


def _seeks(sentence: str) -> bool:
    return bool(_SEEKS.search(sentence) or (sentence[-1] not in ".!:" and _WORDED.search(sentence)))
