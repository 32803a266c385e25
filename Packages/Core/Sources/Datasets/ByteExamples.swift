import CoreLoops
import Engine
import Foundations
import Tensors

/// Labeled examples stored as bytes, as in their files: a quarter of the memory of float32. They become float32
/// batch by batch: x = scale · byte + offset.
public struct ByteExamples: ExampleSource, Sendable {
    /// All examples one after the other.
    public let bytes: [UInt8]
    /// The shape of one example, such as [1, 28, 28].
    public let exampleShape: Shape
    public internal(set) var labels: [Int32]
    public var scale: Float
    public var offset: Float

    public init(bytes: [UInt8], exampleShape: Shape, labels: [Int32], scale: Float = 1 / 255, offset: Float = 0) {
        Contract.require(
            bytes.count == labels.count * exampleShape.elementCount, "ByteExamples",
            "\(bytes.count) bytes for \(labels.count) examples of shape \(exampleShape)")
        self.bytes = bytes
        self.exampleShape = exampleShape
        self.labels = labels
        self.scale = scale
        self.offset = offset
    }

    public var count: Int { labels.count }

    public func batch(_ numbers: ArraySlice<Int32>) -> Batch {
        let inputs = Buffer(shape: [numbers.count] + exampleShape, type: .float32)
        let size = exampleShape.elementCount
        let to = inputs.stored(writing: Float.self)
        bytes.withUnsafeBufferPointer { bytes in
            numbers.withUnsafeBufferPointer { numbers in
                guard let first = bytes.baseAddress, let number = numbers.baseAddress else { return }
                let (from, places, count) = (ParallelInput(first), ParallelInput(number), numbers.count)
                Parallel.planes(count, of: size) { range in
                    let start = range.lowerBound
                    loop_gather_bytes(from.start, places + start, to + start * size, range.count, size, scale, offset)
                }
            }
        }
        return Batch(inputs: Tensor(inputs), labels: Tensor(numbers.map { labels[Int($0)] }))
    }

    /// The first `count` examples.
    public func prefix(_ count: Int) -> ByteExamples {
        ByteExamples(
            bytes: Array(bytes.prefix(count * exampleShape.elementCount)), exampleShape: exampleShape,
            labels: Array(labels.prefix(count)), scale: scale, offset: offset)
    }

    /// A number of examples, about equally many of each class, evenly spaced within their class and in their order; all
    /// where there are no more.
    public func balanced(_ count: Int) -> ByteExamples {
        guard count < self.count else { return self }
        var places: [Int32: [Int32]] = [:]
        for (place, label) in labels.enumerated() { places[label, default: []].append(Int32(place)) }
        // Small classes first: the others make up for their missing examples.
        let classes = places.sorted { ($0.value.count, $0.key) < ($1.value.count, $1.key) }.map(\.value)
        var (chosen, left): ([Int32], Int) = ([], count)
        for (number, members) in classes.enumerated() {
            let share = min(members.count, left / (classes.count - number))
            chosen += (0..<share).map { members[$0 * members.count / share] }
            left -= share
        }
        return selecting(chosen.sorted())
    }

    /// The examples of both, these first.
    ///
    /// - Precondition: their shapes are the same.
    public func followed(by other: ByteExamples) -> ByteExamples {
        ByteExamples(
            bytes: bytes + other.bytes, exampleShape: exampleShape, labels: labels + other.labels, scale: scale,
            offset: offset)
    }

    /// The examples with these numbers, in their order.
    public func selecting(_ numbers: [Int32]) -> ByteExamples {
        var chosen: [UInt8] = []
        chosen.reserveCapacity(numbers.count * exampleShape.elementCount)
        for number in numbers { chosen += example(Int(number)) }
        return ByteExamples(
            bytes: chosen, exampleShape: exampleShape, labels: numbers.map { labels[Int($0)] }, scale: scale,
            offset: offset)
    }

    /// The bytes of example `number`.
    public func example(_ number: Int) -> ArraySlice<UInt8> {
        let size = exampleShape.elementCount
        return bytes[(number * size)..<((number + 1) * size)]
    }
}
