"""Bytes of a stranger's document to a :class:`Material`: told apart by their first bytes, PDFs read in a child process.

It owns the limits and the words in which a document is refused. A file name is shown and never used to find anything.
"""

import asyncio
import contextlib
import re
import secrets
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from interviewer.errors import MaterialError, TooLarge
from interviewer.material import Material
from interviewer.materials import claims
from interviewer.materials.clean import Cleaned, clean_pages, clean_text
from interviewer.round import MaterialKind
from interviewer.value import Value

CHILD = Path(__file__).with_name("child.py")
MAGIC_WITHIN = 1_024
REPLY_BYTES = 4 * 1024 * 1024
PASTE = "Paste its text instead."


_TOO_SLOW = frozenset({-24, -9})
"""Exit by SIGXCPU, or by the SIGKILL a second after it."""


class _Reason(NamedTuple):
    reason: str
    advice: str


_REFUSED = {
    "encrypted": _Reason("The PDF is protected by a password.", "Save a copy without one, or paste its text."),
    "bomb": _Reason("The PDF unpacks to far more than a document should.", f"Print it to a new PDF. {PASTE}"),
    "broken": _Reason("The PDF is damaged or incomplete.", f"Export it again. {PASTE}"),
    "slow": _Reason("The PDF took too long to read.", f"Print it to a new PDF. {PASTE}"),
    "scanned": _Reason("The PDF holds no text; its pages are pictures.", f"Run text recognition on it. {PASTE}"),
    "empty": _Reason("It holds no text.", PASTE),
    "not_pdf": _Reason("It is called a PDF and is none.", f"Open it, and save it as PDF again. {PASTE}"),
    "binary": _Reason("This is neither a PDF nor plain text.", f"Export it as PDF, text or Markdown. {PASTE}"),
    "office": _Reason("Office documents and archives are not read.", f"Export it as PDF. {PASTE}"),
    "encoding": _Reason("The text is not UTF-8.", f"Save it as UTF-8. {PASTE}"),
}
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "office"), (b"\xd0\xcf\x11\xe0", "office"), (b"{\\rtf", "office"), (b"\xff\xfe", "encoding"),
    (b"\xfe\xff", "encoding"), (b"\x89PNG", "binary"), (b"\xff\xd8\xff", "binary"), (b"GIF8", "binary"), (b"%!PS", "binary"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a document may cost."""

    upload_bytes: int = 20 * 1024 * 1024
    text_bytes: int = 2 * 1024 * 1024
    characters: int = 400_000
    pages: int = 200
    memory_bytes: int = 1024 * 1024 * 1024
    """Address space of the child."""
    cpu_s: int = 20
    wall_s: float = 30.0


def _new_id() -> str:
    return secrets.token_hex(8)


@dataclass(frozen=True, slots=True)
class ChildExtractor:
    """The :class:`interviewer.ports.Extractor`."""

    limits: Limits = Limits()
    new_id: Callable[[], str] = field(default=_new_id)

    async def extract(self, name: str, kind: MaterialKind, data: bytes) -> Material:
        """Return the document with its claims; raises MaterialError or TooLarge."""
        name = shown(name)
        if len(data) > self.limits.upload_bytes:
            raise TooLarge("document", len(data), self.limits.upload_bytes)
        warnings: list[str] = []
        if b"%PDF-" in data[:MAGIC_WITHIN]:
            cleaned = await self._pdf(name, data, warnings)
        else:
            cleaned = clean_text(self._text(name, data))
        if not cleaned.text.strip():
            raise _refusal(name, "empty")
        if name.lower().endswith(".pdf") and b"%PDF-" not in data[:MAGIC_WITHIN]:
            raise _refusal(name, "not_pdf")
        if cleaned.hidden:
            warnings.append(f"Hidden text found: {cleaned.hidden} characters that nobody can see were taken out.")
        material = self.new_id()
        # Rules over 400,000 characters take a while, and other interviews are being spoken meanwhile.
        found = await asyncio.to_thread(claims.extract, cleaned.text, cleaned.page_starts, f"{material}.")
        return Material(id=material, kind=kind, name=name, text=cleaned.text, claims=found, warnings=tuple(warnings))

    def _text(self, name: str, data: bytes) -> str:
        if len(data) > self.limits.text_bytes:
            raise TooLarge("text", len(data), self.limits.text_bytes)
        for magic, reason in _MAGIC:
            if data.startswith(magic):
                raise _refusal(name, reason)
        if b"\x00" in data:
            raise _refusal(name, "binary")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise _refusal(name, "encoding") from error
        if len(text) > self.limits.characters:
            raise TooLarge("text", len(text), self.limits.characters, "characters")
        return text

    async def _pdf(self, name: str, data: bytes, warnings: list[str]) -> Cleaned:
        reply = await self._ask_child(data)
        if reply.refused:
            raise _refusal(name, reply.refused)
        warnings += reply.warnings(self.limits.characters)
        return await asyncio.to_thread(clean_pages, reply.pages)

    async def _ask_child(self, data: bytes) -> "_Reply":
        """Return what the child says of a PDF; whatever happens to us, the child does not outlive this."""
        limits = self.limits
        bounds = (limits.memory_bytes, limits.cpu_s, limits.pages, limits.characters)
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-B", str(CHILD), *map(str, bounds), env={},
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            async with asyncio.timeout(limits.wall_s):
                _, said = await asyncio.gather(_feed(child, data), _hear(child))
                status = await child.wait()
        except TimeoutError:
            return _Reply(refused="slow")
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        return _understood(said, status)


class _Reply(Value):
    """What the child answers."""

    pages: tuple[str, ...] = ()
    count: int = 0
    """Pages of the document."""
    broken: int = 0
    """Pages that did not come apart."""
    refused: str = ""
    """A word for why there is no text."""

    def warnings(self, characters: int) -> Iterator[str]:
        """Yield what the candidate should know about the text."""
        silent = sum(not page.strip() for page in self.pages) - self.broken
        if sum(map(len, self.pages)) >= characters:
            yield f"Only the first {characters:,} characters were read, up to page {len(self.pages)} of {self.count}."
        elif len(self.pages) < self.count:
            yield f"The document has {self.count} pages; the first {len(self.pages)} were read."
        if self.broken:
            yield f"Pages that could not be read: {self.broken}."
        if silent > 0:
            yield f"Pages without text, only pictures: {silent}."


def shown(name: str) -> str:
    """Return a file's name fit to be shown: no folders, no control characters, not long."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(char for char in last if char.isprintable())[:120].strip() or "document"


def _refusal(name: str, word: str) -> MaterialError:
    return MaterialError(name, *_REFUSED[word])


async def _feed(child: asyncio.subprocess.Process, data: bytes) -> None:
    assert child.stdin is not None
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it died of its limits: its status says so
        child.stdin.write(data)
        await child.stdin.drain()
    child.stdin.close()


async def _hear(child: asyncio.subprocess.Process) -> bytes:
    """Return what the child says, and no more than it may."""
    assert child.stdout is not None
    said = bytearray()
    while piece := await child.stdout.read(65_536):
        said += piece
        if len(said) > REPLY_BYTES:
            child.kill()
            return b""
    return bytes(said)


def _understood(said: bytes, status: int) -> _Reply:
    """Return the child's answer; a child that was stopped or died says why by its status."""
    if status in _TOO_SLOW:
        return _Reply(refused="slow")
    if status or not said:
        return _Reply(refused="bomb")
    reply = _Reply.model_validate_json(said)
    if not reply.refused and not any(page.strip() for page in reply.pages):
        return _Reply(refused="scanned")
    return reply
