// A form is sent once. Its button keeps its place and, when the answer takes its time, says so; it is not disabled,
// because a disabled button's name and value would be missing from what is sent.

import { LATE } from "./loading.js";
import { sentence, tell } from "./told.js";

const timers = new WeakMap();

function say(form, button) {
  const words = button?.dataset.busyText || form.dataset.busyText || sentence("busy-text") || "…";
  tell(words);
  if (!button) return;
  button.style.minWidth = `${button.offsetWidth}px`; // what stands beside it stays
  button.dataset.was = button.innerHTML;
  button.textContent = words;
}

export function begin(form, button) {
  form.dataset.busy = "on";
  form.setAttribute("aria-busy", "true");
  if (button) button.setAttribute("aria-disabled", "true");
  timers.set(
    form,
    setTimeout(() => say(form, button), LATE),
  );
}

export function end(form) {
  if (form.dataset.busy !== "on") return;
  clearTimeout(timers.get(form));
  delete form.dataset.busy;
  form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll("[aria-disabled=true]")) {
    button.removeAttribute("aria-disabled");
    if (button.dataset.was === undefined) continue;
    button.innerHTML = button.dataset.was;
    button.style.minWidth = "";
    delete button.dataset.was;
  }
}

export function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-download]")) return; // has a waiting of its own
    const page = event.defaultPrevented && !form.closest("[hx-post], [hx-get], [hx-put], [hx-delete], [hx-boost]");
    if (page || form.method === "get" || form.method === "dialog" || form.dataset.busy === "off") return;
    if (form.dataset.busy === "on") {
      event.preventDefault();
      return;
    }
    begin(form, event.submitter || form.querySelector("button[type=submit], button:not([type])"));
  });
  // A second press must not reach htmx, which listens on the form itself.
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target.dataset.busy !== "on") return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
  // Back from the next page, or an answer that put something in place: the form can be used again.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-busy=on]").forEach(end));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest ? event.target.closest("form") : null;
    if (form) end(form);
  });
}
