// data-countdown="45": the seconds in which something can still be done are counted down; then whatever stands beside it
// with data-until-over goes out of sight. The server decides: this only saves a press that would be refused.

let timer = null;

function tick() {
  const all = document.querySelectorAll("[data-countdown]");
  for (const element of all) {
    if (!element.dataset.end) element.dataset.end = String(Date.now() + Number(element.dataset.countdown) * 1000);
    const left = Math.ceil((Number(element.dataset.end) - Date.now()) / 1000);
    if (left > 0) {
      element.textContent = element.dataset.text.replace("%n", String(left));
      continue;
    }
    const beside = element.parentElement.querySelectorAll("[data-until-over]");
    delete element.dataset.countdown;
    for (const part of beside) part.hidden = true;
  }
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
