"""Judging one answer as a LangGraph: fan out over criteria, judge each, check every quote by code, gather one row.

Who judges is behind :class:`Judge`; the offline judge scores words in a thread of its own, so that nobody's
conversation waits for it. Nodes write nothing: the row goes back to whoever asked.
"""

import asyncio
import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Protocol, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import Send

from interviewer import assess
from interviewer.assess import Heard
from interviewer.belief import Assessment, Finding
from interviewer.events import Event
from interviewer.graph import tracing
from interviewer.lexical import Lexicon
from interviewer.rubric import Indicator
from interviewer.script import Script
from interviewer.state import State


class Judge(Protocol):
    """Somebody who reads an answer for one criterion at a time; its quotes are checked by code afterwards."""

    name: str
    """Engine and version, for example ``offline/1``."""

    async def judge(
        self, script: Script, criterion: str, indicators: Sequence[Indicator], answer: Heard
    ) -> list[Finding]:
        """Return what the answer says about the indicators; raises ProviderError when nothing can be said now."""


class OfflineJudge:
    """The judge that needs no model: words against words, one criterion at a time."""

    name = assess.NAME

    def __init__(self) -> None:
        # One thread at work at a time: more would take turns with the event loop and make it wait for all of them.
        self._turn = asyncio.Lock()
        self._known: tuple[Script, Lexicon] | None = None

    async def judge(
        self, script: Script, criterion: str, indicators: Sequence[Indicator], answer: Heard
    ) -> list[Finding]:
        """See the protocol."""
        async with self._turn:
            return await asyncio.to_thread(self._score, script, criterion, indicators, answer)

    def _score(
        self, script: Script, criterion: str, indicators: Sequence[Indicator], answer: Heard
    ) -> list[Finding]:  # fmt: skip
        if self._known is None or self._known[0] is not script:
            self._known = (script, assess.lexicon(script))
        return assess.findings(answer, criterion, indicators, self._known[1])


class Judging(TypedDict, total=False):
    """What flows through one run."""

    script: Script
    heard: Heard
    answers: dict[int, str]
    findings: Annotated[list[Finding], operator.add]
    row: Assessment


class Part(TypedDict):
    """One criterion's share of a run."""

    script: Script
    heard: Heard
    answers: dict[int, str]
    criterion: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Deps:
    """Who judges in one run."""

    judge: Judge


Graph = CompiledStateGraph[Judging, Deps, Judging, Judging]


def fan_out(state: Judging) -> list[Send]:
    """Return one task per criterion that the answer may say something about."""
    script, heard = state["script"], state["heard"]
    groups = assess.by_criterion(assess.relevant(script, heard.question))
    shared = {"script": script, "heard": heard, "answers": state["answers"]}
    return [
        Send("judge", {**shared, "criterion": criterion, "indicators": indicators})
        for criterion, indicators in groups.items()
    ]


async def judge(state: Part, runtime: Runtime[Deps]) -> Judging:
    """Judge one criterion; what nobody asked about, and what cannot be found in the candidate's words, is dropped."""
    said = await runtime.context.judge.judge(state["script"], state["criterion"], state["indicators"], state["heard"])
    wanted = {indicator.id for indicator in state["indicators"]}
    asked = (finding for finding in said if finding.indicator in wanted and finding.criterion == state["criterion"])
    return {"findings": [kept for finding in asked if (kept := assess.checked(finding, state["answers"]))]}


async def gather(state: Judging, runtime: Runtime[Deps]) -> Judging:
    """Put the parts together, in the order of the criteria."""
    name, found = runtime.context.judge.name, state.get("findings", [])
    return {"row": await asyncio.to_thread(assess.row, state["heard"], name, found)}


def build() -> StateGraph[Judging, Deps, Judging, Judging]:
    """Return all nodes and edges."""
    graph = StateGraph(Judging, context_schema=Deps)
    graph.add_node("judge", judge, input_schema=Part)
    graph.add_node("gather", gather)
    graph.add_conditional_edges(START, fan_out, ["judge"])
    graph.add_edge("judge", "gather")
    graph.add_edge("gather", END)
    return graph


class LangGraphAssessor:
    """The :class:`interviewer.ports.Assessor` on LangGraph; judges offline unless told who else."""

    def __init__(self, judge: Judge | None = None) -> None:
        tracing.switch_off()
        self._judge: Judge = judge or OfflineJudge()
        self._graph: Graph = build().compile()

    async def assess(self, script: Script, state: State, events: Sequence[Event], answer: int) -> Assessment:
        """See the port."""
        heard = _heard(script, state, answer)
        start: Judging = {
            "script": script, "heard": heard, "answers": {item.seq: item.text for item in state.answers}
        }  # fmt: skip
        done = await self._graph.ainvoke(start, context=Deps(self._judge))
        row: Assessment = done["row"]
        return row


def _heard(script: Script, state: State, answer: int) -> Heard:
    """Return the answer with the question of its thread."""
    given = next(item for item in state.answers if item.seq == answer)
    threads = {thread.number: thread.question for thread in state.threads}
    return assess.hear(script, given.seq, given.text, threads.get(given.thread or 0, ""))
