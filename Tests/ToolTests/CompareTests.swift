import Core
import Foundation
import Testing

@Suite("Comparing runs, checking gradients, confusion matrices") struct CompareTests {
    private static let small = ["--model", "lin", "--training-examples", "100", "--epochs", "2", "--quiet"]

    @Test("compare puts finished runs into a table, a figure and a file")
    func compare() throws {
        let place = try Workplace()
        for rate in ["0.1", "0.01"] {
            #expect(try place.start(Self.small + ["--lr", rate, "--run", "rate-\(rate)"]).outcome().code == 0)
        }
        let outcome = try place.start(["compare"]).outcome()
        #expect(outcome.code == 0 && outcome.messages.isEmpty)
        #expect(outcome.output.hasPrefix("run        lr    parameters"))
        #expect(outcome.output.contains("rate-0.01  0.01       7,850       2"))
        #expect(outcome.output.contains("files: runs/kmnist-train-comparison"))
        #expect(place.names(in: "runs/kmnist-train-comparison") == ["comparison.csv", "figures"])
        #expect(place.names(in: "runs/kmnist-train-comparison/figures") == ["comparison.png", "comparison.svg"])
        let one = try place.start(["compare", "rate-0.1"]).outcome()
        #expect(one.code == 64 && one.messages.contains("compare takes two or more runs"))
        let none = try place.start(["compare", "rate-0.1", "nowhere"]).outcome()
        #expect(none.code == 66 && none.messages.contains("runs/kmnist-train/nowhere/config.json"))
    }

    @Test("compare without two finished runs says so")
    func nothingToCompare() throws {
        let outcome = try Workplace().start(["compare"]).outcome()
        #expect(outcome.code == 66)
        #expect(outcome.messages.contains("0 finished runs in runs/kmnist-train: expected two or more to compare"))
    }

    @Test("check-gradients shows every parameter, and exits with 1 where the tolerance is not met")
    func gradients() throws {
        let place = try Workplace()
        let arguments = ["check-gradients", "--model", "lin", "--dataset", "strokes", "--entries", "5"]
        let outcome = try place.start(arguments).outcome()
        #expect(outcome.code == 0)
        #expect(outcome.output.hasPrefix("lin on strokes\nparameter   differences  fast engine"))
        #expect(outcome.output.contains("fc1.weight") && outcome.output.contains("5 of 7,840, drawn at random"))
        #expect(outcome.output.hasSuffix("every gradient agrees with the differences of the loss to 1e-06\n"))
        let strict = try place.start(arguments + ["--tolerance", "1e-300"]).outcome()
        #expect(strict.code == 1 && strict.messages.contains("a gradient differs by more than 1e-300"))
    }

    @Test("check-gradients refuses a stretch beyond the text, and a loss whose gradient it cannot measure")
    func gradientRefusals() throws {
        for (tool, arguments, line) in [
            (
                "charrnn", ["--length", "5000"],
                "--length 5000: the text has 866 characters, expected one more than a stretch"
            ),
            (
                "gnn-train", ["--model", "grand", "--dataset", "karate"],
                "check-gradients: the target on which grand's views should agree counts as a constant, so "
                    + "differences of the loss are not its gradient"
            ),
            ("kmnist-train", ["--dataset", "nowhere"], "unknown data set 'nowhere'"),
        ] {
            let outcome = try Workplace(tool: tool).start(["check-gradients"] + arguments).outcome()
            #expect(outcome.code == 64 || outcome.code == 66, "\(outcome.code)")
            #expect(outcome.messages.contains(line), "\(outcome.messages)")
        }
    }

    @Test("--confusion rows shows shares, after training and in evaluate; other words are refused")
    func confusion() throws {
        let place = try Workplace()
        let trained = try place.start(Self.small + ["--confusion", "rows", "--run", "one"]).outcome()
        #expect(trained.output.contains("predicted class (columns), shares of each true class"))
        #expect(trained.output.contains("%") && trained.output.contains("examples\n"))
        let counts = try place.start(["evaluate", "--run", "one", "--quiet"]).outcome()
        #expect(counts.output.hasPrefix("test examples by true class (rows) and predicted class (columns)\n"))
        let shares = try place.start(["evaluate", "--run", "one", "--quiet", "--confusion", "rows"]).outcome()
        #expect(shares.output.hasPrefix("test examples by true class (rows) and predicted class (columns), shares"))
        let wrong = try place.start(["evaluate", "--run", "one", "--confusion", "row"]).outcome()
        #expect(wrong.code == 64 && wrong.messages.contains("'row'") && wrong.messages.contains("rows"))
    }
}
