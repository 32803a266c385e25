import ArgumentParser
import TestSupport
import Testing

@testable import CommandLine
@testable import Engine
@testable import Foundations
@testable import Tensors
@testable import Training

/// The options of the tiny experiment, which has a second variant with other defaults.
struct TinyOptions: ExperimentOptions {
    static let standard = TinyExperiment()

    static var variants: [(name: String, experiment: TinyExperiment)] {
        var steep = standard
        (steep.recipe.epochs, steep.recipe.optimizer, steep.slope) = (1, .adam(), 5)
        return [("", standard), ("steep", steep)]
    }

    @Option(help: ArgumentHelp("Slope. (default: \(shown { Readable.shortest($0.slope) }))", valueName: "x"))
    var slope: Double?

    func apply(to experiment: inout TinyExperiment) { experiment.slope = slope ?? experiment.slope }
}

/// A tool with the options of all groups, and every way of failing.
private struct Sample: Tool {
    enum Defaults: DataDefaults {
        static let datasets = ["kmnist", "mnist"]
    }

    static let configuration = CommandConfiguration.tool(
        "sample", abstract: "A sample.", subcommands: [Failing.self])

    @OptionGroup(title: "Data") var data: DataOptions<Defaults>
    @OptionGroup var train: TrainCommand<TinyOptions>

    @Option(transform: OptionValue.name(of: "cell", in: ["rnn", "lstm"])) var cell: String?
    @Flag(help: .hidden) var isBad = false

    func validate() throws {
        if isBad { throw ToolError.noInput("thrown too early") }
    }

    func run() throws {}
}

private struct Failing: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "failing", abstract: "Fails as told.")

    private struct PlainError: Error {}

    private struct PackageError: ExitCodeProviding {
        let exitCode = ExitStatus.noInput
        let description = "digits.idx: no such file"
    }

    @Argument var way: String

    func run() throws {
        switch way {
        case "data": throw ToolError.badData("digits.idx, byte 16: expected 7,840 bytes, found 12")
        case "package": throw PackageError()
        case "plain": throw PlainError()
        case "lines": throw ToolError.ioError("first\n   second\u{1B}[2J")
        case "interrupted": throw Interruption.error("after epoch 3", resumeWith: "sample --run a --resume")
        case "validation": throw ValidationError("two of the three are missing")
        case "silent": throw ExitCode(3)
        case "help": throw CleanExit.message("as asked")
        case "pipe": throw OutputFailure(stream: "standard output", code: 32)
        case "full": throw OutputFailure(stream: "standard output", code: 28)
        default: return
        }
    }
}

/// What goes wrong on a command line ends as one line and the code of `sysexits.h`.
@Suite struct ToolTests {
    private static let hint = "See 'sample --help' for more information.\n"

    @Test(arguments: [
        ("data", 65, "sample: error: digits.idx, byte 16: expected 7,840 bytes, found 12\n"),
        ("package", 66, "sample: error: digits.idx: no such file\n"),
        ("plain", 70, "sample: error: PlainError()\n"),
        ("lines", 74, "sample: error: first second\\u{1b}[2J\n"),
        ("interrupted", 130, "sample: interrupted after epoch 3; continue with: sample --run a --resume\n"),
        ("validation", 64, "sample: error: two of the three are missing\n" + hint),
        ("silent", 3, ""),
        ("pipe", 0, ""),
        ("full", 74, "sample: error: standard output: cannot write: No space left on device\n"),
        ("well", 0, ""),
    ])
    func errorsWhileRunning(way: String, code: Int32, message: String) {
        #expect(Sample.outcome(of: ["failing", way]) == ToolOutcome(exitCode: code, message: message))
    }

    @Test func cleanExitsGoToStandardOutput() {
        #expect(Sample.outcome(of: ["failing", "help"]) == ToolOutcome(exitCode: 0, output: "as asked\n"))
    }

