import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.guard import Guard, Header, Limits, asks, folded
from interviewer.lexical import unquoted, words

FORBIDDEN = ("silent meters", "the relays ran dry", "eight weeks")
KNOWN = "We have 84 crews and 11,400 calls. Halvard Brune wrote it on 2026-01-14, at www.corrow.example/report"
LIMITS = Limits(max_words=60, asks=True, forbidden=FORBIDDEN, known=KNOWN)
HELD = 24
"""Most words that are held back: a phrase spelt in single letters takes many."""


def said(text: str, limits: Limits = LIMITS, cuts: tuple[int, ...] = ()) -> Guard:
    """Feed a text in pieces cut at the given places and finish, as a speaker's stream does."""
    guard, shown = Guard(limits), ""
    for start, end in zip((0, *cuts), (*cuts, len(text)), strict=True):
        if not guard.open:
            break
        shown += guard.feed(text[start:end])
        assert guard.shown == shown, "what is returned is what was shown, and nothing is taken back"
    if guard.open:
        shown += guard.finish()
    assert guard.shown == shown
    assert bool(guard.blocked) != bool(guard.ended) or guard.ended
    return guard


PIECES = (
    "Okay.", "Mm, okay.", "I see.", "We have about five minutes left.", "You said “it scales?” there.", "What broke?",
    "And how did you fix it?", "Tell me why.", "Walk me through line 3.", "The crews drove out.", "Great answer!",
    "great-ANSWER", "That’s right.", "That's\u00a0right", "Good.", "Great,", "so what", "silent", "meters", "Silent, meters;",
    "si\u200blent meters", "eight", "weeks", "seven weeks", "**bold**", "# Title", "- item", "1. first", "`code?`",
    "```\nwhy?\n```", "https://x.example/a?b=c", "www.corrow.example/report", "84", "85", "11,400", "11400", "2026-01-14", "7",
    '"really?"', '"', "“", "”", "why", "?", "...", "…", "Is it?!", "（why？）", "naïve", "ｇｒｅａｔ answer", "gréat answer", "e.g.",
    "you are right", "if you are right,", "Perfect.", "rubric", "r u b r i c", "r-u-b-r-i-c", "ru**br**ic", "gr3at answer",
    "Okay, noted.", "That makes sense.", "Fair enough.", "Was hast du", "pourquoi", "你好吗？", "почему", "a really", "great",
    "work", "that’s a", "def f(x):", "return", "Yes,", "7 percent", "in March", "January", "\n\n", "\t", "  ", "Brune", "Xanthippe", "how", "it works.",
)  # fmt: skip
UTTERANCES = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), min_size=1, max_size=40).map(" ".join)


@st.composite
def chunked(draw: st.DrawFn) -> tuple[str, tuple[int, ...]]:
    text = draw(UTTERANCES)
    return text, tuple(sorted(draw(st.sets(st.integers(0, len(text)), max_size=25))))


@given(chunked(), st.booleans(), st.sampled_from([8, 20, 60]))
def test_how_the_stream_was_cut_changes_nothing(case: tuple[str, tuple[int, ...]], ask: bool, most: int) -> None:
    text, cuts = case
    limits = Limits(max_words=most, asks=ask, forbidden=FORBIDDEN, known=KNOWN, names=True)
    whole, letters = said(text, limits), said(text, limits, tuple(range(1, len(text))))
    for other in (said(text, limits, cuts), letters):
        assert (other.shown, other.blocked, other.ended, other.asked) == (
            whole.shown, whole.blocked, whole.ended, whole.asked,
        )  # fmt: skip
        assert other.held_words == whole.held_words


@given(chunked(), st.booleans())
def test_nothing_is_shown_after_a_block_or_an_end(case: tuple[str, tuple[int, ...]], acknowledge: bool) -> None:
    text, cuts = case
    guard = Guard(replace(LIMITS, acknowledge=acknowledge))
    for start, end in zip((0, *cuts), (*cuts, len(text)), strict=True):
        before, stopped = guard.shown, not guard.open
        out = guard.feed(text[start:end])
        assert not stopped or (out == "" and guard.shown == before)
        assert not guard.blocked or out.strip() in text or before + out == guard.shown
    stopped, before = not guard.open, guard.shown
    assert not (stopped and guard.finish())
    assert not stopped or guard.shown == before


SPELT = st.sampled_from(["{}", "{} ", "{}-", "{}.", "**{}**", "{}\u200b", "{}\u00ad", "{} \n"])
ALIKE = {"e": "е", "a": "а", "o": "о", "c": "с", "i": "і", "s": "ѕ", "p": "р", "y": "у", "x": "х", "h": "һ"}


