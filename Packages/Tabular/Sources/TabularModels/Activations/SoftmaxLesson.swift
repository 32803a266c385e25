import Core

/// Softmax with temperature: probabilities softmax(z / T), which become more equal as T grows.
public struct SoftmaxLesson: Sendable {
    public let temperatures: [Double]
    /// z of some classes.
    public let logits: [Double]

    public init(temperatures: [Double], logits: [Double] = [2, 1, 0.5, -1]) {
        (self.temperatures, self.logits) = (temperatures, logits)
    }

    /// The probabilities of the classes at a temperature.
    public func probabilities(at temperature: Double) -> [Double] { Self.softmax(logits, temperature) }

    private static func softmax(_ logits: [Double], _ temperature: Double) -> [Double] {
        (Tensor(logits) / temperature).softmax().doubles
    }

    /// The probability of the first of two classes over its lead, for each temperature, and the probabilities of all
    /// classes.
    public var figure: Panels {
        let leads = (-120...120).map { Double($0) / 20 }
        let names = temperatures.map { "T = \(NumberFormat.compact.text($0))" }
        let curves = LineChart(
            "Two classes", x: "lead of the first class, z₁ − z₂", y: Axis("its probability", range: 0...1),
            series: zip(names, temperatures).map { name, temperature in
                LineChart.Series(
                    name, xs: leads, ys: leads.map { Self.softmax([$0, 0], temperature)[0] }, hasMarkers: false)
            }, size: Size(560, 400))
        let cells = HeatMap(
            "\(logits.count) classes", x: "class, by its logit z", y: "temperature",
            values: temperatures.map(probabilities), rowLabels: names,
            columnLabels: logits.map { "z = \(NumberFormat.compact.text($0))" }, colors: .blues, range: 0...1,
            numbers: .format(.fixed(2)), barFormat: .fixed(1), cellSide: 64)
        return Panels([curves, cells], title: "Softmax with temperature: softmax(z / T)", width: 1_040)
    }
}
