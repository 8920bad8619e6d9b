// The leads on the page: read, filled in again, and one more from the empty block that waits in a template.

const LEAD = /^leads-(\d+)-/;

/** What a form would send but its files: those go up by themselves as soon as they are chosen. */
export function texts(form) {
  const fields = new FormData(form);
  for (const [name, value] of [...fields]) if (typeof value !== "string") fields.delete(name);
  return fields;
}

/** What is typed and chosen, by the names of the fields; boxes that are not ticked are left out. */
export function typed(form) {
  const values = {};
  for (const [name, value] of texts(form)) if (LEAD.test(name)) values[name] = value;
  return values;
}

export function same(some, others) {
  const names = Object.keys(some);
  return names.length === Object.keys(others).length && names.every((name) => some[name] === others[name]);
}

/** Whether anything was written: ticks alone say nothing. */
export const written = (values) =>
  Object.keys(values).some((name) => !/-(publishable|hidden|follow_up_wanted|common)$/.test(name) && values[name].trim());

/** Whether something was typed before the script came. */
export const touched = (form) =>
  Array.from(form.elements).some((control) => {
    if (!LEAD.test(control.name) || control.type === "file") return false;
    if (control.tagName === "SELECT") return Array.from(control.options).some((o) => o.selected && !o.defaultSelected && o.value);
    return /^(checkbox|radio)$/.test(control.type)
      ? control.checked !== control.defaultChecked
      : control.value !== control.defaultValue;
  });

const blocks = (form) => form.querySelectorAll("[data-lead]");

/** Adds an empty block below the others; null when the form is full. */
export function addBlock(form) {
  const spare = form.querySelector("template[data-spare]");
  const place = blocks(form).length;
  if (!spare || place >= Number(spare.dataset.longest)) return null;
  const block = spare.content.querySelector("[data-lead]").cloneNode(true);
  const from = Number(spare.dataset.spare);
  for (const element of [block, ...block.querySelectorAll("*")]) {
    for (const attribute of Array.from(element.attributes)) {
      const value = attribute.value
        .split(`leads-${from}-`)
        .join(`leads-${place}-`)
        .split(`lead-${from + 1}`)
        .join(`lead-${place + 1}`)
        .split(`files-${from}`) // also within what htmx is told to send
        .join(`files-${place}`)
        .replace(`remove-${from}`, `remove-${place}`);
      if (value !== attribute.value) attribute.value = value;
    }
  }
  const heading = block.querySelector("h2");
  heading.textContent = heading.textContent.replace(String(from + 1), String(place + 1));
  spare.parentNode.insertBefore(block, spare);
  if (window.htmx) window.htmx.process(block);
  return block;
}

/** Puts values back into the page, with as many blocks as they need. */
export function fill(form, values) {
  const places = Object.keys(values).map((name) => (LEAD.exec(name) || [0, -1])[1]);
  const last = Math.max(-1, ...places.map(Number));
  while (blocks(form).length <= last) if (!addBlock(form)) break;
  for (const control of form.elements) {
    if (!LEAD.test(control.name) || control.type === "file") continue;
    const value = values[control.name];
    if (control.type === "checkbox") control.checked = value !== undefined;
    else if (control.type === "radio") control.checked = value === control.value;
    else control.value = value === undefined ? "" : value;
    if (control.dataset.countMax) control.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const fold of form.querySelectorAll("details")) {
    fold.open = fold.open || Array.from(fold.querySelectorAll("input")).some((input) => input.value);
  }
}
