import TestSupport
import Testing

@testable import Engine
@testable import Tensors

@Suite("Matrix products on both engines") struct MatmulAgreementTests {
    static let forms = [(false, false), (true, false), (false, true), (true, true)]
    static let sizes = [
        (1, 1, 1), (1, 100, 100), (3, 4, 5), (5, 1, 7), (7, 9, 1), (16, 32, 48), (17, 33, 19), (1, 784, 128),
        (64, 100, 10),
    ]

    /// A factor's shape, transposed if the product transposes it back.
    private func shape(_ rows: Int, _ columns: Int, _ isTransposed: Bool, batch: Int? = nil) -> Shape {
        (batch.map { [$0] } ?? []) + (isTransposed ? [columns, rows] : [rows, columns])
    }

    @Test("two matrices, as they are and transposed", arguments: forms)
    func matrices(_ transposing: (Bool, Bool)) {
        for (rows, inner, columns) in Self.sizes {
            expectAgreement(of: shape(rows, inner, transposing.0), shape(inner, columns, transposing.1)) {
                $0[0].matmul($0[1], transposingSelf: transposing.0, transposingOther: transposing.1)
            }
        }
    }

    @Test("batches of matrices, as they are and transposed", arguments: forms)
    func batches(_ transposing: (Bool, Bool)) {
        for (batch, rows, inner, columns) in [(1, 3, 4, 5), (6, 7, 5, 3), (3, 1, 16, 8), (2, 17, 33, 1)] {
            expectAgreement(
                of: shape(rows, inner, transposing.0, batch: batch), shape(inner, columns, transposing.1, batch: batch)
            ) { $0[0].matmul($0[1], transposingSelf: transposing.0, transposingOther: transposing.1) }
        }
    }

    @Test("a fused bias and rectifier", arguments: [nil, .relu, .leakyReLU(slope: 0.2)] as [Rectifier?])
    func fused(_ rectifier: Rectifier?) {
        for (rows, inner, columns) in Self.sizes {
            expectAgreement(of: [rows, inner], [columns, inner], [columns]) {
                $0[0].matmul($0[1], transposingOther: true, bias: $0[2], rectifier: rectifier)
            }
            expectAgreement(of: [rows, inner], [inner, columns]) { $0[0].matmul($0[1], rectifier: rectifier) }
        }
        expectAgreement(of: [4, 3, 5], [4, 5, 6], [6]) {
            $0[0].matmul($0[1], bias: $0[2], rectifier: rectifier)
        }
    }

    @Test("products large enough for several threads")
    func large() {
        expectAgreement(of: [200, 300], [300, 250]) { $0[0].matmul($0[1]) }
        expectAgreement(of: [256, 784], [300, 784], [300]) {
            $0[0].matmul($0[1], transposingOther: true, bias: $0[2], rectifier: .relu)
        }
    }

    @Test("worked out by hand")
    func byHand() {
        let a = Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])
        let b = Tensor([1, 0, 2, 1, 0, 3] as [Float], shape: [3, 2])
        #expect(a.matmul(b).scalars() == [5, 11, 14, 23])
        #expect(a.matmul(a, transposingOther: true).scalars() == [14, 32, 32, 77])
        #expect(a.matmul(a, transposingSelf: true).scalars() == [17, 22, 27, 22, 29, 36, 27, 36, 45])
        let bias = Tensor([-5, -20] as [Float])
        #expect(a.matmul(b, bias: bias, rectifier: .relu).scalars() == [0, 0, 9, 3])
        #expect(a.matmul(b, bias: bias, rectifier: .leakyReLU(slope: 0.5)).scalars() == [0, -4.5, 9, 3])
    }
}
