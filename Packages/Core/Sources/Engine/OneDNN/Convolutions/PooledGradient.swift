import CoreLoops
import Synchronization

/// The gradient by the input of a max pooling: in each window at most one number per channel is not 0.
///
/// A convolution uses it in this form with a fraction of the work; everything else uses its dense form.
final class PooledGradient: DeferredNumbers {
    let positions: PoolingPositions
    let geometry: PoolingGeometry
    /// The gradient by the pooling's output, in the layout of that output.
    let gradient: Memory
    private let entries = Mutex<(of: ConvolutionGeometry, list: GradientEntries)?>(nil)

    init(_ gradient: Memory, positions: PoolingPositions, geometry: PoolingGeometry) {
        self.gradient = gradient
        self.positions = positions
        self.geometry = geometry
    }

    private var planes: Int { geometry.input[0] * geometry.input[1] / positions.channelBlock }

    func makeStorage() -> Memory {
        let count = geometry.input.elementCount
        let result = Memory(byteCount: count * MemoryLayout<Float>.size)
        let (inputs, outputs) = (count / planes, geometry.output.elementCount / planes)
        let sizes = loop_pooling(geometry, block: positions.channelBlock)
        let (dy, dx) = (ParallelInput(gradient.floats), ParallelOutput(result.floats))
        let bytes = ParallelInput(positions.bytes)
        Parallel.planes(planes, of: inputs) { range in
            let first = range.lowerBound
            withUnsafePointer(to: sizes) {
                loop_max_pool_gradient(
                    $0, dy + first * outputs, bytes + first * outputs, dx + first * inputs, range.count)
            }
        }
        return result
    }

    /// The numbers that are not 0, listed for each channel of each picture, for both gradients of the convolution
    /// before the pooling. `row` and `column` are those of `loop_list_gradient_entries`.
    func listed(for convolution: ConvolutionGeometry, row: Int, column: Int) -> GradientEntries {
        if let kept = entries.withLock({ $0 }), kept.of == convolution { return kept.list }
        let list = GradientEntries(of: geometry.output)
        let (block, outputs) = (positions.channelBlock, geometry.output.elementCount / planes)
        let sizes = loop_pooling(geometry, block: block)
        let (dy, bytes) = (ParallelInput(gradient.floats), ParallelInput(positions.bytes))
        let (entries, counts) = (ParallelOutput(list.entries), ParallelOutput(list.counts))
        Parallel.planes(planes, of: outputs) { range in
            let first = range.lowerBound
            withUnsafePointer(to: sizes) {
                loop_list_gradient_entries(
                    $0, Int32(row), Int32(column), dy + first * outputs, bytes + first * outputs,
                    entries + first * outputs, counts + first * block, range.count)
            }
        }
        self.entries.withLock { $0 = (convolution, list) }
        return list
    }
}

/// The entries of each channel of each picture, and their number.
final class GradientEntries: Sendable {
    private let channels: Int
    private let cells: Int
    private let entryMemory: Memory
    private let countMemory: Memory

    /// Space for those of a pooled tensor of `shape`.
    init(of shape: Shape) {
        channels = shape[1]
        cells = shape[2] * shape[3]
        entryMemory = Memory(byteCount: shape.elementCount * MemoryLayout<loop_gradient_entry>.stride)
        countMemory = Memory(byteCount: shape[0] * channels * MemoryLayout<Int32>.size)
    }

    var entries: UnsafeMutablePointer<loop_gradient_entry> {
        entryMemory.address.assumingMemoryBound(to: loop_gradient_entry.self)
    }

    var counts: UnsafeMutablePointer<Int32> { countMemory.address.assumingMemoryBound(to: Int32.self) }

    /// The entries and counts from one picture on.
    func of(picture: Int) -> (UnsafePointer<loop_gradient_entry>, UnsafePointer<Int32>) {
        (UnsafePointer(entries) + picture * channels * cells, UnsafePointer(counts) + picture * channels)
    }
}
