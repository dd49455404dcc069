"""Reads one PDF in a process of its own: its bytes on stdin, one JSON object on stdout.

It imports nothing but the standard library and pypdf, is started with an empty environment, and takes its limits before
it reads a byte: whatever a document does to the parser, it does to this process alone.
"""

import io
import json
import sys
from typing import Any

REFUSED = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "os.spawn", "ctypes.")
"""Audit events that no document gives a reason for."""


def limit(memory: int, cpu_s: int) -> None:
    """Bound this process where the system can: address space, processor time, written files, core dumps."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - it does not exist everywhere

    wanted = {
        resource.RLIMIT_CPU: (cpu_s, cpu_s + 1),
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_AS: (memory, memory),
    }
    for what, bounds in wanted.items():
        try:
            resource.setrlimit(what, bounds)
        except (OSError, ValueError):  # some systems refuse one of them; the parent's clock remains
            continue


def forbid(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse network, other programs and written files, as an audit hook."""
    mode = arguments[1] if event == "open" and len(arguments) > 1 else None
    if event.startswith(REFUSED) or (isinstance(mode, str) and set(mode) & set("wax+")):
        raise PermissionError(event)


def pages(data: bytes, most_pages: int, most_characters: int) -> dict[str, Any]:
    """Return the text of each page, or why there is none."""
    import pypdf  # noqa: PLC0415 - after the limits
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError  # noqa: PLC0415

    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return {"refused": "encrypted"}
        count = len(reader.pages)
    except (DependencyError, FileNotDecryptedError):
        return {"refused": "encrypted"}
    except LimitReachedError:
        return {"refused": "bomb"}
    found: list[str] = []
    faults: list[str] = []
    room = most_characters
    for number in range(min(count, most_pages)):
        text, fault = _text(reader.pages, number)
        faults += [fault] if fault else []
        found.append(text[:room])
        room -= len(found[-1])
        if room <= 0:
            break
    if faults and len(faults) == len(found):
        return {"refused": faults[0]}
    return {"pages": found, "count": count, "broken": len(faults)}


def _text(every: Any, number: int) -> tuple[str, str]:
    """Return a page's text and a word for what is wrong with it: a broken page costs itself, not the document."""
    try:
        return str(every[number].extract_text()), ""
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - last line of defence: what a parser raises is not foreseeable
        return "", "bomb" if type(error).__name__ == "LimitReachedError" else "broken"


def main(arguments: list[str]) -> None:
    """Answer on stdout: ``pages``, ``count`` and ``broken``, or ``refused`` with a word for the reason."""
    memory, cpu_s, most_pages, most_characters = (int(argument) for argument in arguments)
    limit(memory, cpu_s)
    data = sys.stdin.buffer.read()
    import pypdf  # noqa: F401, PLC0415 - before files may no longer be opened at will

    sys.addaudithook(forbid)
    try:
        answer = pages(data, most_pages, most_characters)
    except (MemoryError, RecursionError):
        answer = {"refused": "bomb"}
    except Exception:  # noqa: BLE001 - last line of defence: what a parser raises on broken input is not foreseeable
        answer = {"refused": "broken"}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


if __name__ == "__main__":
    main(sys.argv[1:])
