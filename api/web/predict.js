// The prediction: what the candidate thinks of themselves before the report says anything.

import { alert, fill, h } from "./dom.js";
import { commandId, post } from "./http.js";

const LEVELS = ["0 – nothing shown", "1 – weak", "2 – below the bar", "3 – solid", "4 – strong", "5 – outstanding"];
const SURE = [[0.3, "A guess"], [0.5, "Unsure"], [0.7, "Fairly sure"], [0.9, "Very sure"]];

/** Return the form; `done` is called when the report may open. */
export function predictionForm(id, overview, done) {
  const errors = h("div", {});
  const open = h("button", { type: "submit", class: "primary" }, "Show me the report");
  const decline = h("button", { type: "button" }, "Show me the report without predicting");
  const rows = overview.criteria.map((item) => criterion(item));
  const sure = h(
    "fieldset",
    { class: "levels" },
    h("legend", {}, "How sure are you, all in all?"),
    SURE.map(([value, text]) => radio("sure", value, text, value === 0.5)),
  );
  const form = h(
    "form",
    { class: "predict" },
    h("h1", {}, "How did it go?"),
    h("p", {}, "Before you read the report, say what you think you showed. Comparing the two over time is how judgement of oneself improves."),
    rows,
    sure,
    errors,
    h("div", { class: "row" }, open, decline),
  );

  async function send(command) {
    open.disabled = true;
    decline.disabled = true;
    try {
      await post(`/interviews/${id}/commands`, { ...command, id: commandId() });
    } catch (error) {
      if (error.code !== "predicted") {
        fill(errors, alert(error));
        open.disabled = false;
        decline.disabled = false;
        return;
      }
    }
    await done();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const named = overview.criteria.filter((item) => data.has(`level-${item.id}`));
    const levels = Object.fromEntries(named.map((item) => [item.id, Number(data.get(`level-${item.id}`))]));
    if (named.length === 0) {
      fill(errors, alert({ detail: "You have not chosen a level.", advice: "Choose at least one, or open the report without predicting." }));
      return;
    }
    send({ type: "predict", levels, confidence: Number(data.get("sure")) });
  });
  decline.addEventListener("click", () => send({ type: "decline_prediction" }));
  return form;
}

function criterion(item) {
  return h(
    "fieldset",
    { class: "levels" },
    h("legend", {}, item.title),
    h("p", { class: "quiet" }, item.measures),
    LEVELS.map((text, level) => radio(`level-${item.id}`, level, text)),
  );
}

function radio(name, value, text, checked = false) {
  return h("label", {}, h("input", { type: "radio", name, value: String(value), checked }), " ", text);
}
