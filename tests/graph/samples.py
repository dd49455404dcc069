"""Three interviews to look at and to test with: a customer case, a paper with flaws, a talk about one's own work."""

from interviewer import events as ev
from interviewer.lexical import sentences
from interviewer.material import Claim, Material
from interviewer.move import Act
from tests.graph.stage import CRITIQUE, TALK, Sitting, seated

PAPER = Material(
    id="paper",
    kind="paper",
    name="routing.txt",
    text="Our router reduces latency by 38% at equal quality. We show that the gain comes from the gate alone.",
    claims=(
        Claim(id="c1", quote="Our router reduces latency by 38% at equal quality.", kind="number", start=0, end=51),
        Claim(id="c2", quote="We show that the gain comes from the gate alone.", kind="shows", start=52, end=101),
    ),
)


def _question(text: str) -> str:
    return next(span.text for span in sentences(text) if span.text.endswith("?"))


async def decomposition() -> Sitting:
    """A good half of an hour with a customer: facts earned, one push-back of each kind, a question skipped."""
    it = seated()
    it.asks("clarify-last-case", before="Hi. You'll get what you ask me for, and not much else.")
    text = (
        "Before I suggest anything I'd like to hear how this works today. Take the most recent storm and walk me through one "
        "job from the first minute to the last. Where does the time go between the report of a fault and the repair?"
    )
    seq = await it.answers(text, 70)
    it.reveals("storm_crews.where-hours-go", seq, _question(text))
    text = (
        "So the largest piece is nine and a half hours of not knowing what is broken, and a forecast of where lines fail would "
        "not shorten that. I'm going to assume the same list is used by all nine districts; stop me if that's wrong. Who "
        "decides which crew goes where?"
    )
    seq = await it.answers(text, 95)
    it.reveals("storm_crews.commission-order", seq, _question(text))
    it.probes("What is still missing for you to judge what I have asked for?")
    text = (
        "The most important unknown for me is how you measure success. How do you measure success, and does the regulator use "
        "the same figure? The hosting question can wait because it won't change the plan."
    )
    seq = await it.answers(text, 80)
    it.reveals("storm_crews.long-tail", seq, "How do you measure success, and does the regulator use the same figure?")
    it.enters("goal")
    it.asks("goal-conflict")
    await it.answers(
        "I'd hold two numbers, the average and how many people are still dark after a day, because the first can improve at the "
        "cost of the second. Which one wins in a tie is not mine to decide, I'd bring both to the vice president in writing.",
        110,
    )
    it.challenges("storm_crews.wrong-average")
    seq = await it.answers(
        "No, I still disagree, because 4,300 customers waited more than a day in January while the average hides them. Sending "
        "crews to the big urban lines first brings the average down and leaves those people exactly where they were.",
        75,
    )
    it.settles("hold", seq)
    it.enters("decompose")
    it.asks("decompose-parts")
    await it.answers(
        "I'd split it into three parts. One is getting damage reports in faster, one is a ranked list the dispatcher can read on "
        "paper, and one is not software at all: an agreement with the union on what location data may be used for. The "
        "agreement comes before everything, because without it the crews leave their tablets off. Nadine Sorrel would own the "
        "list, it is her shift that lives with it.",
        160,
    )
    it.probes("Why that one ahead of the others?", target="decomposition.order-by-dependency")
    await it.answers(
        "The ranking can't begin until we know what lies on the ground, so it waits on the reports. And I'd leave the fully "
        "automatic step out, a licensed dispatcher has to order each crew by name.",
        70,
    )
    it.challenges("storm_crews.valid-reporting-burden")
    seq = await it.answers("Fair point, I had not thought of that. Whatever you think is best.", 25)
    it.settles("cave", seq)
    it.enters("risks")
    it.asks("risks-root-cause")
    await it.answers("I don't know. I'd have to look at the timestamps.", 30)
    it.probes("What is the cheapest look at reality that could prove you wrong?", target="depth:risks-root-cause:2")
    await it.answers(
        "Timestamps per step would tell the two explanations apart: on nights with plenty of crews the delay should vanish if "
        "hands are the reason, and stay if it is missing information.",
        85,
    )
    it.enters("first_step")
    it.asks("first-step-smallest")
    it.note(ev.Requested(command="command-hint-1", what="hint"))
    it.speaks(Act.HINT, it.script.by_question["first-step-smallest"].hints[0], asks=False)
    it.note(ev.HintGiven(turn=it.state.turn, rung=1))
    await it.answers(
        "A paper form with four boxes that an assessor photographs. You don't need software for that, a spreadsheet and a phone "
        "call every morning would do at first. It tests whether reports come in faster when they take ten seconds, and the worst "
        "that can happen is that it's useless. I'd try it in the exercise before the filing and not wait for a storm.",
        150,
    )
    it.probes("What would you count while it runs?", target="depth:first-step-smallest:2")
    await it.answers(
        "Jobs with a known damage after six hours, against the same count from January. If it doesn't rise by a third we stop.",
        60,
    )
    it.enters("behaviour")
    it.asks("behaviour-failed")
    it.note(ev.Requested(command="command-skip-1", what="skip"))
    it.enters("reverse")
    it.speaks(Act.YIELD, "The last minutes are yours.", asks=False)
    it.leaves("skip")
    await it.answers("Who opened the last thing your team built, the morning after it went live?", 30)
    it.ends()
    return it


async def critique() -> Sitting:
    """A paper taken apart: flaws found and missed, a decoy raised."""
    it = seated(CRITIQUE)
    it.asks("retell")
    await it.answers(
        "They subtract half a point from a binary reward each time a frozen monitor flags the attempt, and the flagged share on "
        "600 test tasks falls from 31.2 to 5.5 per cent against training on the tests alone.",
        100,
    )
    it.enters("evidence")
    it.asks("furthest-sentence")
    await it.answers(
        "No loss on any suite is false: repository repair drops from 41.0 to 31.5 on hidden tests, below the starting model. And "
        "the headline is counted by the very monitor that was optimised against, so a lower flag count may only mean it fools "
        "that monitor. Visible passes fall from 71.5 to 68.0, which looks like a loss of capability too.",
        140,
    )
    it.challenges("monitor-in-the-reward.wrong-validation")
    seq = await it.answers(
        "That recall comes from a pilot run before anything was trained against the monitor, so it does not carry over.",
        60,
    )
    it.settles("hold", seq)
    it.enters("experiment")
    it.asks("decider")
    await it.answers(
        "Have people label a random sample of unflagged patches from both arms, blind. That needs no training at all.",
        70,
    )
    it.ends("time")
    return it


async def talk() -> Sitting:
    """Questions about the candidate's own paper, one quoting it."""
    it = seated(TALK, (PAPER,))
    it.speaks(Act.OPEN, "Please give me the talk.", asks=False)
    await it.answers("Our router sends each token to one of two networks, and I will show what it buys.", 200)
    it.enters("under_fire")
    it.asks("noise", claim="c1")
    await it.answers(
        "We ran five seeds per arm and the spread over seeds was two points, so thirty-eight is far outside it.", 90
    )
    it.challenges("noise.p-replicates")
    seq = await it.answers(
        "No, a small p-value is not the chance that it replicates, because it assumes there is no effect.", 40
    )
    it.settles("hold", seq)
    it.ends()
    return it
