import Datasets
import Files
import FoundationEssentials
import Foundations
import Tensors

/// An experiment in `config.json` and checkpoints, with the program that wrote it.
public struct RunConfigurationFile<E: StoredSettings>: Codable {
    /// The format of these members.
    static var current: Int { RunFormat.current }

    var format = current
    var tool = E.tool
    var version = KumikiVersion.current
    /// The total number of trainings, with one seed after the other.
    public private(set) var runs = 1
    /// Steps from one report of the loss to the next; nil for none.
    public private(set) var logEvery: Int?
    /// What the reader found in the data; nil where it is not stored.
    public private(set) var data: DataFacts?
    /// The experiment, with the facts of its data.
    public var experiment: E

    /// The same bytes for the same settings, on one line.
    ///
    /// - Throws: `EncodingError` where a setting is not checked and is not a finite number.
    public var text: String { get throws { try Self.line(self) } }

    /// The same for only the experiment.
    var settings: String { get throws { try Self.line(experiment) } }

    private static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The configuration of a new run.
    public init(_ experiment: E, data: DataFacts? = nil, runs: Int = 1, logEvery: Int? = nil) {
        (self.experiment, self.data, self.runs, self.logEvery) = (experiment, data, runs, logEvery)
    }

    /// Reads `file`, and checks every setting.
    ///
    /// - Throws: `FileError`, which names an invalid setting.
    init(_ text: [UInt8], file: String) throws(FileError) {
        let other = FileError(.badData, file, "was not written by \(E.tool)")
        guard let known = try? JSONDecoder().decode(JSONValue.self, from: Data(text)), case .object(var members) = known
        else { throw FileError(.badData, file, "is not a configuration of this tool") }
        guard members["tool"] == .string(E.tool) else { throw other }
        switch members["format"] {
        case nil: members = Self.upgraded(members)
        case .integer(Self.current)?: break
        case let format?:
            throw FileError(
                .badData, file, "has format \(format.text), of another version of \(E.tool)",
                expected: "\(Self.current)")
        }
        do {
            self = try Self.decoder.decode(Self.self, from: Data(JSONValue.object(members).text.utf8))
            try experiment.checkAll()
            try Setting.require("runs", runs, in: 1...10_000)
            try Setting.require("logEvery", logEvery, in: 1...Recipe.mostCount)
        } catch let error as SettingError {
            throw FileError(.badData, file, "\(error.setting) is \(error.value)", expected: error.expected)
        } catch let error as DecodingError {
            let decodes = { (value: JSONValue) in
                (try? Self.decoder.decode(Self.self, from: Data(value.text.utf8))) != nil
            }
            if let number = UnfitNumber(fits: decodes).words(in: .object(members)) {
                throw FileError(.badData, file, number, expected: "a number in its range")
            }
            throw FileError(.badData, file, Self.words(error))
        } catch {
            throw FileError(.badData, file, String(describing: error))
        }
    }

    /// Knows the tool's own optimizers, too.
    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        if let key = OptimizerChoice.choicesKey { decoder.userInfo[key] = E.optimizers }
        return decoder
    }

    /// A configuration of version 0.1.0, which had everything on one level and only the names of optimizers.
    private static func upgraded(_ old: JSONObject) -> JSONObject {
        var experiment = old
        E.upgrade(&experiment)
        for key in ["tool", "version", "runs"] { experiment[key] = nil }
        return [
            "format": .integer(current), "tool": old["tool"] ?? .null, "version": old["version"] ?? .null,
            "runs": old["runs"] ?? 1, "experiment": .object(experiment),
        ]
    }

    private static func words(_ error: DecodingError) -> String {
        func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
            (context.codingPath + (last.map { [$0] } ?? [])).map(\.stringValue)
                .filter { $0 != "experiment" }.joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context): return "lacks \(path(context, key))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            return "\(path(context)) has an invalid value"
        @unknown default: return "is not a configuration of this tool"
        }
    }
}

extension RunFolder {
    /// Writes the settings of a run.
    public func write<E>(_ configuration: RunConfigurationFile<E>) throws {
        try write(configuration, to: configurationFile)
    }

    /// The settings that began the run.
    ///
    /// - Throws: `FileError` where they are missing or damaged.
    public func configuration<E: StoredSettings>(of type: E.Type) throws(FileError) -> RunConfigurationFile<E> {
        try RunConfigurationFile<E>(try WholeFile.read(configurationFile), file: configurationFile)
    }
}
