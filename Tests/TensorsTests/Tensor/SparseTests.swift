import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

@Suite("Sparse matrices") struct SparseTests {
    /// A matrix in which about one place of six is taken, and row 1 and column 2 are empty.
    static func matrix(_ rows: Int, _ columns: Int, seed: UInt64 = 3) -> SparseMatrix {
        var random = RandomStream(seed: seed, name: StreamName("sparse"))
        var entries: [(row: Int, column: Int, value: Float)] = []
        for row in 0..<rows where row != 1 {
            for column in 0..<columns where column != 2 && random.below(6) == 0 {
                entries.append((row, column, Float(random.uniform(in: -1..<1))))
            }
        }
        return SparseMatrix(rows: rows, columns: columns, entries: entries)
    }

    static let widths = [1, 3, 6, 7, 8, 15, 16, 17, 33, 64, 71, 96, 130]

    @Test("by hand: entries in one place are added, rows and columns may be empty") func byHand() {
        let matrix = SparseMatrix(
            rows: 3, columns: 2, entries: [(2, 0, 1), (0, 1, 2), (0, 0, 3), (2, 0, 4)])
        #expect(matrix.dense.doubles == [3, 2, 0, 0, 5, 0])
        #expect(matrix.pattern.offsets == [0, 2, 2, 3])
        let x = Tensor([1, 2, 3, 4] as [Float], shape: [2, 2])
        let bias = Tensor([-4, 1] as [Float])
        #expect(matrix.product(x).doubles == [9, 14, 0, 0, 5, 10])
        #expect(matrix.product(x, bias: bias, rectifier: .relu).doubles == [5, 15, 0, 1, 1, 11])
        #expect(matrix.selecting(rows: [2, 0, 2]).dense.doubles == [5, 0, 3, 2, 5, 0])
        let turned = matrix.pattern.transposed
        #expect(turned.offsets == [0, 2, 3] && turned.columnNumbers == [0, 2, 0] && turned.origins == [0, 2, 1])
    }

    @Test("both engines agree, forward and backward", arguments: widths) func agreement(_ width: Int) {
        let matrix = Self.matrix(23, 19)
        expectAgreement(of: [19, width], [width]) { matrix.product($0[0], bias: $0[1]) }
        expectAgreement(of: [19, width], [width]) {
            matrix.product($0[0], bias: $0[1], rectifier: .leakyReLU(slope: 0.1))
        }
        expectAgreement(of: [width, 19]) { matrix.linear($0[0]) }
    }

    @Test("products are those of the dense matrix") func dense() {
        let (matrix, x, weight) = (Self.matrix(40, 30), randomTensor([30, 9]), randomTensor([9, 30], seed: 2))
        #expect(largestDifference(matrix.product(x).doubles, matrix.dense.matmul(x).doubles) < 1e-6)
        let expected = matrix.dense.matmul(weight, transposingOther: true)
        #expect(largestDifference(matrix.linear(weight).doubles, expected.doubles) < 1e-6)
    }

    @Test("a symmetric matrix needs no transpose") func symmetric() {
        let square = Self.matrix(20, 20).dense
        let sum = square + square.transposed([1, 0])
        let numbers = sum.scalars()
        let entries = numbers.indices.filter { numbers[$0] != 0 }.map { ($0 / 20, $0 % 20, numbers[$0]) }
        let plain = SparseMatrix(rows: 20, columns: 20, entries: entries)
        let marked = SparseMatrix(plain.pattern, values: plain.values, isSymmetric: true)
        let x = randomTensor([20, 5])
        let gradients = [plain, marked].map { matrix in
            valueAndGradients(at: [x], in: .evaluation) {
                (matrix.product($0[0]) * randomTensor([20, 5], seed: 4)).sum()
            }.gradients[0]
        }
        #expect(largestDifference(gradients[0].doubles, gradients[1].doubles) < 1e-6)
    }

    @Test("gradients match differences") func gradients() {
        let matrix = Self.matrix(8, 7).cast(to: .float64)
        let draw = DropoutDraw(rate: 0.4, key: 7, counter: 3)
        let errors =
            gradientErrors(at: randomTensors([[7, 3], [3]], type: .float64)) {
                let y = matrix.product($0[0], bias: $0[1], rectifier: .leakyReLU(slope: 0.2))
                return (y * randomTensor(y.shape, seed: 9, type: .float64)).sum()
            }
            + gradientErrors(at: [randomTensor([4, 7], type: .float64)]) {
                let y = matrix.droppedOut(by: draw).linear($0[0])
                return (y * randomTensor(y.shape, seed: 9, type: .float64)).sum()
            }
        for error in errors { #expect(error <= 1e-7) }
    }

    @Test("both engines drop out the same stored numbers") func dropout() {
        let matrix = Self.matrix(60, 50)
        let draw = DropoutDraw(rate: 0.5, key: 5, counter: 1)
        expectAgreement(of: [6, 50]) { matrix.droppedOut(by: draw).linear($0[0]) }
        let kept = Tensor(matrix.droppedOut(by: draw).values).doubles
        #expect(kept.contains(0) && kept.contains { $0 != 0 })
        #expect(matrix.droppedOut(0.5).values === matrix.values)
    }

    @Test("results do not depend on how threads share the rows") func threads() {
        let threads = ComputeContext.threads
        defer { ComputeContext.threads = threads }
        let (matrix, x) = (Self.matrix(700, 300), randomTensor([300, 64]))
        let results = [1, 2, 3, 5].map { count in
            ComputeContext.threads = count
            return matrix.product(x).bytes
        }
        for result in results { #expect(result == results[0]) }
    }

    @Test("a weight that settled column by column is updated and stored as any other") func settledWeight() {
        let matrix = Self.matrix(30, 20)
        let parameters = [Parameter(randomTensor([5, 20])), Parameter(randomTensor([5, 20]))]
        let optimizer = Optimizer(.adam(weightDecay: 0.1), learningRate: 0.1)
        for _ in 0..<3 {
            let (_, gradients) = valueAndGradients(of: parameters, in: .training()) {
                let fast = square(matrix.linear(parameters[0].value)).sum()
                return fast + square(matrix.dense.matmul(parameters[1].value, transposingOther: true)).sum()
            }
            optimizer.update(parameters, along: gradients)
        }
        let values = parameters.map(\.value.doubles)
        #expect(largestDifference(values[0], values[1]) < 1e-5)
    }

    @Test("no rows, no entries") func nothing() {
        for (rows, columns) in [(0, 3), (3, 3)] {
            let matrix = SparseMatrix(rows: rows, columns: columns, entries: [])
            #expect(matrix.product(.ones([columns, 2])).doubles == [Double](repeating: 0, count: rows * 2))
            #expect(matrix.linear(.ones([2, columns])).shape == [rows, 2])
        }
    }
}
