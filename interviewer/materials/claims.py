"""What a document claims, found by rule: numbers, comparisons, "we show", captions, limitations, strong sentences.

Pure functions over the cleaned text. Every claim is a verbatim stretch of it; which are worth asking about is a guess
made from words alone, so there are many of them and the interview draws.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.lexical import Span, sentences, words
from interviewer.material import Claim
from interviewer.materials.clean import is_heading
from interviewer.question import ClaimKind

MAX_WORDS, MIN_WORDS = 40, 5
MOST, FEWEST = 40, 5
SAME = 0.8
"""Share of their words in common from which two sentences make one claim."""
LONGEST = 1_500
"""Characters of one sentence that are looked at; longer ones are tables without full stops."""

KINDS: tuple[tuple[ClaimKind, re.Pattern[str]], ...] = (
    ("limitation", re.compile(
        r"\b(limitations?|limited to|we (do|did) not|(does|do|did) not (hold|generali[sz]e|transfer|apply|cover|account)|"
        r"fails? (when|to|on|if|for)|restricted to|remains? (unclear|open|unknown)|future work|we leave|caveat|cannot|"
        r"only (on|when|in|for|one|two|three|a|at|evaluated?|tested|studied|considered)|(test|evaluate|stud|consider)\w* only|"
        r"not (yet )?(been )?(tested|evaluated|studied|measured)|do not claim|less reliable|out of scope)\b", re.I)),
    ("number", re.compile(
        r"\d\s?(%|percent\b|pp\b|percentage points?\b|points?\b|×|x\b|-?fold\b|times\b|hours?\b|seconds?\b|ms\b)|"
        r"\bfrom \S{0,3}\d[\d.,]*\S{0,2} to \S{0,3}\d|[=<>≈±≤≥]\s?-?\d|(?<![\w.])\d{1,3}\.\d+(?![\w.]*\.\d)|\b\d{1,3}(,\d{3})+\b", re.I)),
    ("comparison", re.compile(
        r"\b(out-?perform\w*|(?<!rather )(?<!other )(?<!more )(?<!less )than|compared (with|to)|relative to|versus|vs\.?|exceed\w*|"
        r"surpass\w*|on par with|better|worse|faster|slower|in contrast to|unlike|over (the|a|our) baseline|state[- ]of[- ]the[- ]art|"
        r"(more|less) \w+ than)\b", re.I)),
    ("shows", re.compile(
        r"\b(we|i|our \w+|(this|the) (paper|work|study|talk|analysis)|results?|experiments?|evidence) (\w+ly |also |then |first )?"
        r"(show|find|found|demonstrat|observ|prov|establish|report|conclud|introduc|propos|present|reveal|suggest|indicat|"
        r"confirm|argu|identif|measur|built|build|design|develop)\w*\b", re.I)),
)  # fmt: skip
"""Kinds with the words that make them, the more particular first."""

SURE: tuple[tuple[ClaimKind, re.Pattern[str]], ...] = (
    ("number", re.compile(r"\bfrom \S{0,3}\d[\d.,]*\S{0,2} to \S{0,3}\d", re.I)),
    ("comparison", re.compile(r"\b(out-?perform\w*|surpass\w*|compared (with|to)|relative to|versus)\b", re.I)),
    ("shows", re.compile(r"\bwe (\w+ly |also |then )?(show|find|demonstrate|prove|observe)\b", re.I)),
)
"""Words that settle the kind of a sentence which might be of several."""

_CAPTION = re.compile(r"(figure|fig\.|table|listing|algorithm) ?(\d{1,3}|[A-Z]\d?)\s*[:.|]\s+(?=\S)", re.I)
_LABEL = re.compile(r"(figure|fig\.|table|listing|algorithm) ?\d{1,3}\.", re.I)
_STRONG = re.compile(
    r"\b(because|therefore|thus|key|main|central|requires?|depends?|causes?|enables?|reduces?|increases?|improves?|explains?|"
    r"never|always|must|we|our|i)\b", re.I)  # fmt: skip
_REFERENCES = re.compile(r"\W*(\d+\W+)?(references|bibliography|works cited|literature)\W*", re.I)
_THANKS = re.compile(r"\W*(\d+\W+)?(acknowledge?ments?|funding|author contributions)\W*", re.I)
_CITED = re.compile(
    r"^\[\d{1,3}\] |^[A-Z][\w'’-]+, (?:[A-Z]\.[ ,]*)+|\bet al\.,? \(?(?:19|20)\d\d\)?\.$|\barXiv:\d|\bdoi\b|\bpp\. ?\d|"
    r"\bIn (?:Proceedings|Advances)\b", re.I)  # fmt: skip
_OTHERS = re.compile(
    r"\[\d{1,3}(?:[,–-] ?\d{1,3})*\]|\((?:[^()]{0,80})(?:19|20)\d\d[a-z]?\)|\b(?:prior|previous|earlier) work\b"
)
_NOISE = re.compile(r"https?://|www\.|@|©|\bcopyright\b|\|.*\||^```|\bwe thank\b|[{}\\]{2}", re.I)
_ABBREVIATION = re.compile(
    r"(\b(fig|figs|tab|eq|eqs|sec|secs|ref|refs|al|e\.g|i\.e|vs|cf|approx|resp|no|dr|st|prof|app|ch|w\.r\.t)|\b[A-Z])\.$", re.I)  # fmt: skip
_CLAUSE = re.compile(r"(?<=[,;:])\s+|\s+(?=[(—–]|which\b|while\b|whereas\b|because\b|although\b|but\b|and\b)")
_WEIGHTS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"abstract|result|experiment|conclusion|limitation|discussion|finding|contribution", re.I), 2),
    (re.compile(r"related|background|prior|appendix|preliminar", re.I), -3),
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence that might be a claim."""

    span: Span
    kinds: tuple[ClaimKind, ...]
    section: str
    score: float