    @Test(arguments: [
        (["--epochs", "-1"], "--epochs -1: expected a whole number from 1 to 1,000,000,000"),
        (["--epochs", "0"], "--epochs 0: expected a whole number from 1 to 1,000,000,000"),
        (["--epochs=0"], "--epochs 0: expected a whole number from 1 to 1,000,000,000"),
        (["--epochs", ""], "--epochs '': expected a whole number from 1 to 1,000,000,000"),
        (["--epochs="], "Missing value for '--epochs <n>'"),
        (["--epochs", "1e3"], "--epochs 1e3: expected a whole number from 1 to 1,000,000,000"),
        (
            ["--epochs", "99999999999999999999"],
            "--epochs 99999999999999999999: expected a whole number from 1 to 1,000,000,000"
        ),
        (["--batch-size", "x"], "--batch-size x: expected a whole number from 1 to 1,000,000,000"),
        (["--batch-size", "it's"], "--batch-size it's: expected a whole number from 1 to 1,000,000,000"),
        (["--lr", "nan"], "--lr nan: expected a number above 0, at most 1e38"),
        (["--lr", "inf"], "--lr inf: expected a number above 0, at most 1e38"),
        (["--lr", "-inf"], "--lr -inf: expected a number above 0, at most 1e38"),
        (["--lr", "-.5"], "--lr -.5: expected a number above 0, at most 1e38"),
        (["--lr", "0"], "--lr 0: expected a number above 0, at most 1e38"),
        (["--threads", "0"], "--threads 0: expected a whole number from 1 to 4,096"),
        (["--seed", "-1"], "--seed -1: expected a whole number from 0 to 18446744073709551615"),
        (
            ["--seed", "18446744073709551616"],
            "--seed 18446744073709551616: expected a whole number from 0 to 18446744073709551615"
        ),
        (["--lr", "1e300"], "--lr 1e300: expected a number above 0, at most 1e38"),
        (
            ["--optimizer", "lbfgs"],
            "unknown optimizer 'lbfgs'. Known: sgd, nesterov, adam, adamw, adamax, adagrad, rmsprop"
        ),
        (
            ["--optimizer", "adan"],
            "unknown optimizer 'adan', did you mean 'adam'? Known: sgd, nesterov, adam, adamw, adamax, adagrad, rmsprop"
        ),
        (["--epoch", "3"], "Unknown option '--epoch'. Did you mean '--epochs'?"),
        (["--epochs"], "Missing value for '--epochs <n>'"),
        (["--epochs", "--lr", "0.1"], "Missing value for '--epochs <n>'"),
        (["--quiet=yes"], "The option '--quiet' does not take any value, but 'yes' was specified."),
        (["--cell", "lsmt"], "unknown cell 'lsmt', did you mean 'lstm'? Known: rnn, lstm"),
        (["surplus"], "Unexpected argument 'surplus'"),
        (["fialing", "data"], "unknown command 'fialing', did you mean 'failing'? Known: failing"),
    ])
    func usageErrors(arguments: [String], message: String) {
        let expected = ToolOutcome(exitCode: 64, message: "sample: error: \(message)\n\(Self.hint)")
        #expect(Sample.outcome(of: arguments) == expected)
    }

    @Test func anyErrorOfValidationIsAUsageError() {
        let expected = ToolOutcome(exitCode: 64, message: "sample: error: thrown too early\n")
        #expect(Sample.outcome(of: ["--is-bad"]) == expected)
    }

    @Test func aSubcommandsHintNamesIt() {
        let expected =
            "sample: error: Missing expected argument '<way>'\nSee 'sample failing --help' for more information.\n"
        #expect(Sample.outcome(of: ["failing"]) == ToolOutcome(exitCode: 64, message: expected))
    }

    @Test func versionAnswers() {
        let line = VersionText.line(of: "sample")
        #expect(Sample.outcome(of: ["--version"]) == ToolOutcome(exitCode: 0, output: line + "\n"))
        #expect(KumikiVersion.current == "0.2.0-dev")
    }

