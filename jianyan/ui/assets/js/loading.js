// Parts that htmx loads. What takes longer shows a bar along the top, and what is being replaced fades in its place, so
// that nothing moves. What came is told to those who do not see it, and the focus is never lost with what went.

import { sentence, tell } from "./told.js";

/** Below this a bar would only flicker. */
export const LATE = 300; // ms

const waiting = new Map();
const settled = new WeakSet();
const focused = new WeakSet(); // requests for a part in which the focus was, or which an element with the focus asked for
const HEADING = "[data-focus], .error-summary, .message, h1, h2, h3";

function begin({ detail: { xhr, target, elt } }) {
  target.setAttribute("aria-busy", "true");
  if ([target, elt].some((part) => part.contains(document.activeElement))) focused.add(xhr);
  const timer = setTimeout(() => {
    document.documentElement.classList.add("loading");
    tell(sentence(elt.type === "file" ? "uploading-text" : "loading-text"));
  }, LATE);
  waiting.set(xhr, { timer, target });
}

function end({ detail: { xhr } }) {
  const { timer, target } = waiting.get(xhr) || {};
  if (!target) return;
  clearTimeout(timer);
  waiting.delete(xhr);
  if (![...waiting.values()].some((other) => other.target === target)) target.removeAttribute("aria-busy");
  if (!waiting.size) document.documentElement.classList.remove("loading");
}

/** What there is to say of a part: its heading, or how many there are. */
function summary(part) {
  const line = part.querySelector(".pages-total, .empty-state-title") || part.querySelector(HEADING);
  return line ? line.textContent.trim().replace(/\s+/g, " ") : sentence("loaded-text");
}

function arrived(event) {
  const { xhr, target, requestConfig } = event.detail;
  if (!xhr || settled.has(xhr)) return;
  settled.add(xhr);
  const part = target.isConnected ? target : event.target;
  const person = requestConfig.triggeringEvent?.isTrusted;
  const nowhere = !document.activeElement || document.activeElement === document.body;
  // A part that came by itself while the focus was nowhere has taken it from nobody.
  const lost = nowhere && (person || focused.has(xhr));
  // A link that a person followed leads to the part; the keys that go through a queue stay in the queue.
  const link = requestConfig.elt.tagName === "A" && person;
  if (!lost && !link) {
    if (requestConfig.elt.type !== "radio") tell(summary(part));
    return;
  }
  const place = (part.matches(HEADING) ? part : part.querySelector(HEADING)) || part;
  if (!place.hasAttribute("tabindex")) place.setAttribute("tabindex", "-1");
  place.focus();
}

function failed(event) {
  if (event.target.closest && event.target.closest("[data-basket]")) return; // says so itself
  const box = document.getElementById("messages");
  const words = sentence("load-failed-text");
  if (!box || !words) return;
  const message = document.createElement("div");
  message.className = "message message-error";
  message.textContent = words;
  box.replaceChildren(message);
  box.scrollIntoView({ block: "nearest" });
}

export function watchLoading() {
  document.addEventListener("htmx:beforeSend", begin);
  document.addEventListener("htmx:afterRequest", end);
  document.addEventListener("htmx:afterSettle", arrived);
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.addEventListener(name, failed);
}