def extract(text: str, page_starts: Sequence[int] = (), prefix: str = "c") -> tuple[Claim, ...]:
    """Return 5 to 40 claims in the order of the text, fewer where it has fewer; ``text[start:end]`` is the quote."""
    best: list[_Found] = []
    seen: list[frozenset[str]] = []
    for found in sorted(_candidates(text), key=lambda each: -each.score):
        if found.score < 1 and len(best) >= FEWEST:
            break
        key = frozenset(words(found.span.text))
        if len(best) < MOST and not any(_alike(key, other) for other in seen):
            best.append(found)
            seen.append(key)
    kinds = _spread(best)
    best.sort(key=lambda each: each.span.start)
    return tuple(
        Claim(
            id=f"{prefix}{number}",
            kind=kinds[found.span.start],
            quote=found.span.text,
            start=found.span.start,
            end=found.span.end,
            where=_where(found, page_starts),
        )
        for number, found in enumerate(best, 1)
    )


def _spread(found: Sequence[_Found]) -> dict[int, ClaimKind]:
    """Return each claim's kind by its start; a sentence of several kinds goes where there are fewest."""
    counts: Counter[ClaimKind] = Counter()
    kinds: dict[int, ClaimKind] = {}
    for each in sorted(found, key=lambda item: (len(item.kinds), -item.score)):
        kind = min(each.kinds, key=lambda name: (counts[name], each.kinds.index(name)))
        counts[kind] += 1
        kinds[each.span.start] = kind
    return kinds


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= SAME * len(one | other)


def _candidates(text: str) -> Iterator[_Found]:
    for line, section in _lines(text):
        caption = _CAPTION.match(line.text)
        for number, sentence in enumerate(_sentences(line)):
            kinds: tuple[ClaimKind, ...] = tuple(kind for kind, pattern in KINDS if pattern.search(sentence.text))
            kinds = next(((kind,) for kind, pattern in SURE if kind in kinds and pattern.search(sentence.text)), kinds)
            if caption and number == 0:
                kinds = ("caption",)
            if _NOISE.search(sentence.text) or sentence.text.endswith("?"):
                continue
            span = _bounded(sentence, _hit(sentence.text, kinds))
            if len(words(span.text)) >= MIN_WORDS and len(span.text.split()) <= MAX_WORDS:
                yield _Found(span, kinds or ("sentence",), section, _score(span.text, kinds, section))


