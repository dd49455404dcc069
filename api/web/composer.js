// The box the candidate answers in. It never loses text: what is refused or cut off stays, and drafts live on the server.

import { fill, h, sentence } from "./dom.js";

const MAX_BYTES = 64 * 1024;
const DRAFT_MS = 1000;
const TYPING_MS = 5000;
const size = (text) => new TextEncoder().encode(text).length;

/**
 * @param {import("./line.js").Line} line
 * @param {function(): object} model the folded interview
 */
export function composer(line, model) {
  const box = h("textarea", { id: "answer", rows: 5, "aria-describedby": "composer-help", autocomplete: "off" });
  const label = h("label", { for: "answer" }, "Your answer");
  const send = h("button", { type: "submit", class: "primary" }, "Send");
  const done = h("button", { type: "button", onclick: () => submit(true) }, "I’m done");
  const help = h("small", { id: "composer-help", class: "help" });
  const kept = h("small", { class: "help kept" });
  const errors = h("div", { role: "alert" });
  const node = h("form", { class: "composer" }, label, box, help, errors, h("div", { class: "row" }, send, done, kept));
  let draft = null;
  let typed = 0;
  let saved = "";

  function onFloor() {
    return Boolean(model().phase?.floor);
  }

  function waiting() {
    return ["thinking", "reviewing"].includes(model().doing) && !model().asked && model().newest !== null;
  }

  function update() {
    const { status, live, interviewer } = model();
    const floor = onFloor();
    done.hidden = !floor;
    const interrupts = Boolean(live?.text);
    send.textContent = floor ? "Send and go on" : interrupts ? "Interrupt and answer" : waiting() ? "Add to my answer" : "Send";
    const disabled = status === "paused" || status === "closed";
    send.disabled = disabled;
    done.disabled = disabled;
    help.textContent = floor
      ? "You have the floor: send as many parts as you like, then say that you are done. Ctrl+Enter sends a part."
      : waiting()
        ? `${interviewer} has not begun to reply: what you send now is added to your answer.`
        : "Ctrl+Enter sends.";
  }

  function target(finished) {
    if (waiting() && !onFloor()) return ["extend", { answer: model().newest.seq }];
    return ["answer", { turn: Math.max(1, model().turn), done: !onFloor() || finished }];
  }

  async function submit(finished) {
    const text = box.value.trim() || (finished && onFloor() ? "I’m done." : "");
    if (!text || send.disabled) return box.focus();
    if (size(text) > MAX_BYTES) return refuse({ detail: "That is over 64 KiB.", advice: "Send it in parts." });
    clearTimeout(draft);
    const [type, body] = target(finished);
    const before = box.value;
    fill(errors);
    box.value = "";
    kept.textContent = "Sending…";
    try {
      await line.send(type, { ...body, text });
      saved = "";
      kept.textContent = "";
    } catch (refused) {
      box.value = box.value ? `${before}\n${box.value}` : before;
      kept.textContent = "";
      refuse(explain(refused));
    }
    return undefined;
  }

  function explain(refused) {
    if (refused.code !== "already_answered") return refused;
    return {
      detail: "This question was answered in another window first.",
      advice: "Your text is still here: use it for the question that is open now, or let it go.",
    };
  }

  function refuse(error) {
    fill(errors, h("p", { class: "alert" }, sentence(error)));
    box.focus();
  }

  function onInput() {
    fill(errors);
    kept.textContent = "";
    if (performance.now() - typed > TYPING_MS) {
      typed = performance.now();
      line.send("typing");
    }
    clearTimeout(draft);
    draft = setTimeout(keep, DRAFT_MS);
  }

  async function keep() {
    const text = box.value;
    if (text === saved || size(text) > MAX_BYTES) return;
    try {
      await line.send("draft", { text });
      saved = text;
      if (box.value === text && text) kept.textContent = "Draft saved.";
    } catch (refused) {
      kept.textContent = sentence(refused);
    }
  }

  function onKey(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    submit(event.shiftKey);
  }

  box.addEventListener("input", onInput);
  box.addEventListener("keydown", onKey);
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(false);
  });
  return {
    node,
    update,
    /** Put back what was kept on the server, unless something was written since. */
    restore(text) {
      if (box.value || !text) return;
      box.value = text;
      saved = text;
      kept.textContent = "Draft restored.";
    },
    unsaved: () => box.value !== "" && box.value !== saved,
    close: () => clearTimeout(draft),
  };
}
