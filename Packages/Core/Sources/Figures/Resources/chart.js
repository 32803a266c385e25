// Charts: curves over a common axis, which zoom, with a readout under the pointer or the arrow keys.

kumiki.charts = new Map();

// The positions of a series on the chosen axis.
kumiki.positions = (chart, series) => {
  const axis = kumiki.state.axis;
  const knots = kumiki.data.runs[series.run]?.knots;
  if (!axis || axis === chart.axis || !knots?.[axis] || !knots[chart.axis]) return series.xs;
  const [from, to] = [knots[chart.axis], knots[axis]];
  let place = 0;
  return series.xs.map((x) => {
    while (place < from.length - 2 && from[place + 1] < x) place++;
    if (from.length < 2 || from[place + 1] === from[place]) return to[place];
    const share = (x - from[place]) / (from[place + 1] - from[place]);
    return to[place] + share * (to[place + 1] - to[place]);
  });
};

// Numbers 1, 2 or 5 times a power of ten within a range.
kumiki.ticks = (low, high, count, isLogarithmic) => {
  if (isLogarithmic) {
    const first = Math.ceil(Math.log10(low) - 1e-9), last = Math.floor(Math.log10(high) + 1e-9);
    const step = Math.max(1, Math.ceil((last - first + 1) / count));
    const powers = [];
    for (let power = first; power <= last; power += step) {
      for (const factor of last - first < 2 ? [1, 2, 5] : [1]) powers.push(factor * 10 ** power);
    }
    if (last - first < 2) for (const factor of [2, 5]) powers.unshift(factor * 10 ** (first - 1));
    const within = powers.filter((value) => value >= low * 0.999 && value <= high * 1.001);
    if (within.length > 1) return within;
  }
  const raw = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= raw * 0.999);
  const ticks = [];
  // Divided where the step is below 1, so that three tenths are 0.3; and no zero is negative.
  const at = (place) => (step < 1 ? place / Math.round(1 / step) : place * step) + 0;
  for (let place = Math.ceil(low / step - 1e-9); place <= high / step + 1e-9; place++) ticks.push(at(place));
  return ticks;
};

// Ticks in words, all with as many decimals.
kumiki.tickLabels = (ticks, percent = false) => {
  const texts = ticks.map((value) => kumiki.number(value, { percent, digits: 6 }));
  if (texts.some((text) => text.includes("e"))) return texts;
  const places = Math.max(...texts.map((text) => (text.replace(" %", "").split(".")[1] ?? "").length));
  return ticks.map((value, place) => (places === 0 ? texts[place]
    : (percent ? value * 100 : value).toFixed(places).replace("-", "−") + (percent ? " %" : "")));
};

kumiki.number = (value, { percent = false, digits = 5 } = {}) => {
  if (typeof value !== "number") return value;
  const shown = percent ? value * 100 : value;
  const isOrdinary = shown === 0 || (Math.abs(shown) >= 1e-3 && Math.abs(shown) < 1e7);
  const text = isOrdinary
    ? (Number.isInteger(shown) ? shown.toLocaleString("en") : String(Number(shown.toPrecision(digits))))
    : shown.toExponential(2).replace("e+", "e");
  return text.replace("-", "−") + (percent ? " %" : "");
};

// The runs as buttons that show or hide their curves, and the choice of axes.
kumiki.drawLegend = () => {
  for (const element of document.querySelectorAll("[data-legend]")) {
    const { runs, charts } = kumiki.data;
    const axes = ["epoch", "step", "seconds"].filter((axis) => runs.some((run) => run.knots?.[axis]?.length > 1));
    const own = charts[0]?.axis;
    const children = [];
    if (runs.length > 1) {
      children.push(kumiki.make("div", { class: "runs", role: "group", "aria-label": "Runs that are shown" },
        ...runs.map((run, place) => kumiki.make("button", {
          type: "button", class: `run color-${place % 8}`, "data-focus": "run " + run.name,
          "aria-pressed": String(!kumiki.state.hidden.has(run.name)),
          click: () => {
            const { hidden } = kumiki.state;
            if (!hidden.delete(run.name)) hidden.add(run.name);
            kumiki.refresh("run " + run.name);
          },
          pointerenter: () => kumiki.emphasize(place), pointerleave: () => kumiki.emphasize(null),
          focus: () => kumiki.emphasize(place), blur: () => kumiki.emphasize(null),
        }, kumiki.sample(place), run.name))));
    }
    const choices = kumiki.make("div", { class: "choices" });
    if (axes.length > 1 && own) {
      choices.append(kumiki.make("label", {}, "along ", kumiki.make("select", {
        "data-focus": "axis", change: (event) => {
          kumiki.state.axis = event.target.value;
          // A zoom is a range of the other axis.
          for (const chart of kumiki.data.charts) delete kumiki.state.of("chart " + chart.id).range;
          kumiki.refresh("axis");
        },
      }, ...axes.map((axis) => kumiki.make("option", {
        value: axis, selected: axis === (kumiki.state.axis ?? own),
      }, axis === "epoch" ? "epochs" : axis === "step" ? "steps" : "seconds of training")))));
    }
    if (charts.some((chart) => kumiki.canBeLogarithmic(chart))) {
      choices.append(kumiki.make("label", {}, kumiki.make("input", {
        type: "checkbox", checked: kumiki.state.isLogarithmic, "data-focus": "logarithm",
        change: (event) => { kumiki.state.isLogarithmic = event.target.checked; kumiki.refresh("logarithm"); },
      }), " logarithmic"));
    }
    if (choices.children.length) children.push(choices);
    element.replaceChildren(...children);
  }
};

