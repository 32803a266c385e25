import Foundations

/// Points of the plane with names, such as the nodes of a graph: a name is under the pointer.
public struct LivePoints: LiveFigure {
    public static let kind = "points"

    /// Places of the points.
    public var xs, ys: [Double]
    /// The class of each point, a place in `classNames`.
    public var groups: [Int]
    /// The name of each point.
    public var names: [String]
    /// More about each point; nil for nothing.
    public var notes: [String]?
    public var classNames: [String]
    /// Pairs of points that are joined by a line.
    public var edges: [(Int, Int)]

    public init(
        xs: [Double], ys: [Double], groups: [Int], names: [String], notes: [String]? = nil, classNames: [String],
        edges: [(Int, Int)] = []
    ) {
        Contract.require(
            [ys.count, groups.count, names.count, notes?.count ?? xs.count].allSatisfy { $0 == xs.count }, "LivePoints",
            "\(xs.count) xs, \(ys.count) ys, \(groups.count) groups and \(names.count) names")
        (self.xs, self.ys, self.groups, self.names, self.notes) = (xs, ys, groups, names, notes)
        (self.classNames, self.edges) = (classNames, edges)
    }

    public var members: JSONObject {
        var object: JSONObject = [
            "xs": .numbers(xs), "ys": .numbers(ys), "groups": .array(groups.map { .integer($0) }),
            "names": .texts(names), "classes": .texts(classNames),
        ]
        object["notes"] = notes.map { .texts($0) }
        if !edges.isEmpty { object["edges"] = .array(edges.map { [.integer($0.0), .integer($0.1)] }) }
        return object
    }
}
