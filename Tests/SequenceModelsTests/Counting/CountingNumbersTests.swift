import Figures
import Testing

@testable import Engine
@testable import Files
@testable import Foundations
@testable import SequenceModels
@testable import Tensors

@Suite("Numbers of networks that count") struct CountingNumbersTests {
    private func network(_ language: Int, _ cell: CellChoice, hidden: Int) -> CountingNetwork {
        var random = RandomStream(seed: 1, name: .initialization)
        return CountingNetwork(
            CountingLanguage.all[language], cell: cell, hidden: hidden, initializer: .uniform(in: -1..<1),
            random: &random)
    }

    @Test(
        "states and gates are a row for each symbol, in CSV and JSON alike",
        arguments: [(RecurrentCell.rnn, ""), (.lstm, "c1,c2,i1,i2,f1,f2,g1,g2,o1,o2,"), (.gru, "r1,r2,z1,z2,n1,n2,")])
    func states(_ cell: RecurrentCell, columns: String) throws {
        let network = network(1, .builtIn(cell), hidden: 2)
        let reading = network.reading(network.language.string(2))
        let table = try CSVTable(bytes: Array(reading.csv(["a", "b"]).utf8), file: "states.csv")
        #expect(
            table.header.joined(separator: ",")
                == "position,read,next,determined,h1,h2,\(columns)P(a),P(b),squared_error")
        #expect(try table.column("read") == ["a", "a", "b", "b", "b", "b"])
        #expect(try table.column("next") == ["a", "b", "b", "b", "b", "a"])
        #expect(try table.column("determined") == ["0", "0", "1", "1", "1", "1"])
        #expect(try table.numbers("h2").map { Float($0) } == reading.hidden.map { Float($0[1]) })
        guard case .array(let rows) = reading.json(["a", "b"]), case .object(let last)? = rows.last else {
            Issue.record("no rows")
            return
        }
        #expect(rows.count == 6 && last.number("h2") == reading.hidden[5][1])
        #expect(last.number("P(b)") == reading.probabilities[5][1] && last["next"] == "a")
        guard cell == .lstm else { return }
        // c' = f c + i g, h = o tanh c.
        for place in 1..<6 {
            let (c, gates) = (reading.cells[place][0], reading.gates[place])
            let expected = gates[2] * reading.cells[place - 1][0] + gates[0] * gates[4]
            #expect(abs(c - expected) < 1e-5)
            #expect(try abs(table.numbers("f1")[place] - gates[2]) < 1e-6)
            #expect(try table.numbers("o1")[place] == gates[6].float)
        }
    }

    @Test("on the boundary two symbols are equally likely, and its sign says which is the likelier")
    func boundaries() {
        for (language, hidden, count) in [(0, 2, 1), (2, 3, 3)] {
            let network = network(language, .rnn, hidden: hidden)
            let symbols = network.language.symbols
            #expect(network.boundaries.count == count)
            let reading = network.reading(network.language.string(4))
            for boundary in network.boundaries {
                let (one, other) = (
                    symbols.firstIndex(of: boundary.first) ?? -1, symbols.firstIndex(of: boundary.second) ?? -1
                )
                for (hidden, p) in zip(reading.hidden, reading.probabilities) {
                    // The logits' difference is the logarithm of the probabilities' ratio.
                    let ratio = log(Tensor(p[one] / p[other])).item
                    #expect(abs(boundary.value(at: hidden) - ratio) < 1e-5)
                }
            }
        }
        let boundary = DecisionBoundary("a", "b", weights: [-5.314, 4.2], bias: -0.366)
        #expect(
            boundary.words
                == "P(a) = P(b) where −5.31 h₁ + 4.20 h₂ − 0.37 = 0; a is more probable where the sum is positive, b "
                + "where it is negative")
    }

    @Test("the boundary is drawn from edge to edge, with other units at their mean, and over time as a level")
    func lines() throws {
        let boundary = DecisionBoundary("a", "b", weights: [1, 2, 4], bias: -1)
        // x + 2 y + 4 · 0.5 − 1 = 0
        let line = try #require(
            boundary.line(axes: [0, 1], others: [9, 9, 0.5], xs: -1...1, ys: -1...1))
        #expect(line.xs == [-1, 1] && line.ys == [0, -1])
        #expect(boundary.line(axes: [0, 1], others: [9, 9, 2], xs: -1...1, ys: -1...1) == nil)
        let level = try #require(boundary.line(axes: [nil, 2], others: [0, 0, 9], xs: 1...12, ys: -1...1))
        #expect(level.xs == [1, 12] && level.ys == [0.25, 0.25])

        let network = network(0, .rnn, hidden: 2)
        let readings = [1, 4].map { network.reading(network.language.string($0)) }
        let figures = CountingFigures(title: "SRN on aⁿbⁿ", language: network.language)
        let plot = figures.plane(readings, .hidden, boundaries: network.boundaries)
        let drawn = try #require(plot.lines.last)
        #expect(drawn.name == "P(a) = P(b)" && drawn.isDashed && drawn.xs.count == 2)
        for (x, y) in zip(drawn.xs, drawn.ys) { #expect(abs(network.boundaries[0].value(at: [x, y])) < 1e-9) }
        #expect(figures.plane(readings, .hidden).lines.count == plot.lines.count - 1)
        // Dashed lines in time say what they are.
        let gates = String(decoding: try figures.alongString(readings[1]).rendered(as: .svg), as: UTF8.self)
        #expect(gates.contains("next symbol begins"))
    }

    @Test("the error of all positions takes the share of longer strings for the truth after an a")
    func allPositions() {
        let network = network(0, .rnn, hidden: 2)
        let readings = [1, 2].map { network.reading(network.language.string($0)) }
        let p = readings.map(\.probabilities)
        // n is 1 or 2: after the first a another follows in half of the strings, after the second none.
        func error(_ row: [Double], _ a: Double) -> Double {
            (row[0] - a) * (row[0] - a) + (row[1] - 1 + a) * (row[1] - 1 + a)
        }
        let short = error(p[0][0], 0.5) + error(p[0][1], 1)
        let long = error(p[1][0], 0.5) + error(p[1][1], 0) + error(p[1][2], 0) + error(p[1][3], 1)
        #expect(abs(network.squaredErrorOfAllPositions(on: 1...2, trainedOn: [1, 2]) - (short + long) / 6) < 1e-9)
        // Without n = 2 every a is followed by b.
        let alone = error(p[0][0], 0) + error(p[0][1], 1)
        #expect(abs(network.squaredErrorOfAllPositions(on: [1], trainedOn: [1]) - alone / 2) < 1e-9)
    }
}

extension Double {
    /// As a number of the CSV file, which has float32's digits.
    fileprivate var float: Double { Double("\(Float(self))") ?? .nan }
}
