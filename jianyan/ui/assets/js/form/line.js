// The line that says how the typing is kept: 已自动保存 10:42.

export function lineOf(form) {
  const line = form.querySelector("[data-autosave-line]");
  let last = "";
  return function say(what, time = "") {
    if (!line) return;
    // Read out when something else holds than before, not at every save.
    line.setAttribute("aria-live", what === last ? "off" : "polite");
    last = what;
    for (const sentence of line.querySelectorAll("[data-says]")) {
      sentence.hidden = sentence.dataset.says !== what;
      if (!sentence.hidden && sentence.dataset.text) sentence.textContent = sentence.dataset.text.replace("%t", time);
    }
  };
}

/** A moment on this device's clock, as it is read out: 10:42, with the day when it was another. */
export function clock(when) {
  const two = (n) => String(n).padStart(2, "0");
  const then = new Date(when);
  const time = `${two(then.getHours())}:${two(then.getMinutes())}`;
  const today = new Date().toDateString() === then.toDateString();
  return today ? time : `${two(then.getMonth() + 1)}-${two(then.getDate())} ${time}`;
}
