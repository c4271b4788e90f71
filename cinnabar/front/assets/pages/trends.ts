/*! Contains uPlot 1.6, Copyright (c) Leon Sorokin, MIT License: https://github.com/leeoniya/uPlot */
// A chart in place of the drawing, from the numbers of the table below it, when somebody opens it.
import uPlot from "uplot";

const HEIGHT = 160;
const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang; // as the table says it
const dark = matchMedia("(prefers-color-scheme: dark)");

function colour(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

// A canvas knows no light-dark(): let the browser work it out.
function shown(element: HTMLElement, value: string): string {
  const probe = document.createElement("i");
  probe.style.color = value;
  element.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function draw(curve: HTMLDetailsElement): uPlot {
  const figure = curve.querySelector<HTMLElement>("figure")!, drawing = figure.querySelector("svg")!;
  const begins = Number(curve.dataset.begins), step = Number(curve.dataset.step);
  const people = [...curve.querySelectorAll("td")].map((cell) => Number(cell.textContent));
  const moments = people.map((_, place) => begins + step * place);
  const line = getComputedStyle(drawing).color, quiet = shown(figure, colour(figure, "--muted")), grid = { stroke: shown(figure, colour(figure, "--hairline")), width: 1 };
  const when = new Intl.DateTimeFormat(language, step < 86400 ? { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" } : { day: "numeric", month: "short", timeZone: "UTC" });
  const short = new Intl.DateTimeFormat(language, step < 3600 ? { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" } : { day: "numeric", month: "short", timeZone: "UTC" });
  const told = figure.querySelector(".trend-told") ?? figure.appendChild(Object.assign(document.createElement("div"), { className: "trend-told" }));
  drawing.style.display = "none";
  const axis = { stroke: quiet, grid, ticks: { show: false }, font: "11px system-ui" };
  const chart = new uPlot(
    {
      width: figure.clientWidth,
      height: HEIGHT - 20,
      padding: [8, 8, 0, 0],
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales: { y: { range: (_chart, _low, high) => [0, Math.max(4, Math.ceil(high * 1.1))] } },
      axes: [
        { ...axis, space: 70, values: (_chart, splits) => splits.map((split) => short.format(split * 1000)) },
        { ...axis, size: 34, space: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10000, 100000] },
      ],
      series: [{}, { stroke: line, width: 2, fill: line.replace(/^rgb\((.*)\)$/, "rgba($1, .12)"), points: { show: false } }],
      hooks: {
        setCursor: [
          ({ cursor }) => {
            told.textContent = cursor.idx == null ? "" : `${when.format(moments[cursor.idx]! * 1000)} · ${people[cursor.idx]}`;
          },
        ],
      },
    },
    [moments, people],
    figure,
  );
  figure.append(told);
  return chart;
}

for (const curve of document.querySelectorAll<HTMLDetailsElement>("[data-curve]")) {
  let chart: uPlot | undefined;
  const again = () => {
    chart?.destroy();
    chart = curve.open ? draw(curve) : undefined;
  };
  curve.addEventListener("toggle", () => chart ?? again());
  dark.addEventListener("change", again);
  new ResizeObserver(([entry]) => chart?.setSize({ width: Math.floor(entry!.contentRect.width), height: HEIGHT - 20 })).observe(curve.querySelector("figure")!);
}
