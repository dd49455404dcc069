"""Small bars as inline SVG: drawn from numbers, named for those who cannot see them, coloured by the page's style."""

from collections.abc import Sequence
from itertools import count

from markupsafe import Markup

from interviewer.report import Coverage, PhaseTime

WIDTH, THICK = 100, 8


class Charts:
    """Draws the bars of one page; each has a name of its own there."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def coverage(self, item: Coverage) -> Markup:
        """Draw how much of a criterion was heard: in full, nearly, and the rest."""
        if not item.assessable:
            return self._bar("Not assessed", f"Nothing of {item.title} was asked for and judged.", [])
        share = WIDTH / item.assessable
        full = min(item.found, sum(point.verdict == "met" and point.points > 0 for point in item.points))
        said = f"{item.found} of {item.assessable} listed points heard, {full} of them in full."
        parts = [("full", 0.0, full * share), ("near", full * share, (item.found - full) * share)]
        return self._bar(f"Coverage of {item.title}", said, parts)

    def time(self, item: PhaseTime, phases: Sequence[PhaseTime]) -> Markup:
        """Draw a phase's time against its plan, on one scale for all phases."""
        longest = max(max(phase.planned_ms, phase.spent_ms) for phase in phases) or 1
        spent, planned = item.spent_ms * WIDTH / longest, item.planned_ms * WIDTH / longest
        said = f"{item.spent_ms // 1000} seconds spent, {item.planned_ms // 1000} planned."
        mark = min(max(planned - 0.5, 0.0), WIDTH - 1.0)
        return self._bar(f"Time of {item.title}", said, [("full", 0.0, spent), ("mark", mark, 1.0)])

    def _bar(self, title: str, said: str, parts: Sequence[tuple[str, float, float]]) -> Markup:
        number = next(self._numbers)
        drawn = Markup("").join(
            Markup('<rect class="{}" x="{:.1f}" y="0" width="{:.1f}" height="{}"/>').format(kind, x, width, THICK)
            for kind, x, width in parts
            if width > 0
        )
        return Markup(
            '<svg class="bar" role="img" aria-labelledby="bar-{n}-title bar-{n}-desc" viewBox="0 0 {w} {h}" '
            'preserveAspectRatio="none" focusable="false"><title id="bar-{n}-title">{title}</title>'
            '<desc id="bar-{n}-desc">{said}</desc>'
            '<rect class="rest" x="0" y="0" width="{w}" height="{h}"/>{drawn}</svg>'
        ).format(n=number, w=WIDTH, h=THICK, title=title, said=said, drawn=drawn)
