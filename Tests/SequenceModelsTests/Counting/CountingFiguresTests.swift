import Core
import Figures
import Testing

@testable import SequenceModels

@Suite("Pictures of networks that count") struct CountingFiguresTests {
    private let language = CountingLanguage.all[3]
    private var figures: CountingFigures { CountingFigures(title: "LSTM on aⁿb²ⁿc³ⁿ", language: language) }

    private func readings(_ cell: CellChoice, hidden: Int) -> [CountingReading] {
        var random = RandomStream(seed: 1, name: .initialization)
        let network = CountingNetwork(language, cell: cell, hidden: hidden, random: &random)
        return [1, 2].map { network.reading(language.string($0)) }
    }

    private func svg(_ figure: some Figure) throws -> String {
        String(decoding: try figure.rendered(as: .svg), as: UTF8.self)
    }

    @Test("a path's stretches belong to the symbol that moved the state")
    func plane() throws {
        let plot = figures.plane(readings(.lstm, hidden: 4), .cell)
        #expect(plot.groups.map(\.name) == ["after a", "after b", "after c"])
        #expect(plot.groups.map(\.xs.count) == [3, 6, 9])
        #expect(plot.lines.map(\.xs.count) == [1, 3, 4, 2, 5, 7])
        #expect(plot.groups[1].labels == ["", "", "b₁", "", "", "b₄"])
        #expect(try svg(plot).contains("c₁"))
    }

    @Test("time stands in for units that are not there")
    func axes() {
        #expect(CountingFigures.liveliest(3, .hidden, readings(.rnn, hidden: 2)) == [nil, 0, 1])
        #expect(CountingFigures.liveliest(2, .hidden, readings(.rnn, hidden: 1)) == [nil, 0])
        let space = figures.space(readings(.rnn, hidden: 2), .hidden)
        #expect(space.paths[1].xs == (1...12).map(Double.init))
        #expect(space.paths[1].groups == [0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2])
    }

    @Test("units that repeat others are not drawn")
    func choice() {
        let hidden = [[1.0, 1.01, 0.2], [2, 2.01, 0.1], [3, 3.01, -0.4]]
        let reading = CountingReading(
            string: CountingLanguage.all[1].string(1), hidden: hidden, cells: [], gates: [], probabilities: [])
        let chosen = CountingFigures.liveliest(2, .hidden, [reading])
        #expect(chosen.contains(2) && chosen.count == 2)
    }

    @Test("every cell has its gates, and a plain network none")
    func gates() throws {
        let lstm = try #require(figures.gates(readings(.lstm, hidden: 4)[1], cell: .lstm))
        let text = String(decoding: try lstm.rendered(as: .svg), as: UTF8.self)
        for gate in ["Input gate", "Forget gate", "Candidate", "Output gate"] { #expect(text.contains(gate)) }
        let gru = try #require(figures.gates(readings(.gru, hidden: 2)[1], cell: .gru))
        #expect(String(decoding: try gru.rendered(as: .svg), as: UTF8.self).contains("Update gate"))
        #expect(figures.gates(readings(.rnn, hidden: 2)[1], cell: .rnn) == nil)
    }

    @Test("the string is named by its counts, and the film by its epochs")
    func texts() throws {
        #expect(CountingFigures.raised(10) == "¹⁰")
        #expect(CountingFigures.lowered(12) == "₁₂")
        let all = readings(.lstm, hidden: 4)
        let string = try svg(figures.alongString(all[1]))
        #expect(string.contains("symbols read of a²b⁴c⁶") && string.contains("Cell state"))
        let film = try svg(figures.filmStrip([(0, 0.667, all), (50, 0.0012, all)]))
        #expect(film.contains("epoch 0, error 0.667") && film.contains("epoch 50, error 0.001"))
    }

    @Test("the reach names both limits")
    func reach() throws {
        var random = RandomStream(seed: 1, name: .initialization)
        let network = CountingNetwork(language, cell: .rnn, hidden: 2, random: &random)
        let text = try svg(figures.reach(CountingReach(of: network, limit: 4), trained: 3))
        #expect(text.contains("largest n trained") && text.contains("counted right up to n = 0"))
    }
}
