import Core
import Foundation
import Testing

@Suite("kmnist-train: sweep") struct SweepTests {
    private func place() throws -> Workplace {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        return place
    }

    @Test("prints a table, draws it and keeps it")
    func widths() throws {
        let place = try place()
        let outcome = try place.succeed(
            "sweep", "--model", "full", "--hidden", "4,8,40", "--epochs", "1", "--dataset", "set", "--run", "./s")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines[0].contains("hidden  parameters  train loss  test loss  test accuracy  seconds"))
        // 784 H + H + 10 H + 10
        #expect(lines[1].contains("4       3,190") && lines[2].contains("8       6,370"))
        #expect(lines[3].contains("40      31,810"))
        #expect(place.names(in: "s") == ["config.json", "figures", "summary.json", "sweep.csv"])
        let table = try CSVTable.read(place.path("s/sweep.csv"))
        #expect(try table.numbers("hidden") == [4, 8, 40])
        #expect(try table.numbers("test_accuracy").allSatisfy { (0...1).contains($0) })
        #expect(try Picture.readPNG(place.path("s/figures/sweep.png")).width > 300)
        #expect(try place.text("s/figures/sweep.svg").contains("</svg>"))
        let again = try place.run("sweep", "--model", "lin", "--lr", "1", "--dataset", "set", "--run", "./s")
        #expect(again.code == 73, "a sweep is not overwritten")
    }

    @Test("--json has a row for each value, and widths differ from one another as single trainings do")
    func json() throws {
        let place = try place()
        let object = try place.succeed(
            "sweep", "--model", "lin", "--lr", "0.01,0.1", "--epochs", "2", "--dataset", "set", "--json", "--quiet"
        ).json()
        #expect(object["epochs"] as? Int == 2)
        let rows = try #require(object["sweep"] as? [[String: Any]])
        #expect(rows.map { $0["lr"] as? Double } == [0.01, 0.1])
        let single = try place.succeed(
            "--model", "lin", "--lr", "0.1", "--epochs", "2", "--dataset", "set", "--json", "--quiet"
        ).json()
        #expect(rows[1]["test_loss"] as? Double == single["test_loss"] as? Double)
    }

    @Test("the tutorial's network by width, and by batch size")
    func dnn() throws {
        let place = try place()
        for list in [["--hidden", "5,50"], ["--batch-size", "1,60"]] {
            let outcome = try place.start(
                ["sweep", "--model", "dnn", "--dataset", "set", "--epochs", "1", "--json", "--quiet"] + list
            ).outcome()
            #expect(outcome.code == 0, "\(outcome.messages)")
            #expect((try outcome.json()["sweep"] as? [Any])?.count == 2)
        }
    }
}
