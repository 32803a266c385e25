import TestSupport
import Testing

@testable import Engine
@testable import Tensors

@Suite("Tensors") struct TensorTests {
    @Test("numbers, shapes and types are kept")
    func making() {
        let x = Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])
        #expect((x.shape, x.rank, x.count, x.type) == ([2, 3], 2, 6, .float32))
        #expect(x.scalars() == [1, 2, 3, 4, 5, 6])
        #expect(Tensor(7 as Double).shape == [])
        #expect(Tensor(7 as Double).item == 7)
        #expect(Tensor([3, -4] as [Int32]).doubles == [3, -4])
        #expect(Tensor.ones([2], type: .float64).scalars(Double.self) == [1, 1])
        #expect(Tensor(repeating: 2.5, shape: [2, 2]).scalars() == [2.5, 2.5, 2.5, 2.5])
        #expect(Tensor.zeros([0, 3]).scalars() == [])
        #expect(Tensor(repeating: 3, shape: [1], type: .int32).scalars(Int32.self) == [3])
    }

    @Test("a description names type, shape and the first numbers")
    func description() {
        #expect("\(Tensor([1, 2] as [Float]))" == "Tensor(float32, shape [2], [1.0, 2.0])")
        #expect("\(Tensor.zeros([9]))".hasSuffix("0.0, …])"))
    }

    @Test("arithmetic by hand")
    func arithmetic() {
        let (a, b) = (Tensor([6, -8] as [Float]), Tensor([3, 4] as [Float]))
        #expect((a + b).scalars() == [9, -4])
        #expect((a - b).scalars() == [3, -12])
        #expect((a * b).scalars() == [18, -32])
        #expect((a / b).scalars() == [2, -2])
        #expect(maximum(a, b).scalars() == [6, 4])
        #expect(minimum(a, b).scalars() == [3, -8])
        #expect((1 - a / 2).scalars() == [-2, 5])
        #expect((24 / b).scalars() == [8, 6])
        #expect(abs(-a).scalars() == [6, 8])
        #expect(hardLimit(a).scalars() == [1, 0])
    }

    @Test("sums, means and extremes by hand")
    func reductions() {
        let x = Tensor([1, 2, 3, 4, 5, 9] as [Float], shape: [2, 3])
        #expect(x.sum().item == 24)
        #expect(x.mean().item == 4)
        #expect(x.sum(axes: [0]).scalars() == [5, 7, 12])
        #expect(x.mean(axes: [-1]).scalars() == [2, 6])
        #expect(x.max(axes: [1]).scalars() == [3, 9])
        #expect(x.min(axes: [0], keepingAxes: true).shape == [1, 3])
        #expect(x.sum(axes: [0, 1]).shape == [])
    }

    @Test("operations leave their arguments as they were")
    func values() {
        let (x, weight) = (randomTensor([2, 16, 5, 5]), randomTensor([16, 16, 3, 3]))
        let before = [x.bytes, weight.bytes]
        let y = x.conv2D(weight, padding: 1)
        _ = [relu(y), y + x, y.maxPool2D(2), y.flattened(), y.sum(), x.droppedOut(rate: 0.5, key: 1, counter: 0)]
        #expect([x.bytes, weight.bytes] == before)
    }

    @Test("memory that comes back is used again, and blocks are a multiple of the pool's sizes")
    func memory() {
        for byteCount in [0, 1, 64, 65, 80, 81, 100, 1_000, 4_096, 1_000_000] {
            let size = MemoryPool.size(ofClass: MemoryPool.sizeClass(of: byteCount))
            #expect(size >= byteCount && size >= 64)
            #expect(byteCount <= 64 || Double(size) <= 1.25 * Double(byteCount))
            #expect(Int(bitPattern: Memory(byteCount: byteCount).address) % 64 == 0)
        }
    }
}
