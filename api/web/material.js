// The box for what the candidate brings: pasted text or a file, kept on the server, answered with what was found in it.

import { alert, field, fill, h, select } from "./dom.js";
import { post, upload } from "./http.js";

const MAX_BYTES = 20 * 1024 * 1024;
const NAMES = { paper: "Paper", talk: "Talk", abstract: "Abstract", cv: "CV", job: "Job advertisement", notes: "Notes" };

/** Return the box, and a function that adds what is still in it and returns the ids of everything added. */
export function materialBox(wanted) {
  const added = [];
  const kind = select("kind", wanted.kinds.map((key) => [key, NAMES[key] ?? key]));
  const text = h("textarea", { rows: 6 });
  const file = h("input", { type: "file", accept: ".pdf,.txt,.md,.tex" });
  const shown = h("ul", { class: "added" });
  const errors = h("div", {});
  const add = h("button", { type: "button", onclick: () => press() }, "Add");

  async function press() {
    add.disabled = true;
    fill(errors);
    try {
      await take();
    } catch (error) {
      fill(errors, alert(error));
    }
    add.disabled = false;
  }

  async function take() {
    for (const one of [takeText, takeFile]) {
      const material = await one();
      if (material) show(material);
    }
  }

  async function takeText() {
    const value = text.value.trim();
    if (!value) return null;
    const name = value.split("\n")[0].slice(0, 60);
    const material = await post("/materials", { name, kind: kind.value, text: value });
    text.value = "";
    return material;
  }

  async function takeFile() {
    const [chosen] = file.files;
    if (!chosen) return null;
    if (chosen.size > MAX_BYTES) throw new Error("The file is over 20 MB. Paste the part that matters instead.");
    const query = new URLSearchParams({ name: chosen.name, kind: kind.value });
    const material = await upload(`/materials?${query}`, chosen);
    file.value = "";
    return material;
  }

  function show(material) {
    added.push(material.id);
    const claims = material.claims.slice(0, 20).map((claim) => h("li", {}, claim.quote));
    const drop = h("button", { type: "button", class: "plain", "aria-label": `Leave out ${material.name}` }, "Leave out");
    const item = h(
      "li",
      {},
      h("strong", {}, material.name),
      ` – ${NAMES[material.kind] ?? material.kind}, ${material.characters.toLocaleString()} characters `,
      drop,
      material.warnings.map((warning) => h("p", { class: "warning" }, warning)),
      claims.length > 0 && h("details", {}, h("summary", {}, `${material.claims.length} sentences that may be quoted`), h("ul", {}, claims)),
    );
    drop.addEventListener("click", () => {
      added.splice(added.indexOf(material.id), 1);
      item.remove();
    });
    shown.append(item);
  }

  const node = h(
    "fieldset",
    { class: "material" },
    h("legend", {}, wanted.required ? "Your material (needed)" : "Your material (if you like)"),
    h("p", {}, wanted.why),
    field("What it is", kind),
    field("Paste its text", text),
    field("Or choose a file", file, "PDF or plain text, at most 20 MB. It is read on this machine."),
    add,
    errors,
    shown,
  );
  return {
    node,
    async read() {
      await take();
      if (wanted.required && added.length === 0) throw new Error("This round works with your own material. Add it first.");
      return [...added];
    },
  };
}
