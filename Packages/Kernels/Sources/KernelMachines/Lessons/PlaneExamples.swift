import Core

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Points of the plane in classes.
public struct PlaneExamples: Sendable {
    public var x1, x2: [Double]
    /// Numbers of `labels`.
    public var classes: [Int]
    public var labels: [ClassLabel]
    /// The names of the axes.
    public var names = ["x₁", "x₂"]

    public init(x1: [Double], x2: [Double], classes: [Int], labels: [ClassLabel]) {
        Contract.require(
            x1.count == x2.count && x1.count == classes.count, "PlaneExamples",
            "\(x1.count) x₁, \(x2.count) x₂ and \(classes.count) classes")
        (self.x1, self.x2, self.classes, self.labels) = (x1, x2, classes, labels)
    }

    /// Examples of a file with two features; nil for any others.
    public init?(_ set: ExampleSet) {
        guard set.points.width == 2, case .dense = set.points.numbers, !set.targets.contains(where: \.isNaN) else {
            return nil
        }
        let rows = (0..<set.count).map(set.points.row)
        let labels = set.labels
        self.init(
            x1: rows.map { $0[0] }, x2: rows.map { $0[1] }, classes: set.classes(among: labels), labels: labels)
        if let features = set.columns?.features { names = features }
    }

    public var count: Int { classes.count }

    /// - Shapes: N × 2.
    public var points: KernelRows { Self.rows(zip(x1, x2).map { [$0, $1] }) }

    static func rows(_ rows: [[Double]]) -> KernelRows {
        KernelRows(rows.flatMap { $0 }, width: rows.first?.count ?? 0)
    }

    private static let signs = [ClassLabel(-1, name: "−1"), ClassLabel(1, name: "1")]

    /// The eight points of the lessons; `fifth` is the place of the fifth.
    static func eight(fifth: (Double, Double) = (0.81, 0.10)) -> PlaneExamples {
        PlaneExamples(
            x1: [0.46, 1.96, 2.94, 3.71, fifth.0, 1.93, 2.95, 4.51],
            x2: [0.76, 1.56, 1.99, 2.32, fifth.1, 2.62, 2.80, -1.13], classes: [1, 1, 1, 1, 0, 0, 0, 0], labels: signs)
    }

    /// The eight with their fifth in both places.
    static var nine: PlaneExamples {
        let eight = eight()
        return PlaneExamples(
            x1: eight.x1 + [1.81], x2: eight.x2 + [-0.50], classes: eight.classes + [0], labels: signs)
    }

    /// A ring around a disc's rim.
    public static func circles(_ count: Int, noise: Double, seed: UInt64) -> PlaneExamples {
        drawn(count, noise, seed: seed) { label, random in
            let (angle, radius) = (random.uniform(in: 0..<2 * Double.pi), label == 0 ? 1 : 0.45)
            return (radius * cos(angle), radius * sin(angle))
        }
    }

    /// Four clusters around the corners (±1, ±1), by whether the signs are equal.
    ///
    /// - Parameter gap: the smallest distance from both axes, less than the 1 of the corners; a point that is nearer,
    ///   or beyond an axis, is drawn again. nil keeps every point.
    static func xor(_ count: Int, noise: Double, gap: Double? = nil, seed: UInt64) -> PlaneExamples {
        drawn(count, noise, seed: seed) { label, x, y in
            guard let gap else { return true }
            return min(abs(x), abs(y)) >= gap && (x * y > 0) == (label == 1)
        } place: { label, random in
            let side: Double = random.uniform() < 0.5 ? -1 : 1
            return (side, label == 0 ? -side : side)
        }
    }

    /// Two half circles, each reaching into the other.
    public static func moons(_ count: Int, noise: Double, seed: UInt64) -> PlaneExamples {
        drawn(count, noise, seed: seed) { label, random in
            let angle = random.uniform(in: 0..<Double.pi)
            return label == 0 ? (cos(angle), sin(angle)) : (1 - cos(angle), 0.5 - sin(angle))
        }
    }

    /// Two clusters that overlap.
    public static func heaps(_ count: Int, noise: Double, seed: UInt64) -> PlaneExamples {
        drawn(count, noise, seed: seed) { label, _ in label == 0 ? (-0.8, -0.5) : (0.8, 0.5) }
    }

    private static func drawn(
        _ count: Int, _ noise: Double, seed: UInt64,
        keeping isKept: (_ label: Int, _ x: Double, _ y: Double) -> Bool = { _, _, _ in true },
        place: (_ label: Int, _ random: inout RandomStream) -> (Double, Double)
    ) -> PlaneExamples {
        var random = RandomStream(seed: seed, name: .points)
        var (x1, x2): ([Double], [Double]) = ([], [])
        for number in 0..<count {
            var (x, y) = (0.0, 0.0)
            repeat {
                (x, y) = place(number % 2, &random)
                x += random.normal(standardDeviation: noise)
                y += random.normal(standardDeviation: noise)
            } while !isKept(number % 2, x, y)
            x1.append(x)
            x2.append(y)
        }
        return PlaneExamples(x1: x1, x2: x2, classes: (0..<count).map { $0 % 2 }, labels: signs)
    }
}
