// The runs above the charts, and what is the same for all charts: the axis, the logarithm, the colors.

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
