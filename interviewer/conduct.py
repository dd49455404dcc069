"""The interviewer's own report card and the colophon: how well the interview was held, and how its report came about.

Pure counts over what was really shown. It says nothing about the candidate.
"""

from collections.abc import Iterable, Mapping, Sequence

from interviewer import events as ev
from interviewer.chronicle import bodies
from interviewer.events import EngineName, Event
from interviewer.guard import asks
from interviewer.lexical import sentences
from interviewer.report import Colophon, Conduct
from interviewer.script import Script
from interviewer.state import State
from interviewer.transcript import Said

SCRIPTED = "rehearsal"
"""The engine that needs no model, and its judge."""
AT_HOME = (
    "Nowhere. The rehearsal engine and the offline judge use no network; what was said is kept in the database of this "
    "installation."
)
TO_PROVIDER = (
    "To the model provider: the conversation and what lay on the table were sent to the model that {did}. A copy is kept in "
    "the database of this installation."
)
UNKNOWN_JUDGE = "This judge says nothing about itself. Read its quotes and decide yourself."


def conduct(said: Sequence[Said], events: Sequence[Event]) -> Conduct:
    """Return the report card of the interviewer, measured on the texts that were shown."""
    shown = [item for item in said if item.who == "interviewer"]
    counts = [number for item in shown if (number := asked(item.text))]
    words = {
        who: sum(len(item.text.split()) for item in said if item.who == who) for who in ("interviewer", "candidate")
    }
    failed = {body.turn for body in bodies(events, ev.TurnFailed) if body.code != "paused"}
    return Conduct(
        turns=len(shown),
        asking=len(counts),
        one_question_rate=counts.count(1) / len(counts) if counts else 1.0,
        scripted=sum(item.source == "script" for item in shown),
        guarded=sum(body.ended == "guard" for body in bodies(events, ev.TurnSpoken)),
        retried=len(failed & {item.turn for item in shown}),
        talk_ratio=words["interviewer"] / (sum(words.values()) or 1),
    )


def asked(text: str) -> int:
    """Return how many sentences of an utterance ask something."""
    return sum(asks(sentence.text) for sentence in sentences(text))


def colophon(
    script: Script, state: State, events: Sequence[Event], judging: tuple[str, int], says: Mapping[str, str]
) -> Colophon:
    """Return how the report came about.

    ``judging`` is the judging's id and the report's version; ``says`` holds each known judge's word about itself.
    """
    setup = state.setup
    assert setup is not None
    engines = _once([start.setup.engine for start in bodies(events, ev.InterviewStarted)]
                    + [change.engine for change in bodies(events, ev.EngineChanged)])  # fmt: skip
    judges = _once(row.judge for row in state.assessments)
    models = _once(spoken.model for spoken in bodies(events, ev.TurnSpoken) if spoken.source == "model")
    return Colophon(
        interview="",  # the log does not know its own name; the report is named when it opens
        judging=judging[0],
        version=judging[1],
        engine=", then ".join(engines),
        judge=", ".join(judges) or "none",
        judge_says=" ".join(_once(says.get(judge, UNKNOWN_JUDGE) for judge in judges)) or " ".join(says.values()),
        model=", ".join(filter(None, models)),
        rubric=f"{script.rubric.id} {script.rubric.version}",
        rubric_status=script.rubric.status,
        content=state.content,
        mode=setup.mode,
        pressure=setup.pressure,
        soft=state.soft,
        pace=setup.pace,
        seniority=setup.seniority,
        source_note=_went(engines, judges),
    )


def _went(engines: Sequence[EngineName | str], judges: Sequence[str]) -> str:
    """Return where the words of the interview went."""
    spoke = any(engine != SCRIPTED for engine in engines)
    judged = any(not judge.startswith("offline") for judge in judges)
    did = " and ".join(["spoke"] * spoke + ["judged"] * judged)
    return TO_PROVIDER.format(did=did) if did else AT_HOME


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
