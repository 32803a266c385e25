import Core
import FoundationEssentials

/// Experiments that are run one after the other in one folder, and continued there.
public struct Reproduction {
    /// Gets a folder for each experiment, `progress.json` and the results.
    public let folder: RunFolder
    /// Whether the quick settings are run.
    public let isQuick: Bool
    let table: ExperimentTable
    let shelf: ToolShelf
    /// The folders in which data sets are searched.
    let roots: [String]
    let catalog: Catalog
    let environment: [String: String]

    /// - Parameters:
    ///   - table: the experiments.
    ///   - folder: where results are kept.
    ///   - isQuick: whether the quick settings are run, on built-in data.
    ///   - data: a folder with data sets, before $KUMIKI_DATA and the user's cache folder.
    ///   - shelf: where tools are found.
    ///   - catalog: the data sets that `kumiki fetch` knows.
    ///   - environment: the variables of the tools.
    public init(
        _ table: ExperimentTable, in folder: RunFolder, isQuick: Bool, data: String?, shelf: ToolShelf,
        catalog: Catalog, environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        (self.table, self.folder, self.isQuick) = (table, folder, isQuick)
        (self.shelf, self.catalog, self.environment) = (shelf, catalog, environment)
        roots = DataFolders.roots(data, environment: environment)
    }

    /// What becomes of an experiment on this machine.
    enum Plan {
        case run(Ready)
        /// The reason.
        case skip(String)
    }

    /// An experiment with all that it needs.
    struct Ready {
        let setting: ExperimentSetting
        let data: NeededData.Found?
        /// The tool of each command.
        let tools: [ToolShelf.Tool]

        var identity: String { setting.identity(data?.digest) }
    }

    /// The folder of an experiment's run.
    func run(of experiment: ClassicExperiment) -> RunFolder { RunFolder("\(folder.path)/\(experiment.name)") }

    /// Plans every experiment of the table.
    ///
    /// - Throws: `FileError` where a data set cannot be read.
    func plans() throws(FileError) -> [String: Plan] {
        // A set is found, and its digest is computed, once.
        var found: [String: NeededData.Found?] = [:]
        var plans: [String: Plan] = [:]
        for experiment in table.experiments {
            plans[experiment.name] = try plan(experiment) { (data: NeededData) throws(FileError) in
                if let known = found[data.name] { return known }
                let place = try data.found(in: roots, catalog)
                found[data.name] = .some(place)
                return place
            }
        }
        return plans
    }

    private func plan(
        _ experiment: ClassicExperiment, find: (NeededData) throws(FileError) -> NeededData.Found?
    ) throws(FileError) -> Plan {
        if let lacks = experiment.lacks { return .skip(lacks) }
        let settings = isQuick ? experiment.quick.map { [$0] } ?? [] : experiment.full
        var missing: [NeededData] = []
        for setting in settings {
            var place: NeededData.Found?
            if let data = table.data.first(where: { $0.name == setting.data }) {
                place = try find(data)
                if place == nil {
                    missing.append(data)
                    continue
                }
            }
            var tools: [ToolShelf.Tool] = []
            for command in setting.commands {
                guard let tool = shelf.tool(command.tool) else {
                    return .skip("\(command.tool) is neither beside kumiki nor on the PATH")
                }
                tools.append(tool)
            }
            return .run(Ready(setting: setting, data: place, tools: tools))
        }
        guard let first = missing.first else { return .skip("has no quick form; it is part of the full reproduction") }
        return .skip("\(missing.map(\.name).joined(separator: " or ")) is not here; \(first.advice(catalog))")
    }

    /// All records of the table, with what is known of each.
    ///
    /// - Throws: `FileError` where a data set or the list of results cannot be read.
    public func records() throws(FileError) -> [ExperimentRecord] {
        try records(plans(), ReproductionStore(in: folder))
    }

    func records(_ plans: [String: Plan], _ store: ReproductionStore) -> [ExperimentRecord] {
        table.experiments.map { experiment in
            ExperimentRecord(
                experiment, plans[experiment.name] ?? .skip(""), known(experiment, plans[experiment.name], store),
                folder: run(of: experiment).path)
        }
    }

    /// What is known of an experiment with its present setting and data; nil where that was not begun, or its folder is
    /// gone.
    func known(
        _ experiment: ClassicExperiment, _ plan: Plan?, _ store: ReproductionStore
    ) -> ReproductionStore.Entry? {
        guard case .run(let ready)? = plan, let entry = store.entry(experiment.name), entry.identity == ready.identity
        else { return nil }
        let isThere = FileManager.default.fileExists(atPath: run(of: experiment).path)
        return isThere || entry.state == .failed || !ready.setting.commands.contains { $0.text.contains("{run}") }
            ? entry : nil
    }
}
