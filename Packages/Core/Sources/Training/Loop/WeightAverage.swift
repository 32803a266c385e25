import Foundations
import Tensors

/// The exponential moving average of a module's numbers over its training, which fluctuates less from step to step than
/// they do.
///
/// Source: Polyak, Juditsky, "Acceleration of stochastic approximation by averaging", 1992; for generators Yazıcı et
/// al., "The unusual effectiveness of averaging in GAN training", ICLR 2019.
public struct WeightAverage: Module {
    /// Steps from one update of the average to the next: it changes slowly, and with this interval its cost is
    /// negligible.
    private static let interval = 10

    /// The share of the average that a step keeps.
    public let decay: Double
    private let sources: [Parameter]
    private let averages: [NamedParameter]
    private let steps = Parameter(Tensor(Int32(0)), isTrained: false)

    /// The average, beginning with the present numbers of `module`.
    ///
    /// - Parameters:
    ///   - module: what is averaged; its parameters are followed from now on.
    ///   - decay: at least 0, less than 1; 0.999 means about the last thousand steps.
    public init(of module: some Module, decay: Double) {
        Contract.require((0..<1).contains(decay), "WeightAverage", "decay \(decay), expected at least 0, less than 1")
        let followed = module.parameters.filter(\.parameter.value.type.isFloatingPoint)
        self.decay = decay
        sources = followed.map(\.parameter)
        averages = followed.map {
            NamedParameter(name: $0.name, parameter: Parameter($0.parameter.value, isTrained: false))
        }
    }

    public var parameters: [NamedParameter] {
        averages
        ("steps", steps)
    }

    /// Updates the average after a training step. The first steps have a larger weight, so that the random beginning is
    /// soon forgotten.
    public func follow() {
        let step = Int(steps.value.scalars(Int32.self).first ?? 0)
        steps.assign(Tensor([Int32(clamping: step + 1)], shape: []))
        guard step.isMultiple(of: Self.interval) else { return }
        let updates = Double(step / Self.interval)
        let whole = (0..<Self.interval).reduce(1.0) { share, _ in share * decay }
        let kept = min(whole, (1 + updates) / (10 + updates))
        for (source, average) in zip(sources, averages) {
            // In the source's layout, because the next step uses this layout.
            average.parameter.assign(source.value.detached * (1 - kept) + average.parameter.value * kept)
        }
    }

    /// Calls `body` while the module has the averages instead of its own numbers.
    public func inPlace<Result>(_ body: () throws -> Result) rethrows -> Result {
        let own = sources.map(\.value)
        for (source, average) in zip(sources, averages) { source.value = average.parameter.value }
        defer { for (source, value) in zip(sources, own) { source.value = value } }
        return try body()
    }
}
