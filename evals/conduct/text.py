"""An interview as text, for reading: who said what when, by which rule, and what followed."""

from evals.conduct.record import Record
from interviewer import events as ev

_TOLD = (ev.PhaseEntered, ev.ChallengePosed, ev.ChallengeSettled, ev.FactEarned, ev.ThreadClosed, ev.TurnGuarded,
         ev.HintGiven, ev.InterviewClosed, ev.TurnFailed)  # fmt: skip
_LEFT_OUT = {"v", "kind", "goal", "quote", "title", "audience"}


def transcript(record: Record) -> str:
    """Return the interview as text."""
    setup = record.setup
    lines = [
        f"{record.name} ({record.column}): {setup.round} {setup.case or ''} {setup.persona} {setup.minutes} min "
        f"× {setup.pace}, pressure {setup.pressure}, {setup.role} {setup.seniority}, {setup.mode}",
        *([f"given up: {record.broken}"] if record.broken else []),
    ]
    for event in record.events:
        body, at = event.body, f"[{event.elapsed_ms // 60_000:3}:{event.elapsed_ms // 1000 % 60:02}]"
        if isinstance(body, ev.TurnSpoken):
            turn = record.find(body.turn)
            how = f"{turn.decided.state}/{turn.decided.menu.rule}/{turn.move.act}/{turn.source}" if turn else ""
            lines.append(f"{at} {how:44} I{body.turn}: {body.text}")
        elif isinstance(body, ev.AnswerGiven | ev.Requested):
            text = body.text if isinstance(body, ev.AnswerGiven) else f"({body.what})"
            lines.append(f"{at} {'  ' + record.kinds.get(event.seq, ''):44} C: {text}")
        elif isinstance(body, _TOLD):
            lines.append(f"{'':53}.. {body.kind} {body.model_dump(exclude=_LEFT_OUT, exclude_defaults=True)}")
    return "\n".join(lines) + "\n"
