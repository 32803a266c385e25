import Core

extension Lesson {
    static let phi = Lesson("phi", "φ(x) = (x₁, x₂, x₁x₂, x₁², x₂²) on eight and on nine points") {
        control throws(FitError) in
        var sheet = Sheet("points")
        let sets: [(String, String, PlaneExamples)] = [
            ("eight points, the fifth at (1.81, −0.50)", "phi-8", .eight(fifth: (1.81, -0.50))),
            ("nine points, the fifth at both places", "phi-9", .nine),
        ]
        for (name, file, examples) in sets {
            let machine = try PlaneMachine(examples, kernel: .features(quadratic), cost: 1, control: control)
            try sheet.add(name, machine)
            sheet.picture(file, try DecisionPlot(examples).plot(machine, title: "φ-kernel on \(name), C = 1"))
        }
        sheet.say(
            "The kernel is φ(a) · φ(b): a conic section divides the plane. It separates the eight points with four support "
                + "vectors. At C = 1 the machine accepts slack for a ninth point among the others.",
            Self.bothFifths)
        return sheet.finished("phi", title: "", columns: 2)
    }

    private static let bothFifths =
        "The nine points contain both versions of the fifth point, (0.81, 0.10) and (1.81, −0.50), in one class."

    static let rbf = Lesson("rbf", "The RBF kernel separates all nine") { control throws(FitError) in
        var sheet = Sheet("kernel")
        let examples = PlaneExamples.nine
        let machine = try PlaneMachine(examples, kernel: .rbf(gamma: 1), cost: 1, control: control)
        try sheet.add("exp(−|a − b|²)", machine)
        sheet.picture(
            "rbf-9", try DecisionPlot(examples).plot(machine, title: "RBF kernel on nine points, γ = 1, C = 1"))
        sheet.say(
            "Each support vector determines the class of the points near it; here all nine points are support vectors.",
            Self.bothFifths)
        return sheet.finished("rbf", title: "", columns: 1)
    }

    static let gamma = Lesson("gamma", "What γ does: from one smooth border to an island for each point") {
        control throws(FitError) in
        try sweep(
            "gamma", title: "Moons, RBF kernel, C = 1", of: [0.1, 1, 10, 100], symbol: "γ",
            training: .moons(120, noise: 0.25, seed: 3), test: .moons(1000, noise: 0.25, seed: 4), control: control,
            words:
                "A large γ fits every training point and predicts others poorly: training accuracy rises to the end, "
                + "but accuracy on 1,000 other points falls again."
        ) { (.rbf(gamma: $0), 1) }
    }

    static let cost = Lesson("cost", "What C does: a wide margin with slack, or a narrow one without") {
        control throws(FitError) in
        try sweep(
            "cost", title: "Two clusters, linear kernel", of: [0.01, 0.1, 1, 100], symbol: "C",
            training: .heaps(80, noise: 0.6, seed: 5), test: .heaps(1000, noise: 0.6, seed: 6), control: control,
            words:
                "The support vectors are the points within the margin or on its wrong side. With less cost of slack "
                + "the margin is wider and has more of them."
        ) { (.linear, $0) }
    }

    /// A machine for each value of a parameter, side by side.
    static func sweep(
        _ name: String, title: String, of values: [Double], symbol: String, training: PlaneExamples,
        test: PlaneExamples?, control: FitControl, words: String,
        _ settings: (Double) -> (kernel: Kernel, cost: Double)
    ) throws(FitError) -> Page {
        var sheet = Sheet(symbol)
        let plot = DecisionPlot(training)
        for value in values {
            let (kernel, cost) = settings(value)
            let machine = try PlaneMachine(training, kernel: kernel, cost: cost, control: control)
            let shown = "\(symbol) = \(Readable.shortest(value))"
            var caption = "\(shown): \(Readable.percent(machine.accuracy, places: 0))"
            if let test {
                let accuracy = try machine.accuracy(on: test)
                caption += ", others \(Readable.percent(accuracy, places: 0))"
                sheet.say(
                    "\(shown): \(Readable.percent(accuracy)) of \(Readable.count(test.count)) other points classified correctly"
                )
            }
            try sheet.add(Readable.shortest(value), machine, caption: caption, on: plot)
        }
        if !words.isEmpty { sheet.say(words) }
        return sheet.finished(name, title: title, columns: 2)
    }

    /// The lessons on the user's own points.
    public static func own(_ examples: PlaneExamples, title: String) -> [Lesson] {
        // The values of γ are relative to half the mean squared distance.
        let scale = 1 / max(1e-30, spread(examples.x1) + spread(examples.x2))
        func rounded(_ value: Double) -> Double { Double(Readable.loss(value)) ?? value }
        let gammas = [0.1, 1, 10, 100].map { rounded($0 * scale) }
        return [
            Lesson("kernels", "Four kernels on \(title)") { control throws(FitError) in
                var sheet = Sheet("kernel, C = 1")
                let plot = DecisionPlot(examples)
                let kernels: [(String, Kernel)] = [
                    ("linear", .linear), ("φ = (x₁, x₂, x₁x₂, x₁², x₂²)", .features(quadratic)),
                    ("polynomial, degree 3", Kernel(.polynomial, gamma: gammas[1], coef0: 1)),
                    ("RBF, γ = \(Readable.shortest(gammas[2]))", .rbf(gamma: gammas[2])),
                ]
                for (name, kernel) in kernels {
                    try sheet.add(name, PlaneMachine(examples, kernel: kernel, cost: 1, control: control), on: plot)
                }
                return sheet.finished("kernels", title: title, columns: 2)
            },
            Lesson("gamma", "What γ does on \(title)") { control throws(FitError) in
                try sweep(
                    "gamma", title: "\(title), RBF kernel, C = 1", of: gammas, symbol: "γ", training: examples,
                    test: nil, control: control, words: ""
                ) { (.rbf(gamma: $0), 1) }
            },
            Lesson("cost", "What C does on \(title)") { control throws(FitError) in
                try sweep(
                    "cost", title: "\(title), RBF kernel, γ = \(Readable.shortest(gammas[1]))",
                    of: [0.01, 1, 100, 10_000],
                    symbol: "C", training: examples, test: nil, control: control, words: ""
                ) { (.rbf(gamma: gammas[1]), $0) }
            },
        ]
    }

    private static func spread(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count))
    }
}
