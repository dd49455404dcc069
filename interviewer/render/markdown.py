"""A report as Markdown, in the order of the page. Nobody's words are markup here: every one of their marks is escaped."""

from collections.abc import Iterator, Sequence

from interviewer.belief import Evidence
from interviewer.render import phrases, view
from interviewer.render.phrases import clock, counted, percent
from interviewer.render.text import literal, quoted
from interviewer.render.text import markdown as transcript
from interviewer.report import Coverage, Point, Report

HEADLINE = "Coverage, not a grade"


def report(report: Report) -> str:
    """Return a report as Markdown."""
    page = _Page(report)
    chapters = (page.head, page.coverage, page.keep, page.cost, page.pushbacks, page.facts, page.flaws, page.bars)
    after = (page.questions, page.points, page.time, page.interviewer, page.transcript, page.colophon)
    return "\n\n".join(block for chapter in (*chapters, *after) for block in chapter()) + "\n"


class _Page:
    """The chapters of one report, each a run of blocks; a chapter with nothing to say is empty."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._at = {said.seq: clock(said.elapsed_ms) for said in report.transcript}

    def head(self) -> Iterator[str]:
        report = self.report
        yield f"# {literal(report.title)}"
        untimed = "" if report.colophon.pace else " (untimed)"
        spent = f"{report.minutes_spent:g} of {counted(report.minutes_planned, 'minute')}{untimed}."
        ended = phrases.ENDED.get(report.ended, "")
        yield f"{literal(report.interviewer)} · {report.date} · {spent} {ended}".strip()
        says = report.colophon.judge_says.removeprefix(f"{HEADLINE}. ")
        yield f"**{HEADLINE}.** {literal(says)}"
        yield from filter(None, (phrases.missing(report), phrases.intro(report)))

    def coverage(self) -> Iterator[str]:
        yield "## Coverage"
        predicted = any(item.predicted is not None for item in self.report.coverage)
        rows = [["Criterion", "Weight", "Heard", "Points", *(["Predicted"] if predicted else [])]]
        for item in self.report.coverage:
            row = [literal(item.title), percent(item.weight) if item.weight else "–", phrases.BANDS[item.band],
                   phrases.assessed(item.found, item.assessable)]  # fmt: skip
            rows.append([*row, *([_level(item)] if predicted else [])])
        yield _table(rows)

    def keep(self) -> Iterator[str]:
        lines = view.kept(self.report)
        if not lines:
            return
        yield "## What to keep"
        for line in lines:
            yield f"{self._quote(line.quote)}\n\n{literal(line.point.statement)} ({literal(line.coverage.title)})"

    def cost(self) -> Iterator[str]:
        lines, flags = view.cost(self.report), view.doubtful(self.report)
        if lines:
            yield "## Not heard in your words"
            yield "A judge that compares words did not find these. Where you did say one, take it as made."
            yield "\n".join(f"* {literal(item.point.statement)} ({literal(item.coverage.title)})" for item in lines)
        if flags:
            yield "### Read these yourself"
        for item in flags:
            yield f"{self._quote(item.quote)}\n\n{literal(item.point.statement)}"

    def pushbacks(self) -> Iterator[str]:
        if self.report.pushbacks:
            yield "## Push-backs"
        for item in self.report.pushbacks:
            yield f"### {phrases.stance(item)}"
            yield f"Said: {literal(item.said)}"
            if item.quote and item.answer is not None:
                yield f"{quoted(phrases.shortened(item.quote))}\n>\n> you, at {self._at.get(item.answer, '')}"
            yield literal(phrases.reason(item))

    def facts(self) -> Iterator[str]:
        if self.report.facts:
            yield "## Facts of the case"
        for fact in self.report.facts:
            asked = f"at {self._at.get(fact.seq or 0, '')}" if fact.earned else f"ask: {literal(fact.ask)}"
            state = "You asked" if fact.earned else "Not earned"
            yield f"* **{state}** ({asked}): {literal(fact.says)} {literal(fact.why)}"

    def flaws(self) -> Iterator[str]:
        if self.report.flaws:
            yield "## Flaws of the paper"
        for flaw in self.report.flaws:
            state = "Heard" if flaw.found else "Nearly" if flaw.evidence else "Not heard"
            yield f"* **{state}**, {flaw.severity}: {literal(flaw.statement)} ({literal(flaw.where)})"
            yield from map(self._quote, flaw.evidence)
        for decoy in self.report.decoys:
            state = "You came near this objection" if decoy.raised else "Looks wrong, is not"
            yield f"* **{state}**: {literal(decoy.statement)} {literal(decoy.why)}"

    def bars(self) -> Iterator[str]:
        if phrases.intro(self.report):
            return
        if self.report.bars:
            yield "## Bars that interviewers of this kind state"
        for bar in self.report.bars:
            yield f"* **{phrases.BARS[bar.state]}**: {literal(bar.statement)}"
            yield from map(self._quote, bar.evidence)

    def questions(self) -> Iterator[str]:
        if self.report.threads:
            yield "## Question by question"
        for thread in self.report.threads:
            yield f"### {literal(thread.question)}"
            hints = f", {counted(thread.hints, 'hint')}" if thread.hints else ""
            told = f"{phrases.followed(thread)}{hints}."
            ended = " ".join(filter(None, (phrases.thread_end(thread.closed), phrases.study(thread))))
            yield f"{literal(thread.phase)}: {told} {ended}".strip()
            if thread.outline:
                steps = "\n".join(f"{number}. {literal(step)}" for number, step in enumerate(thread.outline, 1))
                yield f"A strong answer:\n\n{steps}"

    def points(self) -> Iterator[str]:
        for item in self.report.coverage:
            if item.points:
                yield f"## Every point: {literal(item.title)}"
                yield from filter(None, [item.capped])
            for point in item.points:
                yield f"* {_state(point)}: {literal(point.statement)}"
                yield from map(self._quote, point.evidence)

    def time(self) -> Iterator[str]:
        if self.report.phases:
            yield "## Time"
            rows = [[literal(p.title), clock(p.planned_ms), clock(p.spent_ms)] for p in self.report.phases]
            yield _table([["Phase", "Planned", "Spent"], *rows])

    def interviewer(self) -> Iterator[str]:
        card = self.report.conduct
        yield "## The interviewer’s own report card"
        yield (
            f"* times it spoke: {card.turns}\n* asked one thing at a time: {phrases.one_question(card)}\n"
            f"* in written, scripted words: {card.scripted}\n* cut short or replaced by the guard: {card.guarded}\n"
            f"* needed more than one attempt: {card.retried}\n* share of all words: {percent(card.talk_ratio)}"
        )

    def transcript(self) -> Iterator[str]:
        yield transcript(self.report.transcript, {}).strip().replace("# Transcript", "## Transcript", 1)

    def colophon(self) -> Iterator[str]:
        how = self.report.colophon
        yield "## How this report came about"
        model = f" ({literal(how.model)})" if how.model else ""
        yield (
            f"* where the words went: {literal(how.source_note)}\n* spoke: {literal(how.engine)}{model}\n"
            f"* judged: {literal(how.judge)}\n* rubric: {literal(how.rubric)}, {how.rubric_status}\n"
            f"* setting: {phrases.setting(how)}\n"
            f"* report: {literal(how.judging)}, version {how.version}"
        )
        yield _table([["File", "SHA-256"], *([literal(path), sha] for path, sha in sorted(how.content.items()))])

    def _quote(self, evidence: Evidence) -> str:
        return f"{quoted(evidence.quote)}\n>\n> you, at {self._at.get(evidence.answer, '')}"


def _level(item: Coverage) -> str:
    return f"{item.predicted:g} of 5" if item.predicted is not None else "–"


def _state(point: Point) -> str:
    return phrases.VERDICTS[point.verdict] if point.points > 0 else "counts against"


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])
