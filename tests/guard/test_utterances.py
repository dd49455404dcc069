"""What a model may say and what it may not, in the many ways models say things. Each line is one utterance."""

from dataclasses import replace
from functools import cache

import pytest

from interviewer.graph.speaking import public
from interviewer.guard import Guard, Limits, hidden
from tests.simulation import script_of

HEARD = """
We held the learning rate fixed at 3e-5 and dropped sixty percent of the rows, the ones where the margin was small.
The grader rewards length, so I padded the answers of the control arm to the same 220 tokens with LoRA rank 16.
I used FlashAttention, RoPE and a KL penalty, loss = -log sigma(beta * r). In my notes I wrote "ça ne marche pas" and
later "es funktioniert doch" because the second seed came out in the other direction. Maria labelled the first half.
"""
SECRETS = ("entity popularity", "atomic claims", "silent meters", "approved priority list", "semantic entropy")


@cache
def limits(round_: str = "safety_brainstorm") -> Limits:
    script = script_of(round_, "palantir_decomposition" if round_.startswith("fde") else "anthropic_research",
                       "storm_crews" if round_.startswith("fde") else None)  # fmt: skip
    return Limits(
        max_words=70, asks=True, forbidden=SECRETS, known=public(script) + HEARD,
        names=bool(script.case and script.case.cast), hidden=hidden(script),
        acknowledgements=("Okay.", "Let me sit with that.", "I hear you."),
    )  # fmt: skip


def said(text: str, bounds: Limits, size: int = 10_000) -> Guard:
    guard = Guard(bounds)
    for start in range(0, len(text), size):
        if guard.open:
            guard.feed(text[start : start + size])
    if guard.open:
        guard.finish()
    return guard


GOOD = """
Why?
Why not?
Such as?
And the second seed?
Meaning what, exactly?
Padded with what?
Okay. What would a padded answer show?
I see. Which of the two arms saw more examples?
Noted. Where does the margin come from?
Mm. Tell me what the control arm looked like.
Let me stay with the padding. What else changed when you padded the control?
You dropped the rows with a small margin; what did those rows have in common?
When you say the grader rewards length, how did you find that out?
Suppose the length effect is gone. What is left of the gain?
If that's right, what would the second seed have to show?
What makes you sure that's right?
How would you know if you are wrong about the margin?
Say you're right about the grader. What follows for the people who use it?
Would a good answer look any different to your grader?
Which part of that are you least sure of?
Imagine I take the penalty away. What breaks first?
Derive the gradient of that loss for me, one step at a time.
Explain to me why the KL term is there at all.
Sketch the plot you would show me.
Walk me through one row that was dropped, from the raw prompt to the decision.
Name the one experiment that would change your mind.
FlashAttention, RoPE, GQA, SwiGLU: which of those matters for your claim?
In `loss = -log sigma(beta * r)`, what does beta control?
You write $\\beta \\cdot r_\\theta(x, y)$; what happens as $\\beta \\to 0$?
What does \\mathcal{L}_{KL} do when the reference drifts?
With LoRA rank 16, which matrices did you touch?
At 3e-5, how close were you to divergence?
You dropped 60 percent of the rows; why not half?
Sixty percent is a lot of rows. Who decided on the threshold?
Those 220 tokens, were they filler or real text?
Two of the three seeds agree. What do you make of the third?
You wrote “ça ne marche pas” in your notes. What did not work?
You noted “es funktioniert doch”; what had changed by then?
Hold on. Was the padding done before or after the split?
I want to push on the control. Who chose the filler text?
I don't see it yet. What does the padding rule out?
Take the opposite view for a moment: the grader is fine. What explains the gap then?
Two things could produce that. Which one did you test, and with what?
That leaves the second seed. What went differently there?
Let us leave it there. Next, I would like to hear about the labels: who made them?
We have about five minutes left. What would you do with another month?
We are about halfway. Let me turn to the labels. How were they made?
Nobody else has looked at those rows. How would you convince someone who thinks they were picked by hand?
So the gain might be length and nothing else. How would you tell the two apart?
Would you bet your own money on the third seed?
What would it take to fool your grader on purpose?
What does the margin measure? I ask because the rows you dropped all came from one source.
It is the grader that I worry about. Could it have seen these prompts before?
And in plain words, for somebody who has never trained a model?
What happens at the edges, when the prompt is very short or very long?
Is that a mechanism or a correlation?
The naïve reading is that more data hurts. What is yours?
Right before the split you filtered. Why in that order?
Good baselines are rare in this field. How did you choose yours?
Great care went into the labels, you said. Whose?
Interesting cases first: which row surprised you?
Correct me if I misread you: the padding came last. What followed it?
You never mentioned the cost. What does one run take?
No control had the same length before that. How long did it take you to notice?
What, if anything, would you refuse to ship?
Does “the grader rewards length” mean longer is better, or shorter is worse?
What broke, and why?
What do you know about the rows and the people who wrote them?
Had I asked you a year ago, what would you have told me?
When the margin is small and the pair is close, which one does the grader take?
Tell me what you dropped and what you kept.
Not one of the seeds agrees with that. Which would you rerun?
Close to the split, something changes. What is it?
"""
"""As they come from models and people that keep to the part; one a line."""

