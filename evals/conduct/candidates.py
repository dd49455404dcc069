"""Simulated candidates: a latent level crossed with a manner, scripted, without a model, the same for the same seed.

A candidate sees what a person would see (the state of the interview and the open question) and composes words from
what somebody of that level could say. It never sees the clock's plan and decides nothing for the interviewer.
"""

from random import Random

from evals.conduct import phrases as say
from evals.conduct.knowledge import Mind
from evals.conduct.manners import COLOURS, Contribution, Manner
from interviewer.move import Act
from interviewer.script import Script
from interviewer.state import State

STANCES: dict[int, tuple[tuple[str, float], ...]] = {
    1: (("cave", 5), ("stubborn", 3), ("unclear", 2)),
    2: (("cave", 4), ("stubborn", 2), ("update", 2), ("hold", 1), ("unclear", 1)),
    3: (("hold", 4), ("update", 3), ("cave", 2), ("stubborn", 1)),
    4: (("hold", 5), ("update", 4), ("cave", 1)),
    5: (("right", 1),),
}
"""How a push-back is taken, by level; ``right`` holds against a wrong one and takes up a valid one."""


class Candidate:
    """Somebody who sits this interview."""

    def __init__(self, script: Script, role: str, level: int, manner: Manner, seed: int) -> None:
        self.script, self.level, self.manner = script, level, manner
        self.rng = Random(f"{script.round.id}:{level}:{manner}:{seed}")
        self.mind = Mind(script, level, self.rng, say.OWN.get(role, say.RESEARCH))
        self._reverse = self.rng.randint(1, 3)
        self._pieces = 0

    def next(self, state: State) -> Contribution:
        """Return the next contribution to an interview that waits for one."""
        phase = self.script.round.phase(state.phase) if state.phase else None
        if phase is not None and phase.kind == "reverse":
            return self._ask_them(state)
        if state.floor:
            return self._talk()
        if (asked := self._request()) is not None:
            return asked
        if state.challenge is not None:
            return self._stance(state)
        facts = self._facts(state)
        return self._coloured(facts or self._content(state), state)

    def _think(self) -> float:
        slow = {"silent": 25.0, "terse": 4.0, "hostile": 4.0}.get(self.manner, 10.0)
        return self.rng.uniform(0.4, 1.6) * slow

    def _request(self) -> Contribution | None:
        """Now and then somebody asks for the question again, for help, or to leave it."""
        draw, low = self.rng.random(), (5 - self.level) * 0.01
        for request, share in (("hint", 0.01 + low), ("repeat", 0.015), ("skip", 0.01)):
            draw -= share * (2 if self.manner in {"silent", "evasive"} else 1)
            if draw < 0:
                return Contribution(request, request=request, think_s=self._think())  # type: ignore[arg-type]
        return None

    def _ask_them(self, state: State) -> Contribution:
        if self._reverse <= 0 or self.manner in {"silent", "terse"}:
            return Contribution("goodbye", self.rng.choice(say.FAREWELLS))
        self._reverse -= 1
        lines = [line for fact in self.script.persona.facts for line in fact.asked]
        own = lines and self.rng.random() < 0.5
        text = self.mind.reworded_question(self.rng.choice(lines)) if own else self.rng.choice(say.REVERSE)
        return Contribution("reverse", text, think_s=self._think())

    def _talk(self) -> Contribution:
        """Speak a stretch of a talk; after enough of them, be done."""
        self._pieces += 1
        done = self._pieces >= {"terse": 2, "silent": 2, "rambling": 9}.get(self.manner, 5)
        words = self.ramble([]) if self.manner == "rambling" else " ".join(self.mind.presents(self.rng.randint(3, 7)))
        return Contribution("talk", words, think_s=2.0, done=done)

    def _stance(self, state: State) -> Contribution:
        names, weights = zip(*STANCES[self.level], strict=True)
        stance = self.rng.choices(names, weights)[0]
        assert state.challenge is not None
        if stance == "right":
            stance = "hold" if state.challenge.kind == "wrong" else "update"
        if self.manner in {"hostile", "over_claiming"} and self.rng.random() < 0.7:
            stance = "stubborn"
        lines = {"cave": say.CAVES, "stubborn": say.STUBBORN, "hold": say.HOLDS, "update": say.UPDATES}.get(stance)
        if lines is None:
            return Contribution("unclear", self.rng.choice(say.VAGUE), think_s=self._think())
        own = self.mind.own()
        text = self.rng.choice(lines).replace("{own}", own[0].lower() + own[1:] if not own.startswith("I") else own)
        return Contribution(stance, text, think_s=self._think())

    def _facts(self, state: State) -> Contribution | None:
        """Ask for facts where somebody plays a customer; better candidates ask more and sharper."""
        phase = self.script.round.phase(state.phase) if state.phase else None
        if phase is None or Act.REVEAL not in phase.moves or self.manner in {"terse", "silent", "off_topic"}:
            return None
        eager = 0.25 + 0.1 * self.level if Act.CHALLENGE not in phase.moves else 0.04 * self.level
        asks = self.mind.fact_questions(self.rng.choice((1, 1, 2))) if self.rng.random() < eager else []
        return Contribution("facts", " ".join(asks), think_s=self._think()) if asks else None

    def _content(self, state: State) -> Contribution:
        """Answer the open question or its follow-up from what this level knows."""
        thread, last = state.thread, state.last
        question = self.script.by_question.get(thread.question) if thread else None
        target = last.move.target if last else ""
        parts = self.mind.answer(question, target) if question else []
        if not parts and self.level <= 2 and self.rng.random() < 0.35:
            return Contribution("dont_know", self.rng.choice(say.PLANS if self.level == 2 else say.DONT_KNOW))
        own = [self.mind.own() for _ in range(max(1, self.level - len(parts)) + self.rng.randint(0, 2))]
        self.rng.shuffle(own)
        return Contribution("answer", " ".join([*parts, *own]), think_s=self._think())

    def _coloured(self, given: Contribution, state: State) -> Contribution:
        """Return a contribution in this candidate's manner."""
        colour = COLOURS.get(self.manner)
        return colour(self, given, state) if colour else given

    def put(self, kind: str, text: str) -> Contribution:
        """Return words after some thought."""
        return Contribution(kind, text.strip(), think_s=self._think())

    def ramble(self, around: list[str]) -> str:
        """Return 400 words and more around what there is to say."""
        parts, count = [], 0
        while count < 420:
            filler = f"{self.rng.choice(say.FILLER)}, {self.rng.choice(say.FILLER)}."
            parts.append(filler[0].upper() + filler[1:])
            if around and self.rng.random() < 0.4:
                parts.append(around.pop(0).rstrip(".") + ".")
            count = sum(len(part.split()) for part in parts)
        return " ".join([*parts, *around])
