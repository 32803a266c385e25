import TestSupport
import Testing

@testable import Engine
@testable import Tensors

@Suite("Convolutions at Winograd's points") struct WinogradConvolutionTests {
    private let engine = OneDNNEngine.shared

    /// Windows of two and of three times their stride; the picture ends within a tile, between tiles, beyond the last window,
    /// and before it has begun.
    static let geometries = [
        ConvolutionGeometry(input: [3, 16, 14, 14], weight: [32, 16, 4, 4], stride: 2, padding: 1),
        ConvolutionGeometry(input: [1, 32, 16, 16], weight: [16, 32, 4, 4], stride: 2, padding: 1),
        ConvolutionGeometry(input: [2, 16, 11, 13], weight: [16, 16, 4, 4], stride: 2),
        ConvolutionGeometry(
            input: [2, 16, 9, 20], weight: [16, 16, 4, 4], stride: 2,
            padding: Padding2D(top: 2, left: 0, bottom: 1, right: 3)),
        ConvolutionGeometry(input: [5, 16, 8, 5], weight: [32, 16, 2, 2]),
        ConvolutionGeometry(input: [2, 16, 20, 23], weight: [16, 16, 6, 6], stride: 3, padding: 2),
        ConvolutionGeometry(input: [1, 16, 8, 8], weight: [16, 16, 4, 4], stride: 2, padding: 1),
        ConvolutionGeometry(input: [2, 16, 3, 5], weight: [16, 16, 4, 4], stride: 2, padding: 6),
        ConvolutionGeometry(
            input: [2, 16, 1, 8], weight: [16, 16, 6, 6], stride: 3,
            padding: Padding2D(top: 13, left: 2, bottom: 0, right: 2)),
        ConvolutionGeometry(input: [3, 32, 12, 12], weight: [16, 32, 3, 3], padding: 1),
        ConvolutionGeometry(input: [2, 16, 13, 7], weight: [32, 16, 3, 3]),
        ConvolutionGeometry(
            input: [2, 16, 5, 9], weight: [16, 16, 3, 3], padding: Padding2D(top: 4, left: 0, bottom: 1, right: 3)),
        ConvolutionGeometry(input: [2, 16, 11, 14], weight: [16, 16, 6, 6], stride: 2, padding: 2),
        // Its points are more than the caches hold, and it goes in two parts.
        ConvolutionGeometry(input: [66, 16, 28, 28], weight: [16, 16, 3, 3], padding: 1),
    ]

    static let twoTaps = WinogradTile.all.filter { $0.taps == 2 }

    static let cases = geometries.flatMap { geometry in
        WinogradTile.all.filter { WinogradSizes(geometry, tile: $0) != nil }.map { (geometry, $0) }
    }

    @Test("results and gradients are the reference engine's", arguments: cases)
    func agreement(_ geometry: ConvolutionGeometry, _ tile: WinogradTile) throws {
        let winograd = WinogradConvolution(try #require(WinogradSizes(geometry, tile: tile)), on: engine)
        let (x, w) = (randomTensor(geometry.input, seed: 1), randomTensor(geometry.weight, seed: 2))
        let (b, dy) = (randomTensor([geometry.weight[0]], seed: 3), randomTensor(geometry.output, seed: 4))
        for (bias, rectifier) in [(nil, nil), (b, .leakyReLU(slope: 0.3)), (b, nil)] as [(Tensor?, Rectifier?)] {
            expectClose(
                try #require(
                    winograd.forward(x.copy.buffer, weight: w.copy.buffer, bias: bias?.buffer, rectifier: rectifier)),
                ReferenceEngine.shared.conv2D(
                    x.buffer, weight: w.buffer, bias: bias?.buffer, geometry: geometry, rectifier: rectifier), tile)
        }
        expectClose(
            try #require(winograd.inputGradient(dy.copy.buffer, weight: w.copy.buffer)),
            ReferenceEngine.shared.conv2DInputGradient(dy.buffer, weight: w.buffer, geometry: geometry), tile)
        let found = try #require(winograd.weightGradient(dy.copy.buffer, input: x.copy.buffer))
        let expected = ReferenceEngine.shared.conv2DWeightGradient(dy.buffer, input: x.buffer, geometry: geometry)
        expectClose(found.weight, expected.weight, tile)
        expectClose(found.bias, expected.bias, tile)
    }

