import Core
import Testing

@Suite("activations") struct ActivationsToolTests {
    @Test("tables of values and derivatives, dropout and softmax, and a picture of each")
    func lesson() throws {
        let place = try Workplace(tool: "activations")
        let outcome = try place.succeed("--function", "sigmoid,step", "--temp", "0.5,1", "--quiet")
        let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines[0] == "f(x)" && lines[1].hasPrefix("x "))
        #expect(lines[2] == "sigmoid     0.0067  0.1192  0.2689  0.5000  0.7311  0.8808  0.9933")
        #expect(lines.contains("sigmoid     0.0066  0.1050  0.1966  0.2500  0.1966  0.1050  0.0066   0.2500"))
        #expect(lines.contains("dropout 0.5: kept units × 2.00, so that each unit keeps its mean"))
        #expect(lines.contains("T = 0.5  0.8420  0.1140  0.0419  0.0021"))
        #expect(lines.allSatisfy { $0.count <= 100 })
        let names = ["dropout", "hard-limit", "sheet", "sigmoid", "softmax"].flatMap { ["\($0).png", "\($0).svg"] }
        #expect(place.names(in: "activations") == names)
        #expect(try Picture.readPNG(place.path("activations/sheet.png")).width > 1_000)
    }

    @Test("--json has the numbers of all three parts")
    func json() throws {
        let place = try Workplace(tool: "activations")
        let outcome = try place.succeed("--dropout", "0.2", "--output", "out", "--json", "--seed", "4", "--quiet")
        let object = try outcome.json()
        let functions = try #require(object["functions"] as? [[String: Any]])
        #expect(functions.count == 11 && functions.allSatisfy { ($0["derivatives"] as? [Double])?.count == 7 })
        let dropout = try #require(object["dropout"] as? [String: Any])
        #expect(dropout["rate"] as? Double == 0.2 && (dropout["draws"] as? [[Double]])?.count == 6)
        #expect((object["softmax"] as? [Any])?.count == 3 && (object["pictures"] as? [String])?.count == 14)
    }

    @Test(
        "what cannot be used is refused in one line",
        arguments: [
            (
                ["--function", "sigmid"],
                "unknown function 'sigmid', did you mean 'sigmoid'? Known: sigmoid, flat-sigmoid"
            ),
            (["--dropout", "1"], "--dropout 1: expected a number from 0 to 0.9"),
            (
                ["--temperature", "0"],
                "--temperature 0: expected different numbers from 0.01 to 1,000, separated by commas"
            ),
            (["--temperature", "1,1"], "--temperature 1,1: expected different numbers from 0.01 to 1,000"),
            (["--output", ""], "--output '': expected a folder"),
        ])
    func refusals(arguments: [String], line: String) throws {
        let place = try Workplace(tool: "activations")
        let outcome = try place.start(arguments).outcome()
        #expect(outcome.code == 64 && outcome.errorLine?.hasPrefix(line) == true, "\(outcome.messages)")
        #expect(outcome.output.isEmpty && place.names().isEmpty)
    }
}
