"""Which part of an account a claim belongs to, by words and place: motivation, method, result, limitation and so on.

Pure functions over one claim and the document it is from. It is a guess from words alone; a claim it cannot place has
no part, and no question that wants one is asked about it. It also cuts a claim to what can be said in one breath.
"""

import re
from collections.abc import Sequence

from interviewer.material import Claim
from interviewer.question import ClaimPart

SHORT, MAX_WORDS, MIN_WORDS = 18, 24, 8
"""Words of a claim as it is quoted aloud: it should be short, may have so many, and is never cut to less than the last."""
_LABEL = re.compile(r"[A-Z][\w' -]{2,40}: +(?=\S)")
"""A title run into its paragraph, as in: What we found: ..."""
_CAPTION = re.compile(r"(figure|fig\.|table|listing|algorithm) ?(\d|[A-Z]\d?\b)", re.I)
_OWN = re.compile(r"\b(we|our|ours|us|i|my)\b", re.I)
_OTHERS = re.compile(
    r"\b((prior|previous|earlier|existing|recent|current|traditional|conventional) "
    r"(work|works|methods?|approach\w*|studies|systems?|models?|monitors?|fixes|techniques?|solutions?)|et al)\b|\[\d", re.I
)  # fmt: skip
_LEADS = re.compile(
    r"\b(because|important|crucial|critical|challeng\w+|problems?|matters?|little is known|poorly understood|promis\w+|"
    r"often|increasingly|rarely|silently|nobody|waste\w*|costly|expensive|hard to|difficult|need)\b", re.I
)  # fmt: skip
_LIMITS = re.compile(
    r"\b(limitations?|limited to|restricted to|out of scope|(we|i) (do|did|have|could|can) not|(has|have|had|was|were) not "
    r"(yet )?(been )?(tested|evaluated|studied|measured|run|tried|validated|checked)|nothing was|remains? (unclear|open|unknown)|"
    r"do(es)? not (hold|generali[sz]e|transfer|apply|cover|work|account|help)|fails? (when|to|on|if|for|in)|cannot|"
    r"(single|one) (random |training )?(seed|run)|only (one|two|three|a few|a single|tested|evaluated|used|studied|considered|"
    r"measured|looked)|(test|evaluat|stud|consider|measur|us)(ed|ied) only|chosen on the same|see no benefit|might (not|learn)|"
    r"may (fail|not|delay|break)|do not claim|less reliable|future work|we leave)\b", re.I
)  # fmt: skip
_PLANS = re.compile(
    r"\b(future work|we leave|next,? we|we (want|plan|hope|intend|would like)|in the future|next steps?)\b", re.I
)
_METHOD = re.compile(
    r"\b((we|i) (\w+ly |also |then |first )?(introduc|propos|present|design|develop|build|built|us|train|add|replac|defin|"
    r"fit|learn|fine-tun|optimi[sz]|appl|combin|construct|deriv|implement|formulat|regulari[sz])\w*|our \w+ (\w+ )?"
    r"(uses|fits|replaces|learns|adds|combines|consists|works|takes|computes|optimi[sz]es|relies))\b", re.I
)  # fmt: skip
_SETUP = re.compile(
    r"\b((we|i) (\w+ly |also |then )?(replay|evaluat|test|measur|compar|collect|sampl|run|fine-tun|annotat|stud)\w*|"
    r"(seeds|runs|traces|gpus?|parameters|annotat\w+|templates|baselines? (is|are)|dataset|corpus)|labels each)\b", re.I
)  # fmt: skip
_FINDS = re.compile(
    r"\b((show|find|found|observe|demonstrate|reveal|suggest|indicate|confirm|conclude)(s|ed)?|improv\w+|outperform\w*|"
    r"surpass\w*|exceed\w*|reach(es|ed)?|achiev\w+|attain\w*|reduc\w+|lower(s|ed)|rais(es|ed)|increas\w+|decreas\w+|drop(s|ped)?|"
    r"falls?|fell|rises?|rose|gains?|halv\w+|doubl\w+|chang(es|ed)|detects?|identif\w+|flags?|prefer\w*|needs no|costs?|takes|"
    r"lose|loses|saves?|cuts?|recovers?|accounts? for|correlat\w+|predict(s|ed)|match(es|ed)|yields?|better|worse|faster|"
    r"slower|is \d|makes)\b|\d ?×", re.I
)  # fmt: skip
_AHEAD = re.compile(
    r"\b(improv\w+|outperform\w*|surpass\w*|exceed\w*|better than|faster|cheaper|rais(es|ed)|prefer\w*|halv\w+|speed-?ups?|"
    r"fewer|(reach|achiev|attain|detect|identif|gain)\w*)\b|\d ?× (that|the|faster|higher|more)", re.I
)  # fmt: skip
_LESS = re.compile(r"\b(reduc\w+|lower(s|ed)|cuts?|decreas\w+|falls?|fell|drop(s|ped)?|shrinks?)\b", re.I)
_BAD = re.compile(
    r"\b(errors?|perplexity|latency|time|loss|memory|cost|wer|regret|hallucinations?|hacking|failures?|bias|toxicity|"
    r"false (positives?|alarms?)|compute|energy|variance)\b", re.I
)  # fmt: skip
CHECK = re.compile(r"\b(ablat\w+|without (the|its|our)|when we (remove|drop)|removing|taking out)\b", re.I)
_SETBACK = re.compile(
    r"\b(worse|slower|we lose|loses? \d|not improve|no (gain|improvement|benefit)|falls? behind)\b", re.I
)
_SCORE = re.compile(
    r"\b(accura\w+|f1|bleu|rouge\S*|auroc|auc|precision|recall|perplexity|pass@\d*|win rate|exact match|map|iou|dice|wer|"
    r"error rate|success rate|scores?|returns?|rewards?|false (positives?|alarms?)|detects?|identif\w+|flags?|prefer\w*|"
    r"benchmarks?|rate of \w+)(?!\w)", re.I
)  # fmt: skip
_COST = re.compile(
    r"\b(latency|throughput|memory|gpus?|hours?|minutes?|seconds?|ms|flops|compute|tokens per second|dollars?|energy|cpu|"
    r"decoding time|training time|time to|faster|slower|costs?)\b", re.I
)  # fmt: skip
_WE_SEE = re.compile(r"\b(we|our|i|my|results?|experiments?|analys[ie]s|evidence)\b", re.I)
COMPARES = re.compile(
    r"\b(than|compared (with|to)|relative to|versus|vs|outperform\w*|surpass\w*|exceed\w*|unlike|over the|times (that|the|faster)|"
    r"while|from \S+( \w+)? to \S*\d)\b|\d ?× that of", re.I
)  # fmt: skip
_CUT = re.compile(r",\s+(?=(?:and|but|so|which)\b)|[;:]\s+|\s+[—–]\s+|,?\s+(?=(?:while|whereas|although|because)\b)")
"""Where a sentence may be cut: a comma tells clauses from the parts of a list."""
_POINTS = re.compile(r"\b(it|its|them|their|they|this|these|those|which)\b", re.I)
_LEAD = re.compile(
    r"^(?:(?:and|but|so|while|whereas|because|although|however|moreover|in addition|also|then|thus),?\s+)+", re.I
)
_DANGLING = re.compile(r"(it|its|this|these|those|they|their|such|he|she|both|here|there)\b", re.I)
_SECTIONS: tuple[tuple[re.Pattern[str], ClaimPart], ...] = (
    (re.compile(r"limit|cannot|does not|not work|caveat|threats|open (question|problem)s", re.I), "limitation"),
    (re.compile(r"related|background|prior", re.I), "prior"),
    (re.compile(r"motivation|introduction|why", re.I), "motivation"),
    (re.compile(r"set-?up|data\b|details|experimental", re.I), "setup"),
    (re.compile(r"method|approach|model\b|what we did", re.I), "method"),
)


