"""Reading what the candidate brought, beside the interview: questions and push-backs prepared once, by whoever can.

It runs while this process speaks for the interview and is never waited for. A planner that fails, is late or has
nothing that stands is replaced by the rules, and the preparation says so. A restart finds the work undone and does it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Mapping

from interviewer import events as ev
from interviewer.errors import CommandReused, Fenced, NotFound, ProviderError, StoreError, traceless
from interviewer.material import Material
from interviewer.ports import Clock, Fence, Planner, Study
from interviewer.preparation import Preparation
from interviewer.script import Script
from interviewer.service.room import Room
from interviewer.vetting import completed, vetted

log = logging.getLogger(__name__)

PATIENCE_S = 150.0
"""How long a planner may take before the rules take its place: questions on the material come after the talk."""
RULES = "rehearsal"


class Preparing:
    """Prepares the material of rooms that this process holds; planners by the name of their engine, rules among them."""

    def __init__(self, planners: Mapping[str, Planner]) -> None:
        self._planners = planners
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, room: Room) -> None:
        """Begin to prepare if there is something to prepare and nobody is at it."""
        if room.id not in self._tasks and room.held and _due(room):
            task = asyncio.create_task(self._prepare(room))
            self._tasks[room.id] = task
            task.add_done_callback(lambda _: self._done(room))

    async def stop(self) -> None:
        """Leave everything as it is; what was not finished is begun again by whoever comes next."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _done(self, room: Room) -> None:
        self._tasks.pop(room.id, None)
        room.wake.set()

    async def _prepare(self, room: Room) -> None:
        epoch = room.epoch
        try:
            body = await self._body(room)
            # A lease that was lost or taken anew meanwhile is another process's business, or another run's.
            if room.held and room.epoch == epoch and _due(room):
                await room.append([body], fence=Fence(epoch), key="prepared")
        except (Fenced, NotFound, CommandReused):
            log.info("preparing.left interview=%s", room.id)
        except StoreError:
            log.warning("preparing.store.failed interview=%s", room.id)
            await room.clock.sleep(1.0)

    async def _body(self, room: Room) -> ev.MaterialPrepared | ev.PreparationFailed:
        """Return what was prepared, or that nothing could be."""
        try:
            return ev.MaterialPrepared(preparation=await self._made(room, _study(room)))
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001
            # The last line of defence: without a preparation the interview goes on with the questions of the bank.
            log.error("preparing.failed interview=%s %s", room.id, traceless(error))
            return ev.PreparationFailed(detail=f"The planner broke ({type(error).__name__}).")

    async def _made(self, room: Room, study: Study) -> Preparation:
        """Return the preparation of the interview's engine, completed by the rules, or that of the rules alone."""
        rules = self._planners[RULES]
        by_rule = await asyncio.to_thread(vetted, await rules.prepare(study), study)
        planner = self._planners.get(study.setup.engine, rules)
        if planner is rules:
            return by_rule
        why = ""
        try:
            made = await _in_time(planner.prepare(study), room.clock)
            sound = await asyncio.to_thread(vetted, made, study) if made else None
            if sound and (sound.questions or sound.doubts):
                return completed(sound, by_rule)
            why = "nothing of it stood" if made else "it took too long"
        except ProviderError as error:
            why = error.code
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 — whatever a planner does, the rules still can
            log.error("planner.failed interview=%s %s", room.id, traceless(error))
            why = type(error).__name__
        log.warning("planner.replaced interview=%s why=%s", room.id, why)
        return by_rule.model_copy(update={"planner": f"{by_rule.planner}, in place of {planner.name}: {why}"})


def _due(room: Room) -> bool:
    """Whether a document waits to be prepared; after the close nothing is."""
    state = room.state
    return not (state.prepared or state.status == "closed" or room.deleted) and document(room.script) is not None


def document(script: Script) -> Material | None:
    """Return the document that is prepared: the one that most can be quoted from, of a kind the round works with."""
    wanted = script.round.wanted
    takes = any(question.claim for question in script.questions)
    fitting = [material for material in script.materials if takes and wanted and material.kind in wanted.kinds]
    return max(fitting, key=lambda material: len(material.claims), default=None)


def _study(room: Room) -> Study:
    script, setup = room.script, room.state.setup
    material = document(script)
    assert setup is not None
    assert material is not None
    questions = tuple(
        question
        for question in script.questions
        if question.claim and (not question.tags.roles or setup.role in question.tags.roles)
    )
    return Study(room.id, setup, script.round, material, questions, setup.seed)


async def _in_time(preparing: Awaitable[Preparation], clock: Clock) -> Preparation | None:
    """Return what was prepared, None when it was not there in time."""
    working, waiting = asyncio.ensure_future(preparing), asyncio.ensure_future(clock.sleep(PATIENCE_S))
    try:
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        return await working if working.done() else None
    finally:
        working.cancel()
        waiting.cancel()
        await asyncio.gather(working, waiting, return_exceptions=True)
