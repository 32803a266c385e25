/// Sets of random points of the plane, known by name.
public struct BuiltInSet: Sendable {
    public let name: String
    private let draw: @Sendable (Int, UInt64) -> PlaneExamples

    public static let all = [
        BuiltInSet(name: "moons") { .moons($0, noise: 0.2, seed: $1) },
        BuiltInSet(name: "circles") { .circles($0, noise: 0.1, seed: $1) },
        BuiltInSet(name: "xor") { .xor($0, noise: 0.4, seed: $1) },
        BuiltInSet(name: "heaps") { .heaps($0, noise: 0.6, seed: $1) },
    ]

    private init(name: String, _ draw: @escaping @Sendable (Int, UInt64) -> PlaneExamples) {
        (self.name, self.draw) = (name, draw)
    }

    func examples(_ count: Int, seed: UInt64) -> ExampleSet {
        let points = draw(count, seed)
        return ExampleSet(points: points.points, targets: points.classes.map { 2 * Double($0) - 1 }, file: name)
    }
}
