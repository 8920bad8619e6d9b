// Draws charts from the tables that are on the page. With scripts off the table alone is there.
//
//   <figure class="chart" data-chart="lines" data-source="table-id" data-series="closed reopened" data-few="5">
//     <div class="chart-box"></div>
//   </figure>
//
// data-chart: "lines" of shares, "columns" of counts, "bars" of shares lying beside names. In the table each name stands
// in an element with data-name="closed" (or in data-names="…|…" of the figure), each figure in a cell with
// data-series="closed", data-at (what it is about: a month, a department) and data-count, or data-num and data-den.
// Shares of fewer than data-few are left out.
import { AriaComponent, GridSimpleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { BarChart, LineChart } from "echarts/charts";
import { SVGRenderer } from "echarts/renderers";
import { read } from "./js/chart/read.js";
import { optionsOf } from "./js/chart/options.js";
import { keyOf } from "./js/chart/key.js";

use([AriaComponent, BarChart, GridSimpleComponent, LineChart, SVGRenderer]);

const root = document.documentElement;
const drawn = [];

function draw(figure) {
  const data = read(figure);
  if (!data) return;
  const box = figure.querySelector(".chart-box");
  figure.insertBefore(keyOf(data), box);
  const locale = root.lang.slice(0, 2) === "zh" ? "ZH" : "EN";
  const chart = init(box, null, { renderer: "svg", locale });
  chart.setOption(optionsOf(data, box.clientWidth));
  drawn.push({ chart, data, box });
  const resize = () => {
    chart.resize();
    chart.setOption(optionsOf(data, box.clientWidth));
  };
  if (!window.ResizeObserver) {
    window.addEventListener("resize", resize);
    return;
  }
  let width = box.clientWidth;
  new ResizeObserver(() => {
    if (box.clientWidth === width || !box.clientWidth) return;
    width = box.clientWidth;
    resize();
  }).observe(box);
}

function redraw() {
  drawn.forEach(({ chart, data, box }) => chart.setOption(optionsOf(data, box.clientWidth), { notMerge: true }));
}

document.querySelectorAll("[data-chart]").forEach(draw);
new MutationObserver(redraw).observe(root, { attributes: true, attributeFilter: ["data-bs-theme"] });

// Paper is white: before printing everything is drawn in the light colours, at once.
window.addEventListener("beforeprint", () => {
  const theme = root.getAttribute("data-bs-theme");
  root.setAttribute("data-bs-theme", "light");
  redraw();
  drawn.forEach(({ chart }) => chart.getZr().flush());
  root.setAttribute("data-bs-theme", theme);
});
window.addEventListener("afterprint", redraw);
