/// The format of a table's text.
public struct TableFormat: Codable, Equatable, Sendable {
    /// The separator between two fields.
    public enum Separator: String, Codable, Sendable, CaseIterable {
        case comma = ","
        case semicolon = ";"
        case tab = "\t"

        /// The plural, in words.
        public var words: String {
            switch self {
            case .comma: "commas"
            case .semicolon: "semicolons"
            case .tab: "tabs"
            }
        }

        var byte: UInt8 { rawValue.utf8.first ?? 0x2C }
    }

    /// Whether the first line names the columns.
    public enum Header: String, Codable, Sendable, CaseIterable {
        case yes
        case no
    }

    public var separator: Separator
    /// Whether numbers are written as 3,5 instead of 3.5.
    public var hasDecimalCommas = false
    /// Whether the first line names the columns.
    public var hasHeader = true
    /// Columns without name and content at the right, which spreadsheets may add.
    public var paddingColumns = 0
    /// Whether the first column numbers the rows.
    public var hasIndex = false

    /// In words, such as "semicolons, decimal commas, header".
    public var words: String {
        (["CSV with \(separator.words)"] + (hasDecimalCommas ? ["decimal commas"] : [])
            + [hasHeader ? "header" : "no header"]
            + (paddingColumns == 0
                ? [] : [paddingColumns == 1 ? "an empty column" : "\(paddingColumns) empty columns"]))
            .joined(separator: ", ")
    }

    var point: UInt8 { hasDecimalCommas ? 0x2C : 0x2E }
}
