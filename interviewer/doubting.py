"""Push-backs on a candidate's document by rule: weaknesses it shows, and misreadings that its own words refute.

Pure functions. Sentences are built around quotations, so that they read well whatever the text is; a misreading is
kept only with the words that refute it, and whatever is doubtful is left out.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from interviewer import parts
from interviewer.lexical import sentences
from interviewer.material import Claim, Material
from interviewer.preparation import Doubt

MOST = 3
"""Push-backs of a kind on one document."""
LONGEST = 60
"""Words of a sentence that is quoted as a refutation."""
_NUMBER = r"\d+(?:[.,]\d+)*(?: ?(?:%|×|percent\b|points?\b|ms\b|seconds?\b|minutes?\b|hours?\b|[GM]B\b))?"
_FROM_TO = re.compile(
    rf"\b(?:rais|improv|increas|reduc|lower|cut|fall|fell|drop|rise|rose|grow|grew|decreas|boost)\w*\b[^.;,]{{0,60}}?"
    rf"\bfrom (?P<first>{_NUMBER}) to (?P<last>{_NUMBER})(?! ?(?:billion|million|[BMk]\b|parameters|layers|tokens|examples|years|sizes))",
    re.I,
)
_RANGE = re.compile(r"\b(?:rang(?:e|ing)|sizes|scales|models|years?|between)\b", re.I)
_AGAINST = re.compile(
    rf"(?P<ours>{_NUMBER})[^;]{{0,60}}?,? (?:compared with|compared to|versus|vs\.?|against) (?P<theirs>{_NUMBER})"
    rf"(?! (?:for|with|of|by|in) (?:our|us|we)\b)", re.I
)  # fmt: skip
_TAKEN_AWAY = re.compile(
    rf"\b(?:the|its|our) (?:\w+ )?(?P<what>gain|improvement|return|accuracy|score|performance|throughput|success rate) "
    rf"(?:falls|drops|shrinks|goes down|decreases) to (?P<to>{_NUMBER})|"
    rf"\b(?:lowers|reduces|cuts|drops) (?:the )?(?P<what2>accuracy|return|performance|score|throughput|success rate) "
    rf"from {_NUMBER} to (?P<to2>{_NUMBER})", re.I
)  # fmt: skip
_HURTS = re.compile(
    r"\b(?:fall|fell|drop|lower|reduc|los[et]|cost|hurt|shrink|degrad|vanish|disappear|gone|decreas)\w*", re.I
)
_RUNS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|[2-9]|\d\d) (?:random |training |independent |different )*"
    r"(?:seeds|runs|replays|repetitions|initiali[sz]ations|restarts)\b", re.I
)  # fmt: skip
_SPREAD = re.compile(
    r"±|\bstandard (deviations?|errors?)\b|\bconfidence intervals?\b|\bbootstrap\w*|\bintervals\b|\bvariances?\b|\bp ?[<=]", re.I
)  # fmt: skip
_SINGLE = re.compile(r"\b(?:a single|one|single) (?:random |training )?(?:seed|run|trial)\b", re.I)
_CONTROL = re.compile(
    r"\b(?:random (?:direction|vector|label|subset|order|policy|token|head|neuron)s?|shuffled|control (?:group|condition)|placebo)\b",
    re.I,
)
_PEOPLE = re.compile(
    r"\b(?:human|people|expert|native speaker|annotator|clinician|user)s? (?:raters? |judges? )?(?:prefer\w*|rated?|judged?|"
    r"preferred|scored)|\b(?:checked|labelled|rated|annotated) by (?:hand|people|humans|experts)\b", re.I
)  # fmt: skip
_SCOPE = re.compile(
    r"\b(limited to|restricted to|only (one|two|three|tested|evaluated|used|studied|considered|measured)|(tested|used|studied|"
    r"evaluated|measured) only|(did|have|do) not (test|tested|evaluate|measure|study|studied|try|know)|nothing was|"
    r"remains? (unclear|open|unknown)|fails? (when|to|on|if|for)|see no benefit)\b", re.I
)  # fmt: skip
_FEW = re.compile(
    r"\b(?:one|two|a single) (?:\w+ )?(?:radiologists?|speakers?|annotators?|raters?|experts?|clinicians?|judges?)\b",
    re.I,
)
_HOMEMADE = re.compile(
    r"\bwritten by (?:us|the authors|ourselves)\b|\bwe (?:wrote|made up|hand-?wrote)\b|\bhand-?written\b|\bour own \w*(?:prompts|"
    r"tasks|benchmark|templates|questions)\b", re.I
)  # fmt: skip
_SMALL = re.compile(r"\b(?:at most|up to|no larger than) \d[\d.]* ?(?:billion|million|[BM]\b)", re.I)
_ONE = re.compile(
    r"\b(?:one|a single) (?:dataset|benchmark|corpus|task|model family|model size|model|environment|domain|language|hospital|"
    r"simulator)\b", re.I
)  # fmt: skip
_JUDGE = re.compile(
    r"\b(?:GPT-?\d\S*|LLM|language[- ]model|model)(?: as an?)?[ -]+(?:judge|grader|rater|evaluator)\b", re.I
)
_NAMELESS = re.compile(
    r"\b(?:(?:strong|standard|competitive|common|existing|previous|prior|several|all|other) (?:\w+ )?(?:baselines?|methods|"
    r"approaches|systems)|the (?:strongest )?baselines?|(?:the )?state[- ]of[- ]the[- ]art)\b", re.I
)  # fmt: skip
_NAMED = re.compile(r"\bbaselines? (?:is|are|was|were)\b|\bbaselines?(?: such as|:| \()", re.I)
_TUNED = re.compile(r"\b(?:chosen|tuned|selected|picked) on the (?:same|test|evaluation)\b", re.I)
_SIMULATED = re.compile(r"\bin simulation\b|\bsynthetic\b|\bsimulated\b", re.I)
_SIGNIFICANT = re.compile(r"\bsignificant(?:ly)?\b", re.I)
_TESTED = re.compile(r"\bp ?[<=]|\b(?:t-test|wilcoxon|permutation|bootstrap|significance (?:test|level))\b", re.I)
_CONTRAST = re.compile(r"\b(?:while|whereas|than|compared|versus|only|against|but|control)\b", re.I)
_LESS_IS_MORE = re.compile(
    r"\b(?:errors?|perplexity|latency|time|loss|memory|cost|hacking|failures?|hallucinations?|bias|toxicity|hours?|minutes?|"
    r"seconds?|ms|wer|regret|false (?:positives?|alarms?))\b", re.I
)  # fmt: skip
_OF_OTHERS = re.compile(r"\bet al\b|\[\d|\((?:19|20)\d\d\)|\barXiv\b|\b(?:prior|previous|earlier|existing) \w+", re.I)
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_DIGIT = re.compile(r"\d")
_BREAKS = re.compile(r"[\"“”`?？؟]")


@dataclass(frozen=True, slots=True)
class _Paper:
    """A document as it is doubted: its text, its sentences, the claims worth attacking, best first."""

    text: str
    sentences: tuple[str, ...]
    claims: tuple[Claim, ...]
    gains: tuple[Claim, ...]

    def where(self, *patterns: re.Pattern[str]) -> str:
        """Return the first sentence that holds every pattern, empty when none does."""
        return next((text for text in self.sentences if all(pattern.search(text) for pattern in patterns)), "")

    def saying(self, pattern: re.Pattern[str]) -> str:
        """Return the first claim that holds a pattern, or else the first sentence."""
        claims = (claim.quote for claim in self.claims if pattern.search(claim.quote))
        return next(claims, self.where(pattern).rstrip(" .;:,"))


def doubts(material: Material) -> tuple[Doubt, ...]:
    """Return push-backs, valid and wrong, at most :data:`MOST` of a kind, each with verbatim quotes."""
    paper = _read(material)
    wrong = [doubt for rule in _MISREADINGS for doubt in rule(paper)]
    valid = [doubt for rule in _WEAKNESSES for doubt in rule(paper)]
    return (*_first(valid), *_first(wrong))


def _read(material: Material) -> _Paper:
    usable = tuple(claim for claim in material.claims if not _BREAKS.search(claim.quote))
    belongs = {claim.id: parts.of(claim, material.text) for claim in usable}
    gains = [claim for claim in usable if "gain" in belongs[claim.id]]
    gains.sort(key=lambda claim: (parts.dangling(claim.quote), not any(char.isdigit() for char in claim.quote)))
    spans = (span.text for span in sentences(material.text))
    whole = tuple(
        text
        for text in spans
        if 4 <= len(text.split()) <= LONGEST and not _BREAKS.search(text) and not _OF_OTHERS.search(text)
    )
    return _Paper(material.text, whole, tuple(claim for claim in usable if belongs[claim.id]), tuple(gains))


def _first(found: Sequence[Doubt]) -> list[Doubt]:
    """Return the first of each rule that there is room for, no claim attacked twice while others are left."""
    best: list[Doubt] = []
    for again in (False, True):
        for doubt in found:
            fresh = doubt.quote not in {other.quote for other in best}
            if doubt not in best and (fresh or again) and len(best) < MOST:
                best.append(doubt)
    return best


def _wrong(name: str, quote: str, says: str, refuted_by: str, why: str) -> Doubt:
    return Doubt(
        id=f"own.{name}", kind="wrong", quote=quote, claim=says, refuted_by=refuted_by, why=f"A misreading. {why}"
    )


def _ahead(quote: str, before: str, after: str) -> bool:
    """Whether a second number is the better one, as far as words tell which way is better."""
    first, second = (float(_PLAIN.findall(number.replace(",", ""))[0]) for number in (before, after))
    return second < first if _LESS_IS_MORE.search(quote) else second > first


def _alike(one: str, other: str) -> bool:
    """Whether two numbers have one unit."""
    return re.sub(r"[\d.,]", "", one) == re.sub(r"[\d.,]", "", other)


def _turned(paper: _Paper) -> Iterator[Doubt]:
    """Misread a change as going the other way."""
    for claim in paper.gains:
        found = _FROM_TO.search(claim.quote)
        if found and not _RANGE.search(found.group()) and _ahead(claim.quote, found["first"], found["last"]):
            first, last = found["first"], found["last"]
            says = f"As I have your numbers, it starts at {last} and ends at {first} once your change is in. Where is the gain?"
            yield _wrong("turned", claim.quote, says, claim.quote, f"The change goes from {first} to {last}.")
            return


def _swapped(paper: _Paper) -> Iterator[Doubt]:
    """Misread whose number is whose."""
    for claim in paper.claims:
        found = _AGAINST.search(claim.quote)
        if found and _alike(found["ours"], found["theirs"]) and _ahead(claim.quote, found["theirs"], found["ours"]):
            ours, theirs = found["ours"], found["theirs"]
            says = (
                f"As I have your comparison, {theirs} is yours and {ours} is what you compare with. Where is the gain?"
            )
            why = f"{ours} is the author's side and {theirs} the other."
            yield _wrong("swapped", claim.quote, says, claim.quote, why)
            return


def _lesser(paper: _Paper) -> Iterator[Doubt]:
    """Misread the number without a part as the number of the whole."""
    for sentence in paper.sentences:
        found = _TAKEN_AWAY.search(sentence)
        if not found or not parts.CHECK.search(sentence):
            continue
        what, number = (found["what"] or found["what2"]).lower(), found["to"] or found["to2"]
        named = [claim for claim in paper.gains if what in {"gain", "improvement"} or what in claim.quote.lower()]
        if named:
            says = f"In my notes the {what} with everything in place is {number}. Why do you report more than that?"
            why = f"{number} is what is left when a part is taken away."
            yield _wrong("lesser", named[0].quote, says, sentence, why)
            return


def _unseen(paper: _Paper) -> Iterator[Doubt]:
    """Overlook something the document does have."""
    if not paper.gains:
        return
    whole = paper.gains[0].quote
    quote = parts.excerpt(whole)
    if (there := paper.where(_RUNS)) and not _SINGLE.search(paper.text):
        says = f"You write “{quote}”. I found no word about repeated runs in what you sent. Why is that more than luck?"
        yield _wrong("runs", whole, says, there, "The material says how often it was repeated.")
    if there := paper.where(parts.CHECK, _HURTS, _DIGIT):
        says = f"You write “{quote}”. Nowhere do you take a part away and look. How do you know that your idea does it?"
        yield _wrong("parts", whole, says, there, "The material does report what happens without a part.")
    if there := paper.where(_CONTROL, _CONTRAST, _DIGIT):
        says = f"You write “{quote}”. I found no control anywhere in what you sent. Why would that mean anything?"
        yield _wrong("control", whole, says, there, "The material does report a control.")
    if there := paper.where(_PEOPLE):
        says = f"You write “{quote}”. As I read it, no person ever looked at an output. Why should I trust the score?"
        yield _wrong("people", whole, says, there, "The material says that people looked.")


def _widened(paper: _Paper) -> Iterator[Doubt]:
    """Overlook a stated limitation and read the claim as holding everywhere; what comes early may be the problem's."""
    middle = len(paper.sentences) // 2
    limit = next((sentence for sentence in paper.sentences[middle:] if _SCOPE.search(sentence)), "")
    if limit and paper.gains:
        whole = paper.gains[0].quote
        says = f"You write “{parts.excerpt(whole)}” as if it held everywhere. Why do you not name a single limit?"
        yield _wrong("widened", whole, says, limit, "The material does name a limit.")