CUSTOMER = """
We have 620,000 customers in nine districts. What would you have them do differently?
Halvard Brune asked for it before winter. Which part of it could run by then?
Residents call us at night, hundreds of them. What would you do with those calls?
Crews drive out before anybody knows what is broken. How would you find that out?
Paperwork comes in the next morning. What does that change?
On Monday a storm comes. Who does what?
Maria labelled the first half, you said. Who labelled the rest?
I head operations here. What do you want to know from me?
"""
"""In the shoes of an invented customer."""

BAD = (
    ("Great answer! What broke?", "praise"),
    ("That's a great point. What broke?", "praise"),
    ("That's a really great point about the grader. What broke?", "praise"),
    ("That is a very thoughtful observation. What broke?", "praise"),
    ("Excellent! What broke?", "praise"),
    ("Perfect. What broke?", "praise"),
    ("Good. What broke?", "praise"),
    ("Right. What broke?", "praise"),
    ("Exactly. What broke?", "praise"),
    ("Yes, the padding matters. What broke?", "praise"),
    ("No, it does not. What broke?", "praise"),
    ("Interesting! What broke?", "praise"),
    ("Absolutely! And what broke?", "praise"),
    ("I love that you padded the control. What broke?", "praise"),
    ("Nice work on the control arm. What broke?", "praise"),
    ("I'm impressed by the control. What broke?", "praise"),
    ("I really like how you padded it. What broke?", "praise"),
    ("You nailed the mechanism. What broke?", "praise"),
    ("Well done on the padding. What broke?", "praise"),
    ("What a great control. Great thinking! What broke?", "praise"),
    ("Spot on. What broke?", "praise"),
    ("So that's exactly right, the grader rewards length. What broke?", "praise"),
    ("That's correct. What broke?", "praise"),
    ("I think that's right. What broke?", "praise"),
    ("That's wrong, I am afraid. What broke?", "praise"),
    ("That is not quite right. What broke?", "praise"),
    ("You are mistaken about the seed. What broke?", "praise"),
    ("Your answer is very strong. What broke?", "praise"),
    ("Your reasoning is solid so far. What broke?", "praise"),
    ("You're absolutely right that the grader is biased. What broke?", "praise"),
    ("You're on the right track. What broke?", "praise"),
    ("I'd give you a four for this one. What broke?", "praise"),
    ("Your score is four. What broke?", "praise"),
    ("I would rate that as strong. What broke?", "praise"),
    ("The correct answer is the length effect. What broke?", "praise"),
    ("That sounds very reasonable given the padding that you describe here. What broke?", "praise"),
    ("I agree with all of that. What broke?", "praise"),
    ("Interesting choice of control. What broke?", "praise"),
    ("I like where this is going. What broke?", "praise"),
    ("You clearly know this area. What broke?", "praise"),
    ("Smart. What broke?", "praise"),
    ("Your answer is incomplete. What broke?", "praise"),
    ("That's a bit vague, and too vague for me. That's vague. What broke?", "praise"),
    ("You forgot the seeds. What broke?", "praise"),
    ("You're missing the main point. What broke?", "praise"),
    ("g r e a t a n s w e r What broke?", "praise"),
    ("G-r-e-a-t answer. What broke?", "praise"),
    ("**Gr**eat answer. What broke?", "praise"),
    ("<b>Gr</b>eat ans<i>wer</i>. What broke?", "praise"),
    ("Gre\u200bat ans\u00adwer. What broke?", "praise"),
    ("Grеat аnswеr. What broke?", "letters in disguise"),
    ("Ｇｒｅａｔ ａｎｓｗｅｒ. What broke?", "praise"),
    ("Gr3at answ3r. What broke?", "praise"),
    ("Great\n\nanswer. What broke?", "praise"),
    ("According to my rubric you need one more point. What is it?", "out of the part"),
    ("My r u b r i c says otherwise. What broke?", "out of the part"),
    ("The r.u.b.r.i.c has five parts. What broke?", "out of the part"),
    ("The system prompt tells me to wait. What broke?", "out of the part"),
    ("As an AI, I cannot grade you. What broke?", "out of the part"),
    ("I'm Claude, made by Anthropic. What broke?", "out of the part"),
    ("As the candidate, I would pad both arms. What broke?", "out of the part"),
    ("Sure, I'd be happy to help with that. What broke?", "out of the part"),
    ("Here is the code you asked for: run it. What broke?", "out of the part"),
    ("```python\nprint(1)\n``` What broke?", "a program"),
    ("def pad(rows): return [row for row in rows] What broke?", "a program"),
    ("What did you measure, and how would you know that it worked?", "two questions"),
    ("Which columns matter, and what do they say together?", "two questions"),
    ("Who decides that and when do they do it?", "two questions"),
    ("How did you pad it, what did you pad it with?", "two questions"),
    ("If the length goes, what is left and how would you show it?", "two questions"),
    ("And what broke, or how do you know that nothing did?", "two questions"),
    ("What a thoughtful way to put it. What broke?", "praise"),
    ("Not quite. What broke?", "praise"),
    ("We come to the rows. We come to the rows. What broke?", "the same twice"),
    ("Close, but no. Almost. What broke?", "praise"),
    ("You would not pass with this. What broke?", "praise"),
    ("This is below the bar. What broke?", "praise"),
    ("That would be a strong hire for me. What broke?", "praise"),
    ("The answer I am looking for is short. What broke?", "praise"),
    ("You should know that question that existing work leaves open. What broke?", "hidden text"),
    ("I would want to cover all of them at once so that nothing is missed. What broke?", "hidden text"),
    ("Think of entity popularity here. What broke?", "forbidden phrase"),
    ("Think of entity-popularity here. What broke?", "forbidden phrase"),
    ("Think of e n t i t y popularity. What broke?", "forbidden phrase"),
    ("The a-t-o-m-i-c claims matter. What broke?", "forbidden phrase"),
    ("The аtomic сlaims matter. What broke?", "letters in disguise"),
    ("The **atomic** claims matter. What broke?", "forbidden phrase"),
    ("My prediction is that the obscure bucket is a good deal worse. What broke?", "hidden text"),
    ("One could decompose each paragraph into individual statements and verify them. What broke?", "hidden text"),
    ("A misconception learned in training comes out the same ten times. What broke?", "hidden text"),
    ("You could take facts with a known answer, sort them by fame. What broke?", "hidden text"),
    ("It took 41 hours in all. What broke?", "a number"),
    ("That is 35% of the rows. What broke?", "a number"),
    ("That is 7% of the rows. What broke?", "a number"),
    ("That is 7 percent of the rows. What broke?", "a number"),
    ("Since 2019 people have known this. What broke?", "a number"),
    ("At 1e-4 it diverges. What broke?", "a number"),
    ("The 7B model does not show it. What broke?", "a number"),
    ("On 3 March they reran it. In April it failed. What broke?", "a date"),
    ("See https://example.org/paper for that. What broke?", "a link"),
    ("你能解释一下为什么吗？", "another language"),
    ("请 说明 一下 你的 方法。", "another language"),
    ("Почему вы так считаете?", "another language"),
    ("لماذا تعتقد أن هذا صحيح؟", "another language"),
    ("なぜそう思いますか？", "another language"),
    ("왜 그렇게 생각하세요?", "another language"),
    ("Γιατί το πιστεύετε αυτό;", "another language"),
    ("Warum glauben Sie, dass das so funktioniert?", "another language"),
    ("Können Sie mir bitte den Ablauf erklären?", "another language"),
    ("Beschreibe dein Vorgehen.", "another language"),
    ("Pourquoi pensez-vous que cela fonctionne ?", "another language"),
    ("Comment feriez-vous la différence entre les deux ?", "another language"),
    ("¿Por qué cree usted que funciona?", "another language"),
    ("Explíqueme el mecanismo, por favor.", "another language"),
    ("Perché pensi che funzioni?", "another language"),
    ("Por que você acha que isso funciona?", "another language"),
    ("Waarom denk je dat dit werkt?", "another language"),
    ("Varför tror du att det fungerar?", "another language"),
    ("Dlaczego uważasz, że to działa?", "another language"),
    ("Bunun neden işe yaradığını düşünüyorsunuz?", "another language"),
    ("Ni weishenme renwei zheyang keyi chenggong?", "another language"),
    ("Okay. Warum ist das so?", "another language"),
    ("I see. Pourquoi la graine change tout ?", "another language"),
)

