/// What batch normalization takes from all parts of a batch whose parts are computed at the same time, as one of them sees
/// it.
///
/// Every part normalizes the same layers in the same order, and waits in each for the others.
public protocol BatchParts {
    /// The numbers of a channel in the whole batch, where this part has `count` of them.
    func numbers(where count: Int) -> Int
    /// The statistics of the whole batch, where those of this part are given.
    ///
    /// - Shapes: 2 × C, means and biased variances.
    func statistics(_ own: Buffer) -> Buffer
    /// The gradient's sums averaged over the parts, by their shares of the examples, where those of this part are given.
    ///
    /// - Shapes: 2 × C, the gradients by weight and by bias.
    func sums(_ own: Buffer) -> Buffer
}

extension BatchParts {
    /// The gradient's sums, C each, averaged over the parts.
    func sums(
        _ weight: Buffer, _ bias: Buffer, by engine: some ComputeEngine
    ) -> (weight: Buffer, bias: Buffer) {
        let rows = [weight, bias].map { $0.reshaped(to: [1, $0.count]) }
        let all = sums(engine.concatenate(rows, axis: 0))
        func row(_ place: Int) -> Buffer {
            engine.slice(all, axis: 0, range: place..<place + 1).reshaped(to: weight.shape)
        }
        return (row(0), row(1))
    }
}