def _lines(text: str) -> Iterator[tuple[Span, str]]:
    """Yield the lines that are prose, with their section; references and thanks are left out."""
    section, skipping, start, fenced = "", False, 0, False
    for raw in text.split("\n"):
        line, begin = raw.strip(), start
        start += len(raw) + 1
        fenced ^= line.startswith("```")
        if line and is_heading(line):
            section = line.strip("#: ").lstrip("0123456789. ").strip()
            skipping = bool(_REFERENCES.fullmatch(line) or _THANKS.fullmatch(line))
        elif line and not skipping and not fenced and not _CITED.search(line[:LONGEST]):
            at = begin + raw.index(line)
            yield Span(at, at + len(line), line), section


def _sentences(line: Span) -> Iterator[Span]:
    """Yield the sentences of a line at their places in the text; an abbreviation ends none."""
    open_: Span | None = None
    for span in sentences(line.text):
        begin = open_.start if open_ else span.start
        joined = Span(begin, span.end, line.text[begin : span.end])
        goes_on = _ABBREVIATION.search(joined.text[-12:]) or _LABEL.fullmatch(joined.text)
        if goes_on and span.end < len(line.text):
            open_ = joined
            continue
        open_ = None
        yield Span(line.start + joined.start, line.start + joined.end, joined.text)
    if open_:
        yield Span(line.start + open_.start, line.start + open_.end, open_.text)


def _hit(sentence: str, kinds: Sequence[ClaimKind]) -> int:
    """Return where the words stand that make it a claim."""
    matches = (pattern.search(sentence) for kind, pattern in KINDS if kind in kinds)
    return min((match.start() for match in matches if match), default=0)


def _bounded(sentence: Span, hit: int) -> Span:
    """Return the sentence, or as many of its clauses around ``hit`` as fit, without marks at its ends."""
    text = sentence.text[:LONGEST]
    start, end = 0, len(text)
    if len(text.split()) > MAX_WORDS:
        start, end = _window(text, min(hit, len(text) - 1))
    body = text[start:end]
    lead = re.match(r"[\s\-*•‣▪–#>.,;:)]*(?:\(?\d{1,2}[.)]\s+)?", body)
    start += lead.end() if lead else 0
    end = start + len(text[start:end].rstrip(" \t.,;:!—–-("))
    return Span(sentence.start + start, sentence.start + end, text[start:end])


def _window(text: str, hit: int) -> tuple[int, int]:
    """Return the clauses around a place that have at most :data:`MAX_WORDS` words together."""
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)]
    at = bisect_right(cuts, hit) - 1
    first, last = at, min(at + 1, len(cuts) - 1)
    if len(text[cuts[first] : cuts[last]].split()) > MAX_WORDS:
        return _run(text, cuts[first])
    while True:
        if last + 1 < len(cuts) and len(text[cuts[first] : cuts[last + 1]].split()) <= MAX_WORDS:
            last += 1
        elif first > 0 and len(text[cuts[first - 1] : cuts[last]].split()) <= MAX_WORDS:
            first -= 1
        else:
            return cuts[first], cuts[last]


def _run(text: str, start: int) -> tuple[int, int]:
    """Return the next :data:`MAX_WORDS` words from a place."""
    ends = [match.end() for match in re.finditer(r"\S+", text[start:])]
    return start, start + ends[min(MAX_WORDS, len(ends)) - 1] if ends else start


def _score(text: str, kinds: Sequence[ClaimKind], section: str) -> float:
    """Return how much a sentence looks like something its author would defend; below 1 it only fills up."""
    count = len(text.split())
    score = 1.5 * len(kinds) + (1.0 if not kinds and count >= 8 and _STRONG.search(text) else 0.0)
    score += 0.5 * bool(re.search(r"\b(we|our|i|my)\b", text, re.I)) + 0.5 * (8 <= count <= 30)
    score += sum(weight * 0.5 for pattern, weight in _WEIGHTS if pattern.search(section))
    score -= 1.5 * bool(_OTHERS.search(text)) + 1.5 * bool(re.search(r"[\"“”]", text))
    letters = sum(char.isalpha() or char.isspace() for char in text)
    return score - 3 * (letters < 0.7 * len(text))


def _where(found: _Found, page_starts: Sequence[int]) -> str:
    page = f"page {max(1, bisect_right(page_starts, found.span.start))}" if page_starts else ""
    section = f"section {found.section[:60]}" if found.section else ""
    return ", ".join(part for part in (page, section) if part)
