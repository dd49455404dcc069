"""An interview written by hand: a log over real content, with the real judge and the real debrief."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from interviewer import events as ev
from interviewer.content import FileLibrary
from interviewer.events import AnyBody, Event, Setup
from interviewer.graph.assessment import Judge, LangGraphAssessor
from interviewer.graph.debrief import LangGraphDebrief
from interviewer.material import Material
from interviewer.move import Act, Menu, Move
from interviewer.report import Report
from interviewer.script import Script
from interviewer.signals import Stance
from interviewer.state import State, fold

LIBRARY = FileLibrary()
START = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
DECOMPOSITION = Setup(
    round="fde_decomposition", persona="palantir_decomposition", case="storm_crews", minutes=45, seed=7,
    role="forward_deployed_engineer", pressure=2,
)  # fmt: skip
CRITIQUE = Setup(
    round="paper_critique", persona="deepmind_academic", case="monitor-in-the-reward", minutes=45, seed=5
)  # fmt: skip
TALK = Setup(round="research_talk", persona="anthropic_research", minutes=45, seed=3)


@dataclass
class Sitting:
    """One interview and its log; every step takes a little of its time."""

    script: Script
    setup: Setup
    judge: Judge | None = None
    events: list[Event] = field(default_factory=list)
    now_ms: int = 0
    _ids: Iterator[int] = field(default_factory=count)

    @property
    def state(self) -> State:
        return fold(self.events)

    def note(self, *bodies: AnyBody) -> int:
        """Append bodies and return the sequence number of the last."""
        for body in bodies:
            at = START + dt.timedelta(milliseconds=self.now_ms)
            self.events.append(Event(seq=len(self.events) + 1, at=at, elapsed_ms=self.now_ms, body=body))
        return len(self.events)

    def enters(self, phase_id: str) -> None:
        phase = self.script.round.phase(phase_id)
        floor = phase.kind == "floor"
        self.note(ev.PhaseEntered(phase=phase.id, title=phase.title, goal=phase.goal, floor=floor))

    def speaks(self, act: Act, say: str, *, target: str = "", asks: bool = True, rule: str = "", **how: object) -> int:
        """The interviewer says something; ``how`` replaces fields of ``turn.spoken``. Returns the turn."""
        self.now_ms += 8_000
        turn = self.state.turn + 1
        move = Move(id="m1", act=act, intent="as written", say=say, asks=asks, target=target)
        menu = Menu(rule=rule or act.value, reason="as written", moves=(move,))
        self.note(
            ev.TurnDecided(
                turn=turn, attempt=1, trigger="answer", decided_on=self.state.candidate_seq, state="thread", menu=menu,
                draw=1,
            )
        )  # fmt: skip
        spoken: dict[str, object] = {"turn": turn, "attempt": 1, "text": say, "move": "m1", "asks": asks}
        self.note(ev.TurnSpoken.model_validate(spoken | {"source": "script", "ended": "script"} | how))
        return turn

    def asks(self, question_id: str, claim: str = "", before: str = "", why: str = "turn_page") -> int:
        """Put a question of the bank; the thread before it ends."""
        question = self.script.by_question[question_id]
        quotes = {item.id: item.quote for material in self.script.materials for item in material.claims}
        text = question.text.replace("{claim}", quotes.get(claim, ""))
        turn = self.speaks(Act.TURN_PAGE if self.state.threads else Act.OPEN, f"{before} {text}".strip())
        self.leaves(why)
        number = len(self.state.threads) + 1
        self.note(
            ev.ThreadOpened(thread=number, question=question_id, phase=question.phase, turn=turn, claim=claim)
        )  # fmt: skip
        return turn

    def leaves(self, why: str) -> None:
        if thread := self.state.thread:
            self.note(ev.ThreadClosed(thread=thread.number, why=why))

    def probes(self, say: str, target: str = "") -> int:
        return self.speaks(Act.PROBE, say, target=target)

    def challenges(self, challenge_id: str) -> int:
        known = [item for question in self.script.questions for item in question.challenges]
        known += self.script.case.challenges if self.script.case else ()
        posed = next(item for item in known if item.id == challenge_id)
        turn = self.speaks(Act.CHALLENGE, posed.claim, target=posed.id)
        self.note(ev.ChallengePosed(challenge=posed.id, challenge_kind=posed.kind, turn=turn))
        return turn

    def settles(self, stance: Stance, answer: int) -> None:
        """The interviewer's side notes how the newest challenge was taken."""
        state = self.state
        assert state.challenge is not None
        text = next(item.text for item in state.answers if item.seq == answer)
        self.note(
            ev.ChallengeSettled(challenge=state.challenge.challenge, stance=stance, answer=answer, quote=text[:300])
        )

    def reveals(self, fact_id: str, answer: int, quote: str) -> None:
        """The candidate's question earned a fact."""
        assert self.script.case is not None
        fact = next(item for item in self.script.case.facts if item.id == fact_id)
        self.note(ev.FactEarned(fact=fact.id, answer=answer, quote=quote))
        self.speaks(Act.REVEAL, fact.says, asks=False)

    async def answers(self, text: str, seconds: int = 90, *, judged: bool = True) -> int:
        """The candidate speaks; the answer gets its row unless ``judged`` is False."""
        self.now_ms += seconds * 1_000
        turn = self.state.turn
        seq = self.note(ev.AnswerGiven(command=f"command-{next(self._ids)}", turn=turn, text=text))
        self.note(ev.AssessmentRequested(assessment=f"answer:{seq}", answer=seq))
        if judged:
            made = await LangGraphAssessor(self.judge).assess(self.script, self.state, (), seq)
            self.note(ev.AssessmentMade(assessment=f"answer:{seq}", result=made))
        return seq

    def ends(self, reason: ev.EndReason = "finished", why: str = "end") -> None:
        self.speaks(Act.CLOSE, self.script.persona.manner.closings[0], asks=False)
        self.leaves(why)
        self.note(ev.RoundClosed(round=self.script.round.id), ev.InterviewClosed(reason=reason))

    async def report(self, version: int = 1) -> Report:
        return await LangGraphDebrief().build(self.script, self.events, "first", version)


def seated(setup: Setup = DECOMPOSITION, materials: tuple[Material, ...] = (), judge: Judge | None = None) -> Sitting:
    """Return an interview that has begun and in which nothing was said yet."""
    script, _ = LIBRARY.assemble(setup, materials)
    sitting = Sitting(script, setup, judge)
    title = f"{script.round.title} · {script.persona.title}"
    opened = ev.RoundOpened(
        round=script.round.id, title=script.round.title, persona=script.persona.id, interviewer=script.persona.title,
        minutes=setup.minutes,
    )  # fmt: skip
    sitting.note(ev.InterviewStarted(setup=setup, title=title, content=script.hashes), opened)
    sitting.enters(script.round.phases[0].id)
    return sitting
