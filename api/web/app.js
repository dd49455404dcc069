// Which room of the house: the part of the address after "#" decides, so that every room can be reloaded and linked.

import { fill, h } from "./dom.js";
import { openAfter } from "./after.js";
import { openRoom } from "./room.js";
import { openStart } from "./start.js";

const main = document.getElementById("main");
let leave = () => {};
let entered = 0;

const ROUTES = [
  [/^#\/interviews\/([\w.-]+)\/report$/, openAfter],
  [/^#\/interviews\/([\w.-]+)$/, openRoom],
  [/^(?:#\/?)?$/, openStart],
];

/** Open a room in a node of its own, so that one that took too long cannot overwrite the one that was entered since. */
async function show() {
  if (location.hash === "#main") return;
  leave();
  leave = () => {};
  const here = (entered += 1);
  const [pattern, open] = ROUTES.find(([candidate]) => candidate.test(location.hash)) ?? [null, openNothing];
  const [, id] = pattern ? pattern.exec(location.hash) : [];
  const node = h("div", { class: "view" });
  fill(main, h("p", { class: "loading" }, "Loading…"));
  const close = await open(node, id);
  if (entered !== here) {
    close?.();
    return;
  }
  leave = close ?? leave;
  fill(main, node);
  const heading = node.querySelector("h1");
  document.title = heading ? `${heading.textContent} · Lab interviewer` : "Lab interviewer";
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

function openNothing(node) {
  fill(node, h("h1", {}, "There is no such page"), h("p", {}, h("a", { href: "#/" }, "Go to the start.")));
}

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener("hashchange", show);
show();
