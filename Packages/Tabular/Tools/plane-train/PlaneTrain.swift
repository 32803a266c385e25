import ArgumentParser
import Core
import TabularModels

@main
struct PlaneTrain: Tool {
    static let configuration = CommandConfiguration.tool(
        PlaneLearning.tool,
        abstract: "Train a tiny network on points of the plane, and see what each hidden unit computes.",
        discussion: """
            Every hidden unit divides the plane by a line; the output combines the units. The task is one of \
            \(PlaneTask.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")), or a CSV file with columns \
            x, y and class. Tables go to standard output, pictures to the run's figures/.

            plane-train                            learn the grid with five hidden units
            plane-train --given                    the hand-made network that solves it
            plane-train --task spirals --animate   two layers, and a film strip
            plane-train --task points.csv --hidden 6
            """,
        subcommands: [
            Train.self, CompareCommand<PlaneLearning>.self, CheckGradientsCommand<PlaneOptions>.self,
        ], defaultSubcommand: Train.self)
}

/// `plane-train train`, the default: trains a network, or shows the hand-made one.
struct Train: SharedCommand {
    static let configuration = TrainCommand<PlaneOptions>.configuration

    @OptionGroup var command: TrainCommand<PlaneOptions>

    func validate() throws {
        guard command.options.given else { return }
        let run = command.runOptions
        // Options that do not change a setting of the experiment, but need a training.
        let ofRun = [
            ("--runs", run.runs != nil), ("--log-every", run.logEvery != nil), ("--resume", run.resume),
            ("--dry-run", run.dryRun),
        ].filter(\.1).map(\.0)
        var (plain, asked) = (PlaneLearning.given, PlaneLearning())
        try command.apply(to: &asked)
        // The network is the same with any seed and threads.
        (plain.seed, plain.threads) = (asked.seed, asked.threads)
        if let useless = (SettingDifference.options(plain, asked) + ofRun).first {
            throw ToolError.usage("--given does no training, so \(useless) has no effect")
        }
    }

    func run() throws {
        if command.runOptions.resume {
            let (folder, begun) = try PlaneLearning.runToContinue(command.runOptions.name)
            guard !begun.experiment.isGiven else {
                throw ToolError.usage("\(folder.path): the hand-made network is not trained, so nothing can continue")
            }
        }
        try command.run()
    }
}
