import Core

/// Points of the plane from a table.
///
/// By default the columns are called x, y and class, in any order and among any others; in a table with three columns
/// of other names the first two are x and y. Classes are any two texts: if they are numbers, the smaller one is class
/// 0, otherwise the first one in alphabetical order.
public struct PlaneFile: Sendable {
    public let points: PlanePoints
    public let classNames: [String]
    /// What the reader found in the table.
    public let facts: DataFacts

    /// The largest magnitude of a coordinate: its square is still a finite number.
    private static let reach = 1e100

    /// - Parameters:
    ///   - file: path of the table.
    ///   - choice: which columns are used.
    /// - Throws: `FileError` where the file cannot be read or does not contain points of two classes.
    public init(_ file: String, _ choice: ColumnChoice = ColumnChoice()) throws(FileError) {
        var table = try TableStream(file, header: choice.header, expecting: choice.names)
        let roles = try Self.completed(choice, in: table).roles(in: table)
        guard roles.features.count == 2, let target = roles.target else {
            let names = table.header.prefix(6).joined(separator: ",") + (table.header.count > 6 ? ",…" : "")
            throw FileError(
                .badData, file, at: .line(1), "columns \(names)",
                expected: "x, y and class; --features and --target name others")
        }
        let (x, y) = (roles.features[0], roles.features[1])
        var (xs, ys, labels): ([Double], [Double], [String]) = ([], [], [])
        while try table.next() {
            xs.append(try Self.coordinate(x, table))
            ys.append(try Self.coordinate(y, table))
            if table.isMissing(target) { throw table.failure(target, expected: "a class") }
            let number = table.number(target)
            labels.append(number == 0 ? "0" : try table.text(target))
        }
        guard !labels.isEmpty else {
            throw FileError(.badData, file, "contains no points", expected: "a line for each")
        }
        let names = try Self.classes(of: labels, column: table.header[target], file: file)
        let classes = labels.map { Int32($0 == names[1] ? 1 : 0) }
        (points, classNames) = (PlanePoints(xs: xs, ys: ys, classes: classes), names)
        let counts = [0, 1].map { label in DataFacts.ClassCount(names[label], classes.count { Int($0) == label }) }
        let content = xs.map(\.description) + ys.map(\.description) + labels
        facts = DataFacts(
            source: file, format: table.format.words, examples: labels.count, noun: "point",
            features: [table.header[x], table.header[y]], target: table.header[target], classes: counts,
            leftOut: roles.leftOut, digest: ContentDigest(content.joined(separator: "\n").utf8).description)
    }

    /// The choice, with x, y and class for columns that it does not name, if the table has them.
    private static func completed(_ choice: ColumnChoice, in table: TableStream) -> ColumnChoice {
        var choice = choice
        let usual = ["x", "y"]
        if choice.features == nil,
            usual.allSatisfy({ name in table.columnIfPresent(name) != nil && choice.target != name })
        {
            choice.features = usual
            if choice.target == nil { choice.target = table.columnIfPresent("class").map { table.header[$0] } }
        }
        return choice
    }

    private static func coordinate(_ column: Int, _ table: TableStream) throws(FileError) -> Double {
        guard let number = table.number(column), number.isFinite else {
            throw table.failure(column, expected: "a number")
        }
        guard abs(number) <= reach else {
            throw table.failure(column, expected: "a number between -1e100 and 1e100")
        }
        return number
    }

    private static func classes(
        of labels: [String], column: String, file: String
    ) throws(FileError) -> [String] {
        var seen: Set<String> = []
        let names = labels.filter { seen.insert($0).inserted }
        guard names.count == 2 else {
            let listed = names.prefix(4).map { "'\($0)'" }.joined(separator: ", ") + (names.count > 4 ? ", …" : "")
            let kinds = names.count == 1 ? "only one class, \(listed)" : "\(names.count) classes, \(listed)"
            throw FileError(.badData, file, "column '\(column)' has \(kinds)", expected: "two classes")
        }
        if let first = Double(names[0]), let second = Double(names[1]) {
            return first < second ? names : names.reversed()
        }
        return names.sorted()
    }
}
