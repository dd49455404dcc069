"""How a reply takes a push-back: holds, updates, caves, repeats itself, or does not say. Words only, no judgement.

It reads how a reply is built: what concedes, what changes and whose it is, what stays, which of them stands after the
turn ("but"), and how much is said beside those phrases. Whether an argument is any good it cannot know.
"""

import re
from dataclasses import dataclass

from interviewer.lexical import stems, unquoted, words
from interviewer.reading import Stance
from interviewer.vocabulary import HOLLOW, stemmed

HEAD, TAIL = 600, 200
"""Characters of a long reply that are read: how it takes the push-back stands at its beginning or its end."""
ARGUED = 4.0
"""Content stems of one's own, beside the phrases of taking sides, from which on a reply gives some reason."""
PLAIN = 5.0
"""The same for a reply that takes no side in words: from here on it is taken to argue for what was said before."""
BRIEF, OPEN = 30, 14
"""Words below which a reply that ends in a question waits for an answer, and below which "it depends" says all."""
BARE = 2.5
"""Content stems up to which an assertion without a side is one said again."""
REASONED = 1.5
"""Content stems that a word such as "because" or a number counts for."""
TURNED = 1.5
"""What a turn ("but") weighs for holding, where something is said after it."""


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.I)


_START = (
    r"(?:^|(?<=[.!?:;] )|(?<=[.!?:;]  )|(?<= [-–] ))\W{0,4}(?:(?:hm+|ah+|oh|o?k(?:ay)?|well|yeah|mm+|argh|ugh|huh|wait|and|"
    r"honestly|so|look|see|to be (?:honest|fair))\b\W{0,4}){0,4}"
)
"""The beginning of a sentence and what one says before one says anything; bounded, so that no text makes it slow."""
_PAUSE = r"(?=\s*(?:[,.;:!)…]|$| [-–]|\s(?:i|we|so|then|and|but|you|that|this|no|yes|of|it|on|thanks?)\b))"
_ONE = (
    r"\b(?:(?:i|we)(?:'d| would|'ll| will| should| could| can| may| might| must| have to| had to| want to)|let me|"
    r"let us|"
    r"let's)"
)
_ADVERBS = (
    r"(?: (?:now|then|also|only|just|rather|simply|first|have to|need to|at least|certainly|probably|instead|want to|"
    r"like to|better|likely))*"
)
_REVISE = (
    r"(?:revis|chang|weaken|soften|narrow|drop|remov|retract|withdraw|correct|redo|rerun|re-run|swap|replac|split|"
    r"restrict|"
    r"separat|rephras|renam|reword|rewrit|demot|delet|strik|cut|shrink|fold|turn it|redraw|rethink|start over|"
    r"re-?analy[sz]|"
    r"re-?annotat|re-?label|re-?train|re-?tun|pull back|stop calling|take (?:the|that|it|this|out)|tone|limit|"
    r"downgrad|updat|reduc|mov|put it|"
    r"back off|scale back|cap|postpon|defer|pre-?regist|reconsider|amend|adjust|adapt|add|qualif|hedg)(?:e|y|s)?\b"
)

