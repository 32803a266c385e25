import ArgumentParser
import TestSupport
import Testing

@testable import CommandLine
@testable import Foundations

/// Values of options and the names that were nearly right.
@Suite struct OptionTests {
    @Test func negativeNumbersBecomeValues() {
        #expect(NegativeNumbers.joined(["--lr", "-1", "--quiet"]) == ["--lr=-1", "--quiet"])
        #expect(NegativeNumbers.joined(["--weights", "-4.79,5.9"]) == ["--weights=-4.79,5.9"])
        #expect(NegativeNumbers.joined(["--lr", "-NaN"]) == ["--lr=-NaN"])
        #expect(
            NegativeNumbers.joined(["-v", "-1", "--a=b", "-1", "-x", "-"]) == ["-v", "-1", "--a=b", "-1", "-x", "-"])
        #expect(NegativeNumbers.joined(["--", "--lr", "-1"]) == ["--", "--lr", "-1"])
        #expect(NegativeNumbers.joined(["--lr", "--", "-1"]) == ["--lr", "--", "-1"])
    }

    @Test func valuesWithinBoundsPass() throws {
        #expect(try OptionValue.wholeNumber(atLeast: 0, atMost: 3)("3") == 3)
        #expect(try OptionValue.wholeNumbers()("50,100") == [50, 100])
        #expect(try OptionValue.numbers("-4.79,5.90") == [-4.79, 5.9])
        #expect(try OptionValue.number(in: 0...1)("0.5") == 0.5)
        #expect(try OptionValue.finiteNumber("-2e3") == -2000)
        #expect(try OptionValue.name(of: "cell", in: ["srn", "lstm"])("lstm") == "lstm")
    }

    @Test func otherValuesSayWhatWasExpected() {
        #expect(
            refusal { try OptionValue.wholeNumber(atLeast: 0, atMost: 3)("4") } == "expected a whole number from 0 to 3"
        )
        #expect(
            refusal { try OptionValue.wholeNumbers()("5,,6") }
                == "expected whole numbers of 1 or more, separated by commas")
        #expect(refusal { try OptionValue.numbers("1,inf") } == "expected numbers separated by commas")
        #expect(refusal { try OptionValue.number(in: 0...0.9)("1") } == "expected a number from 0 to 0.9")
        #expect(refusal { try OptionValue.finiteNumber("nan") } == "expected a finite number")
        #expect(
            refusal { try OptionValue.name(of: "cell", in: ["srn", "lstm"])("lsmt") }
                == "unknown cell 'lsmt', did you mean 'lstm'? Known: srn, lstm")
    }

    private func refusal<Value>(_ parse: () throws -> Value) -> String? {
        do {
            _ = try parse()
            return nil
        } catch {
            return String(describing: error)
        }
    }

    @Test(arguments: [
        ("", "", 0), ("abc", "", 3), ("", "ab", 2), ("conv", "conv", 0), ("cnov", "conv", 1), ("kitten", "sitting", 3),
        ("ca", "abc", 3), ("adma", "adam", 1), ("かきく", "かく", 1),
    ])
    func editDistances(first: String, second: String, distance: Int) {
        #expect(EditDistance.between(first, second) == distance)
        #expect(EditDistance.between(second, first) == distance)
    }

    @Test(arguments: [
        ("cnov", "conv"), ("CONV", "conv"), ("con", "conv"), ("convolution", "conv"), ("fulll", "full"), ("li", "lin"),
        ("dn", "dnn"),
    ])
    func nearMissesAreSuggested(typed: String, meant: String) {
        #expect(Suggestions.nearest(to: typed, in: ["lin", "full", "conv", "dnn"]) == meant)
    }

    @Test(arguments: ["", "x", "transformer", "lstm", "mlp"])
    func farNamesAreNot(typed: String) {
        #expect(Suggestions.nearest(to: typed, in: ["lin", "full", "conv", "dnn"]) == nil)
    }

    @Test func entriesAreFoundByName() throws {
        let entries = [(name: "lin", size: 1), (name: "conv", size: 2)]
        #expect(try Suggestions.find("conv", kind: "model", in: entries, by: \.name).size == 2)
        #expect(throws: ToolError.usage("unknown model 'cnov', did you mean 'conv'? Known: lin, conv")) {
            try Suggestions.find("cnov", kind: "model", in: entries, by: \.name)
        }
        #expect(throws: ToolError.usage("unknown model 'x'. Known: lin, conv")) {
            try Suggestions.find("x", kind: "model", in: entries, by: \.name)
        }
    }

    @Test func defaultsPerEntryNameTheExceptions() {
        func text(_ values: [Int]) -> String {
            DefaultText.perEntry(
                Array(values.enumerated()), name: { "m\($0.offset)" }, value: { "\($0.element)" })
        }
        #expect(text([10, 10, 10]) == "10")
        #expect(text([3, 10, 10]) == "10; m0 3")
        #expect(text([3, 10]) == "3; m1 10")
        #expect(text([]) == "none")
    }
}
