// Charts: curves over a common axis, which zoom, with a readout under the pointer or the arrow keys.

kumiki.charts = new Map();

kumiki.redrawCharts = () => { for (const chart of kumiki.charts.values()) chart.redraw(); };

kumiki.drawChart = (element, chart) => {
  const known = kumiki.charts.get(chart.id);
  if (known?.element === element && element.firstElementChild) {
    known.chart = chart;
    known.redraw();
  } else {
    kumiki.charts.set(chart.id, new KumikiChart(element, chart));
  }
};

class KumikiChart {
  constructor(element, chart) {
    this.element = element;
    this.chart = chart;
    this.state = kumiki.state.of("chart " + chart.id);
    const { make } = kumiki;
    const name = "chart " + chart.id;
    const button = (label, text, action) => make("button", {
      type: "button", "aria-label": `${label}: ${chart.title}`, title: label, "data-focus": `${name} ${label}`,
      click: action,
    }, text);
    this.plot = make("div", {
      class: "plot", tabindex: 0, role: "group", "aria-roledescription": "chart", "data-focus": name,
      "aria-label": `${chart.title}. Arrow keys read the values, plus and minus zoom, 0 shows everything.`,
      pointermove: (event) => this.pointerMoves(event), pointerdown: (event) => this.pointerFalls(event),
      pointerup: (event) => this.pointerRises(event), pointercancel: (event) => this.pointerRises(event),
      pointerleave: () => { if (!this.drag) this.read(null); }, dblclick: () => this.zoom(null),
      wheel: (event) => this.wheelTurns(event), keydown: (event) => this.keyFalls(event), blur: () => this.read(null),
    });
    this.readout = make("div", { class: "readout", hidden: true });
    this.voice = make("p", { class: "unseen", role: "status" });
    element.replaceChildren(
      make("div", { class: "chart-head" },
        make("h3", {}, chart.title),
        make("div", { class: "zoom" },
          button("Zoom in", "+", () => this.scale(0.5)), button("Zoom out", "−", () => this.scale(2)),
          button("Show everything", "1:1", () => this.zoom(null)))),
      make("div", { class: "plot-box" }, this.plot, this.readout), this.voice);
    this.pointers = new Map();
    this.redraw();
  }

  // The curves that are shown, with their positions.
  get curves() {
    return this.chart.series.filter((series) => !kumiki.state.hidden.has(kumiki.data.runs[series.run]?.name))
      .map((series) => ({ series, xs: kumiki.positions(this.chart, series), ys: series.ys }));
  }

  get isLogarithmic() { return kumiki.state.isLogarithmic && kumiki.canBeLogarithmic(this.chart); }

  get axisName() {
    const axis = kumiki.state.axis ?? this.chart.axis;
    return this.chart.series.some((series) => kumiki.data.runs[series.run]?.knots?.[axis]) ? axis : this.chart.axis;
  }

