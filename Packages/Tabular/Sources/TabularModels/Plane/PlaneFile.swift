import Core

/// Points of the plane from a CSV file.
///
/// The columns are called x, y and class, in any order and among any others; of a file with three columns of other names
/// the first two are x and y. Classes are any two texts: of two numbers the lesser is class 0, of others the one that
/// comes first in the alphabet.
public struct PlaneFile: Sendable {
    public let points: PlanePoints
    public let classNames: [String]

    /// The greatest magnitude of a coordinate: its square still has a place among the numbers.
    private static let reach = 1e100

    /// - Throws: `FileError` where the file cannot be read or does not hold points of two classes.
    public init(_ file: String) throws(FileError) {
        let table = try CSVTable(bytes: Self.withoutPadding(try WholeFile.read(file)), file: file)
        let columns = try Self.columns(of: table, file: file)
        let (xs, ys) = (try table.numbers(columns.x), try table.numbers(columns.y))
        for (name, values) in [(columns.x, xs), (columns.y, ys)] {
            guard let far = values.first(where: { abs($0) > Self.reach }) else { continue }
            throw FileError(
                .badData, file, "column '\(name)' holds \(far)", expected: "numbers between -1e100 and 1e100")
        }
        let labels = try table.column(columns.label)
        guard !labels.isEmpty else {
            throw FileError(.badData, file, "holds no points", expected: "a line for each below the header")
        }
        classNames = try Self.classes(of: labels, column: columns.label, file: file)
        points = PlanePoints(xs: xs, ys: ys, classes: labels.map { [classNames] in $0 == classNames[1] ? 1 : 0 })
    }

    /// The file without blanks around its fields, as people write them after commas.
    private static func withoutPadding(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var blanks: [UInt8] = []
        var (isQuoted, isAtStart) = (false, true)
        for byte in bytes {
            if !isQuoted, byte == 0x20 || byte == 0x09 {
                blanks.append(byte)
                continue
            }
            let endsField = !isQuoted && [0x2C, 0x0A, 0x0D].contains(byte)
            if !isAtStart, !endsField { result += blanks }
            blanks = []
            result.append(byte)
            isAtStart = endsField
            if byte == 0x22 { isQuoted.toggle() }
        }
        return result
    }

    private static func columns(
        of table: CSVTable, file: String
    ) throws(FileError) -> (x: String, y: String, label: String) {
        func named(_ name: String) -> String? { table.header.first { $0.lowercased() == name } }
        if let x = named("x"), let y = named("y"), let label = named("class") { return (x, y, label) }
        if table.header.count == 3, !table.header.contains(where: { Double($0) != nil }) {
            return (table.header[0], table.header[1], table.header[2])
        }
        let names = table.header.prefix(6).joined(separator: ",")
        let more = table.header.count > 6 ? ",…" : ""
        throw FileError(.badData, file, at: .line(1), "columns \(names)\(more)", expected: "a header such as x,y,class")
    }

    private static func classes(
        of labels: [String], column: String, file: String
    ) throws(FileError) -> [String] {
        var seen: Set<String> = []
        let names = labels.filter { seen.insert($0).inserted }
        guard names.count == 2 else {
            let listed = names.prefix(4).map { "'\($0)'" }.joined(separator: ", ") + (names.count > 4 ? ", …" : "")
            let kinds = names.count == 1 ? "one class alone, \(listed)" : "\(names.count) classes, \(listed)"
            throw FileError(.badData, file, "column '\(column)' holds \(kinds)", expected: "two classes")
        }
        if let first = Double(names[0]), let second = Double(names[1]) {
            return first < second ? names : names.reversed()
        }
        return names.sorted()
    }
}
