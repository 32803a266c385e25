import Foundations
import Tensors

/// Some examples and their labels, prepared for a model.
public struct Batch {
    /// N × … of float32, or symbols T × N of int32.
    public let inputs: Tensor
    /// N of int32, or N × 1 of float32 where a number is predicted.
    public let labels: Tensor
    /// The number of examples; for sequences, fewer than labels.
    public let count: Int

    /// - Parameters:
    ///   - inputs: N × … of float32, or symbols T × N of int32.
    ///   - labels: N of int32, or N × 1 of float32 where a number is predicted.
    ///   - count: as many as labels by default.
    public init(inputs: Tensor, labels: Tensor, count: Int? = nil) {
        self.inputs = inputs
        self.labels = labels
        self.count = count ?? labels.count
    }
}

/// A set of examples that are read by number.
public protocol ExampleSource {
    var count: Int { get }
    /// The examples with these numbers, in this order.
    func batch(_ numbers: ArraySlice<Int32>) -> Batch
    /// The same examples in an epoch, counted from 0; a source that changes its examples does so here.
    func batch(_ numbers: ArraySlice<Int32>, epoch: Int) -> Batch
    /// The order of an epoch's examples; random by default.
    func order(_ shuffle: inout RandomStream) -> [Int32]
}

extension ExampleSource {
    public func batch(_ numbers: ArraySlice<Int32>, epoch: Int) -> Batch { batch(numbers) }

    public func order(_ shuffle: inout RandomStream) -> [Int32] { shuffle.permutation(of: count) }
}

/// The batches of one pass over a source, in a given order; the last one may be smaller.
public struct Batches<Source: ExampleSource>: Sequence {
    public let source: Source
    public let size: Int
    private let order: [Int32]
    private let first: Int
    private let epoch: Int

    /// Batches in the source's own order.
    public init(of source: Source, size: Int) {
        self.init(of: source, size: size, order: Array(0..<Int32(source.count)))
    }

    /// Batches in `order`, from batch number `first` on, as in an epoch.
    public init(of source: Source, size: Int, order: [Int32], from first: Int = 0, epoch: Int = 0) {
        Contract.require(size > 0, "Batches", "size \(size), expected 1 or more")
        self.source = source
        self.size = size
        self.order = order
        self.first = first
        self.epoch = epoch
    }

    /// The number of batches of a whole pass.
    public var count: Int { (order.count + size - 1) / size }

    public func makeIterator() -> AnyIterator<Batch> {
        var next = first * size
        return AnyIterator {
            guard next < order.count else { return nil }
            defer { next += size }
            return source.batch(order[next..<Swift.min(next + size, order.count)], epoch: epoch)
        }
    }
}
