import Testing

@testable import Engine
@testable import Files
@testable import Foundations
@testable import KernelMachines
@testable import Training

extension String {
    /// The text with a part replaced.
    fileprivate func replacing(_ range: Range<Index>, with part: String) -> String {
        var text = self
        text.replaceSubrange(range, with: part)
        return text
    }
}

@Suite("Fits and grids as values") struct FitAndGridTests {
    private static func grid() throws -> GridExperiment {
        var grid = GridExperiment()
        (grid.machine.features, grid.machine.maxIterations, grid.examples.form.format) = (
            "x1, x2, x1*x2", 1_000_000, "csv"
        )
        grid.machine.classWeight = try #require(ClassWeights("1=2"))
        (grid.examples.examples, grid.threads) = (50, 1)
        try grid.adopt(try grid.readExamples())
        return grid
    }

    private func read<E: StoredSettings>(_ text: String, as type: E.Type = GridExperiment.self) throws -> E {
        try RunConfigurationFile<E>(Array(text.utf8), file: "config.json").experiment
    }

    @Test("they read back as they were written")
    func roundTrip() throws {
        let grid = try Self.grid()
        #expect(try read(RunConfigurationFile(grid).text) == grid)
        var fit = FitExperiment()
        (fit.machine.kernel, fit.validation, fit.probability, fit.cost) = ("linear", 0.2, true, 0.3)
        #expect(try read(RunConfigurationFile(fit).text, as: FitExperiment.self) == fit)
    }

