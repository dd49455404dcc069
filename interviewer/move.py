"""What the interviewer may do and what it does: acts, moves, menus. Values only."""

from enum import StrEnum

from pydantic import Field

from interviewer.value import Value


class Act(StrEnum):
    """The repertoire. One utterance carries exactly one act."""

    OPEN = "open"
    """Greet, frame the round, put the first question."""
    ASK = "ask"
    """Put a question of the bank; opens a thread."""
    PROBE = "probe"
    """Follow up inside the thread."""
    CHALLENGE = "challenge"
    """Push back on a claim, rightly or wrongly, never labelled."""
    SETTLE = "settle"
    """Leave a challenge behind without saying who was right."""
    REVEAL = "reveal"
    """Say the facts the candidate's question earned."""
    TWIST = "twist"
    """Change the situation on purpose."""
    HINT = "hint"
    """Help, at a stated cost, because the candidate asked."""
    NUDGE = "nudge"
    """Break a silence or a detour."""
    CLARIFY = "clarify"
    """Say the question in other words."""
    REPEAT = "repeat"
    """Say the question again."""
    INTERRUPT = "interrupt"
    """Cut into a long stretch with one question."""
    ANSWER_BACK = "answer_back"
    """Answer what the candidate asked, as far as this person would."""
    YIELD = "yield"
    """Give the floor."""
    TURN_PAGE = "turn_page"
    """End a thread and put the next question."""
    CLOSE = "close"
    """End the interview."""


class Move(Value):
    """One thing the interviewer may do now."""

    id: str
    """Its name on the menu, ``m1`` to ``m4``; says nothing about the act."""
    act: Act
    intent: str
    """What it is for, in words the speaker may see."""
    say: str
    """The act in its scripted wording: what rehearsal says and what replaces a blocked utterance."""
    ask: str = ""
    """The question of ``say`` alone, as it was written: what a repetition says again."""
    anchors: tuple[str, ...] = ()
    """The candidate's own words, verbatim, that it may hang on."""
    facts: tuple[str, ...] = ()
    """What it tells: earned facts, the twist, a hint. Every one must be said, in these or close words."""
    notice: str = ""
    """A time notice that goes before the act."""
    asks: bool = True
    """Whether it ends with a question the candidate must answer."""
    free: bool = False
    """Whether the speaker may find a question of his own for the intent; else the wording's content must stay."""
    max_words: int = Field(default=70, ge=5)
    """Bound on the utterance, the notice and facts included."""
    target: str = ""
    """Judge side: indicator, challenge, fact, twist or question this move serves."""
    question: str = ""
    """Judge side: the bank question whose thread it opens."""
    phase: str = ""
    """Judge side: the phase it enters."""


class Menu(Value):
    """What may be said in one turn, best first; the engine may choose inside it and nowhere else."""

    rule: str
    """The precedence rule that fired."""
    reason: str
    """Why, for the judge's side of the log."""
    moves: tuple[Move, ...] = Field(min_length=1, max_length=4)

    @property
    def first(self) -> Move:
        """The move that rehearsal makes and that every fallback returns to."""
        return self.moves[0]

    def move(self, move_id: str) -> Move | None:
        """Return the move of that id, or None when it is not on the menu."""
        return next((move for move in self.moves if move.id == move_id), None)
