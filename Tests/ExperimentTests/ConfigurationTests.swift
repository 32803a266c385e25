import Testing

@testable import Datasets
@testable import Files
@testable import Foundations

@Suite("What a run's configuration may say") struct ConfigurationTests {
    private static let absurd = [
        "-1", "1e300", "-1e300", "4611686018427387904", "0.5", "\"nonsense\"", "\"\"", "null", "[]", "{}", "true",
        "[-1]",
    ]

    @Test("a begun experiment reads back", arguments: AnyExperiment.all)
    func good(experiment: AnyExperiment) throws {
        try experiment.read(experiment.configuration())
    }

    @Test(
        "every value replaced by something absurd is refused or harmless, and never a trap",
        arguments: AnyExperiment.all)
    func leaves(experiment: AnyExperiment) throws {
        let text = try experiment.configuration()
        let leaf = #/"(\w+)":(-?[0-9.e+-]+|"(?:[^"\\]|\\.)*"|true|false|null|\[[^\[\]]{0,200}\])/#
        let matches = text.matches(of: leaf)
        #expect(matches.count > 15)
        for match in matches {
            for absurd in Self.absurd {
                var damaged = text
                damaged.replaceSubrange(match.range, with: "\"\(match.1)\":\(absurd)")
                do { try experiment.read(damaged) } catch {
                    #expect(error is FileError || error is ToolError || error is DatasetError, "\(match.1): \(error)")
                    #expect(!"\(error)".contains("\n"))
                }
            }
        }
    }

    @Test("numbers and names that no training can have are refused by name and value", arguments: AnyExperiment.all)
    func refused(experiment: AnyExperiment) throws {
        let text = try experiment.configuration()
        for (setting, absurd) in [
            ("learningRate", "-1"), ("learningRate", "1e300"), ("learningRate", "0"), ("epochs", "-1"),
            ("batchSize", "0"),
            ("weightDecay", "-1"), ("threads", "0"), ("optimizer", "\"adan\""), ("optimizer", "{\"name\":\"adan\"}"),
            ("optimizer", "{\"momentum\":4611686018427387904,\"name\":\"sgd\"}"), ("schedule", "\"nonsense\""),
        ] {
            guard let range = text.firstRange(of: "\"\(setting)\":") else { continue }
            var damaged = text
            var end = range.upperBound
            var depth = 0
            while depth > 0 || !",}".contains(damaged[end]) {
                depth += damaged[end] == "{" ? 1 : damaged[end] == "}" ? -1 : 0
                end = damaged.index(after: end)
            }
            damaged.replaceSubrange(range.upperBound..<end, with: absurd)
            var message: String?
            do { try experiment.read(damaged) } catch { message = String(describing: error) }
            #expect(
                message?.hasPrefix("config.json: ") == true && message?.contains(setting) == true,
                "\(setting) \(absurd): \(message ?? "accepted")")
        }
    }
}
