// One question with two answers, in a dialog the browser keeps the focus in.

import { h } from "./dom.js";

/** Ask; resolves to whether the answer was yes. Escape means no. */
export function ask(title, text, yes, no = "Cancel") {
  const dialog = h(
    "dialog",
    { "aria-labelledby": "ask-title", "aria-describedby": "ask-text" },
    h("h2", { id: "ask-title" }, title),
    h("p", { id: "ask-text" }, text),
    h(
      "form",
      { method: "dialog", class: "row" },
      h("button", { value: "no" }, no),
      h("button", { value: "yes", class: "primary" }, yes),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
