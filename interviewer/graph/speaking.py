"""From a decision to words: header, guard, fallback. It owns the one path by which an engine's text is shown."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Literal, cast

from interviewer import director
from interviewer.case import Case
from interviewer.errors import ProviderError
from interviewer.events import AnyBody, TurnDecided, TurnSpoken
from interviewer.guard import Guard, Header, Limits
from interviewer.lexical import words
from interviewer.move import Act, Move
from interviewer.ports import Cue, Sink, Spoken, Utterer
from interviewer.script import Script
from interviewer.situation import Situation

ANCHOR_WORDS = 14
FACT_RECALL = 0.6
"""Share of a fact's words an utterance must hold to count as having told it."""


TELLING = frozenset({Act.REVEAL, Act.TWIST, Act.CHALLENGE, Act.ASK, Act.TURN_PAGE, Act.YIELD})
"""Acts whose facts must be told; elsewhere they are one way to put it."""


@dataclass(slots=True)
class Said:
    """What an engine made of the cue, before it becomes an event."""

    text: str
    move: Move
    source: Literal["model", "script"]
    ended: Literal["model", "guard", "script"]
    model: str = ""
    why: str = ""


async def speak(sit: Situation, decided: TurnDecided, utterer: Utterer, sink: Sink) -> list[AnyBody]:
    """Speak a decision and return ``turn.spoken`` with what follows from it.

    An utterance that breaks its bounds, or a refusal, is replaced by the first move's scripted wording; every other
    ProviderError is the caller's to retry.
    """
    attempt = max(decided.attempt, sit.state.attempt)
    cue = _cue(sit, decided, attempt)
    try:
        said = await _listen(sit, cue, utterer, sink)
    except ProviderError as error:
        if error.code != "refusal" or error.retryable:
            raise
        said = Said("", decided.menu.first, "script", "script", why="the model would not speak about this")
    if not said.text:
        said = await _scripted(said, decided, attempt, sink)
    spoken = TurnSpoken(
        turn=decided.turn, attempt=attempt, text=said.text.strip(), move=said.move.id, asks=said.move.asks,
        source=said.source, ended=said.ended, model=said.model,
    )  # fmt: skip
    return [spoken, *director.consequences(sit, decided, said.move, asked=True)]


async def _listen(sit: Situation, cue: Cue, utterer: Utterer, sink: Sink) -> Said:
    """Stream the engine through header and guard; an empty text means: say it in scripted words."""
    ear, spoken = _Ear(sit, cue, sink, scripted=utterer.name == "rehearsal"), Spoken()
    stream = utterer.utter(cue, spoken)
    async with aclosing(cast("AsyncGenerator[str]", stream)):
        async for piece in stream:
            if not await ear.hear(piece):
                break
    return await ear.verdict(spoken.model or utterer.name)


class _Ear:
    """Hears one utterance: header first, then the guard; authored words pass as they are."""

    def __init__(self, sit: Situation, cue: Cue, sink: Sink, *, scripted: bool) -> None:
        self.sit, self.cue, self.sink, self.scripted = sit, cue, sink, scripted
        self.header = Header()
        self.move = cue.menu.first
        self.guard: Guard | None = None
        self.wrong = ""

    async def hear(self, piece: str) -> bool:
        """Take a piece; return whether more is wanted."""
        text = self.header.feed(piece)
        if not self.header.done:
            return True
        if self.guard is None and not await self._begin():
            return False
        assert self.guard is not None
        if self.scripted:
            self.guard.shown += text
        shown = text if self.scripted else self.guard.feed(text)
        if shown:
            await self.sink.delta(shown)
        return self.guard.open

    async def _begin(self) -> bool:
        """Check the header; return whether it names a legal move and an honest anchor."""
        chosen = self.cue.menu.move(self.header.move)
        if chosen is None or not _anchored(self.header.anchor, self.cue):
            self.wrong = f"header {self.header.text[:80]!r}"
            return False
        self.move = chosen
        self.guard = Guard(_limits(self.sit, chosen, self.cue, scripted=self.scripted))
        await self.sink.begin(self.cue.attempt, chosen.id, "script" if self.scripted else "model")
        return True

    async def verdict(self, model: str) -> Said:
        """Return what was said, or an empty text with the reason why it cannot stand."""
        guard, first = self.guard, self.cue.menu.first
        if guard is None:
            return Said("", first, "script", "script", why=self.wrong or "no header")
        if self.scripted:
            return Said(guard.shown, self.move, "script", "script", model)
        whole = guard.open
        if whole and (rest := guard.finish()):
            await self.sink.delta(rest)
        if why := guard.blocked or _missing(self.move, guard):
            return Said("", first, "script", "script", why=why)
        return Said(guard.shown, self.move, "model", "model" if whole else "guard", model)