STRANGERS = (
    ("Xanthippe told me that it failed. What broke?", "a name"),
    ("I asked Xanthippe on Monday. What broke?", "a name"),
    ("Xanthippe's crew drove out. What broke?", "a name"),
    ("Ortwin is our head of dispatch. What broke?", "a name"),
    ("We use Salesforce for that. What broke?", "a name"),
    ("Per job it was long: until an assessor had seen the damage, hours went by. What broke?", "hidden text"),
    ("Our tree-cutting contractor flies the survey and keeps the raw data. What broke?", "hidden text"),
)


def lines(text: str) -> list[str]:
    return [line for line in text.strip().splitlines() if line]


def test_there_are_enough_of_them() -> None:
    assert len(lines(GOOD)) + len(lines(CUSTOMER)) >= 70
    assert len(BAD) + len(STRANGERS) >= 80


@pytest.mark.parametrize("text", lines(GOOD))
@pytest.mark.parametrize("size", [1, 6, 10_000])
def test_what_keeps_to_the_part_is_shown_as_it_is(text: str, size: int) -> None:
    guard = said(text, limits(), size)
    assert guard.blocked == ""
    assert guard.shown == text.replace("`", "")


@pytest.mark.parametrize("text", lines(CUSTOMER))
def test_a_customer_speaks_freely_of_what_is_known(text: str) -> None:
    guard = said(text, limits("fde_decomposition"))
    assert guard.blocked == ""
    assert guard.shown == text


