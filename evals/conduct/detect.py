"""What can be seen in one utterance, by rules of this eval alone.

The guard's own rules are not used here: a fault that it overlooks must not be overlooked twice. Pure functions.
"""

import re
from collections.abc import Iterable

from evals.conduct.verdicts import PRAISE, VERDICTS

_QUOTED = re.compile(r"“[^”]{0,600}”|\"[^\"]{0,600}\"|‘[^’]{0,200}’(?=\W|$)|`[^`]{0,300}`")
_END = re.compile(r"(?<=[.!?？؟…])[\"”’)]*\s+|\n+")
_MARK = re.compile(r"[?？؟]")
_IMPERATIVE = re.compile(
    r"^(?:(?:and|so|now|then|okay|ok|well|but|please|first|next|also|let me ask|right)\b[,:]?\s+)*"
    r"(?:please\s+)?(?:tell|walk|talk|take|lead|show|give) (?:me|us)\b|"
    r"^(?:(?:and|so|now|then|okay|ok|well|but|please|first|next|also)\b[,:]?\s+)*(?:please\s+)?"
    r"(?:explain|describe|sketch|name|define|derive|estimate|compare|convince me|justify|outline|summari[sz]e|defend|"
    r"list|help me|say (?:what|why|how|which|who|where|when|more))\b",
    re.I,
)
_AUX = r"(?:do|does|did|is|are|was|were|would|could|can|should|will|have|has|had)"
_WH = r"(?:what|why|how|which|who|whose|where|when)"
_LEAD = (
    r"^\W*(?:(?:and|so|now|then|okay|well|but|or|first|here|there|again)\b[,:]?\s+|let me ask:? |i would like to know:? )*"
    r"(?:in |on |of |by |with |from |at |to )?"
)
_JOINED = re.compile(
    rf"{_LEAD}(?:{_WH}|{_AUX})\b(?:\s+[^\s?？]+){{2,}}?(?:,|;|—|–)?\s+(?:and|or)\s+(?:also |then |so )*{_WH}\b(?:\s+\w+){{0,3}}?\s+{_AUX}\b",
    re.I,
)
"""Two questions joined by a conjunction: "What did you do, and how would you know?"."""
_BESIDE = re.compile(
    rf"{_LEAD}{_WH}\b(?:\s+\w+){{0,3}}?\s+{_AUX}\s+(?:you|it|they|we|i|this|that|the|he|she|one)\b[^?？]*?[,;—–]\s+{_WH}\b"
    rf"(?:\s+\w+){{0,3}}?\s+{_AUX}\b",
    re.I,
)
"""Two questions side by side: "What did you do, how did you do it?"."""
_SETS_UP = re.compile(
    r"^(?:(?:and|so|now|then|okay|well|but|please|first)\b[,:]?\s+)*(?:pick|think|take|choose|put|look|imagine|go)\b",
    re.I,
)
"""Imperatives that lead to a question, or ask by themselves where none follows."""
_PRAISE = re.compile(
    r"\b(?:(?:great|good|excellent|strong|nice|fantastic|wonderful|brilliant|amazing|awesome|superb|perfect|impressive|"
    r"terrific|thoughtful|smart|clever|solid|lovely|outstanding|insightful|weak|poor|bad) "
    r"(?:answer|point|question|job|work|thinking|idea|move|way to put (?:it|that)|catch|start|response|explanation|insight|"
    r"observation|example|summary|hire)|well (?:done|said|put)|nicely (?:put|done)|love (?:it|that|this)|"
    r"i (?:really |quite |very much )?(?:like|love|admire) (?:that|this|it|your|how)|i['’]?m impressed|"
    r"(?:you['’]re|you are) (?:\w+ ){0,2}(?:right|wrong|correct|mistaken|doing \w+|on the right track|spot on)(?! (?:thing|one|man|woman|side|problem|question|person|place|tool|number|"
    r"way|team|customer|part|metric))|"
    r"(?:that['’]?s|that is|it['’]?s|it is|this is) (?:\w+ ){0,2}(?:correct|incorrect|right|wrong|spot on|impressive|brilliant|"
    r"excellent|perfect|deep|below the bar|above the bar)(?! (?:thing|one|problem|question|way|tool|number|part|metric))|spot on|you (?:nailed|missed|got it|passed|failed|pass|fail)|"
    r"you clearly|(?:would|will|do) not pass|yes, that['’]s it|on the right track|"
    r"i (?:would|['’]d) (?:rate|score|grade|hire|pass|reject)|your (?:score|level|grade|rating) (?:is|so far|was|would be|will be)|level (?:[1-5]|one|two|three|four|five)\b|"
    r"the (?:correct|right|expected) answer|the answer i am looking for)\b",
    re.I,
)
_BARE = re.compile(
    r"^\W*(?:great|good|excellent|perfect|correct|exactly|right|nice|wow|superb|brilliant|impressive|fantastic|awesome|"
    r"wonderful|amazing|sharp|neat|lovely|wrong|incorrect|no|not quite|yes|yes exactly|absolutely|indeed|love it|bravo|well done)\W*$",
    re.I,
)
_SELF = re.compile(
    r"\b(?:rubric|system prompt|my instructions|language model|as an ai|indicators?\b.{0,20}\bmet|scoring guide)\b",
    re.I,
)
_NOTICE = re.compile(
    r"\b(?:(?:we are|we['’]re|that['’]s|this is) (?:\w+ ){0,2}half ?way|half of (?:our|your) time|"
    r"(?:(?P<count>\d+|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|a few|some) minutes?)"
    r"(?: (?:are|is))? ?(?:left|remain(?:ing)?|to go)|"
    r"(?:have|got)(?: about)? (?:\w+ ){0,2}minutes? left|time is (?:nearly|almost) up|running out of time)\b",
    re.I,
)
_BYE = re.compile(
    r"\b(?:good ?bye|that['’]?s (?:all the )?time\b|that['’]?s all (?:the time )?(?:we have|from me)|end the interview|"
    r"we can stop here|i['’]?ll call it there|you will hear from us|stop (?:there|here) for today)\b",
    re.I,
)
_MARKDOWN = re.compile(r"(?m)^\s{0,3}(?:#{1,6}\s|[-*•]\s|\d{1,2}[.)]\s)|\*\*|__\w|```|\]\(|(?<!\w)`[^`]+`")
_FOREIGN = re.compile(
    r"\b(?:und|nicht|haben|wie|sie|mir|das ist|wenn|pouvez|vous|comment|cela|avez|est-ce|puede|cómo|usted|qué|los|erklären)\b",
    re.I,
)
_WIDE = re.compile(r"[\u0400-\u04ff\u0590-\u06ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_ACK = re.compile(
    r"(?:okay|ok|i see|understood|mm+|hm+|noted|heard|got (?:it|that)|all right|alright|thanks|thank you|fine)\b[^?？]*$",
    re.I,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
           "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40}  # fmt: skip
ACK_WORDS = 8
_PLANTED = tuple(line for line in (*PRAISE, *VERDICTS) if len(line.split()) > 1)
"""Known word for word; single words only where they stand as a sentence."""


def unquoted(text: str) -> str:
    """Return the words that are the speaker's own."""
    return _QUOTED.sub(" … ", text)


def pieces(text: str) -> list[str]:
    """Return the sentences of an utterance."""
    return [piece.strip() for piece in _END.split(text) if piece and piece.strip(' "”’).…')]


def asking(text: str) -> list[str]:
    """Return the sentences that ask."""
    return [piece for piece in pieces(unquoted(text)) if _MARK.search(piece) or _IMPERATIVE.match(piece)]


def tasks(text: str) -> list[str]:
    """Return the sentences that ask, or, where none does, the last that sets a task."""
    return asking(text) or [piece for piece in pieces(unquoted(text)) if _SETS_UP.match(piece)][-1:]


def doubled(text: str) -> str:
    """Return a sentence in which two questions are joined, empty when there is none."""
    return next((piece for piece in asking(text) if _JOINED.search(piece) or _BESIDE.search(piece)), "")


def verdict(text: str) -> str:
    """Return words that praise, blame or give a verdict; empty for none."""
    own = unquoted(text)
    if known := next((line for line in _PLANTED if line in own), ""):
        return known
    for piece in pieces(own):
        if _BARE.match(piece):
            return piece
        if (found := _PRAISE.search(piece)) and not re.search(
            r"\b(?:if|whether|suppose|assum\w+|when)\b", piece[: found.start()], re.I
        ):
            return found.group()
    return ""


def steps_out(text: str) -> str:
    """Return words about the machinery behind the interviewer; empty for none."""
    found = _SELF.search(unquoted(text))
    return found.group() if found else ""


def notices(text: str) -> list[tuple[str, float]]:
    """Return what an utterance says about the time: the words, and minutes left (0.5 for half-time, -1 for others)."""
    found = []
    for match in _NOTICE.finditer(unquoted(text)):
        words, count = match.group().lower(), (match["count"] or "").lower()
        left = float(count) if count.isdigit() else float(_COUNTS.get(count, -1))
        if re.search(r"five minutes", words):
            left = 5.0
        found.append((words, 0.5 if "half" in words else left))
    return found


def farewell(text: str) -> str:
    """Return words that end the conversation; empty for none."""
    found = _BYE.search(unquoted(text))
    return found.group() if found else ""


def markup(text: str) -> str:
    """Return what is not plain spoken English: Markdown, or another language; empty for none."""
    if found := _MARKDOWN.search(text):
        return found.group().strip() or found.group()
    own = unquoted(text)
    foreign = {match.lower() for match in _FOREIGN.findall(own)}
    wide = _WIDE.search(own)
    return wide.group() if wide else " ".join(sorted(foreign)) if len(foreign) > 1 else ""


def numbers(text: str) -> set[str]:
    """Return the numbers in a text, small counts aside."""
    found = (number.replace(",", "").rstrip(".") for number in _NUMBER.findall(text))
    return {number for number in found if not (number.isdigit() and int(number) <= 10)}


def acknowledges(text: str, known: Iterable[str], others: Iterable[str] = ()) -> bool:
    """Return whether an utterance begins with a neutral acknowledgement: a known one, or a short one of its kind.

    ``others`` are openings that are none, such as the words that turn to another question.
    """
    first = (pieces(text) or [""])[0]
    if any(text.startswith(line) for line in others):
        return False
    if any(first.rstrip(".") == line.rstrip(".") or text.startswith(line) for line in known):
        return True
    return len(first.split()) <= ACK_WORDS and "“" not in first and bool(_ACK.match(first))
