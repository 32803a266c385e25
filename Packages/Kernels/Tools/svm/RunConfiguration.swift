import CommandLineSupport
import Core
import FoundationEssentials
import KernelMachines

/// What a run was begun with, as `config.json` keeps it.
struct RunConfiguration: Codable, Equatable {
    var tool = SVM.name
    var version = KumikiVersion.current
    var command: String
    var dataset: String
    var examples: Int
    var features: Int
    var kernel: String
    var gamma: Double?
    var coef0: Double?
    var degree: Int?
    var featureMap: String?
    var scale: String
    var cost: [Double]
    var gammas: [Double]?
    var classWeights: [String: Double]
    var tolerance: Double
    var iterationLimit: Int?
    var seed: UInt64
    var threads: Int
    var folds: Int?
    var isCalibrated = false
    /// Of all points and classes, where the run may be gone on with.
    var examplesDigest: String?

    init(
        command: String, dataset: String, set: ExampleSet, machine: MachineOptions, kernel: Kernel, cost: [Double],
        seed: UInt64
    ) {
        self.command = command
        self.dataset = dataset
        (examples, features) = (set.count, set.points.width)
        self.kernel = kernel.kind.rawValue
        gamma = [.linear, .precomputed].contains(kernel.kind) ? nil : kernel.gamma
        coef0 = [.polynomial, .sigmoid].contains(kernel.kind) ? kernel.coef0 : nil
        degree = kernel.kind == .polynomial ? kernel.degree : nil
        featureMap = kernel.featureMap?.text
        scale = machine.scale
        self.cost = cost
        classWeights = machine.classWeight
        tolerance = machine.tolerance
        iterationLimit = machine.maxIterations
        self.seed = seed
        threads = ComputeContext.threads
    }
}

extension RunFolder {
    /// The file of the run's machine.
    var machineFile: String { path + "/model.svm" }

    /// The folder of a run that begins.
    static func begun(_ name: String?) -> RunFolder { name.map { named($0, tool: SVM.name) } ?? new(tool: SVM.name) }

    /// Checks, before a fit that may take long, that no run stands here.
    ///
    /// - Throws: `FileError` where one does.
    func checkIsFree() throws(FileError) {
        guard !FileManager.default.fileExists(atPath: configurationFile) else {
            throw FileError(.cannotCreateOutput, path, "a run stands here already", expected: "another name")
        }
    }

    /// The model file that `--run` and `--model` mean, or the latest run's.
    ///
    /// - Throws: `ToolError` where there is none.
    static func machineFile(run: String?, model: String?) throws(ToolError) -> String {
        if let model { return model }
        func hasMachine(_ run: RunFolder) -> Bool { FileManager.default.fileExists(atPath: run.machineFile) }
        if let run {
            let folder = named(run, tool: SVM.name)
            guard hasMachine(folder) else { throw .noInput("\(folder.path): no run with a model.svm") }
            return folder.machineFile
        }
        guard let folder = latest(of: SVM.name, where: hasMachine) else {
            throw .noInput("no run in runs/\(SVM.name) has a model: train one first, or name a file with --model")
        }
        return folder.machineFile
    }
}
