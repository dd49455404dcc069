"""What the engine tests share: one persona, one round, cues made from them, and a clock that nobody waits for."""

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace

from pydantic import SecretStr

from evals.messages_replies import Answer, obedient
from evals.messages_server import MessagesServer
from evals.prompt_cache import PromptCache
from interviewer.engines.claude import ClaudeUtterer
from interviewer.engines.claude_client import Access
from interviewer.engines.deadlines import Deadlines
from interviewer.events import Setup
from interviewer.move import Act, Menu, Move
from interviewer.persona import LabFact, Lens, Manner, Patience, Persona
from interviewer.ports import Cue, Spoken
from interviewer.round import Minutes, Phase, Round
from interviewer.rubric import Indicator
from interviewer.transcript import Said

KEY = "sk-ant-a-key-nobody-may-see"
MODEL = "claude-sonnet-5-5"
FENCE_KEY = b"this installation"
PATIENT = Deadlines()
CANARY = "canary-7741"

PERSONA = Persona(
    id="plain",
    title="Plain interviewer",
    lab="lab",
    lab_name="A lab",
    roles=("research_scientist",),
    phenotype="Somebody who asks until it is clear.",
    brief="You ask one thing at a time and you wait for the answer. " * 13,
    pressure=1,
    patience=Patience(nudge_after_s=60, interrupt_after_words=300),
    manner=Manner(
        greetings=("Hello.", "Good morning."),
        acknowledgements=("Okay.", "I see.", "Noted.", "Mm."),
        pushbacks=("Let me doubt that.", "Hold on.", "Wait."),
        settles=("Let us leave it.", "We move on."),
        nudges=("Take your time.", "Think aloud."),
        declines=("I can't say.", "I'd rather not say."),
        transitions=("Next,", "Then,", "Now,", "Another thing:"),
        closings=("Thank you.", "That is all."),
    ),
    lenses=tuple(Lens(id=f"lens-{n}", intent=f"{CANARY} intent", ask="Why?") for n in range(5)),
    emphasis={},
    disqualifiers=(
        Indicator(id="bar", statement=f"{CANARY} bar", probe_intent=f"{CANARY} probe", probe=f"{CANARY} ask"),
    ),
    facts=(LabFact(text="They ask.", source="a page", date=dt.date(2026, 1, 1), confidence="official"),),
)

ROUND = Round(
    id="talk",
    title="Research talk",
    tests="whether you know what your own result rests on.",
    roles=("research_scientist",),
    minutes=Minutes(min=15, default=45, presets=(30, 45)),
    rubric="talk",
    frame="We talk about your paper.",
    phases=(
        Phase(
            id="claims", title="Claims", kind="threads", weight=1, goal="Say what holds.", moves=(Act.ASK,), enter="So."
        ),
        Phase(
            id="yours", title="Yours", kind="reverse", weight=1, goal="Ask us.", moves=(Act.YIELD,), enter="Now you."
        ),
    ),
    cannot="Follow an argument.",
)

SETUP = Setup(round="talk", persona="plain", minutes=45, engine="claude")

MENU = Menu(
    rule=f"{CANARY} rule",
    reason=f"{CANARY} reason",
    moves=(
        Move(
            id="m1",
            act=Act.PROBE,
            intent="find out what was held fixed",
            say="What did you hold fixed?",
            anchors=("we halved the batch",),
            notice="We have about five minutes left.",
            max_words=40,
            target=f"{CANARY} target",
            question=f"{CANARY} question",
            phase=f"{CANARY} phase",
        ),
        Move(id="m2", act=Act.REVEAL, intent="answer what was asked", say="The nurses share a login.",
             facts=("The nurses share a login.",), asks=False, target=f"{CANARY} fact"),
    ),
)  # fmt: skip

CUE = Cue(
    interview="interview-1",
    turn=1,
    attempt=1,
    menu=MENU,
    persona=PERSONA,
    round=ROUND,
    setup=SETUP,
    public="Exhibit A. The batch was halved and the loss fell.",
    transcript=(),
    phase="claims",
    minutes_left=12.4,
)


def conversation(texts: Sequence[str]) -> tuple[Said, ...]:
    """Return texts as a conversation; ``>`` marks the interviewer's."""
    return tuple(
        Said(
            who="interviewer" if text.startswith(">") else "candidate",
            text=text.removeprefix(">"),
            turn=seq,
            seq=seq,
            elapsed_ms=seq * 1_000,
            source="model" if text.startswith(">") else "typed",
        )
        for seq, text in enumerate(texts, 1)
    )


class PatientClock:
    """Real seconds for the socket, none for pauses, which it remembers."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.ahead = 0.0

    def now(self) -> dt.datetime:
        return dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)

    def monotonic(self) -> float:
        return self.ahead

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.ahead += seconds


def access(
    server: MessagesServer, model: str = MODEL, fallback: str | None = None, deadlines: Deadlines = PATIENT
) -> Access:
    return Access(
        model=model, fallback_model=fallback, api_key=SecretStr(KEY), base_url=server.url, deadlines=deadlines
    )  # fmt: skip


@asynccontextmanager
async def serving(answer: Answer = obedient, cache: PromptCache | None = None) -> AsyncIterator[MessagesServer]:
    async with MessagesServer(answer=answer, key=KEY, cache=cache) as server:
        yield server


@asynccontextmanager
async def speaking(
    server: MessagesServer,
    model: str = MODEL,
    fallback: str | None = None,
    *,
    clock: PatientClock | None = None,
    deadlines: Deadlines = PATIENT,
) -> AsyncIterator[ClaudeUtterer]:
    reached = access(server, model, fallback, deadlines)
    async with aclosing(ClaudeUtterer(reached, clock or PatientClock(), FENCE_KEY)) as utterer:
        yield utterer


async def said(utterer: ClaudeUtterer, cue: Cue = CUE, spoken: Spoken | None = None) -> str:
    """Let it speak to the end and return every word."""
    return "".join([text async for text in utterer.utter(cue, spoken or Spoken())])


def later(cue: Cue, *texts: str) -> Cue:
    """Return the next turn's cue, with more said before it."""
    old = [f"{'>' if one.who == 'interviewer' else ''}{one.text}" for one in cue.transcript]
    return replace(cue, turn=cue.turn + 1, transcript=conversation([*old, *texts]))
