import Foundation
import TestSupport
import Testing

@testable import Training

@Suite("A run's configuration") struct RunConfigurationFileTests {
    private func read(_ text: String) throws -> RunConfigurationFile<TinyExperiment> {
        try RunConfigurationFile(Array(text.utf8), file: "config.json")
    }

    /// The one line with which reading ends.
    private func refusal(of text: String) -> String? {
        do { _ = try read(text) } catch { return String(describing: error) }
        return nil
    }

    @Test("an experiment comes back as it was, and the same experiment has the same bytes")
    func roundTrip() throws {
        var experiment = TinyExperiment()
        (experiment.slope, experiment.seed, experiment.validation) = (0.1, .max, 0.3)
        experiment.recipe.schedule = .oneCycle()
        let text = try RunConfigurationFile(experiment, runs: 3).text
        let stored = try read(text)
        #expect(stored.experiment == experiment && stored.runs == 3)
        #expect(try stored.text == text)
    }

    @Test("version 0.1.0 had one level, and optimizers without their numbers")
    func upgrade() throws {
        let old = """
            {"tool":"tiny","version":"0.1.0","slope":3,"seed":7,"threads":2,"sum":0,"runs":2,
             "recipe":{"points":9,"epochs":5,"batchSize":3,"learningRate":0.2,"optimizer":"sgd","schedule":"cosine"}}
            """
        let stored = try read(old)
        var expected = TinyExperiment()
        (expected.points, expected.slope, expected.seed, expected.threads) = (9, 3, 7, 2)
        expected.recipe = Recipe(
            epochs: 5, batchSize: 3, learningRate: 0.2, optimizer: .sgd(momentum: 0.9), weightDecay: 0,
            schedule: .cosine())
        #expect(stored.experiment == expected && stored.runs == 2)
    }

    @Test("nonsense is refused by name and value")
    func nonsense() throws {
        let good = try RunConfigurationFile(TinyExperiment()).text
        for (member, replaced, message) in [
            ("\"points\":20", "\"points\":-1", "config.json: points is -1, expected 4 to 1000"),
            ("\"slope\":2", "\"slope\":1e300", "config.json: slope is 1e+300, expected -10.0 to 10.0"),
            (
                "\"name\":\"sgd\"", "\"name\":\"adan\"",
                "config.json: recipe.optimizer is 'adan', expected sgd, nesterov, adam"
            ),
            ("\"momentum\":0", "\"momentum\":4.6e18", "config.json: recipe.optimizer.momentum is 4.6e+18, expected 0"),
            (
                "\"learningRate\":0.1", "\"learningRate\":-1",
                "config.json: recipe.learningRate is -1.0, expected a number"
            ),
            ("\"threads\":1", "\"threads\":0", "config.json: threads is 0, expected 1 to 4096"),
            ("\"threads\":1", "\"threads\":\"many\"", "config.json: threads has an invalid value"),
            ("\"points\":20,", "", "config.json: lacks points"),
            ("\"format\":2", "\"format\":3", "config.json: has format 3, of another version of tiny, expected 2"),
            ("\"tool\":\"tiny\"", "\"tool\":\"other\"", "config.json: was not written by tiny"),
        ] {
            let text = good.replacing(member, with: replaced)
            #expect(text != good, "\(member) of \(good)")
            #expect(refusal(of: text)?.hasPrefix(message) == true, "\(refusal(of: text) ?? "read")")
        }
        for text in ["", "[]", "{", "null", "{\"tool\":\"tiny\"}"] { #expect(refusal(of: text) != nil) }
    }

    @Test("every leaf replaced by something absurd is refused or harmless, never a trap")
    func leaves() throws {
        let text = try RunConfigurationFile(TinyExperiment()).text
        let leaf = #/:(-?[0-9.e+]+|"[^"]*"|true|false|null)/#
        for match in text.matches(of: leaf) {
            for absurd in ["-1", "1e300", "4611686018427387904", "\"nonsense\"", "null", "[]", "{}", "-0.5"] {
                var damaged = text
                damaged.replaceSubrange(match.range, with: ":" + absurd)
                guard let stored = try? read(damaged) else { continue }
                try stored.experiment.checkAll()
                _ = stored.experiment.makeModel()
            }
        }
    }
}
