"""What a simulated candidate knows of a script: which points, which mistakes, and words of its own for them.

The share of points known grows with the level. Words are varied, so that nothing of the script is said as it stands.
"""

from collections.abc import Sequence
from random import Random

from evals.conduct import phrases as say
from interviewer.question import Question
from interviewer.script import Script

KNOWN = {1: 0.08, 2: 0.25, 3: 0.5, 4: 0.75, 5: 0.92}
"""Share of the points that somebody of a level could make."""
MISTAKEN = {1: 0.4, 2: 0.3, 3: 0.15, 4: 0.05, 5: 0.0}
"""Share of the listed mistakes that somebody of a level makes."""
PIVOT = 5
"""Words after which an aside may be put into a sentence that would else stand as it was written."""
ASIDES = ("in practice", "to be honest", "as far as I can tell", "more or less", "at least here")


class Mind:
    """One candidate's knowledge."""

    def __init__(self, script: Script, level: int, rng: Random, own: Sequence[str]) -> None:
        self.script, self.rng, self._own = script, rng, own
        everything = sorted(script.indicators)
        self.known = {key for key in everything if rng.random() < KNOWN[level]}
        self.mistaken = {key for key in everything if rng.random() < MISTAKEN[level]}
        self._said: set[str] = set()
        self._asked: set[str] = set()
        self._bag: list[str] = []

    def own(self) -> str:
        """Return a sentence of the field that stands in no script; none twice before all were said."""
        if not self._bag:
            self._bag = list(self._own)
            self.rng.shuffle(self._bag)
        return self._bag.pop()

    def answer(self, question: Question, target: str) -> list[str]:
        """Return what can be said about a question, or about the one point a follow-up is for; each point once."""
        ids = [item.id for item in question.indicators]
        if self.script.case:
            ids += [item.id for item in (*self.script.case.indicators, *self.script.case.flaws)]
        if target in ids:
            ids, most = [target], 1
        else:
            most = 2
        fresh = [key for key in ids if key in self.known | self.mistaken and key not in self._said]
        chosen = self.rng.sample(fresh, min(len(fresh), self.rng.randint(1, most)))
        self._said |= set(chosen)
        return [text for key in chosen if (text := self._words(key))]

    def mistakes(self, question: str) -> list[str]:
        """Return a mistake that is listed for a question, reworded."""
        found = self.script.by_question.get(question)
        contra = [line for item in (found.indicators if found else ()) for line in item.contra]
        return [self.reworded(self.rng.choice(contra))] if contra else []

    def _words(self, key: str) -> str:
        _, indicator = self.script.indicators[key]
        lines = indicator.paraphrases if key in self.known else indicator.contra
        return self.reworded(self.rng.choice(lines)) if lines else ""

    def fact_questions(self, count: int) -> list[str]:
        """Return questions for facts nobody asked for yet, in other words than those listed."""
        case = self.script.case
        facts = [fact for fact in (*case.facts, *case.given) if fact.id not in self._asked] if case else []
        chosen = self.rng.sample(facts, min(count, len(facts)))
        self._asked |= {fact.id for fact in chosen}
        return [self.reworded_question(self.rng.choice(fact.unlocked_by)) for fact in chosen]

    def presents(self, count: int) -> list[str]:
        """Return sentences of a talk on one's own work."""
        claims = [claim.quote for material in self.script.materials for claim in material.claims]
        lines = [self.reworded(self.rng.choice(claims))] if claims and self.rng.random() < 0.6 else []
        return [*lines, *(self.own() for _ in range(count))]

    def reworded(self, text: str) -> str:
        """Return a sentence in other words: words swapped, a frame around it, an aside in it, a clause gone."""
        words = text
        for old, other in self.rng.sample(say.SWAPS, len(say.SWAPS)):
            if old in words and self.rng.random() < 0.6:
                words = words.replace(old, other, 1)
        if "," in words and self.rng.random() < 0.35:
            words = words.rpartition(",")[0] + "."
        if words.strip(".") in text:
            words = self._with_aside(words)
        frame = self.rng.choice(say.FRAMES)
        if frame.startswith(("The", "Well", "So", "First")) and words[:2] not in {"I ", "I'"}:
            words = words[0].lower() + words[1:]
        return frame.replace("{x}", words)

    def _with_aside(self, text: str) -> str:
        pieces = text.split()
        at = min(PIVOT, max(1, len(pieces) - 1))
        return " ".join([*pieces[:at], f"({self.rng.choice(ASIDES)})", *pieces[at:]])

    def reworded_question(self, text: str) -> str:
        """Return a question in other words; never as it is listed."""
        words = text
        for old, other in say.QUESTION_SWAPS:
            if words.startswith(old) or f" {old}" in words:
                words = words.replace(old, other, 1)
                break
        if text in words:
            pieces, end = words.rstrip("?.").split(), words[-1]
            at = min(PIVOT, len(pieces))
            aside = self.rng.choice(("actually", "in practice", "at the moment"))
            words = " ".join([*pieces[:at], aside, *pieces[at:]]) + end
        return self.rng.choice(say.ASKING).replace("{q}", words)