def _no_spread(paper: _Paper) -> Iterator[Doubt]:
    """A number whose variation nobody knows."""
    varies = any(pattern.search(paper.text) for pattern in (_RUNS, _SPREAD, _SINGLE))
    whole = next((claim.quote for claim in paper.gains if _DIGIT.search(claim.quote)), "")
    if whole and not varies:
        quote = parts.excerpt(whole, _DIGIT)
        says = f"You report “{quote}” and no spread with it. How far apart would two repetitions of the same thing be?"
        yield _valid("no-spread", whole, says, "A number without its variation cannot be told from luck.")


def _nameless(paper: _Paper) -> Iterator[Doubt]:
    """A comparison with nobody in particular."""
    whole = next((claim.quote for claim in paper.gains if _NAMELESS.search(claim.quote)), "")
    if whole and not _NAMED.search(paper.text):
        quote = parts.excerpt(whole, _NAMELESS)
        says = f"You write “{quote}” and do not name the other side. Which rival would have been the hardest to beat?"
        yield _valid("nameless", whole, says, "A comparison is worth as much as the rival, and this one has no name.")


def _valid(name: str, quote: str, says: str, why: str) -> Doubt:
    return Doubt(id=f"own.{name}", kind="valid", quote=quote, claim=says, why=f"Fair. {why}")


