import TestSupport
import Testing

@testable import Engine
@testable import Tensors

@Suite("The same numbers every time") struct DeterminismTests {
    /// A step of a network large enough that every operation runs on several threads.
    private func step() -> [[UInt8]] {
        let inputs = randomTensors([
            [16, 1, 28, 28], [16, 1, 3, 3], [16], [32, 16, 3, 3], [32], [100, 32 * 49], [100], [10, 100],
        ])
        let labels = cyclicLabels(16, classes: 10)
        let (value, gradients) = valueAndGradients(at: inputs, in: .evaluation) {
            let shown = $0[0].conv2D($0[1], bias: $0[2], padding: 1).maxPool2D(2, rectifying: true)
                .conv2D($0[3], bias: $0[4], padding: 1)
            let hidden = tanh(shown).maxPool2D(2).droppedOut(rate: 0.3, key: 1, counter: 0).flattened()
                .matmul($0[5], transposingOther: true, bias: $0[6], rectifier: .relu)
            return softmaxCrossEntropy(hidden.matmul($0[7], transposingOther: true), labels)
        }
        return [value.bytes] + gradients.map(\.bytes)
    }

    @Test("the same step on the same threads gives the same bytes")
    func repeated() {
        let first = step()
        for _ in 0..<3 { #expect(step() == first) }
    }

    /// In a process of its own, for the number of threads holds for all that runs there.
    @Test("the number of threads may change between steps")
    func threads() async {
        await #expect(processExitsWith: .success) {
            let tests = DeterminismTests()
            let results = [2, 1, 2, 1, 3].map { threads in
                ComputeContext.threads = threads
                return (threads, tests.step())
            }
            for (threads, result) in results {
                for (other, expected) in results where other == threads { #expect(result == expected) }
                // The first of a step's results is its loss.
                let losses = [result, results[0].1].map { $0[0].withUnsafeBytes { $0.loadUnaligned(as: Float.self) } }
                #expect((losses[0] - losses[1]).magnitude < 1e-5)
            }
        }
    }

    @Test("element-wise work does not depend on how it is split over threads")
    func splits() {
        let x = randomTensor([70_001], in: -3..<3)
        let whole = (gelu(x) * tanh(x)).droppedOut(rate: 0.2, key: 5, counter: 0).scalars()
        // A part of at most 4,096 numbers runs on one thread.
        let parts = (0..<18).flatMap { part -> [Float] in
            let piece = x.sliced(part * 4_096..<min(70_001, (part + 1) * 4_096))
            return (gelu(piece) * tanh(piece)).droppedOut(rate: 0.2, key: 5, counter: UInt64(part * 512)).scalars()
        }
        #expect(whole == parts)
    }
}
