import CoreLoops
import Foundations

/// A convolution by Winograd's algorithm: of 3 × 3 windows in steps of 1, and of windows of twice their stride, such as
/// the 4 × 4 windows in steps of 2 that halve a picture, and the transposed convolutions that double it, which are
/// gradients with respect to the input.
///
/// Tile by tile, pictures and windows are transformed to points, multiplied there as matrices over their channels, and
/// transformed back (Lavin, Gray, "Fast Algorithms for Convolutional Neural Networks", 2016). A window of 4 × 4 in
/// steps of 2 is one of 2 × 2 in steps of 1 over the four pictures of every second row and column; a tile of 7 × 7
/// outputs takes 64 products instead of 196. Both gradients use the same steps backwards, with each matrix transposed.
///
/// Errors are about 10⁻⁵ of the usual magnitude, and at most ten times as much, in the corners of a tile. A number that
/// is not finite, or near the end of float32's range, spreads over its tile, and in the gradient by the weights over
/// all of a window.
struct WinogradConvolution: ConvolutionAlgorithm {
    private let sizes: WinogradSizes
    private let parts: [(first: Int, sizes: WinogradSizes)]
    private let engine: OneDNNEngine

    /// Nil for other windows, or where the direct way is faster.
    init?(_ geometry: ConvolutionGeometry, on engine: OneDNNEngine) {
        guard let sizes = WinogradSizes.best(for: geometry) else { return nil }
        self.init(sizes, on: engine)
    }

    init(_ sizes: WinogradSizes, on engine: OneDNNEngine) {
        self.sizes = sizes
        self.engine = engine
        parts = sizes.parts
    }

    // MARK: The three ways

    func forward(_ input: Buffer, weight: Buffer, bias: Buffer?, rectifier: Rectifier?) -> Buffer? {
        let result = engine.buffer(sizes.geometry.output, in: layout(of: sizes.geometry.output))
        let (input, weights) = (inBlocks(input), weights(weight))
        let (y, slope) = (result.stored(writing: Float.self), rectifier?.slope ?? 1)
        let bias = bias?.rowMajor(reading: Float.self)
        for (first, part) in parts {
            let points = pictures(input, part, from: first).times(weights, transposingOther: true, on: engine).memory
            let start = first * sizes.geometry.output[1...].reduce(1, *)
            share(part.pictures, part) { sizes, range in
                loop_winograd_outputs(
                    sizes, points.floats, bias?.start, slope, y + start, range.lowerBound, range.upperBound)
            }
        }
        return result
    }

    func inputGradient(_ gradient: Buffer, weight: Buffer) -> Buffer? {
        let result = engine.buffer(sizes.geometry.input, in: layout(of: sizes.geometry.input))
        let (gradient, weights, dx) = (inBlocks(gradient), weights(weight), result.stored(writing: Float.self))
        for (first, part) in parts {
            let points = outputs(gradient, part, from: first).times(weights, on: engine).memory
            let start = first * sizes.geometry.input[1...].reduce(1, *)
            sharePictures(of: part) { sizes, plane, range in
                loop_winograd_pictures_gradient(
                    sizes, points.floats, plane, dx + start, range.lowerBound, range.upperBound)
            }
        }
        return result
    }

    func weightGradient(_ gradient: Buffer, input: Buffer) -> (weight: Buffer, bias: Buffer)? {
        let (gradient, input) = (inBlocks(gradient), inBlocks(input))
        var sum: (weight: Buffer, bias: Buffer)?
        for (first, part) in parts {
            let own = weightGradient(outputs(gradient, part, from: first), pictures(input, part, from: first), part)
            if let sum {
                accumulate(own.weight, into: sum.weight)
                accumulate(own.bias, into: sum.bias)
            } else {
                sum = own
            }
        }
        guard let sum else { Contract.fail("conv2D", "a batch without pictures has no gradient") }
        return sum
    }

    private func weightGradient(
        _ outputs: WinogradMatrices, _ pictures: WinogradMatrices, _ part: WinogradSizes
    ) -> (weight: Buffer, bias: Buffer) {
        let weight = engine.buffer(part.geometry.weight, in: layout(of: part.geometry.weight))
        let bias = Buffer(shape: [part.outputs], type: .float32)
        let points = outputs.times(pictures, transposingSelf: true, on: engine).memory
        let dw = weight.stored(writing: Float.self)
        share(part.outputs, part) { sizes, range in
            loop_winograd_weights_gradient(sizes, points.floats, dw.start, range.lowerBound, range.upperBound)
        }
        // The point 1, the second down and across, has the sum of each tile.
        outputs.sumColumns(ofMatrix: part.tile.points + 1, into: bias)
        return (weight, bias)
    }

