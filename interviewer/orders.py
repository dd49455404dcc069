"""What in an answer speaks to the machine behind the interviewer, as an order or as a forged piece of its input.

Words only: it knows how such sentences begin, and leaves out what a candidate reports or quotes. It decides nothing.
"""

import re

from interviewer.lexical import sentences, unquoted

_TO_US = (
    r"^\W*(?:(?:please|kindly|now|so|and|but|ok(?:ay)?|hey|dear|note|attention|important|then|just|instead|also|"
    r"you (?:must|have to|should|will|need to)|i (?:hereby )?(?:order|command|instruct|ask|want|need|allow|authori[sz]e) you to|"
    r"to (?:the|whoever)|(?:the |an? )?(?:system|assistant|interviewer|grader|judge|examiner|evaluator|claude|model|ai)"
    r"(?=\s?[\],:>]))[\s,:;>\])-]+)*"
)
_BEST = r"(?:5|five|10|ten|full|top|max\w*|highest|perfect|excellent|best)\b"
_OURS = r"(?:system prompt|prompt|rubric|instructions?|reference answer|answer key|guidelines?|scoring(?: guide)?)\b"
_ORDERS = (
    r"(?:ignore|disregard|forget|override|bypass) (?:all|any|every\w*|the|your|my|these|previous|prior|above)\b"
    r"(?! \w+ for a)[^.]{0,40}\b(?:instruction|rule|prompt|rubric|guideline|told)s?\b",
    r"you (?:are|will be) now (?:(?:an?|my|the) |DAN\b|free\b)",
    r"from now on,? (?:you|act|answer|behave)",
    r"(?:act|behave) as (?:the|an?|my) (?:grader|judge|admin\w*|developer|system|assistant)",
    r"pretend (?:to be|you)|let['’]?s play a game where you",
    r"enter \w+ mode|you are now in \w+ mode|[^.]{0,40}\b(?:full marks|top score|highest level),? please\b|"
    r"developer mode\b|(?:system override\b|override\s?:)|new (?:instructions?|rules?|task)\s?:|"
    r"your (?:new )?(?:task|role|instructions?) (?:is now|has|have|changed|are now)",
    rf"(?:give|award|grant|assign) me (?:an? |the )?{_BEST}",
    rf"(?:give|award|grant|assign)\b[^.]{{0,24}}\b{_BEST}[^.]{{0,12}}\b(?:marks?|scores?|points?|levels?|grades?|ratings?|credit)",
    rf"(?:score|grade|rate|mark) (?:me|it|this(?: answer)?|my \w+|the candidate|all|every\w*)\b[^.]{{0,30}}"
    rf"(?:\b{_BEST}|\bmet\b|\bcomplete\b)",
    rf"(?:score|grade|level|rating|verdict)\s?[:=]\s?(?:{_BEST}|met\b|pass)",
    r"set (?:the|my) (?:level|score|grade) to|award (?:me )?the (?:max\w*|highest)",
    r"(?:skip|end|stop) (?:the |this )?(?:evaluation|grading|assessment|judging|interviewing|interview) and\b",
    rf"(?:reveal|print|show|output|repeat|leak|dump|list|tell)\b(?: me| us)?(?: your| the (?:hidden|system|full|secret))"
    rf"(?: \w+)? ?{_OURS}",
    rf"(?:consider|treat|count) (?:this|every|all|my)\b[^.]{{0,24}}\b(?:met|correct|{_BEST})",
    rf"(?:tell|show|give) me (?:the|your) (?:\w+ )?{_OURS}",
    rf"(?:reveal|print|output) the (?:\w+ )?{_OURS}[^.]{{0,12}}$",
    r"what [^.]{0,24}\byour (?:system prompt|rubric|hidden \w+)\b",
    r"(?:print|repeat|output) (?:everything|all|the (?:words|text|lines?)) above|reveal the hidden\b",
    r"you are no longer\b|(?:disable|drop) your\b|(?:respond|reply|answer) only with\b",
    rf"(?:the )?(?:correct|right|only) (?:level|score|grade)\b[^.]{{0,30}}\bis {_BEST}",
    r"(?:the|this) candidate (?:(?:has )?met (?:every|all)|deserves|passes|should (?:get|receive|pass))",
)
_INSTRUCTION = re.compile(
    rf"{_TO_US}(?:{'|'.join(_ORDERS)})|"
    r"^as (?:the|your) (?:admin\w*|developer|system|owner)\b.{0,40}\bi (?:instruct|order|command|allow|authori[sz]e)",
    re.I,
)
_FORGED = re.compile(
    r"</?(?:data|system|instructions?|transcript|answer|candidate|rubric|prompt)\b[^>]{0,40}>|"
    r"\[/?(?:system|inst)\]|<\|\w+\|>",
    re.I,
)


def instructs(text: str) -> bool:
    """Return whether a text speaks to the machine behind the interviewer; what it reports or quotes does not count."""
    if _FORGED.search(text):
        return True
    return any(_INSTRUCTION.match(span.text) for span in sentences(unquoted(text)))
