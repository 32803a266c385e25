import Core
import KernelLoops

/// The two passes over all variables in a step of sequential minimal optimization, on the caller's memory. The gradient
/// is float64, kernel rows are float32.
///
/// Source: Fan, Chen, Lin, "Working set selection using second order information for training support vector machines",
/// JMLR 6, 2005, WSS 2.
public enum SMOStep {
    /// The largest gradient among the variables that may rise and the smallest among those that may fall, with their
    /// variables; infinite and nil where there is none.
    public struct Extremes: Equatable, Sendable {
        public var highest = -Double.infinity
        public var lowest = Double.infinity
        public var highestPlace: Int?
        public var lowestPlace: Int?

        public init() {}

        /// Whether no pair can gain more than `tolerance` per unit.
        public func areWithin(_ tolerance: Double) -> Bool { !(highest - lowest > tolerance) }
    }

    /// A range of variables: gradient, whether each may rise (0, otherwise −∞) and fall (0, otherwise +∞), and kᵢᵢ.
    public struct Variables {
        public let gradient: UnsafeMutablePointer<Double>
        public let rises, falls: UnsafePointer<Float>
        public let diagonal: UnsafePointer<Double>

        public init(
            gradient: UnsafeMutablePointer<Double>, rises: UnsafePointer<Float>, falls: UnsafePointer<Float>,
            diagonal: UnsafePointer<Double>
        ) {
            (self.gradient, self.rises, self.falls, self.diagonal) = (gradient, rises, falls, diagonal)
        }
    }

    /// gradient −= step (a − b) for variables `range`, and the resulting extremes, added to `found`.
    ///
    /// - Parameters:
    ///   - variables: the memory of all variables, from variable 0 on.
    ///   - range: the variables to update; `a` and `b` begin at its first.
    ///   - a: kernel values of the variable that rose with those of the range.
    ///   - b: the same of the one that fell.
    ///   - step: how far the pair moved, in units of α.
    ///   - found: the extremes before this range; updated by it.
    public static func move(
        _ variables: Variables, _ range: Range<Int>, along a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
        step: Double, found: inout Extremes
    ) {
        var extremes = loop_extremes(
            highest: found.highest, lowest: found.lowest, highest_place: Int64(found.highestPlace ?? -1),
            lowest_place: Int64(found.lowestPlace ?? -1))
        let first = range.lowerBound
        loop_move_along_pair(
            variables.gradient + first, variables.rises + first, variables.falls + first, a, b, step, Int64(first),
            range.count, &extremes)
        (found.highest, found.lowest) = (extremes.highest, extremes.lowest)
        found.highestPlace = extremes.highest_place < 0 ? nil : Int(extremes.highest_place)
        found.lowestPlace = extremes.lowest_place < 0 ? nil : Int(extremes.lowest_place)
    }

    /// The best partner found so far; nil before the first.
    public struct Partner {
        fileprivate var found = loop_partner(square: 0, curvature: 1, place: -1)

        public init() {}

        /// The variable that should fall.
        public var place: Int? { found.place < 0 ? nil : Int(found.place) }
    }

    /// The variable of `range` that should fall while variable `own` rises: the one whose pair gains most by second
    /// order, if it gains more than `found`.
    ///
    /// - Parameters:
    ///   - own: number of the variable that rises.
    ///   - variables: the memory of all variables, from variable 0 on.
    ///   - range: the candidates; `row` begins at its first.
    ///   - row: kernel values of `own` with those of the range.
    ///   - leastCurvature: the replacement for a curvature that is not above zero, as for kernels that are not inner
    ///     products.
    ///   - found: the best partner before this range; replaced by a better one.
    public static func findPartner(
        of own: Int, _ variables: Variables, _ range: Range<Int>, row: UnsafePointer<Float>,
        leastCurvature: Double, found: inout Partner
    ) {
        let first = range.lowerBound
        loop_find_partner(
            variables.gradient + first, variables.falls + first, row, variables.diagonal + first,
            variables.gradient[own], variables.diagonal[own], leastCurvature, Int64(first), range.count,
            &found.found)
    }
}
