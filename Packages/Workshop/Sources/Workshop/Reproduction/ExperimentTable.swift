import Core
import FoundationEssentials

/// The classic experiments that `kumiki reproduce` repeats: their commands, the data they need, and the results to meet.
///
/// `Resources/experiments.json` lists them. It is the only place where the workshop knows of an experiment, and it knows
/// only command lines and names of results.
public struct ExperimentTable: Decodable, Sendable {
    /// The data sets that experiments name.
    public let data: [NeededData]
    /// The experiments, in the order in which they are run.
    public let experiments: [ClassicExperiment]

    /// The table that the program contains.
    ///
    /// - Throws: `FileError` where it is damaged, which a test excludes.
    public static func builtIn() throws(FileError) -> ExperimentTable {
        try ExperimentTable(PackageResources.experiments_json, file: "experiments.json")
    }

    /// A table in a file of the same form.
    ///
    /// - Throws: `FileError` where it cannot be read, or is damaged.
    public init(reading file: String) throws(FileError) { try self.init(WholeFile.read(file), file: file) }

    init(_ bytes: [UInt8], file: String) throws(FileError) {
        do {
            self = try JSONDecoder().decode(ExperimentTable.self, from: Data(bytes))
        } catch let error as DecodingError {
            throw FileError(
                .badData, file, Catalog.words(error), expected: "a table of experiments as in experiments.json")
        } catch {
            throw FileError(.badData, file, "is no table of experiments")
        }
        try check(file)
    }

    /// Names become paths, so they must not lead out of the folder; everything that is named must be in the table.
    private func check(_ file: String) throws(FileError) {
        var names: Set<String> = []
        for experiment in experiments {
            func require(_ isSound: Bool, _ problem: String, _ expected: String) throws(FileError) {
                if isSound { return }
                throw FileError(
                    .badData, file, at: .item(kind: "experiment", name: experiment.name), problem, expected: expected)
            }
            try require(Catalog.isName(experiment.name), "has this name", "letters, digits, '-', '_' and '.'")
            try require(names.insert(experiment.name).inserted, "is there twice", "one of each name")
            let settings = experiment.settings
            try require(
                settings.isEmpty == (experiment.lacks != nil), "has \(settings.isEmpty ? "no" : "some") commands",
                "commands, or 'lacks' with what is missing for them")
            for setting in settings {
                try require(!setting.commands.isEmpty, "has a setting without commands", "one or more")
                try require(
                    setting.data == nil || data.contains { $0.name == setting.data },
                    "needs data '\(setting.data ?? "")'", "a name of the list 'data'")
                for figure in setting.figures {
                    let place = "figure '\(figure.name)'"
                    try require(
                        (1...setting.commands.count).contains(figure.command ?? 1),
                        "\(place) is of command "
                            + "\(figure.command ?? 1)", "1 to \(setting.commands.count)")
                    try require(
                        (figure.value == nil) == (figure.file != nil && figure.column != nil),
                        "\(place) has no place or two", "'value', or 'file' and 'column'")
                    try require(
                        figure.file.map(Catalog.isName) ?? true, "\(place) has file '\(figure.file ?? "")'",
                        "a file's name")
                    try require(
                        figure.tolerance >= 0 && figure.reference.isFinite, "\(place) has an invalid number",
                        "a reference, and a tolerance of 0 or more")
                    try require(!figure.source.isEmpty, "\(place) has no source", "where its reference comes from")
                }
            }
        }
    }

    /// The experiments that names choose: an experiment's own name, a group, a tool, or the beginning of names; all of
    /// them without names. The table's order stays.
    ///
    /// - Throws: `ToolError` (64) with the nearest name where one chooses nothing.
    public func chosen(by names: [String]) throws(ToolError) -> [ClassicExperiment] {
        if names.isEmpty { return experiments }
        var chosen: Set<String> = []
        for name in names {
            let found = experiments(of: name)
            guard !found.isEmpty else {
                throw .usage(
                    Suggestions.message(unknown: name, kind: "experiment", known: groups + experiments.map(\.name)))
            }
            chosen.formUnion(found.map(\.name))
        }
        return experiments.filter { chosen.contains($0.name) }
    }

    /// The groups, in order.
    public var groups: [String] {
        experiments.map(\.group).reduce(into: []) { known, group in if !known.contains(group) { known.append(group) } }
    }

    private func experiments(of name: String) -> [ClassicExperiment] {
        let tests: [(ClassicExperiment) -> Bool] = [
            { $0.name == name }, { $0.group == name },
            { $0.settings.contains { $0.commands.contains { $0.tool == name } } },
            { !name.isEmpty && $0.name.hasPrefix(name) },
        ]
        return tests.lazy.map { experiments.filter($0) }.first { !$0.isEmpty } ?? []
    }
}
