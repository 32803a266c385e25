import Core

/// The sizes of a graph model, and its dropout.
public struct GraphSizes: Codable, Equatable, Sendable {
    /// Numbers of a hidden layer; for attention, of each head.
    public var hidden: Int
    public var layers: Int
    /// Heads of attention, only for `gat`.
    public var heads: Int
    /// The rate before each layer, and of the weights of attention.
    public var dropout: Double
    /// Whether hidden layers of equal width add their output to their input; not for `grand`.
    public var isResidual: Bool
    /// Steps by which features are spread over the graph, only for `grand`.
    public var spread: Int
    /// Passes with different nodes left out that should agree, only for `grand`.
    public var views: Int

    private enum CodingKeys: String, CodingKey {
        case hidden, layers, heads, dropout, spread, views
        case isResidual = "residual"
    }

    public init(
        hidden: Int = 64, layers: Int = 2, heads: Int = 8, dropout: Double = 0.5, isResidual: Bool = false,
        spread: Int = 8, views: Int = 4
    ) {
        (self.hidden, self.layers, self.heads, self.dropout) = (hidden, layers, heads, dropout)
        (self.isResidual, self.spread, self.views) = (isResidual, spread, views)
    }

    /// Checks every size.
    public func check() throws(SettingError) {
        try Setting.require("hidden", hidden, in: 1...65_536)
        try Setting.require("layers", layers, in: 1...256)
        try Setting.require("heads", heads, in: 1...1_024)
        try Setting.require("dropout", dropout, in: 0...0.95)
        try Setting.require("spread", spread, in: 0...1_000)
        try Setting.require("views", views, in: 1...64)
    }
}
