import ArgumentParser
import CommandLineSupport
import TabularModels

/// The options that choose the data, the target and the network.
struct HousingOptions: ExperimentOptions {
    static let standard = Housing()
    static let title = "Data and network"
    static let abstract = "Train a network (the default)."

    static var variants: [(name: String, experiment: Housing)] {
        HousingPreset.all.map { ($0.name, $0.experiment) }
    }

    @OptionGroup var data: DataOptions<HousingDatasets>

    @Option(
        help: ArgumentHelp(
            "What to predict: classes (low, medium, high), regression (the value itself). "
                + "(default: \(standard.target.rawValue))", valueName: "name"),
        completion: .list(HousingTarget.allCases.map(\.rawValue)),
        transform: OptionValue.name(of: "target", in: HousingTarget.allCases.map(\.rawValue)))
    var target: String?

    @Option(
        help: ArgumentHelp(
            "Network and recipe: \(HousingPreset.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")). "
                + "(default: \(HousingPreset.all[0].name); with --target regression "
                + "\(HousingPreset.all(for: .regression)[0].name))", valueName: "name"),
        completion: .list(HousingPreset.all.map(\.name)),
        transform: OptionValue.name(of: "preset", in: HousingPreset.all.map(\.name)))
    var preset: String?

    @Option(
        help: ArgumentHelp(
            "Widths of the hidden layers. (default: "
                + "\(shown { $0.hidden.map(String.init).joined(separator: ",") }))", valueName: "n,n,…"),
        transform: OptionValue.wholeNumbers(atMost: 65_536))
    var hidden: [Int]?

    @Option(
        help: ArgumentHelp(
            "Dropout rate of the first hidden layer. (default: \(shown { Readable.shortest($0.dropout) }))",
            valueName: "rate"),
        transform: OptionValue.number(in: 0...0.9))
    var dropout: Double?

    @Option(
        help: ArgumentHelp(
            "Empty fields: median (takes the column's), drop (leaves the row out). "
                + "(default: \(standard.missing.rawValue))", valueName: "name"),
        completion: .list(HousingData.Missing.allCases.map(\.rawValue)),
        transform: OptionValue.name(of: "treatment of empty fields", in: HousingData.Missing.allCases.map(\.rawValue)))
    var missing: String?

    @Option(
        help: ArgumentHelp(
            "Train several times and draw the losses together: \(Comparison.all.map(\.name).joined(separator: ", ")).",
            valueName: "name"),
        completion: .list(Comparison.all.map(\.name)),
        transform: OptionValue.name(of: "comparison", in: Comparison.all.map(\.name)))
    var compare: String?

    func apply(to experiment: inout Housing) throws(ToolError) {
        let asked = target.flatMap(HousingTarget.init(rawValue:))
        let named = HousingPreset.all.first { $0.name == preset }
        if let named, let asked, asked != named.target {
            throw .usage("--preset \(named.name) is for --target \(named.target.rawValue)")
        }
        let target = named?.target ?? asked ?? experiment.target
        if experiment.preparation != nil, target != experiment.target {
            // A run that continues is refused by its target alone, not by all that follows from it.
            experiment.target = target
        } else if let named {
            named.apply(to: &experiment)
        } else if target != experiment.target {
            HousingPreset.all(for: target)[0].apply(to: &experiment)
        }
        experiment.dataset = data.dataset ?? experiment.dataset
        experiment.data = data.data ?? experiment.data
        experiment.hidden = hidden ?? experiment.hidden
        experiment.dropout = dropout ?? experiment.dropout
        experiment.missing = missing.flatMap(HousingData.Missing.init(rawValue:)) ?? experiment.missing
    }
}

/// What `--dataset` takes.
enum HousingDatasets: DataDefaults {
    static let datasets = HousingSource.names
    static let dataset = "\(datasets[0]) where it is on this machine, else the built-in \(datasets[1])"
}
