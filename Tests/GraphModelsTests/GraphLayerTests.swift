import Core
import GraphModels
import TestSupport
import Testing

@Suite("Graph layers on their own") struct GraphLayerTests {
    /// A path of three nodes.
    private let edges = GraphEdges(
        SparsePattern(rows: 3, columns: 3, offsets: [0, 1, 3, 4], columnNumbers: [1, 0, 2, 1]))
    private let x = Tensor([1, 2, 4] as [Float], shape: [3, 1])

    private func set(_ module: some Module, _ values: [[Float]]) {
        for (named, values) in zip(module.parameters, values) {
            named.parameter.assign(Tensor(values, shape: named.parameter.shape))
        }
    }

    @Test("by hand: means by degree, of the neighbors, and by attention") func byHand() {
        var random = RandomStream(seed: 1, name: .initialization)
        let convolution = GCNLayer(1, 1, random: &random)
        set(convolution, [[-2], [3]])
        let root = (1.0 / 6).squareRoot()
        let sums = [3 * (0.5 + 2 * root) - 2, 3 * (5 * root + 2.0 / 3) - 2, 3 * (2 * root + 2) - 2]
        #expect(largestDifference(convolution(x, edges).output.doubles, sums) < 1e-6)
        let sage = SAGELayer(1, 1, random: &random)
        set(sage, [[2], [1], [10]])
        #expect(sage(x, edges).output.doubles == [15, 26, 45])
        let attention = GATLayer(1, 1, heads: 1, dropout: 0, random: &random)
        set(attention, [[0], [0], [1], [1]])
        let result = attention(x, edges, .relu)
        // Without a preference every neighbor and the node itself count alike.
        #expect(largestDifference(result.output.doubles, [2.5, 10.0 / 3, 4]) < 1e-6)
        #expect(result.attention?.shape == [7, 1])
    }

    /// A layer as another package would write one: a node's own features plus the sum of its neighbors'.
    private struct SumLayer: GraphLayer {
        let linear: Linear
        var parameters: [NamedParameter] { ("lin", linear) }
        var summary: String { "sum over the neighbors" }
        var outputs: Int { linear.weight.shape[0] }

        func callAsFunction(
            _ x: NodeFeatures, _ edges: GraphEdges, _ activation: GraphActivation, probe: Tensor?
        ) -> GraphLayerResult {
            let own = x.linear(linear.weight.value).probed(by: probe)
            let ones = [Float](repeating: 1, count: edges.adjacency.count)
            return GraphLayerResult(output: activation(own + SparseMatrix(edges.adjacency, values: ones).product(own)))
        }
    }

    @Test("one of another package's works in a network, and learns") func own() {
        var random = RandomStream(seed: 1, name: .initialization)
        let network = GraphNetwork([
            SumLayer(linear: Linear(34, 8, random: &random)), GCNLayer(8, 2, random: &random),
        ])
        let task = GraphTask(KarateClub.graph)
        let examples = task.examples(isShuffled: false)
        let batch = examples.batch(Array(0..<Int32(examples.count))[...])
        let optimizer = Optimizer(.adam(), learningRate: 0.02)
        for _ in 0..<60 { optimizer.takeStep(of: network) { task.loss(network, batch) } }
        #expect(task.score(network, on: .training).accuracy == 1)
        #expect(network.architecture(features: 34).parameterCount == network.parameterCount)
    }
}
