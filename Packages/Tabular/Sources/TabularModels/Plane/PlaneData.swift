import Core

/// The points of an experiment in their parts.
public struct PlaneData: Sendable {
    /// The names of the two classes.
    public let classNames: [String]
    public let training: PlanePoints
    /// These choose the best epoch; may be empty.
    public let validation: PlanePoints
    /// May be empty.
    public let test: PlanePoints
    /// What the reader found in a file; nil for drawn points.
    public let facts: DataFacts?

    /// Reads or draws the points.
    ///
    /// - Throws: `FileError` where a file does not contain points of two classes, `ToolError` where the task is
    ///   unknown, or a validation part would leave a part empty.
    init<Entries>(of experiment: PlaneExperiment<Entries>) throws {
        let all: PlanePoints
        if let path = experiment.data {
            let file = try PlaneFile(path, experiment.columns)
            (all, classNames, facts) = (file.points, file.classNames, file.facts)
        } else {
            let task = try Suggestions.find(experiment.task ?? "", kind: "task", in: Entries.tasks, by: \.name)
            all = task.points(experiment.points, noise: experiment.noise, seed: experiment.seed)
            (classNames, facts) = (task.classNames, nil)
        }
        var random = RandomStream(seed: experiment.seed, name: .split)
        let (known, test) = all.split(testShare: experiment.testShare, random: &random)
        let split = try experiment.validationSplit(strata: known.classes, of: "point")
        (training, validation) = (
            known.selecting(split.training.map(Int.init)), known.selecting(split.validation.map(Int.init))
        )
        self.test = test
    }

    public subscript(part: DataPart) -> PlanePoints {
        switch part {
        case .training: training
        case .validation: validation
        case .test: test
        }
    }
}

/// Statistics of training points: their classes, how they become inputs, and the box that they fill.
public struct PlaneDomain: Codable, Equatable, Sendable {
    var classNames: [String] = []
    var scaling = PlaneScaling.none
    /// The corners of the box, scaled.
    var (low, high) = ([-1.0, -1], [1.0, 1])

    /// The domain of points that are not read yet.
    init() {}

    /// - Parameter isScaled: whether inputs have mean 0 and standard deviation 1.
    init(of points: PlanePoints, classNames: [String], isScaled: Bool) {
        self.classNames = classNames
        let scaling = isScaled ? PlaneScaling(standardizing: points) : .none
        func ends(_ end: ([Double]) -> Double?) -> [Double] {
            [points.xs, points.ys].enumerated().map { axis, values in
                ((end(values) ?? 0) - scaling.center[axis]) / scaling.scale[axis]
            }
        }
        (self.scaling, low, high) = (scaling, ends { $0.min() }, ends { $0.max() })
    }

    func check() throws(SettingError) {
        try Setting.require("classNames", classNames, [0, 2].contains(classNames.count), expected: "two names")
        let pairs = [
            ("scaling.center", scaling.center), ("scaling.scale", scaling.scale), ("low", low), ("high", high),
        ]
        for (name, pair) in pairs {
            try Setting.require(name, pair, pair.count == 2, expected: "two numbers")
            try Setting.require(name, all: pair, in: -1e101...1e101)
        }
        try Setting.require(
            "scaling.scale", scaling.scale, scaling.scale.allSatisfy { $0 > 0 }, expected: "numbers above 0")
    }
}
