// Values along a text: a unit's value colors every character, and a curve below shows it.
//
// {kind: "strips", tokens: [text, …], units: [{name, low, high, values: base64 of bytes}], notes: [words, …] or absent}
//
// Byte 0 is `low` and 255 is `high`; a unit whose range has both signs is blue below zero and red above.
kumiki.kinds.strips = (box, data, state, name) => {
  const { make } = kumiki;
  const { tokens, units } = data;
  const signed = kumiki.colors(["#2166ac", "#4393c3", "#92c5de", "#d1e5f0", "#f7f7f7", "#fddbc7", "#f4a582", "#d6604d", "#b2182b"]);
  const plain = kumiki.colors(["#ffffff", "#fdd9b5", "#f4a05a", "#d55e00"]);
  const text = make("div", { class: "strip paper", tabindex: 0, role: "group", "data-focus": name + " text",
    "aria-label": "The text, colored by the value. Arrow keys read it character by character.",
    keydown: (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      show(Math.max(0, Math.min(tokens.length - 1, (state.place ?? -step) + step)), true);
    } });
  const note = make("p", { class: "note", role: "status" });
  const chart = make("div");
  const letters = tokens.map((token, place) => {
    const visible = token === "\n" ? "⏎" : token === "\t" ? "⇥" : token;
    return make("span", { pointerenter: () => show(place), pointerdown: () => show(place) }, visible);
  });
  letters.forEach((letter, place) => text.append(letter, ...(tokens[place] === "\n" ? [make("br")] : [])));
  let values = [];
  const value = (place) => {
    const unit = units[state.unit];
    return unit.low + (values[place] / 255) * (unit.high - unit.low);
  };
  const show = (place) => {
    if (state.place !== undefined) letters[state.place]?.classList.remove("chosen");
    state.place = place;
    letters[place].classList.add("chosen");
    const shown = tokens[place] === " " ? "space" : tokens[place] === "\n" ? "line end" : tokens[place];
    note.textContent = `${place + 1}. ${shown}: ${kumiki.number(value(place), { digits: 3 })}`
      + (data.notes?.[place] ? `; ${data.notes[place]}` : "");
    cursor?.setAttribute("x1", toX(place));
    cursor?.setAttribute("x2", toX(place));
    cursor?.removeAttribute("visibility");
  };
  const [width, height] = [720, 110];
  const toX = (place) => 40 + ((place + 0.5) / tokens.length) * (width - 50);
  let cursor = null;
  const draw = () => {
    const unit = units[state.unit];
    values = kumiki.bytes(unit.values);
    const most = Math.max(Math.abs(unit.low), Math.abs(unit.high)) || 1;
    const isSigned = unit.low < 0 && unit.high > 0;
    letters.forEach((letter, place) => {
      const share = isSigned ? (value(place) / most + 1) / 2 : (value(place) - unit.low) / (unit.high - unit.low || 1);
      const color = (isSigned ? signed : plain)[Math.round(255 * Math.min(1, Math.max(0, share)))];
      letter.style.background = kumiki.css(color);
      letter.style.color = kumiki.inkOn(color);
    });
    const toY = (y) => height - 12 - ((y - unit.low) / (unit.high - unit.low || 1)) * (height - 24);
    const path = tokens.map((_, place) => `${place ? "L" : "M"}${toX(place).toFixed(1)} ${toY(value(place)).toFixed(1)}`);
    cursor = make("line", { y1: 4, y2: height - 4, class: "axis", visibility: "hidden" });
    const ends = [unit.low, unit.high].map((end) =>
      make("text", { x: 34, y: toY(end) + 4, "text-anchor": "end" }, kumiki.number(end, { digits: 2 })));
    chart.replaceChildren(make("svg", { viewBox: `0 0 ${width} ${height}`, width: "100%", "aria-hidden": "true", class: "drawing" },
      isSigned ? make("line", { x1: 40, x2: width - 10, y1: toY(0), y2: toY(0), class: "grid" }) : null, ...ends,
      make("g", { class: "curve color-0" }, make("path", { d: path.join("") })), cursor));
    if (state.place !== undefined && state.place < tokens.length) show(state.place);
    else note.textContent = "Point at a character to read its value.";
  };
  state.unit = Math.min(state.unit ?? 0, units.length - 1);
  const axis = { name: "unit", values: units.map((unit) => unit.name) };
  box.append(make("div", { class: "controls" }, kumiki.slider(axis, state.unit, name + " unit", {
    change: (place) => { state.unit = place; draw(); },
  })), text, chart, note);
  draw();
};
