"""A moment of an interview on its clock: how much has gone, which phase it is, what that phase owes and allows.

Pure and lazy. It knows nothing of what was answered.
"""

from dataclasses import dataclass
from functools import cached_property
from random import Random

from interviewer import plan
from interviewer.lexical import Lexicon
from interviewer.move import Act
from interviewer.script import Script
from interviewer.state import State

GRACE_MS = 60_000
"""How long an open answer may run past the end before the interviewer closes over it."""

TURN_MS = 100_000
"""What a turn stands for where there is no clock."""

ALWAYS = frozenset({Act.OPEN, Act.ASK, Act.TURN_PAGE, Act.YIELD, Act.CLOSE, Act.REPEAT, Act.NUDGE, Act.SETTLE})
"""Acts every phase has; settling belongs to the challenge that went before."""


@dataclass(frozen=True)
class Moment:
    """When a decision is taken, and with what on the table."""

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
    def progress(self) -> float:
        """How far the interview has come, 0 to 1: by its clock, or by its schedule where the phases went faster."""
        slot = self.slot
        return max(self.share, slot.start_ms / self.slots[-1].end_ms if slot else 0.0)

    def phases_left(self, act: Act) -> int:
        """How many later phases will come in which an act may be made."""
        left = self.total_ms - plan.CLOSING_MS - self.now_ms if self.total_ms else float("inf")
        return sum(act in slot.phase.moves for slot in plan.onward(self.slots, self.state.phase, left))

    def last_for(self, act: Act) -> bool:
        """Whether no later phase will come in which an act may be made."""
        return not self.phases_left(act)

    @property
    def spare_ms(self) -> float:
        """Time beyond the least that the phases after this one need which may not be dropped."""
        left = self.total_ms - plan.CLOSING_MS - self.now_ms if self.total_ms else float("inf")
        later = (slot.phase for slot in plan.onward(self.slots, self.state.phase, left) if not slot.phase.drop_order)
        return left - sum(phase.minimum_minutes for phase in later) * 60_000

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

    @property
    def owes_questions(self) -> bool:
        """Whether the present phase has put fewer questions than it must."""
        slot = self.slot
        return slot is not None and self._put_here < slot.phase.at_least

    @property
    def _put_here(self) -> int:
        return sum(thread.phase == self.state.phase for thread in self.state.threads)

    @property
    def _fair_ms(self) -> float:
        """How long a question may take where its phase owes more than one."""
        slot = self.slot
        if slot is None or slot.phase.at_least < 2 or self._put_here > slot.phase.at_least:
            return float("inf")
        return (self.phase_end_ms - self.state.phase_ms) / slot.phase.at_least

    def allows(self, act: Act) -> bool:
        """Whether the present phase knows an act."""
        return act in ALWAYS or not self.state.phase or act in self.script.round.phase(self.state.phase).moves

    def reaches_for(self, act: Act) -> bool:
        """Whether this persona reaches for an act sooner than others."""
        return act in self.script.persona.signature
