import Core
import Synchronization

/// An engine as another package would write one: it counts the operations that every engine has to have, forwards them to
/// one that computes, and takes everything else as it is composed of them.
///
/// It knows public declarations alone; `Tools/check-example` compiles it outside this package.
public final class CountingEngine: ComputeEngine {
    public let name = "counting"
    private let base: any ComputeEngine
    private let counted = Mutex<[String: Int]>([:])

    /// Counts what `base` computes.
    public init(_ base: any ComputeEngine) { self.base = base }

    /// How often each operation has run.
    public var counts: [String: Int] { counted.withLock { $0 } }

    private func count(_ operation: String = #function) -> any ComputeEngine {
        let name = String(operation.prefix { $0 != "(" })
        counted.withLock { $0[name, default: 0] += 1 }
        return base
    }

    public func supports(_ type: ScalarType) -> Bool { base.supports(type) }

    public func matmul(
        _ a: Buffer, _ b: Buffer, transposingA: Bool, transposingB: Bool, bias: Buffer?, rectifier: Rectifier?
    ) -> Buffer {
        count().matmul(
            a, b, transposingA: transposingA, transposingB: transposingB, bias: bias, rectifier: rectifier)
    }

    public func conv2D(
        _ input: Buffer, weight: Buffer, bias: Buffer?, geometry: ConvolutionGeometry, rectifier: Rectifier?
    ) -> Buffer { count().conv2D(input, weight: weight, bias: bias, geometry: geometry, rectifier: rectifier) }

    public func conv2DInputGradient(_ gradient: Buffer, weight: Buffer, geometry: ConvolutionGeometry) -> Buffer {
        count().conv2DInputGradient(gradient, weight: weight, geometry: geometry)
    }

    public func conv2DWeightGradient(
        _ gradient: Buffer, input: Buffer, geometry: ConvolutionGeometry
    ) -> (weight: Buffer, bias: Buffer) {
        count().conv2DWeightGradient(gradient, input: input, geometry: geometry)
    }

    public func maxPool2D(
        _ input: Buffer, geometry: PoolingGeometry
    ) -> (output: Buffer, positions: PoolingPositions) { count().maxPool2D(input, geometry: geometry) }

    public func maxPool2DGradient(
        _ gradient: Buffer, positions: PoolingPositions, geometry: PoolingGeometry
    ) -> Buffer { count().maxPool2DGradient(gradient, positions: positions, geometry: geometry) }

    public func averagePool2D(_ input: Buffer, to size: Size2D) -> Buffer { count().averagePool2D(input, to: size) }

    public func averagePool2DGradient(_ gradient: Buffer, inputShape: Shape) -> Buffer {
        count().averagePool2DGradient(gradient, inputShape: inputShape)
    }

    public func unary(_ operation: UnaryOperation, _ x: Buffer) -> Buffer { count().unary(operation, x) }

    public func unaryGradient(_ operation: UnaryOperation, x: Buffer, y: Buffer, gradient: Buffer) -> Buffer {
        count().unaryGradient(operation, x: x, y: y, gradient: gradient)
    }

    public func binary(_ operation: BinaryOperation, _ a: Buffer, _ b: Buffer) -> Buffer {
        count().binary(operation, a, b)
    }

    public func reduce(_ reduction: Reduction, _ x: Buffer, axes: [Int]) -> Buffer {
        count().reduce(reduction, x, axes: axes)
    }
}
