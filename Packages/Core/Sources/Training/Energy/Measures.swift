/// What a training measures besides its results.
public struct Measures: Sendable {
    /// The emissions of the machine's electricity.
    public var carbonIntensity: CarbonIntensity
    /// Whether a run gets event files for TensorBoard; a run that already has some continues them in any case.
    public var tensorBoard: Bool
    /// Where the machine shows its energy counters.
    package var powercap = PowerCounters.folder

    /// - Parameters:
    ///   - carbonIntensity: of the machine's electricity; nil for what the environment says, otherwise the world's
    ///     average.
    ///   - tensorBoard: whether a run gets event files for TensorBoard.
    public init(carbonIntensity: CarbonIntensity? = nil, tensorBoard: Bool = false) {
        self.tensorBoard = tensorBoard
        self.carbonIntensity = carbonIntensity ?? (try? CarbonIntensity.current()) ?? .world
    }
}
