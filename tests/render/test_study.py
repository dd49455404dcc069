"""A report says how the interview was held: mode, pressure and what became of it, pace, level, and what was told when."""

import pytest

from interviewer.render import ReportRenderer
from interviewer.report import Report
from tests.graph.samples import critique

pytestmark = pytest.mark.anyio

TOLD = "Before the next question you were told what was heard."


@pytest.fixture
async def report() -> Report:
    return await (await critique()).report()


def changed(report: Report, **how: object) -> Report:
    return report.model_copy(update={"colophon": report.colophon.model_copy(update=how)})


@pytest.mark.parametrize("form", ["html", "markdown"])
async def test_the_setting_is_named_in_words(report: Report, form: str) -> None:
    show = ReportRenderer().report
    study = show(changed(report, mode="study", pressure=2, pace=1.5, seniority="senior"), form)
    assert "study mode (feedback after each question)" in study
    assert "pressure 2 of 3; time × 1.5; questions for senior level" in study
    assert "real mode (no feedback before this report)" in show(changed(report, mode="real", pace=1.0), form)
    assert "untimed" in show(changed(report, pace=0.0), form)


@pytest.mark.parametrize("form", ["html", "markdown"])
async def test_a_pressure_that_was_lowered_is_named(report: Report, form: str) -> None:
    show = ReportRenderer().report
    assert "pressure 2 of 3, lowered to 0 after a pause was offered" in show(
        changed(report, pressure=2, soft=True), form
    )
    assert "lowered" not in show(changed(report, pressure=0, soft=True), form)
    assert "lowered" not in show(changed(report, pressure=2), form)


@pytest.mark.parametrize("form", ["html", "markdown"])
async def test_a_question_says_whether_feedback_followed_it(report: Report, form: str) -> None:
    show = ReportRenderer().report
    assert TOLD not in show(report, form)
    first = report.threads[0].model_copy(update={"told": True})
    assert show(report.model_copy(update={"threads": (first, *report.threads[1:])}), form).count(TOLD) == 1
