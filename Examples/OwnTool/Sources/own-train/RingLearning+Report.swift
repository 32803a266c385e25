import Core

extension RingLearning {
    /// What a finished training shows: the classes of the plane around the test points, and what the hook has measured.
    func report(_ trained: Trained<RingLearning>) -> Report {
        var report = Report()
        report.lines = trained.score?.lines(classNames: Rings.classNames) ?? []
        report.draw("plane", trained.data[.test].map { plane(trained.model, $0) })
        let norms = trained.log.column(WeightNormHook.metric)
        let series = LineChart.Series("all weights", xs: norms.indices.map { Double($0 + 1) }, ys: norms)
        report.draw("weight-norm", LineChart("The norm of the weights", x: "epoch", y: "norm", series: [series]))
        return report
    }

    private func plane(_ model: RadialNet, _ points: TensorExamples) -> ScatterPlot {
        let side = 120
        let ticks = (0..<side).map { 1.2 * (2 * (Float($0) + 0.5) / Float(side) - 1) }
        let grid = Tensor(ticks.flatMap { y in ticks.flatMap { x in [x, y] } }, shape: [side * side, 2])
        let classes = model(grid).argmax()
        let rows = (0..<side).map { Array(classes[$0 * side..<($0 + 1) * side]) }
        let (places, labels) = (points.inputs.doubles, points.labels.scalars(Int32.self))
        let groups = Rings.classNames.enumerated().map { number, name in
            let own = labels.indices.filter { labels[$0] == number }
            return ScatterPlot.Group(name, xs: own.map { places[2 * $0] }, ys: own.map { places[2 * $0 + 1] })
        }
        return ScatterPlot(
            "Rings, and what the network makes of the plane", x: "x", y: "y", groups: groups,
            field: .classes(rows, x: -1.2...1.2, y: -1.2...1.2), keepsAspect: true)
    }
}
