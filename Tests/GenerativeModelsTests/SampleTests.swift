import Core
import Figures
import Testing

@testable import GenerativeModels

@Suite("Samples") struct SampleTests {
    private func samples(_ count: Int, _ shape: Shape) -> SamplePictures {
        SamplePictures(
            shape: shape, bytes: (0..<count * shape.elementCount).map { UInt8(truncatingIfNeeded: $0 &* 37) })
    }

    @Test("a sheet holds the pictures in rows, and gives them back", arguments: [[1, 3, 2], [3, 2, 4]])
    func sheets(_ shape: Shape) throws {
        let samples = samples(6, shape)
        let sheet = samples.sheet(columns: 3)
        #expect(sheet.width == 3 * shape[2] && sheet.height == 2 * shape[1] && sheet.channels == shape[0])
        #expect(try #require(SamplePictures(sheet, shape: shape)) == samples)
        #expect(SamplePictures(sheet, shape: [shape[0], 5, 7]) == nil)
        #expect(samples.sheet(columns: 2, gap: 1).height == 3 * shape[1] + 2)
    }

    @Test("colors lie plane by plane in numbers and pixel by pixel in files")
    func colors() {
        let one = SamplePictures(shape: [3, 1, 2], bytes: [1, 2, 10, 20, 100, 200])
        #expect(one.picture(0).pixels == [1, 10, 100, 2, 20, 200])
    }

    @Test("enlarging repeats pixels")
    func enlarged() {
        let picture = Picture(width: 2, height: 1, channels: 1, pixels: [5, 9])
        #expect(picture.enlarged(by: 2).pixels == [5, 5, 9, 9, 5, 5, 9, 9])
    }

    @Test("variety is 0 for the same picture and the deviation otherwise")
    func variety() {
        #expect(SamplePictures(shape: [1, 1, 2], bytes: [7, 9, 7, 9, 7, 9]).variety() == 0)
        #expect(SamplePictures(shape: [1, 1, 2], bytes: [0, 10, 20, 10]).variety() == 5)
        // Two classes in turn: what differs between them is not variety.
        let classes = SamplePictures(shape: [1, 1, 1], bytes: [0, 200, 0, 200, 0])
        #expect(classes.variety(period: 2) == 0 && classes.variety() ?? 0 > 90)
        #expect(SamplePictures(shape: [1, 1, 1], bytes: [0, 1, 8, 1]).variety(period: 2) == 2)
        #expect(SamplePictures(shape: [1, 1, 1], bytes: [0, 9]).variety(period: 3) == nil)
    }

    @Test("the way from one noise to another keeps its length")
    func interpolation() {
        let (a, b) = ([3.0, 0, 4], [0.0, 5, 0])
        #expect(SampleRequest.between(a, b, 0) == a)
        #expect(zip(SampleRequest.between(a, b, 1), b).allSatisfy { abs($0 - $1) < 1e-12 })
        for share in [0.2, 0.5, 0.9] {
            let length = SampleRequest.between(a, b, share).reduce(0) { $0 + $1 * $1 }.squareRoot()
            #expect(abs(length - 5) < 1e-12)
        }
        #expect(SampleRequest.between(a, a, 0.5) == a)
    }

    @Test(
        "the epochs of a film strip: the first, the last, and no more than a dozen",
        arguments: [1, 2, 7, 20, 50, 200, 1_000])
    func film(_ last: Int) {
        let epochs = GANFigures.filmEpochs(upTo: last)
        #expect(epochs.first == 0 && epochs.last == last && epochs.count <= 13)
        #expect(epochs == Set(epochs).sorted())
    }

    @Test("more noise begins with the less, and requests are drawn of it")
    func requests() throws {
        var experiment = AdversarialTraining(try GANTrainEntries.model("cgan"))
        experiment.seed = 3
        #expect(experiment.testNoise(4).doubles == Array(experiment.testNoise(9).doubles.prefix(400)))
        #expect(experiment.testNoise(1).doubles != experiment.testNoise(1, seed: 4).doubles)
        let model = try experiment.makeModel()
        let grid = SampleRequest(rows: 2, columns: 3).pictures(of: model, experiment)
        #expect(grid.count == 6 && grid.shape == [1, 28, 28])
        let path = SampleRequest(rows: 2, columns: 3, label: 4, interpolates: true).pictures(of: model, experiment)
        #expect(path.count == 6 && path != grid)
    }

    @Test("figures can be drawn")
    func figures() throws {
        let figures = GANFigures(title: "dcgan on strokes")
        let frames = [(epoch: 0, samples: samples(16, [1, 8, 8])), (epoch: 9, samples: samples(16, [1, 8, 8]))]
        for figure in [
            figures.grid(frames[0].samples, caption: "epoch 0", columns: 4), figures.grids(frames, columns: 4),
            figures.filmStrip(frames),
        ] {
            #expect(try figure.rendered(as: .svg).count > 100)
        }
    }
}
