import Core
import Testing

@testable import SequenceModels

@Suite("Networks that count") struct CountingNetworkTests {
    private func network(
        _ language: Int = 0, _ cell: CellChoice = .rnn, hidden: Int = 3, seed: UInt64 = 1
    ) -> CountingNetwork {
        var random = RandomStream(seed: seed, name: .initialization)
        return CountingNetwork(CountingLanguage.all[language], cell: cell, hidden: hidden, random: &random)
    }

    /// Trains by the default settings, or changed ones, and returns the network.
    private func trained(
        _ language: Int, _ cell: CellEntry, change: (inout Counting) -> Void = { _ in }
    ) throws -> CountingNetwork {
        var experiment = Counting(CountingLanguage.all[language], cell: cell)
        change(&experiment)
        let console = Console(isQuiet: true)
        return try TrainingRun(experiment, experiment.readData(console), in: nil, console: console).train().model
    }

    @Test("parameters have PyTorch's names and shapes")
    func parameters() {
        let names = network(3, .lstm, hidden: 4).parameters.map { "\($0.name) \($0.parameter.shape)" }
        #expect(
            names == [
                "recurrent.weight_ih_l0 [16, 3]", "recurrent.weight_hh_l0 [16, 4]", "recurrent.bias_ih_l0 [16]",
                "recurrent.bias_hh_l0 [16]", "output.weight [3, 4]", "output.bias [3]",
            ])
    }

    @Test(
        "a batch's loss is the mean over all positions of its strings read alone",
        arguments: [RecurrentCell.rnn, .lstm, .gru])
    func loss(cell: RecurrentCell) {
        let network = network(2, .builtIn(cell))
        let strings = CountingStrings(network.language, count: 4, maxN: 4)
        let batch = strings.batch([3, 0, 1, 2])
        var (sum, positions) = (0.0, 0)
        for n in 1...4 {
            let reading = network.reading(network.language.string(n))
            for (row, next) in zip(reading.probabilities, reading.string.next) {
                sum -= Double(log(Tensor([Float(row[Int(next)])])).item)
                positions += 1
            }
        }
        #expect(abs(network.loss(batch).item - sum / Double(positions)) < 1e-5)
    }

    @Test("a forget bias opens the forget gates of an LSTM and nothing else")
    func forgetBias() {
        func biases(_ forgetBias: Double) -> [Float] {
            var random = RandomStream(seed: 1, name: .initialization)
            let network = CountingNetwork(
                CountingLanguage.all[0], cell: .lstm, hidden: 2, forgetBias: forgetBias, random: &random)
            return network.parameters.filter { $0.name.contains("bias_ih") }.flatMap {
                $0.parameter.value.scalars(Float.self)
            }
        }
        let differences = zip(biases(3), biases(0)).map { ($0 - $1).rounded() }
        #expect(differences == [0, 0, 3, 3, 0, 0, 0, 0])
    }

    @Test("the first loss is near ln(symbols)")
    func firstLoss() {
        let batch = CountingStrings(CountingLanguage.all[2], count: 4, maxN: 4).batch([0, 1, 2, 3])
        #expect(abs(network(2).loss(batch).item - 1.0986) < 0.2)
    }

    @Test("a reading has the shapes of its cell")
    func readings() {
        let string = CountingLanguage.all[1].string(2)
        for (cell, cells, gates) in [(RecurrentCell.rnn, 0, 0), (.lstm, 3, 12), (.gru, 0, 9)] {
            let reading = network(1, .builtIn(cell)).reading(string)
            #expect(reading.hidden.map(\.count) == Array(repeating: 3, count: 6))
            #expect((reading.cells.first?.count ?? 0) == cells)
            #expect((reading.gates.first?.count ?? 0) == gates)
            #expect(reading.probabilities.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-6 })
        }
    }

    @Test("the state at a position does not depend on what follows")
    func causality() {
        let network = network(0, .gru)
        let short = network.reading(network.language.string(2))
        let long = network.reading(network.language.string(3))
        #expect(short.hidden[0...1] == long.hidden[0...1])
        #expect(short.hidden[2] != long.hidden[2])
    }

    @Test("the squared error is the sum over the symbols, and only determined positions count")
    func squaredError() {
        let reading = CountingReading(
            string: CountingLanguage.all[0].string(2), hidden: [], cells: [], gates: [],
            probabilities: [[1, 0], [1, 0], [0.25, 0.75], [0.4, 0.6]])
        #expect(reading.isRight == [true, false, true, false])
        #expect(reading.squaredErrors.map { ($0 * 1000).rounded() } == [0, 2000, 125, 720])
        #expect(reading.score.positions == 2)
        #expect(reading.score.wrong == 1)
        #expect(abs(reading.score.squaredError - 0.4225) < 1e-12)
        let sum = reading.score + reading.score
        #expect(sum.positions == 4 && sum.wrong == 2 && abs(sum.squaredError - 0.4225) < 1e-12)
        #expect(CountingScore().squaredError == 0)
    }

    @Test("a plain recurrent network of two units learns aⁿbⁿ with the default settings")
    func srnLearns() throws {
        let network = try trained(0, .srn)
        let score = network.score(on: 1...10)
        #expect(score.positions == 55)
        #expect(score.isAllRight)
        #expect(score.squaredError < 0.03)
    }

    @Test("an LSTM learns aⁿb²ⁿc³ⁿ with the default settings, fewer epochs and shorter strings")
    func lstmLearns() throws {
        let network = try trained(3, .lstm) { experiment in
            experiment.maxN = 5
            experiment.recipe.epochs = 20
        }
        let score = network.score(on: 1...5)
        #expect(score.isAllRight)
        #expect(score.squaredError < 0.02)
        let reach = CountingReach(of: network, limit: 40)
        #expect(reach.longest >= 5)
        #expect(reach.scores.prefix(reach.longest).allSatisfy { $0.wrong == 0 })
    }

    @Test("the same seed gives the same weights")
    func reproducibility() throws {
        let runs = try (0..<2).map { _ in
            try trained(0, .gru) { $0.recipe.epochs = 2 }.parameters.flatMap { $0.parameter.value.scalars(Float.self) }
        }
        #expect(runs[0] == runs[1])
        #expect(
            runs[0]
                != network(0, .gru, hidden: 2, seed: 0).parameters.flatMap { $0.parameter.value.scalars(Float.self) })
    }

    @Test("an untrained network's reach ends soon after its first mistake")
    func reach() {
        let reach = CountingReach(of: network(), limit: 1000, margin: 3)
        #expect(reach.longest < 3)
        #expect(reach.scores.count <= reach.longest + 1 + 3)
        #expect(CountingReach(of: network(), limit: 2, margin: 3).scores.count == 2)
    }
}
