"""A service for the length of one command, and interviews by the beginnings of their ids."""

import asyncio
from collections.abc import Awaitable, Callable

from interviewer.bootstrap import open_service
from interviewer.cli.log import log_to_file
from interviewer.cli.problems import Usage
from interviewer.ports import Json
from interviewer.service.practice import LOCAL_OWNER, Service
from interviewer.settings import Settings, load_settings


def with_service(use: Callable[[Service, Settings], Awaitable[int]]) -> int:
    """Open the service the environment asks for, use it, and return the exit code."""
    settings = load_settings()
    log_to_file(settings.home, settings.log_level)

    async def opened() -> int:
        async with open_service(settings) as service:
            return await use(service, settings)

    return asyncio.run(opened())


async def find(service: Service, given: str | None, *, among: Callable[[Json], bool], none: str) -> str:
    """Return the id that ``given`` begins, or without it the newest one that fits.

    Raises:
        NotFound: no interview begins like that.
        Usage: several do, or none fits.
    """
    rows = await service.interviews.listing(LOCAL_OWNER)
    if given is None:
        fitting = [row["id"] for row in rows if among(row)]
        if not fitting:
            raise Usage(none)
        return str(fitting[0])
    begun = [str(row["id"]) for row in rows if row["id"].startswith(given)]
    if given in begun or len(begun) == 1:
        return given if given in begun else begun[0]
    if begun:
        raise Usage(f"{len(begun)} interviews begin with {given!r}: {', '.join(begun[:5])}.")
    # The listing ends somewhere; a whole id may lie beyond.
    await service.interviews.overview(LOCAL_OWNER, given)
    return given