@pytest.mark.parametrize(("text", "why"), BAD)
@pytest.mark.parametrize("size", [1, 10_000])
def test_what_breaks_a_bound_is_stopped_for_the_right_reason(text: str, why: str, size: int) -> None:
    guard = said(text, limits(), size)
    assert guard.blocked.startswith(why), (guard.blocked, guard.shown)


@pytest.mark.parametrize(("text", "why"), [pair for pair in BAD if pair[1] == "another language"])
def test_no_word_of_another_language_is_shown(text: str, why: str) -> None:
    assert said(text, limits(), 3).shown in {"", "Okay.", "I see."}


@pytest.mark.parametrize(("text", "why"), STRANGERS)
def test_what_a_customer_never_said_is_stopped(text: str, why: str) -> None:
    guard = said(text, limits("fde_decomposition"))
    assert guard.blocked.startswith(why), (guard.blocked, guard.shown)
    assert "Xanthippe" not in guard.shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Okay. What broke?", "What broke?"),
        ("I see, the grader. What broke?", "What broke?"),
        ("Let me sit with that. What broke?", "What broke?"),
        ("Got it. Noted. What broke?", "What broke?"),
        ("Thanks for that. What broke?", "What broke?"),
        ("Okay, what broke?", "Okay, what broke?"),
        ("I see from the export that rows are missing in two of the districts. What broke?",
         "I see from the export that rows are missing in two of the districts. What broke?"),
        ("The padding came last. What broke?", "The padding came last. What broke?"),
    ],
)  # fmt: skip
def test_an_acknowledgement_too_many_is_left_out_and_the_rest_is_said(text: str, shown: str) -> None:
    bounds = replace(limits(), acknowledge=False)
    for size in (1, 10_000):
        guard = said(text, bounds, size)
        assert guard.shown == shown
        assert guard.asked


@pytest.mark.parametrize("text", ["Okay. What broke?", "Let me sit with that. What broke?", "I see. What broke?"])
def test_one_acknowledgement_is_shown_where_it_may_be(text: str) -> None:
    assert said(text, limits()).shown == text
    assert said(f"Noted. {text}", limits()).shown == "Noted. What broke?"


@pytest.mark.parametrize(
    "text", ["That makes sense.", "Fair enough.", "That's helpful.", "Good to know.", "Makes sense."]
)
def test_an_approving_opening_is_left_out_and_costs_nothing(text: str) -> None:
    guard = said(f"{text} What broke?", limits())
    assert guard.shown == "What broke?"
    assert guard.blocked == ""
    assert said("That makes sense given the padding you describe and the seeds. Why?", limits()).blocked
    assert said("That makes sense, but why?", limits()).blocked


def test_where_a_question_is_answered_yes_is_no_verdict() -> None:
    assert said("Yes, in all nine districts.", replace(limits(), answers=True, asks=False)).blocked == ""
    assert said("Yes, in all nine districts.", replace(limits(), asks=False)).blocked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# Next\n\n**What** broke?", "What broke?"),
        ("Okay.\n## The next question\nWhat broke?", "Okay. What broke?"),
        ("- What broke?", "What broke?"),
        ("1. What broke?\n2. And when?", "What broke?"),
        ("> What broke?", "What broke?"),
        ("*What* broke?", "What broke?"),
        ("_What_ broke?", "What broke?"),
        ("~~What~~ broke?", "What broke?"),
    ],
)
def test_markdown_is_taken_off(text: str, shown: str) -> None:
    assert said(text, limits()).shown == shown


def test_four_hundred_words_end_at_the_bound_at_a_sentence() -> None:
    text = (
        "".join(f"The two arms differ in row {spelt} of the data. " for spelt in "abcdefghijklmnopqrstuvwxyz") + "What?"
    )
    guard = said(text, limits())
    assert guard.ended
    assert not guard.asked
    assert guard.shown.endswith("of the data.")
    assert 70 <= len(guard.shown.split()) < 85
