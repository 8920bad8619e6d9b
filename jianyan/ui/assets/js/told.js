// One line for the whole page that screen readers say aloud, politely (in ui/confirm.html).

export function tell(words) {
  const line = document.getElementById("told");
  if (!line || !words) return;
  line.textContent = "";
  // The same words twice are said twice only if the line was empty between.
  setTimeout(() => {
    line.textContent = words;
  }, 50);
}

/** A sentence of the page's own language, from a template. */
export const sentence = (id) => document.getElementById(id)?.innerHTML.trim() || "";

/** A live region is silent about what it was born with: what it holds is put in once more. */
export function tellAgain(region) {
  if (region && region.children.length) setTimeout(() => region.replaceChildren(...region.children), 50);
}
