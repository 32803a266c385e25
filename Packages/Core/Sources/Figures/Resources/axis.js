// Positions, ticks and numbers of an axis.

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