@dataclass(frozen=True, slots=True)
class _Weakness:
    """A weakness that some words show, unless others stand in the document."""

    name: str
    shown_by: re.Pattern[str]
    ask: str
    why: str
    unless: re.Pattern[str] | None = None

    def __call__(self, paper: _Paper) -> Iterator[Doubt]:
        whole = paper.saying(self.shown_by)
        if whole and not (self.unless and self.unless.search(paper.text)):
            says = f"You write “{parts.excerpt(whole, self.shown_by)}”. {self.ask}"
            yield _valid(self.name, whole, says, self.why)


Rule = Callable[[_Paper], Iterator[Doubt]]
_MISREADINGS: tuple[Rule, ...] = (_lesser, _unseen, _turned, _swapped, _widened)
_WEAKNESSES: tuple[Rule, ...] = (
    _Weakness("one-run", _SINGLE, "What tells you that a second run would look the same?",
              "One run cannot tell an effect from chance."),
    _no_spread,
    _nameless,
    _Weakness("on-one", _ONE, "What makes you expect the same result on a second one?",
              "What was seen once may belong to the one thing it was seen on."),
    _Weakness("judge", _JUDGE, "How often would a careful person disagree with that judge?",
              "A model that judges has errors of its own, which the result inherits."),
    _Weakness("raters", _FEW, "How do you know that other people would judge alike?",
              "With so few people, their taste cannot be told from the truth."),
    _Weakness("homemade", _HOMEMADE, "What keeps a test you made yourselves from favouring your idea?",
              "Whoever makes the test knows what it should show."),
    _Weakness("tuned", _TUNED, "How much of your result is that choice and not the method?",
              "Choosing on what one is scored on makes the score optimistic."),
    _Weakness("small", _SMALL, "What makes you expect the same of a larger one?",
              "Nothing beyond the sizes that were tried was seen."),
    _Weakness("significant", _SIGNIFICANT, "Which test stands behind that word “significant”?",
              "The word promises a test, and none is named.", unless=_TESTED),
    _Weakness("simulated", _SIMULATED, "What would break first outside of that?",
              "What holds in a made-up world need not hold outside of it."),
)  # fmt: skip
"""Best first: those that are surest to be what they say."""
