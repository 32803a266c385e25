import Core
import FoundationEssentials

/// A figure of an experiment and its reference.
public struct ComparedFigure: Decodable, Sendable {
    /// How a result must relate to the reference.
    public enum Rule: String, Decodable, Sendable {
        /// As high as the reference, or higher.
        case atLeast = "at least"
        /// As low as the reference, or lower.
        case atMost = "at most"
        /// Near the reference.
        case within
    }

    /// One number of several.
    public enum Choice: String, Decodable, Sendable {
        case largest, smallest, mean, count
    }

    /// How its numbers are written.
    public enum Form: String, Decodable, Sendable {
        case percent, number
    }

    /// What it is, such as "test accuracy".
    public let name: String
    /// The command whose result it is, from 1 on; by default the first, or with `take` all of them.
    public let command: Int?
    /// Its place in the object that the command prints: members and numbers of elements, from 0 on, separated by dots.
    /// `*` is every element, `name=value` the element with this member.
    public let value: String?
    /// Which of several numbers counts.
    public let take: Choice?
    /// Instead of `value`: a CSV file of the run, and a column of it.
    public let file: String?
    public let column: String?
    /// The row: the last one whose first column, such as the epoch, is at most this; the last of all by default.
    public let at: Double?
    /// How the result must relate to the reference.
    public let rule: Rule
    public let reference: Double
    /// How far it may miss the reference, in the figure's own unit.
    public let tolerance: Double
    public let form: Form?
    /// Where the reference comes from.
    public let source: String
    /// What a reader must know to compare: other data, another text.
    public let note: String?

    private enum CodingKeys: String, CodingKey {
        case name, command, value, take, file, column, at, rule = "is", reference, tolerance, form, source, note
    }

    /// Whether a result is as good as the reference, within the tolerance.
    public func isMet(by result: Double) -> Bool {
        // Decimal references and results of few decimals: a rounding error must not decide.
        let slack = tolerance + 1e-9 * max(1, abs(reference))
        return switch rule {
        case .atLeast: result >= reference - slack
        case .atMost: result <= reference + slack
        case .within: abs(result - reference) <= slack
        }
    }

    /// A number of this figure in words.
    public func text(_ number: Double) -> String {
        guard number.isFinite else { return "–" }
        if form == .percent { return Readable.percent(number) }
        if let whole = Int(exactly: number), abs(number) >= 1 || number == 0 { return Readable.count(whole) }
        return Readable.loss(number)
    }

    /// The difference from the reference in words, with its sign; of percentages in points.
    public func deviation(_ result: Double) -> String {
        let difference = result - reference
        guard difference.isFinite else { return "–" }
        let text = form == .percent ? Readable.decimal(difference * 100, places: 1) : self.text(difference)
        return difference > 0 && text.contains { ("1"..."9").contains($0) } ? "+" + text : text
    }

    /// The reference in words: "at least 84.0 %", "0.681 ± 0.05".
    public var expected: String {
        let spread = form == .percent ? Readable.decimal(tolerance * 100, places: 1) : Readable.shortest(tolerance)
        return switch rule {
        case .within: tolerance == 0 ? text(reference) : "\(text(reference)) ± \(spread)"
        case .atLeast, .atMost: "\(rule.rawValue) \(text(reference))"
        }
    }

    /// The result, where the run has one.
    ///
    /// - Parameters:
    ///   - outputs: what each command printed.
    ///   - folder: the run's folder.
    func result(in outputs: [JSONObject], folder: String) -> Double? {
        if let file, let column { return Self.cell(of: column, at: at ?? .infinity, in: "\(folder)/\(file)") }
        guard let value else { return nil }
        let printed =
            command.map { Array(outputs.dropFirst($0 - 1).prefix(1)) }
            ?? (take == nil ? Array(outputs.prefix(1)) : outputs)
        let values = printed.flatMap { FigurePath(value).values(in: .object($0)) }
        let numbers = values.compactMap(\.figure)
        return switch take {
        case .largest: numbers.max()
        case .smallest: numbers.min()
        case .mean: numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
        case .count: Double(values.count)
        case nil: numbers.first
        }
    }

    /// A number of a CSV file as Kumiki writes it.
    private static func cell(of column: String, at place: Double, in file: String) -> Double? {
        guard let bytes = try? WholeFile.read(file, limit: 64 << 20) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        guard let index = lines.first?.firstIndex(where: { $0 == column }) else { return nil }
        let row = lines.dropFirst().last { ($0.first.flatMap { Double($0) } ?? .nan) <= place }
        return row.flatMap { $0.indices.contains(index) ? Double($0[index]) : nil }
    }
}
