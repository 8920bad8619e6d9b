// The desk: the chosen lead is marked in the queue, j and k move through it, x picks leads for acting on several at once;
// and where there is no room for two columns a lead opens as a page of its own. Without scripts every entry is a plain
// link to the lead's page, and the boxes of the queue are a plain form.
import { forPage } from "./js/keys.js";

const wide = window.matchMedia("(min-width: 68.75em)");
// Looked up each time: going back in the history puts a new queue in place.
const titles = () => Array.from(document.querySelectorAll("[data-queue] .queue-title"));
const boxes = () => Array.from(document.querySelectorAll('[data-queue] input[form="pick"]'));

function mark(link) {
  for (const title of titles()) {
    if (title === link) title.closest(".queue-item").setAttribute("aria-current", "true");
    else title.closest(".queue-item").removeAttribute("aria-current");
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

/** The row that the keys are at: the one with the focus in it, else the one whose lead is shown. */
function here() {
  const focused = document.activeElement.closest("[data-queue] .queue-item");
  return focused || document.querySelector('[data-queue] .queue-item[aria-current="true"]');
}

function step(by) {
  const all = titles();
  const at = all.findIndex((title) => title.closest(".queue-item") === here());
  const next = all[at < 0 ? 0 : at + by];
  if (!next) return;
  next.focus();
  if (wide.matches) next.click();
}

function count() {
  const form = document.getElementById("pick");
  if (!form) return;
  const picked = boxes().filter((box) => box.checked).length;
  const all = form.querySelector("[data-pick-all]");
  all.closest("label").hidden = false;
  form.querySelector("[data-pick-link]").hidden = true;
  all.checked = picked > 0 && picked === boxes().length;
  all.indeterminate = picked > 0 && !all.checked;
  form.querySelector("[data-pick-count]").textContent = picked ? form.dataset.pick.replace("%n", String(picked)) : "";
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-pick-all]")) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.closest("#pick, [data-queue]")) count();
});

const keys = {
  j: () => step(1),
  k: () => step(-1),
  x: () => {
    const row = here();
    if (row) row.querySelector('input[form="pick"]').click();
  },
  o: () => {
    const row = here();
    if (row) window.location.assign(row.querySelector(".queue-title").href);
  },
};

document.addEventListener("keydown", (event) => {
  if (forPage(event) && keys[event.key]) keys[event.key]();
});

count();
document.addEventListener("htmx:historyRestore", count);
window.addEventListener("pageshow", count); // boxes that the browser has ticked again
