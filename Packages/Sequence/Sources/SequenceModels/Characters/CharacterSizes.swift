import Core

/// How a character model reads a text.
public enum CharacterMode: String, Codable, Sendable, CaseIterable {
    /// Consecutive stretches; the state is carried over, and every character is predicted.
    case streaming
    /// Random windows from an empty state; only the character after the window is predicted.
    case windowed
}

/// How a character model reads a text, and the sizes of its network.
public struct CharacterSizes: Codable, Equatable, Sendable {
    public var mode = CharacterMode.streaming
    /// Characters of a stretch or window.
    public var length: Int
    /// A name of the tool's cells.
    public var cell: String
    public var hidden: Int
    public var layers = 1
    /// The embedding's width; nil for one-hot inputs.
    public var embedding: Int?
    /// The standard deviation of the initial weights; nil for PyTorch's defaults.
    public var sigma: Double?
    /// The rate of dropout between the layers and before the logits.
    public var dropout = 0.0

    /// One layer that reads consecutive stretches of one-hot characters, by default.
    public init(
        mode: CharacterMode = .streaming, length: Int, cell: String, hidden: Int, layers: Int = 1,
        embedding: Int? = nil, sigma: Double? = nil, dropout: Double = 0
    ) {
        (self.mode, self.length, self.cell, self.hidden) = (mode, length, cell, hidden)
        (self.layers, self.embedding, self.sigma, self.dropout) = (layers, embedding, sigma, dropout)
    }

    /// Checks every number, and that the cell is a known one.
    public func check(cells: [CellEntry] = CellEntry.all) throws(SettingError) {
        try Setting.require("cell", cell, among: cells.map(\.name))
        try Setting.require("length", length, in: 1...1_000_000)
        try Setting.require("hidden", hidden, in: 1...16_384)
        try Setting.require("layers", layers, in: 1...64)
        try Setting.require("embedding", embedding, in: 1...16_384)
        try Setting.require("sigma", sigma, in: 1e-9...10)
        try Setting.require("dropout", dropout, in: 0...0.9)
    }

    /// The useful number of threads: a small step is faster on one thread.
    ///
    /// - Parameters:
    ///   - available: threads, the most that are useful.
    ///   - rows: streams or windows of a step.
    ///   - gates: of the cell.
    func threads(of available: Int, rows: Int, gates: Int) -> Int {
        // Not in whole numbers, because the sizes are not checked yet.
        let weights = Double(hidden) * Double(hidden) * Double(layers) * Double(gates)
        let work = Double(rows) * Double(min(length, 1_000)) * weights
        return work < 3e7 ? 1 : available
    }

    /// Characters that a sample begins with: a windowed model needs a whole window.
    var openingLength: Int { mode == .windowed ? length : 1 }
}
