// Zooming a chart with pointers, fingers, the wheel and keys.

Object.assign(KumikiChart.prototype, {
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
  },

  // Makes the visible range wider or narrower around a position.
  scale(factor, around = this.state.read ?? (this.range[0] + this.range[1]) / 2) {
    this.zoom([around - (around - this.range[0]) * factor, around + (this.range[1] - around) * factor]);
  },

  pointerFalls(event) {
    this.pointers.set(event.pointerId, event);
    if (event.pointerType === "mouse" && event.button === 0) {
      this.drag = { from: this.at(event) };
      this.plot.setPointerCapture(event.pointerId);
    }
    if (this.pointers.size === 2) this.pinch = { range: this.range, width: this.fingerWidth() };
    this.read(this.at(event));
  },

  fingerWidth() {
    const [one, other] = [...this.pointers.values()];
    return Math.max(10, Math.abs(one.clientX - other.clientX));
  },

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
  },

  pointerRises(event) {
    this.pointers.delete(event.pointerId);
    if (this.pointers.size < 2) this.pinch = null;
    if (!this.drag) return;
    const [from, to] = [this.drag.from, this.at(event)];
    this.drag = null;
    this.choice.setAttribute("hidden", "");
    // A click is no choice of a range.
    if (Math.abs(this.toX(from) - this.toX(to)) > 6) this.zoom([Math.min(from, to), Math.max(from, to)]);
  },

  // With the control key, as maps do: without it the page scrolls.
  wheelTurns(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.scale(event.deltaY > 0 ? 1.25 : 0.8, this.at(event));
  },

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
  },
});
