"""What happens beside a conversation: the opening events, preparing the material, judging answers.

The service does these in the background; here they are waited for, so that the same seed plays the same interview.
"""

import asyncio

from interviewer import events as ev
from interviewer.assess import assess
from interviewer.belief import answer_of
from interviewer.engines.rehearsal_planner import RehearsalPlanner
from interviewer.events import Setup
from interviewer.service.preparing_job import RULES, Preparing, document
from interviewer.service.room import Room


async def begin(room: Room, setup: Setup, title: str) -> None:
    """Append what an interview begins with, and have the candidate's material prepared by the rules."""
    script, case = room.script, room.script.case
    started: list[ev.AnyBody] = [ev.InterviewStarted(setup=setup, title=title, content=script.hashes)]
    started += [
        ev.MaterialAttached(
            material=item.id, material_kind=item.kind, name=item.name, characters=len(item.text), sha256="",
            claims=item.claims,
        )
        for item in script.materials
    ]  # fmt: skip
    opened = ev.RoundOpened(
        round=script.round.id, title=script.round.title, persona=script.persona.id, interviewer=script.persona.title,
        minutes=setup.minutes, brief=case.brief if case else "",
    )  # fmt: skip
    await room.append([*started, opened])
    await _prepare(room)


async def _prepare(room: Room) -> None:
    preparing = Preparing({RULES: RehearsalPlanner()})
    preparing.start(room)
    while document(room.script) is not None and not room.state.prepared:
        await room.wake.wait()
        room.wake.clear()
        await asyncio.sleep(0)
    await preparing.stop()


async def judge(room: Room) -> None:
    """Judge every answer that waits for it, by the offline judge."""
    while (state := room.state).requested:
        name = state.requested[0]
        given = next(answer for answer in state.answers if answer.seq == answer_of(name))
        question = next((thread.question for thread in state.threads if thread.number == given.thread), "")
        made = assess(room.script, given.seq, given.text, question, room.lexicon)
        await room.append([ev.AssessmentMade(assessment=name, result=made)])
