import ArgumentParser
import Core
import TabularModels

/// The neuron, and how its output is drawn.
struct SurfaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("w₁ and w₂. (default: -4.79,5.9)", valueName: "w1,w2"),
        transform: SurfaceOption.pair)
    var weights = PerceptronSurface.classic.weights

    @Option(
        help: ArgumentHelp("b. (default: -0.93)", valueName: "b"), transform: OptionValue.finiteNumber)
    var bias = PerceptronSurface.classic.bias

    @Option(
        help: ArgumentHelp(
            "Smallest and largest value of both inputs, or of x₁ and then of x₂. (default: -2,2)",
            valueName: "min,max"), transform: SurfaceOption.domain)
    var domain = [PerceptronSurface.classic.x1, PerceptronSurface.classic.x2]

    @Option(
        name: .customLong("activation"),
        help: ArgumentHelp(
            "σ: sigmoid, hard-limit (z ≥ 0), gaussian (exp(−z²), also rbf or radial-basis), or several, separated by "
                + "commas. (default: all)",
            valueName: "name,…"), transform: SurfaceOption.activations)
    var activations = PerceptronSurface.Activation.allCases

    @Option(
        help: ArgumentHelp(
            "Number of points of a surface, or several numbers. (default: 100,5000,10000)", valueName: "n,…"),
        transform: OptionValue.wholeNumbers(atLeast: 4, atMost: 250_000))
    var points = [100, 5_000, 10_000]

    @Option(
        help: ArgumentHelp(
            "Direction of the viewer around the upright axis, in degrees. (default: -115)", valueName: "°"),
        transform: OptionValue.number(in: -360...360))
    var azimuth = -115.0

    @Option(
        help: ArgumentHelp("Height of the viewer above the floor, in degrees. (default: 28)", valueName: "°"),
        transform: OptionValue.number(in: 1...89))
    var elevation = 28.0

    @Option(
        name: .customLong("output"),
        help: ArgumentHelp("Folder for the pictures. (default: perceptron-surface)", valueName: "folder"),
        completion: .directory, transform: OptionValue.parser(of: "a folder") { $0.isEmpty ? nil : $0 })
    var folder = "perceptron-surface"
}

@main
struct PerceptronSurfaceTool: Tool {
    static let configuration = CommandConfiguration.tool(
        "perceptron-surface", abstract: "Draw the output of one neuron over its two inputs.",
        discussion: """
            y = σ(w₁ x₁ + w₂ x₂ + b), drawn as a surface for each σ and each number of points, as PNG and SVG, and all \
            of them on one sheet (PNG). The points form a square grid over the domain, with √n, rounded, on each side: \
            100 are 10 × 10, 5,000 are 71 × 71, 10,000 are 100 × 100.

            perceptron-surface                     nine pictures, and a sheet of them
            perceptron-surface --weights 3,0 --bias -1 --activation sigmoid --points 400
            """)

    @OptionGroup(title: "Surface") var options: SurfaceOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let (weights, bias, domain, folder) = (options.weights, options.bias, options.domain, options.folder)
        let surface = PerceptronSurface(weights: weights, bias: bias, x1: domain[0], x2: domain[1])
        try AtomicFile.createFolder(folder)
        var table = TextTable([.left("activation"), .right("points"), .right("grid"), .left("picture")])
        var pictures: [JSONValue] = []
        var rows: [[SurfacePlot]] = []
        for activation in options.activations {
            var row: [SurfacePlot] = []
            for count in options.points {
                let figure = surface.figure(
                    activation, points: count, azimuth: options.azimuth, elevation: options.elevation)
                let path = "\(folder)/\(activation.rawValue)-\(count)"
                console.progress("\(figure.title)")
                try figure.write(to: path)
                row.append(figure)
                let side = PerceptronSurface.side(for: count)
                table.add([
                    activation.rawValue, Readable.count(side * side), "\(side) × \(side)", path + ".png",
                ])
                pictures.append([
                    "activation": .string(activation.rawValue), "points": .integer(side * side),
                    "picture": .string(path + ".png"),
                ])
            }
            rows.append(row)
        }
        // Only as PNG: with this number of points a vector drawing has tens of megabytes.
        let sheet = folder + "/sheet.png"
        try AtomicFile.write(surface.sheet(rows).rendered(as: .png), to: sheet)
        try console.result(surface.formula)
        try console.result(table)
        try console.result("all on one sheet: \(sheet)")
        guard console.isJSON else { return }
        var summary = RunSummary(tool: "perceptron-surface")
        summary.extra["weights"] = .array(weights.map { .number($0) })
        summary.extra["bias"] = .number(bias)
        summary.extra["domain"] = .array(domain.map { [.number($0.lowerBound), .number($0.upperBound)] })
        summary.extra["pictures"] = .array(pictures)
        summary.extra["sheet"] = .string(sheet)
        try console.summary(summary)
    }
}

/// Values for this tool's own options.
enum SurfaceOption {
    static let pair: OptionValue.Parser<[Double]> = { text in
        let values = try OptionValue.numbers(text)
        guard values.count == 2 else { throw ValidationError("expected two numbers, w1,w2") }
        return values
    }

    static let domain: OptionValue.Parser<[ClosedRange<Double>]> = { text in
        let values = try OptionValue.numbers(text)
        guard values.count == 2 || values.count == 4 else {
            throw ValidationError("expected min,max for both inputs, or min,max,min,max")
        }
        // Wider ranges would exceed the numbers that a drawing can contain.
        guard values.allSatisfy({ abs($0) <= 1e100 }) else {
            throw ValidationError("expected numbers between -1e100 and 1e100")
        }
        return try [0, values.count - 2].map { first in
            guard values[first] < values[first + 1] else {
                throw ValidationError("expected min below max")
            }
            return values[first]...values[first + 1]
        }
    }

    static let activations: OptionValue.Parser<[PerceptronSurface.Activation]> = { text in
        let known = PerceptronSurface.Activation.allCases.flatMap(\.names)
        return try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let activation = PerceptronSurface.Activation(named: String(part)) else {
                throw ValidationError(Suggestions.message(unknown: String(part), kind: "activation", known: known))
            }
            return activation
        }
    }
}
