import Figures
import Foundation
import Testing

@testable import TabularModels

@Suite("The lesson on activation functions") struct ActivationLessonTests {
    private func function(_ name: String) throws -> ActivationFunction {
        try #require(ActivationFunction.all.first { $0.names.contains(name) })
    }

    @Test("automatic differentiation gives the slope of every function where it has one")
    func derivatives() {
        let (xs, step) = ([-3.2, -0.7, 0.4, 2.6], 1e-4)
        for function in ActivationFunction.all {
            let (values, slopes) = function.values(at: xs)
            let (above, below) = (
                function.values(at: xs.map { $0 + step }).values, function.values(at: xs.map { $0 - step }).values
            )
            for index in xs.indices {
                #expect(abs(slopes[index] - (above[index] - below[index]) / (2 * step)) < 1e-6, "\(function.name)")
                #expect(values[index].isFinite)
            }
        }
    }

    @Test("values that are known by heart")
    func values() throws {
        for (name, x, value, slope) in [
            ("sigmoid", 0.0, 0.5, 0.25), ("tanh", 0, 0, 1), ("softsign", 1, 0.5, 0.25), ("relu", -2, 0, 0),
            ("leaky-relu", -2, -0.02, 0.01), ("elu", 3, 3, 1), ("step", 0, 1, 0), ("rbf", 0, 1, 0),
            ("flat-sigmoid", 0, 0.5, 0.0025),
        ] {
            let (values, slopes) = try function(name).values(at: [x])
            #expect(abs(values[0] - value) < 1e-6 && abs(slopes[0] - slope) < 1e-6, "\(name)")
        }
        #expect(abs(try function("sigmoid").largestDerivative - 0.25) < 1e-6)
        let names = ActivationFunction.all.flatMap(\.names)
        #expect(Set(names).count == names.count)
    }

    @Test("a curve has both lines with names, and none over a jump")
    func figures() throws {
        let step = try function("step").figure
        #expect(step.series.map(\.name) == ["f(x)", "f′(x)"] && step.series[0].ys.contains { $0.isNaN })
        #expect(try !function("relu").figure.series[0].ys.contains { $0.isNaN })
        let sheet = String(
            decoding: try ActivationFunction.sheet(ActivationFunction.all).rendered(as: .svg), as: UTF8.self)
        for function in ActivationFunction.all { #expect(sheet.contains(function.title)) }
    }

    @Test("dropout keeps units times 1 / (1 − p), drops others, and keeps each unit's mean", arguments: [0.2, 0.5])
    func dropout(rate: Double) {
        let lesson = DropoutLesson(rate: rate, seed: 3)
        #expect(lesson.draws.count == DropoutLesson.drawCount && Set(lesson.draws).count > 1)
        for draw in lesson.draws {
            for (unit, output) in zip(lesson.units, draw) {
                #expect(output == 0 || abs(output - unit / (1 - rate)) < 1e-6)
            }
        }
        // Five standard deviations of a mean of 10,000.
        for (unit, mean) in zip(lesson.units, lesson.means) {
            #expect(abs(mean / unit - 1) < 5 * (rate / (1 - rate)).squareRoot() / 100)
        }
        #expect(DropoutLesson(rate: rate, seed: 3).draws == lesson.draws)
        #expect(DropoutLesson(rate: 0, seed: 3).draws.allSatisfy { $0 == lesson.units })
        #expect(lesson.rows.count == 8 && lesson.figure.rowLabels.last == "mean of 10,000")
    }

    @Test("softmax becomes more alike the higher its temperature")
    func softmax() {
        let lesson = SoftmaxLesson(temperatures: [0.5, 1, 2])
        let rows = lesson.temperatures.map(lesson.probabilities)
        for (temperature, row) in zip(lesson.temperatures, rows) {
            let weights = lesson.logits.map { exp($0 / temperature) }
            for (probability, weight) in zip(row, weights) {
                #expect(abs(probability - weight / weights.reduce(0, +)) < 1e-6)
            }
        }
        #expect(rows[0][0] > rows[1][0] && rows[1][0] > rows[2][0])
    }
}
