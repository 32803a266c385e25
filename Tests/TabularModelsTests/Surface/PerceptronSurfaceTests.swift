import Figures
import Foundation
import Testing

@testable import TabularModels

@Suite("A neuron's surface") struct PerceptronSurfaceTests {
    @Test("n points are the nearest square grid", arguments: [(4, 2), (100, 10), (5_000, 71), (10_000, 100), (1, 2)])
    func sides(points: Int, side: Int) { #expect(PerceptronSurface.side(for: points) == side) }

    @Test("outputs are σ(−4.79 x₁ + 5.90 x₂ − 0.93), x₁ by columns, x₂ by rows")
    func outputs() {
        func sum(_ x1: Double, _ x2: Double) -> Double { -4.79 * x1 + 5.90 * x2 - 0.93 }
        let functions: [(PerceptronSurface.Activation, (Double) -> Double)] = [
            (.sigmoid, { 1 / (1 + exp(-$0)) }), (.hardLimit, { $0 >= 0 ? 1 : 0 }), (.gaussian, { exp(-$0 * $0) }),
        ]
        for (activation, function) in functions {
            let (x1, x2, outputs) = PerceptronSurface.classic.samples(activation, points: 100)
            #expect(x1.count == 10 && x1.first == -2 && x1.last == 2 && x2 == x1)
            for row in 0..<10 {
                for column in 0..<10 {
                    #expect(abs(outputs[row][column] - function(sum(x1[column], x2[row]))) < 1e-9)
                }
            }
        }
    }

    @Test("the formula and the titles say what is drawn")
    func texts() {
        #expect(PerceptronSurface.classic.formula == "y = σ(−4.79 x₁ + 5.9 x₂ − 0.93)")
        #expect(
            PerceptronSurface(weights: [1, -2], bias: 0, x1: 0...1, x2: 0...1).formula == "y = σ(1 x₁ − 2 x₂ + 0)")
        #expect(PerceptronSurface.classic.figure(.hardLimit, points: 5_000).title == "Hard limit, 71 × 71 points")
    }

    @Test("a sheet has a row for each activation")
    func sheet() throws {
        let rows = PerceptronSurface.Activation.allCases.map { activation in
            [16, 25].map { PerceptronSurface.classic.figure(activation, points: $0) }
        }
        let svg = String(
            decoding: try PerceptronSurface.classic.sheet(rows).rendered(as: .svg), as: UTF8.self)
        for text in ["Sigmoid, 4 × 4 points", "Gaussian, 5 × 5 points", "y = σ("] { #expect(svg.contains(text)) }
    }
}
