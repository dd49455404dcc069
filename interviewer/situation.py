"""What the director looks at: log, script, clock and the newest answer, with what follows from them worked out once.

Pure and lazy. It decides nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from typing import Literal

from interviewer import asking, assess, preparation, signals, unlocking, wording
from interviewer.belief import Finding
from interviewer.lexical import stems
from interviewer.material import Claim
from interviewer.moment import ALWAYS as ALWAYS
from interviewer.moment import GRACE_MS as GRACE_MS
from interviewer.moment import TURN_MS as TURN_MS
from interviewer.moment import Moment
from interviewer.move import Act
from interviewer.preparation import Prepared
from interviewer.question import Challenge, Question
from interviewer.reading import UNLOCKS, Reading, Unlocked, squeezed
from interviewer.rubric import Indicator
from interviewer.signals import Signals
from interviewer.state import Answer

StateName = Literal["opening", "floor", "thread", "challenge_open", "reverse", "closing"]

READ_CHARACTERS = 12_000
"""How much of an answer the director reads: some 2,000 words."""
BUDGET_PROBES = 3
"""Follow-ups a thread may have at pressure 0; each degree of pressure adds one."""
MOST_PROBES = 8
"""Follow-ups after which even a point that the question is there for is left alone."""
OVERDUE = 0.15
"""Share of the interview after which a push-back that is due waits no longer for the next phase."""
MOSTLY = 3
"""Words of an answer for each word of its questions up to which it is asked rather than argued."""
_YOURS = re.compile(r"\byou(r|['’](ve|re|d))?\b[^.?!]*[.;]", re.I)
"""A push-back that tells the candidate what they said or have: it needs them to have said so."""
FITS = 0.2
"""Share of a push-back's premise that a claim must hold to be met with it before any claim will do."""
EAGER = 0.08
"""How much sooner, as a share of the interview, a persona makes a move of its signature."""


@dataclass(frozen=True)
class Situation(Moment):
    """One moment of decision, with what follows from the newest answer."""

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
        if self.answer is None:
            return False
        thread = self.state.thread
        last = thread is not None and thread.probes + 1 >= BUDGET_PROBES + self.pressure
        return last or self.state.challenge is not None or bool(signals.questions(self.answer.text[:READ_CHARACTERS]))

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
        pushback = self.asked if self.state.challenge else ""
        return signals.read(text, self.asked, touchable, self.lexicon, self.subject, pushback=pushback)

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
        if thread is None or question is None or (self.phase_over and self.total_ms):
            return False
        if thread.number in self.state.feedback:
            return False
        strong = self.signals is not None and self.signals.strong
        if self.signals and self.signals.no_more and not strong:
            return False
        if thread.probes >= probes + self.pressure + self.reaches_for(Act.PROBE):
            return False
        if not self.total_ms:
            # Without a clock the turns stand for time, and a question's own points are worth them.
            return probes >= MOST_PROBES or not self.phase_over
        spent = self.now_ms - thread.opened_ms
        return spent < min(question.minutes * (1.5 if strong else 1.0) * 60_000, self._fair_ms)

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
        for fact, quote in unlocking.earned(self.asks, tuple(known.values()), self.lexicon, said=self.said):
            found.setdefault(fact.id, quote)
        new = {fact: quote for fact, quote in found.items() if not self.times_said(known[fact].says)}
        again = {fact: quote for fact, quote in found.items() if self.times_said(known[fact].says) == 1}
        given = new or (again if self.mostly_asks else {})
        return [(fact, known[fact].says, quote) for fact, quote in list(given.items())[:UNLOCKS]]

    def times_said(self, words: str) -> int:
        """Return how often these words were part of what was said in scripted wording."""
        return sum(words in said for said in self.state.wording)

    @property
    def said(self) -> str:
        """What of the newest answer is looked at."""
        return self.answer.text[:READ_CHARACTERS] if self.answer else ""

    @cached_property
    def asks(self) -> tuple[str, ...]:
        """What the newest answer wants to know of a customer, with or without a question mark."""
        return asking.asked(self.said)

    @property
    def mostly_asks(self) -> bool:
        """Whether the answer is a question rather than an argument with a question in passing."""
        return bool(self.asks) and len(self.said.split()) < MOSTLY * sum(len(ask.split()) for ask in self.asks)

    @property
    def plays(self) -> bool:
        """Whether a customer with facts is played here."""
        case = self.script.case
        return case is not None and bool(case.facts) and self.name != "reverse" and self.allows(Act.REVEAL)

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
        late = self.progress >= self.script.round.challenges.relaxed_from
        return tuple(item for item in prepared if late or (claim and squeezed(item.after) in claim))

    @cached_property
    def owed(self) -> tuple[Literal["valid", "wrong"], ...]:
        """Kinds of push-back this round still owes, in their seeded order."""
        rules, setup = self.script.round.challenges, self.state.setup
        if setup is None or setup.minutes < rules.min_minutes:
            return ()
        left = {"valid": rules.valid, "wrong": rules.wrong}
        order: list[Literal["valid", "wrong"]] = ["valid", "wrong"]
        Random(setup.seed).shuffle(order)
        # One of each comes before a second of either, so that a short round has both.
        order = [kind for again in range(max(left.values())) for kind in order if again < left[kind]]
        for posed in self.state.challenges:
            if posed.kind in order:
                order.remove(posed.kind)
        return tuple(order)

    @property
    def _due(self) -> float:
        """From which share of the interview on the next push-back is due."""
        rules = self.script.round.challenges
        posed, total = len(self.state.challenges), rules.valid + rules.wrong
        return (0.25 + 0.35 * posed / (total - 1) if total > 1 else 0.4) - EAGER * self.reaches_for(Act.CHALLENGE)

    @property
    def any_claim(self) -> bool:
        """Whether a push-back may follow any claim: late in the round, or where the chances left are no more than owed."""
        late = self.progress >= self.script.round.challenges.relaxed_from
        return late or len(set(self.owed)) > self.phases_left(Act.CHALLENGE)

    @property
    def challenge_overdue(self) -> bool:
        """Whether a push-back that is owed should not wait for its phase to be over."""
        return self.any_claim or self.progress >= self._due + OVERDUE

    @cached_property
    def challenge_due(self) -> Challenge | None:
        """The push-back that is due now, if one fits what was just claimed; late in the round any claim does."""
        seen, owed, late = self.signals, self.owed, self.any_claim
        if seen is None or not owed or seen.empty:
            return None
        if not late and (self.progress < self._due or not seen.commits):
            return None
        near = {item.id: self.lexicon.recall(seen.commits, item.after) for item in self.challenges}
        presumes = {item.id: near[item.id] < FITS and bool(_YOURS.search(item.claim)) for item in self.challenges}
        fits = sorted(self.challenges, key=lambda item: (presumes[item.id], item.kind != owed[0], -near[item.id]))
        close = [item for item in fits if item.kind == owed[0] and near[item.id] >= FITS]
        any_ = [item for item in fits if item.kind in owed] if late else []
        return next(iter([*close, *any_]), None)
