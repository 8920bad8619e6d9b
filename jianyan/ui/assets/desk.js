// The desk: the chosen lead is marked in the queue, keys move through it, and where there is no room for two columns a
// lead opens as a page of its own. Without scripts every entry is a plain link to the lead's page.

const wide = window.matchMedia("(min-width: 68.75em)");
// Looked up each time: going back in the history puts a new queue in place.
const titles = () => Array.from(document.querySelectorAll("[data-queue] .queue-title"));

function mark(link) {
  for (const title of titles()) {
    if (title === link) title.parentElement.setAttribute("aria-current", "true");
    else title.parentElement.removeAttribute("aria-current");
  }
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const link = event.target;
  if (!link.classList || !link.classList.contains("queue-title")) return;
  if (wide.matches) {
    mark(link);
    return;
  }
  event.preventDefault();
  window.location.assign(link.href);
});

function step(by) {
  const all = titles();
  const here = all.findIndex((title) => title.parentElement.hasAttribute("aria-current"));
  const next = all[here < 0 ? 0 : here + by];
  if (!next) return;
  next.focus();
  next.click();
}

const verbs = { c: "call", d: "dispatch", m: "merge" };

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, dialog, [contenteditable]");
  if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "/") {
    event.preventDefault();
    document.getElementById("queue_q").focus();
  } else if (verbs[event.key]) {
    const link = document.querySelector(`#lead [data-verb="${verbs[event.key]}"]`);
    if (link) link.click();
  }
});

function showKeys() {
  for (const keys of document.querySelectorAll(".desk-keys")) keys.hidden = false;
}

showKeys();
document.addEventListener("htmx:historyRestore", showKeys);