    /// Tiles with eight points a side are off by up to some 2·10⁻⁵ of the largest number, those with five by a tenth of that.
    private func expectClose(
        _ found: Buffer, _ expected: Buffer, _ tile: WinogradTile, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(found.shape == expected.shape, sourceLocation: sourceLocation)
        let difference = relativeDifference(found.doubles, expected.doubles)
        #expect(difference < (tile.points == 8 ? 5e-5 : 1e-5), sourceLocation: sourceLocation)
    }

    @Test("parts of a batch are all of it, each but the last a multiple of four")
    func parts() throws {
        let tile = try #require(WinogradTile.all.first { $0.taps == 3 })
        for count in [1, 3, 36, 37, 66, 143] {
            let geometry = ConvolutionGeometry(input: [count, 16, 28, 28], weight: [16, 16, 3, 3], padding: 1)
            let parts = try #require(WinogradSizes(geometry, tile: tile)).parts
            // A picture's points are 64 × 25 × 32 numbers, 205 kB.
            #expect((parts.count > 1) == (count > 51))
            #expect(parts.map(\.first) == parts.indices.map { parts[..<$0].reduce(0) { $0 + $1.sizes.pictures } })
            #expect(parts.reduce(0) { $0 + $1.sizes.pictures } == count)
            #expect(parts.dropLast().allSatisfy { $0.sizes.pictures % 4 == 0 })
        }
    }