_CHANGES = _any(
    rf"{_ONE}{_ADVERBS} {_REVISE}",
    rf"{_START}{_REVISE}",
    r"\b(?:that|this|it|which|you|what) (?:changes?|changed|kills?|killed|weakens?|convinced?|sinks?|rules out|"
    r"breaks?)\b(?! (?:nothing|little))",
    r"\bi(?:'m| am) (?:changing|dropping|withdrawing|revising|retracting|narrowing|taking (?:it|that) back)\b|"
    r"\b(?:have|has|'ve|you) (?:moved|persuaded) me\b|\bscrap (?:it|that|the)\b",
    r"\bi (?:withdraw|retract|take (?:it|that|this) back|change my)\b|\bhave to (?:change|revise|rethink)",
    r"\bmy (?:plan|proposal|mind|view|answer|claim|number|estimate) (?:changes|is wrong|was wrong|falls|goes)",
    r"\bchange[sd]? my\b|\bstand corrected|\bi was (?:wrong|mistaken|too)\b|\b(?:would|does)n't (?:keep|hold up)\b|"
    r"\bwould not keep\b",
    r"\bthe (?:\w+ ){0,2}(?:statement|claim|version|wording|comparison|reading|headline|conclusion|title|"
    r"example) (?:is|would|should|has|must|needs|could|becomes)\b",
    r"\b(?:all|what) (?:i|we|the paper|it|one) (?:can|could|may|might) (?:\w+ )?(?:claim|say|defend|give|show)",
    r"\b(?:i|we)(?:'d| would| could| can| may)? only (?:claim|say)",
    r"\b(?:i|we) (?:can't|cannot|couldn't) (?:claim|attribute|rule|exclude|separate|keep)",
    r"\bi(?:'d| would)(?: have to| then)? (?:call|present|label) (?:it|that|this)\b|\bin my head\b|\bhas to go\b|"
    r"\bis gone\b|\bthe most i(?:'d| would| can)\b|"
    r"\b(?:moves? to|is out\b|are out\b|plan b\b|no longer\b)",
)
"""What one has said is changed, and into what."""
_ADMITS = _any(
    r"\b(?:i|we) (?:hadn't|had not|haven't|have not|wasn't|was not|didn't|did not|never) (?:\w+ )?(?:thought|think|"
    r"considered|consider|"
    r"seen|see|known|know|tested|tried|gave|checked|check|aware|look|control|account)\w*(?! (?:so\b|(?:it|them|"
    r"that) (?:was|is)))",
    r"\bi (?:had )?(?:missed|overlooked|assumed|oversold|overstated|overclaimed|glossed|fell|forgot|mixed|confused|"
    r"should (?:measure|be precise|have)|"
    r"did put|optimi[sz]ed the wrong|(?:can )?see (?:it now|the problem|the issue|your point|what you mean)|"
    r"don't know that)|(?:^|\W)missed that",
    r"\b(?:good|nice|great) (?:catch|to know)|\bguilty|\bcaught me|\bgot me\b|\bmy (?:weak spot|mistake|bad|fault|"
    r"error)|\bbusted\b",
    r"\bnow that (?:you|i)\b|\bthanks for\b|\breal (?:threat|problem|hole|issue|gap|risk|weakness)|\ba (?:hole|"
    r"conflict|flaw|gap|blind spot|weakness)\b|"
    r"\bembarrassing|\bover-?(?:engineered|claimed|stated|sold|built|kill)|\bnot wrong\b|\bthat's new|"
    r"\bcalling that out|\bmaking me see|"
    r"\bi(?:'d| would|'ll| will)? (?:concede|grant|give you)|\b(?:sloppy|careless) of me|\bcome to think of it|"
    r"\bunderestimated|\bme neither\b",
)
"""Something was missed."""
_AGREES = _any(
    r"\b(?:you(?:'re| are)|that(?:'s| is| would be)|it(?:'s| is)) (?:\w+ )?(?:right|correct|fair|true|valid|bad|"
    r"a bad)\b",
    r"\byou (?:may|might|could) (?:well )?(?:be (?:right|onto)|have a)|\b(?:could|might|may) (?:very )?well be\b|"
    r"\b(?:possibly|probably|maybe) it (?:does|is|did|was)|\bwill, won't|\bi see that\b|\b(?:sounds|seems) (?:right|"
    r"fair|true|sensible)|\bmore or less,? yes",
    r"\b(?:fair|good|valid|reasonable|great) (?:point|enough|objection|criticism|challenge|one|question)|"
    r"\bpoint taken|\byou(?:'ve| have)(?: got)? a point",
    r"\bthat(?:'s| is) (?:\w+ ){0,2}(?:simpler|cleaner|better|easier|fairer|broken|unacceptable|provisional)\b",
    r"\bi(?:'d| would) do (?:it|that)\b|\byou win|\b(?:that|it) makes sense|\bi (?:agree|concede|accept|guess|"
    r"suppose)\b|\bcan't argue|"
    r"\bnothing to say to that|\bsounds plausible|\btouch[eé]\b|\bright you are\b|\bconvinc(?:ed|ing)\b|\bagreed\b",
    rf"{_START}(?:fair|true|yes|yep|right|exactly|correct|possibly|granted|sure|alright|all right|okay|ok|fine|good|"
    r"agreed|sorry|"
    rf"damn|ouch|haha|hehe|indeed|of course|absolutely|yeah|totally){_PAUSE}",
    rf"{_START}(?:it|they|that|this) (?:would|might|may|could|does|is|do|are)[,.;!]|{_START}(?:nor do i|"
    r"neither (?:do|did) i|so could i|i shouldn't)\b",
)
_THEN = _any(
    rf"{_START}(?:then|in that case|if (?:so|that's|it's|they're|they \w+|that is|you're right|this is)|put (?:that|"
    r"this) way|said like that|with that)\b(?! why)",
    r"\bthen(?: rather than)? (?:i|we)(?:'d|'ll| )|,? so (?:i|we)(?:'d| would|'ll| will| should| could| can't|"
    r" need)|[.;] so (?:i|we|no|table|part)\b|"
    r"\bbetter then\b|, then[,.]|\bso the \w+ it is\b|\bso:|, then i\b",
)
"""What follows from the push-back."""
_PLANS = _any(
    rf"{_ONE}{_ADVERBS} (?!(?:say|argue|keep|dispute|still|defend|answer|point|stand|stick|disagree|push|"
    rf"call|not|never|expect|be|have|rather|see|think)\b)[a-z]{{2,}}"
)
_STAYS = _any(
    r"\b(?:i|we)(?:'d| would|'ll)? (?:still\b|disagree|maintain|insist|dispute|defend|push back|argue|stand by|"
    r"stick|say the contrary|answer that)",
    r"\blet me (?:defend|push back)|(?<=d )keep\b|(?<=would )keep\b|\bwhy i(?:'d)? keep\b|\banyway\W*$|\banyway[.;]|"
    r"\beven (?:then|the|"
    r"so)\b|\bi(?:'d| would) rather\b",
    r"\bstand by|\bsticking (?:with|to)|\bi(?:'m| am) (?:\w+ )?(?:confident|certain|sure|right)\b|"
    r"\bi (?:have )?(?:explained|said|told you|already)|\bi know what|"
    r"\b(?:trust|believe) me|\bmy answer (?:is|stays) the same",
    r"\b(?:i|we) (?:don't|do not|can't|cannot|didn't) (?:\w+ )?(?:agree|think (?:so|that|it|you|they)|buy|"
    r"see (?:that|it) that way|see how|see why|"
    r"accept|share|believe|follow|rely|change)|\bnot (?:convinced|persuaded|changing)",
    r"\byou(?:'re| are) (?:wrong|mistaken)|\byou (?:misread|misunderst\w+)|\bwould(?: not|n't) change|"
    r"\bwith respect\b|\bthe other way round\b|"
    r"\bsays the same|\bno way\b|\bwould apply|\b(?:can|does)(?:n't| ?not) hang on",
    r"\b(?:only (?:be )?(?:true |right )?if|be (?:true|right),? if|would be,? if|be right if)\b|"
    r"\bthat was the point|\bthe (?:whole )?point (?:of|is|was)\b|"
    r"\bcancels\b|\bby construction\b|\bso i go with|\bgoing with the\b|\bno doubt\b|\bis (?:the )?right (?:measure|"
    r"thing)|\bhad been said\b",
    r"\bmy (?:bound|result|claim|point|argument|number) (?:still )?(?:stands|holds)|\b(?:still|claim|would|"
    r"it) (?:stands|stand|holds)\b",
    rf"{_START}(?:that(?:'s| is) (?:exactly |precisely )?why|which is why|because (?:we|it|they|of|the)|cost\b)|"
    r"\bthat(?:'s| is) why (?:i|we|a|the|it)\b",
    r"\bsimply not (?:the case|true)|\bthat(?:'s| is) (?:wrong|false|not (?:true|right|correct|what i))",
)
_DENIES = _any(
    rf"{_START}(?:no\b(?=\s*(?:[,.;:!–—-]|$|(?:they|it|he|she|i|we|the|that|this|because|and|way)\b))(?!, you)|nope|"
    r"nah\b|"
    r"not\b(?! sure)|actually\b(?! (?:with|yes))|partly|in theory|only for|nobody (?:is|was)|you don't\b|won't\b)",
    rf"(?:{_START}|, (?:and|but|so) )(?:it|that|this|they|he|she|mine|the \w+)(?:'s| is| does| do| did| was| would|"
    r" will|"
    r"'ll|'re| are)?(?: not|n't)\b",
    rf"{_START}(?:i|we|they) (?:did|do|have|was|were|am|are|won't)(?:n't| not)?[,.;]",
    r", no[.;,]|\bnot (?:really|quite|exactly|the case)\b|\bno (?:problem|issue) (?:at all|here|there|with)",
)
_SHOWS = _any(
    r"\b(?:i|we) (?:already |also |did |only )?(?:tried|checked|ran|tested|measured|spoke|estimated|corrected|"
    r"compared|controlled|matched|tuned|looked at it|ablate|have (?:four|the|two|three|five))\b",
    r"\balready\b|\bin the (?:appendix|footnote)\b|\b(?:fig|table|section)\b",
)
"""Evidence that there is."""
_TURN = re.compile(r"\b(?:but|however|yet|although|whereas|still)\b(?! (?:to|be|then)\b)|\bthough\b|\bexcept\b", re.I)
_YIELDS = _any(
    r"\bwhatever you|\bas you (?:wish|like|say|prefer)|\bif you say so|\byou(?:'ll)? know (?:better|best|your)|"
    r"\byou're the \w+ ?(?:[.:;!)]|$)|\byour (?:way|version)|\bwith yours|"
    r"\bdefer to you|\bforget (?:it|what|my)|\bnever mind|(?<!that's )(?<!is )\bno problem(?! at all)|\blet's (?:do|"
    r"skip|use|say|go with|leave) (?:it|"
    r"that|the|a|yours)",
    rf"{_START}(?:ok(?:ay)?|then|right|so|alright|all right|fine|sure|good),? no(?: \w+){{1,2}}\W*$|"
    r"^\W*(?:ok(?:ay)?|sure|fine|right|alright|good|don't)\b.{0,40}\bthen\W{0,3}(?:$|it was)|\bonly an idea\b|"
    r"^\W*(?:[^.]{1,24}\. )?scrap it|"
    r"\bwe (?:can )?(?:skip|leave|drop|remove|cut) (?:it|them|that|out)|"
    r"\bi(?:'d|'ll| will| would)? (?:drop|take|throw|withdraw|leave|change) (?:it|them)(?: (?:out|away|"
    r"back))?\s*[.!]?$",
)
_RESIGNS = re.compile(
    r"\b(?:i (?:guess|suppose)|fair(?: enough)?|(?:you're|you are) right|agreed|point taken|my (?:bad|mistake)|"
    r"sorry)\W*$",
    re.I,
)
"""The last word is a concession."""
_OPEN = _any(
    r"^(?:\W|hm+|well|honestly)*(?:maybe|possibly|could be|perhaps|it depends|that depends|depends|hard to say|"
    r"interesting|"
    r"that(?: is|'s)? (?:an interesting|a (?:hard|tricky|philosophical|bit)))(?! you(?:'re| are))",
    r"\b(?:i|we)(?:'d| would) (?:have to|need to|need the) (?:look|see|think|check|know)?|\blet me think|\bi(?:'m|"
    r" am) (?:honestly )?not sure|"
    r"\bi (?:honestly )?(?:don't|couldn't|can't|didn't) (?:really )?(?:know|say|tell|comment|expect)",
)
_ASSERTS = _any(
    r"(?:\b(?:is|are|was|be|it|they|i|we)|'s|'re) (?:\w+ )?(?:right|fine|good|fair|enough|better|best|objective|"
    r"important|true|real|wrong|serious|"
    r"needed|needs?|works?|worked|does|will|won't|would|wouldn't|can|has to|have to|want)\b|\b\w+(?:'ll| will|"
    r" has to| have to|'d| would|n't) |"
    r"\bhow it is\b|\b(?:know|think|believe|trust)\b|^(?:because|yes)\b|\bis part of\b|\bgeneralises?\b|\bobviously|"
    r"\bsimply\b|\beverybody\b|\b(?:is|are) always\b",
)
"""Something is said to be so."""
_PRESENT = re.compile(r"\b(?:is|are|has|have|knows?|does|will|needs?|works?|helps?)\b|(?:'s|'re|'ll) ", re.I)
_REASON = _any(
    r"\b(?:because|since|given that|the reason|due to|so that|which (?:means|is why)|it means|therefore|otherwise|"
    r"for example|"
    r"suppose|as long as|if|that(?:'s| is) (?:why|the)|so (?:i|we|it|they|the|part)|only (?:on|in|if|when|for)|"
    r"rather than|needs?|needed)\b|\d"
)