def of(claim: Claim, text: str) -> frozenset[ClaimPart]:
    """Return the parts a claim of a document's text belongs to; none where words and place do not tell."""
    quote, section = claim.quote, _section(claim, text)
    if claim.kind == "caption" or _CAPTION.match(quote):
        return frozenset({"caption"})
    if _is_title(claim, text):
        return frozenset()
    if _PLANS.search(quote):
        return frozenset({"plan", "limitation"} if _LIMITS.search(quote) else {"plan"})
    if section == "limitation" or (_LIMITS.search(quote) and not _OTHERS.search(quote)):
        return frozenset({"limitation"})
    own = bool(_OWN.search(quote))
    if section == "prior" or (_OTHERS.search(quote) and not own):
        return frozenset({"prior"})
    found = frozenset[ClaimPart]() if _announces(quote) else _results(quote)
    if not own and not re.search(r"\d", quote) and (_LEADS.search(quote) or section == "motivation"):
        return frozenset({"motivation"})
    return found | _doings(quote, section)


def _announces(quote: str) -> bool:
    """Whether a sentence says what was made and, at most, what it is for."""
    return bool(_METHOD.match(quote)) and not re.search(r"\d|\b(find|show|observe)\b", quote)


def _results(quote: str) -> frozenset[ClaimPart]:
    """Return what kind of result a sentence states, if it states one."""
    number = re.search(r"\d", quote)
    if not _FINDS.search(quote) or not (number or COMPARES.search(quote) or _WE_SEE.search(quote)):
        return frozenset()
    if CHECK.search(quote):
        return frozenset({"check"})
    if _SETBACK.search(quote):
        return frozenset({"setback"})
    found: set[ClaimPart] = set()
    if _AHEAD.search(quote) or (_LESS.search(quote) and _BAD.search(quote)):
        found.add("gain")
    if number and _SCORE.search(quote):
        found.add("score")
    if number and _COST.search(quote):
        found.add("cost")
    return frozenset(found if found == {"cost"} else {*found, "finding"})


