"""What an answer shows beside its content: distress, a refusal, a reminder, a library, a plan without people, slogans.

Words only. Each cue looks at how the sentence is built, so that what is said of a model, a user or a crew is not taken
for the candidate's own. It decides nothing and infers nothing about persons.
"""

import re

from interviewer.lexical import sentences, unquoted
from interviewer.vocabulary import HINTS, LIBRARIES, MACHINERY, OUTCOMES, PEOPLE, STOCK, named, stemmed

REMINDER, BARE_REMINDER = 28, 14
"""Words up to which a contribution that refers to what was said before says little, and hardly anything, else."""
REFUSAL = 60
"""Words up to which a contribution with a refusal in it is one."""
PLAN = 40
"""Words from which on a plan should name somebody and what gets better for them."""
SYSTEM = 3
"""Stems of machinery that make an answer a technical plan."""
BESIDE = 4
"""Content stems beside slogans from which on an answer says something of its own."""

_END = (
    r"(?=\s*(?:[,.;:!?)…-]|$)|\s+(?:and|but|i['’]?m|so|at all|right now|any ?more|anymore|today|sorry|this week|"
    r"please)\b)"
)
_VERY = (
    r"(?:(?:so|too|really|very|completely|totally|a bit|a little|just|getting|kind of|honestly|feeling|about to|"
    r"starting to|going to|quite|pretty|literally|actually|still|only) )*"
)
_DISTRESS = re.compile(
    r"\bi (?:really |just |simply |honestly )?(?:can['’]?t|cannot|can not|could not|couldn['’]?t) (?:really |even |"
    r"properly )?(?:do this|go on|carry on|continue|keep going|cope|breathe"
    r"(?: properly)?|think(?: straight| clearly)?|concentrate|focus|take (?:this|it)|stop (?:crying|shaking)|type|"
    r"handle (?:this|it)|speak|move|keep (?:doing|going)(?: this)?)(?: any ?more| right now| like this|"
    rf" with this)*{_END}|"
    rf"\bi(?:['’]?m| am| feel|['’]m feeling) {_VERY}(?:panick(?:ing|y)|shaking|trembling|dizzy|crying|cry|"
    rf"faint(?:ing)?|nauseous|(?:be )?sick{_END}|freaking out|freak out|falling apart|breaking down|"
    r"in tears|unwell|burn(?:t|ed) out|losing it|throw(?:ing)? up|vomit|hyperventilating|not (?:ok|okay|well|"
    rf"feeling well|alright|all right){_END})|"
    rf"\bi(?:['’]?m| am| feel|['’]m feeling) {_VERY}(?:anxious|nervous|stressed|overwhelmed|terrified|exhausted|"
    r"scared|tired|awful|terrible|horrible)(?: (?:to|that i|of this|by this|by all|about this interview|right now|"
    rf"with this|of all)|{_END})|"
    rf"\b(?:i['’]m|i am|i think i['’]m|i think i am) having (?:a|an) (?:\w+ ){{0,3}}(?:panic|anxiety|breakdown|"
    r"break-down|meltdown)|"
    r"\bmy (?:anxiety|nerves|panic)\b|"
    r"\bmy (?:hands?|heart|chest|head|stomach|voice|legs)(?: is|['’]s| are| feels?| won['’]t stop|"
    rf" keeps?)? {_VERY}(?:racing|pounding|"
    r"trembling|shaking|tight|spinning|hurt(?:s|ing)?|shaky)|"
    r"\b(?:i|we)(?:['’]d| would)? (?:really |just )?(?:need|want|could use) (?:a break|some air|to calm down|"
    rf"to lie down){_END}|\b(?:can|could|may) (?:we|i) (?:please )?(?:take|have) a (?:short )?break\b{_END}|"
    r"\bi (?:feel like|want to|need to|think i want to|am going to|['’]m going to) (?:cry|crying|throw(?:ing)? up|"
    r"faint(?:ing)?|vomit)|"
    r"\btoo much for me\b|\beverything(?: is|['’]s) (?:spinning|too much)|\bi (?:do not|don['’]?t) feel (?:well|"
    r"good|ok|okay|safe)\b|"
    r"\bstruggling to hold (?:it|myself) together|\b(?:death|funeral|bereavement|emergency) in (?:the|my) family|"
    r"\bmy (?:father|mother|dad|mum|mom|wife|husband|partner|brother|sister|child|son|daughter) "
    r"(?:has |just )*(?:died|passed away|is dying)",
    re.I,
)

