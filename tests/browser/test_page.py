"""The page in a real browser against the real service, rehearsal speaking."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from interviewer.bootstrap import open_service
from interviewer.settings import Settings
from tests.api.stage import Door, opened

pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
QUIET += ["--disable-sync", "--disable-quic", "--no-first-run"]
ANSWER = "The comparison rests on one seed per arm, so I would ask for the spread before I believe the gap."


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is missing: apt-get install chromium")
        pytest.skip("chromium is missing")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    home = tmp_path_factory.mktemp("home")
    with opened(home, lambda: open_service(Settings(home=home))) as door:
        yield door


class Watched:
    """A browser window that remembers what it should not have done."""

    def __init__(self, browser: Browser) -> None:
        self.context: BrowserContext = browser.new_context()
        self.context.set_default_timeout(15_000)
        self.faults: list[str] = []
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.faults.append(str(error.error)))
        self.context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(message.text)

    def _request(self, request: Request) -> None:
        if not re.match(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|about:", request.url):
            self.faults.append(f"foreign request: {request.url}")


@pytest.fixture
def window(chromium: Browser) -> Iterator[Watched]:
    watched = Watched(chromium)
    yield watched
    watched.context.close()
    assert watched.faults == []


def begin(page: Page, door: Door, round_: str = "paper_critique") -> None:
    page.goto(door.link)
    page.get_by_label("Round").select_option(round_)
    page.get_by_role("button", name="Start the interview").click()
    expect(page.locator(".transcript .interviewer").first).to_be_visible()
    expect(page.get_by_text("It is your turn.").or_(page.get_by_text("You have the floor."))).to_be_visible()


def answer(page: Page, text: str) -> None:
    turns = page.locator(".transcript .interviewer")
    before = turns.count()
    page.get_by_label("Your answer").fill(text)
    page.keyboard.press("Control+Enter")
    expect(turns.nth(before)).to_be_visible()
    expect(page.get_by_text("It is your turn.")).to_be_visible()


def finish(page: Page) -> None:
    page.get_by_role("button", name="Finish…").click()
    page.get_by_role("dialog").get_by_role("button", name="Finish").click()
    expect(page.get_by_role("link", name="Go to your prediction and the report")).to_be_visible()


def test_a_whole_interview_from_the_link_to_the_report(window: Watched, door: Door) -> None:
    page = window.context.new_page()
    begin(page, door)
    expect(page.locator(".lines li").first).to_be_visible()
    expect(page.locator(".time")).to_contain_text("left")
    expect(page.locator("#announcer")).to_contain_text("Your turn.")
    for _ in range(3):
        answer(page, ANSWER)
    expect(page.locator(".transcript .candidate")).to_have_count(3)
    page.get_by_role("button", name="Hint").click()
    expect(page.locator(".note", has_text="You asked for a hint.")).to_be_visible()
    finish(page)
    page.get_by_role("link", name="Go to your prediction and the report").click()
    page.get_by_label("3 – solid").first.check()
    page.get_by_role("button", name="Show me the report", exact=True).click()
    expect(page.frame_locator("iframe.report").get_by_text(ANSWER[:40]).first).to_be_attached()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Report as Markdown").click()
    assert ANSWER[:40] in saved.value.path().read_text("utf-8")


def test_a_talk_is_given_in_parts_from_material_of_ones_own(window: Watched, door: Door) -> None:
    page = window.context.new_page()
    page.goto(door.link)
    page.get_by_label("Round").select_option("research_talk")
    page.get_by_label("Paste its text").fill(
        "We show that routing saves 40 % of the compute. Accuracy drops by 0.3 points."
    )
    page.get_by_role("button", name="Start the interview").click()
    expect(page.get_by_text("You have the floor.", exact=True)).to_be_visible()
    for number in range(2):
        page.get_by_label("Your answer").fill(f"Part {number} of my talk.")
        page.get_by_role("button", name="Send and go on").click()
        expect(page.locator(".transcript .candidate")).to_have_count(number + 1)
    page.get_by_role("button", name="I’m done").click()
    expect(page.get_by_text("It is your turn.")).to_be_visible()


def test_a_second_window_that_answers_too_late_keeps_its_text_and_says_why(window: Watched, door: Door) -> None:
    first = window.context.new_page()
    begin(first, door)
    second = window.context.new_page()
    second.goto(first.url)
    expect(second.get_by_text("It is your turn.")).to_be_visible()
    second.evaluate(  # the window has not heard of the first one's answer yet when its own leaves
        "() => { const send = WebSocket.prototype.send; let held = [];"
        " WebSocket.prototype.send = function (text) { held.push([this, text]); };"
        " window.release = () => { WebSocket.prototype.send = send; held.forEach(([s, t]) => send.call(s, t)); }; }"
    )
    second.get_by_label("Your answer").fill("The second answer.")
    second.keyboard.press("Control+Enter")
    answer(first, "The first answer.")
    second.evaluate("() => window.release()")
    expect(second.get_by_role("alert").filter(has_text="answered in another window first")).to_be_visible()
    expect(second.get_by_label("Your answer")).to_have_value("The second answer.")


def test_the_page_comes_back_after_the_server_was_restarted_with_the_draft(chromium: Browser, tmp_path: Path) -> None:
    watched = Watched(chromium)
    page = watched.context.new_page()
    service = lambda: open_service(Settings(home=tmp_path))  # noqa: E731 - two servers, one home
    with opened(tmp_path, service) as door:
        begin(page, door)
        page.get_by_label("Your answer").fill("Half a sentence")
        expect(page.get_by_text("Draft saved.")).to_be_visible()
    expect(page.get_by_text("Connection lost.")).to_be_visible()
    with opened(tmp_path, service, port=door.port):
        expect(page.get_by_text("Connected")).to_be_visible(timeout=30_000)
        expect(page.get_by_label("Your answer")).to_have_value("Half a sentence")
        answer(page, ANSWER)
        page.get_by_label("Your answer").fill("Another half")
        expect(page.get_by_text("Draft saved.")).to_be_visible()
        page.goto("about:blank")
        page.goto(door.url)
        page.get_by_role("link", name="Go on:").click()
        expect(page.get_by_label("Your answer")).to_have_value("Another half")
    watched.context.close()
    assert [fault for fault in watched.faults if "WebSocket connection to" not in fault] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_study_mode_says_what_was_heard_before_the_next_question(window: Watched, door: Door, scheme: str) -> None:
    page = window.context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(door.link)
    page.get_by_label("Round").select_option("paper_critique")
    page.get_by_label("Mode").select_option("study")
    expect(page.get_by_text("after each question you read what was heard in your words")).to_be_visible()
    page.get_by_label("Pressure").select_option("3")
    expect(page.get_by_text("about six follow-ups")).to_be_visible()
    page.get_by_role("button", name="Start the interview").click()
    expect(page.locator(".transcript .interviewer").first).to_be_visible()
    expect(page.get_by_text("It is your turn.")).to_be_visible()
    answer(page, f"<img src=x onerror=alert(1)> {ANSWER}")
    turns = page.locator(".transcript .interviewer")
    before = turns.count()
    page.get_by_role("button", name="Skip").click()
    expect(turns.nth(before)).to_be_visible()
    card = page.locator(".transcript .feedback")
    expect(card).to_have_count(1)
    expect(page.get_by_text("It is your turn.")).to_be_visible()
    expect(card.get_by_role("heading", name="How a strong answer is built")).to_be_visible()
    expect(card.locator("img")).to_have_count(0)
    expect(page.locator("#announcer")).to_contain_text("What was heard on this question:")
    assert page.locator(".transcript > li").last.get_attribute("class") == "interviewer"
    check_room(page)
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(card.get_by_role("heading", name="How a strong answer is built")).to_be_hidden()
    page.reload()
    expect(card).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_room_fits_a_narrow_screen_and_has_names_for_its_controls(
    window: Watched, door: Door, scheme: str
) -> None:
    page = window.context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(door.link)
    expect(page.get_by_role("heading", name="New interview")).to_be_visible()
    check_room(page)
    begin(page, door)
    check_room(page)
    finish(page)
    check_room(page)
    page.get_by_role("link", name="Go to your prediction and the report").click()
    expect(page.get_by_role("heading", name="How did it go?")).to_be_visible()
    check_room(page)
    page.get_by_role("button", name="Show me the report without predicting").click()
    expect(page.locator("iframe.report")).to_be_visible()
    check_room(page)


def check_room(page: Page) -> None:
    width, nameless, small, headings = page.evaluate(
        """() => {
          const shown = (node) => node.offsetParent !== null;
          const controls = [...document.querySelectorAll("button, input, select, textarea, a, summary")].filter(shown);
          const name = (node) => node.labels?.[0]?.textContent || node.getAttribute("aria-label") || node.textContent;
          const box = (node) => (node.labels?.[0] && node.type === "radio" ? node.labels[0] : node).getBoundingClientRect();
          return [
            document.documentElement.scrollWidth,
            controls.filter((node) => !name(node).trim()).map((node) => node.outerHTML),
            controls.filter((node) => box(node).height < 24 && !node.matches("p a, li a")).map((node) => node.outerHTML),
            document.querySelectorAll("h1").length,
          ];
        }"""
    )
    assert width <= 320
    assert nameless == []
    assert small == []
    assert headings == 1
    assert page.title().endswith("Lab interviewer")


def test_the_first_tab_leads_past_the_header(window: Watched, door: Door) -> None:
    page = window.context.new_page()
    page.goto(door.link)
    expect(page.get_by_role("heading", name="New interview")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    skip = page.get_by_role("link", name="Skip to content")
    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_clock_can_be_hidden_and_stays_hidden(window: Watched, door: Door) -> None:
    page = window.context.new_page()
    begin(page, door)
    page.get_by_role("button", name="Hide the clock").click()
    expect(page.locator(".time")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("button", name="Show the clock")).to_be_visible()
    expect(page.locator(".time")).to_be_hidden()


def test_an_interview_that_does_not_exist_says_so(chromium: Browser, door: Door) -> None:
    watched = Watched(chromium)
    page = watched.context.new_page()
    page.goto(door.link)
    page.goto(f"{door.url}/#/interviews/i000")
    expect(page.get_by_role("heading", name="This interview cannot be opened")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("There is no interview 'i000'.")
    watched.context.close()
    assert all("404" in fault for fault in watched.faults)


def test_script_in_an_answer_or_a_name_does_not_run(window: Watched, door: Door) -> None:
    payload = (
        "<img src=x onerror=alert(1)><script>alert(2)</script> [x](javascript:alert(3)) ![p](https://evil.example/p)"
    )
    page = window.context.new_page()
    page.on("dialog", lambda dialog: window.faults.append(f"dialog: {dialog.message}"))
    begin(page, door)
    answer(page, payload)
    expect(page.locator(".transcript .candidate .words").first).to_have_text(payload)
    page.reload()
    expect(page.locator(".transcript .candidate .words").first).to_have_text(payload)
    assert page.locator(".transcript img, .transcript script").count() == 0
