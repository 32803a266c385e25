import CoreLoops

/// A convolution by Winograd's algorithm, for windows of twice their stride: the 4 × 4 windows in steps of 2 that halve a
/// picture, and, as their gradients by the input, the transposed convolutions that double it.
///
/// Tile by tile, pictures and windows are carried to points, multiplied there as matrices over their channels, and carried
/// back (Lavin, Gray, "Fast Algorithms for Convolutional Neural Networks", 2016). A window of 4 × 4 in steps of 2 is one of
/// 2 × 2 in steps of 1 over the four pictures of every second row and column; a tile of 7 × 7 outputs takes 64 products
/// where 196 stood. Both gradients go the same way backwards, with each matrix transposed.
///
/// Results are off by some 10⁻⁵ of the usual magnitude, by ten times as much where it comes to the worst, in the corners
/// of a tile. A number that is not finite, or near the end of float32's range, spreads over its tile, and in the gradient
/// by the weights over all of a window.
struct WinogradConvolution {
    private let sizes: WinogradSizes
    private let engine: OneDNNEngine

    /// Nil where windows are others, or the direct way is the better one.
    init?(_ geometry: ConvolutionGeometry, on engine: OneDNNEngine) {
        guard let sizes = WinogradSizes.best(for: geometry) else { return nil }
        self.init(sizes, on: engine)
    }

    init(_ sizes: WinogradSizes, on engine: OneDNNEngine) {
        self.sizes = sizes
        self.engine = engine
    }

    // MARK: The three ways

    func forward(_ input: Buffer, weight: Buffer, bias: Buffer?, rectifier: Rectifier?) -> Buffer {
        let shape = sizes.geometry.output
        let result = engine.buffer(shape, in: layout(of: shape))
        let points = pictures(input).times(weights(weight), transposingOther: true, on: engine).memory
        let (y, bias, slope) = (result.memory, bias?.rowMajorMemory, rectifier?.slope ?? 1)
        share(sizes.pictures) { sizes, range in
            loop_winograd_outputs(
                sizes, points.floats, bias?.floats, slope, y.floats, range.lowerBound, range.upperBound)
        }
        return result
    }

    func inputGradient(_ gradient: Buffer, weight: Buffer) -> Buffer {
        let shape = sizes.geometry.input
        let result = engine.buffer(shape, in: layout(of: shape))
        let points = outputs(gradient).times(weights(weight), on: engine).memory
        let dx = result.memory
        sharePictures { sizes, plane, range in
            loop_winograd_pictures_gradient(
                sizes, points.floats, plane, dx.floats, range.lowerBound, range.upperBound)
        }
        return result
    }

    func weightGradient(_ gradient: Buffer, input: Buffer) -> (weight: Buffer, bias: Buffer) {
        let shape = sizes.geometry.weight
        let weight = engine.buffer(shape, in: layout(of: shape))
        let bias = Buffer(shape: [sizes.outputs], type: .float32)
        let outputs = outputs(gradient)
        let points = outputs.times(pictures(input), transposingSelf: true, on: engine).memory
        let dw = weight.memory
        share(sizes.outputs) { sizes, range in
            loop_winograd_weights_gradient(sizes, points.floats, dw.floats, range.lowerBound, range.upperBound)
        }
        // At the point 1, the second down and across, stands the sum of each tile.
        outputs.sumColumns(ofMatrix: sizes.tile.points + 1, into: bias)
        return (weight, bias)
    }

    // MARK: To the points

    private func pictures(_ input: Buffer) -> PointMatrices {
        carried(input, as: .pictures, rows: sizes.tiles, columns: sizes.inputs) { x, points in
            sharePictures { sizes, plane, range in
                loop_winograd_pictures(sizes, x.floats, plane, points.floats, range.lowerBound, range.upperBound)
            }
        }
    }

    private func weights(_ weight: Buffer) -> PointMatrices {
        carried(weight, as: .weights, rows: sizes.outputs, columns: sizes.inputs) { w, points in
            share(sizes.outputs) { sizes, range in
                loop_winograd_weights(sizes, w.floats, points.floats, range.lowerBound, range.upperBound)
            }
        }
    }

    private func outputs(_ gradient: Buffer) -> PointMatrices {
        carried(gradient, as: .outputs, rows: sizes.tiles, columns: sizes.outputs) { dy, points in
            share(sizes.pictures) { sizes, range in
                loop_winograd_outputs_gradient(sizes, dy.floats, points.floats, range.lowerBound, range.upperBound)
            }
        }
    }

    /// The points of a buffer, which keeps them: the way back needs what the way forward carried there, and weights meet
    /// several batches before they change. Weights stay in the layout in which they are carried.
    private func carried(
        _ buffer: Buffer, as role: CarriedNumbers.Kind.Role, rows: Int, columns: Int,
        _ carry: (_ numbers: Memory, _ points: Memory) -> Void
    ) -> PointMatrices {
        let kind = CarriedNumbers.Kind(
            role: role, tile: sizes.tile.side, geometry: role == .weights ? nil : sizes.geometry)
        if let kept = buffer.derived as? CarriedNumbers, kept.kind == kind { return kept.matrices }
        let layout = layout(of: buffer.shape)
        if role == .weights, let layout { engine.settle(buffer, in: layout) }
        let numbers = layout.map { engine.arranged(buffer, in: $0) } ?? buffer.rowMajorMemory
        let matrices = PointMatrices(sizes.points, rows: rows, columns: columns)
        carry(numbers, matrices.memory)
        buffer.derived = CarriedNumbers(kind: kind, matrices: matrices)
        return matrices
    }

    private func layout(of shape: Shape) -> OneDNNLayout? {
        engine.blockedLayout(of: shape, channelBlock: WinogradSizes.block)
    }

    /// Runs `body` over parts of 0 ..< `count`.
    private func share(_ count: Int, _ body: (UnsafePointer<loop_winograd>, Range<Int>) -> Void) {
        sizes.withLoopSizes { sizes in Parallel.ranges(count, grain: 1, alignment: 1) { body(sizes, $0) } }
    }

    /// Runs `body` over parts of the pictures, with room for a block of one.
    private func sharePictures(
        _ body: (UnsafePointer<loop_winograd>, _ plane: UnsafeMutablePointer<Float>, Range<Int>) -> Void
    ) {
        let shares = PictureShares(pictures: sizes.pictures, planeCount: sizes.planeCount)
        sizes.withLoopSizes { sizes in shares.each { plane, _, pictures in body(sizes, plane, pictures) } }
    }
}
