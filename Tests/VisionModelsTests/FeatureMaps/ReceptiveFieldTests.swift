import Core
import Testing

@testable import VisionModels

@Suite("Receptive fields") struct ReceptiveFieldTests {
    /// A chain of layers, each a window, a stride and a padding.
    private func field(_ layers: [(Int, Int, Int)]) -> ReceptiveField {
        layers.reduce(ReceptiveField()) { field, layer in
            let (window, stride, padding) = layer
            return field.followed(
                by: Size2D(window, window), stride: Size2D(stride, stride), top: padding, left: padding)
        }
    }

    @Test("of a pixel is the pixel")
    func pixel() {
        #expect(
            ReceptiveField().region(row: 3, column: 5) == PixelRegion(top: 3, left: 5, height: 1, width: 1))
    }

    @Test("grows with every window, as worked out by hand for the three fixed stages")
    func fixedStages() {
        let layers = [(3, 1, 0), (2, 2, 0), (5, 1, 0), (2, 2, 0), (7, 1, 0), (2, 2, 0)]
        let expected = [(3, 1), (4, 2), (12, 2), (14, 4), (38, 4), (42, 8)]
        for (count, (size, step)) in zip(1..., expected) {
            let field = field(Array(layers.prefix(count)))
            #expect(field.size == Size2D(size, size) && field.step == Size2D(step, step))
            #expect(field.top == 0 && field.left == 0)
        }
        let last = field(layers).region(row: 2, column: 3)
        #expect(last == PixelRegion(top: 16, left: 24, height: 42, width: 42))
    }

    @Test("begins outside the picture where there is padding, as worked out by hand for the conv model")
    func padding() {
        let field = field([(3, 1, 1), (2, 2, 0), (3, 1, 1), (2, 2, 0)])
        #expect(field.size == 10 && field.step == 4 && field.top == -3 && field.left == -3)
        #expect(field.region(row: 0, column: 6) == PixelRegion(top: -3, left: 21, height: 10, width: 10))
        #expect(
            field.region(row: 0, column: 6).clipped(height: 28, width: 28)
                == PixelRegion(top: 0, left: 21, height: 7, width: 7))
    }

    @Test("has the published sizes of larger networks: AlexNet 195, VGG-16 212")
    func published() {
        let alexNet = [(11, 4, 0), (3, 2, 0), (5, 1, 2), (3, 2, 0), (3, 1, 1), (3, 1, 1), (3, 1, 1), (3, 2, 0)]
        #expect(field(alexNet).size == 195 && field(alexNet).step == 32)
        let vgg = [2, 2, 3, 3, 3].flatMap { Array(repeating: (3, 1, 1), count: $0) + [(2, 2, 0)] }
        #expect(field(vgg).size == 212 && field(vgg).step == 32)
    }

    @Test("height and width are apart")
    func oblong() {
        let field = ReceptiveField().followed(by: Size2D(1, 5), stride: Size2D(1, 2), left: 2)
            .followed(by: Size2D(3, 3), top: 1, left: 0)
        #expect(field.size == Size2D(3, 9) && field.step == Size2D(1, 2) && field.top == -1 && field.left == -2)
    }

    @Test("a region outside the picture is cut to nothing")
    func outside() {
        let region = PixelRegion(top: -5, left: 30, height: 4, width: 4).clipped(height: 28, width: 28)
        #expect(region.height == 0 && region.width == 0)
    }

    @Test("a pixel changes exactly the numbers that see it")
    func agreement() throws {
        var random = RandomStream(seed: 1, name: StreamName("test"))
        func weight(_ shape: Shape) -> Tensor {
            Tensor((0..<shape.elementCount).map { _ in Float(random.uniform(in: 0.1..<1)) }, shape: shape)
        }
        let stages = [
            FeatureStage("a", weight: weight([2, 1, 3, 2]), padding: 1),
            FeatureStage("b", weight: weight([2, 2, 2, 3]), pooling: nil),
            FeatureStage("c", weight: weight([1, 2, 3, 3]), padding: Padding2D(top: 2, left: 1, bottom: 0, right: 1)),
        ]
        let (height, width) = (21, 19)
        var pixels = [Float](repeating: 0, count: height * width)
        let plain = try FeatureMaps(of: Tensor(pixels, shape: [1, 1, height, width]), through: stages)
        for (row, column) in [(0, 0), (9, 11), (20, 18), (4, 17)] {
            pixels[row * width + column] = 1000
            let lit = try FeatureMaps(of: Tensor(pixels, shape: [1, 1, height, width]), through: stages)
            pixels[row * width + column] = 0
            for (before, after) in zip(plain.stages, lit.stages) {
                for (dark, light) in zip(before.layers, after.layers) {
                    for cell in 0..<dark.height * dark.width {
                        let region = dark.field.region(row: cell / dark.width, column: cell % dark.width)
                        let sees =
                            (region.top..<region.bottom).contains(row) && (region.left..<region.right).contains(column)
                        #expect((dark.maps[0].values[cell] != light.maps[0].values[cell]) == sees)
                    }
                }
            }
        }
    }
}
