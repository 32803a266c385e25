import CoreLoops

/// The pictures of a batch, divided among the threads, each of which has space for one padded plane of a picture.
struct BatchPartition {
    private let pictures: Int
    private let planeBytes: Int

    init(pictures: Int, planeCount: Int) {
        self.pictures = pictures
        planeBytes = planeCount * MemoryLayout<Float>.size
    }

    /// For a convolution's input, `channels` of it at a time.
    init(of geometry: ConvolutionGeometry, channels: Int) {
        let height = geometry.input[2] + geometry.padding.top + geometry.padding.bottom
        let width = geometry.input[3] + geometry.padding.left + geometry.padding.right
        self.init(pictures: geometry.input[0], planeCount: height * width * channels)
    }

    private var count: Int { min(Parallel.threads, pictures) }

    /// Runs `body` for each share of the pictures.
    func each(
        _ body: @Sendable (_ plane: UnsafeMutablePointer<Float>, _ share: Int, _ pictures: Range<Int>) -> Void
    ) {
        // Of this thread: the others need not know the same number of threads.
        let count = count
        Parallel.ranges(count, grain: 1, alignment: 1) { range in
            let plane = Memory(byteCount: planeBytes)
            withExtendedLifetime(plane) {
                for share in range {
                    body(plane.floats, share, pictures * share / count..<pictures * (share + 1) / count)
                }
            }
        }
    }

    /// Adds up gradients of a weight and a bias: first within each share, then over the shares in their order.
    func sum(
        into weight: Buffer, _ bias: Buffer,
        _ body:
            @Sendable (
                _ plane: UnsafeMutablePointer<Float>, _ weight: UnsafeMutablePointer<Float>,
                _ bias: UnsafeMutablePointer<Float>, _ pictures: Range<Int>
            ) -> Void
    ) {
        let stride = (weight.count + bias.count + 15) / 16 * 16
        let sums = Memory(byteCount: count * stride * MemoryLayout<Float>.size)
        defer { withExtendedLifetime(sums) {} }
        let (parts, weightCount) = (ParallelOutput(sums.floats), weight.count)
        each { plane, share, pictures in
            let own = parts + share * stride
            own.update(repeating: 0, count: stride)
            body(plane, own, own + weightCount, pictures)
        }
        for share in 1..<count { loop_accumulate(1, sums.floats + share * stride, sums.floats, stride) }
        weight.stored(Float.self).update(from: sums.floats, count: weight.count)
        bias.stored(Float.self).update(from: sums.floats + weight.count, count: bias.count)
    }
}
