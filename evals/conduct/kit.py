"""The kit: beginnings of interviews with the exact request for the next utterance, so that anybody can be the speaker.

``make`` writes them, ``scored`` reads replies and judges each by the product's header and guard and by our checks. A
reply is a text; no key and no network are needed.
"""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from random import Random

from evals.conduct.canaries import WORDS, planted
from evals.conduct.casting import cast, script_of
from evals.conduct.playing import Cast, Player
from evals.conduct.record import Record, Turn
from evals.conduct.speakers import Known, endpoint, obedient
from evals.conduct.stage import Ear, MemoryLog, SimulatedClock, room_of
from interviewer import events as ev
from interviewer.events import Event, Setup
from interviewer.graph.conversation import LangGraphConversation
from interviewer.ports import Cue, Spoken
from interviewer.service.room import Speech
from interviewer.service.turn import Turn as Speaking
from interviewer.state import fold


async def make(out: Path, count: int, seed: int) -> list[str]:
    """Write so many prefixes, each of another interview and of acts in turn; return their names."""
    for folder in ("requests", "judge", "replies"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    known, names, acts = Known(keep=True), list[str](), dict[str, int]()
    async with endpoint(obedient(known, seed)) as (claude, _):
        shared = Cast("kit", claude, prepare=known.prepare)
        for number, part in enumerate(cast(count, seed), 1):
            player = Player(part, shared)
            record = await player.play()
            bodies = dict(zip(player.tap.cues, known.bodies.pop(player.interview), strict=False))
            turn = _chosen(record, bodies, acts, Random(part.seed))
            acts[turn.move.act] = acts.get(turn.move.act, 0) + 1
            # A name that says nothing: the speaker must not learn the candidate's level from it.
            names.append(f"{number:02d}")
            _write(out, names[-1], bodies[turn.number], record, turn)
    readme = files("evals.conduct").joinpath("kit.md").read_text(encoding="utf-8")
    (out / "README.md").write_text(readme.format(count=len(names)), encoding="utf-8")
    return names


def _chosen(record: Record, bodies: dict[int, bytes], acts: dict[str, int], rng: Random) -> Turn:
    """Return a turn of the act that was taken least."""
    turns = [turn for turn in record.turns if turn.number in bodies]
    rng.shuffle(turns)
    return min(turns, key=lambda turn: acts.get(turn.move.act, 0))


def _write(out: Path, name: str, body: bytes, record: Record, turn: Turn) -> None:
    before = [event for event in record.events if event.seq < turn.seq]
    spoken = next(event for event in record.events if event.seq == turn.seq)
    (out / "requests" / f"{name}.json").write_text(
        json.dumps(json.loads(body), indent=1, ensure_ascii=False), encoding="utf-8"
    )
    judge = {
        "name": name,
        "interview": record.name,
        "setup": record.setup.model_dump(mode="json"),
        "content": record.script.hashes,
        "turn": turn.number,
        "at_ms": spoken.elapsed_ms,
        "kinds": record.kinds,
        "events": [event.model_dump(mode="json") for event in before],
    }
    (out / "judge" / f"{name}.json").write_text(json.dumps(judge, ensure_ascii=False), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Scored:
    """One reply: as it was said, and as the product would have shown it."""

    said: Record
    shown: Record
    turn: int
    stale: bool
    """Whether the content has changed since the kit was made."""


class _Recited:
    """A speaker who reads out a reply."""

    name = "kit"

    def __init__(self, reply: str) -> None:
        self._reply = reply

    async def utter(self, cue: Cue, spoken: Spoken) -> AsyncIterator[str]:
        for at in range(0, len(self._reply), 16):
            yield self._reply[at : at + 16]
        spoken.stop, spoken.model = "end_turn", self.name


async def scored(folder: Path) -> list[Scored]:
    """Return every reply that lies in ``replies/``, scored."""
    conversation = LangGraphConversation()
    found = []
    for path in sorted((folder / "judge").glob("*.json")):
        reply = folder / "replies" / f"{path.stem}.txt"
        if reply.exists():
            judge = json.loads(path.read_text(encoding="utf-8"))
            found.append(await _scored(judge, reply.read_text(encoding="utf-8"), conversation))
    return found


async def _scored(judge: dict[str, object], reply: str, conversation: LangGraphConversation) -> Scored:
    setup = Setup.model_validate(judge["setup"])
    script, number = planted(script_of(setup)), int(str(judge["turn"]))
    raw_events = judge["events"]
    assert isinstance(raw_events, Sequence)
    events = [Event.model_validate(event) for event in raw_events]
    clock = SimulatedClock()
    room, log = room_of(f"kit-{judge['name']}", script, clock)
    log.held.extend(events)
    room.state = fold(events)
    ear = Ear(room, clock)
    room.feeds.add(ear)
    pending = room.state.pending
    assert pending is not None
    speech = room.speech = Speech(turn=pending.turn, attempt=room.state.attempt)
    await Speaking(room, speech, pending.trigger).run(conversation, _Recited(reply))
    kinds = judge["kinds"]
    assert isinstance(kinds, dict)
    shown = Record(
        name=str(judge["name"]), column="kit", seed=0, script=script, setup=setup, events=tuple(log.held),
        shown=tuple(ear.shown), raw={number: reply}, kinds={int(key): str(kind) for key, kind in kinds.items()},
        canaries=WORDS,
    )  # fmt: skip
    return Scored(_as_said(shown, log, number, reply), shown, number, judge["content"] != script.hashes)


def _as_said(shown: Record, log: MemoryLog, number: int, reply: str) -> Record:
    """Return the record as if every word after the header had been shown."""
    head, _, rest = reply.lstrip().partition("\n")
    text = rest if head.startswith("move=") else reply
    events = [
        event.model_copy(update={"body": event.body.model_copy(update={"text": text.strip(), "source": "model"})})
        if isinstance(event.body, ev.TurnSpoken) and event.body.turn == number
        else event
        for event in log.held
    ]
    return replace(shown, events=tuple(events), shown=(), column="kit, as said")
