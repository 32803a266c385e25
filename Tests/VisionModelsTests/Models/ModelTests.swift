import Core
import Foundation
import Testing

@testable import VisionModels

@Suite("Vision models") struct ModelTests {
    static let names = ModelEntry.all.map(\.name)
    /// A learning rate at which each model learns twenty characters by heart.
    static let rates = ["lin": 0.5, "full": 0.1, "conv": 0.02, "dnn": 5]

    private func make(_ name: String, seed: UInt64 = 0, hidden: Int? = nil) throws -> any ImageClassifier {
        let entry = try #require(ModelEntry.all.first { $0.name == name })
        var random = RandomStream(seed: seed, name: .initialization)
        return entry.make([1, 28, 28], 10, hidden ?? entry.hidden ?? 0, &random)
    }

    private func strokes(_ count: Int) -> Batch {
        ImageDataset.strokes(training: count, test: 0).training.batch(Array(0..<Int32(count))[...])
    }

    private func numbers(_ model: any ImageClassifier) -> [[Float]] {
        model.parameters.map { $0.parameter.value.scalars(Float.self) }
    }

    @Test(
        "have the parameters that the experiment says",
        arguments: [
            ("lin", 7_850), ("full", 75_535), ("conv", 206_922), ("dnn", 79_510),
        ])
    func count(name: String, count: Int) throws {
        #expect(try make(name).parameterCount == count)
    }

    @Test("name their parameters as PyTorch would, with its shapes")
    func parameterNames() throws {
        #expect(try make("lin").parameters.map(\.name) == ["fc1.weight", "fc1.bias"])
        for name in ["full", "dnn"] {
            #expect(
                try make(name).parameters.map(\.name) == ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"])
        }
        let conv = try make("conv").parameters
        #expect(
            conv.map(\.name) == ["conv1", "conv2", "fc1", "fc2"].flatMap { [$0 + ".weight", $0 + ".bias"] })
        #expect(
            conv.map(\.parameter.shape) == [
                [16, 1, 3, 3], [16], [32, 16, 3, 3], [32], [128, 1568], [128], [10, 128], [10],
            ])
    }

    @Test("list every layer that they hold", arguments: names)
    func listing(name: String) throws {
        let model = try make(name)
        let layers = Mirror(reflecting: model).children.filter { $0.value is any Module }.compactMap(\.label)
        var listed: [String] = []
        for parameter in model.parameters {
            let layer = String(parameter.name.prefix { $0 != "." })
            if listed.last != layer { listed.append(layer) }
        }
        #expect(listed == layers)
    }

    @Test("begin as unsure as can be: a loss near ln 10", arguments: ["lin", "full", "conv"])
    func firstLoss(name: String) throws {
        let model = try make(name)
        let batch = strokes(200)
        let loss = model.loss(model(batch.inputs), labels: batch.labels).item
        #expect(abs(loss - log(10)) < 0.15)
    }

    @Test("give probabilities that sum to one", arguments: names)
    func probabilities(name: String) throws {
        let model = try make(name)
        let rows = model.probabilities(model(strokes(20).inputs))
        #expect(rows.shape == [20, 10])
        let numbers = rows.doubles
        #expect(numbers.allSatisfy { (0...1).contains($0) })
        for row in 0..<20 { #expect(abs(numbers[row * 10..<row * 10 + 10].reduce(0, +) - 1) < 1e-5) }
    }

    @Test("learn twenty characters by heart", arguments: names)
    func overfits(name: String) throws {
        let model = try make(name, hidden: name == "dnn" ? 400 : nil)
        let batch = strokes(20)
        let before = model.loss(model(batch.inputs), labels: batch.labels).item
        try train(model, batch, steps: name == "dnn" ? 1500 : 400, rate: #require(Self.rates[name]))
        let outputs = model(batch.inputs)
        #expect(model.loss(outputs, labels: batch.labels).item < before / 10)
        #expect(outputs.argmax() == batch.labels.scalars(Int32.self).map(Int.init))
    }

    private func train(_ model: some ImageClassifier, _ batch: Batch, steps: Int, rate: Double) {
        let optimizer = Optimizer(.sgd(momentum: 0.9), learningRate: rate)
        for _ in 0..<steps {
            let gradients = valueAndGradients(of: model, in: .training()) {
                model.loss(model(batch.inputs), labels: batch.labels)
            }
            .gradients
            optimizer.update(model, along: gradients)
        }
    }

    @Test("survive saving and reading with equal outputs", arguments: names)
    func savingAndReading(name: String) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "kumiki-model-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let (model, other) = (try make(name), try make(name, seed: 1))
        let inputs = strokes(20).inputs
        #expect(model(inputs).doubles != other(inputs).doubles)
        try Checkpoint.saveWeights(of: model, configuration: "{}", to: file)
        try Checkpoint(file).restoreWeights(of: other)
        #expect(model(inputs).doubles == other(inputs).doubles)
    }

    @Test("begin alike from the same seed and differently from another", arguments: names)
    func seeds(name: String) throws {
        #expect(try numbers(make(name)) == numbers(make(name)))
        #expect(try numbers(make(name)) != numbers(make(name, seed: 1)))
    }

    @Test("take pictures of other sizes and other numbers of classes", arguments: names)
    func shapes(name: String) throws {
        let entry = try #require(ModelEntry.all.first { $0.name == name })
        for (height, width) in [(4, 4), (7, 9), (33, 20)] {
            var random = RandomStream(seed: 0, name: .initialization)
            let model = entry.make([1, height, width], 3, 6, &random)
            #expect(model(.zeros([2, 1, height, width])).shape == [2, 3])
        }
    }

    @Test("the list of models has distinct names, and presets name models of it")
    func entries() throws {
        #expect(Set(Self.names).count == Self.names.count)
        #expect(PresetEntry.all.allSatisfy { Self.names.contains($0.model) })
        for recipe in ModelEntry.all.map(\.recipe) + PresetEntry.all.map(\.recipe) { try recipe.check() }
    }

    @Test("the erased classifier is the model that it holds", arguments: names)
    func erased(name: String) throws {
        let base = try make(name)
        let model = Classifier(base)
        let batch = strokes(20)
        let (outputs, ours) = (base(batch.inputs), model(batch.inputs))
        #expect(ours.doubles == outputs.doubles)
        #expect(model.loss(ours, labels: batch.labels).item == base.loss(outputs, labels: batch.labels).item)
        #expect(model.probabilities(ours).doubles == base.probabilities(outputs).doubles)
        #expect(model.lossName == base.lossName && model.parameters.map(\.name) == base.parameters.map(\.name))
    }
}
