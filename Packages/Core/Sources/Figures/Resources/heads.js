// Attention: for each head, how much every output looks at every input.
//
// {kind: "heads", examples: [{name, sources: [token, …], targets: [token, …],
//  heads: [{name, weights: base64 of bytes, targets × sources, 255 is 1}]}]}
kumiki.kinds.heads = (box, data, state, name) => {
  const { make } = kumiki;
  const view = make("div");
  const draw = () => {
    const example = data.examples[state.example = Math.min(state.example ?? 0, data.examples.length - 1)];
    const { sources, targets, heads } = example;
    const head = heads[state.head = Math.min(state.head ?? 0, heads.length - 1)];
    const weights = kumiki.bytes(head.weights);
    const [step, height] = [Math.max(34, Math.min(60, 560 / Math.max(sources.length, targets.length))), 190];
    const width = step * Math.max(sources.length, targets.length) + 20;
    const [left, right] = [sources, targets].map((list) => 10 + (width - 20 - step * list.length) / 2 + step / 2);
    const lines = make("g", { class: "looks" });
    const words = make("p", { class: "note", role: "status" });
    const show = (target) => {
      state.target = target;
      lines.replaceChildren();
      targets.forEach((_, row) => sources.forEach((_, column) => {
        const weight = weights[row * sources.length + column] / 255;
        if (weight < 0.02 || (target !== null && row !== target)) return;
        lines.append(make("line", {
          x1: left + column * step, y1: 34, x2: right + row * step, y2: height - 42,
          "stroke-width": 0.6 + 5 * weight, opacity: target === null ? 0.15 + 0.75 * weight : 0.35 + 0.65 * weight,
        }));
      }));
      buttons.forEach((button, row) => button.setAttribute("aria-pressed", String(row === target)));
      if (target === null) { words.textContent = "Choose an output below to see what it looks at."; return; }
      const order = sources.map((text, column) => ({ text, column, weight: weights[target * sources.length + column] / 255 }))
        .sort((one, other) => other.weight - one.weight).slice(0, 3);
      words.textContent = `${targets[target]} (${target + 1}) looks at `
        + order.map(({ text, column, weight }) => `${text} (${column + 1}) ${(100 * weight).toFixed(0)} %`).join(", ");
    };
    const text = (label, x, y) => make("text", { x, y, "text-anchor": "middle", class: "token" }, label);
    const buttons = targets.map((label, row) => make("button", {
      type: "button", "aria-label": `Output ${row + 1}: ${label}`, "data-focus": `${name} output ${row}`,
      click: () => show(state.target === row ? null : row), pointerenter: () => show(row),
    }, label));
    const map = make("table", { class: "matrix small" }, make("thead", {}, make("tr", {}, make("td", {}),
      ...sources.map((label) => make("th", { scope: "col" }, label)))),
      make("tbody", {}, ...targets.map((label, row) => make("tr", {}, make("th", { scope: "row" }, label),
        ...sources.map((_, column) => {
          const byte = weights[row * sources.length + column];
          return make("td", {
            style: `--share: ${(byte / 2.55).toFixed(1)}%`, class: byte > 115 ? "full" : "",
          }, byte < 13 ? "" : (100 * byte / 255).toFixed(0));
        })))));
    view.replaceChildren(
      make("div", { class: "wide" }, make("svg", {
        viewBox: `0 0 ${width} ${height - 22}`, width, style: `min-width: ${0.55 * width}px`, role: "img", class: "drawing attention",
        "aria-label": "What every output looks at; the table has the numbers.",
      }, lines, ...sources.map((label, column) => text(label, left + column * step, 24)),
      ...targets.map((label, row) => text(label, right + row * step, height - 24)))),
      make("div", { class: "outputs", role: "group", "aria-label": "Outputs" }, ...buttons), words,
      make("details", { "data-name": name + " table" }, make("summary", {}, "Weights in percent"),
        make("div", { class: "wide" }, map)));
    show(state.target !== undefined && state.target !== null && state.target < targets.length ? state.target : null);
  };
  const controls = make("div", { class: "controls" });
  if (data.examples.length > 1) {
    controls.append(kumiki.choice("Sequence", data.examples.map((example) => example.name), state.example ?? 0,
      name + " sequence", (place) => { state.example = place; draw(); }));
  }
  controls.append(kumiki.choice("Head", data.examples[0].heads.map((head) => head.name), state.head ?? 0,
    name + " head", (place) => { state.head = place; draw(); }));
  box.append(controls, view);
  draw();
};
