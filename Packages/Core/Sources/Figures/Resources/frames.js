// Frames: pictures or fields of numbers over one or two sliders (epochs; gamma and C).
//
// {kind: "frames", axes: [{name, values}], start: [place, …],
//  sheet: {picture, width, height}, frames: [{note, lines, ringed}], in the order of the axes, the last one fastest,
//  plane: {x, y, names, colors, levels: [{at, name, dashed}], scale: {low, high, name}},
//  points: {xs, ys, classes, names}, classes: [name, …]}
//
// The sheet has all frames below each other, each of its width and height in pixels. With a plane its grays are numbers:
// 0 is scale.low and 255 is scale.high.
kumiki.kinds.frames = (box, data, state, name) => {
  const { make } = kumiki;
  const sizes = data.axes.map((axis) => axis.values.length);
  state.places = data.axes.map((axis, index) =>
    Math.min(sizes[index] - 1, state.places?.[index] ?? data.start?.[index] ?? sizes[index] - 1));
  // A reader who looks at the last frame wants the last one of a longer training, too.
  if (state.isLast && data.axes.length === 1) state.places[0] = sizes[0] - 1;
  const note = make("p", { class: "note", role: "status" });
  const show = data.plane ? kumiki.planeFrames(box, data, () => draw()) : kumiki.pictureFrames(box, data);
  const draw = () => {
    const place = state.places.reduce((sum, own, index) => sum * sizes[index] + own, 0);
    state.isLast = state.places[0] === sizes[0] - 1;
    const frame = data.frames[place];
    show(frame, place);
    note.textContent = frame.note ?? "";
  };
  box.append(make("div", { class: "controls" }, ...data.axes.map((axis, index) =>
    kumiki.slider(axis, state.places[index], `${name} ${axis.name}`, {
      plays: data.axes.length === 1, change: (value) => { state.places[index] = value; draw(); },
    }))), note);
  draw();
};

kumiki.pictureFrames = (box, { sheet, frames }) => {
  const { make } = kumiki;
  const image = make("image", { href: sheet.picture, width: sheet.width, height: sheet.height * frames.length });
  const svg = make("svg", {
    viewBox: `0 0 ${sheet.width} ${sheet.height}`, role: "img", class: "drawing frame-picture",
  }, image);
  svg.style.overflow = "hidden";
  box.append(svg);
  return (frame, place) => {
    image.setAttribute("y", -place * sheet.height);
    svg.setAttribute("aria-label", frame.note ?? "");
  };
};

// The grays of a picture, row by row.
kumiki.grays = async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = kumiki.make("canvas", { width: image.naturalWidth, height: image.naturalHeight });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return Uint8Array.from({ length: data.length / 4 }, (_, place) => data[place * 4]);
};

kumiki.planeFrames = (box, data, draw) => {
  const { make } = kumiki;
  const { plane, sheet } = data;
  const { svg, content, toX, toY, area } = kumiki.plane(plane, "Decision surface; the text below says what it shows.");
  const colors = kumiki.colors(plane.colors);
  const [width, height] = [area.right - area.left, area.bottom - area.top];
  const image = make("image", { x: area.left, y: area.top, width, height, preserveAspectRatio: "none" });
  // A field's numbers are those at the centers of its cells.
  const [dx, dy] = [width / sheet.width, height / sheet.height];
  const lines = make("g", {
    transform: `translate(${area.left + dx / 2} ${area.top + dy / 2}) scale(${dx} ${dy})`,
  });
  const edges = make("g", { class: "edges" });
  const marks = make("g");
  content.append(image, lines, edges, marks);
  const { xs = [], ys = [], classes = [], names = [] } = data.points ?? {};
  const radius = xs.length <= 20 ? 7 : xs.length <= 300 ? 4.2 : 2.4;
  const rings = xs.map((x, place) => {
    const ring = make("circle", { cx: toX(x), cy: toY(ys[place]), r: radius + 4, class: "ring" });
    const mark = kumiki.mark(toX(x), toY(ys[place]), classes[place], radius);
    const words = [names[place], data.classes?.[classes[place]]].filter(Boolean).join(", ");
    mark.append(make("title", {}, `${words} (${kumiki.number(x)}, ${kumiki.number(ys[place])})`));
    marks.append(ring, mark);
    return ring;
  });
  box.append(svg);
  const legend = kumiki.classLegend(data.classes ?? []);
  for (const level of plane.levels ?? []) {
    if (level.name) {
      legend.append(make("span", {}, make("svg", { width: 22, height: 10, "aria-hidden": "true" }, make("line", {
        x1: 1, x2: 21, y1: 5, y2: 5, class: "level" + (level.dashed ? " dashed" : ""),
      })), level.name));
    }
  }
  if (data.frames.some((frame) => frame.ringed)) {
    legend.append(make("span", {}, make("svg", { width: 14, height: 14, "aria-hidden": "true" },
      make("circle", { cx: 7, cy: 7, r: 5.5, class: "ring shown" })), "support vector"));
  }
  if (plane.scale) legend.append(kumiki.colorBar(plane.colors, plane.scale));
  box.append(legend);
  const share = (value) => ((value - plane.scale.low) / (plane.scale.high - plane.scale.low)) * 255;
  let grays = null;
  kumiki.grays(sheet.picture).then((numbers) => { grays = numbers; draw(); });
  return (frame, place) => {
    if (!grays) return;
    const size = sheet.width * sheet.height, field = grays.subarray(place * size, (place + 1) * size);
    image.setAttribute("href", kumiki.fieldPicture(field, sheet.width, sheet.height, colors));
    lines.replaceChildren(...(plane.levels ?? []).map((level) => make("path", {
      d: kumiki.contour(field, sheet.width, sheet.height, share(level.at)),
      class: "level" + (level.dashed ? " dashed" : ""),
    })));
    edges.replaceChildren(...(frame.lines ?? []).map(([x1, y1, x2, y2]) =>
      make("line", { x1: toX(x1), y1: toY(y1), x2: toX(x2), y2: toY(y2) })));
    const ringed = new Set(frame.ringed ?? []);
    rings.forEach((ring, place) => ring.classList.toggle("shown", ringed.has(place)));
  };
};

// Colors with the numbers at their ends.
kumiki.colorBar = (anchors, { low, high, name }) => kumiki.make("span", { class: "bar" }, kumiki.number(low),
  kumiki.make("i", { style: `background: linear-gradient(to right, ${anchors.join(", ")})` }), kumiki.number(high),
  name ? " " + name : "");