def _doings(quote: str, section: ClaimPart | None) -> frozenset[ClaimPart]:
    """Return whether a sentence says what was done, or on what."""
    found: set[ClaimPart] = set()
    if _METHOD.search(quote):
        found.add("method")
    if _SETUP.search(quote) and not _FINDS.search(quote):
        found.add("setup")
    if not found and section in {"method", "setup"} and not _FINDS.search(quote):
        found.add(section)
    return frozenset(found)


def _section(claim: Claim, text: str) -> ClaimPart | None:
    """Return what the nearest title above a claim announces, or the one run into its own paragraph."""
    lines = text[: claim.start].split("\n")
    own = _LABEL.match(lines[-1] + text[claim.start : claim.end])
    titles = [line for line in lines[:-1] if _titled(line)]
    title = own.group() if own else titles[-1] if titles else ""
    return next((part for pattern, part in _SECTIONS if pattern.search(title)), None)


def _titled(line: str) -> bool:
    bare = line.strip()
    return bool(bare) and len(bare.split()) <= 7 and bare[-1] not in ".!?;,"


def _is_title(claim: Claim, text: str) -> bool:
    """Whether a claim is a line of its own without a full stop: a title that looked like a sentence."""
    return _titled(claim.quote) and text[claim.end : claim.end + 1] in {"", "\n"}


def excerpt(quote: str, mark: re.Pattern[str] | None = None) -> str:
    """Return as much of a claim as is quoted aloud, verbatim, with the place that ``mark`` finds in it.

    An excerpt that stops where no clause ends has a mark of omission at its end.
    """
    if not _CAPTION.match(quote) and (label := _LABEL.match(quote)):
        quote = quote[label.end() :]
    whole = quote.strip(" .,;:")
    if len(whole.split()) <= SHORT and ("; " not in whole or _CAPTION.match(whole)):
        return whole
    fits = [piece for piece in _runs(whole) if mark is None or mark.search(piece)]
    if fits:
        return next((piece for piece in fits if len(piece.split()) <= SHORT and piece != whole), fits[0])
    return whole if len(whole.split()) <= MAX_WORDS else _opening(whole)


def _runs(text: str) -> Sequence[str]:
    """Return runs of clauses that can stand alone, those from the beginning first, the longer before the shorter."""
    cuts = [0, *(match.end() for match in _CUT.finditer(text)), len(text)]
    found = []
    for first, start in enumerate(cuts[:-1]):
        for end in reversed(cuts[first + 1 :]):
            piece = _LEAD.sub("", text[start:end].strip(" .,;:—–"))
            count = len(piece.split())
            if MIN_WORDS <= count <= MAX_WORDS and not (first and _POINTS.search(piece)):
                found.append(piece)
    return found


def _opening(text: str) -> str:
    """Return the first words of a text that has no clause to stop at."""
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    return text[: ends[SHORT]].rstrip(" .,;:") + " …"


def dangling(quote: str) -> bool:
    """Whether a quotation begins with a word that points at what stood before it."""
    return bool(_DANGLING.match(quote))
