import TestSupport
import Testing

@testable import Datasets

@Suite("Batches and examples") struct BatchesTests {
    private func examples() -> ByteExamples {
        ByteExamples(
            bytes: (0..<28).map { UInt8($0 * 9) }, exampleShape: [1, 2, 2], labels: [3, 1, 4, 1, 5, 9, 2], scale: 0.5,
            offset: -1)
    }

    @Test("a pass covers all examples; the last batch is smaller")
    func pass() {
        let batches = Batches(of: examples(), size: 3)
        #expect(batches.count == 3)
        #expect(batches.map(\.count) == [3, 3, 1])
        #expect(batches.flatMap { $0.labels.scalars(Int32.self) } == [3, 1, 4, 1, 5, 9, 2])
        #expect(Array(batches).map(\.inputs.shape) == [[3, 1, 2, 2], [3, 1, 2, 2], [1, 1, 2, 2]])
    }

    @Test("an order of one's own, and a start within the pass")
    func order() {
        let order: [Int32] = [6, 0, 5, 1, 4, 2, 3]
        let batches = Batches(of: examples(), size: 2, order: order, from: 2)
        #expect(batches.map { $0.labels.scalars(Int32.self) } == [[5, 4], [1]])
        #expect(Array(Batches(of: examples(), size: 2, order: order, from: 4)).isEmpty)
        #expect(Array(Batches(of: examples(), size: 7, order: order)).count == 1)
        #expect(Batches(of: examples(), size: 8).map(\.count) == [7])
    }

    @Test("bytes become scaled numbers")
    func bytes() {
        let batch = examples().batch([6, 0][...])
        #expect(batch.inputs.scalars() == [107, 111.5, 116, 120.5, -1, 3.5, 8, 12.5])
        #expect(batch.labels.scalars(Int32.self) == [2, 3])
        #expect(Array(examples().example(1)) == [36, 45, 54, 63])
        let first = examples().prefix(2)
        #expect((first.count, first.bytes.count, first.scale, first.offset) == (2, 8, 0.5, -1))
        #expect(examples().prefix(100).count == 7)
    }

    @Test("batches large enough for several threads hold the right rows")
    func large() {
        let count = 100
        let source = ByteExamples(
            bytes: (0..<count * 784).map { UInt8(truncatingIfNeeded: $0 / 784 + $0 % 784) }, exampleShape: [1, 28, 28],
            labels: (0..<100).map { Int32($0) }, scale: 1)
        let numbers = (0..<Int32(count)).reversed()
        let inputs = source.batch(Array(numbers)[...]).inputs.scalars()
        let expected = numbers.flatMap { source.example(Int($0)).map(Float.init) }
        #expect(inputs == expected)
    }
}