async def _scripted(said: Said, decided: TurnDecided, attempt: int, sink: Sink) -> Said:
    """Say the first move as its authors wrote it."""
    first = decided.menu.first
    await sink.begin(attempt, first.id, "script")
    await sink.delta(first.say)
    return Said(first.say, first, "script", "guard" if said.why else "script", why=said.why)


def _missing(move: Move, guard: Guard) -> str:
    """Return what a finished utterance lacks, empty when it is whole."""
    if move.asks and not guard.asked:
        return "no question"
    have = set(words(guard.shown))
    if move.act in TELLING:
        for fact in move.facts:
            wanted = set(words(fact))
            if len(wanted & have) < FACT_RECALL * len(wanted):
                return "a fact was not told"
    return "" if guard.shown.strip() else "nothing was said"


def _anchored(anchor: str, cue: Cue) -> bool:
    """Whether the quoted anchor stands in the candidate's words or on the menu."""
    if not anchor:
        return True
    heard = (said.text for said in cue.transcript if said.who == "candidate")
    return len(words(anchor)) <= ANCHOR_WORDS and any(_bare(anchor) in _bare(text) for text in [*heard, cue.public])


def _limits(sit: Situation, move: Move, cue: Cue, *, scripted: bool) -> Limits:
    if scripted:
        return Limits(max_words=move.max_words, asks=move.asks)
    heard = "\n".join(said.text for said in cue.transcript)
    told = "\n".join((move.say, move.intent, move.notice, *move.facts, *move.anchors))
    open_ = _bare("\n".join([told, *(said.text for said in cue.transcript if said.who == "candidate")]))
    return Limits(
        max_words=move.max_words,
        asks=move.asks,
        forbidden=tuple(phrase for phrase in _secret(sit, move) if _bare(phrase) not in open_),
        known=f"{cue.public}\n{heard}\n{told}",
        names=bool(sit.script.case and sit.script.case.cast),
    )


def _secret(sit: Situation, move: Move) -> list[str]:
    """Return what the open question, the one that is put now and the case would rather hear than say."""
    put = sit.script.by_question.get(move.question)
    holders = (sit.question, put, sit.script.case)
    return [phrase for holder in holders if holder for phrase in holder.must_not_reveal]


def _bare(text: str) -> str:
    """Return the words of a text between blanks, so that a phrase is found as whole words."""
    return f" {' '.join(words(text))} "


def _cue(sit: Situation, decided: TurnDecided, attempt: int) -> Cue:
    setup = sit.state.setup
    assert setup is not None
    left = (sit.total_ms - sit.now_ms) / 60_000 if sit.total_ms else None
    return Cue(
        interview=sit.interview, turn=decided.turn, attempt=attempt, menu=decided.menu, persona=sit.script.persona,
        round=sit.script.round, setup=setup, public=public(sit.script), transcript=sit.state.said,
        phase=decided.menu.first.phase or sit.state.phase, minutes_left=left, fresh=sit.state.pending is None,
    )  # fmt: skip


def public(script: Script) -> str:
    """Return what lies on the table for both sides: the case's brief and exhibits, or the candidate's material."""
    parts = [_case(script.case)] if script.case else []
    parts += [f"[{item.kind}: {item.name}]\n{item.text}" for item in script.materials]
    return "\n\n".join(parts)


def _case(case: Case) -> str:
    lines = [case.title, case.brief]
    for exhibit in case.exhibits:
        lines.append(f"[{exhibit.kind}: {exhibit.title}]")
        lines += [f"{number:>3} {line}" for number, line in enumerate(exhibit.lines, 1)]
    return "\n".join(lines)