    @Test(
        "nonsense is refused by name and value",
        arguments: [
            ("folds", "1", "folds is 1, expected 2 to 1000"), ("threads", "0", "threads is 0, expected 1 to 4096"),
            ("costs", "[1,-1]", "costs is [1.0, -1.0], expected different numbers above 0"),
            ("costs", "[]", "costs is [], expected different numbers above 0"),
            ("gammas", "[1,1]", "gammas is [1.0, 1.0], expected different numbers above 0"),
            ("seed", "-1", "seed is -1, expected a number in its range"),
            ("threads", "0.5", "threads is 0.5, expected a number in its range"),
            ("maxIterations", "1e300", "machine.maxIterations is 1e+300, expected a number in its range"),
            ("digest", "null", "digest has an invalid value"),
            ("kernel", "\"rbv\"", "machine.kernel is 'rbv', expected linear, polynomial, rbf, sigmoid, precomputed"),
            ("degree", "4611686018427387904", "machine.degree is 4611686018427387904, expected 1 to 100"),
            ("tolerance", "0", "machine.tolerance is 0.0, expected a number above 0"),
            ("cache", "0", "machine.cache is 0, expected 1 to 1000000"),
            ("maxIterations", "-3", "machine.maxIterations is -3, expected 1 to 1000000000000"),
            ("shrinks", "\"yes\"", "machine.shrinks has an invalid value"),
            ("scale", "\"\"", "machine.scale is '', expected none, range, standard, magnitude"),
            ("classWeight", "\"1=0\"", "classWeight is '1=0', expected classes with numbers above 0"),
            (
                "features", "\"x1*\"",
                "machine.features is 'x1*', expected a number, a feature such as x1, or '(' at character 4"
            ), ("dataset", "\"\"", "examples.dataset is '', expected the name of a file or folder"),
            ("examples", "0", "examples.examples is 0, expected 1 to 1000000000"),
            ("format", "\"xml\"", "examples.form.format is 'xml', expected libsvm, csv, idx"),
        ])
    func nonsense(name: String, value: String, message: String) throws {
        let grid = try Self.grid()
        let text = try RunConfigurationFile(grid).text
        let leaf = try Regex("\"\(name)\":(\\[[^\\]]*\\]|\"[^\"]*\"|[-0-9.a-z]+)")
        // Not the file's own format.
        let range = try #require(text.ranges(of: leaf).first { !text[$0].hasSuffix("format\":2") })
        let error = #expect(throws: FileError.self) {
            try read(text.replacing(range, with: "\"\(name)\":\(value)"))
        }
        #expect(error?.description.hasPrefix("config.json: \(message)") == true, "\(String(describing: error))")
    }

    @Test("every value replaced by something absurd is refused or harmless, and never a trap")
    func leaves() throws {
        let grid = try Self.grid()
        let text = try RunConfigurationFile(grid).text
        let set = try Self.grid().readExamples()
        let leaf = #/"(\w+)":(-?[0-9.e+-]+|"[^"]*"|true|false|\[[^\[\]]*\])/#
        let matches = text.matches(of: leaf)
        #expect(matches.count > 18)
        for match in matches {
            for absurd in [
                "-1", "1e300", "4611686018427387904", "0.5", "\"nonsense\"", "null", "[]", "{}", "true", "[-1]",
            ] {
                let damaged = text.replacing(match.range, with: "\"\(match.1)\":\(absurd)")
                do {
                    var grid: GridExperiment = try read(damaged)
                    try grid.adopt(set)
                } catch {
                    #expect(error is FileError || error is ToolError || error is SettingError, "\(match.1): \(error)")
                }
            }
        }
    }

    @Test("a grid of version 0.1.0 becomes today's")
    func upgrade() throws {
        let old = """
            {"classWeights": {"no": 0.5, "yes": 2}, "coef0": 1, "command": "grid", "cost": [0.1, 10], "dataset": "a.csv",
            "degree": 2, "examples": 90, "examplesDigest": "e982", "featureMap": "x1, x1^2", "features": 2, "folds": 4,
            "gamma": 0.5, "gammas": [0.1, 1], "isCalibrated": false, "iterationLimit": 77, "kernel": "polynomial",
            "scale": "standard", "seed": 18446744073709551615, "threads": 3, "tolerance": 0.01, "tool": "svm",
            "version": "0.1.0"}
            """
        var grid = GridExperiment()
        (grid.examples.dataset, grid.examples.examples) = ("a.csv", 90)
        (grid.machine.kernel, grid.machine.coef0, grid.machine.degree) = ("polynomial", 1, 2)
        (grid.machine.features, grid.machine.scale) = ("x1, x1^2", "standard")
        (grid.machine.tolerance, grid.machine.maxIterations) = (0.01, 77)
        grid.machine.classWeight = try #require(ClassWeights("yes=2,no=0.5"))
        (grid.costs, grid.gammas, grid.folds) = ([0.1, 10], [0.1, 1], 4)
        (grid.seed, grid.threads, grid.digest) = (.max, 3, "e982")
        #expect(try read(old) == grid)
        let linear = """
            {"classWeights": {}, "command": "grid", "cost": [1], "dataset": "moons", "examples": 400, "examplesDigest": "e",
            "features": 2, "folds": 5, "isCalibrated": false, "kernel": "linear", "scale": "none", "seed": 0, "threads": 1,
            "tolerance": 0.001, "tool": "svm", "version": "0.1.0"}
            """
        #expect(try read(linear).gammas == nil)
    }

    @Test("factors of classes")
    func weights() throws {
        #expect(ClassWeights("rare=5,other=0.5")?.factors == ["rare": 5, "other": 0.5])
        #expect(ClassWeights("rare=5,other=0.5")?.text == "other=0.5,rare=5")
        for text in ["", "a", "a=", "=1", "a=0", "a=-1", "a=inf", "a=nan", "a=1=2", "a=1,,b=2"] {
            #expect(ClassWeights(text) == nil, "\(text)")
        }
    }

    @Test("every part has its share of every class, and no example is in two parts")
    func division() throws {
        let classes = (0..<100).map { Double($0 < 60 ? 0 : $0 < 90 ? 1 : 2) }
        let set = ExampleSet(
            points: KernelRows((0..<100).map(Double.init), width: 1), targets: classes, file: "a.txt")
        var fit = FitExperiment()
        (fit.validation, fit.probability) = (0.2, true)
        let data = try fit.divided(ExampleSettings.Sets(training: set, test: nil))
        let (validation, calibration) = (try #require(data.validation), try #require(data.calibration))
        #expect((0...2).map { label in validation.targets.count { $0 == Double(label) } } == [12, 6, 2])
        let parts = [data.training, validation, calibration]
        let numbers = parts.flatMap { part in (0..<part.count).map { part.points.row($0)[0] } }
        #expect(numbers.sorted() == (0..<100).map(Double.init))
        #expect(calibration.count == 16 && data.training.labels.count == 3)
        var other = fit
        other.seed = 1
        let another = try #require(try other.divided(ExampleSettings.Sets(training: set, test: nil)).validation)
        #expect(another.targets == validation.targets)
        #expect((0..<20).map { another.points.row($0) } != (0..<20).map { validation.points.row($0) })
        #expect(fit.dependsOnSeed && !ExampleSettings.reading("a.txt").dependsOnSeed)
    }
}

extension ExampleSettings {
    /// A fit to a file.
    fileprivate static func reading(_ file: String) -> FitExperiment {
        var fit = FitExperiment()
        fit.examples.dataset = file
        return fit
    }
}
