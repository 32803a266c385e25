import Core
import TestSupport
import Testing

@testable import GenerativeModels

@Suite("Generators and discriminators") struct NetworkTests {
    static let names = GANEntry.all.map(\.name)

    /// A model as it begins, of ten classes.
    static func model(_ name: String, picture: Shape = [1, 28, 28], seed: UInt64 = 0) throws -> AdversarialModel {
        var experiment = AdversarialTraining(try GANTrainEntries.model(name))
        (experiment.picture, experiment.seed) = (picture, seed)
        return try experiment.makeModel()
    }

    @Test("lists of parameters are whole", arguments: names)
    func parameters(_ name: String) throws {
        let model = try Self.model(name)
        #expect(faultOfParameterList(of: model) == nil)
        let averaged: Set<Substring> = name == "gan" ? [] : ["average"]
        #expect(
            Set(model.parameters.map { $0.name.split(separator: ".")[0] })
                == averaged.union(["generator", "discriminator"]))
    }

    @Test("sizes and names")
    func counts() throws {
        let gan = try Self.model("gan")
        #expect(gan.generator.parameterCount == 1_486_352 && gan.discriminator.parameterCount == 1_460_225)
        let dcgan = try Self.model("dcgan")
        #expect(dcgan.generator.parameterCount == 100 * 128 * 49 + 128 * 64 * 16 + 64 * 16 + 2 * (128 + 64))
        #expect(dcgan.discriminator.parameterCount == 64 * 16 + 64 * 128 * 16 + 128 * 49 * 100 + 2 * 128 + 101)
        #expect(dcgan.parameters.map(\.name).contains("discriminator.bn2.running_mean"))
        let classic = try Self.model("dcgan", picture: [3, 64, 64])
        #expect(
            classic.generator.parameters.prefix(5).map(\.parameter.shape) == [
                [100, 512, 4, 4], [512, 256, 4, 4], [256, 128, 4, 4], [128, 64, 4, 4], [64, 3, 4, 4],
            ])
        #expect(
            classic.discriminator.parameters.prefix(5).map(\.parameter.shape) == [
                [64, 3, 4, 4], [128, 64, 4, 4], [256, 128, 4, 4], [512, 256, 4, 4], [1, 512, 4, 4],
            ])
    }

    @Test("only squares that can be halved to 4 to 7 pixels are built by convolutions")
    func sizes() {
        #expect(ConvolutionalSizes([1, 28, 28])?.widths == [128, 64])
        #expect(ConvolutionalSizes([1, 32, 32])?.base == 4)
        #expect(ConvolutionalSizes([3, 64, 64])?.widths == [512, 256, 128, 64])
        for picture in [[1, 28, 29], [1, 29, 29], [1, 12, 12], [1, 7, 7], [1, 30, 30], [1, 1_024, 1_024]] {
            #expect(ConvolutionalSizes(picture) == nil, "\(picture)")
        }
    }

    @Test("pictures and logits have their shapes, pictures lie within -1 and 1", arguments: names)
    func shapes(_ name: String) throws {
        let model = try Self.model(name)
        var random = RandomStream(seed: 1, name: StreamName("noise"))
        let labels = model.classes > 0 ? Tensor([Int32(0), 5, 9]) : nil
        let pictures = model.generator(random.normals([3, 100]), labels: labels)
        #expect(pictures.shape == [3, 1, 28, 28])
        #expect(pictures.doubles.allSatisfy { abs($0) <= 1 })
        #expect(model.discriminator(pictures, labels: labels).shape == [3, 1])
        #expect(model.pictures(from: random.normals([103, 100])).count == 103 * 784)
    }

    @Test("a picture does not depend on its neighbors outside of training", arguments: names)
    func alone(_ name: String) throws {
        let model = try Self.model(name)
        var random = RandomStream(seed: 1, name: StreamName("noise"))
        let noise = random.normals([4, 100])
        let all = model.pictures(from: noise)
        #expect(model.pictures(from: noise.sliced(0..<1)) == Array(all[..<784]))
    }

    @Test("pictures are drawn with the averaged weights where there are such")
    func averaged() throws {
        let (dcgan, gan) = (try Self.model("dcgan"), try Self.model("gan"))
        for (model, isAveraged) in [(dcgan, true), (gan, false)] {
            let noise = Tensor.ones([2, 100])
            let before = model.pictures(from: noise)
            let weights = model.generator.parameters[0].parameter
            weights.assign(weights.value * 2)
            #expect((model.pictures(from: noise) == before) == isAveraged)
            model.average?.follow()
            #expect(model.pictures(from: noise) != before)
        }
    }

    @Test("a class changes the picture that is made of the same noise")
    func classes() throws {
        let model = try Self.model("cgan")
        var random = RandomStream(seed: 1, name: StreamName("noise"))
        let noise = random.normals([1, 100])
        #expect(model.pictures(from: noise, labels: [3]) != model.pictures(from: noise, labels: [4]))
        #expect(model.labelsInTurn(12) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    }
}
