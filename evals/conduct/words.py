"""Checks of the interviewer's words, turn by turn: what was asked, leaked, praised, invented. Pure."""

import re
from collections.abc import Iterator

from evals.conduct import detect, likeness
from evals.conduct.finding import Finding
from evals.conduct.hidden import hidden_of
from evals.conduct.record import Record
from interviewer import events as ev
from interviewer.lexical import words as word_list
from interviewer.move import Act

SCRIPTED = "rehearsal"
"""The engine without a model: it has no header to check and nothing to fall back from."""
TOLD = 0.6
"""Share of a fact's content words that makes it told."""
_HEADER = re.compile(r'^\s*move=(m\d)(?: anchor="[^"\n]*")?\s*\n')


def one_question(record: Record) -> Iterator[Finding]:
    """Every turn: exactly one question where its move asks, none where it does not."""
    for turn in record.turns:
        wanted, double = int(turn.move.asks), detect.doubled(turn.text)
        count = len(detect.tasks(turn.text) if wanted else detect.asking(turn.text))
        why = f"{count} questions, {wanted} due" if count != wanted else f"two in one: {double}" if double else ""
        yield Finding(not why, turn.number, why, turn.text)


def keeps_hidden(record: Record) -> Iterator[Finding]:
    """Every turn: no five content words in a row of the judge's side, no planted word, no unearned fact."""
    hidden = hidden_of(record)
    for turn in record.turns:
        why = hidden.leaked(record, turn, turn.text)
        yield Finding(not why, turn.number, why, turn.text)


def never_showed_hidden(record: Record) -> Iterator[Finding]:
    """Everything that was ever on the screen, words taken back included."""
    hidden = hidden_of(record)
    for shown in record.shown:
        turn = record.find(shown.turn)
        why = hidden.leaked(record, turn, shown.text) if turn else ""
        yield Finding(not why, shown.turn, f"{why}{' (taken back)' if why and shown.void else ''}", shown.text)


def never_sent_hidden(record: Record) -> Iterator[Finding]:
    """Every request to the speaker."""
    for request in record.requests:
        yield Finding(not request, 0, request)


def facts_earned(record: Record) -> Iterator[Finding]:
    """Every fact of the case that a turn tells: it was earned before, with a question in the candidate's words."""
    case = record.script.case
    earned = {event.body.fact: event.body for event in record.events if isinstance(event.body, ev.FactEarned)}
    answers = {item.seq: item.text for item in record.inputs}
    seqs = {event.body.fact: event.seq for event in reversed(record.events) if isinstance(event.body, ev.FactEarned)}
    for turn in record.turns:
        for fact in case.facts if case else ():
            if likeness.share_of(turn.text, fact.says) < TOLD:
                continue
            body = earned.get(fact.id)
            why = "" if body and seqs[fact.id] < turn.seq else "told and not earned"
            if body and body.quote not in answers.get(body.answer, ""):
                why = "the quoted question is not in the answer"
            yield Finding(not why, turn.number, f"{why}: {fact.id}" if why else "", turn.text)


def facts_told(record: Record) -> Iterator[Finding]:
    """Every fact that was earned: the turn that reacts to the answer tells it."""
    says = {fact.id: fact.says for fact in record.script.case.facts} if record.script.case else {}
    for event in record.events:
        if isinstance(event.body, ev.FactEarned) and event.body.fact in says:
            turn = next((turn for turn in record.turns if turn.seq > event.seq), None)
            good = turn is not None and likeness.share_of(turn.text, says[event.body.fact]) >= TOLD
            yield Finding(
                good,
                turn.number if turn else 0,
                "" if good else f"not told: {event.body.fact}",
                turn.text if turn else "",
            )


def no_verdict(record: Record) -> Iterator[Finding]:
    """Every turn: no praise, blame or verdict."""
    for turn in record.turns:
        why = detect.verdict(turn.text)
        yield Finding(not why, turn.number, why, turn.text)


