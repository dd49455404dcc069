"""How ``--help`` looks: plain text in two columns, no frames, no colours, so that a screen reader can follow it."""

import io
import textwrap

from cyclopts.help import HelpEntry, HelpPanel
from rich.console import Console, ConsoleOptions, RenderableType

COLUMN = 22
"""Where descriptions begin."""


class TwoColumns:
    """A help formatter of Cyclopts."""

    def __call__(self, console: Console, options: ConsoleOptions, panel: HelpPanel) -> None:
        """Write one list of commands or options."""
        if panel.entries:
            _write(console, f"\n{panel.title}:")
            for entry in panel.entries:
                _write(console, _entry(entry, console.width))

    def render_usage(self, console: Console, options: ConsoleOptions, usage: RenderableType | None) -> None:
        """Write the line that shows how the command is called."""
        if usage:
            _write(console, f"Usage: {_plain(usage).removeprefix('Usage:').strip()}")

    def render_description(self, console: Console, options: ConsoleOptions, description: RenderableType) -> None:
        """Write what the command is for."""
        if text := _plain(description):
            paragraphs = [textwrap.fill(part, console.width) for part in text.split("\n\n")]
            _write(console, "\n" + "\n\n".join(paragraphs))


def _entry(entry: HelpEntry, width: int) -> str:
    label = "  " + ", ".join(entry.display_labels_with_metavar)
    facts = [
        f"One of {', '.join(entry.choices)}." if entry.choices else "",
        f"Default: {entry.default}." if entry.default is not None else "",
    ]
    text = " ".join(part for part in (_plain(entry.description), *facts) if part)
    begins = label.ljust(COLUMN - 1) + " " if len(label) < COLUMN else f"{label}\n{' ' * COLUMN}"
    lines = textwrap.wrap(text, max(20, width - COLUMN), break_on_hyphens=False)
    return begins + f"\n{' ' * COLUMN}".join(lines)


def _plain(text: RenderableType | None) -> str:
    if not text:
        return ""
    out = io.StringIO()
    Console(file=out, width=10_000, force_terminal=False, no_color=True).print(text, markup=False, highlight=False)
    return out.getvalue().strip()


def _write(console: Console, text: str) -> None:
    console.print(text.rstrip(" "), markup=False, highlight=False, soft_wrap=True)