_SPEAK = (
    r"(?:talk|speak|say|share|discuss|disclose|comment|go into|tell|name|reveal|answer|mention|"
    r"give (?:you )?(?:that|the|any)|elaborate)"
)
_DECLINES = re.compile(
    r"\b(?:i|we)(?:['’]?m|['’]re| am| are) (?:really |simply )?(?:not|un)(?:['’]?t)? ?(?:allowed|permitted|supposed|"
    rf"at liberty|able|free|in a position) to {_SPEAK}|\bi may not {_SPEAK}|"
    rf"\bnot (?:something|a thing|one|anything|information|for me|mine|ours)\b.{{0,12}}\b{_SPEAK}|n['’]t (?:mine|"
    r"ours) to (?:give|share|tell)|"
    r"\b(?:would|could|will) (?:sue|fire|kill) me\b|\b(?:prefer|rather|like) to keep .{1,30}\bout of (?:it|this|"
    r"here)\b|"
    r"\b(?:can['’]?t|cannot) get into (?:specifics|details?|that|this|it|the (?:details|specifics))\b|"
    r"\bi(?:['’]d| would)? (?:really )?(?:rather|prefer|like|want|"
    rf"have)(?: to)? not (?:to )?{_SPEAK}\b(?! that (?:it|the|this|a)\b)|\bi(?:['’]d| would) rather not{_END}|"
    rf"\bi (?:do not|don['’]?t) (?:want|wish|like|feel comfortable)(?: to)? (?:{_SPEAK}|answering|sharing|talking|"
    r"discussing|saying)\b|"
    r"\bi(?:['’]?m| am) not comfortable (?:answering|sharing|talking|discussing|saying|with that question)|"
    r"\bi(?:['’]d| would) (?:rather|prefer to|like to) keep (?:that|it|this)\b|"
    r"\bi (?:can['’]?t|cannot|can not|won['’]?t|will not|must not|mustn['’]?t) (?:really |possibly |"
    r"legally )?(?:talk about|speak about|speak to|disclose|comment|discuss (?:that|this|it|my|our|"
    r"the (?:architecture|customer|client|details|numbers))|"
    r"reveal|name (?:the|my|our|any) (?:customer|client|company|lab|employer|people|person)|share (?:that|this|it|"
    r"the (?:exact |actual |real )?(?:numbers?|figures?|details|name|results?|code|data|specifics)|any|more|details|"
    r"numbers|specifics|internal|anything)|"
    r"tell you (?:that|this|which|who|more|the name)\b|say (?:more|which|who|anything (?:more|about))|"
    r"go into (?:that|this|it|detail|the (?:details|specifics)|specifics|more)|give (?:them|you|any|the)|"
    r"answer (?:that|this)(?: one| question)?\W*$)|\b(?:agreed|promised|asked|told) not to (?:discuss|talk|share|"
    r"say|disclose|reveal)|under embargo|\bnot to go there\b|"
    r"\b(?:under|my|our|signed|an?|bound by) (?:an? |the |my |our )*(?:strict )?(?:nda|"
    r"non-?disclosure(?: agreement)?)\b(?! with (?:the )?(?:vendor|hospital|utility))|\b(?:bound|"
    r"covered) by (?:\w+ )?(?:confidentiality|secrecy)|"
    r"\b(?:that|this|it|which|(?:that|this|the) (?:part|number|figure|detail|name|piece|project|information)|(?:the|"
    r"those|these) (?:numbers|figures|details|names)|they)"
    r"(?: is|['’]s| are|['’]re| would be)(?: also| all| still| strictly| really)? (?:confidential|classified|"
    r"proprietary|under nda|internal(?! validity)|a trade secret|a secret|not public|private|personal|"
    r"sensitive(?! to)|"
    r"covered by (?:my|an|our))|"
    r"\bno comment\b|^\W*(?:unfortunately |sorry,? )?(?:confidential|classified|proprietary)\W*$|\blegal (?:told|"
    r"asked|does not|doesn['’]?t|won['’]?t)\b.{0,20}|\bi signed (?:an agreement|something|papers)|"
    r"\bmy (?:employer|company|former employer|contract)\b.{0,30}\b(?:would(?:n['’]?t| not)|does(?:n['’]?t| not)|"
    r"forbids|prohibits|won['’]?t)|\bhave to (?:be vague|leave (?:it|that|this) out|keep (?:it|that|this) (?:vague|"
    r"private))",
    re.I,
)
_NOT_DECLINING = re.compile(
    r"\b(?:without|until|unless|before (?:we|i|the)|with the (?:data|numbers)|so (?:the|we|it|they|i['’]?d|"
    r"i would) (?!i\b)|the (?:model|refusal|agent|assistant|patient|user|sponsor)s? (?:\w+ )?(?:is|should|says|can|"
    r"may|must|does)|"
    r"here, because|two systems)\b",
    re.I,
)
"""What makes of a "can't share" or "confidential" part of an argument."""

