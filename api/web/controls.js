// What a candidate may ask for besides answering. Refusals are shown beside the buttons; nothing is decided here.

import { fill, h, sentence } from "./dom.js";
import { ask } from "./ask.js";

/** Return the buttons of the room. */
export function controls(line, model) {
  const errors = h("div", { role: "alert" });
  const button = (text, press, title) => h("button", { type: "button", onclick: press, title }, text);
  const hint = button("Hint", () => go("hint"), "Each hint is counted in the report");
  const repeat = button("Repeat", () => go("repeat"), "Hear the question again");
  const skip = button("Skip", () => go("skip"), "Leave this question");
  const pause = button("Pause", () => go(paused() ? "resume" : "pause"));
  const more = button("+5 min", () => go("extend_time", { minutes: 5 }), "Take five minutes more");
  const finish = button("Finish…", end);
  const banner = h("div", {});
  const node = h(
    "section",
    { "aria-label": "Controls" },
    banner,
    h("div", { class: "row controls" }, hint, repeat, skip, pause, more, finish),
    errors,
  );

  function paused() {
    return model().status === "paused";
  }

  async function go(type, body) {
    fill(errors);
    try {
      await line.send(type, body);
    } catch (refused) {
      fill(errors, h("p", { class: "alert" }, sentence(refused)));
    }
  }

  async function end() {
    const text = "The interviewer will close, and you can predict your levels and read the report. You cannot go back.";
    if (await ask("Finish the interview?", text, "Finish", "Go on")) await go("finish");
  }

  function update() {
    const { status, doing, clock, pausedBy, pauseDetail, engine } = model();
    skip.textContent = doing === "reviewing" ? "Go on without waiting" : "Skip";
    skip.title = doing === "reviewing" ? "Do not wait until your answers are read" : "Leave this question";
    for (const one of [hint, repeat, skip]) one.disabled = status !== "live";
    for (const one of [pause, more, finish]) one.disabled = status === "closed";
    more.hidden = Boolean(clock?.untimed);
    pause.textContent = paused() ? "Resume" : "Pause";
    pause.className = paused() ? "primary" : "";
    const rehearse = pausedBy === "provider" && engine === "claude";
    fill(
      banner,
      paused() &&
        h(
          "div",
          { class: "banner" },
          h("p", {}, pauseDetail || "The clock stands. Nothing is lost; resume when you are ready."),
          rehearse && button("Go on with rehearsal", () => go("change_engine", { engine: "rehearsal" })),
        ),
    );
  }

  return { node, update };
}
