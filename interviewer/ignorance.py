"""Whether somebody says that they do not know, and whether they say how to find out. Words only."""

import re

from interviewer.lexical import stems, words
from interviewer.vocabulary import MANNERS, stemmed

BRIEF = 60
"""Words from which on a contribution is an answer, whatever it admits."""
LEFT_OVER = 3
"""Content stems beside "I don't know" and beside manners from which on an answer says something."""

_NOT = r"(?:do not|don['’]?t|dont)"
_LESS = re.compile(r"\b(?:otherwise|or else|what|everything|all|because|than)\W*(?:i |we )?$", re.I)
"""What makes of the admission after it a part of something that is said."""
_DONT_KNOW = re.compile(
    rf"\b(?:i (?:really |honestly |simply |also |actually |just )*(?:{_NOT} (?:really |quite |even |"
    r"actually )?(?:know(?! (?:a single|any(?:body|one)?|of (?:a|any)))|remember|recall|think i know|"
    r"have (?:a good |an |any |a )?(?:answer|idea|clue))|"
    r"(?:would not|wouldn['’]?t) know|(?:have|['’]ve) (?:no|not the (?:faintest|slightest)) (?:answer|idea|clue)|"
    r"haven['’]?t (?:the (?:faintest|slightest|foggiest)|a clue|any idea)|(?:can['’]?t|cannot|"
    r"couldn['’]?t) (?:recall|remember)|"
    r"wish i knew|(?:would|['’]d) (?:only |just )?be (?:guessing|speculating)|(?:have|['’]ve) (?:got )?nothing\b)|"
    r"i['’]d (?:only |just )?be (?:guessing|speculating)|i['’](?:ve|m) (?:got )?(?:nothing|no idea|no clue)|(?:we|"
    rf"nobody) {_NOT} know|"
    r"no (?:idea|clue)(?! (?:how|why|survives|what)\b)|beyond me|beats me|(?:could not|couldn['’]?t) (?:tell|say)|"
    r"got me(?: there)?|idk|dunno|drawing a blank|blanking on|lost me|i(?:['’]m| am) clueless|new to me|"
    r"(?:can['’]?t|cannot) give you an (?:answer|idea)|never heard of|escapes me|"
    r"(?:a |at a )loss here|i am at a loss|gap in my knowledge|outside (?:of )?my (?:area|field|expertise)|"
    r"not (?:an |really an )?expert|not familiar with|(?:have to|need to|['’]d|would) (?:look (?:that|it|this) up|"
    r"read up)|"
    r"have to ask my|not able to answer|(?:have to )?pass on that|did not follow it|i(?:['’]ve|"
    r" have)? never (?:looked into|"
    r"worked (?:with|on)|used|thought about|studied))\b",
    re.I,
)
_UNSURE = re.compile(
    r"(?:\b|^)(?:(?:i['’]?m|i am|we['’]?re) not (?:really |quite |entirely |at all )?(?:sure|certain)|not sure|"
    r"(?:(?:\bi|\bwe) |^\W*)(?:can(?:not|['’]?t)) (?:really )?(?:say|answer|tell)|"
    r"i have(?:n['’]?t| not) (?:looked|thought|tried|checked))\b",
    re.I,
)
_TEST = (
    r"(?:check|test|measure|try|run|rerun|re-run|look|ask|find out|verify|compare|plot|ablate|estimate|start|replay|"
    r"count|sweep|"
    r"shuffle|bisect|profile|interview|watch|sample|inspect|probe|simulate|time|log|trace|repeat|switch|vary|"
    r"randomi[sz]e|see)"
)
_FINDS_OUT = re.compile(
    r"\b(?:(?:i|we|one|you)(?:['’]?(?:d|ll)| would| could| can| will| might| should)(?: first| simply| just| then|"
    rf" probably| also| have to| need to| want to| like to)* {_TEST}|i (?:first )?(?:check|test|measure|verify|"
    r"compare|plot|ablate)|"
    r"let me (?:look|check|test|count|measure|see)|the way to (?:find out|check|test)|to find out|find (?:that|this|"
    r"it) out|(?:one|a|an|the)(?: \w+)? (?:experiment|ablation|test|check|replay|measurement) (?:would|could|will|"
    r"is to|:)|(?:one|small|quick|simple) (?:experiment|ablation)|"
    r"(?:logs?|data|export|plot|histogram|experiment|ablation|sweep|that|which) (?:would|should|could|will) (?:show|"
    r"tell|say|settle|decide|answer))\b|"
    r"(?:^|[.;:,] )(?:first )?(?:run|rerun|sweep|shuffle|plot|count|compare|measure|bisect|replay|profile|"
    r"switch off|ablate) (?:it|the|that|both|a|them|twice|how|two)\b",
    re.I,
)
_TURN = re.compile(
    r"[,;:.]? \b(?:but|however|though|although|yet|while|whereas)\b|[;,]|[.!?] |, (?=the (?:best|only|one)|"
    r"which|around|about|somewhere)",
    re.I,
)
_REASON = re.compile(
    r"\b(?:because|since|given that|the reason|due to|so that|which (?:means|is why)|therefore|evidence|"
    r"we (?:measured|saw|ran|found|checked)|"
    r"otherwise|for example|suppose|so (?:i|we|it|they|the|part)\b|instead|rather than|needs?)|\d",
    re.I,
)
_CONCLUDES = re.compile(r"\bwhich (?:is (?:exactly )?why|means)\b", re.I)
"""Something follows from not knowing."""
_WHY = re.compile(r"(?:,|;) (?:because|since|so|as|which (?:is why|means))\b|: ", re.I)


def finds_out(text: str) -> bool:
    """Return whether a text says how to find something out."""
    return bool(_FINDS_OUT.search(text))


def ignorant(text: str) -> bool:
    """Return whether a text says that its author does not know, and hardly anything else.

    What stands beside the admission counts, manners and ways to find out aside: doubt about one thing is no ignorance
    of another.
    """
    if len(words(text[: BRIEF * 12])) >= BRIEF:
        return False
    admits, left = False, set[str]()
    for piece in _TURN.split(text):
        said = _admission(piece)
        admits = admits or said != piece
        if said != piece or not _FINDS_OUT.search(piece):
            left |= set(stems(said)) - stemmed(MANNERS)
    return admits and len(left) < LEFT_OVER and not _CONCLUDES.search(text)


def _admission(piece: str) -> str:
    """Return what a clause says beside an admission: all of it when there is none."""
    hard, soft = _DONT_KNOW.search(piece), _UNSURE.search(piece)
    found = hard or soft
    if found is None or _LESS.search(piece[: found.start()]):
        return piece
    if hard is None and _REASON.search(piece[found.end() :]):
        return piece
    why = _WHY.search(piece, found.end())
    return piece[: found.start()] + (piece[why.start() :] if why else "")
