// Reads the figures of a chart from the table on the page.

const MOST = 12; // departments in one chart; the table has them all

/** What is drawn: { kind, at: [what each place is about], series: [{ name, values }], share }, or null for nothing. */
export function read(figure) {
  const { chart: kind, source, series, names = "", few = "1" } = figure.dataset;
  const table = document.getElementById(source);
  if (!table) return null;
  const cells = Array.from(table.querySelectorAll("[data-series]"));
  const at = Array.from(new Set(cells.map((cell) => cell.dataset.at)));
  if (kind !== "bars") at.sort(); // months and quarters, the oldest first
  const shown = at.slice(0, kind === "bars" ? MOST : at.length);
  const value = kind === "columns" ? countOf : (cell) => shareOf(cell, Number(few));
  const named = names.split("|");
  const found = series.split(" ").map((key, place) => ({
    name: named[place] || table.querySelector(`[data-name="${key}"]`).textContent.trim(),
    values: shown.map((about) => value(cells.find((cell) => cell.dataset.series === key && cell.dataset.at === about))),
  }));
  if (!found.some((each) => each.values.some((number) => number !== null))) {
    figure.hidden = true;
    return null;
  }
  return { kind, at: shown, series: found, share: kind !== "columns" };
}

/** How many: a figure of its own, or what a share counts. */
function countOf(cell) {
  return cell ? Number(cell.dataset.count || cell.dataset.num) : null;
}

/** A share in percent with one decimal; null for a share of too few, which would leap about and say nothing. */
function shareOf(cell, few) {
  if (!cell || Number(cell.dataset.den) < few) return null;
  return Math.round((1000 * Number(cell.dataset.num)) / Number(cell.dataset.den)) / 10;
}
