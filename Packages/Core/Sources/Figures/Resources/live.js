// What several kinds of live figures need: controls, colors, a plane with axes.

// A slider over named values, with buttons for one step and, where it is the only one, for playing.
kumiki.slider = (axis, place, name, { plays = false, change }) => {
  const { make } = kumiki;
  const last = axis.values.length - 1;
  const output = make("output", {}, axis.values[place]);
  const input = make("input", {
    type: "range", min: 0, max: last, step: 1, value: place, "aria-label": axis.name, "data-focus": name,
    "aria-valuetext": `${axis.name} ${axis.values[place]}`, input: () => set(Number(input.value)),
  });
  const set = (value) => {
    input.value = value;
    output.textContent = axis.values[value];
    input.setAttribute("aria-valuetext", `${axis.name} ${axis.values[value]}`);
    change(value);
  };
  let timer = null;
  const stop = () => { clearInterval(timer); timer = null; button.textContent = "▶"; button.ariaLabel = "Play"; };
  const button = make("button", {
    type: "button", "aria-label": "Play", "data-focus": name + " play", click: () => {
      if (timer) return stop();
      button.textContent = "❚❚";
      button.ariaLabel = "Stop";
      if (Number(input.value) === last) set(0);
      // The whole takes some eight seconds, and a step no less than a tenth.
      timer = setInterval(() => {
        if (!button.isConnected || Number(input.value) >= last) return stop();
        set(Number(input.value) + 1);
      }, Math.max(100, Math.min(800, 8000 / last)));
    },
  }, "▶");
  return make("div", { class: "slider" }, plays && last > 1 ? button : null,
    make("label", {}, axis.name + " ", output), input);
};

// A choice among names.
kumiki.choice = (label, names, place, name, change) => kumiki.make("label", { class: "choose" }, label + " ",
  kumiki.make("select", { "data-focus": name, change: (event) => change(Number(event.target.value)) },
    ...names.map((text, index) => kumiki.make("option", { value: index, selected: index === place }, text))));

// Red, green and blue of 256 steps between evenly spaced colors "#rrggbb".
kumiki.colors = (anchors) => {
  const parts = anchors.map((text) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16)));
  return Array.from({ length: 256 }, (_, step) => {
    const place = (step / 255) * (parts.length - 1), low = Math.min(Math.floor(place), parts.length - 2);
    return parts[low].map((value, channel) => Math.round(value + (parts[low + 1][channel] - value) * (place - low)));
  });
};

kumiki.css = (color) => `rgb(${color.join(" ")})`;

// Dark or white text, whichever is easier to read on a color.
kumiki.inkOn = ([red, green, blue]) => (0.299 * red + 0.587 * green + 0.114 * blue > 140 ? "#1f2328" : "#ffffff");

// Lines where a field of bytes, rows from the top, crosses a level; in units of cells, for an SVG path.
kumiki.contour = (field, columns, rows, level) => {
  let path = "";
  for (let row = 0; row < rows - 1; row++) {
    for (let column = 0; column < columns - 1; column++) {
      const at = row * columns + column;
      const corners = [field[at], field[at + 1], field[at + columns + 1], field[at + columns]];
      const isHigh = corners.map((value) => value >= level);
      const cuts = [];
      for (let side = 0; side < 4; side++) {
        const next = (side + 1) % 4;
        if (isHigh[side] === isHigh[next]) continue;
        const share = (level - corners[side]) / (corners[next] - corners[side]);
        const [x, y] = [[share, 0], [1, share], [1 - share, 1], [0, 1 - share]][side];
        cuts.push(`${(column + x).toFixed(2)} ${(row + y).toFixed(2)}`);
      }
      for (let cut = 0; cut + 1 < cuts.length; cut += 2) path += `M${cuts[cut]}L${cuts[cut + 1]}`;
    }
  }
  return path;
};

// The pixels of a field in its colors, as an address of a picture.
kumiki.fieldPicture = (field, columns, rows, colors) => {
  const canvas = kumiki.make("canvas", { width: columns, height: rows });
  const context = canvas.getContext("2d"), image = context.createImageData(columns, rows);
  field.forEach((value, place) => image.data.set([...colors[value], 255], place * 4));
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
};

// Axes of a plane in an SVG of its own size: {svg, content, toX, toY, area}. It is white paper by day and night.
kumiki.plane = ({ x, y, names = ["x", "y"] }, description, width = 560) => {
  const { make } = kumiki;
  const ratio = (y[1] - y[0]) / (x[1] - x[0]);
  const area = { left: 46, top: 10, right: width - 12 };
  const inner = area.right - area.left;
  area.bottom = area.top + inner * (ratio > 0.4 && ratio < 1.6 ? ratio : 0.8);
  const height = area.bottom + 40;
  const toX = (value) => area.left + ((value - x[0]) / (x[1] - x[0])) * inner;
  const toY = (value) => area.bottom - ((value - y[0]) / (y[1] - y[0])) * (area.bottom - area.top);
  const content = make("g");
  const svg = make("svg", {
    viewBox: `0 0 ${width} ${height}`, width: "100%", role: "img", "aria-label": description, class: "drawing paper",
  }, content, make("rect", {
    x: area.left, y: area.top, width: inner, height: area.bottom - area.top, class: "frame",
  }));
  const [across, up] = [kumiki.ticks(...x, 6), kumiki.ticks(...y, 6)];
  kumiki.tickLabels(across).forEach((label, place) => svg.append(
    make("text", { x: toX(across[place]), y: area.bottom + 17, "text-anchor": "middle" }, label)));
  kumiki.tickLabels(up).forEach((label, place) => svg.append(
    make("text", { x: area.left - 6, y: toY(up[place]) + 4, "text-anchor": "end" }, label)));
  svg.append(make("text", { x: (area.left + area.right) / 2, y: height - 6, "text-anchor": "middle" }, names[0]),
    make("text", { x: 8, y: (area.top + area.bottom) / 2, "text-anchor": "middle",
      transform: `rotate(-90 12 ${(area.top + area.bottom) / 2})` }, names[1]));
  return { svg, content, toX, toY, area };
};

// A point in the shape of its class.
kumiki.mark = (x, y, kind, radius) => {
  const { make } = kumiki;
  const attributes = { class: `mark color-${kind % 8}` };
  const corners = (...places) => places.map(([dx, dy]) => `${x + dx * radius},${y + dy * radius}`).join(" ");
  switch (kind % 4) {
    case 1: return make("rect", { x: x - radius * 0.9, y: y - radius * 0.9, width: radius * 1.8, height: radius * 1.8, ...attributes });
    case 2: return make("polygon", { points: corners([0, -1.2], [1.1, 0.8], [-1.1, 0.8]), ...attributes });
    case 3: return make("polygon", { points: corners([0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]), ...attributes });
    default: return make("circle", { cx: x, cy: y, r: radius, ...attributes });
  }
};

// The names of classes with their marks.
kumiki.classLegend = (names) => kumiki.make("div", { class: "classes" }, ...names.map((name, kind) =>
  kumiki.make("span", {}, kumiki.make("svg", { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" },
    kumiki.mark(7, 7, kind, 5)), name)));
