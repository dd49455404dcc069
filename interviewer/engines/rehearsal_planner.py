"""The planner without a model: rules over the document's words. Deterministic by seed, offline, free."""

import asyncio

from interviewer.ports import Study
from interviewer.preparation import Preparation
from interviewer.preparing import PLANNER, prepare


class RehearsalPlanner:
    """An :class:`interviewer.ports.Planner` that needs no model."""

    name = PLANNER

    async def prepare(self, study: Study) -> Preparation:
        """Return what the rules find, unchecked; a long document must not hold up anybody's words."""
        return await asyncio.to_thread(prepare, study.material, study.questions, study.seed)