  redraw() {
    const { make } = kumiki;
    const width = Math.max(240, this.plot.clientWidth || 480), height = Math.round(Math.min(340, width * 0.62));
    const curves = this.curves;
    const xs = curves.flatMap((curve) => curve.xs);
    this.whole = [Math.min(...xs), Math.max(...xs)];
    if (!xs.length) this.whole = [0, 1];
    if (this.whole[0] === this.whole[1]) this.whole = [this.whole[0] - 0.5, this.whole[1] + 0.5];
    const range = this.state.range ?? this.whole;
    const values = this.valuesWithin(curves, range);
    const side = this.axisRange(values);
    const sideTicks = kumiki.ticks(...side, Math.max(3, height / 55), this.isLogarithmic);
    const labels = this.isLogarithmic ? sideTicks.map((value) => kumiki.number(value))
      : kumiki.tickLabels(sideTicks, this.chart.percent);
    const left = 14 + Math.max(...labels.map((label) => label.length), 2) * 7.2;
    const area = { left, top: 8, right: width - 10, bottom: height - 38 };
    const shadow = this.isLogarithmic ? Math.log10 : (value) => value;
    const toX = (x) => area.left + ((x - range[0]) / (range[1] - range[0])) * (area.right - area.left);
    const toY = (y) => area.bottom
      - ((shadow(y) - shadow(side[0])) / (shadow(side[1]) - shadow(side[0]))) * (area.bottom - area.top);
    Object.assign(this, { area, range, toX, toY, drawn: curves });
    const svg = make("svg", {
      viewBox: `0 0 ${width} ${height}`, width: "100%", "aria-hidden": "true", class: "drawing",
    });
    const clip = "clip-" + this.chart.id.replace(/\W/g, "-");
    svg.append(make("defs", {}, make("clipPath", { id: clip }, make("rect", {
      x: area.left - 1, y: area.top - 4, width: area.right - area.left + 2, height: area.bottom - area.top + 8,
    }))));
    sideTicks.forEach((value, place) => {
      const y = toY(value).toFixed(1);
      svg.append(make("line", { x1: area.left, x2: area.right, y1: y, y2: y, class: "grid" }),
        make("text", { x: area.left - 7, y: Number(y) + 4, "text-anchor": "end" }, labels[place]));
    });
    const isCount = this.axisName !== "seconds";
    const places = kumiki.ticks(...range, Math.max(2, width / 90)).filter((x) => !isCount || Number.isInteger(x));
    const placeLabels = kumiki.tickLabels(places);
    for (const [place, value] of places.entries()) {
      const x = toX(value);
      svg.append(make("line", { x1: x, x2: x, y1: area.bottom, y2: area.bottom + 4, class: "axis" }),
        make("text", { x, y: area.bottom + 18, "text-anchor": "middle" }, placeLabels[place]));
    }
    svg.append(make("line", { x1: area.left, x2: area.right, y1: area.bottom, y2: area.bottom, class: "axis" }),
      make("text", { x: (area.left + area.right) / 2, y: height - 4, "text-anchor": "middle" }, this.axisName));
    const group = make("g", { "clip-path": `url(#${clip})` });
    for (const curve of curves) group.append(this.line(curve));
    this.cursor = make("g", { class: "cursor" });
    this.choice = make("rect", { class: "choice", hidden: true, y: area.top, height: area.bottom - area.top });
    svg.append(group, this.cursor, this.choice);
    this.plot.replaceChildren(svg);
    if (this.state.read !== undefined && document.activeElement === this.plot) this.read(this.state.read);
  }

  // The finite values of the visible parts of the curves.
  valuesWithin(curves, [low, high]) {
    const values = [];
    for (const { xs, ys } of curves) {
      xs.forEach((x, place) => { if (x >= low && x <= high && typeof ys[place] === "number") values.push(ys[place]); });
    }
    return values;
  }

  axisRange(values) {
    let [low, high] = [Infinity, -Infinity];
    for (const value of values) { low = Math.min(low, value); high = Math.max(high, value); }
    if (!(low <= high)) return [0, 1];
    if (this.isLogarithmic) {
      const room = (high / low) ** 0.04;
      return low === high ? [low / 2, high * 2] : [low / room, high * room];
    }
    const room = (high - low || Math.abs(high) || 1) * 0.05;
    const bottom = low >= 0 ? Math.max(0, low - room) : low - room;
    return [bottom, this.chart.percent && high <= 1 ? Math.min(1.002, high + room) : high + room];
  }

  // A curve, with gaps where a value is not a number, and with marks where it has few points.
  line({ series, xs, ys }) {
    const { make } = kumiki;
    const group = make("g", { "data-run": series.run, class: kumiki.lineClass(series) });
    let path = "", isDown = false;
    const marks = [];
    const visible = xs.filter((x) => x >= this.range[0] && x <= this.range[1]).length;
    xs.forEach((x, place) => {
      const y = ys[place];
      const [px, isNear] = [this.toX(x), xs[place + 1] >= this.range[0] && xs[place - 1] <= this.range[1]];
      if (typeof y !== "number") {
        isDown = false;
        const top = this.area.top;
        marks.push(make("polygon", { points: `${px - 4},${top + 7} ${px + 4},${top + 7} ${px},${top}` },
          make("title", {}, `${this.axisName} ${kumiki.number(x)}: ${y}`)));
        return;
      }
      if (place > 0 && place < xs.length - 1 && !isNear) { isDown = false; return; }
      const py = this.toY(y);
      path += `${isDown ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`;
      const isAlone = !isDown && typeof ys[place + 1] !== "number";
      isDown = true;
      if (isAlone || (visible <= 25 && !series.faint)) {
        marks.push(make("circle", { cx: px.toFixed(1), cy: py.toFixed(1), r: isAlone ? 4 : 2.6 }));
      }
    });
    group.append(make("path", { d: path }), ...marks);
    return group;
  }

