// How charts look: colours from the tokens of the theme, and a shape or a pattern for each series beside its colour.

export const LOOKS = [
  { token: "--accent", name: "one", symbol: "circle", dash: "solid", decal: null },
  { token: "--warn", name: "two", symbol: "triangle", dash: "dashed", decal: -Math.PI / 4 },
  { token: "--ok", name: "three", symbol: "rect", dash: "dotted", decal: Math.PI / 4 },
];

/** ECharts' option for what `read` found, in the colours of the theme at this moment and for a box so many px wide. */
export function optionsOf(data, width) {
  const style = getComputedStyle(document.documentElement);
  const colour = (token) => style.getPropertyValue(token).trim();
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const lying = data.kind === "bars";
  const names = { type: "category", data: data.at, inverse: lying, ...axis(colour) };
  const values = { type: "value", min: 0, minInterval: 1, ...axis(colour) };
  if (data.share) Object.assign(values, { max: 100, interval: 25 });
  if (data.share) values.axisLabel = { ...values.axisLabel, formatter: "{value}%" };
  if (lying) names.axisLabel = { ...names.axisLabel, interval: 0, width: 112, overflow: "break" };
  names.axisTick = { show: false };
  names.splitLine = { show: false };
  return {
    animation: !still,
    animationDuration: 200,
    aria: { enabled: true, decal: { show: true, decals: LOOKS.map((look) => decalOf(look, colour("--surface"))) } },
    grid: { left: 4, right: lying ? 44 : 12, top: 12, bottom: 4 },
    xAxis: lying ? values : names,
    yAxis: lying ? names : values,
    series: data.series.map((each, place) => seriesOf(each, place, data, { colour, width })),
  };
}

function axis(colour) {
  return {
    axisLabel: { color: colour("--ink-2"), fontFamily: colour("--face"), fontSize: 13, hideOverlap: true },
    axisLine: { lineStyle: { color: colour("--line-strong") } },
    splitLine: { lineStyle: { color: colour("--line") } },
  };
}

function seriesOf(each, place, data, { colour, width }) {
  const look = LOOKS[place % LOOKS.length];
  const paint = colour(look.token);
  const lying = data.kind === "bars";
  const common = { name: each.name, data: each.values, color: paint, silent: true };
  if (data.kind === "lines") {
    return {
      ...common,
      type: "line",
      symbol: look.symbol,
      symbolSize: 8,
      showAllSymbol: true,
      lineStyle: { color: paint, width: 2, type: look.dash },
      itemStyle: { color: paint },
    };
  }
  return {
    ...common,
    type: "bar",
    barMaxWidth: 22,
    itemStyle: { color: paint },
    label: {
      show: lying || width > data.at.length * data.series.length * 18, // standing numbers need room beside each other
      position: lying ? "right" : "top",
      color: colour("--ink"),
      fontFamily: colour("--face"),
      fontSize: 12,
      formatter: data.share ? ({ value }) => `${Math.round(value)}%` : "{c}",
    },
  };
}

function decalOf(look, colour) {
  if (look.decal === null) return "none";
  return { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: look.decal, color: colour, symbolSize: 1 };
}