// A piece of a run's line.
kumiki.sample = (place) => kumiki.make("svg", { width: 22, height: 10, "aria-hidden": "true", class: "sample" },
  kumiki.make("line", { x1: 1, y1: 5, x2: 21, y2: 5, class: kumiki.lineClass({ run: place }) }));

kumiki.lineClass = (series) =>
  `curve color-${series.run % 8}` + (Math.floor(series.run / 8) % 2 || series.dashed ? " dashed" : "")
    + (series.faint ? " faint" : "");

kumiki.canBeLogarithmic = (chart) => !chart.percent
  && chart.series.every((series) => series.ys.every((y) => typeof y !== "number" || y > 0));

kumiki.emphasize = (place) => {
  for (const line of document.querySelectorAll("[data-run]")) {
    line.classList.toggle("pale", place !== null && Number(line.dataset.run) !== place);
  }
};

kumiki.refresh = (focus) => {
  kumiki.drawLegend();
  kumiki.redrawCharts();
  document.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
};

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

  zoom(range) {
    if (range) {
      const span = this.whole[1] - this.whole[0];
      let [low, high] = range;
      if (high - low < span / 5000) return;
      if (high - low >= span) range = null;
      else if (low < this.whole[0]) range = [this.whole[0], this.whole[0] + high - low];
      else if (high > this.whole[1]) range = [this.whole[1] - (high - low), this.whole[1]];
    }
    if (range) this.state.range = range; else delete this.state.range;
    this.redraw();
  }

  // Makes the visible range wider or narrower around a position.
  scale(factor, around = this.state.read ?? (this.range[0] + this.range[1]) / 2) {
    this.zoom([around - (around - this.range[0]) * factor, around + (this.range[1] - around) * factor]);
  }

  pointerFalls(event) {
    this.pointers.set(event.pointerId, event);
    if (event.pointerType === "mouse" && event.button === 0) {
      this.drag = { from: this.at(event) };
      this.plot.setPointerCapture(event.pointerId);
    }
    if (this.pointers.size === 2) this.pinch = { range: this.range, width: this.fingerWidth() };
    this.read(this.at(event));
  }

  fingerWidth() {
    const [one, other] = [...this.pointers.values()];
    return Math.max(10, Math.abs(one.clientX - other.clientX));
  }

  pointerMoves(event) {
    if (this.pointers.has(event.pointerId)) this.pointers.set(event.pointerId, event);
    if (this.pinch && this.pointers.size === 2) {
      const factor = this.pinch.width / this.fingerWidth();
      const middle = (this.pinch.range[0] + this.pinch.range[1]) / 2;
      this.zoom([middle - (middle - this.pinch.range[0]) * factor, middle + (this.pinch.range[1] - middle) * factor]);
      return;
    }
    const x = this.at(event);
    if (this.drag) {
      const [low, high] = [Math.min(this.drag.from, x), Math.max(this.drag.from, x)].map(this.toX);
      this.choice.removeAttribute("hidden");
      this.choice.setAttribute("x", low);
      this.choice.setAttribute("width", high - low);
    }
    this.read(x);
  }

  pointerRises(event) {
    this.pointers.delete(event.pointerId);
    if (this.pointers.size < 2) this.pinch = null;
    if (!this.drag) return;
    const [from, to] = [this.drag.from, this.at(event)];
    this.drag = null;
    this.choice.setAttribute("hidden", "");
    // A click is no choice of a range.
    if (Math.abs(this.toX(from) - this.toX(to)) > 6) this.zoom([Math.min(from, to), Math.max(from, to)]);
  }

  // With the control key, as maps do: without it the page scrolls.
  wheelTurns(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.scale(event.deltaY > 0 ? 1.25 : 0.8, this.at(event));
  }

  keyFalls(event) {
    const places = [...new Set(this.drawn.flatMap((curve) => curve.xs))].sort((a, b) => a - b)
      .filter((x) => x >= this.range[0] && x <= this.range[1]);
    const step = event.shiftKey ? 10 : 1;
    const now = this.state.read === undefined ? -1 : nearest(places, this.state.read);
    const go = (place) => this.read(places[Math.max(0, Math.min(places.length - 1, place))] ?? null, true);
    const actions = {
      ArrowRight: () => go(now + step), ArrowLeft: () => go(now < 0 ? places.length - 1 : now - step),
      Home: () => go(0), End: () => go(places.length - 1), "+": () => this.scale(0.5), "=": () => this.scale(0.5),
      "-": () => this.scale(2), 0: () => this.zoom(null), Escape: () => this.read(null),
    };
    if (!actions[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    actions[event.key]();
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
