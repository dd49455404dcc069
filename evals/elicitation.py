"""Do candidates' own questions earn the facts they ask for: recall and false facts, on questions the authors never saw.

``python -m evals.elicitation`` prints a row per question that went wrong and the totals. The questions were written
without sight of the cases' ``unlocked_by`` lists; they were used to choose the matching rule, so their recall is fitted
to that extent and is no held-out figure.
"""

from interviewer import assess, signals, unlocking
from interviewer.content import FileLibrary
from interviewer.events import Setup

QUESTIONS: tuple[tuple[str, str], ...] = (
    ("Who will use this every day, and what do they do today when a letter is late?", "given-writers"),
    ("Where does the data live, who owns it, and what are we not allowed to do with it?", "two-sites-not-ours"),
    ("Is there a deadline that matters, and how will you know that this worked?", "insurer-date"),
    ("How many letters a week are we talking about across the five hospitals?", "given-volume"),
    ("Who writes the letters now, and who has to approve them?", "given-writers"),
    ("Do you know which step takes the longest between discharge and the letter leaving the house?", "where-days-go"),
    ("Has anybody broken down where the time goes?", "where-days-go"),
    ("How does a consultant actually sign a letter?", "signing-habit"),
    ("When do the seniors get round to countersigning, and on what device?", "signing-habit"),
    ("Do all five hospitals belong to you legally?", "two-sites-not-ours"),
    ("Are there rules about patient data leaving your premises, say to a cloud model?", "hospital-act"),
    ("What does the law say about sending records to an outside provider?", "hospital-act"),
    ("Can we use a hosted model, or must everything run in your own data centre?", "hospital-act"),
    ("Are there doctors who would refuse to use something like this?", "surgeons-refuse"),
    ("Has a tool like this been tried before, and how did that go?", "surgeons-refuse"),
    ("Which systems hold the records, and can we read from them in real time?", "nightly-export"),
    ("What interfaces does your hospital information system offer, both ways?", "nightly-export"),
    ("What happens if you are not done by the summer? Is there money at stake?", "insurer-date"),
    ("What does the board look at to decide whether this was a success?", "faster-but-worse"),
    ("Did you ever see quality suffer when letters got faster?", "faster-but-worse"),
    ("Where does the figure of thirty-five minutes come from?", "given-thirty-five"),
    ("How was the writing time measured?", "given-thirty-five"),
)


def run(case: str = "discharge_letters") -> tuple[int, int, list[str]]:
    """Return how many questions earned their fact, how many earned another instead or besides, and what went wrong."""
    setup = Setup(
        round="fde_decomposition", persona="palantir_decomposition", case=case, minutes=60, role="forward_deployed_engineer"
    )  # fmt: skip
    script, _ = FileLibrary(None).assemble(setup, [])
    assert script.case is not None
    lexicon = assess.lexicon(script)
    facts = (*script.case.facts, *script.case.given)
    hits = strays = 0
    wrong: list[str] = []
    for question, wanted in QUESTIONS:
        found = [fact.id.partition(".")[2] for fact, _ in unlocking.earned(signals.questions(question), facts, lexicon)]
        hits += wanted in found
        stray = [fact for fact in found if fact != wanted]
        strays += bool(stray)
        if wanted not in found or stray:
            wrong.append(f"{question}  wanted {wanted}, got {found}")
    return hits, strays, wrong


def main() -> None:
    """Run and print."""
    hits, strays, wrong = run()
    print("\n".join(wrong))
    print(f"{hits} of {len(QUESTIONS)} questions earned their fact; {strays} earned another one instead or besides")


if __name__ == "__main__":
    main()
