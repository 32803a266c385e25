import Foundation
import TestSupport
import Testing

@testable import CommandLine
@testable import Foundations
@testable import Training

/// The JSON object of a run.
@Suite struct SummaryTests {
    private var full: RunSummary {
        var summary = RunSummary(tool: "kmnist-train")
        summary.dataset = "kmnist"
        summary.model = "conv"
        summary.parameters = 206_922
        summary.epochs = 10
        summary.seed = .max
        summary.threads = 2
        summary.seconds = 12.5
        summary.secondsPerEpoch = 1.25
        summary.examplesPerSecond = 48_000
        summary.trainLoss = 0.0312
        summary.trainAccuracy = 0.992
        summary.testLoss = .nan
        summary.testAccuracy = 0.985
        summary.peakMemoryBytes = 212_300_000
        summary.run = "runs/kmnist-train/1"
        summary.extra = ["hidden": [50, 100], "carbon": ["kwh": 0.5]]
        return summary
    }

    @Test func membersComeInTheContractsOrder() {
        let expected = """
            {"tool":"kmnist-train","version":"0.2.0-dev","dataset":"kmnist","model":"conv","parameters":206922,"epochs":10,\
            "seed":18446744073709551615,"threads":2,"seconds":12.5,"seconds_per_epoch":1.25,"examples_per_second":48000,\
            "train_loss":0.0312,"train_accuracy":0.992,"test_loss":null,"test_accuracy":0.985,"peak_memory_bytes":212300000,\
            "run":"runs/kmnist-train/1","hidden":[50,100],"carbon":{"kwh":0.5}}
            """
        #expect(JSONValue.object(full.json).text == expected)
    }

    @Test func wordsSayTheSame() {
        #expect(
            full.lines == [
                "model     conv, 206,922 parameters",
                "data      kmnist",
                "training  10 epochs, 12.5 s, 1.2 s per epoch, 48,000 examples/s",
                "loss      0.0312 train, nan test",
                "accuracy  99.2 % train, 98.5 % test",
                "memory    212.3 MB at most",
                "run       runs/kmnist-train/1",
            ])
    }

    @Test func everyTextIsReadByOtherParsers() throws {
        let text = "quote \" backslash \\ line\nreturn\rtab\t bell\u{7} escape\u{1B} delete\u{7F} お 🙂 zero\0"
        let value: JSONValue = [
            "text": .string(text), "numbers": [-1, 0.1, 1e300, 1e-7, .number(.infinity), .integer(.min)],
            "others": [true, false, .null], "empty": [:],
        ]
        let parsed = try JSONSerialization.jsonObject(with: Data(value.text.utf8))
        let object = try #require(parsed as? [String: Any])
        #expect(object["text"] as? String == text)
        let numbers = try #require(object["numbers"] as? [Any])
        #expect(numbers.prefix(4).compactMap { $0 as? Double } == [-1, 0.1, 1e300, 1e-7])
        #expect(numbers[4] is NSNull && numbers[5] as? Int == .min)
        #expect((object["empty"] as? [String: Any])?.isEmpty == true)
    }

    @Test func objectsKeepOrderAndReplaceInPlace() {
        var object: JSONObject = ["b": 1, "a": 2, "b": 3]
        object["c"] = "x"
        object["a"] = nil
        object["missing"] = nil
        #expect(JSONValue.object(object).text == "{\"b\":3,\"c\":\"x\"}")
        #expect(object["b"] == 3 && object["a"] == nil)
    }

    @Test func peakMemoryIsReadFromTheStatusFile() {
        #expect(PeakMemory.bytes(inStatus: "VmPeak:\t  99 kB\nVmHWM:\t   12345 kB\nVmRSS:\t 1 kB\n") == 12_641_280)
        #expect(PeakMemory.bytes(inStatus: "VmHWM:\t many kB\n") == nil)
        #expect(PeakMemory.bytes(inStatus: "") == nil)
    }

    @Test func peakMemoryCountsWhatWasTouched() throws {
        let before = try #require(PeakMemory.bytes)
        #expect(before > 1_000_000)
        let block = [UInt8](repeating: 1, count: before + 50_000_000)
        let after = try #require(PeakMemory.bytes)
        #expect(after > before && block.last == 1)
    }

    @Test("a training that ends within its first epoch is reported in steps")
    func steps() {
        var summary = RunSummary(tool: "kmnist-train")
        (summary.epochs, summary.extra["steps"]) = (0, 1)
        #expect(summary.lines.contains("training  1 step"))
        summary.extra["steps"] = 1_200
        #expect(summary.lines.contains("training  1,200 steps"))
        summary.epochs = 1
        #expect(summary.lines.contains("training  1 epoch"))
    }
}