_BEFORE = re.compile(
    r"\b(?:(?:as|like) (?:i|we)(?:['’]?ve| have|['’]?d| had)? ?(?:just |already |also )*(?:said|mentioned|explained|"
    r"told you|noted|described|was saying)\b(?! (?:to|in|on) (?:the|my|a|our)\b)|"
    r"as (?:mentioned|said|explained|noted)\b(?! in\b)|i(?:['’]?ve| have)? ?(?:believe i |think i(?:['’]?ve|"
    r" have)? ?)?(?:already |just )(?:said|answered|explained|mentioned|addressed|covered|told you|went through|"
    r"gone through|given)|"
    r"i(?:['’]?ve| have)? (?:said|answered|explained|addressed|mentioned|covered|been asked) (?:that|this|it|"
    r"so)(?: (?:already|before|earlier|twice|now|once|above|a \w+ ago))|"
    r"\bi (?:answered|mentioned|addressed|covered|explained) (?:that|this|it)\b(?=[,.!]| a| just| in my| when)|"
    r"i told you\b(?!.*\b(?:but|actually)\b)|"
    r"we(?:['’]?ve| have)? (?:already )?(?:been (?:through|over) (?:this|that|it)|covered (?:this|that|it)|"
    r"had (?:this|that) already|(?:talked about|discussed|went over|gone over) (?:this|that|it) (?:already|before|"
    r"earlier|"
    r"a \w+ ago))|"
    r"we already (?:covered|discussed|talked|went|had|did)|you(?:['’]?ve| have)?(?: already|"
    r" just)? asked (?:me )?(?:that|this|it)\b|(?:the|that['’]?s the|this is the) same question\b|"
    r"^\W*(?:well,? )?(?:the )?same as (?:before|above|i said|my (?:last|first))|see (?:my|the) (?:previous|first|"
    r"last|earlier) answer|that(?:['’]?s| is| was) what i(?:['’]?ve| have)? ?(?:just |already )*(?:said|explained|"
    r"meant|told)|"
    r"did(?:n['’]?t| not) i (?:just |already )|repeat(?:ing)? myself|that was in my (?:first|previous|last|earlier)|"
    r"my answer (?:is|stays|remains) the same as|\bto what i(?:['’]?ve| have)? ?(?:already )?said|"
    r"^\W*(?:once )?again,|asked and answered|what i(?:['’]?ve| have)? (?:just |already )?(?:said|answered|told you|"
    r"explained) (?:a \w+ ago|before|"
    r"earlier|about|on|when)|(?:second|third|fourth|fifth) time (?:that )?(?:you|i)\b|you(?:['’]?ve|"
    r" have)? (?:already )?(?:got|have|had|heard) "
    r"(?:my|that|the) answer|nothing new from me)",
    re.I,
)

