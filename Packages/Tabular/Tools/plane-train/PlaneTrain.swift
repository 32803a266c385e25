import ArgumentParser
import CommandLineSupport
import TabularModels

@main
struct PlaneTrain: Tool {
    static let configuration = CommandConfiguration.tool(
        PlaneLearning.tool,
        abstract: "Train a tiny network on points of the plane, and see what each hidden unit sees.",
        discussion: """
            Every hidden unit divides the plane by a line; the output combines their answers. The task is one of \
            \(PlaneTask.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")), or a CSV file with columns x, \
            y and class. Tables go to standard output, pictures to the run's figures/.

            plane-train                            learn the grid with five hidden units
            plane-train --given                    the hand-made network that solves it
            plane-train --task spirals --animate   two layers, and a film strip
            plane-train --task points.csv --hidden 6
            """)

    @OptionGroup var command: TrainCommand<PlaneOptions>

    func validate() throws {
        guard command.options.given else { return }
        let (options, recipe, run) = (command.options, command.recipe, command.runOptions)
        let given: [(name: String, isGiven: Bool)] = [
            ("--epochs", recipe.epochs != nil), ("--steps", recipe.steps != nil),
            ("--batch-size", recipe.batchSize != nil), ("--lr", recipe.learningRate != nil),
            ("--optimizer", recipe.optimizer != nil), ("--momentum", recipe.momentum != nil),
            ("--beta1", recipe.beta1 != nil), ("--weight-decay", recipe.weightDecay != nil),
            ("--schedule", recipe.schedule != nil), ("--clip", recipe.clipValue != nil),
            ("--clip-norm", recipe.clipNorm != nil), ("--stop-at", options.stopAt != nil),
            ("--restart-after", options.restartAfter != nil), ("--animate", options.animate),
            ("--validation", run.validation != nil), ("--patience", run.patience != nil), ("--runs", run.runs != nil),
            ("--log-every", run.logEvery != nil),
            ("--resume", run.resume), ("--dry-run", run.dryRun),
        ]
        if let useless = given.first(where: \.isGiven) {
            throw ToolError.usage("--given does no training, so \(useless.name) has no effect")
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
