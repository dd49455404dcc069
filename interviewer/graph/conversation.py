"""One turn as a LangGraph: entered at the state the log folds to, through a decision, to one act of the repertoire.

Its edges are the only legal transitions and are drawn from :data:`interviewer.director.RULES`. Nodes write nothing:
they return bodies, the service commits them. There is no checkpointer, because the log is the only truth.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TypedDict, cast

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from interviewer import director
from interviewer.events import AnyBody, TurnDecided
from interviewer.graph import tracing
from interviewer.graph.speaking import speak
from interviewer.move import Act
from interviewer.ports import Sink, Utterer
from interviewer.round import Round
from interviewer.situation import Situation

STATES = ("opening", "floor", "thread", "challenge_open", "reverse", "closing")


class Turn(TypedDict, total=False):
    """What flows through one run."""

    sit: Situation
    decided: TurnDecided | None
    bodies: list[AnyBody]


@dataclass(frozen=True, slots=True)
class Deps:
    """Who speaks and who listens, for one run."""

    utterer: Utterer
    sink: Sink


Graph = CompiledStateGraph[Turn, Deps, Turn, Turn]


def legal(round_: Round | None = None) -> dict[str, set[Act]]:
    """Return the acts that may follow each state, by the director's table; for one round or for all."""
    acts: dict[str, set[Act]] = {state: set() for state in STATES}
    for rule in director.RULES:
        for state in rule.states:
            if round_ is None or _reachable(round_, state):
                acts[state] |= rule.acts
    return {state: allowed for state, allowed in acts.items() if allowed}


def _reachable(round_: Round, state: str) -> bool:
    kinds = {phase.kind for phase in round_.phases}
    needs = {"floor": "floor", "reverse": "reverse", "thread": "threads", "challenge_open": "threads"}
    return state not in needs or needs[state] in kinds


async def decide(state: Turn, runtime: Runtime[Deps]) -> Turn:
    """Decide what may be said; nothing when listening is the thing to do."""
    decision = director.decide(state["sit"])
    if decision is None:
        return {"decided": None, "bodies": []}
    return {"decided": cast("TurnDecided", decision.bodies[0]), "bodies": list(decision.bodies)}


async def say(state: Turn, runtime: Runtime[Deps]) -> Turn:
    """Speak one act."""
    decided = state["decided"]
    assert decided is not None
    return {"bodies": await speak(state["sit"], decided, runtime.context.utterer, runtime.context.sink)}


def enter(turn: Turn) -> str:
    """Return where a run starts: a decision that is not spoken yet is spoken, never taken again."""
    pending = turn.get("decided")
    return f"say_{pending.menu.first.act}" if pending else turn["sit"].name


def after_decision(turn: Turn) -> str:
    """Return the act of the menu's first item, or the end when the interviewer listens on."""
    decided = turn["decided"]
    return f"say_{decided.menu.first.act}" if decided else END


def build(round_: Round | None = None) -> StateGraph[Turn, Deps, Turn, Turn]:
    """Return all nodes and edges, for one round or for all."""
    graph = StateGraph(Turn, context_schema=Deps)
    allowed = legal(round_)
    acts = sorted(set().union(*allowed.values()))
    for act in acts:
        graph.add_node(f"say_{act}", say)
        graph.add_edge(f"say_{act}", END)
    for state, may in allowed.items():
        graph.add_node(state, decide)
        graph.add_conditional_edges(state, after_decision, [*(f"say_{act}" for act in sorted(may)), END])
    graph.add_conditional_edges(START, enter, [*allowed, *(f"say_{act}" for act in acts)])
    return graph


class LangGraphConversation:
    """The :class:`interviewer.ports.Conversation` on LangGraph."""

    def __init__(self) -> None:
        tracing.switch_off()
        self._graph: Graph = build().compile()

    async def turn(self, sit: Situation, utterer: Utterer, sink: Sink) -> AsyncIterator[list[AnyBody]]:
        """Run one turn; see the port."""
        start: Turn = {"sit": sit, "decided": sit.state.pending}
        async for update in self._graph.astream(start, context=Deps(utterer, sink), stream_mode="updates"):
            for part in update.values():
                if part and part.get("bodies"):
                    yield part["bodies"]

    def mermaid(self, round_: Round | None = None) -> str:
        """Draw states, acts and the edges between them as a Mermaid flowchart."""
        lines = ["flowchart LR"]
        for state, acts in legal(round_).items():
            lines += [f"  {state} --> {act}" for act in sorted(acts)]
        return "\n".join(lines) + "\n"