    @Test func aVersionNamesCommitEngineAndProcessor() {
        let wide = EngineFacts(library: "oneDNN 2.6.0", instructionSet: "AVX2", level: 3)
        #expect(
            VersionText.line(of: "svm", commit: "0f3a9b2c1d4e", engine: wide)
                == "svm \(KumikiVersion.current) (commit 0f3a9b2c1d4e, oneDNN 2.6.0, AVX2, x86-64-v3)")
        let other = EngineFacts(library: "oneDNN 3.2.0", instructionSet: nil, level: nil)
        #expect(
            VersionText.line(of: "svm", commit: nil, engine: other)
                == "svm \(KumikiVersion.current) (commit not recorded, oneDNN 3.2.0)")
    }

    @Test func helpShowsTheToolsDefaults() {
        let help = Sample.outcome(of: ["--help"])
        #expect(help.exitCode == 0 && help.message.isEmpty)
        let text = help.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        for line in [
            "OVERVIEW: A sample.",
            "--slope <x> Slope. (default: 2; steep 5)",
            "--dataset <name|folder> Data set: kmnist, mnist, or a folder. (default: kmnist)",
            "--data <folder> Folder to look in, before $KUMIKI_DATA and the user's cache folder.",
            "--epochs <n> Passes over the training data. (default: 4; steep 1)",
            "--batch-size <n> Examples in a step. (default: 5)", "--lr <rate> Learning rate. (default: 0.1)",
            "Optimizer: sgd (momentum 0), nesterov (momentum 0.9), adam (beta1 0.9, beta2 0.999, epsilon 1e-08), adamw",
            "(default: sgd, momentum 0; steep adam)", "--seed <n> Seed of all random numbers. (default: 0)",
            "--threads <n> Number of threads. (default: one per core)",
            "--run <name> Name or folder of the run. (default: a new one under runs/)",
            "--resume Continue from the last checkpoint of --run, otherwise of the latest run.",
            "--dry-run Read the data, take one step, report it and stop.",
            "--json Print the results as one JSON object; text goes to standard error.",
            "--quiet Show no progress.",
            "--version Show the version.",
        ] {
            #expect(text.contains(line))
        }
    }

    @Test func optionsAreRead() throws {
        let command = try Sample.parseAsRoot([
            "--slope", "3", "--dataset", "mnist", "--data", "folder", "--epochs", "3", "--batch-size", "64", "--lr",
            "1e-3", "--optimizer", "adam", "--beta1", "0.5", "--seed", "18446744073709551615", "--threads", "2",
            "--run",
            "a", "--resume", "--dry-run", "--json", "--quiet",
        ])
        let sample = try #require(command as? Sample)
        #expect(sample.data.dataset == "mnist" && sample.data.data == "folder")
        var experiment = TinyExperiment()
        sample.train.options.apply(to: &experiment)
        try sample.train.recipe.apply(to: &experiment.recipe)
        sample.train.runOptions.apply(to: &experiment)
        var expected = TinyExperiment()
        (expected.slope, expected.seed, expected.threads) = (3, .max, 2)
        expected.recipe = Recipe(epochs: 3, batchSize: 64, learningRate: 0.001, optimizer: .adam(beta1: 0.5))
        #expect(experiment == expected)
        #expect(sample.train.runOptions.name == "a" && sample.train.runOptions.resume && sample.train.runOptions.dryRun)
        #expect(sample.train.output.json && sample.train.output.quiet)
    }

    @Test func optionsLeftOutChangeNothing() throws {
        let sample = try #require(try Sample.parseAsRoot([]) as? Sample)
        #expect(sample.data.dataset == nil && sample.data.data == nil)
        var experiment = TinyExperiment()
        sample.train.options.apply(to: &experiment)
        try sample.train.recipe.apply(to: &experiment.recipe)
        sample.train.runOptions.apply(to: &experiment)
        #expect(experiment == TinyExperiment())
        #expect(!sample.train.runOptions.resume && !sample.train.runOptions.dryRun)
        #expect(!sample.train.output.json && !sample.train.output.quiet)
    }

    @Test func aNumberThatTheOptimizerDoesNotHaveIsRefused() throws {
        var recipe = Recipe(optimizer: .sgd(momentum: 0.5))
        let known = try #require(try Sample.parseAsRoot(["--optimizer", "sgd"]) as? Sample)
        try known.train.recipe.apply(to: &recipe)
        #expect(recipe.optimizer == .sgd(momentum: 0.5), "naming what it is changes nothing")
        let wrong = try #require(try Sample.parseAsRoot(["--optimizer", "adam", "--momentum", "0.5"]) as? Sample)
        #expect(throws: ToolError.usage("--momentum: the optimizer adam has none")) {
            try wrong.train.recipe.apply(to: &recipe)
        }
    }
}
