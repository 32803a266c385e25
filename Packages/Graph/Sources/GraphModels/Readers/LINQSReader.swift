import Core

/// Reads citation graphs as the LINQS group published them: `cora.content` with a line `paper word word … class` for
/// each paper, and `cora.cites` with a line `cited citing` for each citation (Sen, Namata, Bilgic, Getoor, Galligher,
/// Eliassi-Rad 2008).
struct LINQSReader {
    let folder: String
    private let content: String
    private let cites: String

    /// Nil where the folder does not have both files.
    init?(folder: String, entries: [String]) {
        func file(_ ending: String) -> String? {
            entries.sorted().first { $0.hasSuffix(ending) || $0.hasSuffix(ending + ".gz") }
        }
        guard let content = file(".content"), let cites = file(".cites") else { return nil }
        (self.folder, self.content, self.cites) = (folder, folder + "/" + content, folder + "/" + cites)
    }

    /// - Throws: `FileError` where a file is missing or damaged.
    func read() throws(FileError) -> GraphDescription {
        var (names, numbers, labels): ([String], [String: Int32], [String?]) = ([], [:], [])
        var (offsets, columns, values) = ([0], [Int32](), [Float]())
        var width: Int?
        for line in try LineWords.read(content) {
            let expected = width ?? line.words.count - 2
            guard line.words.count == expected + 2, expected > 0 else {
                throw FileError(
                    .badData, content, at: .line(line.number), "\(line.words.count) words",
                    expected: "\(expected + 2) as in the first line: a paper, its words, its class")
            }
            width = expected
            let (name, label) = (line.words[0], line.words[expected + 1])
            guard numbers.updateValue(Int32(names.count), forKey: name) == nil else {
                throw FileError(.badData, content, at: .line(line.number), "paper \(name.quoted()) occurs twice")
            }
            names.append(name)
            labels.append(MissingValue.isMissing(label) ? nil : label)
            for (column, word) in line.words[1...expected].enumerated() where word != "0" {
                guard let value = Float(word), value.isFinite else {
                    throw FileError(.badData, content, at: .line(line.number), word.quoted(), expected: "a number")
                }
                columns.append(Int32(column))
                values.append(value)
            }
            offsets.append(columns.count)
        }
        guard let width else { throw FileError(.badData, content, "the graph has no nodes") }
        let pattern = SparsePattern(rows: names.count, columns: width, offsets: offsets, columnNumbers: columns)
        var description = GraphDescription(
            source: folder, labelsFile: content, format: "papers and citations of LINQS, words of a paper sum to 1",
            nodeNames: names,
            labels: labels, target: nil,
            features: NodeFeatures.sparse(SparseMatrix(pattern, values: values)).normalizedByRow(), featureNames: nil,
            sources: [], targets: [], split: nil)
        var strangers: [String] = []
        for line in try LineWords.read(cites) {
            guard line.words.count == 2 else {
                throw FileError(
                    .badData, cites, at: .line(line.number), "\(line.words.count) words", expected: "two papers")
            }
            guard let a = numbers[line.words[0]], let b = numbers[line.words[1]] else {
                strangers.append(line.words.joined(separator: " "))
                continue
            }
            description.sources.append(a)
            description.targets.append(b)
        }
        if let first = strangers.first {
            description.leftOut.append(
                DataFacts.LeftOut(strangers.count, "citations of papers that are not described", first: first))
        }
        return description
    }
}
