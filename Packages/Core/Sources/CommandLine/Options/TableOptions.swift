import ArgumentParser
import Datasets
import Files

/// The default target column of a tool.
public protocol TargetDefault {
    /// The text in help.
    static var words: String { get }
}

/// The column with one of the usual names, or the last.
public enum UsualTarget: TargetDefault {
    public static let words = ColumnChoice.targetNames.joined(separator: ", ") + ", otherwise the last"
}

/// The options for the columns of a table, except the features.
public struct TableOptions<Default: TargetDefault>: ParsableArguments {
    @Option(
        help: ArgumentHelp("Column of a table to predict. (default: \(Default.words))", valueName: "column"),
        transform: OptionValue.columnName)
    public var target: String?

    @Option(
        help: ArgumentHelp("Columns of a table to ignore.", valueName: "column,…"),
        transform: OptionValue.columnNames)
    public var ignore: [String]?

    @Option(
        help: ArgumentHelp(
            "Whether the first line of a table names the columns: "
                + "\(TableFormat.Header.allCases.map(\.rawValue).joined(separator: ", ")). (default: detected)",
            valueName: "yes|no"),
        completion: .list(TableFormat.Header.allCases.map(\.rawValue)),
        transform: { text in
            let names = TableFormat.Header.allCases.map(\.rawValue)
            return TableFormat.Header(rawValue: try OptionValue.name(of: "answer", in: names)(text)) ?? .yes
        })
    public var header: TableFormat.Header?

    public init() {}

    /// Applies the options that are given.
    public func apply(to choice: inout ColumnChoice) {
        choice.target = target ?? choice.target
        choice.ignored = ignore ?? choice.ignored
        choice.header = header ?? choice.header
    }
}

/// The option for the feature columns of a table.
public struct FeatureColumnsOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Columns of a table to predict from. (default: all but the target)", valueName: "column,…"),
        transform: OptionValue.columnNames)
    public var features: [String]?

    public init() {}

    /// Applies the options that are given.
    public func apply(to choice: inout ColumnChoice) { choice.features = features ?? choice.features }
}

extension OptionValue {
    /// The name of a column.
    public static let columnName: Parser<String> = parser(of: "the name of a column") { $0.isEmpty ? nil : $0 }

    /// Different names of columns, separated by commas.
    public static let columnNames: Parser<[String]> = parser(of: "different names of columns, separated by commas") {
        text in
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map { trimmed(String($0)) }
        return names.contains("") || Set(names).count < names.count ? nil : names
    }
}
