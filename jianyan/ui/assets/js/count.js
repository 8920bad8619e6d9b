// How many characters have been typed, counted as the server counts them: by code point, a line break as two.

function show(input) {
  const place = document.getElementById(`${input.id}_count`);
  if (!place) return;
  const limit = Number(input.dataset.countMax);
  const length = Array.from(input.value.replace(/\r\n|\r|\n/g, "\r\n")).length;
  const over = length > limit;
  place.textContent = over
    ? place.dataset.over.replace("%n", String(length - limit))
    : place.dataset.within.replace("%n", String(length));
  place.classList.toggle("field-count-over", over);
}

export function countCharacters() {
  document.addEventListener("input", (event) => event.target.dataset?.countMax && show(event.target));
  document.querySelectorAll("[data-count-max]").forEach((input) => input.value && show(input));
}
