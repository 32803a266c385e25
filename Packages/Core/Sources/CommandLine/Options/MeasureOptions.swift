import ArgumentParser
import Foundations
import Training

/// The options for what is measured besides the results, of every command that trains.
public struct MeasureOptions: ParsableArguments {
    @OptionGroup public var carbon: CarbonOption

    /// Whether a run gets event files.
    @Flag(
        name: .customLong("tensorboard"),
        help: """
            Write event files for TensorBoard into the run: the columns of metrics.csv, figures, and histograms of weights \
            and gradients.
            """)
    public var tensorBoard = false

    public init() {}

    /// What is measured.
    ///
    /// - Throws: `ToolError` where the environment gives an intensity that none can be.
    public func measures() throws(ToolError) -> Measures {
        Measures(carbonIntensity: try carbon.intensity(), tensorBoard: tensorBoard)
    }
}

/// `--carbon-intensity`.
public struct CarbonOption: ParsableArguments {
    /// The emissions of the machine's electricity; nil where they were not given.
    @Option(
        name: .customLong("carbon-intensity"),
        help: ArgumentHelp(
            "Emissions of the electricity, in grams of CO₂e per kilowatt-hour. (default: $\(CarbonIntensity.variable), "
                + "or \(Readable.shortest(CarbonIntensity.world.grams)), the world's average)",
            valueName: "g/kWh"), transform: OptionValue.number(in: CarbonIntensity.range))
    public var grams: Double?

    public init() {}

    /// The intensity of the option, otherwise of the environment.
    ///
    /// - Throws: `ToolError` where the environment gives an intensity that none can be.
    public func intensity() throws(ToolError) -> CarbonIntensity {
        let current = try CarbonIntensity.current()
        return grams.map { CarbonIntensity(grams: $0) } ?? current
    }
}
