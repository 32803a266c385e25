import Core
import Foundation
import Testing

@testable import VisionModels

/// A small model that kmnist-train trained, and what PyTorch makes of its file; Tests/Golden holds the script.
struct GoldenModel {
    struct Case: Decodable {
        let pixels: [UInt8]
        let labels: [Int32]
        let logits: [Double]
        let loss: Double
    }

    static let side = 7

    let values: Case
    /// The model with the weights of the file.
    let model: any ImageClassifier
    let gradients: Safetensors

    init(_ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(components: "Golden", "vision")
        let json = try Data(contentsOf: folder.appending(path: "vision.json"))
        values = try #require(JSONDecoder().decode([String: Case].self, from: json)[name])
        let entry = try #require(ModelEntry.all.first { $0.name == name })
        var random = RandomStream(seed: 1, name: StreamName("other weights than the file's"))
        model = entry.make([1, Self.side, Self.side], 10, 12, &random)
        try Checkpoint(folder.appending(path: "\(name).safetensors").path).restoreWeights(of: model)
        gradients = try Safetensors.read(folder.appending(path: "\(name)-gradients.safetensors").path)
    }

    var batch: Batch {
        let examples = ByteExamples(
            bytes: values.pixels, exampleShape: [1, Self.side, Self.side], labels: values.labels)
        return examples.batch(Array(0..<Int32(values.labels.count))[...])
    }
}

@Suite("Vision models against PyTorch, which opened the tool's files") struct PyTorchTests {
    @Test("logits and loss agree", arguments: ["conv", "full"])
    func logits(name: String) throws {
        let golden = try GoldenModel(name)
        let outputs = golden.model(golden.batch.inputs)
        #expect(outputs.shape == [12, 10])
        for (ours, theirs) in zip(outputs.doubles, golden.values.logits) { #expect(abs(ours - theirs) < 1e-4) }
        let loss = golden.model.loss(outputs, labels: golden.batch.labels).item
        #expect(abs(loss - golden.values.loss) < 1e-5)
    }

    @Test("gradients agree, parameter by parameter", arguments: ["conv", "full"])
    func gradients(name: String) throws {
        let golden = try GoldenModel(name)
        try check(golden.model, golden)
    }

    private func check(_ model: some ImageClassifier, _ golden: GoldenModel) throws {
        let batch = golden.batch
        let gradients = valueAndGradients(of: model, in: .training()) {
            model.loss(model(batch.inputs), labels: batch.labels)
        }.gradients
        #expect(Set(model.parameters.map(\.name)) == Set(golden.gradients.tensors.keys))
        for (named, ours) in zip(model.parameters, gradients.tensors) {
            let theirs = try golden.gradients.tensor(named.name, shape: ours.shape, from: "gradients")
            #expect(relativeError(ours.doubles, theirs.floats().map(Double.init)) < 1e-5, "\(named.name)")
        }
    }
}
