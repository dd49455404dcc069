"""The debrief as a LangGraph: a closed interview's log in, its report out.

The log is folded once; what the words show, what happened and how the interview was held are then worked out side by
side, and bound into one report. Nodes write nothing and ask no model: who judged did so before.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from interviewer import assess, chronicle, conduct, coverage, plan
from interviewer import events as ev
from interviewer.belief import Finding
from interviewer.events import Event
from interviewer.graph import tracing
from interviewer.opportunity import Opportunities, opportunities, unjudged
from interviewer.report import Report
from interviewer.script import Script
from interviewer.state import fold


@dataclass(frozen=True, slots=True)
class Deps:
    """What a report is built from."""

    script: Script
    events: tuple[Event, ...]
    judging: str
    version: int
    says: Mapping[str, str]
    """What each known judge says about itself."""


class Chapters(TypedDict, total=False):
    """Fields of the report, as the nodes hand them on; ``chances`` and ``found`` are what the others work from."""

    chances: Opportunities
    found: dict[str, Finding]
    shown: dict[str, object]
    happened: dict[str, object]
    held: dict[str, object]
    report: Report


Graph = CompiledStateGraph[Chapters, Deps, Chapters, Chapters]


async def read(state: Chapters, runtime: Runtime[Deps]) -> Chapters:
    """Fold the log and check every quote again."""
    return await _aside(_read, runtime.context)


def _read(deps: Deps) -> Chapters:
    folded = fold(deps.events)
    return {"chances": opportunities(deps.script, folded), "found": coverage.shown(folded)}


async def weigh(state: Chapters, runtime: Runtime[Deps]) -> Chapters:
    """Say what the candidate's words show."""
    return await _aside(_weigh, state)


def _weigh(state: Chapters) -> Chapters:
    chances, found = state["chances"], state["found"]
    return {
        "shown": {
            "coverage": coverage.coverage(chances, found),
            "flaws": coverage.flaws(chances, found),
            "decoys": coverage.decoys(chances, assess.lexicon(chances.script)),
            "bars": coverage.bars(chances, found),
        }
    }


async def recount(state: Chapters, runtime: Runtime[Deps]) -> Chapters:
    """Say what happened."""
    return await _aside(_recount, state, runtime.context)


def _recount(state: Chapters, deps: Deps) -> Chapters:
    chances, script, events = state["chances"], deps.script, deps.events
    return {
        "happened": {
            "phases": chronicle.phases(script.round, chances.state, events),
            "facts": chronicle.facts(script, chances.state, events),
            "pushbacks": chronicle.pushbacks(script, chances.state, events),
            "threads": chronicle.threads(chances, events),
        }
    }


async def examine(state: Chapters, runtime: Runtime[Deps]) -> Chapters:
    """Say how the interview was held, and how the report came about."""
    return await _aside(_examine, state, runtime.context)


def _examine(state: Chapters, deps: Deps) -> Chapters:
    folded = state["chances"].state
    judging = (deps.judging, deps.version)
    return {
        "held": {
            "conduct": conduct.conduct(folded.said, deps.events),
            "colophon": conduct.colophon(deps.script, folded, deps.events, judging, deps.says),
            "transcript": folded.said,
        }
    }


async def bind(state: Chapters, runtime: Runtime[Deps]) -> Chapters:
    """Put the chapters into one report."""
    return await _aside(_bind, state, runtime.context)


def _bind(state: Chapters, deps: Deps) -> Chapters:
    folded, script = state["chances"].state, deps.script
    assert folded.setup is not None
    missing = unjudged(folded)
    head = {
        "title": next(chronicle.bodies(deps.events, ev.InterviewStarted)).title,
        "interviewer": script.persona.title,
        "round": script.round.title,
        "date": deps.events[0].at.date().isoformat(),
        "ended": folded.end,
        "minutes_planned": round(plan.total_ms(folded.setup, folded.extra_ms) / 60_000) or folded.setup.minutes,
        "minutes_spent": round(_end_ms(deps.events) / 60_000, 1),
        "complete": not missing,
        "open_assessments": missing,
    }
    return {"report": Report.model_validate(head | state["shown"] | state["happened"] | state["held"])}


def _end_ms(events: Sequence[Event]) -> int:
    """Return the interview clock at the end of the conversation; what follows takes none of its time."""
    closed = [event.elapsed_ms for event in events if isinstance(event.body, ev.InterviewClosed)]
    return closed[-1] if closed else events[-1].elapsed_ms


async def _aside(work: Callable[..., Chapters], *given: object) -> Chapters:
    """Run pure work in a thread: a long interview is not folded on everybody else's time."""
    return await asyncio.to_thread(work, *given)


def build() -> StateGraph[Chapters, Deps, Chapters, Chapters]:
    """Return all nodes and edges."""
    graph = StateGraph(Chapters, context_schema=Deps)
    graph.add_node("read", read)
    graph.add_node("bind", bind)
    graph.add_edge(START, "read")
    for name, node in (("weigh", weigh), ("recount", recount), ("examine", examine)):
        graph.add_node(name, node)
        graph.add_edge("read", name)
    graph.add_edge(["weigh", "recount", "examine"], "bind")
    graph.add_edge("bind", END)
    return graph


class LangGraphDebrief:
    """The :class:`interviewer.ports.Debrief` on LangGraph."""

    def __init__(self, says: Mapping[str, str] | None = None) -> None:
        tracing.switch_off()
        self._says = {assess.NAME: assess.SAYS} | dict(says or {})
        self._graph: Graph = build().compile()

    async def build(self, script: Script, events: Sequence[Event], judging: str, version: int) -> Report:
        """See the port."""
        deps = Deps(script, tuple(events), judging, version, self._says)
        done = await self._graph.ainvoke({}, context=deps)
        report: Report = done["report"]
        return report
