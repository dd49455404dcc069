// The clock of the interview. It can be hidden: for some people it is the hardest part of the room.

import { h } from "./dom.js";

const KEY = "clock-hidden";

export function clockView() {
  const time = h("span", { class: "time" });
  const toggle = h("button", { type: "button", class: "plain", onclick: () => hide(!hidden()) });
  const node = h("div", { class: "clock" }, time, toggle);
  let reading = null;

  function hidden() {
    return localStorage.getItem(KEY) === "yes";
  }

  function hide(yes) {
    localStorage.setItem(KEY, yes ? "yes" : "no");
    draw();
  }

  function draw() {
    const away = hidden();
    toggle.textContent = away ? "Show the clock" : "Hide";
    toggle.setAttribute("aria-label", away ? "Show the clock" : "Hide the clock");
    time.hidden = away;
    time.textContent = reading ? words(reading) : "";
  }

  const timer = setInterval(draw, 1000);
  draw();
  return {
    node,
    update(model) {
      reading = model.clock && { ...model.clock, at: model.clockAt };
      draw();
    },
    close: () => clearInterval(timer),
  };
}

function words({ elapsed_ms: elapsed, total_ms: total, running, untimed, at }) {
  const now = elapsed + (running ? performance.now() - at : 0);
  if (untimed) return `${digits(now)} so far, untimed`;
  return now <= total ? `${digits(total - now)} left` : `${digits(now - total)} over`;
}

function digits(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
