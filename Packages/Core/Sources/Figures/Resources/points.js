// Points with names, such as the nodes of a graph in the plane: the name is under the pointer.
//
// {kind: "points", xs, ys, groups: [class of each], names: [name of each], notes: [words of each] or absent,
//  classes: [name, …], edges: [[from, to], …] or absent}
kumiki.kinds.points = (box, data, state, name) => {
  const { make } = kumiki;
  const { xs, ys, groups } = data;
  state.hidden ??= new Set();
  const [width, height] = [720, 540];
  const spread = (values) => [Math.min(...values), Math.max(...values)];
  const whole = { x: spread(xs), y: spread(ys) };
  for (const range of Object.values(whole)) {
    const room = (range[1] - range[0] || 1) * 0.04;
    range[0] -= room;
    range[1] += room;
  }
  state.view ??= null;
  const canvas = make("canvas", { width: width * 2, height: height * 2, class: "cloud paper" });
  const label = make("div", { class: "readout", hidden: true });
  const voice = make("p", { class: "unseen", role: "status" });
  const search = make("input", {
    type: "search", placeholder: "Find a name", "aria-label": "Find a name", "data-focus": name + " search",
    value: state.search ?? "", input: () => { state.search = search.value; draw(); },
  });
  const view = () => state.view ?? whole;
  const toX = (x) => ((x - view().x[0]) / (view().x[1] - view().x[0])) * width;
  const toY = (y) => height - ((y - view().y[0]) / (view().y[1] - view().y[0])) * height;
  const isShown = (place) => !state.hidden.has(data.classes[groups[place]]);
  const words = (place) => [data.names[place], data.classes[groups[place]], data.notes?.[place]].filter(Boolean).join(", ");
  const radius = xs.length <= 200 ? 6 : xs.length <= 3000 ? 3.2 : 2;
  const draw = (chosen = null) => {
    const context = canvas.getContext("2d");
    const style = getComputedStyle(canvas);
    const palette = Array.from({ length: 8 }, (_, color) => style.getPropertyValue(`--c${color}`));
    context.setTransform(2, 0, 0, 2, 0, 0);
    context.clearRect(0, 0, width, height);
    context.strokeStyle = "rgb(0 0 0 / .18)";
    context.lineWidth = 0.8;
    context.beginPath();
    for (const [from, to] of data.edges ?? []) {
      if (!isShown(from) || !isShown(to)) continue;
      context.moveTo(toX(xs[from]), toY(ys[from]));
      context.lineTo(toX(xs[to]), toY(ys[to]));
    }
    context.stroke();
    const wanted = (state.search ?? "").trim().toLowerCase();
    let found = 0;
    const dot = (place, size) => {
      context.beginPath();
      context.arc(toX(xs[place]), toY(ys[place]), size, 0, 7);
      context.fill();
    };
    xs.forEach((_, place) => {
      if (!isShown(place)) return;
      const isFound = !wanted || words(place).toLowerCase().includes(wanted);
      context.globalAlpha = isFound ? 0.85 : 0.08;
      context.fillStyle = palette[groups[place] % 8];
      dot(place, wanted && isFound ? radius + 1.5 : radius);
      if (wanted && isFound) found++;
    });
    context.globalAlpha = 1;
    if (chosen !== null) {
      context.strokeStyle = "#1f2328";
      context.lineWidth = 2;
      context.beginPath();
      context.arc(toX(xs[chosen]), toY(ys[chosen]), radius + 3, 0, 7);
      context.stroke();
    }
    count.textContent = wanted ? `${found} found` : `${kumiki.number(xs.length)} points`;
  };
  const count = make("span", { class: "soft" });
  const show = (place, isSpoken) => {
    draw(place);
    if (place === null) { label.hidden = true; return; }
    label.replaceChildren(make("strong", {}, data.names[place]), make("div", {}, data.classes[groups[place]] ?? ""),
      ...(data.notes?.[place] ? [make("div", {}, data.notes[place])] : []));
    label.hidden = false;
    const scale = canvas.clientWidth / width, left = toX(xs[place]) * scale + 14;
    label.style.top = `${Math.max(0, toY(ys[place]) * scale - 10)}px`;
    label.style.left = `${Math.max(0, Math.min(left, canvas.clientWidth - label.offsetWidth))}px`;
    if (isSpoken) voice.textContent = words(place);
  };
  const at = (event) => {
    const frame = canvas.getBoundingClientRect();
    return [(event.clientX - frame.left) * (width / frame.width), (event.clientY - frame.top) * (height / frame.height)];
  };
  const nearestTo = ([px, py], reach = 18) => {
    let [best, least] = [null, reach * reach];
    xs.forEach((x, place) => {
      if (!isShown(place)) return;
      const distance = (toX(x) - px) ** 2 + (toY(ys[place]) - py) ** 2;
      if (distance < least) [best, least] = [place, distance];
    });
    return best;
  };
  const zoom = (factor, [px, py] = [width / 2, height / 2]) => {
    const { x, y } = view();
    const cx = x[0] + (px / width) * (x[1] - x[0]), cy = y[0] + (1 - py / height) * (y[1] - y[0]);
    const next = {
      x: [cx - (cx - x[0]) * factor, cx + (x[1] - cx) * factor], y: [cy - (cy - y[0]) * factor, cy + (y[1] - cy) * factor],
    };
    state.view = next.x[1] - next.x[0] >= whole.x[1] - whole.x[0] ? null : next;
    draw();
  };
  let drag = null;
  const order = [...xs.keys()];
  const plot = make("div", {
    class: "plot-box", tabindex: 0, role: "group", "aria-roledescription": "scatter plot", "data-focus": name,
    "aria-label": "Points with names. Arrow keys go from point to point, plus and minus zoom, 0 shows everything.",
    pointermove: (event) => {
      if (!drag) return show(nearestTo(at(event)), false);
      const [px, py] = at(event), { x, y } = drag.view;
      const dx = ((px - drag.at[0]) / width) * (x[1] - x[0]), dy = ((py - drag.at[1]) / height) * (y[1] - y[0]);
      state.view = { x: x.map((value) => value - dx), y: y.map((value) => value + dy) };
      draw();
    },
    pointerdown: (event) => {
      show(nearestTo(at(event)), false);
      if (event.pointerType !== "mouse" || !state.view) return;
      drag = { at: at(event), view: view() };
      plot.setPointerCapture(event.pointerId);
    },
    pointerup: () => { drag = null; }, pointerleave: () => { if (!drag) show(null); },
    wheel: (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(event.deltaY > 0 ? 1.25 : 0.8, at(event));
    },
    keydown: (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (step) {
        state.chosen = (((state.chosen ?? -step) + step) % order.length + order.length) % order.length;
        show(order[state.chosen], true);
      } else if (event.key === "+" || event.key === "=") zoom(0.6);
      else if (event.key === "-") zoom(1 / 0.6);
      else if (event.key === "0") { state.view = null; draw(); }
      else return;
      event.preventDefault();
    },
  }, canvas, label);
  const button = (title, text, action) => make("button", { type: "button", "aria-label": title, title, click: action }, text);
  const legend = make("div", { class: "runs", role: "group", "aria-label": "Classes that are shown" },
    ...data.classes.map((text, kind) => make("button", {
      type: "button", class: `run color-${kind % 8}`, "aria-pressed": String(!state.hidden.has(text)),
      click: (event) => {
        if (!state.hidden.delete(text)) state.hidden.add(text);
        event.currentTarget.setAttribute("aria-pressed", String(!state.hidden.has(text)));
        draw();
      },
    }, make("span", { class: "swatch" }), text)));
  box.append(make("div", { class: "controls" }, search, count, make("div", { class: "zoom" },
    button("Zoom in", "+", () => zoom(0.6)), button("Zoom out", "−", () => zoom(1 / 0.6)),
    button("Show everything", "1:1", () => { state.view = null; draw(); }))), plot, legend, voice);
  // The colors are those of the page, of which the figure becomes a part after this.
  requestAnimationFrame(() => draw());
};
