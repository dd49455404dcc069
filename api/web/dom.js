// Elements without a framework: builds them, empties them, and nothing else.

/**
 * Build an element. Properties that start with "on" are listeners; true, false and null set or leave out an attribute.
 * @param {string} tag
 * @param {Object<string, any>} [properties]
 * @param {...any} children strings, nodes, arrays of them; null and false are left out
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked") element[name] = value;
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Replace what a node holds. */
export function fill(node, ...children) {
  node.replaceChildren(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
}

/** A paragraph with a refusal or another error in it, announced at once. */
export function alert(error) {
  return h("p", { class: "alert", role: "alert" }, sentence(error));
}

/** What to tell people about an error. */
export function sentence(error) {
  return [error.detail ?? error.message, error.advice].filter(Boolean).join(" ");
}

/** A labelled field; the help text belongs to the field for screen readers too. */
export function field(label, control, help = "") {
  const id = control.id || `f${(field.count = (field.count ?? 0) + 1)}`;
  control.id = id;
  const note = h("small", { id: `${id}-help`, class: "help" }, help);
  control.setAttribute("aria-describedby", note.id);
  return h("div", { class: "field" }, h("label", { for: id }, label), control, note);
}

/** A select from [value, text] pairs. */
export function select(name, pairs, chosen) {
  const options = pairs.map(([value, text]) => h("option", { value: String(value) }, text));
  const control = h("select", { name }, options);
  if (chosen !== undefined && chosen !== null) control.value = String(chosen);
  return control;
}
