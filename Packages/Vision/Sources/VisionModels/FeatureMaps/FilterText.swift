import Core

/// Filters as a text that can be written by hand:
///
/// ```text
/// # One filter that responds to vertical edges, and one that blurs.
/// stage 1
/// filter vertical
/// -1 0 1
/// -1 0 1
/// -1 0 1
/// filter blur bias -0.5
/// 1/9 1/9 1/9
/// 1/9 1/9 1/9
/// 1/9 1/9 1/9
/// ```
///
/// A filter of a later stage has a window for each filter of the stage before, with an empty line between them. Spaces
/// or commas separate numbers, which may be fractions; text after a `#` is a comment.
public enum FilterText {
    /// The stages of a text.
    ///
    /// - Throws: `FileError` naming the line.
    static func read(_ text: String, file: String) throws(FileError) -> [FilterFile.Contents] {
        var reader = FilterTextReader(file: file)
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            try reader.take(line)
        }
        return try reader.finished()
    }

    /// Stages as a text that `read` reads.
    public static func text(of stages: [FeatureStage]) -> String {
        var lines: [String] = []
        for (index, stage) in stages.enumerated() {
            let (weights, bias) = (stage.weight.scalars(Float.self), stage.bias?.scalars(Float.self))
            let (height, width) = (stage.kernelSize.height, stage.kernelSize.width)
            let maps = "\(stage.inputCount) map\(stage.inputCount == 1 ? "" : "s")"
            lines += ["stage \(index + 1)  # \(stage.mapCount) × \(maps) × \(height) × \(width)"]
            for (number, name) in stage.filterNames.enumerated() {
                let added = bias.map { $0[number] == 0 ? "" : " bias \(shortest($0[number]))" } ?? ""
                lines.append("filter \(name)\(added)")
                for channel in 0..<stage.inputCount {
                    if channel > 0 { lines.append("") }
                    for row in 0..<height {
                        let start = ((number * stage.inputCount + channel) * height + row) * width
                        lines.append(weights[start..<start + width].map(shortest).joined(separator: " "))
                    }
                }
            }
            lines.append("")
        }
        return lines.joined(separator: "\n")
    }

    /// The shortest text that reads back as the number.
    private static func shortest(_ value: Float) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

/// Reads a text of filters line by line.
private struct FilterTextReader {
    /// A filter that is being read: windows of rows.
    struct Filter {
        let line: Int
        let name: String?
        let bias: Float
        var windows: [[[Float]]] = []
        /// Whether the next row begins a window.
        var isApart = true
    }

    let file: String
    private var number = 0
    private var stages: [[Filter]] = []

    init(file: String) {
        self.file = file
    }

    mutating func take(_ line: Substring) throws(FileError) {
        number += 1
        let told = line.prefix { $0 != "#" }
        let words = told.split { $0 == " " || $0 == "\t" || $0 == "," }.map(String.init)
        switch words.first?.lowercased() {
        case nil:
            // A line with only a comment does not separate windows.
            if told.count == line.count, let stage = stages.indices.last, let filter = stages[stage].indices.last {
                stages[stage][filter].isApart = true
            }
        case "stage":
            guard words.count == 1 || words[1] == "\(stages.count + 1)" else {
                throw failure("'\(words.dropFirst().joined(separator: " "))'", "stage \(stages.count + 1)")
            }
            stages.append([])
        case "filter": try begin(words)
        default: try row(words)
        }
    }

    private mutating func begin(_ words: [String]) throws(FileError) {
        var (name, bias): (String?, Float) = (nil, 0)
        var rest = words.dropFirst()
        if let first = rest.first, first != "bias" || rest.count == 1 {
            name = first
            rest = rest.dropFirst()
        }
        if rest.first == "bias", rest.count == 2, let last = rest.last {
            bias = try value(last)
            rest = []
        }
        guard rest.isEmpty else {
            throw failure("'\(words.joined(separator: " "))'", "filter NAME, or filter NAME bias NUMBER")
        }
        if stages.isEmpty { stages.append([]) }
        stages[stages.count - 1].append(Filter(line: number, name: name, bias: bias))
    }

    private mutating func row(_ words: [String]) throws(FileError) {
        var row: [Float] = []
        for word in words { row.append(try value(word)) }
        guard let stage = stages.indices.last, let filter = stages[stage].indices.last else {
            throw failure("numbers before any filter", "a line 'filter NAME' above them")
        }
        if stages[stage][filter].isApart {
            stages[stage][filter].windows.append([])
            stages[stage][filter].isApart = false
        }
        let window = stages[stage][filter].windows.count - 1
        if let width = stages[stage].first?.windows.first?.first?.count, row.count != width {
            let numbers = "number\(row.count == 1 ? "" : "s")"
            throw failure("a row of \(row.count) \(numbers)", "\(width), as in the rows above")
        }
        stages[stage][filter].windows[window].append(row)
    }

    private func value(_ word: String) throws(FileError) -> Float {
        let parts = word.split(separator: "/", omittingEmptySubsequences: false).map { Float($0) }
        guard parts.count <= 2, let first = parts[0], let last = parts[parts.count - 1] else {
            throw failure("'\(word.prefix(40))'", "a number such as -1, 0.5 or 1/9, 'filter' or 'stage'")
        }
        let value = parts.count == 2 ? first / last : first
        guard value.isFinite else { throw failure("'\(word.prefix(40))'", "a finite number") }
        return value
    }

    private func failure(_ problem: String, _ expected: String, line: Int? = nil) -> FileError {
        FileError(.badData, file, at: .line(line ?? number), problem, expected: expected)
    }

    func finished() throws(FileError) -> [FilterFile.Contents] {
        guard !stages.isEmpty else { throw failure("no filters", "a line 'filter NAME' and rows of numbers") }
        var results: [FilterFile.Contents] = []
        for (index, stage) in stages.enumerated() { results.append(try contents(of: stage, number: index + 1)) }
        return results
    }

    private func contents(of stage: [Filter], number: Int) throws(FileError) -> FilterFile.Contents {
        guard let first = stage.first else { throw failure("stage \(number) has no filters", "one or more") }
        let height = first.windows.first?.count ?? 0
        for filter in stage {
            guard !filter.windows.isEmpty else {
                throw failure("a filter without numbers", "rows of numbers below it", line: filter.line)
            }
            if let other = filter.windows.first(where: { $0.count != height }) {
                throw failure(
                    "a window of \(other.count) row\(other.count == 1 ? "" : "s")",
                    "\(height), as in the first filter of the stage",
                    line: filter.line)
            }
            guard filter.windows.count == first.windows.count else {
                throw failure(
                    "a filter of \(filter.windows.count) windows",
                    "\(first.windows.count), as in the first filter of the stage", line: filter.line)
            }
        }
        let names = stage.enumerated().map { $1.name ?? "\($0 + 1)" }
        let bias = stage.map(\.bias)
        return FilterFile.Contents(
            weights: stage.flatMap { $0.windows.flatMap { $0.flatMap(\.self) } },
            shape: [stage.count, first.windows.count, height, first.windows[0][0].count],
            bias: bias.allSatisfy { $0 == 0 } ? nil : bias, names: names)
    }
}
