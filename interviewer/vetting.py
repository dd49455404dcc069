"""What of a preparation may be said: verbatim quotes, one ask each, nothing given away, nothing out of nowhere.

Pure functions. Whoever planned it, rules or a model, what does not stand is dropped with its reason and never asked.
"""

import re
from collections.abc import Sequence

from interviewer.guard import Guard, Limits
from interviewer.lexical import unquoted, words
from interviewer.material import Material
from interviewer.ports import Study
from interviewer.preparation import Doubt, Preparation, Prepared, checked
from interviewer.reading import squeezed

MOST_WORDS = 70
"""Words of a question or push-back with what it quotes."""
MOST_DOUBTS = 4
"""Push-backs of a kind."""
LEAST_QUOTED = 4
"""Words of a quote: fewer prove nothing."""
_STACKED = re.compile(
    r",? (?:and|or) (?:what|how|why|which|who|when|where|whether|do|does|did|would|could|is|are)\b[^.?]*\?", re.I
)


def vetted(preparation: Preparation, study: Study) -> Preparation:
    """Return what of a preparation can be used in the interview it was made for."""
    by_id = {question.id: question for question in study.questions}
    sound = checked(preparation, study.material.text, frozenset(by_id))
    # The guard looks words up and no order of them: each once is enough, and a long document is looked at once.
    known = " ".join(dict.fromkeys(study.material.text.split()))
    dropped = [*_unknown(preparation, frozenset(by_id)), *sound.dropped]
    questions: dict[str, Prepared] = {}
    for item in sound.questions:
        question = by_id[item.question]
        why = fault(item.ask, f"{known}\n{item.quote}\n{question.text}", question.must_not_reveal) or _short(item.quote)
        if why or item.question in questions:
            dropped.append(f"{item.question}: {why or 'it was prepared before'}")
        else:
            questions[item.question] = item.model_copy(update={"quote": anchored(item.quote, study.material)})
    doubts: list[Doubt] = []
    for doubt in sound.doubts:
        refuted = doubt.refuted_by if doubt.kind == "wrong" else doubt.quote
        if (
            why := fault(doubt.claim, f"{known}\n{doubt.quote}\n{refuted}", ())
            or _short(doubt.quote)
            or _short(refuted)
            or _extra(doubt, doubts)
        ):
            dropped.append(f"{doubt.id}: {why}")
        else:
            doubts.append(doubt.model_copy(update={"quote": anchored(doubt.quote, study.material)}))
    update = {"questions": tuple(questions.values()), "doubts": tuple(doubts), "dropped": tuple(dropped)}
    return sound.model_copy(update=update)


def completed(preparation: Preparation, by_rule: Preparation) -> Preparation:
    """Return a preparation with what the rules have where it has nothing: other questions, missing kinds of push-back."""
    have = {item.question for item in preparation.questions}
    kinds = {doubt.kind for doubt in preparation.doubts}
    questions = tuple(item for item in by_rule.questions if item.question not in have)
    doubts = tuple(doubt for doubt in by_rule.doubts if doubt.kind not in kinds)
    if not questions and not doubts:
        return preparation
    return preparation.model_copy(
        update={
            "planner": f"{preparation.planner}, completed by {by_rule.planner}",
            "questions": (*preparation.questions, *questions),
            "doubts": (*preparation.doubts, *doubts),
        }
    )


def fault(says: str, known: str, secrets: Sequence[str]) -> str:
    """Return why a sentence must not be said as it is, empty when it may."""
    guard = Guard(Limits(max_words=MOST_WORDS, asks=True, forbidden=tuple(secrets), known=known))
    shown = guard.feed(f"{says} ") + guard.finish()
    if guard.blocked:
        return guard.blocked
    if shown.strip() != " ".join(says.split()) or len(says.split()) > MOST_WORDS:
        return "it asks twice, is too long, or holds marks that nobody says"
    if not guard.asked:
        return "it asks nothing"
    return "it asks two things in one sentence" if _STACKED.search(unquoted(says)) else ""


def anchored(quote: str, material: Material) -> str:
    """Return the material's claim that a verbatim quote is about, or the quote itself without marks at its end."""
    bare = quote.strip().rstrip(".;:, ")
    own = squeezed(bare)
    claims = [claim.quote for claim in material.claims if squeezed(claim.quote) in own or own in squeezed(claim.quote)]
    return max(claims, key=len) if claims else bare


def _short(quote: str) -> str:
    return "" if len(words(quote)) >= LEAST_QUOTED else "the quote is too short to prove anything"


def _extra(doubt: Doubt, before: Sequence[Doubt]) -> str:
    same = [other for other in before if other.kind == doubt.kind]
    if doubt.id in {other.id for other in before}:
        return "its id was used before"
    return "there are enough of its kind" if len(same) >= MOST_DOUBTS else ""


def _unknown(preparation: Preparation, known: frozenset[str]) -> list[str]:
    """Return why questions that are not in the bank were dropped."""
    return [f"{item.question}: no such question" for item in preparation.questions if item.question not in known]
