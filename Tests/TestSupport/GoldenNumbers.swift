import Engine
import Tensors

/// Random numbers that the makers of golden values draw alike (`golden_numbers.py` among them): a linear congruential
/// generator modulo 2³².
///
/// Source: Press, Teukolsky, Vetterling, Flannery, "Numerical Recipes in C", second edition, 1992, section 7.1.
public struct GoldenNumbers {
    private var state: UInt32

    public init(state: UInt32) { self.state = state }

    /// From −½ to below ½, of 24 bits.
    public mutating func next() -> Double {
        state = state &* 1_664_525 &+ 1_013_904_223
        return Double(state >> 8) * 0x1p-24 - 0.5
    }

    /// As many of them as `shape` has places, times `scale` plus `offset`.
    public mutating func tensor(
        _ shape: Shape, scale: Double = 1, offset: Double = 0, of type: ScalarType = .float32
    ) -> Tensor {
        Tensor((0..<shape.elementCount).map { _ in next() * scale + offset }, shape: shape).cast(to: type)
    }
}
