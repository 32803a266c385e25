import Testing

@testable import Core

@Suite("Convolutions at Winograd's points") struct WinogradConvolutionTests {
    private let engine = OneDNNEngine.shared

    /// Windows of twice their stride, of which the picture ends within a tile, between tiles, and beyond the last window.
    static let geometries = [
        ConvolutionGeometry(input: [3, 16, 14, 14], weight: [32, 16, 4, 4], stride: 2, padding: 1),
        ConvolutionGeometry(input: [1, 32, 16, 16], weight: [16, 32, 4, 4], stride: 2, padding: 1),
        ConvolutionGeometry(input: [2, 16, 11, 13], weight: [16, 16, 4, 4], stride: 2),
        ConvolutionGeometry(
            input: [2, 16, 9, 20], weight: [16, 16, 4, 4], stride: 2,
            padding: Padding2D(top: 2, left: 0, bottom: 1, right: 3)),
        ConvolutionGeometry(input: [5, 16, 8, 5], weight: [32, 16, 2, 2]),
        ConvolutionGeometry(input: [2, 16, 20, 23], weight: [16, 16, 6, 6], stride: 3, padding: 2),
    ]

    @Test("results and gradients are the reference engine's", arguments: geometries, WinogradTile.all)
    func agreement(_ geometry: ConvolutionGeometry, _ tile: WinogradTile) throws {
        let winograd = WinogradConvolution(try #require(WinogradSizes(geometry, tile: tile)), on: engine)
        let (x, w) = (randomTensor(geometry.input, seed: 1), randomTensor(geometry.weight, seed: 2))
        let (b, dy) = (randomTensor([geometry.weight[0]], seed: 3), randomTensor(geometry.output, seed: 4))
        for (bias, rectifier) in [(nil, nil), (b, .leakyReLU(slope: 0.3)), (b, nil)] as [(Tensor?, Rectifier?)] {
            expectClose(
                winograd.forward(x.copy.buffer, weight: w.copy.buffer, bias: bias?.buffer, rectifier: rectifier),
                ReferenceEngine.shared.conv2D(
                    x.buffer, weight: w.buffer, bias: bias?.buffer, geometry: geometry, rectifier: rectifier))
        }
        expectClose(
            winograd.inputGradient(dy.copy.buffer, weight: w.copy.buffer),
            ReferenceEngine.shared.conv2DInputGradient(dy.buffer, weight: w.buffer, geometry: geometry))
        let found = winograd.weightGradient(dy.copy.buffer, input: x.copy.buffer)
        let expected = ReferenceEngine.shared.conv2DWeightGradient(dy.buffer, input: x.buffer, geometry: geometry)
        expectClose(found.weight, expected.weight)
        expectClose(found.bias, expected.bias)
    }

    private func expectClose(
        _ found: Buffer, _ expected: Buffer, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(found.shape == expected.shape, sourceLocation: sourceLocation)
        let difference = relativeDifference(found.doubles, expected.doubles)
        #expect(difference < 1e-5, sourceLocation: sourceLocation)
    }

    @Test("cells that no window sees have a gradient of exactly 0", arguments: WinogradTile.all)
    func unseen(_ tile: WinogradTile) throws {
        let geometry = ConvolutionGeometry(input: [2, 16, 11, 13], weight: [16, 16, 4, 4], stride: 2)
        let winograd = WinogradConvolution(try #require(WinogradSizes(geometry, tile: tile)), on: engine)
        let (dy, w) = (randomTensor(geometry.output), randomTensor(geometry.weight))
        let gradient = Tensor(winograd.inputGradient(dy.buffer, weight: w.buffer))
        #expect(gradient.sliced(10..<11, axis: 2).doubles.allSatisfy { $0 == 0 })
        #expect(gradient.sliced(12..<13, axis: 3).doubles.allSatisfy { $0 == 0 })
        #expect(!gradient.sliced(0..<10, axis: 2).sliced(0..<12, axis: 3).doubles.contains(0))
    }

    @Test("a convolution and a transposed one take this way where they are large")
    func taken() {
        #expect(WinogradConvolution(Self.halving, on: engine) != nil)
        // Of some 200,000 numbers the worst is off by more than of the few above.
        expectAgreement(of: [64, 32, 14, 14], [64, 32, 4, 4], [64], tolerance: 5e-5) {
            $0[0].conv2D($0[1], bias: $0[2], stride: 2, padding: 1, rectifier: .leakyReLU(slope: 0.2))
        }
        expectAgreement(of: [64, 64, 7, 7], [64, 32, 4, 4], tolerance: 5e-5) {
            $0[0].convTranspose2D($0[1], stride: 2, padding: 1)
        }
    }

    private static let halving = ConvolutionGeometry(
        input: [64, 32, 14, 14], weight: [64, 32, 4, 4], stride: 2, padding: 1)

    @Test("a single picture, few channels and other windows go the direct way")
    func notTaken() {
        var geometry = Self.halving
        geometry.input[0] = 1
        #expect(WinogradConvolution(geometry, on: engine) == nil)
        let others = [(1, 64, 4), (16, 16, 4), (24, 64, 4), (32, 24, 4), (64, 64, 3), (64, 64, 5)]
        for (channels, outputs, window) in others {
            let other = ConvolutionGeometry(
                input: [64, channels, 14, 14], weight: [outputs, channels, window, window], stride: 2, padding: 1)
            #expect(WinogradConvolution(other, on: engine) == nil)
        }
        let oblong = ConvolutionGeometry(
            input: [64, 64, 14, 14], weight: [64, 64, 4, 2], stride: Size2D(2, 1), padding: 1)
        #expect(WinogradConvolution(oblong, on: engine) == nil)
    }

    @Test("points that a buffer keeps are those of its numbers and of the use that is made of them")
    func keptPoints() throws {
        // The input and the gradient have one shape, so that one buffer may be both.
        let geometry = ConvolutionGeometry(
            input: [2, 16, 6, 6], weight: [16, 16, 2, 2], padding: Padding2D(top: 1, left: 1, bottom: 0, right: 0))
        let x = randomTensor(geometry.input)
        for tile in WinogradTile.all + WinogradTile.all {
            let winograd = WinogradConvolution(try #require(WinogradSizes(geometry, tile: tile)), on: engine)
            for _ in 0..<2 {
                let weight = randomTensor(geometry.weight)
                let found = winograd.weightGradient(x.buffer, input: x.buffer).weight
                let expected = ReferenceEngine.shared.conv2DWeightGradient(
                    x.copy.buffer, input: x.copy.buffer, geometry: geometry
                ).weight
                expectClose(found, expected)
                expectClose(
                    winograd.forward(x.buffer, weight: weight.buffer, bias: nil, rectifier: nil),
                    ReferenceEngine.shared.conv2D(
                        x.copy.buffer, weight: weight.copy.buffer, bias: nil, geometry: geometry, rectifier: nil))
            }
        }
    }

    @Test("an update of the weights reaches their points")
    func update() {
        let layer = LargeLayer()
        let x = randomTensor(Self.halving.input)
        let before = layer(x)
        #expect(layer.weight.value.buffer.derived != nil)
        let (_, gradients) = valueAndGradients(of: layer) { layer(x).sum() }
        Optimizer(.sgd(), learningRate: 0.01).update(layer, along: gradients)
        let fresh = x.copy.conv2D(layer.weight.value.copy, stride: 2, padding: 1)
        #expect(relativeDifference(layer(x).doubles, fresh.doubles) == 0)
        #expect(relativeDifference(layer(x).doubles, before.doubles) > 1e-3)
    }

    private struct LargeLayer: Module {
        let weight = Parameter(randomTensor(WinogradConvolutionTests.halving.weight))
        var parameters: [NamedParameter] { ("weight", weight) }
        func callAsFunction(_ x: Tensor) -> Tensor { x.conv2D(weight.value, stride: 2, padding: 1) }
    }
}
