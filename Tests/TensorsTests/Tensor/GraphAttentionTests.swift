import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

@Suite("Attention along edges") struct GraphAttentionTests {
    /// A graph whose nodes look at themselves and at some others.
    static func edges(_ nodes: Int) -> SparsePattern {
        var random = RandomStream(seed: 5, name: StreamName("edges"))
        let entries = (0..<nodes * nodes).filter { $0 / nodes == $0 % nodes || random.below(4) == 0 }
        return SparseMatrix(
            rows: nodes, columns: nodes, entries: entries.map { ($0 / nodes, $0 % nodes, 1) }
        ).pattern
    }

    /// Nodes, heads, numbers a head.
    static let cases = [(6, 1, 3), (12, 8, 8), (9, 2, 5), (20, 3, 8), (5, 1, 16), (40, 4, 7)]

    private func attend(_ x: [Tensor], _ edges: SparsePattern, _ draw: DropoutDraw? = nil) -> Tensor {
        graphAttention(x[0], along: edges, source: x[1], target: x[2], slope: 0.2, draw: draw).output
    }

    @Test("both engines agree, with and without dropout", arguments: cases)
    func agreement(_ nodes: Int, _ heads: Int, _ width: Int) {
        let inputs = randomTensors([[nodes, heads * width], [heads, width], [heads, width]])
        let edges = Self.edges(nodes)
        expectAgreement(inputs, tolerance: 5e-6) { attend($0, edges) }
        expectAgreement(inputs, tolerance: 5e-6) { attend($0, edges, DropoutDraw(rate: 0.6, key: 2, counter: 1)) }
    }

    @Test("gradients match differences") func gradients() {
        let inputs = randomTensors([[5, 6], [2, 3], [2, 3]], type: .float64)
        for draw in [nil, DropoutDraw(rate: 0.4, key: 7, counter: 3)] {
            let errors = gradientErrors(at: inputs) {
                (attend($0, Self.edges(5), draw) * randomTensor([5, 6], seed: 9, type: .float64)).sum()
            }
            for error in errors { #expect(error <= 1e-7) }
        }
    }

    @Test("by hand: two nodes, one of which looks at both") func byHand() {
        let edges = SparsePattern(rows: 2, columns: 2, offsets: [0, 2, 3], columnNumbers: [0, 1, 1])
        let (output, weights) = graphAttention(
            Tensor([1, 3] as [Float], shape: [2, 1]), along: edges, source: Tensor([2] as [Float], shape: [1, 1]),
            target: Tensor([-4] as [Float], shape: [1, 1]))
        // Scores 2 − 4 = −2, so −0.4, and 6 − 4 = 2.
        let share = 1 / (1 + 2.4.exponential)
        #expect(largestDifference(weights.doubles, [share, 1 - share, 1]) < 1e-6)
        #expect(largestDifference(output.doubles, [share + 3 * (1 - share), 3]) < 1e-6)
    }

    @Test("weights of a target sum to 1 and stay finite for large scores") func largeScores() {
        let inputs = randomTensors([[12, 8], [2, 4], [2, 4]], in: -300..<300)
        let edges = Self.edges(12)
        let weights = graphAttention(inputs[0], along: edges, source: inputs[1], target: inputs[2]).weights.doubles
        for node in 0..<12 {
            for head in 0..<2 {
                let sum = edges.entries(of: node).reduce(0) { $0 + weights[2 * $1 + head] }
                #expect(abs(sum - 1) < 1e-5)
            }
        }
    }

    @Test("a node without edges gets zeros") func lonely() {
        let edges = SparsePattern(rows: 2, columns: 2, offsets: [0, 0, 1], columnNumbers: [0])
        for engine in [OneDNNEngine.shared, ReferenceEngine.shared] as [any ComputeEngine] {
            let output = ComputeContext.with(engine) {
                graphAttention(.ones([2, 3]), along: edges, source: .ones([1, 3]), target: .ones([1, 3])).output
            }
            #expect(output.doubles == [0, 0, 0, 1, 1, 1])
        }
    }

    /// The gradients of 64 numbers a node by all three inputs, with one, two and three threads.
    private func gradientsByThreads(_ edges: SparsePattern) -> [[[Double]]] {
        let threads = ComputeContext.threads
        defer { ComputeContext.threads = threads }
        let shape: Shape = [edges.rows, 64]
        let inputs = randomTensors([shape, [8, 8], [8, 8]])
        return [1, 2, 3].map { count in
            ComputeContext.threads = count
            return valueAndGradients(at: inputs, in: .evaluation) {
                (attend($0, edges) * randomTensor(shape, seed: 8)).sum()
            }
            .gradients.map(\.doubles)
        }
    }

    @Test("threads share the nodes and agree, also where nearly all edges are one node's") func threads() {
        let hub = (0..<400).map { ($0, $0, Float(1)) } + (1..<400).map { ($0, 0, Float(1)) }
        for edges in [Self.edges(300), SparseMatrix(rows: 400, columns: 400, entries: hub).pattern] {
            let results = gradientsByThreads(edges)
            for result in results {
                for (a, b) in zip(result, results[0]) { #expect(largestDifference(a, b) < 1e-4) }
            }
        }
    }

    @Test("a small graph is one thread's, and how many there are changes nothing") func oneThread() {
        let results = gradientsByThreads(Self.edges(34))
        for result in results { #expect(result == results[0]) }
    }
}
