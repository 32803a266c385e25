import Core
import Foundation
import Testing

@Suite("Names and texts that would steer a terminal or a page") struct SteeringTextTests {
    /// Clears a screen, turns what follows around, sets a title in one byte, and stays legitimate in part.
    private static let steering = "\u{1B}[2J\u{202E}お\u{9B}1m"
    private static let shown = "\\u{1b}[2J\\u{202e}お\\u{9b}1m"

    /// Checks what a tool said, and the figures that it drew, and returns all it said.
    @discardableResult
    private func check(
        _ outcome: Outcome, figures folder: String? = nil, in place: Workplace,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        #expect(outcome.code == 0, "\(outcome.messages)", sourceLocation: sourceLocation)
        var texts = [outcome.output, outcome.messages]
        if let folder {
            let drawings = place.names(in: folder).filter { $0.hasSuffix(".svg") }
            #expect(!drawings.isEmpty, sourceLocation: sourceLocation)
            texts += try drawings.map { try place.text("\(folder)/\($0)") }
        }
        for text in texts {
            let found = text.unicodeScalars.first { $0.steersDisplay && $0 != "\n" }
            #expect(found == nil, "\(text.displayed.prefix(2_000))", sourceLocation: sourceLocation)
        }
        return outcome.output + outcome.messages
    }

    @Test("class folders of pictures: training, tests, predictions")
    func pictures() throws {
        let place = try Workplace()
        for (number, (picture, label)) in SmallSet.pictures(60).enumerated() {
            try place.write(picture.png(for: ""), to: "set\u{202E}/\(Self.steering)\(label)/\(number)\u{1B}.png")
        }
        let trained = try place.run(
            "--dataset", "set\u{202E}", "--model", "lin", "--epochs", "1", "--run", "a\u{1B}c")
        let run = "runs/kmnist-train/a\u{1B}c"
        let said = try check(trained, figures: run + "/figures", in: place)
        #expect(said.contains(Self.shown) && said.contains("runs/kmnist-train/a\\u{1b}c"))
        for more in [[], ["--json"]] {
            try check(try place.start(["evaluate"] + more).outcome(), in: place)
            let folder = "set\u{202E}/" + (place.names(in: "set\u{202E}").first ?? "")
            let file = folder + "/" + (place.names(in: folder).first ?? "")
            try check(try place.start(["predict", file] + more).outcome(), in: place)
        }
        let missing = try place.run("predict", "none\u{1B}[2J.png")
        #expect(missing.errorLine?.contains("none\\u{1b}[2J.png") == true)
    }

    @Test("columns and classes of a table")
    func table() throws {
        let place = try Workplace(tool: "plane-train")
        var text = "x\(Self.steering),y,class\n"
        for row in 0..<40 {
            text += "\(row % 7),\(row % 5),\(row % 7 > 3 ? "one" : "two")\(Self.steering)\n"
        }
        try place.write(Array(text.utf8), to: "points\u{202E}.csv")
        let outcome = try place.run(
            "--task", "points\u{202E}.csv", "--epochs", "5", "--run", "./a")
        let said = try check(outcome, figures: "a/figures", in: place)
        #expect(said.contains("points\\u{202e}.csv"))
    }

    @Test("svm: results are escaped, predictions are data")
    func machine() throws {
        let place = try Workplace(tool: "svm")
        var text = "x,y,class\n"
        for row in 0..<40 { text += "\(row % 7),\(row % 5),\(row % 7 > 3 ? "one" : "two")\(Self.steering)\n" }
        try place.write(Array(text.utf8), to: "points.csv")
        let said = try check(
            try place.run("train", "--dataset", "points.csv", "--run", "./a", "--confusion", "counts"),
            figures: "a/figures", in: place)
        #expect(said.contains(Self.shown))
        let predicted = try place.succeed("predict", "points.csv", "--run", "./a")
        #expect(
            predicted.output.hasPrefix("two\(Self.steering)\n") || predicted.output.hasPrefix("one\(Self.steering)\n"))
        try check(try place.run("predict", "points.csv", "--run", "./a", "--json", "--quiet"), in: place)
    }

    @Test("a text with such characters: what is said of it has none, a sample in a pipe is as it was written")
    func text() throws {
        let place = try Workplace(tool: "charrnn")
        let text = String(repeating: "the \(Self.steering) cat. ", count: 30)
        try place.write(Array(text.utf8), to: "text\u{1B}.txt")
        let outcome = try place.run(
            "--text", "text\u{1B}.txt", "--hidden", "8", "--epochs", "2", "--run", "./a")
        let said = try check(outcome, figures: "a/figures", in: place)
        #expect(said.contains("text\\u{1b}.txt"))
        try check(try place.run("predict", "--run", "./a", "--show", "60"), in: place)
        try check(try place.run("sample", "--run", "./a", "--json"), in: place)
        let sample = try place.succeed("sample", "--run", "./a", "--length", "400")
        #expect(sample.output.unicodeScalars.contains { $0.steersDisplay && $0 != "\n" })
        let vocabulary = try place.text("a/vocabulary.txt")
        #expect(!vocabulary.unicodeScalars.contains { $0.steersDisplay && $0 != "\n" && $0 != "\t" })
        let prompt = try place.run("sample", "--run", "./a", "--prompt", "Z\u{1B}")
        #expect(prompt.errorLine?.unicodeScalars.contains { $0.steersDisplay } == false, "\(prompt.messages)")
    }

    @Test("a foreign model file: what its settings say")
    func model() throws {
        let place = try Workplace(tool: "charrnn")
        try place.write(SmallText.bytes(), to: "text.txt")
        try place.succeed("--text", "text.txt", "--hidden", "4", "--epochs", "1", "--run", "./a", "--quiet")
        var model = try Safetensors.read(place.path("a/model.safetensors"))
        let own = try #require(model.metadata["kumiki.config"])
        model.metadata["kumiki.config"] = own.replacing("\"text.txt\"", with: "\"\\u001b[2J\\u202e.txt\"")
        #expect(model.metadata["kumiki.config"] != own)
        try place.write(model.serialized(), to: "m.safetensors")
        try check(try place.run("predict", "--run", "m.safetensors", "--text", "text.txt"), in: place)
        model.metadata["kumiki.config"] = own.replacing("\"hidden\":4", with: "\"hidden\":\"\\u001b[2J\"")
        try place.write(model.serialized(), to: "m.safetensors")
        let refused = try place.run("sample", "--run", "m.safetensors")
        #expect(refused.code == 65 && refused.errorLine?.unicodeScalars.contains { $0.steersDisplay } == false)
        model.metadata["kumiki.config"] = own
        model.tensors["\u{1B}]0;title\u{7}\u{202E}"] = FileArray([Float(1)], shape: [1])
        try place.write(model.serialized(), to: "m.safetensors")
        let tensor = try place.run("sample", "--run", "m.safetensors")
        #expect(tensor.errorLine?.contains("\\u{1b}]0;title\\u{7}\\u{202e}") == true, "\(tensor.messages)")
    }
}
