import ArgumentParser
import Training

/// The default cells of a tool's confusion matrices.
public protocol ConfusionDefaults {
    static var cells: ConfusionCells { get }
    /// The default in the words of help.
    static var word: String { get }
}

extension ConfusionDefaults {
    public static var word: String { cells.rawValue }
}

/// Counts by default.
public enum ShowsCounts: ConfusionDefaults {
    public static let cells = ConfusionCells.counts
}

/// Shares of each true class by default.
public enum ShowsShares: ConfusionDefaults {
    public static let cells = ConfusionCells.rows
}

/// No matrix by default.
public enum ShowsNothing: ConfusionDefaults {
    public static let cells = ConfusionCells.counts
    public static let word = "no matrix"
}

/// The numbers in the cells of confusion matrices, in text and in figures.
public struct ConfusionOption<Defaults: ConfusionDefaults>: ParsableArguments {
    /// Nil where the option was not given.
    @Option(
        name: .customLong("confusion"),
        help: ArgumentHelp(
            "Confusion matrix: counts, or rows for shares of each true class. (default: \(Defaults.word))",
            valueName: "cells"),
        completion: .list(ConfusionCells.allCases.map(\.rawValue)),
        transform: { text in
            ConfusionCells(
                rawValue: try OptionValue.name(of: "kind of cells", in: ConfusionCells.allCases.map(\.rawValue))(text))
                ?? Defaults.cells
        })
    public var given: ConfusionCells?

    public init() {}

    /// The given value, otherwise the default.
    public var cells: ConfusionCells { given ?? Defaults.cells }
}
