"""What the director looks at: log, script, clock and the newest answer, with what follows from them worked out once.

Pure and lazy. It decides nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Literal

from interviewer import assess, plan, signals, unlocking, wording
from interviewer.belief import Finding
from interviewer.lexical import Lexicon, stems
from interviewer.material import Claim
from interviewer.move import Act
from interviewer.question import Challenge, Question
from interviewer.rubric import Indicator
from interviewer.script import Script
from interviewer.signals import Signals
from interviewer.state import Answer, State

StateName = Literal["opening", "floor", "thread", "challenge_open", "reverse", "closing"]
GRACE_MS = 60_000
"""How long an open answer may run past the end before the interviewer closes over it."""

READ_CHARACTERS = 12_000
"""How much of an answer the director reads: some 2,000 words."""
EAGER = 0.08
"""How much sooner, as a share of the interview, a persona makes a move of its signature."""

TURN_MS = 100_000
"""What a turn stands for where there is no clock."""
ALWAYS = frozenset({Act.OPEN, Act.ASK, Act.TURN_PAGE, Act.YIELD, Act.CLOSE, Act.REPEAT, Act.NUDGE, Act.SETTLE})
"""Acts every phase has; settling belongs to the challenge that went before."""


@dataclass(frozen=True)
class Situation:
    """One moment of decision."""

    script: Script
    state: State
    now_ms: int
    trigger: str
    lexicon: Lexicon
    interview: str = ""

    @cached_property
    def rng(self) -> Random:
        """Randomness of this turn alone: the same log and seed decide the same."""
        return Random(self.draw)

    @property
    def draw(self) -> int:
        """Seed of the turn's randomness."""
        setup = self.state.setup
        assert setup is not None
        return setup.seed * 1_000_003 + self.state.turn + 1

    @cached_property
    def total_ms(self) -> int:
        """Length of the interview; 0 when untimed."""
        assert self.state.setup is not None
        return plan.total_ms(self.state.setup, self.state.extra_ms)

    @cached_property
    def slots(self) -> tuple[plan.Slot, ...]:
        """The schedule."""
        assert self.state.setup is not None
        return plan.slots(self.state.setup, self.script.round, self.state.extra_ms)

    @property
    def slot(self) -> plan.Slot | None:
        """The schedule of the present phase."""
        return plan.slot_of(self.slots, self.state.phase)

    def reaches_for(self, act: Act) -> bool:
        """Whether this persona reaches for an act sooner than others."""
        return act in self.script.persona.signature

    @property
    def share(self) -> float:
        """How much of the time has gone, 0 to 1; without a clock, how far the schedule was followed."""
        if self.total_ms:
            return self.now_ms / self.total_ms
        slot = self.slot
        if slot is None:
            return 0.0
        return (slot.start_ms + min(self._turns_ms, slot.end_ms - slot.start_ms)) / self.slots[-1].end_ms

    @property
    def _turns_ms(self) -> int:
        """What the turns of this phase stand for."""
        return (self.state.turn - self.state.phase_turn) * TURN_MS

    @property
    def over(self) -> bool:
        """Whether the time is up: at once when the candidate has finished speaking, after a grace otherwise."""
        if not self.total_ms:
            return False
        grace = GRACE_MS if self.trigger.startswith("timer") and self.state.open_turn else 0
        return self.now_ms >= self.total_ms + grace

    def allows(self, act: Act) -> bool:
        """Whether the present phase knows an act."""
        return act in ALWAYS or not self.state.phase or act in self.script.round.phase(self.state.phase).moves

    @property
    def phase_over(self) -> bool:
        """Whether the present phase has used its time, or the turns that stand for it; a floor has no turns to use."""
        if self.total_ms:
            return self.now_ms >= self.phase_end_ms - 15_000
        slot = self.slot
        if slot is None or slot.phase.kind == "floor":
            return False
        return self._turns_ms >= max(2 * TURN_MS, slot.end_ms - slot.start_ms)

    @property
    def phase_end_ms(self) -> int:
        """When the present phase should end, given when it was entered."""
        return plan.deadline(self.slots, self.state.phase, self.state.phase_ms, self.total_ms)

    @cached_property
    def name(self) -> StateName:
        """Where the conversation graph is entered."""
        state = self.state
        if not state.acts:
            return "opening"
        if self.over or (state.request and state.request.what == "finish"):
            return "closing"
        kind = self.script.round.phase(state.phase).kind if state.phase else "threads"
        if kind == "floor":
            return "floor"
        if kind == "reverse":
            return "reverse"
        return "challenge_open" if state.challenge else "thread"

    @property
    def answer(self) -> Answer | None:
        """The newest answer, when this decision reacts to it."""
        return self.state.answers[-1] if self.trigger == "answer" and self.state.answers else None

    @property
    def question(self) -> Question | None:
        """The bank question of the open thread."""
        thread = self.state.thread
        return self.script.by_question.get(thread.question) if thread else None

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims of the candidate's material by id."""
        return {claim.id: claim for material in self.script.materials for claim in material.claims}

    @property
    def asked(self) -> str:
        """The open question as its author wrote it, without what stood around it."""
        last = self.state.last
        return (last.move.ask or last.move.say) if last and last.move.asks else self.put

    @property
    def put(self) -> str:
        """The bank question of the open thread, with its claim."""
        return wording.filled(self.question.text, self.claim) if self.question else ""

    @property
    def claim(self) -> str:
        """The words of the material that the open thread is about."""
        thread = self.state.thread
        return self.claims[thread.claim].quote if thread and thread.claim in self.claims else ""

    @cached_property
    def wanted(self) -> tuple[Indicator, ...]:
        """What this thread should find out: the question's indicators, the case's for the same criteria, its flaws."""
        question = self.question
        if question is None:
            return ()
        own = tuple(indicator for indicator in question.indicators if indicator.points > 0)
        criteria = {indicator.criterion for indicator in question.indicators}
        case = self.script.case
        extra = tuple(item for item in case.indicators if item.criterion in criteria) if case else ()
        flaws = tuple(item for item in case.flaws if item.criterion in criteria) if case else ()
        return (*own, *extra, *flaws)

    @cached_property
    def signals(self) -> Signals | None:
        """The surface of the newest answer."""
        if self.answer is None:
            return None
        case = self.script.case
        flaws = case.flaws if case else ()
        touchable = [*self.wanted, *(flaw for flaw in flaws if flaw not in self.wanted)]
        # The rest of a very long answer changes no move and would hold up everybody else; the judge reads all of it.
        text = self.answer.text[:READ_CHARACTERS]
        return signals.read(text, self.asked, touchable, self.lexicon, self.subject)

    @cached_property
    def subject(self) -> frozenset[str]:
        """Stems of what the open thread is about: its question, the case or material, and what was said so far."""
        question = self.question
        if question is None:
            return frozenset()
        texts = [question.text, question.reference, *(line for item in self.wanted for line in item.paraphrases)]
        texts += [said.text for said in self.state.said[:-1]]
        texts += [material.text for material in self.script.materials]
        if self.script.case:
            texts += [self.script.case.brief, *(line for sheet in self.script.case.exhibits for line in sheet.lines)]
        return frozenset(stem for text in texts for stem in stems(text))

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        """What the judge has seen so far."""
        return assess.merge(self.state.assessments)

    def shown(self, indicator: str) -> bool:
        """Return whether an indicator was met already, by the judge's rows or by the newest answer's surface."""
        finding = self.findings.get(indicator)
        now = self.signals.touched.get(indicator, 0.0) if self.signals else 0.0
        return (finding is not None and finding.verdict == "met") or now >= signals.TOUCHED

    def time_for_more(self, probes: int) -> bool:
        """Return whether the open thread may go on."""
        thread, question = self.state.thread, self.question
        if thread is None or question is None or self.phase_over:
            return False
        assert self.state.setup is not None
        if self.signals and self.signals.no_more and not self.signals.strong:
            return False
        if thread.probes >= probes + self.state.setup.pressure + self.reaches_for(Act.PROBE):
            return False
        return not self.total_ms or self.now_ms - thread.opened_ms < question.minutes * 60_000

    @cached_property
    def earned(self) -> list[tuple[str, str, str]]:
        """Facts the newest answer's questions call for, as (fact id, words, quoted question); at most two.

        What was told before is told again to whoever asks again. Only where this phase plays the customer.
        """
        case = self.script.case
        if case is None or self.signals is None or not self.signals.asks or not self.allows(Act.REVEAL):
            return []
        pairs = unlocking.earned(self.signals.asks, (*case.facts, *case.given), self.lexicon)
        return [(fact.id, fact.says, quote) for fact, quote in pairs]

    @cached_property
    def challenges(self) -> list[Challenge]:
        """Challenges of this thread and case that were not posed yet."""
        posed = {challenge.challenge for challenge in self.state.challenges}
        own = self.question.challenges if self.question else ()
        case = self.script.case.challenges if self.script.case else ()
        return [challenge for challenge in (*own, *case) if challenge.id not in posed]

    @cached_property
    def challenge_due(self) -> Challenge | None:
        """The push-back that is due now, if one fits what was just claimed."""
        rules = self.script.round.challenges
        setup, seen = self.state.setup, self.signals
        if setup is None or seen is None or not seen.commits or setup.minutes < rules.min_minutes:
            return None
        posed = [challenge.kind for challenge in self.state.challenges]
        order = ["valid"] * rules.valid + ["wrong"] * rules.wrong
        Random(setup.seed).shuffle(order)
        if len(posed) >= len(order):
            return None
        kind = order[len(posed)]
        due = 0.25 + 0.35 * len(posed) / max(1, len(order) - 1) if len(order) > 1 else 0.4
        if self.share < due - EAGER * self.reaches_for(Act.CHALLENGE):
            return None
        fits = [item for item in self.challenges if item.kind == kind]
        close = [item for item in fits if self.lexicon.recall(seen.commits, item.after) >= 0.3]
        if close:
            return close[0]
        return fits[0] if fits and self.share >= rules.relaxed_from else None
