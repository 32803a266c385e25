import Core
import Testing

@testable import SequenceModels

@Suite("Copying sequences") struct CopyTransformerTests {
    static let small = CopyTransformerSizes(
        width: 16, heads: 2, encoderLayers: 1, decoderLayers: 1, feedForward: 32, dropout: 0, normalizesFirst: true)

    private func model(_ sizes: CopyTransformerSizes = small, longest: Int = 6, seed: UInt64 = 1) -> CopyTransformer {
        var random = RandomStream(seed: seed, name: .initialization)
        return CopyTransformer(sizes, longest: longest, random: &random)
    }

    /// The sequences of four bits, trained on until the model has them by heart.
    private func trained(_ sequences: CopySequences, steps: Int = 600) -> (model: CopyTransformer, losses: [Double]) {
        let model = model()
        let optimizer = Optimizer(.adam(), learningRate: 0.001)
        let batch = sequences.batch(Array(0..<Int32(sequences.count))[...])
        let losses = (0..<steps).map { _ in
            let (loss, gradients) = valueAndGradients(of: model, in: .training()) { model.loss(copying: batch.inputs) }
            optimizer.update(model, along: gradients)
            return loss.item
        }
        return (model, losses)
    }

    @Test("patterns are ones, zeros and alternating bits between both ends") func patterns() {
        let sequences = CopyTask.all[0].sequences(9, bits: 4, seed: 1, purpose: "test")
        for number in 0..<9 {
            let sequence = sequences[number]
            #expect(sequence.first == 2 && sequence.last == 3 && sequence.count == 6)
            let bits = sequence.dropFirst().dropLast()
            switch sequences.kinds[number] {
            case 0: #expect(bits.allSatisfy { $0 == 1 })
            case 1: #expect(bits.allSatisfy { $0 == 0 })
            default: #expect(zip(bits, bits.dropFirst()).allSatisfy { $0 + $1 == 1 })
            }
        }
        #expect(sequences.batch([4, 2][...]).inputs.scalars(Int32.self) == sequences[4] + sequences[2])
        let both = CopyTask.all[0].sequences(300, bits: 4, seed: 1, purpose: "test")
        #expect(both.distinct(atMost: 9).count == 4)
    }

    @Test("random bits depend on seed and purpose alone") func randomBits() {
        let task = CopyTask.all[1]
        let first = task.sequences(50, bits: 8, seed: 3, purpose: "training")
        #expect(first.symbols == task.sequences(50, bits: 8, seed: 3, purpose: "training").symbols)
        #expect(first.symbols != task.sequences(50, bits: 8, seed: 3, purpose: "validation").symbols)
        #expect(first.symbols != task.sequences(50, bits: 8, seed: 4, purpose: "training").symbols)
    }

    @Test("the classic model has the parameters of PyTorch's") func parameters() {
        let model = model(CopyTransformerSizes(), longest: 10)
        #expect(model.parameterCount == 211_876)
        let names = model.parameters.map(\.name)
        #expect(Set(names).count == names.count)
        for name in [
            "embedding.weight", "transformer.encoder.layers.0.self_attn.in_proj_weight",
            "transformer.decoder.layers.2.multihead_attn.out_proj.bias", "transformer.encoder.norm.weight",
            "transformer.decoder.layers.1.norm3.bias", "out.weight",
        ] { #expect(names.contains(name)) }
    }

    @Test("a small model learns its sequences by heart and copies them") func overfits() {
        let sequences = CopyTask.all[1].sequences(4, bits: 4, seed: 5, purpose: "test")
        let (model, losses) = trained(sequences)
        #expect(losses[0] > 0.9 && losses[0] < 3)
        #expect(losses[losses.count - 1] < 0.02)
        let copies = model.greedyCopies(of: sequences.batch([0, 1, 2, 3][...]).inputs)
        #expect(copies == (0..<4).map { sequences[$0] })
        let score = CopyScore(of: model, on: sequences, kinds: 1, batchSize: 3)
        #expect(score.exactRate == 1 && score.kinds[0].count == 4)
        let whole = model.loss(copying: sequences.batch([0, 1, 2, 3][...]).inputs).item
        #expect(abs(score.loss - whole) < 1e-5)
    }

    @Test("decoding stops at the limit and at the end's symbol") func decoding() {
        let sources = CopyTask.all[1].sequences(5, bits: 4, seed: 5, purpose: "test").batch([0, 1, 2, 3, 4][...]).inputs
        let model = model()
        for copy in model.greedyCopies(of: sources, limit: 3) {
            #expect(copy.count <= 3 && copy[0] == CopySymbol.start.rawValue)
            #expect(!copy.dropLast().contains(CopySymbol.end.rawValue))
        }
        #expect(model.greedyCopies(of: sources, limit: 1) == Array(repeating: [2], count: 5))
    }

    @Test("a symbol's logits do not know what follows") func causality() {
        let model = model()
        let source = Tensor([2, 0, 1, 1, 0, 3] as [Int32], shape: [1, 6])
        let logits = { (target: [Int32]) in
            model(source: source, target: Tensor(target, shape: [1, 4])).doubles
        }
        let (a, b) = (logits([2, 0, 1, 1]), logits([2, 0, 0, 3]))
        #expect(zip(a, b).prefix(8).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(zip(a, b).dropFirst(8).contains { abs($0 - $1) > 1e-4 })
    }

    @Test("attention maps are one picture for each kind") func figures() {
        let figures = CopyFigures(title: "test").attention(of: model(), copying: [2, 0, 1, 1, 0, 3])
        #expect(figures.map(\.name) == ["attention-encoder", "attention-decoder", "attention-cross"])
        #expect(figures.allSatisfy { $0.figure.size.width > 100 })
    }
}
