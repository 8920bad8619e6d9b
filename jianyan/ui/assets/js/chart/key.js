// The key of a chart, as text of the page: it wraps, grows with the text and is read out, which a drawn one does not.
import { LOOKS } from "./options.js";

const LINES = { solid: "M0 7H28", dashed: "M0 7h8M20 7h8", dotted: "M0 7h3M6 7h3M19 7h3M25 7h3" };
const MARKS = {
  circle: "M10 7a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
  triangle: "M14 2.5 18.5 11H9.5Z",
  rect: "M10.5 3.5h7v7h-7Z",
};

/** A list of the series, each with its mark. */
export function keyOf(data) {
  const list = document.createElement("ul");
  list.className = "chart-key";
  data.series.forEach((each, place) => {
    const look = LOOKS[place % LOOKS.length];
    const item = document.createElement("li");
    item.append(mark(data.kind, look), each.name);
    list.append(item);
  });
  return list;
}

function mark(kind, look) {
  const picture = element("svg", { viewBox: "0 0 28 14", class: `chart-${look.name}`, "aria-hidden": "true" });
  if (kind === "lines") {
    picture.append(element("path", { d: LINES[look.dash] }), element("path", { d: MARKS[look.symbol], class: "chart-fill" }));
  } else if (look.decal === null) {
    picture.append(element("path", { d: "M4 1h20v12H4Z", class: "chart-fill" }));
  } else {
    picture.append(element("path", { d: "M4 1h20v12H4ZM5 8l6-6M6 12 16 2M12 12 22 2M18 12l5-5" }));
  }
  return picture;
}

function element(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}
