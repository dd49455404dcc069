"""What can be prepared on a candidate's document by rule: each question with the claim that makes sense in it.

Pure functions from a document and the bank to a preparation, deterministic by seed. Every quotation is a verbatim
stretch of the document; what is doubtful is left out. Push-backs are ``doubting``'s, the check is ``vetting``'s.
"""

import re
from collections import Counter
from collections.abc import Sequence
from random import Random

from interviewer import doubting, parts
from interviewer.lexical import words
from interviewer.material import Claim, Material
from interviewer.preparation import Preparation, Prepared
from interviewer.question import ClaimPart, Question

PLANNER = "rules 1"
"""Name and version of these rules."""
MOST = 60
"""Words of a question with its quotation."""
_NUMBER = re.compile(r"\d")
_NESTED = re.compile(r"[\"“”`?？؟\n]|\bet al\b|\[\d")
"""What would break a quotation, ask by itself, or is other people's."""
_MARKS: dict[str, re.Pattern[str]] = {"number": _NUMBER, "comparison": parts.COMPARES}
"""What a claim of a kind must hold to make sense where that kind is wanted."""
Options = Sequence[tuple[float, Claim, str]]


def prepare(material: Material, questions: Sequence[Question], seed: int) -> Preparation:
    """Return a preparation on one document: a question for each fitting claim, and push-backs; unchecked."""
    return Preparation(
        material=material.id,
        planner=PLANNER,
        questions=_questions(material, questions, seed),
        doubts=doubting.doubts(material),
    )


def prepared(preparation: Preparation | None, question: str) -> Prepared | None:
    """Return how a question of the bank was made to fit, None when it was not."""
    items = preparation.questions if preparation else ()
    return next((item for item in items if item.question == question), None)


def _questions(material: Material, questions: Sequence[Question], seed: int) -> tuple[Prepared, ...]:
    """Return the questions with their claims; those with the fewest fitting claims choose first."""
    rng = Random(seed)
    belongs = {claim.id: parts.of(claim, material.text) for claim in material.claims}
    options = {
        question.id: [
            (rank + rng.random() * 0.5, claim, ask)
            for claim in material.claims
            if (rank := _rank(question, claim, belongs[claim.id])) is not None and (ask := put(question, claim))
        ]
        for question in questions
        if question.claim
    }
    used: Counter[str] = Counter()
    found: dict[str, Prepared] = {}
    for name, fits in sorted(options.items(), key=lambda item: len(item[1])):
        if fits:
            _, claim, ask = min(fits, key=lambda fit: fit[0] + 2.0 * used[fit[1].id])
            used[claim.id] += 1
            found[name] = Prepared(question=name, quote=claim.quote, ask=ask)
    return tuple(found[question.id] for question in questions if question.id in found)


def _rank(question: Question, claim: Claim, belongs: frozenset[ClaimPart]) -> float | None:
    """Return how far a claim is from what a question wants, 0 for best; None when it makes no sense there."""
    wanted = question.claim_parts
    if wanted and not belongs & set(wanted):
        return None
    mark = _MARKS.get(question.claim or "")
    if mark and not mark.search(claim.quote):
        return None
    place = min((wanted.index(part) for part in belongs if part in wanted), default=0)
    beside = "plan" in belongs and "plan" not in wanted
    return (
        2.0 * place + beside + parts.dangling(claim.quote) + 0.05 * max(0, len(claim.quote.split()) - parts.MAX_WORDS)
    )


def put(question: Question, claim: Claim) -> str:
    """Return a question with a claim in it, cut to what is said in one breath; empty where that cannot be done well."""
    quote = parts.excerpt(claim.quote, _MARKS.get(question.claim or ""))
    ask = question.text.replace("{claim}", quote)
    if _NESTED.search(quote) or len(ask.split()) > MOST or _reveals(quote, question.must_not_reveal):
        return ""
    return ask


def _reveals(quote: str, secrets: Sequence[str]) -> bool:
    """Whether a quotation holds a phrase that the candidate should be the first to say."""
    heard = f" {' '.join(words(quote))} "
    return any(f" {' '.join(words(secret))} " in heard for secret in secrets)
