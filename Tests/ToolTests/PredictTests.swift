import Core
import Foundation
import Testing
import VisionModels

@Suite("kmnist-train: evaluate and predict") struct PredictTests {
    /// A run of two epochs on small files; each test has its own, for they are quick.
    private func trained(_ model: String = "lin", epochs: String = "2") throws -> Workplace {
        let place = try Workplace()
        try place.write(SmallSet(training: 200, test: 60), to: "kmnist")
        try place.succeed(
            "--model", model, "--dataset", "./kmnist", "--epochs", epochs, "--batch-size", "10", "--lr", "0.1", "--run",
            "first", "--quiet")
        return place
    }

    @Test("evaluate repeats what training ended with, from the latest run, a name, or a file")
    func evaluate() throws {
        let place = try trained()
        let summary = try #require(
            JSONSerialization.jsonObject(with: Data(place.bytes("runs/kmnist-train/first/summary.json")))
                as? [String: Any])
        for run in [[], ["--run", "first"], ["--run", "runs/kmnist-train/first/checkpoints/epoch-0002.safetensors"]] {
            let outcome = try place.start(["evaluate", "--json", "--quiet"] + run).outcome()
            #expect(outcome.code == 0)
            #expect(outcome.messages.isEmpty)
            let object = try outcome.json()
            #expect(object["test_accuracy"] as? Double == summary["test_accuracy"] as? Double)
            #expect(object["test_loss"] as? Double == summary["test_loss"] as? Double)
        }
        // A run that was killed before it had a model is passed over.
        try place.write(place.bytes("runs/kmnist-train/first/config.json"), to: "runs/kmnist-train/zzz/config.json")
        #expect(try place.succeed("evaluate").output.contains("true\\predicted  お"))
        let early = try place.run("evaluate", "--run", "zzz")
        #expect(early.code == 66)
        #expect(early.errorLine == "runs/kmnist-train/zzz: no model has been saved yet")
    }

    @Test("predict names what pictures show, with three classes each")
    func predict() throws {
        let place = try trained("full", epochs: "12")
        let pictures = SmallSet.pictures(20)
        for (index, (picture, _)) in pictures.enumerated() {
            try place.write(picture.png(for: ""), to: "p/\(index).png")
        }
        let files = pictures.indices.map { "p/\($0).png" }
        let outcome = try place.start(["predict", "--json"] + files).outcome()
        #expect(outcome.code == 0)
        let answers = try #require(try outcome.json()["predictions"] as? [[String: Any]])
        #expect(answers.count == 20)
        var right = 0
        for (answer, (_, label)) in zip(answers, pictures) {
            let top = try #require(answer["top"] as? [[String: Any]])
            let probabilities = top.compactMap { $0["probability"] as? Double }
            #expect(probabilities.count == 3)
            #expect(probabilities == probabilities.sorted(by: >))
            #expect(probabilities.reduce(0, +) <= 1.000_01)
            #expect(answer["class"] as? String == top[0]["class"] as? String)
            if answer["class"] as? String == StrokeCharacters.classNames[label] { right += 1 }
        }
        #expect(right >= 10, "chance is 2 of 20")
        let words = try place.succeed("predict", "p/0.png", "p/1.png")
        #expect(words.output.hasPrefix("file     class  probability  otherwise\np/0.png  "))
        #expect(words.output.split(separator: "\n").count == 3)
    }

    @Test("pictures of other kinds and sizes are fitted")
    func kinds() throws {
        let place = try trained()
        let row = [0] + [UInt8](repeating: 9, count: 56)
        let wide = Array([[0] + [UInt8](repeating: 200, count: 28)].repeated(28).joined())
        try place.write(RawPNG.bytes(width: 28, height: 28, scanlines: wide), to: "plain.png")
        try place.write(
            RawPNG.bytes(width: 28, height: 28, depth: 16, scanlines: Array([row].repeated(28).joined())),
            to: "deep.png")
        try place.write(RawPNG.bytes(width: 1, height: 1, scanlines: [0, 127]), to: "dot.png")
        try place.write(
            RawPNG.bytes(width: 500, height: 1, scanlines: [UInt8](repeating: 0, count: 501)), to: "line.png")
        // A 1×1 picture has the first of the seven passes alone.
        try place.write(
            RawPNG.bytes(width: 1, height: 1, isInterlaced: true, scanlines: [0, 127]), to: "interlaced.png")
        let outcome = try place.run("predict", "plain.png", "deep.png", "dot.png", "line.png", "interlaced.png")
        #expect(outcome.code == 0)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 6)
        let answers = lines.dropFirst().map { $0.split(separator: " ").dropFirst().joined(separator: " ") }
        #expect(answers[2] == answers[4], "the same dot, interlaced or not")
    }

    @Test("damaged and absurd pictures are told in a line, with no half of an answer")
    func damaged() throws {
        let place = try trained()
        let whole = try SmallSet.pictures(1)[0].picture.png(for: "")
        try place.write(whole, to: "whole.png")
        try place.write(Array(whole.prefix(60)), to: "truncated.png")
        try place.write(
            RawPNG.bytes(width: 20_000, height: 20_000, scanlines: [UInt8](repeating: 0, count: 99)), to: "huge.png")
        try place.write(Array("GIF89a".utf8), to: "other.png")
        for (name, code, line) in [
            ("truncated.png", 65, "truncated.png: damaged PNG file ("),
            ("huge.png", 65, "huge.png: 20000×20000 pixels, expected at most 100000000 pixels in total"),
            ("other.png", 65, "other.png: byte 0: neither a PNG nor a JPEG file, expected "),
            ("none.png", 66, "none.png: "),
        ] {
            let outcome = try place.run("predict", "whole.png", name)
            #expect(outcome.code == Int32(code))
            #expect(outcome.errorLine?.hasPrefix(line) == true, "\(outcome.messages)")
            #expect(outcome.output.isEmpty)
        }
    }
}

extension Array {
    /// The elements, several times over.
    fileprivate func repeated(_ count: Int) -> [Element] { (0..<count).flatMap { _ in self } }
}
