// A confusion matrix whose cells show their examples.
//
// {kind: "matrix", names: [class, …], counts: [[…], …], shares: bool,
//  examples: [{truth, predicted, picture, words}], sheet: {picture, width, height}}
//
// `picture` is the place of the example in the sheet, which has all pictures below each other.
kumiki.kinds.matrix = (box, data, state, name) => {
  const { make } = kumiki;
  const panel = make("div", { class: "examples", role: "region", "aria-live": "polite", "aria-label": "Examples" });
  const byCell = new Map();
  for (const example of data.examples) {
    const key = `${example.truth} ${example.predicted}`;
    if (!byCell.has(key)) byCell.set(key, []);
    byCell.get(key).push(example);
  }
  const sums = data.counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const buttons = new Map();
  const choose = (truth, predicted) => {
    state.cell = [truth, predicted];
    for (const [key, button] of buttons) button.setAttribute("aria-pressed", String(key === `${truth} ${predicted}`));
    const count = data.counts[truth][predicted], shown = byCell.get(`${truth} ${predicted}`) ?? [];
    const what = truth === predicted ? `${data.names[truth]}, classified correctly`
      : `${data.names[truth]} predicted as ${data.names[predicted]}`;
    const some = shown.length && shown.length < count ? `, ${shown.length} of them shown` : "";
    panel.replaceChildren(make("p", {}, make("b", {}, what), `: ${kumiki.number(count)}${some}`),
      make("div", { class: "pictures" }, ...shown.map((example) => kumiki.example(data, example))));
  };
  const table = make("table", { class: "matrix" }, make("caption", {}, "Rows: true class; columns: predicted class"),
    make("thead", {}, make("tr", {}, make("td", {}),
      ...data.names.map((text) => make("th", { scope: "col" }, text)))),
    make("tbody", {}, ...data.counts.map((row, truth) => make("tr", {},
      make("th", { scope: "row" }, data.names[truth]), ...row.map((count, predicted) => {
        const share = sums[truth] ? count / sums[truth] : 0;
        const button = make("button", {
          type: "button", "aria-pressed": "false", "data-focus": `${name} ${truth} ${predicted}`,
          "aria-label": `${data.names[truth]} predicted as ${data.names[predicted]}: ${count}`,
          style: `--share: ${(100 * share).toFixed(1)}%`, class: share > 0.45 ? "full" : "",
          click: () => choose(truth, predicted), keydown: (event) => move(event, truth, predicted),
        }, data.shares ? (sums[truth] ? `${(100 * share).toFixed(0)}` : "–") : count === 0 ? "" : kumiki.number(count));
        buttons.set(`${truth} ${predicted}`, button);
        return make("td", {}, button);
      })))));
  const move = (event, truth, predicted) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const next = step && buttons.get(`${truth + step[0]} ${predicted + step[1]}`);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  box.append(make("div", { class: "wide" }, table), panel);
  // The most frequent mistake says most.
  let first = [0, 0], most = 0;
  data.counts.forEach((row, truth) => row.forEach((count, predicted) => {
    if (truth !== predicted && count > most) [first, most] = [[truth, predicted], count];
  }));
  const cell = state.cell ?? first;
  if (data.counts[cell[0]]?.[cell[1]] !== undefined) choose(...cell);
};

// A picture of a sheet with words below it.
kumiki.example = ({ sheet }, { picture, words }) => {
  const { make } = kumiki;
  const figure = make("div", { class: "example" });
  if (sheet && picture !== null && picture !== undefined) {
    const scale = Math.max(1, Math.round(84 / sheet.width));
    const drawing = make("svg", {
      viewBox: `0 ${picture * sheet.height} ${sheet.width} ${sheet.height}`, role: "img", "aria-label": words,
      width: sheet.width * scale, height: sheet.height * scale,
    }, make("image", { href: sheet.picture, width: sheet.width, class: scale > 1 ? "pixels" : "" }));
    figure.append(drawing);
  }
  figure.append(make("span", {}, words));
  return figure;
};
