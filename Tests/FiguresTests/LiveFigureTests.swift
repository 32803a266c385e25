import Files
import Foundation
import Foundations
import Testing

@testable import Figures

@Suite("Live figures' data") struct LiveFigureTests {
    private func object(_ figure: any LiveFigure) throws -> [String: Any] {
        let text = try figure.json
        #expect(!text.contains("\n"))
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// The pixels of a sheet in live data.
    private func picture(_ sheet: Any?) throws -> Picture {
        let address = try #require((sheet as? [String: Any])?["picture"] as? String)
        let start = "data:image/png;base64,"
        #expect(address.hasPrefix(start))
        return try Picture(
            png: [UInt8](try #require(Data(base64Encoded: String(address.dropFirst(start.count))))), file: "s")
    }

    @Test("frames have a picture each, in one sheet, with numbers as grays")
    func frames() throws {
        var sheet = PictureSheet(width: 2, height: 1)
        sheet.add([0, 1], in: 0...1)
        sheet.add([-3, .nan], in: 0...1)
        let figure = LiveFrames(
            axes: [.init("epoch", ["0", "10"])],
            frames: [.init(note: "a", lines: [[0, 0, 1, 1]]), .init(ringed: [0])],
            sheet: sheet,
            plane: .init(x: 0...1, y: -1...1, colors: .twoClasses, range: 0...1, meaning: "p", levels: [.init(0.5)]),
            points: [.init(0.25, 0.5, label: 1, name: "<b>")], classNames: ["zero", "one"])
        let data = try object(figure)
        #expect(data["kind"] as? String == "frames" && data["start"] as? [Int] == [1])
        let whole = try picture(data["sheet"])
        #expect(whole.width == 2 && whole.height == 2 && whole.pixels == [0, 255, 0, 128])
        let plane = try #require(data["plane"] as? [String: Any])
        #expect(plane["x"] as? [Double] == [0, 1] && (plane["colors"] as? [String])?.first == "#8fc1e0")
        #expect((data["points"] as? [String: Any])?["xs"] as? [Double] == [0.25])
    }

    @Test("two sliders have a frame for each pair")
    func grid() throws {
        var sheet = PictureSheet(width: 1, height: 1, channels: 3)
        for value in 0..<6 { sheet.add([UInt8(value), 0, 255]) }
        let figure = LiveFrames(
            axes: [.init("γ", ["1", "2"], start: 0), .init("C", ["1", "2", "3"], start: 1)],
            frames: Array(repeating: .init(), count: 6), sheet: sheet)
        let data = try object(figure)
        #expect((data["frames"] as? [Any])?.count == 6 && data["start"] as? [Int] == [0, 1])
        #expect(try picture(data["sheet"]).channels == 3 && data["plane"] == nil)
    }

    @Test("a matrix, points, heads and strips say what they have")
    func others() throws {
        let matrix = try object(
            LiveMatrix(
                names: ["a", "b"], counts: [[1, 2], [0, 3]],
                examples: [.init(truth: 0, predicted: 1, words: "row 7")]))
        #expect(matrix["counts"] as? [[Int]] == [[1, 2], [0, 3]] && matrix["sheet"] == nil)
        let points = try object(
            LivePoints(
                xs: [1, .nan], ys: [2, 3], groups: [0, 1], names: ["n", "m"], classNames: ["a", "b"], edges: [(0, 1)]))
        #expect(points["edges"] as? [[Int]] == [[0, 1]] && (points["xs"] as? [Any])?.last is NSNull)
        let heads = try object(
            LiveHeads([.init(name: "10", sources: ["1", "0"], targets: ["S"], heads: [("layer 1", [1, 0.5])])]))
        let head = try #require(((heads["examples"] as? [[String: Any]])?.first?["heads"] as? [[String: Any]])?.first)
        #expect([UInt8](Data(base64Encoded: head["weights"] as? String ?? "") ?? Data()) == [255, 128])
        let strips = try object(
            LiveStrips(tokens: ["a", "b"], units: [.init("h1", [-0.5, 1]), .init("p", [0.2, 0.2])]))
        let units = try #require(strips["units"] as? [[String: Any]])
        #expect(units[0]["low"] as? Double == -1 && units[0]["high"] as? Double == 1, "zero is in the middle")
        #expect(units[1]["low"] as? Double == 0.2, "a value that never changes has a range, too")
    }

    @Test("the data are written beside the picture")
    func written() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "live-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path + ".live.json") }
        try LiveStrips(tokens: ["a"], units: [.init("h", [1])]).write(to: path)
        #expect(try WholeFile.read(path + ".live.json").last == UInt8(ascii: "\n"))
    }
}