@dataclass(frozen=True, slots=True)
class _Reply:
    """What of a reply bears on its stance."""

    moves: float
    stays: float
    yields: bool
    asks: bool
    open: bool
    asserts: bool
    own: float
    """Content stems beside hollow ones; those of the push-back count half."""


def stance(text: str, pushback: str = "") -> Stance:
    """Return how a reply takes a push-back, as far as words tell; ``pushback`` is what was said against it.

    A concession before a "but" is manners; what comes after it counts. Whoever says a good deal without taking a side
    is taken to argue for what they said before, since words cannot tell a good argument from a poor one.
    """
    seen = _seen(_shortened(text), pushback)
    if (seen.asks or seen.open) and max(seen.moves, seen.stays) < 2 and not seen.yields:
        return "unclear"
    if seen.moves > seen.stays or (seen.yields and seen.own < PLAIN):
        return "update" if seen.own >= ARGUED and not seen.yields else "cave"
    if seen.stays > 0:
        return "hold" if seen.own >= ARGUED else "stubborn"
    if seen.own >= PLAIN:
        return "hold"
    return "stubborn" if seen.asserts and seen.own <= BARE else "unclear"


def _shortened(text: str) -> str:
    kept = text if len(text) <= HEAD + TAIL else f"{text[:HEAD]} {text[-TAIL:]}"
    return unquoted(kept).translate({0x2018: "'", 0x2019: "'"})


