"""The counts of push-backs and twists without allowances, reported beside those that are bounded. Pure.

The bounded checks leave out interviews that gave little room; how many these are, and how they went, is seen here.
"""

from collections.abc import Iterator

from evals.conduct.course import commits, in_reverse
from evals.conduct.finding import Finding
from evals.conduct.record import Record
from interviewer import events as ev
from interviewer.move import Act


def challenged(record: Record) -> Iterator[Finding]:
    """Every interview long enough by its round's rule in which the candidate ever made a claim: both kinds posed."""
    rules = record.script.round.challenges
    wanted = {kind for kind, count in (("valid", rules.valid), ("wrong", rules.wrong)) if count}
    claims = sum(commits(record, item) for item in record.inputs)
    gone = record.given_up and not in_reverse(record, record.inputs[-1])
    if record.setup.minutes < rules.min_minutes or not claims or gone:
        return
    posed = {event.body.challenge_kind for event in record.events if isinstance(event.body, ev.ChallengePosed)}
    missing = " and ".join(sorted(wanted - posed))
    yield Finding(not missing, 0, f"missing {missing} after {claims} claims" if missing else "")


def twisted(record: Record) -> Iterator[Finding]:
    """Every twist of a timed interview whose time came while the candidate still answered where twists are told."""
    case, total = record.script.case, record.total_ms
    told = {turn.move.target for turn in record.turns if turn.move.act is Act.TWIST}
    for twist in case.twists if case and total else ():
        late = [item for item in record.inputs if item.text and item.at_ms >= twist.at * total]
        places = [phase for item in late if (phase := record.phase(item.phase))]
        if twist.id in told or any(Act.TWIST in phase.moves for phase in places):
            yield Finding(twist.id in told, 0, "" if twist.id in told else f"never told: {twist.id}")
