"""What a short contribution asks for in words: a hint, a moment, the next question, the end. It grants nothing."""

import re
from typing import Literal

from interviewer.lexical import words
from interviewer.vocabulary import TALK, named

Wish = Literal["", "repeat", "skip", "hint", "meaning", "moment", "end"]

SHORT = 18
"""Words from which on a contribution is an answer, whatever it asks for beside."""
LETTERS = 200
"""The same in characters."""

_END = r"(?:,? please)?\W{0,8}$"
_POLITELY = (
    r"^(?:(?:sorry|pardon|excuse me|please|ok(?:ay)?|well|hm+|um+|uh+|right|thanks|thank you|could you|can you|"
    r"would you|"
    r"will you|and|so|then|just)\b\W{0,4})*"
)
_MAY = r"(?:can|could|may|shall|should|would you mind if) (?:we|i|you)(?: please| maybe| perhaps| just)?"
_ID = (
    r"(?:i(?:['’]d| would)(?: like to| prefer to| rather| love to| want to)|i (?:want|need|have|prefer|would) to|"
    r"let['’]?s|let us)(?: please| just| now)?"
)
_ASKED = r"(?:that|it|this|the (?:last |first |second )?(?:question|part|bit|sentence)|your question|yourself)"

_WISHES: dict[Wish, re.Pattern[str]] = {
    "repeat": re.compile(
        rf"{_POLITELY}(?:repeat|say|read|ask)(?: {_ASKED})+(?: to me| for me| again| once more| one more time|"
        rf",)*{_END}|"
        rf"\b(?:can|could|would) you (?:please )?(?:repeat|read|say) (?:{_ASKED}|again)(?: to me| for me| again|"
        rf" once more| one more time)*{_END}|"
        r"\b(?:what was|what is|what['’]s) the question\b(?=.{0,10}$)|\bwhat (?:did you|was it you) (?:ask|say)|"
        r"\b(?:didn['’]?t|did not|couldn['’]?t) (?:quite )?(?:catch|hear|get) (?:that|it|you|the question|"
        rf"what you said)(?: \w+)?{_END}|"
        rf"^\W*sorry\?$|{_POLITELY}(?:pardon(?: me)?|come again|one more time|once more|once again|again|say again|"
        rf"what){_END}|"
        r"\byou were breaking up\b|\bi (?:missed|lost) (?:that|you|the question)\b",
        re.I,
    ),
    "hint": re.compile(
        rf"\b{_MAY}\b.{{0,24}}\b(?:hint|clue|nudge|pointer|help me|right direction)\b|\bwould you give me a (?:hint|"
        r"clue|nudge|pointer)|"
        r"\bi(?:['’]d| need| want| would|['’]ll| could)(?: like| take| use| do with| appreciate)?\b.{0,12}\b(?:hint|"
        r"nudge|pointer|clue)s?\b|"
        r"^(?:please )?(?:give me )?(?:a |an |another |any |some )?(?:small |little )?(?:hint|clue|nudge|pointer|"
        rf"help)s?(?: here| for me)?{_END}|"
        r"\bis there (?:a|any) (?:hint|clue)|\b(?:help me|point me in)\b",
        re.I,
    ),
    "skip": re.compile(
        rf"\b{_MAY} (?:skip|pass|move (?:on|to)|go (?:on )?to|come back|leave (?:this|that|it)|take the next|"
        r"do the next)\b|"
        rf"\b{_ID} (?:skip|pass|move on|(?:move|go|jump)(?: on)? to (?:the next|something else|another)|"
        r"leave (?:this|that|it)|come back to (?:this|that|it)|not do this)\b"
        rf"(?!.{{0,20}}\b(?:once|when|after|until)\b)(?: (?:this|that|it|one|question|topic|out|on|the|next|here|"
        rf"now|later|to|something|else|another|please|for))*{_END}|"
        rf"{_POLITELY}(?:i )?(?:pass(?: on (?:this|that|it)(?: one)?)?|skip(?: this| that| it)?(?: one| question)?|"
        rf"(?:the )?next(?: question| one| topic)?(?:,? please)?){_END}|\bnext question,? please{_END}",
        re.I,
    ),
    "meaning": re.compile(
        r"\bwhat (?:exactly )?(?:do|did) you mean|\bhow do you mean|\bin what sense\b|\b(?:could|can|"
        r"would) you (?:please )?(?:clarify|rephrase|reword|"
        r"be more (?:specific|precise|concrete)|put (?:it|that) (?:differently|another way|in other words)|"
        r"explain (?:what|the question|that))|"
        r"\bnot (?:sure|certain|clear) (?:what you (?:mean|want|are asking)|i (?:understand|understood|follow|get)|"
        r"what the question)|"
        r"\b(?:don['’]?t|do not|didn['’]?t) (?:quite |really |fully )?(?:understand|get|follow) (?:the|your|that|"
        r"what you)\b|\bi['’]?m not following\b|"
        r"\bwhat (?:are|were) you (?:asking|getting at|after)|\bwhich (?:one )?do you mean|^(?:\W|so|sorry|well|hm+|"
        r"by \w+,?)*(?:do|did) you mean\b|"
        r"\bnot sure what you(?:['’]re| are|['’]d) (?:after|asking|getting at|like)|"
        rf"^\W*(?:and |so |but )?what (?:does|do|is|are) (?:\w+ ){{1,3}}mean(?: here| exactly| in this \w+)?{_END}|"
        r"\bin other words(?:,? please)?\W*$",
        re.I,
    ),
    "moment": re.compile(
        r"\b(?:give me|let me have|(?:can|could|may) i (?:have|take|get)|i(?:['’]d like| need| would like|"
        r"['’]ll need))"
        rf" (?:a |one |another |just )*(?:moment|minute|second|sec|bit)(?: to think(?: about (?:it|that))?)?{_END}|"
        rf"{_POLITELY}(?:a|one|just a|give me a) (?:moment|minute|second|sec){_END}|{_POLITELY}(?:hold on|hang on|"
        rf"bear with me|wait)(?: a (?:sec|second|moment|minute|bit))?{_END}|"
        rf"\blet me think\b(?! aloud| out loud).{{0,30}}$|^(?:\W|hm+|ok(?:ay)?|well|um+)*let me see{_END}|"
        rf"\b(?:can|could|may) i think about (?:this|that|it)\b.{{0,16}}$|^(?:\W|hm+|ok(?:ay)?|well|um+)*i (?:need|"
        rf"have|want) to think(?: about (?:that|this|it))?(?: for a \w+)?{_END}",
        re.I,
    ),
    "end": re.compile(
        r"^(?:(?:ok(?:ay)?|well|thanks?|thank you(?: for your time)?|that['’]?s (?:all|it)|from me|for today|"
        rf"no more questions|and)\W{{1,4}})*(?:good ?bye|bye)(?: bye)?{_END}|"
        rf"^(?:sorry\W{{1,4}}|please\W{{1,4}}|ok(?:ay)?\W{{1,4}}|i think )*(?:i(?:['’]d| would) like to|i (?:want|"
        r"need|have) to|(?:can|could|should|shall) we|we should|let['’]?s|let us|please|can i)"
        r" (?:please )?(?:(?:just )?(?:stop|end|finish|leave|quit|go|wrap|call)(?: up)?)(?: ?,? ?(?:sorry|and|here|"
        r"now|this|it|a day|up|end|leave|the (?:interview|conversation|call)|for today|please))*"
        rf"{_END}|\b(?:i['’]?m|i am) done with (?:the|this) (?:interview|conversation)\b|^(?:\W|sorry|"
        rf"ok(?:ay)?)*i (?:quit|give up on this interview|have to (?:go|leave|run))(?:,? sorry)?{_END}",
        re.I,
    ),
}
"""What a short contribution may ask for; the first that fits is meant."""
_REQUEST = re.compile(r"\b(?:i|i['’]d|me|you|we|us|let['’]?s|please|can|could|may)\b|^\W*\w+(?: \w+){0,3}\W*$", re.I)
_WANTED = r"(?:like to|want to|need to|have to|can we|could we|shall we|let['’]?s|let us|please|i['’]d|rather)"
_KEYS: dict[Wish, re.Pattern[str]] = {
    "end": re.compile(rf"\b(?:good ?bye|bye|quit)\b|\b{_WANTED}\b.{{0,16}}\b(?:end|stop|finish)\b(?! there)", re.I),
    "repeat": re.compile(r"\b(?:repeat|pardon|say (?:it |that )?again|hear|heard|once more|what was that)\b", re.I),
    "hint": re.compile(
        r"\b(?:hints?|clues?|nudge|pointers?|(?:can|could|would you|need|want|get|some|please)\b.{0,12}\bhelp|"
        r"(?:something|anything|somewhere|where) to start)\b",
        re.I,
    ),
    "skip": re.compile(
        r"\b(?:skip|pass|move on|go on|(?:next|another|different|other) (?:question|one|topic|point|part)|"
        r"something else|come back to|"
        r"leave (?:it|this|that))\b",
        re.I,
    ),
    "meaning": re.compile(
        r"\b(?:clarify|rephrase|(?:not|n['’]?t) (?:\w+ )?(?:understand|get|follow)|explain|you mean)\b", re.I
    ),
    "moment": re.compile(
        r"\b(?:moment|minutes?|secs?|(?:a|one|few) (?:second|seconds|bit)|wait|a think|to think|time to)\b", re.I
    ),
}
"""The same in a contribution that holds nothing but words about the talk itself."""
_FINISHED = re.compile(
    r"\bnothing\b|\bcovers (?:it|everything|all)\b|\bthat(?:['’]?s| is| was) (?:it|all|everything)\b|"
    r"\bno (?:more |further |other )?questions\b|^\W*(?:no,? )?i['’]?m (?:good|done|fine|all set)\b",
    re.I,
)
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_REPORTED = re.compile(
    r"^(?:if|when|where|then we|as soon as|the (?!question)\w+|they|users?|it|he|she)\b|\bi(?:['’]d| would) (?:ask|"
    r"tell|stop|end|skip|pass|repeat|leave) the\b|"
    r"\b(?:the )?(?:end|stop|skip|finish|quit|leave) the (?!interview|conversation|call\b|question)\w+",
    re.I,
)
"""Wishes of somebody else, and things that end in the candidate's answer."""
_NO_MORE = re.compile(
    r"^(?:\W|no\b|nope\b|ok(?:ay)?\b|well\b|thanks?\b|thank you\b|i think\b|sorry\b|and\b)*(?:(?:i(?:['’]ve|"
    r" have)? )?(?:no|don['’]?t have(?: any)?)(?: more| further| other)? ?questions?"
    r"(?: (?:from|on) my (?:side|end)| at the moment| for now| left| so far| from me)?|nothing (?:else|"
    r"more)(?: from me| from my side)?|"
    r"that(?:['’]?s| is| was) (?:all|it|everything)(?: from me| from my side| for now| thanks?)?|(?:i['’]?m |i am |"
    r"we['’]?re )?(?:good|done|all set|all clear|fine)(?: here| now)?|"
    r"(?:i think )?you(?:['’]ve| have)? (?:covered|answered) (?:everything|all|it)|"
    r"all (?:of )?(?:my )?questions (?:are|were|have been) (?:answered|covered)|none(?: from me| left)?|"
    r"all clear|no,? thank(?:s| you)?)(?=\W|$)(?:\W|thanks?|thank you|for now|from me|from my side|for your time|"
    r"so much|very much|a lot|good ?bye|bye)*$",
    re.I,
)
_NO_THANKS = re.compile(r"^\W*(?:(?:no|nope)\b[\s,.!]*(?:thanks?|thank you)|none)\b[\s.!]*$", re.I)


def wished(text: str) -> Wish:
    """Return what a short contribution asks for in words, such as a hint; empty for an answer."""
    if len(text) > LETTERS or len(words(text)) >= SHORT or _REPORTED.search(text):
        return ""
    found = (wish for wish, pattern in _WISHES.items() if pattern.search(text))
    return next(found, "") or _meant(text)


def _meant(text: str) -> Wish:
    """Return what a contribution asks for that holds only words about the talk itself; empty if it holds more."""
    if not _about_talk(text) or not _REQUEST.search(text):
        return ""
    return next((wish for wish, pattern in _KEYS.items() if pattern.search(text)), "")


def _about_talk(text: str) -> bool:
    return not set(_WORD.findall(text.lower())) - named(TALK)


def done(text: str) -> bool:
    """Return whether a contribution says that nothing is left to ask or add, and nothing else."""
    if len(text) > LETTERS or len(words(text)) >= SHORT:
        return False
    parts = re.split(r"(?<=[.!]) ", text)
    return any(_NO_MORE.search(part) or _NO_THANKS.search(part) for part in parts) or (
        _about_talk(text) and bool(_FINISHED.search(text)) and "?" not in text
    )