def _seen(text: str, pushback: str) -> _Reply:
    final, moves, stays = _final(text), 0.0, 0.0
    for piece, weight in ((text[:final], 0.5), (text[final:], 1.0)):
        moves += weight * (
            2 * _n(_CHANGES, piece) + 2 * _n(_ADMITS, piece) + _n(_AGREES, piece) + 1.5 * _n(_THEN, piece)
        )
        stays += weight * (2 * _n(_STAYS, piece) + 1.5 * _n(_DENIES, piece))
    moves += 1.5 * bool(_RESIGNS.search(text))
    count = len(words(text))
    own = _own(text, pushback) + REASONED * bool(_REASON.search(text))
    asks = text.rstrip(' "')[-1:] == "?" and count < BRIEF
    if own >= ARGUED and not asks:
        stays += _n(_SHOWS, text)
        moves += bool(_PLANS.search(text[final:]))
    return _Reply(
        moves=moves,
        stays=stays + TURNED * bool(final),
        yields=bool(_YIELDS.search(text)),
        asks=asks,
        open=count < OPEN and bool(_OPEN.search(text)),
        asserts=count < BRIEF and (bool(_ASSERTS.search(text)) or _restates(text, pushback)),
        own=own,
    )


def _n(pattern: re.Pattern[str], text: str) -> int:
    return min(2, sum(1 for _ in pattern.finditer(text)))


def _final(text: str) -> int:
    """Return where the part after the last turn begins; 0 when there is none that carries anything."""
    for match in reversed(list(_TURN.finditer(text))):
        if len(words(text[match.end() :])) >= 5 and match.start() > 0:
            return match.start()
    return 0


def _own(text: str, pushback: str) -> float:
    rest = set(stems(text)) - stemmed(HOLLOW)
    return len(rest) - 0.5 * len(rest & set(stems(pushback)))


def _restates(text: str, pushback: str) -> bool:
    """Return whether a short reply says in the present tense something of what the push-back was about."""
    return bool(_PRESENT.search(text) and set(stems(text)) & set(stems(pushback)))
