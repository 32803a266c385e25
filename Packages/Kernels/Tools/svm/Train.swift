import ArgumentParser
import CommandLineSupport
import Core
import Figures
import KernelMachines

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fit a classifier to examples.",
        discussion: """
            The run's folder holds config.json, the machine as LIBSVM's model.svm, its scaling as svm-scale's scaling.range, \
            figures and summary.json.
            """)

    @OptionGroup(title: "Examples") var source: DataSource
    @OptionGroup(title: "Machine") var settings: FitSettings
    @OptionGroup(title: "Machine") var machine: MachineOptions

    @Flag(
        help: ArgumentHelp(
            "Calibrate probabilities on examples that are not learnt from: those of --calibrate, or else a fifth."))
    var probability = false

    @Option(
        help: ArgumentHelp("Examples to calibrate probabilities on.", valueName: "file"), completion: .file())
    var calibrate: String?

    @Option(
        help: ArgumentHelp("Also write the model to this file.", valueName: "file"), completion: .file())
    var model: String?

    @Flag(help: "Read the examples, take one step, say so and stop.")
    var dryRun = false

    @OptionGroup(title: "Run") var common: CommonOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        try machine.check(gamma: settings.gamma)
        if calibrate != nil, !probability { throw ToolError.usage("--calibrate: only --probability calibrates") }
    }

    func run() throws {
        Interruption.install()
        common.threads.apply()
        let console = output.console()
        let session = try TrainingSession(self, console: console)
        if dryRun { return try session.dryRun() }
        try session.run()
    }
}
