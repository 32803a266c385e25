import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

/// Every differentiable operation against central differences in float64, on the reference engine.
@Suite("Gradients against differences") struct GradientCheckTests {
    /// Expects that the gradients of a random weighting of `body`'s result are right by every input.
    private func check(
        _ inputs: [Tensor], tolerance: Double = 1e-8, sourceLocation: SourceLocation = #_sourceLocation,
        _ body: ([Tensor]) -> Tensor
    ) {
        let weights = randomTensor(body(inputs).shape, seed: 98, type: .float64)
        for (index, error) in gradientErrors(at: inputs, { (body($0) * weights).sum() }).enumerated() {
            #expect(error <= tolerance, "gradient by input \(index)", sourceLocation: sourceLocation)
        }
    }

    private func check(
        of shapes: Shape..., in range: Range<Double> = -1..<1, sourceLocation: SourceLocation = #_sourceLocation,
        _ body: ([Tensor]) -> Tensor
    ) {
        check(randomTensors(shapes, in: range, type: .float64), sourceLocation: sourceLocation, body)
    }

    static let smooth: [UnaryOperation] = [
        .tanh, .sigmoid(slope: 1), .sigmoid(slope: -2.5), .softsign, .gelu, .gaussian, .exp, .square, .softplus,
        .affine(scale: -3, offset: 2), .clamp(limit: 0.6),
    ]
    static let kinked: [UnaryOperation] = [
        .relu, .leakyReLU(slope: 0.2), .leakyReLU(slope: -0.5), .leakyReLU(slope: 0), .elu(alpha: 1), .elu(alpha: 0.3),
        .absolute, .hardLimit,
    ]

    @Test("functions of one number", arguments: smooth + kinked)
    func unary(_ operation: UnaryOperation) {
        check([distinctTensor([3, 7], spacing: 0.25, type: .float64)]) { $0[0].applying(operation) }
    }

    @Test("functions of positive numbers", arguments: [.log, .squareRoot, .reciprocal] as [UnaryOperation])
    func positive(_ operation: UnaryOperation) {
        check(of: [3, 7], in: 0.5..<3) { $0[0].applying(operation) }
    }

    @Test("numbers beside tensors")
    func numbers() {
        check(of: [4], in: 0.5..<2) {
            let x = $0[0]
            let sum = (2 - x) * 3 + (1 + x) / 4
            return sum - 5 / x + -x * 0.5
        }
    }

    @Test("functions of two numbers over broadcast shapes", arguments: ElementwiseAgreementTests.shapePairs)
    func binary(_ shapes: (Shape, Shape)) {
        check(of: shapes.0, shapes.1) { $0[0] + $0[1] }
        check(of: shapes.0, shapes.1) { $0[0] - $0[1] }
        check(of: shapes.0, shapes.1) { $0[0] * $0[1] }
        check(of: shapes.0, shapes.1, in: 0.5..<2) { $0[0] / $0[1] }
        // Numbers in different thirds of the steps between them are never near a tie.
        let apart = [
            distinctTensor(shapes.0, type: .float64), distinctTensor(shapes.1, seed: 2, type: .float64) + 0.03,
        ]
        check(apart) { maximum($0[0], $0[1]) }
        check(apart) { minimum($0[0], $0[1]) }
    }

    @Test("matrix products, with bias and rectifier", arguments: MatmulAgreementTests.forms)
    func matmul(_ transposing: (Bool, Bool)) {
        let (a, b): (Shape, Shape) = (transposing.0 ? [4, 3] : [3, 4], transposing.1 ? [5, 4] : [4, 5])
        for rectifier in [nil, .relu, .leakyReLU(slope: 0.3)] as [Rectifier?] {
            check(of: a, b, [5]) {
                $0[0].matmul(
                    $0[1], transposingSelf: transposing.0, transposingOther: transposing.1, bias: $0[2],
                    rectifier: rectifier)
            }
        }
        check(of: [2] + a, [2] + b, [5]) {
            $0[0].matmul(
                $0[1], transposingSelf: transposing.0, transposingOther: transposing.1, bias: $0[2])
        }
    }

    @Test("convolutions with strides, paddings and rectifiers")
    func convolution() {
        let paddings: [Padding2D] = [0, 1, Padding2D(top: 0, left: 2, bottom: 1, right: 0)]
        for padding in paddings {
            for stride in [Size2D(1, 1), Size2D(2, 1), Size2D(2, 3)] {
                check(of: [2, 2, 5, 6], [3, 2, 3, 2], [3]) {
                    $0[0].conv2D($0[1], bias: $0[2], stride: stride, padding: padding)
                }
            }
        }
        check(of: [2, 2, 4, 4], [3, 2, 3, 3], [3]) { $0[0].conv2D($0[1], bias: $0[2], rectifier: .relu) }
        check(of: [2, 2, 4, 4], [3, 2, 3, 3]) { $0[0].conv2D($0[1], rectifier: .leakyReLU(slope: 0.3)) }
    }

    @Test("pooling", arguments: PoolingAgreementTests.windows)
    func pooling(_ window: (Size2D, Size2D, Size2D)) {
        for rectifying in [false, true] {
            check([distinctTensor([2, 2, 6, 7], type: .float64)]) {
                $0[0].maxPool2D(window.0, stride: window.1, padding: window.2, rectifying: rectifying)
            }
        }
    }

    @Test("adaptive means", arguments: [1, 2, 3, 8, Size2D(4, 5)] as [Size2D])
    func means(_ size: Size2D) {
        check(of: [2, 2, 5, 7]) { $0[0].averagePool2D(to: size) }
    }