    @Test("cells that no window sees have a gradient of exactly 0", arguments: twoTaps)
    func unseen(_ tile: WinogradTile) throws {
        let geometry = ConvolutionGeometry(input: [2, 16, 11, 13], weight: [16, 16, 4, 4], stride: 2)
        let winograd = WinogradConvolution(try #require(WinogradSizes(geometry, tile: tile)), on: engine)
        let (dy, w) = (randomTensor(geometry.output), randomTensor(geometry.weight))
        let gradient = Tensor(try #require(winograd.inputGradient(dy.buffer, weight: w.buffer)))
        #expect(gradient.sliced(10..<11, axis: 2).doubles.allSatisfy { $0 == 0 })
        #expect(gradient.sliced(12..<13, axis: 3).doubles.allSatisfy { $0 == 0 })
        #expect(!gradient.sliced(0..<10, axis: 2).sliced(0..<12, axis: 3).doubles.contains(0))
    }

    @Test("a convolution and a transposed one take this way where they are large")
    func taken() {
        #expect(WinogradConvolution(Self.halving, on: engine) != nil)
        // Of some 200,000 numbers the worst is off by more than of the few above.
        expectAgreement(of: [64, 32, 14, 14], [64, 32, 4, 4], [64], tolerance: 5e-5) {
            $0[0].conv2D($0[1], bias: $0[2], stride: 2, padding: 1)
        }
        expectAgreement(of: [64, 64, 7, 7], [64, 32, 4, 4], tolerance: 5e-5) {
            $0[0].convTranspose2D($0[1], stride: 2, padding: 1)
        }
    }

    @Test("so does a large one with windows of three")
    func threeTaken() {
        let geometry = ConvolutionGeometry(input: [16, 32, 14, 14], weight: [64, 32, 3, 3], padding: 1)
        #expect(WinogradConvolution(geometry, on: engine) != nil)
        expectAgreement(of: geometry.input, geometry.weight, [64], tolerance: 5e-5) {
            $0[0].conv2D($0[1], bias: $0[2], padding: 1)
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

    @Test("points that a buffer keeps are those of the use that is made of it")
    func keptPoints() throws {
        // The input and the gradient have one shape, so that one buffer may be both.
        let geometries = [(1, 0), (0, 1)].map { before, after in
            ConvolutionGeometry(
                input: [2, 16, 6, 6], weight: [16, 16, 2, 2],
                padding: Padding2D(top: before, left: before, bottom: after, right: after))
        }
        let (x, weight) = (randomTensor([2, 16, 6, 6]), randomTensor([16, 16, 2, 2], seed: 2))
        let uses = (Self.twoTaps + Self.twoTaps).flatMap { tile in geometries.map { (tile, $0) } }
        for (tile, geometry) in uses {
            let winograd = WinogradConvolution(try #require(WinogradSizes(geometry, tile: tile)), on: engine)
            for _ in 0..<2 {
                expectClose(
                    try #require(winograd.weightGradient(x.buffer, input: x.buffer)).weight,
                    ReferenceEngine.shared.conv2DWeightGradient(
                        x.copy.buffer, input: x.copy.buffer, geometry: geometry
                    ).weight, tile)
                expectClose(
                    try #require(winograd.forward(x.buffer, weight: weight.buffer, bias: nil, rectifier: nil)),
                    ReferenceEngine.shared.conv2D(
                        x.copy.buffer, weight: weight.copy.buffer, bias: nil, geometry: geometry, rectifier: nil), tile)
            }
        }
    }

    @Test("weights meet pictures of several sizes, in tiles of several sizes")
    func sharedWeights() throws {
        let weight = randomTensor([16, 16, 4, 4])
        let (four, seven) = (Self.twoTaps[0], Self.twoTaps[1])
        for (tile, side) in [(four, 8), (four, 14), (seven, 14), (seven, 30), (four, 30)] {
            let geometry = ConvolutionGeometry(
                input: [2, 16, side, side], weight: weight.shape, stride: 2, padding: 1)
            let sizes = try #require(WinogradSizes(geometry, tile: tile))
            let x = randomTensor(geometry.input)
            expectClose(
                try #require(
                    WinogradConvolution(sizes, on: engine).forward(
                        x.buffer, weight: weight.buffer, bias: nil, rectifier: nil)),
                ReferenceEngine.shared.conv2D(
                    x.copy.buffer, weight: weight.copy.buffer, bias: nil, geometry: geometry, rectifier: nil), tile)
        }
    }

    @Test("an update of the weights reaches their points")
    func update() {
        let layer = LargeLayer()
        let x = randomTensor(Self.halving.input)
        let before = layer(x).doubles
        let (_, gradients) = valueAndGradients(of: layer, in: .training()) { layer(x).sum() }
        let buffer = layer.weight.value.buffer
        #expect(buffer.derived != nil)
        withExtendedLifetime(buffer) {
            // Whoever else holds the buffer would see it change: it is not that one which is updated.
            Optimizer(.sgd(), learningRate: 0.01).update(layer, along: gradients)
            #expect(layer.weight.value.buffer !== buffer)
        }
        expectFresh(layer, x, unlike: before)
    }

    @Test("an update in place reaches them, too")
    func updateInPlace() {
        let layer = LargeLayer()
        let x = randomTensor(Self.halving.input)
        let before = layer(x).doubles
        let place = ObjectIdentifier(layer.weight.value.buffer)
        let (_, gradients) = valueAndGradients(of: layer, in: .training()) { layer(x).sum() }
        Optimizer(.sgd(), learningRate: 0.01).update(layer, along: gradients)
        #expect(ObjectIdentifier(layer.weight.value.buffer) == place)
        expectFresh(layer, x, unlike: before)
    }

    private func expectFresh(_ layer: LargeLayer, _ x: Tensor, unlike before: [Double]) {
        let found = layer(x).doubles
        let fresh = x.copy.conv2D(layer.weight.value.copy, stride: 2, padding: 1).doubles
        #expect(found.allSatisfy { $0.isFinite })
        #expect(relativeDifference(found, fresh) == 0)
        #expect(relativeDifference(found, before) > 1e-3)
    }

    @Test("what is not finite stays in its picture")
    func infinite() throws {
        let geometry = Self.geometries[0]
        var numbers = randomTensor(geometry.input).scalars()
        numbers[5] = .infinity
        let x = Tensor(numbers, shape: geometry.input)
        for tile in Self.twoTaps {
            let winograd = WinogradConvolution(try #require(WinogradSizes(geometry, tile: tile)), on: engine)
            let result = Tensor(
                try #require(
                    winograd.forward(
                        x.buffer, weight: randomTensor(geometry.weight).buffer, bias: nil, rectifier: nil)))
            #expect(!result.sliced(0..<1).doubles.allSatisfy { $0.isFinite })
            #expect(result.sliced(1..<3).doubles.allSatisfy { $0.isFinite })
        }
    }

    private struct LargeLayer: Module {
        let weight = Parameter(randomTensor(WinogradConvolutionTests.halving.weight))
        var parameters: [NamedParameter] { ("weight", weight) }
        func callAsFunction(_ x: Tensor) -> Tensor { x.conv2D(weight.value, stride: 2, padding: 1) }
    }
}
