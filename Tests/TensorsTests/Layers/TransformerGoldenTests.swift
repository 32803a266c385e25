import TestSupport
import Testing

@testable import Foundations
@testable import Tensors

/// The layers of a Transformer beside PyTorch's, with weights loaded under PyTorch's names.
@Suite("Transformer layers beside PyTorch's") struct TransformerGoldenTests {
    private static let file = "transformer.json"
    private static var causal: Tensor { causalMask(5, type: .float64) }
    private static var padding: Tensor { paddingMask(lengths: [4, 2], longest: 4, type: .float64) }

    /// Expects PyTorch's output and gradients of `body`, which calls `module` on the inputs of these names.
    private func check(
        _ golden: GoldenCase, _ module: some Module, inputs: [String], tolerance: Double = 1e-8,
        _ body: ([Tensor]) -> Tensor
    ) throws {
        module.convert(to: .float64)
        let names = golden.tensors.keys.filter { $0.hasPrefix("parameter ") }.map { String($0.dropFirst(10)) }
        #expect(Set(module.parameters.map(\.name)) == Set(names))
        for named in module.parameters {
            named.parameter.assign(Tensor(try golden.buffer("parameter \(named.name)")))
        }
        let output = try golden.buffer("output")
        let weighting = Tensor(try golden.buffer("weighting"))
        let values = try inputs.map { Tensor(try golden.buffer($0)) }
        #expect(largestDifference(body(values).buffer, output) <= tolerance, "\(golden.name ?? "")")

        let byInputs = valueAndGradients(at: values, in: .evaluation) { (body($0) * weighting).sum() }.gradients
        for (name, gradient) in zip(inputs, byInputs) {
            let expected = try golden.buffer("gradient \(name)")
            #expect(largestDifference(gradient.buffer, expected) <= tolerance, "\(golden.name ?? ""): by \(name)")
        }
        let byParameters = valueAndGradients(of: module, in: .training()) { (body(values) * weighting).sum() }.gradients
            .tensors
        for (named, gradient) in zip(module.parameters, byParameters) {
            let expected = try golden.buffer("gradient \(named.name)")
            #expect(
                largestDifference(gradient.buffer, expected) <= tolerance, "\(golden.name ?? ""): by \(named.name)")
        }
    }

    private func golden(_ operation: String, _ name: String) throws -> GoldenCase {
        try #require(GoldenCase.all(of: operation, in: Self.file).first { $0.name == name })
    }

    private func sizes(first: Bool) -> TransformerSizes {
        TransformerSizes(width: 8, heads: 2, feedForward: 12, dropout: 0, normalizesFirst: first)
    }

    @Test("layer normalization") func layerNorm() throws {
        let norm = LayerNorm(8)
        try check(golden("layer norm", "plain"), norm, inputs: ["x"]) { norm($0[0]) }
    }

    @Test("attention", arguments: ["plain", "causal", "memory", "padding"]) func attention(_ name: String) throws {
        let golden = try golden("attention", name)
        var random = RandomStream(seed: 1, name: .initialization)
        let attention = MultiHeadAttention(width: 8, heads: 2, random: &random)
        let mask = name == "causal" ? Self.causal : name == "padding" ? Self.padding : nil
        let inputs = golden.tensors["memory"] == nil ? ["x"] : ["x", "memory"]
        let attend = { (x: [Tensor]) in attention(x[0], memory: x.count > 1 ? x[1] : nil, mask: mask) }
        try check(golden, attention, inputs: inputs) { attend($0).output }
        let weights = attend(try inputs.map { Tensor(try golden.buffer($0)) }).weights
        #expect(largestDifference(weights.buffer, try golden.buffer("weights")) <= 1e-8)
    }

    @Test("an encoder's layer", arguments: ["post", "pre"]) func encoderLayer(_ name: String) throws {
        var random = RandomStream(seed: 1, name: .initialization)
        let layer = TransformerEncoderLayer(sizes(first: name == "pre"), random: &random)
        try check(golden("encoder layer", name), layer, inputs: ["x"]) { layer($0[0]) }
    }

    @Test("a decoder's layer", arguments: ["post", "pre"]) func decoderLayer(_ name: String) throws {
        var random = RandomStream(seed: 1, name: .initialization)
        let layer = TransformerDecoderLayer(sizes(first: name == "pre"), random: &random)
        try check(golden("decoder layer", name), layer, inputs: ["x", "memory"]) {
            layer($0[0], memory: $0[1], mask: Self.causal, memoryMask: Self.padding)
        }
    }

    @Test("a whole Transformer") func transformer() throws {
        var random = RandomStream(seed: 1, name: .initialization)
        let model = Transformer(sizes(first: false), encoderLayers: 1, decoderLayers: 1, random: &random)
        try check(golden("transformer", "post"), model, inputs: ["x", "memory"]) {
            model($0[1], $0[0], targetMask: Self.causal)
        }
    }
}
