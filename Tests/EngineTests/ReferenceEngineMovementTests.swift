import TestSupport
import Testing

@testable import Engine

/// Moving numbers, which engines share, run here on the reference engine.
@Suite struct ReferenceEngineMovementTests {
    private let engine = ReferenceEngine.shared

    private func counting(_ shape: Shape, _ type: ScalarType = .int32) -> Buffer {
        Buffer((0..<Int32(shape.elementCount)).map { $0 }, shape).cast(to: type)
    }

    private static let orders3 = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]

    @Test func transposesAMatrix() {
        let result = engine.transpose(Buffer([1, 2, 3, 4, 5, 6] as [Float], [2, 3]), axes: [1, 0])
        #expect(result.shape == [3, 2])
        #expect(result.doubles == [1, 4, 2, 5, 3, 6])
    }

    /// Every order of three axes, over extents of 1, tiles cut short and both sizes of a number.
    @Test(arguments: [ScalarType.int32, .float64])
    func transposesByTheDefinition(_ type: ScalarType) {
        for shape in [[2, 3, 4], [19, 1, 33], [1, 1, 1], [5, 18, 2], [3, 0, 2]] {
            let x = counting(shape, type)
            for axes in Self.orders3 {
                let result = engine.transpose(x, axes: axes)
                #expect(result.type == type)
                #expect(result.shape == axes.map { shape[$0] })
                var expected: [Double] = []
                for i in 0..<shape[axes[0]] {
                    for j in 0..<shape[axes[1]] {
                        for k in 0..<shape[axes[2]] {
                            var at = [0, 0, 0]
                            (at[axes[0]], at[axes[1]], at[axes[2]]) = (i, j, k)
                            expected.append(Double((at[0] * shape[1] + at[1]) * shape[2] + at[2]))
                        }
                    }
                }
                #expect(result.doubles == expected, "\(shape) by \(axes)")
            }
        }
    }

    @Test func transposesFourAxesThereAndBack() {
        let x = counting([2, 3, 4, 5])
        let last = engine.transpose(x, axes: [0, 2, 3, 1])
        #expect(last.shape == [2, 4, 5, 3])
        #expect(Array(last.doubles.prefix(7)) == [0, 20, 40, 1, 21, 41, 2])
        #expect(engine.transpose(last, axes: [0, 3, 1, 2]).doubles == x.doubles)
        #expect(engine.transpose(Buffer([5.0], []), axes: []).doubles == [5])
    }

    @Test func concatenatesAlongAnyAxis() {
        let (a, b) = (counting([2, 2]), Buffer([10, 11, 12, 13] as [Int32], [2, 2]))
        let rows = engine.concatenate([a, b], axis: 0)
        #expect(rows.shape == [4, 2])
        #expect(rows.doubles == [0, 1, 2, 3, 10, 11, 12, 13])
        let columns = engine.concatenate([a, Buffer([7, 8] as [Int32], [2, 1]), b], axis: 1)
        #expect(columns.shape == [2, 5])
        #expect(columns.doubles == [0, 1, 7, 10, 11, 2, 3, 8, 12, 13])
        let withEmpty = engine.concatenate([Buffer([Int32](), [2, 0]), a], axis: 1)
        #expect(withEmpty.doubles == a.doubles)
    }

    @Test(arguments: [ScalarType.int32, .float32, .float64])
    func slicesAnyAxis(_ type: ScalarType) {
        let x = counting([2, 3, 2], type)
        func slice(_ axis: Int, _ range: Range<Int>) -> (Shape, [Double]) {
            let result = engine.slice(x, axis: axis, range: range)
            return (result.shape, result.doubles)
        }
        #expect(slice(0, 1..<2) == ([1, 3, 2], [6, 7, 8, 9, 10, 11]))
        #expect(slice(1, 1..<3) == ([2, 2, 2], [2, 3, 4, 5, 8, 9, 10, 11]))
        #expect(slice(2, 0..<1) == ([2, 3, 1], [0, 2, 4, 6, 8, 10]))
        #expect(slice(1, 3..<3) == ([2, 0, 2], []))
    }

    @Test(arguments: [ScalarType.int32, .float32, .float64])
    func gathersRows(_ type: ScalarType) {
        let table = counting([4, 2], type)
        let result = engine.gather(table, indices: Buffer([3, 0, 3] as [Int32]))
        #expect(result.type == type)
        #expect(result.shape == [3, 2])
        #expect(result.doubles == [6, 7, 0, 1, 6, 7])
        let grid = engine.gather(table, indices: Buffer([1, 2] as [Int32], [2, 1]))
        #expect(grid.shape == [2, 1, 2])
        #expect(grid.doubles == [2, 3, 4, 5])
        #expect(engine.gather(counting([3], type), indices: Buffer([2, 2] as [Int32])).doubles == [2, 2])
    }

    @Test(arguments: Precision.both)
    func scatterAddsRowsThatMeet(_ precision: Precision) {
        let gradient = Buffer([1.0, 2, 10, 20, 100, 200], [3, 2]).cast(to: precision.type)
        let result = engine.scatterAdd(gradient, indices: Buffer([2, 0, 2] as [Int32]), count: 4)
        #expect(result.shape == [4, 2])
        #expect(result.doubles == [10, 20, 0, 0, 101, 202, 0, 0])
    }

    @Test func castsBetweenAllTypes() {
        #expect(Buffer([1.5, -2.75]).cast(to: .float32).numbers(Float.self) == [1.5, -2.75])
        #expect(Buffer([1.5, -2.75] as [Float]).cast(to: .float64).numbers(Double.self) == [1.5, -2.75])
        #expect(Buffer([7, -9] as [Int32]).cast(to: .float32).numbers(Float.self) == [7, -9])
        #expect(Buffer([7, -9] as [Int32]).cast(to: .float64).numbers(Double.self) == [7, -9])
        #expect(Buffer([1.9, -1.9, 3e9, -3e9, .nan]).cast(to: .int32).numbers(Int32.self) == [1, -1, .max, .min, 0])
        #expect(
            Buffer([1.9, -1.9, .infinity, -.infinity, .nan] as [Float]).cast(to: .int32).numbers(Int32.self)
                == [1, -1, .max, .min, 0])
    }

    @Test func aCastToTheSameTypeSharesMemoryAndKeepsItFromUpdates() {
        let x = Buffer([1.0, 2])
        let same = x.cast(to: .float64)
        #expect(same.memory === x.memory)
        #expect(!x.isUniquelyOwned)
    }

    /// A layout of another engine is read through its row-major copy.
    @Test func layoutsAreReadInRowMajorOrder() {
        final class Backwards: EngineLayout {
            let storedCount = 4
            let channelBlock = 0
            func isEqual(to other: any EngineLayout) -> Bool { other is Backwards }
            func rowMajorCopy(of memory: Memory) -> Memory {
                let copy = Memory(byteCount: 16)
                let (from, to) = (memory.address.assumingMemoryBound(to: Int32.self), copy.address)
                for i in 0..<4 { to.assumingMemoryBound(to: Int32.self)[i] = from[3 - i] }
                return copy
            }
        }
        let memory = Buffer([4, 3, 2, 1] as [Int32]).memory
        let x = Buffer(shape: [2, 2], type: .int32, memory: memory, layout: Backwards())
        #expect(engine.transpose(x, axes: [1, 0]).doubles == [1, 3, 2, 4])
        #expect(engine.slice(x, axis: 0, range: 1..<2).doubles == [3, 4])
        #expect(engine.concatenate([x, x], axis: 1).doubles == [1, 2, 1, 2, 3, 4, 3, 4])
        #expect(engine.gather(x, indices: Buffer([1] as [Int32])).doubles == [3, 4])
        #expect(engine.cast(x, to: .float32).doubles == [1, 2, 3, 4])
        #expect(engine.cast(x, to: .int32).doubles == [1, 2, 3, 4])
    }

    @Test func aRowOutsideTheTableStopsTheProgram() async {
        await #expect(processExitsWith: .failure) {
            _ = ReferenceEngine.shared.gather(Buffer([1.0, 2]), indices: Buffer([2] as [Int32]))
        }
    }
}
