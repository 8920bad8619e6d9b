// data-countdown="45": the seconds in which something can still be done are counted down; then whatever stands beside it
// with data-until-over goes out of sight. The server decides: this only saves a press that would be refused.
// A screen reader says when it begins to be late and when it is over, not every second. Where little motion is wished
// for, the figure changes every ten seconds.

import { tell } from "./told.js";

const LAST = 10; // seconds: said aloud, once
let timer = null;

const calm = () => window.matchMedia && window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const said = (element, left) => element.dataset.text.replace("%n", String(left));

function over(element) {
  delete element.dataset.countdown;
  const beside = [...element.parentElement.querySelectorAll("[data-until-over]")];
  const held = beside.find((part) => part.contains(document.activeElement));
  for (const part of beside) part.hidden = true;
  tell(element.dataset.over);
  if (!held) return;
  // The focus must not go out of sight with the button.
  const next = element.parentElement.querySelector("a[href], button:not([data-until-over] *)") || document.getElementById("content");
  next.focus();
}

function step(element) {
  if (!element.dataset.end) element.dataset.end = String(Date.now() + Number(element.dataset.countdown) * 1000);
  const left = Math.ceil((Number(element.dataset.end) - Date.now()) / 1000);
  if (left <= 0) {
    over(element);
    return;
  }
  const shown = calm() && left > LAST ? Math.floor(left / 10) * 10 : left;
  element.textContent = said(element, shown);
  if (left <= LAST && !element.dataset.late) {
    element.dataset.late = "on";
    tell(said(element, left));
  }
}

function tick() {
  const all = document.querySelectorAll("[data-countdown]");
  all.forEach(step);
  if (!all.length) {
    clearInterval(timer);
    timer = null;
  }
}

function begin() {
  if (timer || !document.querySelector("[data-countdown]")) return;
  tick();
  timer = setInterval(tick, 1000);
}

export function countDown() {
  begin();
  document.addEventListener("htmx:load", begin);
}
