// Slides: one at a time, turned by keyboard, by buttons, or by a tap. Without this they stand below one another.
// The number of the slide stands in the address, so that a reload comes back to it.
const slides = Array.from(document.querySelectorAll(".slide"));
const turn = document.querySelector("[data-slides-turn]");
const place = document.querySelector("[data-slides-place]");
const end = document.querySelector("[data-slides-end]");
let at = 0;

function show(number) {
  at = Math.max(0, Math.min(slides.length - 1, number));
  slides.forEach((slide, index) => {
    slide.hidden = index !== at;
  });
  slides[at].scrollTop = 0;
  place.textContent = `${at + 1} / ${slides.length}`;
  window.history.replaceState(null, "", `#slide-${at + 1}`);
}

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen();
}

const KEYS = {
  ArrowRight: () => show(at + 1),
  ArrowDown: () => show(at + 1),
  PageDown: () => show(at + 1),
  " ": () => show(at + 1),
  Enter: () => show(at + 1),
  ArrowLeft: () => show(at - 1),
  ArrowUp: () => show(at - 1),
  PageUp: () => show(at - 1),
  Backspace: () => show(at - 1),
  Home: () => show(0),
  End: () => show(slides.length - 1),
  f: full,
  F: full,
  Escape: () => window.location.assign(end.href), // in full screen the browser takes the first one for itself
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const onControl = event.target.closest("a, button");
  if (onControl && (event.key === "Enter" || event.key === " ")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
document.querySelector("[data-slides-back]").addEventListener("click", () => show(at - 1));
document.querySelector("[data-slides-next]").addEventListener("click", () => show(at + 1));
document.querySelector("[data-slides-full]").addEventListener("click", full);

document.body.classList.add("slides-on");
turn.hidden = false;
show(Number((window.location.hash.match(/^#slide-(\d+)$/) || [])[1] || 1) - 1);
