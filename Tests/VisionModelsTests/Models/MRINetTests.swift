import Core
import Foundation
import TestSupport
import Testing

@testable import VisionModels

@Suite("The network of slices") struct MRINetTests {
    private func model(_ input: Shape = [1, 84, 84], classes: Int = 4, dropout: Double = 0.2) -> MRINet {
        var random = RandomStream(seed: 2, name: .initialization)
        return MRINet(input: input, classes: classes, dropout: dropout, linearDropout: dropout, random: &random)
    }

    @Test("has the layers, shapes and 866,644 parameters that the experiment says, and lists them all")
    func parameters() {
        let model = model()
        #expect(model.parameterCount == 866_644)
        #expect(faultOfParameterList(of: model) == nil)
        let layers = ["conv1", "conv2", "conv3", "conv4", "fc1", "fc2", "fc3"]
        #expect(model.parameters.map(\.name) == layers.flatMap { [$0 + ".weight", $0 + ".bias"] })
        #expect(
            model.parameters.map(\.parameter.shape) == [
                [8, 1, 3, 3], [8], [32, 8, 3, 3], [32], [32, 32, 3, 3], [32], [64, 32, 3, 3], [64], [256, 3136], [256],
                [128, 256], [128], [4, 128], [4],
            ])
    }

    @Test("can have one to six convolutions, in pairs with a pooling behind each", arguments: MRINet.layers)
    func layers(count: Int) {
        var random = RandomStream(seed: 2, name: .initialization)
        let model = MRINet(input: [1, 20, 17], classes: 4, layers: count, random: &random)
        #expect(model.convolutions.map { $0.weight.shape[0] } == Array([8, 32, 32, 64, 64, 128].prefix(count)))
        #expect(faultOfParameterList(of: model) == nil)
        #expect(model.featureStages.map { $0.pooling != nil } == (0..<count).map { $0 % 2 == 1 || $0 == count - 1 })
        let least = MRINet.smallestSide(layers: count)
        #expect(least == [2, 2, 4, 4, 8, 8][count - 1])
        #expect(model(.zeros([2, 1, least, least])).shape == [2, 4])
    }

    @Test("takes pictures of other sizes, channels and numbers of classes", arguments: [(4, 4), (30, 17), (84, 84)])
    func sizes(height: Int, width: Int) {
        #expect(model([3, height, width], classes: 5)(.zeros([2, 3, height, width])).shape == [2, 5])
    }

    @Test("begins as unsure as can be and learns eight phantoms by heart")
    func overfits() {
        let model = model(dropout: 0)
        let batch = Phantoms.dataset(training: 8, test: 0).training.batch(Array(0..<8)[...])
        let before = model.loss(model(batch.inputs), labels: batch.labels).item
        #expect(abs(before - log(4)) < 0.1)
        let optimizer = Optimizer(.adam(), learningRate: 0.002)
        for _ in 0..<60 {
            let gradients = valueAndGradients(of: model, in: .training()) {
                model.loss(model(batch.inputs), labels: batch.labels)
            }
            .gradients
            optimizer.update(model, along: gradients)
        }
        let outputs = model(batch.inputs)
        #expect(model.loss(outputs, labels: batch.labels).item < 0.1)
        #expect(outputs.argmax() == [0, 1, 2, 3, 0, 1, 2, 3])
    }

    @Test("drops out in training alone")
    func dropout() {
        let model = model()
        let inputs = Phantoms.dataset(training: 4, test: 0).training.batch([0, 1, 2, 3][...]).inputs
        #expect(model(inputs).doubles == model(inputs).doubles)
        let random = RandomStreams(seed: 1)
        let losses = (0..<2).map { _ in
            valueAndGradients(of: model, in: .training(drawingFrom: random)) {
                model.loss(model(inputs), labels: Tensor([Int32(0), 1, 2, 3]))
            }.value.item
        }
        #expect(losses[0] != losses[1])
        #expect((random.positions["dropout"] ?? 0) > 0)
    }

    @Test("its presets can be trained by, the standard one first")
    func presets() throws {
        #expect(MRIPreset.all.map(\.name) == ["standard", "best"])
        #expect(MRIExperiment().recipe == MRIPreset.all[0].recipe)
        for preset in MRIPreset.all {
            try preset.recipe.check()
            try preset.augmentation.check()
        }
    }
}

@Suite("The network of slices against PyTorch") struct MRIGoldenTests {
    private struct Golden: Decodable {
        struct Gradient: Decodable {
            let norm: Double
            /// Every so-many-th number.
            let stride: Int
            let values: [Double]
        }

        let loss: Double
        let logits: [Double]
        let gradients: [String: Gradient]
    }

    @Test("loss, logits and gradients of a fixed batch agree")
    func agreement() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(components: "Golden")
        let golden = try JSONDecoder().decode(
            Golden.self, from: Data(contentsOf: folder.appending(path: "mri.json")))
        var random = RandomStream(seed: 0, name: .initialization)
        let model = MRINet(input: [1, 84, 84], classes: 4, dropout: 0, linearDropout: 0, random: &random)
        var numbers = GoldenNumbers(state: 1_309)
        for named in model.parameters {
            let shape = named.parameter.shape
            let reach = 4 / Float(max(16, shape.dropFirst().reduce(1, *))).squareRoot()
            named.parameter.assign(numbers.tensor(shape, scale: Double(reach)))
        }
        let inputs = numbers.tensor([2, 1, 32, 32], offset: 0.5)
        let labels = Tensor([Int32(1), 3])
        var logits: [Double] = []
        let (loss, gradients) = valueAndGradients(of: model, in: .training()) {
            let outputs = model(inputs)
            logits = outputs.doubles
            return model.loss(outputs, labels: labels)
        }
        #expect(abs(loss.item - golden.loss) < 1e-5)
        #expect(relativeError(logits, golden.logits) < 1e-5)
        #expect(Set(model.parameters.map(\.name)) == Set(golden.gradients.keys))
        for (named, ours) in zip(model.parameters, gradients.tensors) {
            let theirs = try #require(golden.gradients[named.name])
            let all = ours.doubles
            let norm = all.reduce(0) { $0 + $1 * $1 }.squareRoot()
            #expect(abs(norm - theirs.norm) < 1e-4 * theirs.norm, "\(named.name)")
            let some = stride(from: 0, to: all.count, by: theirs.stride).map { all[$0] }
            #expect(relativeError(some, theirs.values) < 1e-4, "\(named.name)")
        }
    }
}
