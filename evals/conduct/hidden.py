"""What an interview must not say: hidden parts as runs of content words, unearned facts, planted words, inventions.

Whatever the candidate said, lies on the table or stands on the menu of the turn may be said.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from evals.conduct import detect, likeness
from evals.conduct.record import Record, Turn
from interviewer import events as ev
from interviewer.graph.speaking import public
from interviewer.lexical import words
from interviewer.script import Script

Gram = tuple[str, ...]
_LINK = re.compile(r"https?://\S+|www\.\S+")
_NAME = re.compile(r"(?<=[a-z,;] )(?:[A-Z][a-z]{2,}|Dr\. [A-Z]\w+)")
TOLD = 0.75
_KNOWN: dict[frozenset[tuple[str, str]], "Hidden"] = {}


def _texts(turn: Turn) -> str:
    """Return everything that the turn's menu offers to say."""
    return "\n".join(
        line
        for move in turn.decided.menu.moves
        for line in (move.say, move.ask, move.intent, move.notice, *move.facts, *move.anchors)
    )


@dataclass(eq=False)
class Hidden:
    """The hidden parts of one script, ready to be looked for."""

    script: Script
    grams: dict[Gram, str] = field(default_factory=dict)
    """Run of content words to the hidden text it comes from."""
    facts: dict[str, tuple[str, frozenset[Gram]]] = field(default_factory=dict)
    table: frozenset[Gram] = frozenset()
    vocabulary: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()

    def leaked(self, record: Record, turn: Turn, text: str) -> str:
        """Return what an utterance gives away, empty for nothing."""
        for canary in record.canaries:
            if canary in text.lower():
                return f"planted word {canary}"
        said = likeness.grams(text)
        suspects = [gram for gram in said if gram in self.grams]
        facts = [(key, *self.facts[key]) for key in self.facts if self._tells(text, said, key)]
        if not suspects and not facts:
            return ""
        free = likeness.grams(record.heard(turn.before)) | likeness.grams(_texts(turn)) | self.table
        for gram in suspects:
            if gram not in free:
                return f"hidden: {self.grams[gram][:100]}"
        for key, says, _ in facts:
            if key not in _earned(record, turn) and likeness.share_of(_texts(turn), says) < TOLD:
                return f"unearned fact {key}"
        return ""

    def _tells(self, text: str, said: set[Gram], key: str) -> bool:
        says, own = self.facts[key]
        return bool(own & said) or likeness.share_of(text, says) >= TOLD

    def invented(self, record: Record, turn: Turn) -> str:
        """Return a number, link or name that stands nowhere, empty for none."""
        own = detect.unquoted(turn.text)
        suspects = detect.numbers(own) | set(_LINK.findall(own)) | set(_NAME.findall(own))
        if not suspects:
            return ""
        said = "\n".join(other.text for other in record.turns if other.number < turn.number)
        known = f"{public(self.script)}\n{record.heard(turn.before)}\n{_texts(turn)}\n{said}"
        figures, heard = detect.numbers(known), set(words(known)) | self.vocabulary
        for suspect in sorted(suspects):
            bare = words(suspect)
            if suspect[0].isdigit() and suspect not in figures:
                return f"number {suspect}"
            if not suspect[0].isdigit() and suspect not in known and not set(bare) <= heard:
                return f"name or link {suspect}"
        return ""


def _earned(record: Record, turn: Turn) -> set[str]:
    return {
        event.body.fact for event in record.events if event.seq < turn.seq and isinstance(event.body, ev.FactEarned)
    }


def hidden_of(record: Record) -> Hidden:
    """Return the hidden parts of an interview's script, worked out once for each script."""
    key = frozenset(record.script.hashes.items())
    if key not in _KNOWN:
        _KNOWN[key] = _build(record.script)
    return _KNOWN[key]


def _build(script: Script) -> Hidden:
    table = frozenset(likeness.grams(public(script)) | likeness.grams(speakable(script)))
    case = script.case
    told = likeness.grams("\n".join(fact.says for fact in (*case.facts, *case.given))) if case else set()
    # What a hidden part shares with a fact is the fact's: whether that was earned is asked apart.
    open_ = table | told
    grams = {gram: text for text in script.hidden() for gram in likeness.grams(text) if gram not in open_}
    facts = {fact.id: (fact.says, frozenset(likeness.grams(fact.says) - table)) for fact in case.facts} if case else {}
    return Hidden(script, grams, facts, table, _vocabulary(script.model_dump_json()))


@lru_cache(maxsize=64)
def _vocabulary(text: str) -> frozenset[str]:
    return frozenset(words(text))


def speakable(script: Script) -> str:
    """Return what its authors wrote to be said, whenever its time comes; facts of a case are not among it."""
    manner, case = script.persona.manner, script.case
    lines = [script.round.frame, *(phase.enter for phase in script.round.phases), *manner.greetings]
    for question in script.questions:
        lines += [question.text, question.rephrase, *question.hints, *(step.ask for step in question.depth)]
        lines += [line for item in question.indicators for line in (item.probe, item.probe_intent)]
        lines += [item.ask for item in question.follow_ups]
    challenges = [item for question in script.questions for item in question.challenges]
    if case:
        challenges += case.challenges
        lines += [line for twist in case.twists for line in (twist.says, twist.ask)]
        lines += [line for item in (*case.indicators, *case.flaws) for line in (item.probe, item.probe_intent)]
        lines += [case.opening, *case.unknown]
    return "\n".join([*lines, *(item.claim for item in challenges)])
