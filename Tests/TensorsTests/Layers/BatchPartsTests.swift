import TestSupport
import Testing

@testable import Engine
@testable import Tensors

@Suite("Batch normalization of a batch in parts") struct BatchPartsTests {
    /// A part that knows what the whole batch has.
    private struct KnownParts: BatchParts {
        let count: Int
        let whole: Tensor
        let sums: Tensor

        func numbers(where count: Int) -> Int { count * self.count }
        func statistics(_ own: Buffer) -> Buffer { whole.buffer }
        func sums(_ own: Buffer) -> Buffer { sums.buffer }
    }

    static let engines: [any ComputeEngine] = [OneDNNEngine.shared, ReferenceEngine.shared]

    @Test("parts have the outputs and gradients of the whole batch", arguments: [1, 3, 8, 16], [nil, Rectifier.relu])
    func wholes(_ channels: Int, _ rectifier: Rectifier?) {
        let (x, upstream) = (randomTensor([6, channels, 4, 4]), randomTensor([6, channels, 4, 4], seed: 3))
        let (weight, bias) = (randomTensor([channels], seed: 4) + 1, randomTensor([channels], seed: 5))
        for engine in Self.engines {
            ComputeContext.with(engine) {
                func result(
                    _ range: Range<Int>, _ parts: (any BatchParts)?
                ) -> (output: Tensor, statistics: Tensor, gradients: [Tensor]) {
                    var (output, statistics) = (x, x)
                    let gradients = valueAndGradients(
                        at: [x.sliced(range), weight, bias], in: .training(parts: parts)
                    ) {
                        let normalized = $0[0].batchNorm(
                            weight: $0[1], bias: $0[2], rectifier: rectifier, parts: parts)
                        (output, statistics) = (normalized.output.detached, normalized.statistics)
                        return (normalized.output * upstream.sliced(range)).sum()
                    }.gradients
                    return (output, statistics, gradients)
                }
                let whole = result(0..<6, nil)
                // A part of a third has three times the weight in its own loss.
                let sums = concatenated(whole.gradients[1...].map { ($0 / 3).reshaped(to: [1, channels]) })
                let parts = KnownParts(count: 3, whole: whole.statistics, sums: sums)
                for start in [0, 2, 4] {
                    let part = result(start..<start + 2, parts)
                    let (output, gradient) = (
                        whole.output.sliced(start..<start + 2), whole.gradients[0].sliced(start..<start + 2)
                    )
                    #expect(largestDifference(part.output.buffer, output.buffer) < 1e-5)
                    #expect(largestDifference(part.gradients[0].buffer, gradient.buffer) < 1e-4)
                }
            }
        }
    }
}
