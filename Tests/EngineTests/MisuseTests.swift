import TestSupport
import Testing

@testable import Datasets
@testable import Engine
@testable import Foundations
@testable import Tensors

/// A programmer's mistake stops the program with a line that names the operation and what was expected.
@Suite("Programmers' mistakes") struct MisuseTests {
    static let mistakes: [(line: String, make: @Sendable () -> Void)] = [
        (
            "Tensor: 3 numbers for shape [2, 2]",
            { _ = Tensor([1, 2, 3] as [Float], shape: [2, 2]) }
        ),
        ("broadcast: shapes [2, 3] and [2] do not fit", { _ = Tensor.ones([2, 3]) + .ones([2]) }),
        (
            "arithmetic: types float32 and float64, expected the same",
            { _ = Tensor.ones([2]) + .ones([2], type: .float64) }
        ),
        ("matmul: [2, 3] by [2, 3] does not fit", { _ = Tensor.ones([2, 3]).matmul(.ones([2, 3])) }),
        (
            "matmul: [2, 3]ᵀ by [3, 4] does not fit",
            { _ = Tensor.ones([2, 3]).matmul(.ones([3, 4]), transposingSelf: true) }
        ),
        (
            "matmul: bias [3], expected [4]",
            { _ = Tensor.ones([2, 3]).matmul(.ones([3, 4]), bias: .ones([3])) }
        ),
        (
            "conv2D: input [1, 1, 4, 4] is smaller than the kernel of weight [1, 1, 5, 5]",
            { _ = Tensor.ones([1, 1, 4, 4]).conv2D(.ones([1, 1, 5, 5]), stride: 3) }
        ),
        (
            "conv2D: input [1, 3, 4, 4] and weight [2, 2, 3, 3], expected N × C × H × W and O × C × kH × kW",
            { _ = Tensor.ones([1, 3, 4, 4]).conv2D(.ones([2, 2, 3, 3])) }
        ),
        (
            "conv2D: padding -1 at the top and 0 at the left, expected 0 or more",
            {
                _ = Tensor.ones([1, 1, 4, 4]).conv2D(
                    .ones([1, 1, 2, 2]), padding: Padding2D(top: -1, left: 0, bottom: 1, right: 0))
            }
        ),
        (
            "maxPool2D: input [1, 1, 2, 2] is smaller than kernel size",
            { _ = Tensor.ones([1, 1, 2, 2]).maxPool2D(3) }
        ),
        (
            "reshape: [2, 3] to [4, -1]: 6 numbers do not fit",
            { _ = Tensor.ones([2, 3]).reshaped(to: [4, -1]) }
        ),
        ("transpose: axes [0, 0] of shape [2, 3]", { _ = Tensor.ones([2, 3]).transposed([0, 0]) }),
        ("slice: 1..<4 of axis 1 of shape [2, 3]", { _ = Tensor.ones([2, 3]).sliced(1..<4, axis: 1) }),
        (
            "concatenate: shapes [[2, 3], [2, 2]] along axis 0",
            { _ = concatenated([.ones([2, 3]), .ones([2, 2])]) }
        ),
        ("concatenate: shapes [[2], [2]] along axis 1", { _ = concatenated([.ones([2]), .ones([2])], axis: 1) }),
        ("gather: an index is outside 0 ..< 2", { _ = Tensor.ones([2, 3]).gathering(Tensor([2] as [Int32])) }),
        ("reduce: axes [2] of a tensor of shape [2, 3]", { _ = Tensor.ones([2, 3]).sum(axes: [2]) }),
        ("softmax: a single number has no axis", { _ = Tensor.ones([]).softmax() }),
        (
            "softmaxCrossEntropy: a label is outside 0 ..< 3",
            { _ = softmaxCrossEntropy(.ones([1, 3]), Tensor([3] as [Int32])) }
        ),
        ("item: shape [2] holds 2 numbers, expected one", { _ = Tensor.ones([2]).item }),
        ("buffer: holds float32, not float64", { _ = Tensor.ones([2]).scalars(Double.self) }),
        (
            "valueAndGradients: the value has shape [2], expected one number",
            { _ = valueAndGradients(at: [.ones([2])], in: .evaluation) { $0[0] * 2 } }
        ),
        ("Dropout: rate 1.0, expected 0 ..< 1", { _ = Dropout(1) }),
        (
            "Dropout: valueAndGradients was given no random streams to draw from",
            { _ = valueAndGradients(of: Sequential(Dropout(0.5)), in: .training()) { Dropout(0.5)(.ones([1])) } }
        ),
        (
            "valueAndGradients: a recording within another uses a tensor of the outer one",
            {
                _ = valueAndGradients(at: [.ones([1])], in: .evaluation) { outer in
                    valueAndGradients(at: [.ones([1])], in: .evaluation) { $0[0] * outer[0] }.gradients[0]
                }
            }
        ),
        ("assign: shape [3] to a parameter of shape [2]", { Parameter(.ones([2])).assign(.ones([3])) }),
        ("update: 0 gradients for 2 parameters", { stepAlong([]) }),
        ("update: gradient and running values of shapes", { stepAlong([[3, 2], [3]]) }),
        ("Batches: size 0, expected 1 or more", { _ = Batches(of: TinyExamples(count: 3), size: 0) }),
        (
            "ByteExamples: 3 bytes for 2 examples of shape [2]",
            { _ = ByteExamples(bytes: [1, 2, 3], exampleShape: [2], labels: [0, 1]) }
        ),
    ]

    /// One step of a 2 × 3 layer along gradients of these shapes.
    private static func stepAlong(_ shapes: [Shape]) {
        var random = RandomStream(seed: 1, name: .initialization)
        Optimizer(.adam(), learningRate: 0.1).update(
            Linear(3, 2, random: &random), along: Gradients(tensors: shapes.map { .ones($0) }))
    }

    @Test("stop the program with one clear line", arguments: mistakes.indices)
    func mistake(_ index: Int) async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [index] in
            MisuseTests.mistakes[index].make()
        }
        let said = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(said.split(separator: "\n").contains { $0.hasPrefix(Self.mistakes[index].line) }, "\(said)")
    }
}