@st.composite
def disguised(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a forbidden phrase in which every letter may be spelt in its own way, and what goes before it."""
    phrase = draw(st.sampled_from([*FORBIDDEN, "great answer", "rubric", "well done"]))
    style, alike = draw(SPELT), draw(st.booleans())
    letters = [
        char if char == " " else style.format(ALIKE.get(char, char) if alike and n % 3 == 1 else char)
        for n, char in enumerate(phrase)
    ]
    return draw(st.sampled_from(["", "Think of ", "So there it is, the "])), "".join(letters)


@given(disguised(), st.sets(st.integers(0, 200), max_size=20))
def test_no_spelling_hides_a_phrase(case: tuple[str, str], cuts: set[int]) -> None:
    before, phrase = case
    text = f"{before}{phrase} then. What broke?"
    guard = said(text, cuts=tuple(sorted(cut for cut in cuts if cut <= len(text))))
    assert guard.blocked, guard.shown
    first = "".join(words(folded(phrase)))[:12]
    assert first not in "".join(words(folded(guard.shown)))


def _asking(text: str) -> list[str]:
    return [part for part in re.findall(r"[^.!?？؟…]*[.!?？؟…]*", unquoted(text)) if re.search(r"[?？؟]", part)]


@given(UTTERANCES)
def test_nothing_that_is_shown_breaks_a_bound(text: str) -> None:
    guard = said(text)
    bare = " ".join(words(folded(guard.shown)))
    for phrase in (*FORBIDDEN, "great answer", "rubric", "that is perfect", "excellent work"):
        assert f" {phrase} " not in f" {bare} "
    for sentence in re.split(r"(?<=[.!?])\s+", guard.shown):
        assert not re.match(r"(that[’']?s|you are|you’re) (right|a great point|really good)\b", sentence, re.I)
        assert sentence not in {"Perfect.", "Good.", "Great,", "Right!"}
    assert "rubric" not in re.sub(r"\W|\d", "", folded(guard.shown).lower())
    for number in re.findall(r"\d+(?:[.,]\d+)*", guard.shown):
        assert number.replace(",", "") in {"84", "11400", "2026", "01", "14"} or int(number) <= 10
    assert len(guard.shown.split()) <= 2 * LIMITS.max_words
    assert "://" not in guard.shown
    assert not re.search(r"[\u0400-\u04ff\u0600-\u06ff\u4e00-\u9fff]", guard.shown)


@given(UTTERANCES)
def test_no_stranger_is_shown_in_the_midst_of_a_sentence(text: str) -> None:
    guard = said(text, Limits(max_words=60, asks=True, known=KNOWN, names=True))
    assert not re.search(r"\b[a-z]+ Xanthippe\b", guard.shown)


@given(UTTERANCES)
def test_no_second_asking_sentence_is_shown(text: str) -> None:
    guard = said(text)
    balanced = text.count('"') % 2 == 0 and text.count("“") == text.count("”") and "`" not in text
    words_with_two = [word for word in guard.shown.split() if len(re.findall(r"[?？؟]", word)) > 1]
    if balanced and not words_with_two and not re.search(r"[?？؟]\S", guard.shown):
        assert len(_asking(guard.shown)) <= 1, guard.shown


@given(UTTERANCES)
def test_at_most_twenty_five_words_follow_the_question(text: str) -> None:
    guard = said(f"What broke? {text}")
    assert guard.shown.startswith("What broke?")
    assert len(guard.shown.split()) <= 2 + LIMITS.after_ask
    assert guard.asked


@given(UTTERANCES)
def test_what_is_shown_is_what_was_said_without_markup_up_to_where_it_stopped(text: str) -> None:
    guard = said(text)
    visible = re.sub(r"[\u00ad\u061c\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u206f]", "", text)
    markup = r"\*\*|__|~~|`+|[*_>|]|</?[a-z]{1,6}>"
    given_words = iter(re.sub(markup, "", visible, flags=re.I).split())
    shown = re.sub(markup, "", guard.shown, flags=re.I).split()
    assert all(any(word == other for other in given_words) for word in shown)


@given(UTTERANCES)
def test_few_words_are_held_back_for_a_phrase_under_way(text: str) -> None:
    limits = Limits(max_words=60, asks=True, forbidden=FORBIDDEN, known=KNOWN, acknowledge=False, names=True)
    assert said(text, limits).held_words <= HELD


@pytest.mark.parametrize(
    "text",
    [
        "Great answer. What broke?",
        "That was a GREAT   answer, thanks.",
        "Great\nanswer.",
        "gre\u200bat ans\u00adwer",
        "That’s right, and what broke?",
        "THAT'S RIGHT.",
        "You are right about the relays.",
        "You're, well, you’re right.",
        "Exactly. What broke?",
        "Good! What broke?",
        "Great, what broke?",
        "Interesting. What broke?",
        "The silent meters were the reason.",
        "the SILENT... meters",
        "It was silent-meters all along.",
        "Think of silent. Meters have batteries.",
        "the “silent” meters",
        "the ｓｉｌｅｎｔ meters",
        "the sílent meters",
        "Your score is high.",
        "That is in the rubric.",
        "As an AI I cannot say.",
    ],
)
def test_praise_verdicts_and_secrets_are_stopped(text: str) -> None:
    guard = said(text)
    assert guard.blocked.startswith(("forbidden phrase", "praise or verdict", "out of the part"))
    assert said(text, cuts=tuple(range(1, len(text)))).blocked == guard.blocked


def test_a_phrase_that_does_not_come_about_is_shown_whole() -> None:
    assert (
        said("The silent majority rang at once. What broke?").shown == "The silent majority rang at once. What broke?"
    )
    assert said("What if you are right?").shown == "What if you are right?"
    assert said("We waited eight.").shown == "We waited eight."


def test_nothing_of_an_opening_word_of_praise_is_shown() -> None:
    guard = Guard(LIMITS)
    assert guard.feed("Great, so ") == ""
    assert guard.blocked == "praise or verdict: Great,"


def test_an_opening_word_that_leads_elsewhere_is_shown_after_six_words() -> None:
    guard = Guard(LIMITS)
    assert guard.feed("Right before the storm you had ") == "Right before the storm you had"
    assert guard.feed("crews. ") == " crews."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("What broke? And how did you fix it?", "What broke?"),
        ("What broke? Tell me how you fixed it.", "What broke?"),
        ("What broke? I ask because of line 3.", "What broke? I ask because of line 3."),
        ("What broke? I ask because of", "What broke?"),
        ("Tell me what broke. How did you fix it?", "Tell me what broke."),
        ("Is it fixed?! How?", "Is it fixed?!"),
        ("Really? Why?", "Really?"),
        ("You said “does it scale?” there. What broke?", "You said “does it scale?” there. What broke?"),
        ('You wrote "why not?" and left. What broke? And when?', 'You wrote "why not?" and left. What broke?'),
        ("The check `x?y` failed. What broke? Why?", "The check x?y failed. What broke?"),
        ("What broke? You said “how so?” there.", "What broke? You said “how so?” there."),
        ("What would you answer to “is it fair?” Why?", "What would you answer to “is it fair?”"),
        ("“Tell me more” is what you wrote. Why?", "“Tell me more” is what you wrote. Why?"),
        ("What broke? It took 85 hours.", "What broke?"),
        ("**What** broke?", "What broke?"),
        ("1. What broke?", "What broke?"),
        ("## Next\n- What broke?", "What broke?"),
        ("What broke? code 1. first 2.", "What broke?"),
        ("What broke? - one - two", "What broke?"),
        ("  What\n\nbroke?  ", "What broke?"),
    ],
)
def test_an_utterance_ends_with_what_it_asks(text: str, shown: str) -> None:
    for guard in (said(text), said(text, cuts=tuple(range(1, len(text))))):
        assert guard.shown == shown
        assert guard.asked
        assert not guard.blocked


@pytest.mark.parametrize("text", ["You said “does it scale?” there.", "I read `x?` in it.", '"Why?" is on line 3.'])
def test_a_question_in_quotes_or_code_is_not_asked(text: str) -> None:
    guard = said(text)
    assert not guard.asked
    assert not guard.blocked
    assert not asks(text)


def test_a_quotation_that_is_never_closed_does_not_hide_a_question_for_long() -> None:
    text = 'You wrote "why is that? ' + "and then the crews drove out again " * 8 + "What broke? And when? And how?"
    guard = said(text, Limits(max_words=200, asks=True))
    assert guard.asked
    assert "And when" not in guard.shown


def test_where_no_question_is_due_one_is_stopped() -> None:
    guard = said("I can't say. What would you do?", Limits(max_words=60, asks=False))
    assert guard.blocked == "a question where none was due"
    assert said("I can't say that.", Limits(max_words=60, asks=False)).shown == "I can't say that."


@pytest.mark.parametrize("number", ["85", "11,401", "2027", "12.5", "1,000,000", "v85", "85%", "(85)"])
def test_a_number_out_of_nowhere_is_stopped(number: str) -> None:
    assert said(f"It took {number} hours. Why?").blocked.startswith("a number out of nowhere")


@pytest.mark.parametrize("number", ["84", "11,400", "11400", "7", "10", "84%", "2026", "14/01/2026", "3-5"])
def test_a_number_that_was_heard_or_is_small_may_be_said(number: str) -> None:
    assert said(f"It took {number} hours. Why?").shown == f"It took {number} hours. Why?"


def test_strangers_are_stopped_where_people_are_invented() -> None:
    strict = Limits(max_words=60, asks=True, known=KNOWN, names=True)
    assert said("I asked Xanthippe on Monday. Why?", strict).blocked == "a name out of nowhere: Xanthippe"
    assert said("I asked Halvard on Monday. Why?", strict).shown == "I asked Halvard on Monday. Why?"
    assert not said("I asked Xanthippe on Monday. Why?").blocked


@pytest.mark.parametrize("link", ["https://evil.example/?q=1", "www.evil.example", "![x](y)", "[see](here)"])
def test_a_link_out_of_nowhere_is_stopped(link: str) -> None:
    assert said(f"Look at {link} now. Why?").blocked == "a link out of nowhere"


def test_a_link_of_the_material_may_be_said() -> None:
    assert not said("It is at www.corrow.example/report, why?").blocked


def test_our_own_words_may_be_said_once_the_candidate_has_said_them() -> None:
    talk = Limits(max_words=60, asks=True, known="My rubric was a system prompt.")
    assert said("Who wrote the rubric?").blocked
    assert (
        said("Who wrote the rubric and the system prompt?", talk).shown == "Who wrote the rubric and the system prompt?"
    )


def test_a_long_utterance_ends_at_a_sentence_and_one_without_an_end_is_stopped() -> None:
    short = Limits(max_words=10, asks=True)
    guard = said("One two three four five six. " + "Two three four five six seven. " * 4, short)
    assert len(guard.shown.split()) == 12
    assert guard.ended
    assert not guard.blocked
    assert said("and on " * 30, short).blocked == "too long without an end"


def test_a_word_without_an_end_is_stopped_before_it_is_shown() -> None:
    for text in ("What " + "a" * 5_000, "What " + "a" * 200 + " broke?"):
        for guard in (said(text), said(text, cuts=tuple(range(1, len(text), 7)))):
            assert guard.blocked == "a word without an end"
            assert guard.shown == "What"


def test_nothing_is_taken_after_the_end() -> None:
    guard = Guard(LIMITS)
    guard.feed("What broke? And how? ")
    assert guard.ended
    assert guard.feed("More. ") == ""
    assert guard.finish() == ""


HEADERS = (
    ('move=m1 anchor=""\nWhat broke?', "m1", "", "What broke?"),
    ('move=m2 anchor="the crews drove out"\n\nWhat broke?', "m2", "the crews drove out", "What broke?"),
    ("move=m3\nWhat broke?", "m3", "", "What broke?"),
    ('\n  move = m4   anchor = "x" \r\nWhat broke?', "m4", "x", "What broke?"),
    ("What broke?\nmove=m1", "", "", ""),
    ("move=m1 and more\nWhat broke?", "", "", ""),
    ('move=m1 anchor="unclosed\nWhat broke?', "", "", ""),
    (f'move=m1 anchor="{"a" * 201}"\nWhat broke?', "", "", ""),
    (f"move=m1{' ' * 500}\nWhat broke?", "", "", ""),
    ("a" * 1_000, "", "", ""),
)


@pytest.mark.parametrize(("text", "move", "anchor", "rest"), HEADERS)
@given(data=st.data())
def test_a_header_is_read_however_it_comes(text: str, move: str, anchor: str, rest: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=30)))
    header, after = Header(), ""
    for start, end in zip((0, *cuts), (*cuts, len(text)), strict=True):
        after += header.feed(text[start:end])
        if header.done and not header.move:
            break
    assert header.done
    assert (header.move, header.anchor, after.strip()) == (move, anchor, rest)


def test_a_header_that_never_ends_its_line_is_not_done() -> None:
    header = Header()
    assert header.feed('move=m1 anchor=""') == ""
    assert not header.done