  // MARK: reading and zooming

  // The value at a pixel of the plot.
  at(event) {
    const box = this.plot.getBoundingClientRect();
    const x = (event.clientX - box.left) * (this.plot.firstElementChild.viewBox.baseVal.width / box.width);
    const share = (x - this.area.left) / (this.area.right - this.area.left);
    return this.range[0] + Math.min(1, Math.max(0, share)) * (this.range[1] - this.range[0]);
  }

  // Shows the values nearest to a position; nil shows none.
  read(x, isSpoken = false) {
    this.cursor.replaceChildren();
    if (x === null) { this.readout.hidden = true; delete this.state.read; return; }
    const { make } = kumiki;
    const near = [];
    for (const curve of this.drawn) {
      const place = nearest(curve.xs, x);
      if (place >= 0) near.push({ curve, place, distance: Math.abs(curve.xs[place] - x) });
    }
    if (!near.length) return;
    const best = near.reduce((one, other) => (other.distance < one.distance ? other : one));
    const at = best.curve.xs[best.place];
    this.state.read = at;
    // A curve that has no value near this place says nothing about it.
    const reach = (this.range[1] - this.range[0]) / 40;
    const rows = near.filter(({ curve, place }) => Math.abs(curve.xs[place] - at) <= reach)
      .map(({ curve, place }) => ({ series: curve.series, x: curve.xs[place], y: curve.ys[place] }));
    this.cursor.append(make("line", { x1: this.toX(at), x2: this.toX(at), y1: this.area.top, y2: this.area.bottom }));
    for (const { series, x, y } of rows) {
      if (typeof y !== "number") continue;
      this.cursor.append(make("circle", { cx: this.toX(x), cy: this.toY(y), r: 4, class: kumiki.lineClass(series) }));
    }
    const value = (y) => kumiki.number(y, { percent: this.chart.percent });
    const label = (series) => series.name || kumiki.data.runs[series.run]?.name || "";
    const shown = rows.slice(0, 12);
    this.readout.replaceChildren(make("strong", {}, `${this.axisName} ${kumiki.number(at)}`),
      ...shown.map(({ series, y }) => make("div", {}, kumiki.sample(series.run),
        this.chart.series.length > 1 ? label(series) + " " : "", make("b", {}, value(y)))),
      ...(rows.length > 12 ? [make("div", {}, `and ${rows.length - 12} more`)] : []));
    this.readout.hidden = false;
    const box = this.plot.getBoundingClientRect();
    const left = this.toX(at) * (box.width / this.plot.firstElementChild.viewBox.baseVal.width);
    this.readout.style.left = `${Math.max(0, Math.min(left + 12, box.width - this.readout.offsetWidth))}px`;
    if (left + 12 + this.readout.offsetWidth > box.width) {
      this.readout.style.left = `${Math.max(0, left - 12 - this.readout.offsetWidth)}px`;
    }
    if (isSpoken) {
      this.voice.textContent = `${this.axisName} ${kumiki.number(at)}: `
        + rows.map(({ series, y }) => `${label(series)} ${value(y)}`).join(", ");
    }
  }
}

// The place of the number nearest to x in increasing numbers; −1 where there are none.
function nearest(xs, x) {
  let [low, high] = [0, xs.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs[middle] < x) low = middle + 1; else high = middle;
  }
  return low > 0 && Math.abs(xs[low - 1] - x) <= Math.abs(xs[low] - x) ? low - 1 : low < xs.length ? low : -1;
}
