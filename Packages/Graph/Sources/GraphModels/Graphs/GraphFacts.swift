import Core

/// Facts of a graph: they define the model's shape, and they identify the graph.
public struct GraphFacts: Codable, Equatable, Sendable {
    public var nodes: Int
    public var edges: Int
    /// Numbers that describe a node.
    public var features: Int
    public var classNames: [String]
    /// The names of the features, in the order of a model's inputs; nil where they have only numbers.
    public var featureNames: [String]?

    public init(_ graph: Graph) {
        (nodes, edges) = (graph.nodeCount, graph.edgeCount)
        (features, classNames) = (graph.features.width, graph.classNames)
        featureNames = graph.featureNames
    }

    /// Checks every fact.
    public func check() throws(SettingError) {
        try Setting.require("nodes", nodes, in: 1...Int(Int32.max))
        try Setting.require("edges", edges, in: 0...1 << 40)
        try Setting.require("features", features, in: 1...Graph.mostFeatures)
        try Setting.require(
            "classNames", "a list of \(classNames.count)", (2...Graph.mostClasses).contains(classNames.count),
            expected: "2 to \(Graph.mostClasses) names")
        try Setting.require(
            "featureNames", "a list of \(featureNames?.count ?? 0)", featureNames.map { $0.count == features } ?? true,
            expected: "a name for each of \(features) features")
        try Setting.require("classNames", "a list with ''", !classNames.contains(""), expected: "a name for each class")
    }
}