    private func accumulate(_ own: Buffer, into sum: Buffer) {
        loop_accumulate(1, own.stored(Float.self), sum.stored(Float.self), sum.count)
    }

    // MARK: To the points

    private func pictures(_ input: Buffer, _ part: WinogradSizes, from first: Int) -> WinogradMatrices {
        carried(input, as: .pictures, part, rows: part.tiles, columns: part.inputs) { points in
            let (x, start) = (input.memory, first * part.geometry.input[1...].reduce(1, *))
            sharePictures(of: part) { sizes, plane, range in
                loop_winograd_pictures(
                    sizes, x.floats + start, plane, points.start, range.lowerBound, range.upperBound)
            }
        }
    }

    private func outputs(_ gradient: Buffer, _ part: WinogradSizes, from first: Int) -> WinogradMatrices {
        carried(gradient, as: .outputs, part, rows: part.tiles, columns: part.outputs) { points in
            let (dy, start) = (gradient.memory, first * part.geometry.output[1...].reduce(1, *))
            share(part.pictures, part) { sizes, range in
                loop_winograd_outputs_gradient(
                    sizes, dy.floats + start, points.start, range.lowerBound, range.upperBound)
            }
        }
    }

    /// The points of a weight that keeps the layout of the transform.
    private func weights(_ weight: Buffer) -> WinogradMatrices {
        carried(weight, as: .weights, sizes, rows: sizes.outputs, columns: sizes.inputs) { points in
            let w = layout(of: weight.shape).map { engine.settled(weight, in: $0) } ?? weight.memory
            share(sizes.outputs, sizes) { sizes, range in
                loop_winograd_weights(sizes, w.floats, points.start, range.lowerBound, range.upperBound)
            }
        }
    }

    /// The points of a buffer, which stores them if they are those of the whole buffer: weights are used for several
    /// batches before they change, and the backward pass needs the points of the forward pass. For parts a new
    /// transform is faster than reading them from beyond the caches.
    private func carried(
        _ buffer: Buffer, as role: WinogradCache.Kind.Role, _ part: WinogradSizes, rows: Int, columns: Int,
        _ carry: (_ points: ParallelOutput<Float>) -> Void
    ) -> WinogradMatrices {
        let kind = WinogradCache.Kind(
            role: role, tile: part.tile, geometry: role == .weights ? nil : part.geometry)
        let isWhole = role == .weights || parts.count == 1
        if isWhole, let kept = buffer.derived as? WinogradCache, kept.kind == kind { return kept.matrices }
        let matrices = WinogradMatrices(part.points, rows: rows, columns: columns)
        carry(ParallelOutput(matrices.memory.floats))
        if isWhole { buffer.derived = WinogradCache(kind: kind, matrices: matrices) }
        return matrices
    }

    private func layout(of shape: Shape) -> OneDNNLayout? {
        engine.blockedLayout(of: shape, channelBlock: WinogradSizes.block)
    }

    /// The same numbers in blocks of channels: the buffer itself if it has this layout.
    private func inBlocks(_ buffer: Buffer) -> Buffer {
        guard let layout = layout(of: buffer.shape), buffer.layout !== layout else { return buffer }
        return Buffer(shape: buffer.shape, type: .float32, memory: engine.arranged(buffer, in: layout), layout: layout)
    }

    /// Runs `body` over parts of 0 ..< `count`, in parallel on several threads.
    private func share(
        _ count: Int, _ part: WinogradSizes, _ body: @Sendable (UnsafePointer<loop_winograd>, Range<Int>) -> Void
    ) {
        part.withLoopSizes { sizes in
            let sizes = ParallelInput(sizes)
            Parallel.ranges(count, grain: 1, alignment: 1) { body(sizes.start, $0) }
        }
    }

    /// Runs `body` over parts of the pictures, with space for a block of one.
    private func sharePictures(
        of part: WinogradSizes,
        _ body: @Sendable (UnsafePointer<loop_winograd>, _ plane: UnsafeMutablePointer<Float>, Range<Int>) -> Void
    ) {
        let shares = BatchPartition(pictures: part.pictures, planeCount: part.planeCount)
        part.withLoopSizes { sizes in
            let sizes = ParallelInput(sizes)
            shares.each { plane, _, pictures in body(sizes.start, plane, pictures) }
        }
    }
}
