"""The words of a report: one calm sentence for each state that report values can be in. No verdict on a person."""

from interviewer.report import Colophon, Conduct, Pushback, Report, ThreadLine
from interviewer.rubric import Verdict

BANDS = {
    "covered": "covered",
    "partly": "partly covered",
    "not_found": "not found in your words",
    "cannot_assess": "not assessed",
}
VERDICTS: dict[Verdict, str] = {
    "met": "heard",
    "partial": "nearly",
    "not_met": "not heard",
    "contradicted": "closer to a listed mistake",
    "cannot_assess": "not judged",
}
BARS = {
    "crossed": "your words match it",
    "not_crossed": "not crossed",
    "not_assessed": "not assessed",
}
ENDED = {
    "time": "It ended when the time was up.",
    "budget": "It ended when the budget for the model was used up.",
    "abandoned": "It was left and not resumed.",
    "provider": "It ended because the model service failed.",
}
CLOSED = {
    "skip": "You skipped it.",
    "gives_up": "You said where your knowledge ends, and the interviewer left it there.",
    "waited": "Nothing was said for a long while, and the interviewer moved on.",
    "end": "The interview ended here.",
    "goodbye": "You ended the interview here.",
}
STANCES = {
    "wrong": {
        "hold": "You kept your claim and gave a reason. The objection does not hold.",
        "update": "You moved and gave a reason. The objection does not hold, so there was nothing to move for.",
        "cave": "You gave way without a reason. The objection does not hold.",
        "stubborn": "You kept your claim without a reason. The objection does not hold; what was missing is why.",
    },
    "valid": {
        "hold": "You kept your claim with a reason. The objection is sound: check whether your reason answers it.",
        "update": "You moved and said what moved you. The objection is sound.",
        "cave": "You gave way without a reason of your own. The objection is sound, but nobody can tell that you saw why.",
        "stubborn": "You kept your claim without a reason. The objection is sound.",
    },
}
KINDS = {"wrong": "It does not hold", "valid": "It is sound"}
GUESS = "It is about your own work, where nobody here can check whether it holds, so it counts for nothing."


def clock(ms: int) -> str:
    """Return a place on the interview clock."""
    minutes, seconds = divmod(max(0, ms) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def percent(share: float) -> str:
    """Return a share as whole per cent."""
    return f"{round(share * 100)} %"


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def times(number: int) -> str:
    """Return how often."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def shortened(text: str, limit: int = 320) -> str:
    """Return the beginning of a text, cut at a word."""
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def stance(item: Pushback) -> str:
    """Return what became of a push-back."""
    if item.stance == "open":
        return "It was not answered before the interview moved on."
    if item.stance == "unclear":
        return "Your words do not tell how you took it."
    if item.kind == "wrong" and not item.scored:
        return GUESS
    return STANCES[item.kind][item.stance]


def reason(item: Pushback) -> str:
    """Return why a push-back is sound or not; authors who begin with the verdict are not made to say it twice."""
    first, _, rest = item.why.partition(" ")
    if first.strip(".,;:").lower() not in {"wrong", "valid"}:
        return f"{KINDS[item.kind]}. {item.why}".strip()
    return f"{KINDS[item.kind]}{first[-1] if first[-1] in '.,;:' else ':'} {rest}"


def thread_end(why: str) -> str:
    """Return how a question ended; empty when the interviewer simply went on."""
    return CLOSED.get(why, "")


def study(thread: ThreadLine) -> str:
    """Return whether study mode said something after a question: what came later was said knowing it."""
    return "Before the next question you were told what was heard." if thread.told else ""


def setting(how: Colophon) -> str:
    """Return what the candidate chose, and what became of it."""
    feedback = "feedback after each question" if how.mode == "study" else "no feedback before this report"
    pressure = f"pressure {how.pressure} of 3"
    if how.soft and how.pressure:
        pressure += ", lowered to 0 after a pause was offered"
    pace = "untimed" if not how.pace else "real time" if how.pace == 1 else f"time × {how.pace:g}"
    return f"{how.mode} mode ({feedback}); {pressure}; {pace}; questions for {how.seniority} level"


def followed(thread: ThreadLine) -> str:
    """Return how far a question was followed."""
    if not thread.turns:
        return "no answer"
    steps = f"{thread.depth} of 3 steps down" if thread.depth else "no step further down"
    return f"{counted(thread.turns, 'answer')} · {steps}"


def intro(report: Report) -> str:
    """Return what this report can say at all."""
    if not any(said.who == "candidate" for said in report.transcript):
        return (
            "You gave no answer, so there is nothing to report on: no criterion was assessed, and nothing counts as missing. "
            "The hidden parts of the case and the outlines stay closed; you can sit the same interview again."
        )
    return ""


def missing(report: Report) -> str:
    """Return which answers have no judgement."""
    if report.complete:
        return ""
    at = {said.seq: clock(said.elapsed_ms) for said in report.transcript}
    names = [name.partition(":")[2] for name in report.open_assessments]
    when = ", ".join(at.get(int(name), name) if name.isdigit() else name for name in names)
    one = len(names) == 1
    return (
        f"This report is incomplete: {counted(len(names), 'answer')} {'has' if one else 'have'} no judgement (at {when}). What "
        f"{'it' if one else 'they'} may have shown is left open here and counts as neither heard nor missing."
    )


def one_question(conduct: Conduct) -> str:
    """Return the one-question rate as a count."""
    if not conduct.asking:
        return "nothing was asked"
    single = round(conduct.one_question_rate * conduct.asking)
    return f"{single} of {conduct.asking} ({percent(conduct.one_question_rate)})"


def assessed(found: int, assessable: int) -> str:
    """Return how many listed points were heard, of those that were asked for."""
    return f"{found} of {assessable}" if assessable else "nothing asked and judged"
