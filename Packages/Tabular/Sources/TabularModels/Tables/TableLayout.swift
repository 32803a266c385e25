import Core

/// Which columns of a table a network learns from, and which it predicts.
public struct TableLayout: Codable, Equatable, Sendable {
    /// Features that are numbers, in order.
    public var numbers: [String]
    /// Features that are texts, in order.
    public var texts: [String]
    public var target: String
    /// Whether the target is a text, which is then a class.
    public var hasTextTarget: Bool

    public init(numbers: [String], texts: [String] = [], target: String, hasTextTarget: Bool = false) {
        (self.numbers, self.texts, self.target, self.hasTextTarget) = (numbers, texts, target, hasTextTarget)
    }

    /// The layout of the California housing table.
    public static let california = TableLayout(numbers: HousingColumns.names, target: HousingColumns.target)

    /// The features in the order of the network's inputs.
    public var features: [String] { numbers + texts }

    /// Whether the target is a value in dollars.
    var isInDollars: Bool { target == HousingColumns.target }

    /// The layout of an open table, and the columns that it leaves out: California's where the table has these columns
    /// and no others are requested, otherwise by the contents of the columns.
    ///
    /// - Throws: `FileError` where it has no target or no features, or a column is missing.
    static func find(
        in table: TableStream, _ choice: ColumnChoice
    ) throws(FileError) -> (layout: TableLayout, leftOut: [DataFacts.LeftOut]) {
        var choice = choice
        let names = HousingColumns.names + [HousingColumns.target]
        if choice.names.isEmpty, names.allSatisfy({ table.columnIfPresent($0) != nil }) { return (.california, []) }
        if choice.target == nil {
            choice.target = HousingColumns.targets.first { table.columnIfPresent($0) != nil }
        }
        var roles = try choice.roles(in: table)
        guard let target = roles.target else {
            throw FileError(
                .badData, table.file, at: .line(1), "no column to predict", expected: "--target with its name")
        }
        func select(_ kind: TableStream.ColumnKind) -> [Int] { roles.features.filter { table.kinds[$0] == kind } }
        // A column that the user names is used in any case.
        let (empty, keys) = (select(.missing), choice.features == nil ? select(.names) : [])
        roles.leave(empty, "without values", in: table)
        roles.leave(keys, "of texts that are nearly all different", in: table)
        let features = roles.features.filter { !empty.contains($0) && !keys.contains($0) }
        guard !features.isEmpty else {
            throw FileError(
                .badData, table.file, at: .line(1), "no features",
                expected: "columns other than \(table.header[target]) to predict it from")
        }
        let layout = TableLayout(
            numbers: features.filter { table.kinds[$0] == .numbers }.map { table.header[$0] },
            texts: features.filter { table.kinds[$0] != .numbers }.map { table.header[$0] },
            target: table.header[target], hasTextTarget: table.kinds[target] != .numbers)
        return (layout, roles.leftOut)
    }

    /// Checks that the layout is consistent, because a file may be damaged.
    func check() throws(SettingError) {
        let names = features + [target]
        try Setting.require(
            "layout", names.joined(separator: ", "), Set(names).count == names.count && names.count > 1,
            expected: "different columns")
    }
}
