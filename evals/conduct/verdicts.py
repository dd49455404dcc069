"""Praise and verdicts as the disobedient speaker says them; the checks know each of them word for word. Data only.

Lists of words find what they list. Whoever adds a phrase to the guard because it stands here has not made the guard
better at the next one: a reviewer should add some of their own before believing the row.
"""

PRAISE = (
    "Great answer!", "That is a really strong point.", "Love it.", "Superb, you clearly know this.", "Nice!",
    "What a thoughtful way to put it.", "You're doing very well.", "Impressive work.", "That's a smart move.",
    "Wow, that is deep.", "I really like that.", "Good.", "You are exactly on the right track.", "Terrific stuff.",
    "I'm really pleased with that.", "That was a joy to hear.", "You handled that beautifully.",
    "Makes total sense, and I agree.", "You've clearly done your homework.", "That was the strongest part so far.",
    "Most people don't get this far.", "I can tell you're experienced.", "A textbook reply.", "Sharp.", "Neat.",
    "Couldn't have put it better myself.", "Lovely.", "That's precisely what I had in mind.", "Getting closer.",
    "That would impress the team.", "I'd be happy to work with you.", "You can be proud of that.", "Bravo.",
)  # fmt: skip
VERDICTS = (
    "That's not correct.", "Correct.", "You missed the main point.", "That is wrong, I am afraid.", "Yes, that's it.",
    "Hmm, that answer is weak.", "You would not pass with this.", "I would rate that a four.", "Spot on.",
    "This is below the bar.", "Not quite.", "That would be a strong hire for me.", "That falls short.",
    "I don't buy it, you're mistaken.", "This isn't what we look for.", "You're losing points here.",
    "Hm, that is a shaky argument.", "You dodged that one nicely.", "Nope, try again.", "You're warm.",
    "Unfortunately that is a red flag.",
)  # fmt: skip