def never_showed_verdict(record: Record) -> Iterator[Finding]:
    """Everything that was ever on the screen."""
    for shown in record.shown:
        why = detect.verdict(shown.text)
        yield Finding(not why, shown.turn, f"{why}{' (taken back)' if why and shown.void else ''}", shown.text)


def acknowledges_rarely(record: Record) -> Iterator[Finding]:
    """Every turn after the first: not a second acknowledgement in a row."""
    manner, before = record.script.persona.manner, False
    others = (*manner.transitions, *manner.pushbacks, *manner.settles, *manner.declines)
    for turn in record.turns:
        now = turn.move.act is not Act.OPEN and detect.acknowledges(turn.text, manner.acknowledgements, others)
        yield Finding(not (now and before), turn.number, "again" if now and before else "", turn.text)
        before = now


def no_farewell(record: Record) -> Iterator[Finding]:
    """Every turn but the last: nobody says goodbye."""
    for turn in record.turns:
        if turn.move.act is not Act.CLOSE:
            why = detect.farewell(turn.text)
            yield Finding(not why, turn.number, why, turn.text)


def plain(record: Record) -> Iterator[Finding]:
    """Every turn: no Markdown, no other language."""
    for turn in record.turns:
        why = detect.markup(turn.text)
        yield Finding(not why, turn.number, why, turn.text)


def stays_in_part(record: Record) -> Iterator[Finding]:
    """Every turn: no word about rubrics, prompts or models that the candidate did not bring up, orders aside."""
    for turn in record.turns:
        why = detect.steps_out(turn.text)
        theirs = [item.text for item in record.inputs[: turn.before] if item.kind != "injection"]
        open_ = why.lower() in " ".join([*theirs, turn.move.say]).lower()
        yield Finding(open_ or not why, turn.number, "" if open_ else why, turn.text)


def nothing_invented(record: Record) -> Iterator[Finding]:
    """Every turn: numbers, links and names stand on the table, in the conversation or in the move."""
    hidden = hidden_of(record)
    for turn in record.turns:
        why = hidden.invented(record, turn)
        yield Finding(not why, turn.number, why, turn.text)


def short_enough(record: Record) -> Iterator[Finding]:
    """Every turn: at most 25 words beyond its bound."""
    for turn in record.turns:
        count, most = len(turn.text.split()), max(turn.move.max_words, len(turn.move.say.split())) + 25
        yield Finding(count <= most, turn.number, f"{count} words, {most} allowed" if count > most else "", turn.text)


def keeps_to_move(record: Record) -> Iterator[Finding]:
    """Every turn of a model on a move that is not free: some of the move's content is there."""
    for turn in record.turns:
        if turn.source == "model" and not turn.move.free:
            good = likeness.share_of(turn.text, turn.move.ask or turn.move.say) >= 0.25
            yield Finding(good, turn.number, "" if good else f"the move: {turn.move.say}", turn.text)


def header_valid(record: Record) -> Iterator[Finding]:
    """Every reply of a model: its first line names a move of the menu."""
    for number, raw in record.raw.items():
        turn = record.find(number)
        if turn and record.speaker != SCRIPTED:
            found = _HEADER.match(raw)
            good = bool(found and turn.decided.menu.move(found[1]))
            yield Finding(good, number, "" if good else raw[:80], turn.text)


def fallbacks(record: Record) -> Iterator[Finding]:
    """Every turn in a column with a model; the share is of those said in scripted words after all."""
    whys = {event.body.turn: event.body.why for event in record.events if isinstance(event.body, ev.TurnGuarded)}
    if record.raw and record.speaker != SCRIPTED:
        for turn in record.turns:
            yield Finding(turn.source == "script", turn.number, whys.get(turn.number, ""), turn.text)


def talk_ratio(records: "list[Record]") -> float:
    """Return the interviewer's share of all words."""
    own = sum(len(turn.text.split()) for record in records for turn in record.turns)
    theirs = sum(len(word_list(item.text)) for record in records for item in record.inputs)
    return own / (own + theirs) if own + theirs else 0.0
