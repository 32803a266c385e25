"use strict";

// The page's frame: sections are markup that Kumiki wrote; charts and live figures are drawn here from data.
//
// kumiki.update(data) shows another state of the same page. Zooms, sliders, chosen runs and open details stay as the
// reader left them: they are in kumiki.state, under names that do not depend on the data.

const kumiki = {
  // What the reader has chosen. `of(name)` is the state of one chart or live figure.
  state: {
    hidden: new Set(), axis: null, isLogarithmic: false, parts: new Map(),
    of(name) {
      if (!this.parts.has(name)) this.parts.set(name, {});
      return this.parts.get(name);
    },
  },
  // The latest data: {title, lead, sections, runs, charts, live}.
  data: { sections: [], runs: [], charts: [], live: {} },
  // Draws a live figure of a kind into an element: (element, data, state) → nothing.
  kinds: {},
};

// An element with attributes and children; an attribute that is a function listens to an event.
kumiki.make = (name, attributes = {}, ...children) => {
  const isDrawing = kumiki.drawingNames.has(name);
  const element = isDrawing
    ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
};
kumiki.drawingNames = new Set([
  "svg", "g", "path", "line", "rect", "circle", "text", "clipPath", "defs", "title", "polygon", "image",
]);

// Bytes of base64.
kumiki.bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

// Shows another state of the page. Sections without `html` stay as they are.
kumiki.update = (data) => {
  const known = new Map(kumiki.data.sections.map((section) => [section.id, section.html]));
  kumiki.data = { ...kumiki.data, ...data };
  const focus = document.activeElement?.dataset?.focus;
  if (data.title !== undefined) document.querySelector("h1").textContent = document.title = data.title;
  if (data.lead !== undefined) document.getElementById("lead").innerHTML = data.lead;
  const main = document.getElementById("main");
  kumiki.data.sections = kumiki.data.sections.map((section) => {
    const html = section.html ?? known.get(section.id);
    let element = document.getElementById(section.id);
    if (!element) element = kumiki.make("section", { id: section.id, "aria-labelledby": section.id + "-title" });
    // In the order of the data; one that is already there does not move.
    const place = kumiki.data.sections.indexOf(section);
    if (main.children[place] !== element) main.insertBefore(element, main.children[place] ?? null);
    if (section.html !== undefined && section.html !== known.get(section.id)) kumiki.replace(element, html);
    return { ...section, html };
  });
  while (main.children.length > kumiki.data.sections.length) main.lastElementChild.remove();
  document.getElementById("contents").replaceChildren(...kumiki.data.sections.map(({ id, title }) =>
    kumiki.make("li", {}, kumiki.make("a", { href: "#" + id }, title))));
  kumiki.draw();
  if (focus) document.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
};

// Gives a section other markup; details that are open stay open.
kumiki.replace = (element, html) => {
  const open = new Set([...element.querySelectorAll("details[open]")].map((part) => part.dataset.name));
  element.innerHTML = html;
  for (const part of element.querySelectorAll("details")) if (open.has(part.dataset.name)) part.open = true;
};

// Draws every chart and live figure.
kumiki.draw = () => {
  kumiki.drawLegend();
  for (const element of document.querySelectorAll("[data-chart]")) {
    const chart = kumiki.data.charts.find((chart) => chart.id === element.dataset.chart);
    if (chart) kumiki.drawChart(element, chart);
  }
  for (const element of document.querySelectorAll("[data-live]")) kumiki.drawLive(element);
};

// Replaces the picture of a live figure by what moves. What cannot be drawn leaves the picture.
kumiki.drawLive = (element) => {
  const name = element.dataset.live;
  const data = kumiki.data.live[name];
  if (!data || !kumiki.kinds[data.kind] || element.kumikiData === data) return;
  const box = kumiki.make("div", { class: "live " + data.kind });
  try {
    kumiki.kinds[data.kind](box, data, kumiki.state.of("live " + name), name);
  } catch (error) {
    console.warn(name, error);
    return;
  }
  element.kumikiData = data;
  element.querySelector(".live")?.remove();
  element.prepend(box);
  element.classList.add("alive");
};

// The state that the page was written with.
kumiki.begin = () => {
  const data = JSON.parse(document.getElementById("page-data").textContent);
  document.documentElement.classList.add("scripted");
  data.live = {};
  for (const part of document.querySelectorAll("script[data-live-data]")) {
    try {
      data.live[part.dataset.liveData] = JSON.parse(part.textContent);
    } catch (error) {
      console.warn(part.dataset.liveData, error);
    }
  }
  for (const section of data.sections) section.html = document.getElementById(section.id)?.innerHTML;
  kumiki.data = data;
  kumiki.draw();
  new ResizeObserver(() => kumiki.redrawCharts()).observe(document.getElementById("main"));
  addEventListener("beforeprint", () => kumiki.redrawCharts());
  if (document.documentElement.dataset.events) kumiki.listen(document.documentElement.dataset.events);
};

// Follows a server that sends a state of the page with every message.
kumiki.listen = (address) => {
  const source = new EventSource(address);
  const say = (words) => { document.getElementById("connection").textContent = words; };
  source.onopen = () => say("Live: this page follows the training.");
  source.onmessage = (message) => kumiki.update(JSON.parse(message.data));
  source.onerror = () => say("The connection is lost; the page shows the last state that came.");
  // The server's last words.
  source.addEventListener("end", ({ data }) => { source.close(); say(data); });
};

addEventListener("DOMContentLoaded", kumiki.begin);
