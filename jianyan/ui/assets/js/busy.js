// A form is sent once. Its button says so and stays in place; it is not disabled, because a disabled button's name and
// value would be missing from what is sent.

const busyText = () => document.getElementById("busy-text")?.innerHTML.trim() || "…";

export function begin(form, button) {
  form.dataset.busy = "on";
  form.setAttribute("aria-busy", "true");
  if (!button) return;
  button.setAttribute("aria-disabled", "true");
  button.dataset.was = button.innerHTML;
  button.textContent = button.dataset.busyText || busyText();
}

export function end(form) {
  if (form.dataset.busy !== "on") return;
  delete form.dataset.busy;
  form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll("[data-was]")) {
    button.innerHTML = button.dataset.was;
    button.removeAttribute("aria-disabled");
    delete button.dataset.was;
  }
}

export function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
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
