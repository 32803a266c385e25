import Figures
import Foundations

/// The additional results of a finished training.
public struct Report {
    /// Figures by name, for the run's `figures/`.
    public var figures: [(name: String, figure: any Figure)] = []
    /// Live forms of figures by the figures' names, for the run's page.
    public var live: [(name: String, figure: any LiveFigure)] = []
    /// Files by name, for the run's folder.
    public var files: [(name: String, bytes: [UInt8])] = []
    /// Results in words, before the summary.
    public var lines: [String] = []
    /// Members of the summary, after those that every training has.
    public var summary: JSONObject = [:]

    public init() {}

    /// Adds a figure if there is one.
    public mutating func draw(_ name: String, _ figure: (any Figure)?) {
        if let figure { figures.append((name, figure)) }
    }

    /// Adds the live form of a figure if there is one.
    public mutating func enliven(_ name: String, _ figure: (any LiveFigure)?) {
        if let figure { live.append((name, figure)) }
    }
}
