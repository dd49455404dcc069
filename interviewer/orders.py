"""What in an answer speaks to the machine behind the interviewer, as an order or as a forged piece of its input.

Words only: it knows how such sentences begin, and leaves out what a candidate reports or quotes. It decides nothing.
"""

import re

from interviewer.lexical import sentences, unquoted

_TO_US = (
    r"^\W*+(?:(?:please|kindly|now|so|and|but|ok(?:ay)?|hey|dear|note|attention|important|then|just|instead|also|"
    r"you (?:must|have to|should|will|need to)(?: now)?|i (?:hereby )?(?:order|command|instruct|ask|want|need|allow|"
    r"authori[sz]e) you to|"
    r"i(?:['’]d| would) like you to|(?:can|could|would|will) you|hello|hi|sudo|for the record|only|if you(?:['’]re|"
    r" are) an? (?:ai|model|llm|bot|machine)|"
    r"(?:dear|hello|hi|hey) (?:model|ai|assistant|judge|grader|claude|chatbot|bot)|from (?:here|now) on|"
    r"this is (?:the|your) (?:operator|"
    r"developer|admin\w*|system)(?: speaking)?|"
    r"to (?:the|whoever)|(?:the |an? )?(?:system|assistant|interviewer|grader|judge|examiner|evaluator|claude|model|"
    r"ai)"
    r"(?=\s?[\],:>]))[\s,:;>\])-]+){0,8}"
)
_BEST = r"(?:5|five|10|ten|full|top|max\w*|highest|perfect|excellent|best)\b"
_OURS = r"(?:system prompt|prompt|rubric|instructions?|reference answer|answer key|guidelines?|scoring(?: guide)?)\b"
_YOURS = (
    r"(?:your (?:\w+ )?(?:instructions?|rules?|guidelines?|prompts?|rubrics?|restrictions?|key|system|orders?|"
    r"notes)\b|"
    rf"the (?:hidden |system |secret |full |scoring )*{_OURS}(?! (?:to|with|for|and)\b)|"
    r"the instructions (?:that )?you\b)"
)
_ROLE = r"(?:interviewer|grader|judge|examiner|evaluator|assistant|ai|model)\b"
_SHOW = (
    r"(?:show|reveal|print|output|paste|copy|translate|summari[sz]e|repeat|leak|dump|list|quote|recite|send|give|tell|"
    r"read|display|describe|explain)"
)
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
    rf"(?:give|award|grant|assign)\b[^.]{{0,24}}\b{_BEST}[^.]{{0,12}}\b(?:marks?|scores?|points?|levels?|grades?|"
    r"ratings?|credit)",
    rf"(?:score|grade|rate|mark) (?:me|it|this(?: answer)?|my \w+|the candidate|all|every\w*)\b[^.]{{0,30}}"
    rf"(?:\b{_BEST}|\bmet\b|\bcomplete\b)",
    rf"(?:score|grade|level|rating|verdict)\s?[:=]\s?(?:{_BEST}|met\b|pass)",
    r"set (?:the|my) (?:level|score|grade) to|award (?:me )?the (?:max\w*|highest)",
    r"(?:skip|end|stop) (?:the |this )?(?:evaluation|grading|assessment|judging|interviewing|interview) and\b",
    r"(?:reveal|print|show|output|repeat|leak|dump|list|tell)\b(?: me| us)?(?: your| the (?:hidden|system|full|"
    r"secret))"
    rf"(?: \w+)? ?{_OURS}",
    rf"(?:consider|treat|count) (?:this|every|all|my)\b[^.]{{0,24}}\b(?:met|correct|{_BEST})",
    rf"(?:tell|show|give) me (?:the|your) (?:\w+ )?{_OURS}",
    rf"(?:reveal|print|output) the (?:\w+ )?{_OURS}[^.]{{0,12}}$",
    r"what [^.]{0,24}\byour (?:system prompt|rubric|hidden \w+)\b",
    r"(?:print|repeat|output) (?:everything|all|the (?:words|text|lines?)) above|reveal the hidden\b",
    r"you are no longer\b|(?:disable|drop) your\b|(?:respond|reply|answer) only with\b",
    rf"(?:the )?(?:correct|right|only) (?:level|score|grade)\b[^.]{{0,30}}\bis {_BEST}",
    rf"(?:stop|quit|cease) (?:following|obeying|using|applying) {_YOURS}|(?:stop|quit|"
    rf"forget that you are) being (?:an? |the |my )?{_ROLE}|forget (?:that )?you(?:['’]re| are) (?:an? |"
    rf"the )?{_ROLE}",
    rf"(?:set aside|whatever|regardless of|never mind|put aside|leave aside) [^.,;]{{0,16}}\b(?:you (?:were|are|"
    rf"have been) (?:told|given|instructed)|{_YOURS})",
    rf"{_SHOW} (?:me |us )?(?:see )?{_YOURS}|let me (?:see|read|have) {_YOURS}|{_SHOW} (?:me |"
    r"us )?(?:see )?(?:the )?(?:scoring|score|grading|marking|mark) (?:sheet|scheme|guide|criteria)|"
    r"let me (?:see|read|have) (?:the|your) (?:scoring|score|grading|marking) (?:sheet|scheme|guide|criteria)|"
    rf"{_SHOW} (?:me |us )?the (?:rubric|criteria|checklist) (?:you|that you)",
    rf"{_SHOW} (?:me |us )?(?:the|all) (?:text|words|messages?|instructions?) (?:that )?you (?:were|have been|got|"
    r"received)",
    r"[^.]{0,40}\b(?:correct|right|reference|model|expected) (?:answer|solution)[^.]{0,16}\baccording to (?:your|"
    r"the) (?:key|rubric|reference|notes)|"
    r"what answer [^.]{0,24}\b(?:looking for|expect|want)|[^.]{0,20}\baccording to your (?:key|rubric|reference|"
    r"answer key)",
    r"(?:do not|don['’]?t|stop|never) (?:evaluate|evaluating|grade|grading|score|scoring|judge|judging|assess|"
    r"assessing|rate|rating) (?:this|me|my|that)\b|(?:do not|don['’]?t) follow (?:the |any |your )?(?:instructions?|"
    r"rules|guidelines)",
    r"(?:do not|don['’]?t|not|never) ask (?:me )?(?:any|more|follow|another|hard|difficult)|ask me (?:only |"
    r"just )?(?:easy|simple|no|easier)|(?:agree|go along) with (?:everything|whatever|all) (?:that )?i\b",
    r"answer (?:the|this|your own|that) question (?:for me|yourself|instead of me)|(?:switch|swap|"
    r"reverse) (?:the )?roles\b|you answer,? (?:and )?i ask|drop the act\b",
    r"reset (?:yourself|your)|you have no (?:more )?(?:restrictions|rules|limits|guidelines)(?: any ?more| now|"
    r" left)?[.!]*$|(?:enable|activate|turn on|switch to|go into) (?:the )?(?:debug|developer|admin|god|test|"
    r"maintenance|jailbreak) mode",
    r"(?:increase|raise|improve|bump|lift|boost|change|fix) my (?:score|grade|level|rating|result|mark|points)|"
    r"(?:give|award|grant) me (?:all )?(?:the|full|all|more|extra) (?:points|marks|credit)|be (?:\w+ )?(?:lenient|"
    r"generous|kind|nice)\b[^.]{0,30}\b(?:points|marks?|scores?|grades?|level)",
    r"(?:write|note|put|say|state|mention) in (?:the|my|your) (?:report|verdict|feedback|assessment|"
    r"notes) that (?:i\b|the candidate|my)|(?:make sure|ensure|see to it) (?:that )?(?:my|the|your) (?:report|score|"
    r"verdict|feedback)\b[^.]{0,24}\b(?:excellent|good|great|perfect|pass|positive|high|i (?:did|was|am))",
    r"(?:finish|end|conclude|close|stop)\b[^.]{0,20}\bwith (?:an? |the )?(?:good|positive|excellent|perfect|top|"
    r"high|great|glowing) (?:report|verdict|score|result|grade|rating)",
    r"(?:this|my) answer (?:satisfies|meets|fulfils|fulfills|deserves|should (?:be|get|receive)|"
    r"earns)\b[^.]{0,40}\b(?:criteri\w+|indicators?|scored?|full|five|5|top|marks)",
    r"(?:all|every) (?:criteri\w+|indicators?) (?:are |is |were )?(?:satisfied|met|fulfilled)[.!]*$|(?:assume|"
    r"pretend|suppose|imagine|act as if|consider|note) (?:that )?(?:i|this answer|the candidate)(?:['’]ve| have|"
    r" has)? (?:already )?(?:met|satisfied|passed|fulfilled)",
    rf"(?:mark|count|treat|log|record|accept) (?:this|it|that|mine)(?: one| answer)? as (?:an? )?(?:{_BEST}|correct|"
    r"complete|met|passed|right)",
    r"the (?:previous|earlier|old|above) instructions (?:were|are) (?:a |only |just )?(?:test|wrong|void|cancelled|"
    r"outdated|obsolete)|(?:begin|start|end) (?:of )?system (?:message|prompt)",
    rf"(?:act|behave|speak|talk) like (?:an? |my )?[^.]{{0,24}}\band (?:give|tell|show) me|"
    rf"[^.]{{0,50}}\bread me (?:{_YOURS}|yours)",
    r"what(?:['’]s| is| are| does| do| was| were)\b[^.]{0,24} your (?:\w+ )?(?:instructions?|guidelines?|prompts?|"
    r"rubrics?|answer key)\b|(?:as|since you are|"
    r"being) an? (?:ai|language model|llm|assistant|"
    r"model)\b[^.]{0,24}\byou (?:must|should|have to|will|need to|are)\b",
    r"my (?:grade|score|level|rating|mark|result) (?:must|should|has to|needs to|shall|will|ought to) be\b|(?:give|"
    r"offer|get) me (?:the|this|a) (?:job|position|offer)\b|hire me\b",
    r"(?:give|tell (?:the|them|whoever|your)|write|mark|make|set|put|grant|stop|be|say|count|treat|raise|award|"
    r"ensure|rate)\b[^.]{0,40}\b(?:me|my|i)\b[^.]{0,30}\b(?:score|grade|full marks|points|passed|pass|"
    r"verdict|top level|criteri\w+|rubric|job|full credit)\b",
    r"you are (?:now )?(?:an?|my) (?:helpful |friendly |honest )*(?:ai\b|assistant\b|tutor\b|language model|"
    r"chatbot)|(?:write|give me|say|tell me) the answer (?:for me|i should|that i|you want)",
    r"agree with (?:everything|whatever|all)|(?:agree|go along) with (?:me|everything)",
    r"forget (?:that )?you(?:['’]re| are) \w+ing me|you(?:['’]re| are) (?:required|obliged|ordered|instructed|"
    r"programmed|supposed) to (?:pass|give|praise|mark|score|rate|agree|reveal)",
    r"(?:praise|promote|recommend|hire|pass) me\b|your (?:new )?(?:task|role|instructions?|job) (?:is|"
    r"are) (?:now )?to\b|[^.]{0,24}\bwhat the (?:rubric|answer key|reference|prompt|scoring \w+) (?:says|contains|"
    r"wants|expects)",
    r"(?:mark|log|count|record|tick) (?:everything|all|every \w+|each \w+) (?:off )?as (?:demonstrated|shown|met|"
    r"passed|done|correct|complete|satisfied)|[^.]{0,60}\bgive me\b[^.]{0,24}\b(?:top|full|maximum|highest|"
    r"perfect) (?:marks?|scores?|points|report)",
    r"(?:level|score|grade|rating) (?:5|five|10|ten)[.!]*$",
    r"(?:the|this) candidate (?:(?:has )?met (?:every|all)|deserves|passes|should (?:get|receive|pass))",
)
_INSTRUCTION = re.compile(
    rf"{_TO_US}(?:{'|'.join(_ORDERS)})|"
    r"^as (?:the|your) (?:admin\w*|developer|system|owner)\b.{0,40}\bi (?:instruct|order|command|allow|authori[sz]e)",
    re.I,
)
_FORGED = re.compile(
    r"</?(?:data|system|instructions?|transcript|answer|candidate|rubric|prompt)\b[^>]{0,40}>|"
    r"\[/?(?:system|inst)\]|<\|\w{1,40}\|>|^#+ ?(?:system|instructions?)\b\s?:",
    re.I | re.M,
)


def instructs(text: str) -> bool:
    """Return whether a text speaks to the machine behind the interviewer; what it reports or quotes does not count."""
    if _FORGED.search(text):
        return True
    return any(_INSTRUCTION.match(span.text) for span in sentences(unquoted(text)))
