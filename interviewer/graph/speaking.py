"""From a decision to words: header, guard, fallback. It owns the one path by which an engine's text is shown."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Literal, cast

from interviewer import director
from interviewer.case import Case
from interviewer.errors import ProviderError
from interviewer.events import AnyBody, TurnDecided, TurnGuarded, TurnSpoken
from interviewer.guard import Guard, Header, Limits, acknowledged, hidden
from interviewer.guard.marks import spaced
from interviewer.guard.obedience import missed
from interviewer.guard.openings import without
from interviewer.guard.phrases import CLOCK, ENDING, FAREWELL, OURS, unsaid
from interviewer.lexical import words
from interviewer.move import Act, Move
from interviewer.orders import instructs
from interviewer.ports import Cue, Sink, Spoken, Utterer
from interviewer.script import Script
from interviewer.situation import Situation

ANCHOR_WORDS = 14
PLAIN = frozenset({Act.OPEN, Act.CLOSE})
"""Acts whose first words acknowledge nothing: "Thank you for your time" thanks."""


@dataclass(slots=True)
class Said:
    """What an engine made of the cue, before it becomes an event."""

    text: str
    move: Move
    source: Literal["model", "script"]
    ended: Literal["model", "guard", "script"]
    model: str = ""
    why: str = ""
    held: int = 0
    """Longest run of words held back."""
    shown: int = 0
    """Words that were shown before they turned out not to stand."""


async def speak(sit: Situation, decided: TurnDecided, utterer: Utterer, sink: Sink) -> list[AnyBody]:
    """Speak a decision and return ``turn.spoken``, what the guard did to it, and what follows from it.

    An utterance that breaks its bounds, or a refusal, is replaced by the first move's scripted wording; every other
    ProviderError is the caller's to retry.
    """
    attempt = max(decided.attempt, sit.state.attempt)
    cue = _cue(sit, decided, attempt)
    ear = _Ear(sit, cue, sink, scripted=utterer.name == "rehearsal")
    try:
        said = await _listen(ear, cue, utterer)
    except ProviderError as error:
        if error.code != "refusal" or error.retryable:
            raise
        said = ear.void("the model would not speak about this", ended="script")
    if not said.text:
        await _script(said, cue, sink)
    spoken = TurnSpoken(
        turn=decided.turn, attempt=attempt, text=said.text.strip(), move=said.move.id, asks=said.move.asks,
        source=said.source, ended=said.ended, model=said.model,
    )  # fmt: skip
    return [spoken, *_guarded(spoken, said), *director.consequences(sit, decided, said.move, asked=True)]


def _guarded(spoken: TurnSpoken, said: Said) -> list[TurnGuarded]:
    """Return the account of what the guard did, when it did anything."""
    if not (said.why or said.held or said.shown):
        return []
    return [
        TurnGuarded(
            turn=spoken.turn, attempt=spoken.attempt, why=said.why, held_words=said.held, voided_words=said.shown
        )
    ]


async def _listen(ear: "_Ear", cue: Cue, utterer: Utterer) -> Said:
    """Stream the engine through header and guard; an empty text means: say it in scripted words."""
    spoken = Spoken()
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
        guard = self.guard
        if guard is None:
            return self.void(self.wrong or "no header")
        if self.scripted:
            return Said(guard.shown, self.move, "script", "script", model)
        whole = guard.open
        if whole and (rest := guard.finish()):
            await self.sink.delta(rest)
        if why := guard.blocked or missed(self.move, guard.shown, asked=guard.asked, answer=_answer(self.cue)):
            return self.void(why)
        return Said(guard.shown, self.move, "model", "model" if whole else "guard", model, held=guard.held_words)

    def void(self, why: str, *, ended: Literal["guard", "script"] = "guard") -> Said:
        """Return that nothing of it stands."""
        guard = self.guard
        held, shown = (guard.held_words, len(guard.shown.split())) if guard else (0, 0)
        return Said("", self.cue.menu.first, "script", ended, why=why, held=held, shown=shown)


async def _script(said: Said, cue: Cue, sink: Sink) -> None:
    """Say the first move as its authors wrote it, without a second acknowledgement in a row."""
    first, manner = cue.menu.first, cue.persona.manner
    said.text = without(first.say, manner.acknowledgements) if _just_acknowledged(cue) else first.say
    await sink.begin(cue.attempt, first.id, "script")
    await sink.delta(said.text)


def _answer(cue: Cue) -> str:
    """Return what the candidate said last."""
    return next((said.text for said in reversed(cue.transcript) if said.who == "candidate"), "")


def _just_acknowledged(cue: Cue) -> bool:
    """Whether the interviewer's last utterance began with an acknowledgement."""
    last = next((said.text for said in reversed(cue.transcript) if said.who == "interviewer"), "")
    return acknowledged(last, cue.persona.manner.acknowledgements)


def _anchored(anchor: str, cue: Cue) -> bool:
    """Whether the quoted anchor stands in the candidate's words or on the menu."""
    if not anchor:
        return True
    heard = (said.text for said in cue.transcript if said.who == "candidate")
    return len(words(anchor)) <= ANCHOR_WORDS and any(spaced(anchor) in spaced(text) for text in [*heard, cue.public])


def _limits(sit: Situation, move: Move, cue: Cue, *, scripted: bool) -> Limits:
    if scripted:
        return Limits(max_words=move.max_words, asks=move.asks)
    heard = "\n".join(said.text for said in cue.transcript)
    told = "\n".join((move.say, move.ask, move.intent, move.notice, *move.facts, *move.anchors))
    ends = move.act is Act.CLOSE
    open_ = spaced("\n".join([told, *(said.text for said in cue.transcript if said.who == "candidate")]))
    script, persona = sit.script, cue.persona
    return Limits(
        max_words=move.max_words,
        asks=move.asks,
        forbidden=(
            *unsaid([*_secret(sit, move), *(ENDING if ends else ())], open_),
            *(() if ends else unsaid((*CLOCK, *FAREWELL) if not move.notice else FAREWELL, spaced(told))),
        ),
        known=f"{cue.public}\n{heard}\n{told}\n{persona.title} {persona.lab_name} {script.round.frame}",
        subject="\n".join([cue.public, told, *_own(cue)]),
        names=bool(script.case and script.case.cast),
        acknowledge=move.act in PLAIN or not _just_acknowledged(cue),
        acknowledgements=persona.manner.acknowledgements,
        wording=move.say,
        answers=bool(move.facts) or move.act in {Act.REVEAL, Act.ANSWER_BACK},
        hidden=hidden(script),
    )


def _own(cue: Cue) -> list[str]:
    """Return where the candidate speaks of what we have words for too, and gives no orders to the machine."""
    heard = [said.text for said in cue.transcript if said.who == "candidate"]
    return [text for text in heard if any(phrase in text.lower() for phrase in OURS) and not instructs(text)]


def _secret(sit: Situation, move: Move) -> list[str]:
    """Return what the open question, the one that is put now and the case would rather hear than say."""
    put = sit.script.by_question.get(move.question)
    holders = (sit.question, put, sit.script.case)
    return [phrase for holder in holders if holder for phrase in holder.must_not_reveal]


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
