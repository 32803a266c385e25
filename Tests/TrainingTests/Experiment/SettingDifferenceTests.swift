import TestSupport
import Testing

@testable import Training

@Suite("What options change") struct SettingDifferenceTests {
    @Test("settings are named by the options that set them")
    func names() {
        for (setting, option) in [
            ("recipe.learningRate", "--lr"), ("recipe.batchSize", "--batch-size"),
            ("recipe.optimizer.name", "--optimizer"),
            ("recipe.optimizer.momentum", "--momentum"), ("recipe.clipNorm", "--clip-norm"), ("hidden", "--hidden"),
            ("recipe.schedule.factor", "--schedule"), ("trainingExamples", "--training-examples"),
        ] { #expect(OptionName.of(setting) == option) }
    }

    @Test("every setting that differs is reported with what the run has, and no other")
    func differences() {
        let run = TinyExperiment()
        #expect(SettingDifference.between(run, run).isEmpty)
        var asked = run
        asked.recipe.learningRate = 0.5
        asked.points = 30
        asked.recipe.optimizer = .sgd(momentum: 0.9)
        #expect(
            SettingDifference.between(run, asked) == [
                "--points cannot be changed (20 in the run)", "--lr cannot be changed (0.1 in the run)",
                "--momentum cannot be changed (0 in the run)",
            ])
    }

    @Test("an option is named once, and of a model's settings the model alone")
    func once() {
        var (run, asked) = (TinyExperiment(), TinyExperiment())
        (run.recipe.schedule, asked.recipe.schedule) = (.step(), .cosine())
        #expect(SettingDifference.between(run, asked) == ["--schedule cannot be changed (step in the run)"])
        (run.recipe.schedule, asked.recipe.schedule) = (.constant, .constant)
        asked.recipe.optimizer = .adam()
        #expect(SettingDifference.between(run, asked) == ["--optimizer cannot be changed (sgd in the run)"])
        let (narrow, wide) = (["model": "lin", "hidden": "4"], ["model": "conv", "hidden": "8"])
        #expect(SettingDifference.between(narrow, wide) == ["--model cannot be changed (lin in the run)"])
        #expect(SettingDifference.names(["a": ["b": 1]], ["a": ["b": 2]]) == ["a.b"])
    }

    @Test("a setting without an option of its name is named by the option that chooses it")
    func borrowed() {
        let (run, asked) = (Wide(width: 8), Wide(width: 9))
        #expect(SettingDifference.between(run, asked) == ["--preset cannot be changed (width is 8 in the run)"])
        #expect(SettingDifference.options(run, asked) == ["--preset"])
    }

    private struct Wide: StoredSettings {
        static let tool = "wide"
        static let optionNames = ["width": "preset"]
        var width: Int
        func checkAll() throws {}
    }
}