_TOKEN = re.compile(r"[a-z][a-z0-9]+")
_CALL = re.compile(r"\w\.\w+\(\)|\s\.[a-z]|[A-Za-z]\.[a-z]")
_LIBRARY = re.compile(
    r"\b(?:F|nn|torch|np|jnp|jax|tf|pd|sklearn|scipy|optax|numpy|ray)\.[a-zA-Z_]\w+|(?<=\w)\.\w+\(\)|"
    r"\bcall(?:ing)? \.\w+|(?<=\s)\.(?:fit|generate|backward|train|predict|compile)\b|\b\w+\.fit\b|"
    r"\bAuto(?:Model|Tokenizer)\w*|\b(?:Trainer|DataLoader|DataParallel|DDP|AdamW from)\b(?= (?:class|from|and|"
    r"handles|does|of|in|with|api)|\(|$)|"
    r"\b(?:in|with|use|using|from|of|import|and|the|like|via|plus) (?:JAX|jax|Jax|torch|Torch|Ray|Spark|Airflow|"
    r"Hugging ?Face|"
    r"Megatron|Triton|Hydra)\b|\b(?:JAX|Torch) |"
    r"(?:^|[.!?] )(?:Ray|Spark|Megatron) (?=would|will|can|could|does|has|handles|schedules|takes|runs)|\b(?:Ray|"
    r"Spark|Airflow) (?:job|cluster|serve|tune|train|data|dag|pipeline)\b|"
    r"\b(?:in|with|use|using|from|of|import|the|hugging ?face|hf) transformers(?! (?:on|within|of)\b)(?= (?:library|"
    r"has|have|you|there|it|and call|that)|[.,]|$)|^transformers (?:has|have|does|supports|comes)|"
    r"\bHugging Face\b|\bscikit-learn\b|\bweights (?:&|and) biases\b|\b(?:OpenAI|Anthropic|Claude|Gemini|Bedrock|"
    r"Vertex)(?:['’]s)? (?:API|SDK|embeddings?|endpoint)\b|\bflash[- ]?attention (?:kernel|library|package)|"
    r"\b(?:pip|conda) install\b|\boff[- ]the[- ]shelf (?:library|package|trainer)|\b(?:a|the|some|existing|"
    r"standard) (?:library|package|framework)(?: (?:function|call|does|for|that|handles|has|will)|[.,]|$)",
)

_SLOGANS = re.compile(
    r"\bhelpful,? (?:honest|harmless),? (?:and )?(?:honest|harmless)|\bresponsible (?:scaling|ai|development)|"
    r"\bdevelop\w* ai responsibly|\bresponsibly\b|\bbenefits? (?:all of |all )?(?:humanity|mankind|everyone)|"
    r"\bbeneficial ai\b|\bsafe(?:,| and)? (?:beneficial|ethical)|\b(?:ai )?safety (?:is|has always been|should|"
    r"comes|first|very)\b|\bsafety (?:very |really )?seriously|\bpassionate about\b|\bmission[- ]driven\b|\b(?:your|"
    r"the) mission\b|"
    r"\bresonates? with\b|\bcare deeply\b|\bdeeply (?:care|committed)|\bhuman values\b|\bmost important (?:problem|"
    r"challenge|technology)|\bchallenge of (?:our|this) (?:generation|time)|\btransform(?:ative|s)? (?:technology|"
    r"humanity|the world)|"
    r"\bpositive impact\b|\bbetter place\b|\brace to the top\b|\bconstitutional ai\b|\bsolving intelligence\b|"
    r"\bsolve everything else\b|\breliable,? interpretable,? and steerable|\bgo(?:es)? well\b|\bmaking the world\b|"
    r"\bgreat power\b|\bi share your values\b|\b(?:i believe|believer) in (?:your|the|beneficial|responsible)|"
    r"\bat the (?:heart|forefront|frontier) of\b|\bcutting[- ]edge\b|\bdream (?:company|job|place)\b|"
    r"\bworld[- ]class\b|\bmake a difference\b|"
    r"\bai alignment is|\balign\w* ai\b|\bhumanity\b|\btrustworthy\b",
    re.I,
)
_ARGUES = re.compile(
    r"\d|\b(?:is not|isn['’]?t|because|disagree|unless|differ|except|vague|for example|instead|in one place)\b", re.I
)


