// The start room: unfinished interviews on top, then the form for a new one.

import { alert, fill, h, sentence } from "./dom.js";
import { get, post, remove } from "./http.js";
import { setupForm } from "./setup.js";
import { ask } from "./ask.js";

const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const STATUS = { ready: "not begun", live: "under way", paused: "paused", closed: "over" };

export async function openStart(main) {
  try {
    const [catalogue, interviews] = await Promise.all([get("/catalogue"), get("/interviews")]);
    const lists = { open: h("section", { class: "interviews" }), past: h("section", { class: "interviews" }) };
    drawLists(lists, interviews);
    fill(main, h("h1", {}, "Practise an interview"), lists.open, newInterview(catalogue), lists.past);
  } catch (error) {
    fill(main, h("h1", {}, "The start page could not be loaded"), alert(error));
  }
}

function drawLists(lists, interviews) {
  const over = interviews.filter((item) => item.status === "closed");
  const open = interviews.filter((item) => item.status !== "closed");
  const cards = (items) => h("ul", { class: "cards" }, items.map((item) => card(item, lists)));
  const summary = h("summary", {}, `Past interviews (${over.length})`);
  fill(lists.open, open.length > 0 && [h("h2", {}, "Unfinished"), cards(open)]);
  fill(lists.past, over.length > 0 && h("details", { class: "past" }, summary, cards(over)));
}

function card(item, lists) {
  const closed = item.status === "closed";
  const address = `#/interviews/${item.id}${closed ? "/report" : ""}`;
  const minutes = Math.round((item.elapsed_ms ?? 0) / 60_000);
  return h(
    "li",
    { class: "card" },
    h("a", { href: address }, closed ? "Report: " : "Go on: ", item.title),
    h(
      "p",
      { class: "quiet" },
      [STATUS[item.status] ?? item.status, `${minutes} min on the clock`, item.created_at && DATE.format(new Date(item.created_at))]
        .filter(Boolean)
        .join(" · "),
    ),
    h("button", { type: "button", class: "plain", "aria-label": `Delete ${item.title}`, onclick: () => drop(item, lists) }, "Delete"),
  );
}

async function drop(item, lists) {
  const sure = await ask(`Delete “${item.title}”?`, "Transcript, judgements and report go with it. There is no undo.", "Delete");
  if (!sure) return;
  try {
    await remove(`/interviews/${item.id}`);
    drawLists(lists, await get("/interviews"));
  } catch (error) {
    lists.open.append(alert(error));
  }
}

function newInterview(catalogue) {
  const errors = h("div", {});
  const { fields, read } = setupForm(catalogue);
  const begin = h("button", { type: "submit", class: "primary" }, "Start the interview");
  const form = h("form", { class: "setup", novalidate: false }, h("h2", {}, "New interview"), fields, errors, begin);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    begin.disabled = true;
    fill(errors);
    try {
      const { id } = await post("/interviews", await read());
      location.hash = `#/interviews/${id}`;
    } catch (error) {
      fill(errors, h("p", { class: "alert", role: "alert" }, sentence(error)));
      begin.disabled = false;
    }
  });
  return form;
}
