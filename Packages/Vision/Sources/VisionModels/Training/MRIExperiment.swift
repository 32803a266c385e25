import CommandLineSupport
import Core

/// A network classifies slices of magnetic resonance images.
public struct MRIExperiment: ClassifierExperiment {
    public static let tool = "mri-train"

    public var dataset: String?
    public var data: String?
    /// Whether prepared pictures are kept in the user's cache folder, and looked for there.
    public var usesCache = true
    public var input: Shape = [1, Phantoms.side, Phantoms.side]
    public var classNames = Phantoms.classNames
    public var augmentation = MRIPreset.all[0].augmentation
    public var recipe = MRIPreset.all[0].recipe
    public var seed: UInt64 = 0
    public var threads = ComputeContext.threads
    public var validation: Double?

    public var modelName: String { "mri" }

    public init() {}

    public func check() throws { try checkPictures() }

    public mutating func takeContinuation(of other: MRIExperiment) {
        (data, usesCache) = (other.data, other.usesCache)
    }

    public func makeModel() -> Classifier {
        var random = initialization
        return Classifier(MRINet(input: input, classes: classNames.count, random: &random))
    }

    public func readData(_ console: Console) throws -> ClassifierData { try divided(try readSlices(console).images) }

    public func report(_ trained: Trained<MRIExperiment>) -> Report {
        var report = classifierReport(trained)
        let training = trained.data.training
        report.draw("samples", figures.samples(of: training))
        if !augmentation.isIdentity {
            let examples = AugmentedExamples(training, augmentation, seed: seed)
            report.draw("augmentation", figures.augmented(examples))
        }
        if let score = trained.score {
            report.lines += [""] + score.classTable(classNames).lines + [""]
            report.summary["classes"] = score.classJSON(classNames)
        }
        return report
    }

    public static func upgrade(_ old: inout JSONObject) {
        old.upgradeRecipe()
        old["usesCache"] = true
    }
}
