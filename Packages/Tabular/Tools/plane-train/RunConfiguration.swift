import CommandLineSupport
import Core
import TabularModels

/// What a run was begun with; everything that its result depends on.
struct RunConfiguration: TrainingSettings {
    var tool = toolName
    var version = KumikiVersion.current
    /// A name of `PlaneTask.all`; nil where the points are a file's.
    var task: String?
    var file: String?
    /// nil takes the task's own.
    var points: Int?
    var noise: Double?
    var testShare: Double
    var recipe: PlaneRecipe
    /// Begins with the hand-made network, its weights so many times as great.
    var givenScale: Double?
    var seed: UInt64
    /// One by default: these networks are too small to share.
    var threads: Int

    static let toolName = "plane-train"

    /// Whether the network is the hand-made one itself, which is not trained.
    var isGiven: Bool { recipe.activation == .step }

    var isSound: Bool {
        recipe.isSound && (task == nil) != (file == nil) && (points.map { (8...1_000_000).contains($0) } ?? true)
            && (noise.map { (0...100).contains($0) } ?? true) && (0...0.9).contains(testShare)
            && (givenScale.map { $0.isFinite && recipe.hidden == [4] } ?? !isGiven) && (1...4_096).contains(threads)
    }

    /// The task of this name.
    ///
    /// - Throws: `ToolError` where the name is not known.
    static func task(_ name: String) throws -> PlaneTask {
        try Suggestions.find(name, kind: "task", in: PlaneTask.all, by: \.name)
    }
}

/// The points of a run.
struct PlaneProblem {
    /// The task, or the file.
    let name: String
    let classNames: [String]
    let training: PlanePoints
    let test: PlanePoints

    /// - Throws: `FileError` where a file does not hold points of two classes, `ToolError` where the task is not known.
    init(_ configuration: RunConfiguration) throws {
        let points: PlanePoints
        if let path = configuration.file {
            let file = try PlaneFile(path)
            (name, points, classNames) = (path, file.points, file.classNames)
        } else {
            let task = try RunConfiguration.task(configuration.task ?? "")
            points = task.points(configuration.points, noise: configuration.noise, seed: configuration.seed)
            (name, classNames) = (task.name, task.classNames)
        }
        var random = RandomStream(seed: configuration.seed, name: "split")
        (training, test) = points.split(testShare: configuration.testShare, random: &random)
    }
}
