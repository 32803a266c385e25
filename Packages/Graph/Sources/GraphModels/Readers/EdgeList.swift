import Core

/// The edges of a graph by the names of their ends: a table with the columns `source` and `target`, or lines of two
/// names with blanks or tabs between them, as in network collections.
struct EdgeList {
    let sources: [Int32]
    let targets: [Int32]
    /// Notes on the file.
    let notes: [String]

    /// The names of a table's columns.
    private static let columns = [
        ("source", "target"), ("src", "dst"), ("from", "to"), ("node1", "node2"), ("u", "v"),
    ]

    /// The file of edges among those of a folder; nil where there is none.
    static func file(among entries: [String]) -> String? {
        let usual = [".csv", ".tsv", ".txt"].flatMap { ["edges" + $0, "edges" + $0 + ".gz"] }
        let endings = [".edges", ".edgelist"].flatMap { [$0, $0 + ".gz"] }
        return usual.first(where: entries.contains)
            ?? entries.sorted().first { entry in endings.contains(where: entry.hasSuffix) }
    }

    /// - Parameters:
    ///   - ids: the number of each node by its name.
    ///   - owner: the file of the nodes.
    /// - Throws: `FileError` where the file is damaged or names a node that does not exist.
    static func read(_ file: String, ids: [String: Int32], owner: String) throws(FileError) -> EdgeList {
        let isTable = [".csv", ".tsv", ".csv.gz", ".tsv.gz"].contains(where: file.hasSuffix)
        let start = Gzip.prefix(file, count: 1 << 12).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        let first = start.first { line in line.first.map { !LineWords.marks.contains($0) } ?? false }
        let hasSeparator = first?.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") } ?? true
        return isTable || hasSeparator
            ? try table(file, ids: ids, owner: owner) : try lines(file, ids: ids, owner: owner)
    }

    private static func table(_ file: String, ids: [String: Int32], owner: String) throws(FileError) -> EdgeList {
        var table = try TableStream(file, header: .no)
        // A first row that names two nodes is not a header.
        var hasHeader = true
        if try table.next(), table.header.count > 1 {
            let (first, second) = (try table.text(0), try table.text(1))
            hasHeader = ids[first] == nil || ids[second] == nil
        }
        table = try TableStream(file, header: hasHeader ? .yes : .no)
        let pair = hasHeader ? try columns(of: table) : (0, 1)
        var edges = Collected(file: file, ids: ids, owner: owner)
        let other = table.header.indices.first { $0 != pair.0 && $0 != pair.1 && !(table.format.hasIndex && $0 == 0) }
        var zeros = 0
        while try table.next() {
            try edges.take(table.text(pair.0), table.text(pair.1))
            if let other, table.number(other) == 0 { zeros += 1 }
        }
        var notes: [String] = []
        if let other {
            notes.append(
                "\(file): column \(table.header[other].quoted()) is not used: every edge counts equally"
                    + (zeros > 0 ? ", also the \(zeros) where it is 0" : ""))
        }
        return EdgeList(sources: edges.sources, targets: edges.targets, notes: notes)
    }

    private static func columns(of table: TableStream) throws(FileError) -> (Int, Int) {
        for (source, target) in columns {
            if let a = table.columnIfPresent(source), let b = table.columnIfPresent(target) { return (a, b) }
        }
        return (try table.column("source"), try table.column("target"))
    }

    private static func lines(_ file: String, ids: [String: Int32], owner: String) throws(FileError) -> EdgeList {
        var edges = Collected(file: file, ids: ids, owner: owner)
        var (others, zeros) = (0, 0)
        for line in try LineWords.read(file) {
            guard line.words.count > 1 else {
                throw FileError(.badData, file, at: .line(line.number), "1 word", expected: "two nodes")
            }
            // A line of names above the edges.
            if edges.sources.isEmpty, ids[line.words[0]] == nil, ids[line.words[1]] == nil,
                columns.contains(where: { ($0, $1) == (line.words[0].lowercased(), line.words[1].lowercased()) })
            {
                continue
            }
            try edges.take(line.words[0], line.words[1])
            if line.words.count > 2 {
                others += 1
                if Double(line.words[2]) == 0 { zeros += 1 }
            }
        }
        let note =
            "\(file): a third word, such as a weight, is not used: every edge counts equally"
            + (zeros > 0 ? ", also the \(zeros) where it is 0" : "")
        return EdgeList(sources: edges.sources, targets: edges.targets, notes: others > 0 ? [note] : [])
    }

    private struct Collected {
        let file: String
        let ids: [String: Int32]
        let owner: String
        var sources: [Int32] = []
        var targets: [Int32] = []

        init(file: String, ids: [String: Int32], owner: String) {
            (self.file, self.ids, self.owner) = (file, ids, owner)
        }

        mutating func take(_ source: String, _ target: String) throws(FileError) {
            for name in [source, target] where ids[name] == nil {
                throw FileError(
                    .badData, file, "edge \(sources.count + 1) names node \(name.quoted()), which does not exist",
                    expected: "an id of \(owner.split(separator: "/").last ?? "")")
            }
            if let a = ids[source], let b = ids[target] {
                sources.append(a)
                targets.append(b)
            }
        }
    }
}
