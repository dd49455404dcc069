"""What the director looks at: log, script, clock and the newest answer, with what follows from them worked out once.

Pure and lazy. It decides nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from typing import Literal

from interviewer import assess, plan, preparation, signals, unlocking, wording
from interviewer.belief import Finding
from interviewer.lexical import Lexicon, stems
from interviewer.material import Claim
from interviewer.move import Act
from interviewer.preparation import Prepared
from interviewer.question import Challenge, Question
from interviewer.reading import UNLOCKS, Reading, Unlocked, squeezed
from interviewer.rubric import Indicator
from interviewer.script import Script
from interviewer.signals import Signals
from interviewer.state import Answer, State

StateName = Literal["opening", "floor", "thread", "challenge_open", "reverse", "closing"]
GRACE_MS = 60_000
"""How long an open answer may run past the end before the interviewer closes over it."""

READ_CHARACTERS = 12_000
"""How much of an answer the director reads: some 2,000 words."""
BUDGET_PROBES = 3
"""Follow-ups a thread may have at pressure 0; each degree of pressure adds one."""
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
    def pressure(self) -> int:
        """How hard this interview presses, 0 to 3; not at all any more once somebody could not go on."""
        assert self.state.setup is not None
        return 0 if self.state.soft else self.state.setup.pressure

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
        """Claims of the candidate's material by id, those chosen for a question of the bank among them."""
        found = {claim.id: claim for material in self.script.materials for claim in material.claims}
        for name, item in self.preparation.items():
            key = f"prepared:{name}"
            found[key] = Claim(id=key, kind="sentence", quote=item.quote, start=0, end=0)
        return found

    @cached_property
    def preparation(self) -> dict[str, Prepared]:
        """What was prepared on the material, by the bank question it is for."""
        made = self.state.preparation
        return {item.question: item for item in made.questions} if made else {}

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
    def gave_up(self) -> int:
        """How many of the last three threads ended because the candidate did not know."""
        return sum(thread.closed == "gives_up" for thread in self.state.threads[-4:-1])

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

    @property
    def reading(self) -> Reading | None:
        """What a model saw in the newest answer, when it read all of it."""
        answer = self.answer
        read = self.state.readings.get(answer.seq) if answer else None
        return read if read and answer and read.characters == len(answer.text) else None

    @property
    def depends_on_reading(self) -> bool:
        """Whether the next move hangs on what a model sees in the answer: it asks, meets a push-back, or comes last."""
        seen = self.surface
        if seen is None:
            return False
        thread = self.state.thread
        last = thread is not None and thread.probes + 1 >= BUDGET_PROBES + self.pressure
        return bool(seen.asks) or self.state.challenge is not None or last

    @cached_property
    def signals(self) -> Signals | None:
        """What is known of the newest answer: its surface, corrected by what a model saw."""
        seen, read = self.surface, self.reading
        if seen is None or read is None:
            return seen
        return replace(
            seen,
            stance=seen.stance if read.stance == "unclear" else read.stance,
            touched=seen.touched | dict.fromkeys(read.touched, 1.0),
            dont_know=read.ground == "unknown" or (seen.dont_know and not read.touched),
            commits=next((claim.quote for claim in read.claims if claim.ground != "unknown"), seen.commits),
            asks_back=bool(seen.asks) and (read.asks_back or seen.asks_back),
            distress=seen.distress or read.distress,
            declines=seen.declines or read.declines,
        )

    @cached_property
    def surface(self) -> Signals | None:
        """The newest answer by its words alone."""
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
        """Return whether an indicator was met already: by the judge's rows, by a reading, or by the newest answer."""
        finding = self.findings.get(indicator)
        if finding is not None and finding.verdict == "met":
            return True
        return self.touches(indicator) >= signals.TOUCHED or any(
            indicator in read.touched for read in self.state.readings.values()
        )

    def touches(self, indicator: str) -> float:
        """Return how much of an indicator the newest answer holds, 0 to 1."""
        return self.signals.touched.get(indicator, 0.0) if self.signals else 0.0

    def heard(self, indicator: str) -> float:
        """Return how much of an indicator was ever heard, 0 to 1: what is least heard is least certain."""
        finding = self.findings.get(indicator)
        before = {"met": 1.0, "partial": 0.5}.get(finding.verdict, 0.0) if finding else 0.0
        return max(before, self.touches(indicator))

    def time_for_more(self, probes: int) -> bool:
        """Return whether the open thread may go on; a strong one may take half as long again."""
        thread, question = self.state.thread, self.question
        if thread is None or question is None or self.phase_over:
            return False
        strong = self.signals is not None and self.signals.strong
        if self.signals and self.signals.no_more and not strong:
            return False
        if thread.probes >= probes + self.pressure + self.reaches_for(Act.PROBE):
            return False
        spent = self.now_ms - thread.opened_ms
        return not self.total_ms or spent < min(question.minutes * (1.5 if strong else 1.0) * 60_000, self._fair_ms)

    @property
    def _fair_ms(self) -> float:
        """How long a question may take where its phase owes more than one."""
        slot = self.slot
        least = slot.phase.at_least if slot else 0
        put = sum(thread.phase == self.state.phase for thread in self.state.threads)
        if least < 2 or put >= least:
            return float("inf")
        return (self.phase_end_ms - self.state.phase_ms) / least

    @cached_property
    def earned(self) -> list[tuple[str, str, str]]:
        """Facts the newest answer's questions call for, as (fact id, words, quoted question); at most two.

        What a model saw comes first, also when it saw it a turn too late. What was told before is told again to
        whoever asks again. Only where this phase plays the customer.
        """
        case, seen = self.script.case, self.surface
        if case is None or seen is None or not self.allows(Act.REVEAL):
            return []
        known = {fact.id: fact for fact in (*case.facts, *case.given)}
        found = {item.fact: item.quote for item in self._unlocked if item.fact in known}
        if seen.asks:
            for fact, quote in unlocking.earned(seen.asks, tuple(known.values()), self.lexicon):
                found.setdefault(fact.id, quote)
        return [(fact, known[fact].says, quote) for fact, quote in list(found.items())[:UNLOCKS]]

    @property
    def _unlocked(self) -> list[Unlocked]:
        """What models saw unlocked: by the newest answer, or by the one before where that came late."""
        if self.surface is None or self.surface.instruction_like:
            return []
        newest = list(self.reading.facts) if self.reading else []
        before = self.state.readings.get(self.state.answers[-2].seq) if len(self.state.answers) > 1 else None
        told = {*self.state.facts, *(item.fact for item in newest)}
        return [*newest, *(item for item in (before.facts if before else ()) if item.fact not in told)]

    @cached_property
    def challenges(self) -> list[Challenge]:
        """Challenges of this thread and case that were not posed yet."""
        posed = {challenge.challenge for challenge in self.state.challenges}
        own = self.question.challenges if self.question else ()
        case = self.script.case.challenges if self.script.case else ()
        return [challenge for challenge in (*self._doubts, *own, *case) if challenge.id not in posed]

    @property
    def _doubts(self) -> tuple[Challenge, ...]:
        """Push-backs on the candidate's own material that fit the claim this thread is about, or any late on."""
        prepared = preparation.challenges(self.state.preparation) if self.state.preparation else ()
        claim = squeezed(self.claim)
        late = self.share >= self.script.round.challenges.relaxed_from
        return tuple(item for item in prepared if late or (claim and squeezed(item.after) in claim))

    @cached_property
    def owed(self) -> tuple[Literal["valid", "wrong"], ...]:
        """Kinds of push-back this round still owes, in their seeded order."""
        rules, setup = self.script.round.challenges, self.state.setup
        if setup is None or setup.minutes < rules.min_minutes:
            return ()
        order: list[Literal["valid", "wrong"]] = [*["valid"] * rules.valid, *["wrong"] * rules.wrong]  # type: ignore[list-item]
        Random(setup.seed).shuffle(order)
        for posed in self.state.challenges:
            if posed.kind in order:
                order.remove(posed.kind)
        return tuple(order)

    @cached_property
    def challenge_due(self) -> Challenge | None:
        """The push-back that is due now, if one fits what was just claimed; late in the round any claim does."""
        rules, seen, owed = self.script.round.challenges, self.signals, self.owed
        if seen is None or not owed or seen.empty:
            return None
        posed, total = len(self.state.challenges), rules.valid + rules.wrong
        due = 0.25 + 0.35 * posed / max(1, total - 1) if total > 1 else 0.4
        late = self.share >= rules.relaxed_from
        if self.share < due - EAGER * self.reaches_for(Act.CHALLENGE) or not (seen.commits or late):
            return None
        fits = [item for item in self.challenges if item.kind == owed[0]]
        close = [item for item in fits if self.lexicon.recall(seen.commits, item.after) >= 0.3]
        any_ = [*fits, *(item for item in self.challenges if item.kind in owed)] if late else []
        return next(iter([*close, *any_]), None)