    @Test("reductions", arguments: ReductionAgreementTests.axes)
    func reductions(_ axes: [Int]?) {
        let x = [distinctTensor([2, 3, 2, 4], type: .float64)]
        check(x) { $0[0].sum(axes: axes) }
        check(x) { $0[0].mean(axes: axes, keepingAxes: true) }
        check(x) { $0[0].max(axes: axes) }
        check(x) { $0[0].min(axes: axes, keepingAxes: true) }
    }

    @Test("softmax and losses")
    func losses() {
        check(of: [3, 5], in: -3..<3) { $0[0].softmax() }
        check(of: [3, 5], in: -3..<3) { $0[0].logSoftmax() }
        check(of: [4, 5], in: -3..<3) { softmaxCrossEntropy($0[0], Tensor([4, 0, 2, 2] as [Int32])) }
        check(of: [4, 5], [4, 5]) { meanSquaredError($0[0], $0[1]) }
        check(of: [4, 5], [4, 5]) { halfSquaredError($0[0], $0[1]) }
        check(of: [4, 5], [4, 5], in: 0..<1) { binaryCrossEntropy(logits: $0[0], targets: $0[1]) }
    }

    @Test("moving numbers")
    func movement() {
        check(of: [2, 3, 4]) { $0[0].transposed([2, 0, 1]) }
        check(of: [2, 3, 4]) { square($0[0].reshaped(to: [4, 6])) }
        check(of: [2, 3, 4], [2, 1, 4]) { square(concatenated([$0[0], $0[1], $0[0]], axis: 1)) }
        check(of: [2, 5, 4]) { square($0[0].sliced(1..<4, axis: 1)) }
        check(of: [5, 3]) { square($0[0].gathering(Tensor([4, 0, 4] as [Int32]))) }
        check(of: [4]) { square($0[0].droppedOut(rate: 0.4, key: 3, counter: 0)) }
    }

    @Test("a value used twice, and chains of many operations")
    func chains() {
        check(of: [3, 3]) { $0[0] * $0[0] + $0[0].matmul($0[0]) }
        check(of: [4, 6], [6]) {
            let x = tanh($0[0] + $0[1])
            let gated = sigmoid(x.sliced(3..<6, axis: 1)) * x.sliced(0..<3, axis: 1)
            return concatenated([gated, square(x)], axis: 1).transposed().sum(axes: [0])
        }
        check(of: [2, 1, 8, 8], [3, 1, 3, 3], [3], [4, 27], [4]) {
            let shown = $0[0].conv2D($0[1], bias: $0[2], padding: 1, rectifier: .leakyReLU(slope: 0.1))
            let logits = gelu(shown).averagePool2D(to: 3).flattened()
                .matmul($0[3], transposingOther: true, bias: $0[4])
            return softmaxCrossEntropy(logits, Tensor([1, 3] as [Int32]))
        }
        // A normalization, where everything depends on everything.
        check(of: [5, 3]) {
            let centered = $0[0] - $0[0].mean(axes: [0], keepingAxes: true)
            return centered / sqrt(square(centered).mean(axes: [0], keepingAxes: true) + 1e-3)
        }
    }

    @Test("a model's parameters, converted to float64")
    func model() {
        var random = RandomStream(seed: 4, name: .initialization)
        let model = Sequential(
            Conv2D(1, 2, kernelSize: 3, random: &random), MaxPool2D(2), Flatten(), Linear(8, 3, random: &random))
        model.convert(to: .float64)
        let (x, labels) = (randomTensor([3, 1, 6, 6], type: .float64), cyclicLabels(3, classes: 3))
        let gradients = valueAndGradients(of: model, in: .training()) { softmaxCrossEntropy(model(x), labels) }
            .gradients.tensors
        for (named, gradient) in zip(model.parameters, gradients) {
            let value = named.parameter.value
            let numeric = value.doubles.indices.map { at in
                let ends = [1e-5, -1e-5].map { offset in
                    var moved = value.doubles
                    moved[at] += offset
                    named.parameter.assign(Tensor(moved, shape: value.shape))
                    return softmaxCrossEntropy(model(x), labels).item
                }
                return (ends[0] - ends[1]) / 2e-5
            }
            named.parameter.assign(value)
            #expect(relativeError(gradient.doubles, numeric) < 1e-8, "\(named.name)")
        }
    }

    @Test("among equal extremes the gradient is shared evenly; of two equal numbers the first one gets it")
    func ties() {
        let x = [Tensor([1, 3, 3, 0, 0, 3] as [Double])]
        let byLargest = valueAndGradients(at: x, in: .evaluation) { $0[0].max() }.gradients[0].doubles
        let third = 1.0 / 3
        #expect(byLargest == [0, third, third, 0, 0, third])
        let bySmallest = valueAndGradients(at: x, in: .evaluation) { $0[0].min() }.gradients[0].doubles
        #expect(bySmallest == [0, 0, 0, 0.5, 0.5, 0])
        let pair = [Tensor([2] as [Double]), Tensor([2] as [Double])]
        for function in [maximum, minimum] {
            let gradients = valueAndGradients(at: pair, in: .evaluation) { function($0[0], $0[1]).sum() }.gradients
            #expect(gradients.map(\.item) == [1, 0])
        }
    }

    @Test("the check itself finds a gradient that is wrong")
    func wrongGradient() {
        let x = [randomTensor([4], type: .float64)]
        let errors = gradientErrors(at: x) { (square($0[0]) * $0[0].detached).sum() }
        #expect(errors[0] > 0.1)
        #expect(relativeError([0, 0], [0, 0]) == 0)
        #expect(relativeError([3, 0], [0, 4]) == 5 / 7.0)
    }
}
