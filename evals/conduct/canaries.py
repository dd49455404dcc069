"""Invented words planted in the hidden parts of a script, and the look-out for them in what a speaker is sent."""

from dataclasses import dataclass, field

from evals.conduct import likeness
from evals.conduct.hidden import speakable
from interviewer.case import Case
from interviewer.question import Challenge, Question
from interviewer.script import Script

WORDS = ("zyrkenbolt", "quopplefane", "vradnexil", "thrumgolyx", "blorptenza", "skivandrol")
"""One for each kind of hidden part; they stand in no dictionary and match nothing an answer might say."""
_PLANTED: dict[frozenset[tuple[str, str]], Script] = {}


def planted(script: Script) -> Script:
    """Return a script with a canary in references, reasons, wishes, contradictions, decoys and exemplars."""
    key = frozenset(script.hashes.items())
    if key not in _PLANTED:
        _PLANTED[key] = _plant(script)
    found = _PLANTED[key]
    return found.model_copy(update={"materials": script.materials, "persona": script.persona})


def _plant(script: Script) -> Script:
    exemplars = tuple(item.model_copy(update={"text": f"{item.text} {WORDS[5]}"}) for item in script.rubric.exemplars)
    return script.model_copy(
        update={
            "questions": tuple(_question(question) for question in script.questions),
            "case": _case(script.case) if script.case else None,
            "rubric": script.rubric.model_copy(update={"exemplars": exemplars}),
        }
    )  # fmt: skip


def _question(question: Question) -> Question:
    reference = f"{question.reference} {WORDS[0]}"
    return question.model_copy(update={"reference": reference, "challenges": _challenges(question.challenges)})


def _challenges(challenges: tuple[Challenge, ...]) -> tuple[Challenge, ...]:
    return tuple(item.model_copy(update={"why": f"{item.why} {WORDS[1]}"}) for item in challenges)


def _case(case: Case) -> Case:
    return case.model_copy(
        update={
            "challenges": _challenges(case.challenges),
            "facts": tuple(item.model_copy(update={"why": f"{item.why} {WORDS[2]}"}) for item in case.facts),
            "cast": tuple(item.model_copy(update={"wants": f"{item.wants} {WORDS[3]}"}) for item in case.cast),
            "twists": tuple(
                item.model_copy(update={"contradicts": f"{item.contradicts} {WORDS[4]}"}) for item in case.twists
            ),
        }
    )  # fmt: skip


@dataclass
class Lookout:
    """Looks through the requests of one interview."""

    script: Script
    found: list[str] = field(default_factory=list)
    """One entry for each request: what it gives away, empty for nothing."""
    _hidden: dict[tuple[str, ...], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        case = self.script.case
        facts = "\n".join(fact.says for fact in (*case.facts, *case.given)) if case else ""
        open_ = likeness.grams(speakable(self.script)) | likeness.grams(facts)
        self._hidden = {
            gram: text for text in self.script.hidden() for gram in likeness.grams(text) if gram not in open_
        }

    def look(self, whole: str, authored: str, open_: str) -> None:
        """Look for canaries in a whole request, and in its authored part for hidden words that are not ``open_``."""
        for word in WORDS:
            if word in whole.lower():
                self.found.append(f"planted word {word}")
                return
        suspects = [gram for gram in likeness.grams(authored) if gram in self._hidden]
        free = likeness.grams(open_) if suspects else set()
        self.found.append(next((self._hidden[gram][:100] for gram in suspects if gram not in free), ""))
