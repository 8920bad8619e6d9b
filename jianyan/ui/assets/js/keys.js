// Single keys for those who work at a keyboard all day. What a key does stands in the page: data-key="c" is pressed by c,
// data-key-next by n, [data-go] of the help sheet by g and then its letter. No key fires in a field or a dialog, nor
// together with another one; and all of them can be switched off on the sheet (WCAG 2.1.4), remembered in this browser.

const OFF = "keys-off";

export function keysOn() {
  try {
    return localStorage.getItem(OFF) !== "1";
  } catch (refused) {
    return true;
  }
}

/** Whether a key press is meant for the page and not for a field, a dialog, an input method or the browser. */
export function forPage(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (!document.getElementById("keys") || document.querySelector("dialog[open]")) return false;
  const typing = event.target.closest && event.target.closest("textarea, select, [contenteditable], input");
  return keysOn() && !(typing && !["checkbox", "radio", "button", "submit"].includes(typing.type));
}

const seen = (element) => element.getClientRects().length > 0;
const first = (selector) => Array.from(document.querySelectorAll(selector)).find(seen);

function press(element) {
  if (element) element.click();
  return Boolean(element);
}

function back() {
  if (document.querySelector("details[data-popup][open]")) return false; // Escape closes the menu
  const row = document.querySelector('[data-queue] [aria-current="true"] .queue-title');
  if (row) row.focus();
  return Boolean(row) || press(first("[data-key-back], .back a"));
}

let going = false;

function act(key, sheet) {
  if (going && key !== "Shift") {
    going = false;
    const link = /^[a-z]$/.test(key) && sheet.querySelector(`[data-go="${key}"]`);
    if (link) window.location.assign(link.href);
    return true;
  }
  if (key === "g") return (going = true);
  if (key === "?") return show(sheet);
  if (key === "Escape") return back();
  if (key === "n") return press(first("[data-key-next]"));
  if (key === "/") {
    const search = first("[role=search] input:not([type=hidden])");
    if (search) search.focus();
    return Boolean(search);
  }
  return /^[a-z]$/.test(key) && press(first(`[data-key="${key}"]`));
}

function show(sheet) {
  sheet.showModal();
  return true;
}

export function watchKeys() {
  const sheet = document.getElementById("keys");
  if (!sheet || typeof sheet.showModal !== "function") return;
  for (const button of document.querySelectorAll("[data-keys-open]")) {
    button.hidden = false;
    button.addEventListener("click", () => show(sheet));
  }
  const toggle = sheet.querySelector("[data-keys-switch]");
  toggle.checked = keysOn();
  toggle.addEventListener("change", () => {
    try {
      if (toggle.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    } catch (refused) {
      toggle.checked = true; // storage is switched off: the keys stay
    }
  });
  document.addEventListener("keydown", (event) => {
    if (forPage(event) && act(event.key, sheet)) event.preventDefault();
  });
}