def distressed(text: str) -> bool:
    """Return whether somebody says, in so many words, that they cannot go on or need relief."""
    return bool(_DISTRESS.search(unquoted(text)))


def declines(text: str, count: int) -> bool:
    """Return whether a contribution of ``count`` words says that its author may not or will not talk about something.

    Who goes on at length after such a sentence has answered as far as they may.
    """
    if count > REFUSAL or not _DECLINES.search(text):
        return False
    own = (span.text for span in sentences(unquoted(text)))
    return any(_DECLINES.search(one) and not _NOT_DECLINING.search(one) for one in own)


_STANDS = re.compile(r"\b(?:stand|stick|keep|hold) (?:by|with|to) what i\b", re.I)
"""A stance and no reminder."""
_TOLD = re.compile(
    r"\bi(?:['’]?ve| have)?(?: \w+)? (?:said|told you|answered|explained|mentioned|covered|addressed|gone over|"
    r"given) (?:that|this|it|so|what|"
    r"all|everything|my answer)\b(?! (?:is|was|were|would|had|to|there|we|it)\b)|\bwhat i(?:['’]?ve|"
    r" have)? (?:\w+ )?(?:said|been saying|answered|explained)\b|"
    r"\b(?:as|see|like|it['’]?s|stated|said|noted|mentioned) (?:stated |said |noted |mentioned )?above\b|"
    r"\bi (?:just|already) (?:did|said|gave|told|answered|mentioned|explained)\b|\bi (?:said|gave|told you|mentioned) "
    r"(?:that|those|it|them|this|so) (?:(?:one|two|three|a few) (?:answers?|questions?|minutes?) ago|already|before|earlier|"
    r"at the (?:start|beginning))\b|\bas stated\b(?! in)|\bwe(?:['’]?ve)? (?:just )?had (?:that|this)(?: one| already)?\W*$",
    re.I,
)
"""The same in a contribution that holds hardly more."""


def reminds(text: str, count: int) -> bool:
    """Return whether a contribution of ``count`` words says that this was said before, and little else."""
    if count > REMINDER or _STANDS.search(text):
        return False
    return bool(_BEFORE.search(text) or (count <= BARE_REMINDER and _TOLD.search(text)))


def names_library(text: str) -> bool:
    """Return whether a library or one of its calls is named."""
    tokens = set(_TOKEN.findall(text.lower()))
    if tokens & named(LIBRARIES):
        return True
    return bool(tokens & named(HINTS) or _CALL.search(text)) and bool(_LIBRARY.search(text))


def only_technical(own: frozenset[str] | set[str], count: int) -> bool:
    """Return whether an answer of ``count`` words with these stems is a plan of machinery with no person in it."""
    return count >= PLAN and len(own & stemmed(MACHINERY)) >= SYSTEM and not own & (stemmed(PEOPLE) | stemmed(OUTCOMES))


def recites(text: str, own: frozenset[str] | set[str]) -> bool:
    """Return whether an answer with these stems is slogans and hardly anything else."""
    beside = own - stemmed(STOCK)
    return len(beside) <= BESIDE + len(own) // 8 and not _ARGUES.search(text) and bool(_SLOGANS.search(text))
