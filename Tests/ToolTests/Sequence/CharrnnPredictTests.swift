import Core
import Testing

@Suite("charrnn predict") struct CharrnnPredictTests {
    private func place() throws -> Workplace {
        let place = try Workplace(tool: "charrnn")
        try place.write(SmallText.bytes(), to: "text.txt")
        return place
    }

    @Test("the text and its predictions are aligned, and the shares, the file and the summary agree")
    func own() throws {
        let place = try place()
        try place.succeed(
            "--text", "text.txt", "--cell", "lstm", "--hidden", "16", "--optimizer", "adam", "--lr", "0.02", "--epochs",
            "6", "--validation", "0.25", "--run", "r", "--quiet")
        let words = try place.succeed("predict", "--show", "100")
        let lines = words.output.split(separator: "\n").map(String.init)
        // 624 characters; a line of 80 cells has 69 of them.
        #expect(lines[0].hasPrefix("text       the cat sat on the mat, and the dog sat on the log. the cat sat on"))
        let (text, guess) = (Array(lines[0].dropFirst(11)), Array(lines[1].dropFirst(11)))
        #expect(lines[1].hasPrefix("predicted  ·") && text.count == 69 && guess.count == 69)
        let marks = Array(lines[2].dropFirst(11))
        #expect(lines[2].hasPrefix("wrong      ") && marks.contains("^"))
        for place in 1..<69 {
            let isMarked = place < marks.count && marks[place] == "^"
            #expect(isMarked == (text[place] != guess[place]), "\(place)")
        }
        #expect(words.output.contains("text.txt: 623 of 624 characters predicted, each from the true ones before it ("))
        #expect(words.output.contains("shown: the first 100 characters; --show 624 shows all of them"))
        #expect(words.output.hasSuffix("every prediction is in runs/charrnn/r/predictions.csv\n"))

        let table = try CSVTable.read(place.path("runs/charrnn/r/predictions.csv"))
        #expect(table.rows.count == 623 && table.rows[2][1] == "space" && table.rows[0][0] == "2")
        let right = table.rows.count { $0[1] == $0[2] }
        #expect(try table.numbers("true_rank").count { $0 == 1 } == right)
        let object = try place.succeed("predict", "--json", "--show", "0").json()
        #expect(object["right"] as? Int == right && object["predicted"] as? Int == 623)
        #expect(object["training_predicted"] as? Int == 467 && object["validation_predicted"] as? Int == 156)
        let share = Double(right) / 623
        #expect(abs((object["accuracy"] as? Double ?? 0) - share) < 1e-12 && share > 0.3)
        #expect(words.output.contains(" %  \(right) of 623"))
        let nats = try #require(object["nats_per_character"] as? Double)
        let losses = try table.numbers("true_probability").map { -log(Tensor([Float($0)])).item }
        #expect(abs(nats - losses.reduce(0, +) / 623) < 1e-4)
        #expect(object["csv"] as? String == "runs/charrnn/r/predictions.csv")
    }

    @Test(
        "another text may be predicted, in lower case where the training's was; a single file needs a place to write to"
    )
    func another() throws {
        let place = try place()
        try place.succeed(
            "--text", "text.txt", "--preset", "windows", "--lowercase", "--length", "5", "--hidden", "8", "--steps",
            "3", "--run", "r", "--quiet")
        try place.write(Array("The dog\nsat.".utf8), to: "other.txt")
        try place.write(Array("the log".utf8), to: "good.txt")
        let refused = try place.run("predict", "--text", "other.txt")
        refused.expectRefusal(
            65, "other.txt, line 1, column 8: the character '\\n' (U+000A) is unknown to the model")
        #expect(!place.exists("runs/charrnn/r/predictions.csv"))
        let file = "runs/charrnn/r/model.safetensors"
        let words = try place.succeed("predict", "--run", file, "--text", "good.txt")
        #expect(words.output.hasPrefix("text       the log\npredicted  ·····"))
        #expect(words.output.contains("good.txt: 2 of 7 characters predicted") && !words.output.contains("csv"))
        try place.succeed("predict", "--run", file, "--text", "good.txt", "--csv", "p.csv")
        #expect(try CSVTable.read(place.path("p.csv")).rows.map { $0[0] } == ["6", "7"])
        try place.write(Array("the".utf8), to: "short.txt")
        try place.run("predict", "--text", "short.txt").expectRefusal(
            65, "short.txt: 3 characters, expected more than a window of 5 characters")
        try place.write(Array("the cat".utf8), to: "text.txt")
        let warned = try place.succeed("predict")
        #expect(warned.messages.contains("text.txt has changed since the model was trained on it"))
    }

    @Test("a run of no step has the untrained model and its sample")
    func noStep() throws {
        let place = try place()
        let words = try place.succeed("--text", "text.txt", "--hidden", "8", "--steps", "0", "--run", "r")
        #expect(words.output.contains("weights  untrained") && words.messages.contains("step 0, smoothed loss 2.7081"))
        #expect(!place.exists("runs/charrnn/r/figures/loss.png") && place.exists("runs/charrnn/r/model.safetensors"))
        let again = try place.succeed("--resume", "--run", "r")
        #expect(again.messages.contains("the run is complete: it has its 0 steps; --steps asks for more"))
        try place.succeed("--resume", "--run", "r", "--epochs", "2", "--quiet")
        try place.succeed("--text", "text.txt", "--hidden", "8", "--epochs", "2", "--run", "whole", "--quiet")
        for file in ["samples.txt", "loss.csv"] {
            #expect(
                try place.bytes("runs/charrnn/whole/\(file)") == place.bytes("runs/charrnn/r/\(file)"), "\(file)")
        }
        let models = try ["whole", "r"].map {
            try Safetensors.read(place.path("runs/charrnn/\($0)/model.safetensors")).tensors
        }
        #expect(models[0] == models[1])
    }
}
