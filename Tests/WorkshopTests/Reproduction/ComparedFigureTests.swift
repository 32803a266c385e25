import Core
import Foundation
import TestSupport
import Testing

@testable import Workshop

@Suite("Figures and references") struct ComparedFigureTests {
    private let folder = TemporaryFolder()

    private func figure(
        _ rule: String = "at least", _ reference: Double = 0.84, tolerance: Double = 0.01, form: String = "percent",
        place: String = #""value":"x""#
    ) throws -> ComparedFigure {
        let text = """
            {"name":"f","is":"\(rule)","reference":\(reference),"tolerance":\(tolerance),"form":"\(form)",\
            "source":"s",\(place)}
            """
        return try JSONDecoder().decode(ComparedFigure.self, from: Data(text.utf8))
    }

    @Test("a result on the bound is met, one beyond it is not")
    func verdicts() throws {
        let most = try figure("at most"), least = try figure(), near = try figure("within")
        #expect(least.isMet(by: 0.83) && least.isMet(by: 1) && !least.isMet(by: 0.8299))
        #expect(most.isMet(by: 0.85) && most.isMet(by: 0) && !most.isMet(by: 0.8501))
        #expect(near.isMet(by: 0.83) && near.isMet(by: 0.85) && !near.isMet(by: 0.86) && !near.isMet(by: 0.82))
        for rule in [least, most, near] { #expect(!rule.isMet(by: .nan)) }
        // 0.81 is not 0.82 − 0.01 in binary.
        #expect(try figure("at least", 0.82).isMet(by: 0.81))
        #expect(try figure("within", 18, tolerance: 0, form: "number").isMet(by: 18))
    }

    @Test("numbers, references and deviations in words")
    func words() throws {
        let share = try figure(), near = try figure("within", 0.681, tolerance: 0.05, form: "number")
        #expect(share.text(0.9) == "90.0 %" && share.expected == "at least 84.0 %")
        #expect(share.deviation(0.9) == "+6.0" && share.deviation(0.8) == "-4.0" && share.deviation(0.84) == "0.0")
        #expect(near.text(0.5) == "0.5000" && near.expected == "0.6810 ± 0.05" && near.deviation(0.5) == "-0.1810")
        let count = try figure("within", 18, tolerance: 0, form: "number")
        #expect(count.text(4169) == "4,169" && count.expected == "18" && count.deviation(19) == "+1")
        #expect(count.text(.nan) == "–" && near.text(1.9e-9) == "1.9e-09")
    }

    @Test("places in what a command prints")
    func places() throws {
        let text = """
            {"a":{"b":[{"n":"x y","v":1},{"n":"z","v":2.5},{"n":3,"v":4}]},"ok":true,"no":null,"t":"text"}
            """
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        func numbers(_ path: String) -> [Double] { FigurePath(path).values(in: value).compactMap(\.figure) }
        #expect(numbers("a.b.0.v") == [1] && numbers("a.b.*.v") == [1, 2.5, 4])
        #expect(numbers("a.b.n=x y.v") == [1] && numbers("a.b.n=3.v") == [4] && numbers("ok") == [1])
        for path in ["a.b.3.v", "a.b.-1.v", "a.b.n=w.v", "t", "no", "a.b", "t.x", ""] { #expect(numbers(path) == []) }
    }

    @Test("one of several numbers, of the command that printed them")
    func choices() throws {
        let outputs: [JSONObject] = [["x": 1], ["c": [["e": 3], ["e": .null], ["e": 5], ["e": 1]]]]
        func result(_ take: String) throws -> Double? {
            let place = #""value":"c.*.e","command":2,"take":"\#(take)""#
            return try figure(place: place).result(in: outputs, folder: "")
        }
        #expect(try result("largest") == 5 && result("smallest") == 1 && result("mean") == 3 && result("count") == 4)
        #expect(try figure().result(in: outputs, folder: "") == 1)
        let all = #""value":"x","take":"largest""#
        #expect(try figure(place: all).result(in: [["x": 1], ["x": 4], ["x": 2]], folder: "") == 4)
        #expect(try figure(place: #""value":"x","command":3"#).result(in: outputs, folder: "") == nil)
        #expect(try figure(place: #""value":"y""#).result(in: outputs, folder: "") == nil)
    }

    @Test("cells of a table of the run")
    func cells() throws {
        try folder.write(Array("epoch,loss\n1,0.7\n2,0.5\n3,\n".utf8), to: "metrics.csv")
        func cell(_ column: String, _ at: Double?) throws -> Double? {
            let place = #""file":"metrics.csv","column":"\#(column)""# + (at.map { #","at":\#($0)"# } ?? "")
            return try figure(place: place).result(in: [], folder: folder.path)
        }
        #expect(try cell("loss", 1) == 0.7 && cell("loss", 2.5) == 0.5 && cell("epoch", nil) == 3)
        #expect(try cell("loss", nil) == nil && cell("loss", 0) == nil && cell("other", 1) == nil)
    }
}
