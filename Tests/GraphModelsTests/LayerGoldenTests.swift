import Foundation
import Testing

@testable import Engine
@testable import Foundations
@testable import GraphModels
@testable import Tensors

/// The layers beside PyTorch Geometric's, with weights under its names; `make-graph-goldens.py` made the file.
@Suite("Graph layers beside PyTorch Geometric's") struct LayerGoldenTests {
    struct Golden: Decodable {
        struct Numbers: Decodable {
            let shape: [Int]
            let numbers: [Double]
            var tensor: Tensors.Tensor { Tensors.Tensor(numbers, shape: shape) }
        }
        let name: String
        let tensors: [String: Numbers]
    }

    static let pairs: [(Int32, Int32)] = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (4, 5), (3, 5), (0, 5)]

    private func golden(_ name: String) throws -> Golden {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(components: "Golden", "graph.json")
        let cases = try JSONDecoder().decode([String: [Golden]].self, from: Data(contentsOf: file))
        return try #require(cases["layers"]?.first { $0.name == name })
    }

    private func layer(_ name: String) -> any GraphLayer {
        var random = RandomStream(seed: 1, name: .initialization)
        return switch name {
        case "gcn": GCNLayer(4, 3, random: &random)
        case "gat": GATLayer(4, 3, heads: 2, dropout: 0.6, random: &random)
        default: SAGELayer(4, 3, random: &random)
        }
    }

    @Test("forward and backward, of dense and of sparse features", arguments: ["gcn", "gat", "sage"])
    func layers(_ name: String) throws {
        let golden = try golden(name)
        func numbers(_ name: String) throws -> Tensor { try #require(golden.tensors[name]).tensor }
        let layer = layer(name)
        layer.convert(to: .float64)
        let known = Set(golden.tensors.keys.filter { $0.hasPrefix("parameter ") }.map { String($0.dropFirst(10)) })
        #expect(Set(layer.parameters.map(\.name)) == known)
        for named in layer.parameters { named.parameter.assign(try numbers("parameter \(named.name)")) }
        let adjacency = CleanedEdges(nodes: 7, sources: Self.pairs.map(\.0), targets: Self.pairs.map(\.1)).adjacency
        let edges = GraphEdges(adjacency, type: .float64)
        let (x, output, weighting) = (try numbers("x"), try numbers("output"), try numbers("weighting"))
        let stored = x.doubles
        let entries = stored.indices.filter { stored[$0] != 0 }.map { ($0 / 4, $0 % 4, Float(stored[$0])) }
        // The numbers have four digits, which float32 cannot hold; the sparse ones take them from the file again.
        let pattern = SparseMatrix(rows: 7, columns: 4, entries: entries).pattern
        let sparse = SparseMatrix(pattern, values: Tensor(stored.filter { $0 != 0 }).buffer)
        for features in [NodeFeatures.dense(x), .sparse(sparse)] {
            let result = layer(features, edges, .none, probe: nil).output
            #expect(largest(result, output) < 1e-9)
            let gradients = valueAndGradients(of: layer, in: .training()) {
                // Dropout of the attention is not compared; outside a recorded pass there is none.
                withoutDropout(layer, features, edges, weighting)
            }.gradients.tensors
            for (named, gradient) in zip(layer.parameters, gradients) {
                #expect(largest(gradient, try numbers("gradient \(named.name)")) < 1e-9, "\(named.name)")
            }
        }
        let byInput = valueAndGradients(at: [x], in: .evaluation) {
            withoutDropout(layer, .dense($0[0]), edges, weighting)
        }.gradients[0]
        #expect(largest(byInput, try numbers("gradient x")) < 1e-9)
    }

    private func withoutDropout(
        _ layer: any GraphLayer, _ x: NodeFeatures, _ edges: GraphEdges, _ weighting: Tensor
    ) -> Tensor {
        TrainingPhase.$current.withValue(nil) { (layer(x, edges, .none, probe: nil).output * weighting).sum() }
    }

    private func largest(_ a: Tensor, _ b: Tensor) -> Double {
        a.shape == b.shape ? zip(a.doubles, b.doubles).map { abs($0 - $1) }.max() ?? 0 : .infinity
    }
}
