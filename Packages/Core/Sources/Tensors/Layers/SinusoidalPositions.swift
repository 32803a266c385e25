import Foundations

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Adds to each position p a vector of sines and cosines, sin(p / 10000^(2i/E)) and cos(p / 10000^(2i/E)) in turn
/// (Vaswani et al. 2017, section 3.5).
///
/// - Shapes: B × L × E, unchanged.
public struct SinusoidalPositions: Layer {
    private let table: Tensor

    /// - Parameters:
    ///   - width: E, the numbers of each position.
    ///   - longest: the most positions that a sequence may have.
    public init(width: Int, longest: Int) {
        table = Tensor(
            (0..<(longest * width)).map { place -> Float in
                let (position, column) = place.quotientAndRemainder(dividingBy: width)
                let angle = Double(position) * pow(10_000, -Double(column / 2 * 2) / Double(width))
                return Float(column % 2 == 0 ? sin(angle) : cos(angle))
            }, shape: [longest, width])
    }

    public var parameters: [NamedParameter] { [] }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        Contract.require(
            x.rank == 3 && x.shape[1] <= table.shape[0] && x.shape[2] == table.shape[1], "SinusoidalPositions",
            "input \(x.shape), expected B × L × \(table.shape[1]) with L at most \(table.shape[0])")
        let positions = x.shape[1] == table.shape[0] ? table : table.sliced(0..<x.shape[1])
        return x + positions.cast(to: x.type)
    }
}
