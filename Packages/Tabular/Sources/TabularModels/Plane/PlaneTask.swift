import Core

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A task of the plane as `--task` names it: points in two classes, and the usual network that learns them.
public struct PlaneTask: Sendable {
    public let name: String
    public let summary: String
    /// The names of the two classes.
    public let classNames: [String]
    /// The default number of points and noise; nil where the points are fixed.
    public let size: (points: Int, noise: Double)?
    /// The default network and training for the task.
    public let usual: PlaneSettings
    /// The points, `count` of them with noise of this standard deviation where the set has a size.
    let draw: @Sendable (_ count: Int, _ noise: Double, _ random: inout RandomStream) -> PlanePoints

    public static let all = [grid, xor, moons, spirals, circles]

    /// - Parameters:
    ///   - name: what `--task` takes.
    ///   - summary: what help says of it, in a few words.
    ///   - classNames: of the two classes.
    ///   - size: the default number of points, 8 or more, and noise; nil where the points are fixed, which are all
    ///     training points then.
    ///   - usual: the default network and training.
    ///   - draw: so many points with noise of this standard deviation; the points themselves where they are fixed.
    public init(
        name: String, summary: String, classNames: [String], size: (points: Int, noise: Double)? = nil,
        usual: PlaneSettings,
        draw: @escaping @Sendable (_ count: Int, _ noise: Double, _ random: inout RandomStream) -> PlanePoints
    ) {
        Contract.require(
            classNames.count == 2, "PlaneTask", "\(classNames.count) names of classes, expected those of two")
        (self.name, self.summary, self.classNames, self.size) = (name, summary, classNames, size)
        (self.usual, self.draw) = (usual, draw)
    }

    /// The points of this task.
    ///
    /// - Parameters:
    ///   - count: the number of points; nil for the task's default.
    ///   - noise: standard deviation, in units of the plane; nil for the task's default.
    ///   - seed: what the points are drawn by.
    public func points(_ count: Int? = nil, noise: Double? = nil, seed: UInt64) -> PlanePoints {
        var random = RandomStream(seed: seed, name: .points)
        return draw(count ?? size?.points ?? 0, noise ?? size?.noise ?? 0, &random)
    }

    /// The nine points of {0, 1, 2}², by whether x + y is odd.
    static let grid = PlaneTask(
        name: "grid", summary: "the 3×3 grid, class = x + y odd", classNames: ["even", "odd"],
        usual: PlaneSettings(
            hidden: [5], stopAt: 0.9, restartAfter: 400, epochs: 8_000, batchSize: 9, learningRate: 0.1)
    ) { _, _, _ in
        (0..<9).reduce(into: PlanePoints()) { points, number in
            let (x, y) = (number % 3, number / 3)
            points.append(Double(x), Double(y), Int32((x + y) % 2))
        }
    }

    /// The corners of the unit square, by whether exactly one coordinate is 1 (Minsky, Papert 1969).
    static let xor = PlaneTask(
        name: "xor", summary: "exclusive or", classNames: ["0", "1"],
        usual: PlaneSettings(
            hidden: [2], stopAt: 0.9, restartAfter: 400, epochs: 8_000, batchSize: 4, learningRate: 0.1)
    ) { _, _, _ in
        PlanePoints(xs: [0, 1, 0, 1], ys: [0, 0, 1, 1], classes: [0, 1, 1, 0])
    }

    /// Two half circles, each reaching into the other.
    static let moons = PlaneTask(
        name: "moons", summary: "two half circles", classNames: ["upper", "lower"], size: (400, 0.15),
        usual: PlaneSettings(hidden: [8], epochs: 200, learningRate: 0.03)
    ) { count, noise, random in
        drawn(count, noise, &random) { label, random in
            let angle = random.uniform(in: 0..<Double.pi)
            return label == 0 ? (cos(angle), sin(angle)) : (1 - cos(angle), 0.5 - sin(angle))
        }
    }

    /// Two arms that wind around each other one and a half times.
    ///
    /// After Lang, Witbrock, "Learning to tell two spirals apart", 1988, whose spirals have three turns.
    static let spirals = PlaneTask(
        name: "spirals", summary: "two arms that wind around each other", classNames: ["one", "other"],
        size: (400, 0.03),
        usual: PlaneSettings(hidden: [8, 8], activation: PlaneActivation.tanh.name, epochs: 600, learningRate: 0.01)
    ) { count, noise, random in
        drawn(count, noise, &random) { label, random in
            // The square root spreads the points evenly along the arm.
            let way = random.uniform(in: 0.01..<1).squareRoot()
            let angle = 3 * Double.pi * way + (label == 0 ? 0 : Double.pi)
            return (way * cos(angle), way * sin(angle))
        }
    }

    /// A ring around a disc's rim.
    static let circles = PlaneTask(
        name: "circles", summary: "a ring inside another", classNames: ["outer", "inner"], size: (400, 0.08),
        usual: PlaneSettings(hidden: [4], epochs: 200, learningRate: 0.03)
    ) { count, noise, random in
        drawn(count, noise, &random) { label, random in
            let (angle, radius) = (random.uniform(in: 0..<2 * Double.pi), label == 0 ? 1 : 0.5)
            return (radius * cos(angle), radius * sin(angle))
        }
    }

    /// Points of both classes in turn, each moved by noise.
    private static func drawn(
        _ count: Int, _ noise: Double, _ random: inout RandomStream,
        place: (_ label: Int32, _ random: inout RandomStream) -> (Double, Double)
    ) -> PlanePoints {
        var points = PlanePoints()
        for number in 0..<count {
            let label = Int32(number % 2)
            let (x, y) = place(label, &random)
            points.append(
                x + random.normal(standardDeviation: noise), y + random.normal(standardDeviation: noise), label)
        }
        return points
    }
}
