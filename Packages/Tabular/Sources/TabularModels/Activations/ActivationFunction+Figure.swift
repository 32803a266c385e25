import Core

extension ActivationFunction {
    /// The function and its derivative from −5 to 5.
    public var figure: LineChart {
        var (xs, (values, derivatives)) = (Self.places, values(at: Self.places))
        // No line over a jump: the function has no values there.
        if let jump, let place = xs.firstIndex(where: { $0 >= jump }) {
            xs.insert(jump, at: place)
            values.insert(.nan, at: place)
            derivatives.insert(.nan, at: place)
        }
        return LineChart(
            "\(title): \(formula)", x: "x", y: "f(x), f′(x)",
            series: [
                LineChart.Series("f(x)", xs: xs, ys: values, hasMarkers: false),
                LineChart.Series("f′(x)", xs: xs, ys: derivatives, isDashed: true, hasMarkers: false),
            ], size: Size(640, 420))
    }

    /// Several functions on one sheet.
    public static func sheet(_ functions: [ActivationFunction]) -> Panels {
        let small = functions.map { function in
            var figure = function.figure
            figure.size = Size(380, 300)
            return figure
        }
        let columns = min(4, functions.count)
        return Panels(
            small, title: "Activation functions and their derivatives", columns: columns,
            width: 380 * Double(columns))
    }
}
