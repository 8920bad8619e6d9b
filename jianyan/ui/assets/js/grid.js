// data-grid on a table: Enter goes down and Shift+Enter up in the same column, as in a spreadsheet; left and right go
// from field to field. Up and down stay the browser's own: they change a list, and Tab goes through all.

const FIELDS = "select, input:not([type=hidden])";

function step(field, key, back) {
  const row = field.closest("tr");
  const across = key === "ArrowLeft" || key === "ArrowRight";
  if (across) {
    const all = Array.from(row.querySelectorAll(FIELDS));
    return all[all.indexOf(field) + (key === "ArrowLeft" ? -1 : 1)];
  }
  const name = field.name.split("-")[0];
  let next = row;
  do {
    next = back ? next.previousElementSibling : next.nextElementSibling;
    const found = next && Array.from(next.querySelectorAll(FIELDS)).find((one) => one.name.split("-")[0] === name);
    if (found) return found;
  } while (next);
  return null;
}

export function moveInGrids() {
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("[data-grid] tbody select, [data-grid] tbody input:not([type=hidden])");
    if (!field || event.ctrlKey || event.altKey || event.metaKey) return;
    const across = event.key === "ArrowLeft" || event.key === "ArrowRight";
    if (!(across && field.type !== "text") && event.key !== "Enter") return;
    event.preventDefault(); // Enter in a field of a form would press its first button
    const next = step(field, event.key, event.shiftKey);
    if (next) next.focus();
  });
}
