"""The candidate's files for an interview: which, of what kind, read and handed over. It looks into none of them."""

from collections.abc import Sequence
from pathlib import Path

from interviewer.cli.problems import Usage
from interviewer.cli.terminal import Terminal
from interviewer.ports import Json
from interviewer.round import MaterialKind
from interviewer.service.practice import LOCAL_OWNER, Service

MOST_BYTES = 32 * 1024 * 1024
"""More than any reader takes; keeps a slip of the finger out of memory."""
_HINTS: dict[MaterialKind, tuple[str, ...]] = {
    "cv": ("cv", "resume", "résumé"), "job": ("job", "posting", "vacancy"), "abstract": ("abstract",),
    "talk": ("talk", "slides", "deck"), "paper": ("paper", "preprint", ".pdf"),
}  # fmt: skip


def kind_of(name: str, wanted: Sequence[MaterialKind] = ()) -> MaterialKind:
    """Return what a file is by its name, within what the round wants; else what the round wants first."""
    lower = name.lower()
    fitting = [kind for kind, hints in _HINTS.items() if any(hint in lower for hint in hints)]
    return next((kind for kind in fitting if not wanted or kind in wanted), wanted[0] if wanted else "notes")


async def bring(
    service: Service, terminal: Terminal, round_: Json, files: Sequence[Path], kinds: Sequence[MaterialKind]
) -> list[str]:
    """Hand the files over and return their ids; asks for one where the round cannot do without.

    Raises:
        Usage: a file that cannot be read, or kinds that do not match the files.
        MaterialError: a document that cannot be used.
    """
    wanted = round_["wanted"] or {"kinds": (), "required": False, "why": ""}
    if not files and wanted["required"] and terminal.typed:
        terminal.screen.say()
        terminal.screen.say(f"This round works with your own material ({', '.join(wanted['kinds'])}). {wanted['why']}")
        given = await terminal.ask("File: ")
        files = [Path(given)] if given else []
    if len(kinds) > 1 and len(kinds) != len(files):
        raise Usage("Give --material-kind once, or once for each --material.")
    each = list(kinds) * len(files) if len(kinds) == 1 else list(kinds)
    each = each or [kind_of(file.name, wanted["kinds"]) for file in files]
    return [await _add(service, terminal, file, kind) for file, kind in zip(files, each, strict=True)]


async def _add(service: Service, terminal: Terminal, file: Path, kind: MaterialKind) -> str:
    material = await service.materials.add(LOCAL_OWNER, file.name, kind, _read(file))
    found = len(material.claims)
    terminal.screen.say(f"{file.name}: taken as {kind}, {found} quotable {'claim' if found == 1 else 'claims'}.")
    for warning in material.warnings:
        terminal.screen.say(f"  {warning}")
    return material.id


def _read(file: Path) -> bytes:
    try:
        file = file.expanduser()
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise Usage(f"{file} has {size:,} bytes; no document of that size can be read.")
        return file.read_bytes()
    except OSError as error:
        raise Usage(f"{file} cannot be read: {error.strerror}.") from error
