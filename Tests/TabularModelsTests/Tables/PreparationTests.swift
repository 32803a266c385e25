import Core
import Foundation
import Testing

@testable import TabularModels

@Suite("Tables made ready for a network") struct PreparationTests {
    private let table = Table(
        name: "t", rowCount: 6,
        numbers: ["a": [1, 3, .nan, 5, 100, -1], "b": [7, 7, 7, 7, 7, 9], "c": [0, 1, 3, 7, 15, -3]],
        texts: ["sea": Table.Categories(names: ["far", "near", "never"], codes: [0, 1, 0, -1, 1, 2])])

    @Test("means, deviations and medians are those of the training rows alone")
    func fitting() throws {
        let preparation = Preparation(
            of: table, numbers: [("a", .linear), ("b", .linear)], texts: ["sea"], fittedOn: [0, 1, 2, 3])
        // 1, 3, 5 have the median 3, which stands for the missing one; the variance of 1, 3, 3, 5 is 2.
        #expect(preparation.numbers[0].median == 3 && preparation.numbers[0].mean == 3)
        #expect(abs(preparation.numbers[0].deviation - Float(2).squareRoot()) < 1e-6)
        #expect(preparation.numbers[1].deviation == 1, "a column that never changes stays 0")
        #expect(preparation.texts[0].categories == ["far", "near"])
        #expect(preparation.width == 4)
        try preparation.check()
        let rows = preparation.inputs(table, rows: [2, 4, 5]).scalars()
        let expected: [Float] = [0, 0, 1, 0, 97 / Float(2).squareRoot(), 0, 0, 1, -4 / Float(2).squareRoot(), 2, 0, 0]
        for (number, wanted) in zip(rows, expected) { #expect(abs(number - wanted) < 1e-4) }
    }

    @Test("logarithms take sizes, and mirror what is below zero")
    func logarithms() {
        let preparation = Preparation(of: table, numbers: [("c", .logarithmic)], fittedOn: [0, 1, 2, 3])
        // log 1, log 2, log 4, log 8 are 0, 1, 2, 3 times log 2, of variance 5 / 4.
        let inputs = preparation.inputs(table, rows: [0, 4, 5]).scalars()
        for (number, halvings) in zip(inputs, [0.0, 4, -2]) {
            #expect(abs(Double(number) - (halvings - 1.5) / 1.25.squareRoot()) < 1e-5)
        }
    }

    @Test("waves are sines and cosines of standardized places")
    func waves() {
        let waves = Preparation.Waves(over: [0], count: 3, seed: 5)
        let preparation = Preparation(of: table, numbers: [("b", .linear)], waves: waves, fittedOn: [0, 1])
        #expect(preparation.width == 7)
        let inputs = preparation.inputs(table, rows: [0, 5]).scalars()
        #expect(Array(inputs[..<7]) == [0, 0, 1, 0, 1, 0, 1])
        for (place, frequency) in waves.frequencies.enumerated() {
            let phase = 2 * Double.pi * 2 * Double(frequency[0])
            #expect(abs(Double(inputs[7 + 1 + 2 * place]) - sin(phase)) < 1e-5)
            #expect(abs(Double(inputs[7 + 2 + 2 * place]) - cos(phase)) < 1e-5)
        }
    }

    @Test("a preparation survives being written as JSON, to the last bit")
    func coding() throws {
        let waves = Preparation.Waves(over: [0], count: 9, seed: 1)
        let preparation = Preparation(
            of: table, numbers: [("a", .linear), ("c", .logarithmic)], texts: ["sea"], waves: waves,
            fittedOn: [0, 1, 2, 4])
        let copy = try JSONDecoder().decode(Preparation.self, from: JSONEncoder().encode(preparation))
        #expect(copy == preparation)
        #expect(copy.inputs(table, rows: [0, 3]).scalars() == preparation.inputs(table, rows: [0, 3]).scalars())
    }

    @Test("all rows at once are neither shuffled nor copied; a few are gathered")
    func examples() {
        let inputs = Tensor([Float(1), 2, 3, 4, 5, 6], shape: [3, 2])
        let whole = TableExamples(inputs: inputs, classes: [0, 1, 2], batchSize: 3)
        var random = RandomStream(seed: 0, name: StreamName("shuffle"))
        #expect(whole.order(&random) == [0, 1, 2] && random.position == 0)
        #expect(whole.batch([0, 1, 2]).inputs.scalars() == inputs.scalars())
        let part = TableExamples(inputs: inputs, numbers: [7, 8, 9], batchSize: 2)
        let batch = part.batch([2, 0])
        #expect(batch.inputs.scalars() == [5, 6, 1, 2])
        #expect(batch.labels.scalars() == [9, 7] && batch.labels.shape == [2, 1] && batch.count == 2)
    }

    @Test("errors of predicted numbers")
    func scores() {
        let score = RegressionScore(predictions: [1, 2, 5], truths: [1, 4, 4])
        #expect(abs(score.rootMeanSquare - (5.0 / 3).squareRoot()) < 1e-9)
        #expect(score.meanAbsolute == 1)
        #expect(abs(score.determination - (1 - 5.0 / 6)) < 1e-9)
    }
}
