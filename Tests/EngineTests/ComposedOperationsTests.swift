import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

/// Every operation that an engine need not write, on an engine that writes none of them, against the reference engine's own.
/// Its perceptrons and feed-forward networks are the composed ones, which `PerceptronLossTests` and `FeedForwardTests` check.
@Suite("Operations composed of others") struct ComposedOperationsTests {
    /// Composed of the reference engine's operations, and of the fast one's in float32.
    static let engines: [(base: any ComputeEngine, type: ScalarType, tolerance: Double)] = [
        (ReferenceEngine.shared, .float64, 1e-12), (ReferenceEngine.shared, .float32, 1e-5),
        (OneDNNEngine.shared, .float32, 1e-5),
    ]

    /// Expects that each engine gets the result of `body` and its gradients as the reference engine gets them in its own
    /// way, from primitives alone.
    private func expectComposed(
        _ shapes: [Shape], in range: Range<Double> = -1..<1, tolerance: Double = 1,
        sourceLocation: SourceLocation = #_sourceLocation, _ body: ([Tensor]) -> Tensor
    ) {
        for (base, type, allowed) in Self.engines {
            let inputs = randomTensors(shapes, in: range, type: type)
            let engine = CountingEngine(base)
            let found = disagreement(
                between: engine, and: ReferenceEngine.shared, inputs, tolerance: allowed * tolerance, body)
            #expect(found == nil, "\(base.name), \(type)", sourceLocation: sourceLocation)
            #expect(!engine.counts.isEmpty, sourceLocation: sourceLocation)
        }
    }

    @Test("softmax and its logarithm") func softmax() {
        expectComposed([[3, 4, 7]], in: -9..<9) { $0[0].softmax() }
        expectComposed([[3, 4, 7]], in: -9..<9) { $0[0].logSoftmax() }
    }

    @Test("the cross entropy of softmax") func crossEntropy() {
        expectComposed([[9, 5]], in: -9..<9) { softmaxCrossEntropy($0[0], cyclicLabels(9, classes: 5)) }
    }

    @Test("layer normalization") func layerNorm() {
        expectComposed([[3, 4, 8], [8], [8]]) { $0[0].layerNorm(weight: $0[1], bias: $0[2]) }
    }

    @Test("batch normalization, measured and given, with and without a rectifier", arguments: [nil, Rectifier.relu])
    func batchNorm(_ rectifier: Rectifier?) {
        for shape in [[6, 3], [4, 3, 5, 2]] as [Shape] {
            expectComposed([shape, [3], [3]], tolerance: 4) {
                $0[0].batchNorm(weight: $0[1], bias: $0[2], rectifier: rectifier).output
            }
            expectComposed([shape, [3], [3]]) { x in
                let given = Tensor([0.1, -0.2, 0.3, 0.5, 1, 2] as [Double], shape: [2, 3]).cast(to: x[0].type)
                return x[0].batchNorm(weight: x[1], bias: x[2], statistics: given, rectifier: rectifier).output
            }
        }
    }

    @Test("attention, packed and apart, with masks and dropout") func attention() {
        let draw = DropoutDraw(rate: 0.4, key: 7, counter: 3)
        for draw in [nil, draw] {
            expectComposed([[2, 5, 24]]) { Tensors.attention($0, heads: 2, dropout: draw).output }
            expectComposed([[2, 5, 24]]) {
                Tensors.attention($0, heads: 2, mask: causalMask(5, type: $0[0].type), dropout: draw).output
            }
            expectComposed([[2, 3, 8], [2, 4, 16]]) {
                // The second example sees nothing at all.
                let mask = paddingMask(lengths: [3, 0], longest: 4, type: $0[0].type)
                return Tensors.attention($0, heads: 2, mask: mask, dropout: draw).output
            }
        }
    }

    @Test("dropout") func dropout() {
        // Other engines count the numbers as they lie, so only row-major ones are compared.
        expectComposed([[7, 90]]) { $0[0].droppedOut(rate: 0.3, key: 5, counter: 2) }
    }

    @Test("products with sparse matrices, rectified and with bias") func sparse() {
        let entries = [(0, 2, Float(2)), (0, 0, -3), (2, 1, 1), (3, 3, 4), (3, 0, 0.5)]
        let matrix = SparseMatrix(rows: 4, columns: 5, entries: entries)
        expectComposed([[5, 3], [3]]) { matrix.cast(to: $0[0].type).product($0[0], bias: $0[1], rectifier: .relu) }
        expectComposed([[2, 5]]) { matrix.cast(to: $0[0].type).linear($0[0]) }
    }

    @Test("attention along edges, with a node that has none") func graphAttention() {
        let edges = SparsePattern(
            rows: 5, columns: 5, offsets: [0, 2, 5, 5, 6, 9], columnNumbers: [0, 1, 0, 1, 4, 3, 0, 2, 4])
        for draw in [nil, DropoutDraw(rate: 0.4, key: 7, counter: 3)] {
            expectComposed([[5, 6], [2, 3], [2, 3]], in: -3..<3) {
                Tensors.graphAttention(
                    $0[0], along: edges, source: $0[1], target: $0[2], slope: 0.2, draw: draw
                ).output
            }
        }
    }

    @Test("recurrent sequences, with and without bias", arguments: RecurrentCell.allCases)
    func recurrent(_ kind: RecurrentCell) {
        let wide = kind.gates * 4
        for hasBias in [true, false] {
            expectComposed([[5, 3, wide], [3, 4], [wide, 4], [wide], [3, 4]]) { x in
                let states = recurrence(
                    kind, projected: x[0], hidden: x[1], cell: kind == .lstm ? x[4] : nil, weight: x[2],
                    bias: hasBias ? x[3] : nil)
                let hidden = states.hidden.reshaped(to: [-1])
                return states.cells.map { concatenated([hidden, $0.reshaped(to: [-1])]) } ?? hidden
            }
        }
    }

    static let rules: [UpdateRule] = [
        .sgd(weightDecay: 0.1), .sgd(momentum: 0.9), .sgd(momentum: 0.9, nesterov: true, weightDecay: 0.1),
        .adam(weightDecay: 0.1), .adam(weightDecay: 0.1, decoupled: true), .adamax(weightDecay: 0.1),
        .adaGrad(weightDecay: 0.1), .rmsProp(weightDecay: 0.1),
    ]

    @Test("steps of every optimizer", arguments: rules) func updates(_ rule: UpdateRule) {
        for (base, type, tolerance) in Self.engines {
            func path(_ engine: any ComputeEngine) -> [[Double]] {
                let parameter = randomTensor([3, 5], seed: 1, type: type).copy.buffer
                let slots = rule.slots.map { _ in Tensor.zeros([3, 5], type: type).buffer }
                for step in 1...3 {
                    engine.update(
                        rule, parameter: parameter, gradient: randomTensor([3, 5], seed: 9, type: type).buffer,
                        slots: slots, learningRate: 0.1, step: step)
                }
                return ([parameter] + slots).map(\.doubles)
            }
            for (a, b) in zip(path(CountingEngine(base)), path(ReferenceEngine.shared)) {
                #expect(relativeDifference(a, b) < tolerance)
            }
        }
    }

    @Test("the sum of squares, in float64") func sumOfSquares() {
        for type in [ScalarType.float32, .float64] {
            let x = randomTensor([4, 9], type: type).buffer
            let exact = ReferenceEngine.shared.sumOfSquares(x)
            #expect(abs(CountingEngine(ReferenceEngine.shared).sumOfSquares(x) - exact) < 1e-12)
        }
    }
}
