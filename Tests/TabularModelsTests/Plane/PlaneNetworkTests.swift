import Core
import TestSupport
import Testing

@testable import TabularModels

@Suite("Networks of the plane") struct PlaneNetworkTests {
    private let grid = PlaneTask.grid.points(seed: 0)

    @Test("the given network's steps and its nine answers are those worked out by hand")
    func given() {
        let reading = PlaneNetwork.given(activation: .step, scale: 1).reading(
            zip(grid.xs, grid.ys).map { (x: $0, y: $1) })
        // Points in rows of rising x, from y = 0 on; x + y ≥ 1.5, x + y ≥ 2.5, x − y ≥ −0.5, x − y ≥ 0.5.
        #expect(
            reading.activations == [
                [
                    [0, 0, 1, 0, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 1, 0, 1, 1], [1, 1, 1, 0, 1, 1, 0, 0, 1],
                    [0, 1, 1, 0, 0, 1, 0, 0, 0],
                ]
            ])
        #expect(reading.logits == [-1, 0, -1, 0, -2, 0, -1, 0, -1])
        #expect(reading.outputs == [0, 1, 0, 1, 0, 1, 0, 1, 0])
        #expect(PlaneNetwork.given(activation: .step, scale: 1).score(on: grid).correct == 9)
        #expect(PlaneNetwork.given(activation: .sigmoid, scale: 4).parameters[0].parameter.value.doubles[0] == 4)
    }

    @Test("units tell their weights for the plane itself, whatever scaling they learned with")
    func units() {
        var random = RandomStream(seed: 3, name: StreamName("t"))
        let scaling = PlaneScaling(center: [5, -200], scale: [2, 50])
        let network = PlaneNetwork(hidden: [3, 2], activation: .tanh, scaling: scaling, random: &random)
        let reading = network.reading([(x: 6.5, y: -130), (x: 0, y: 0)])
        for (point, place) in [(6.5, -130.0), (0, 0)].enumerated() {
            for (unit, sums) in zip(network.units[0], reading.sums[0]) {
                let sum = unit.weights[0] * place.0 + unit.weights[1] * place.1 + unit.bias
                #expect(abs(sum - sums[point]) < 1e-4)
            }
        }
        #expect(network.units.map(\.count) == [3, 2, 1])
        #expect(
            network.parameters.map(\.name) == [
                "hidden1.weight", "hidden1.bias", "hidden2.weight", "hidden2.bias", "output.weight", "output.bias",
            ])
    }

    @Test("every unit's first line passes through the points' box")
    func lines() {
        for seed in 0..<20 as Range<UInt64> {
            var random = RandomStream(seed: seed, name: StreamName("t"))
            let network = PlaneNetwork(
                hidden: [5], activation: .sigmoid, box: ([1, 2], [3, 8]), random: &random)
            for unit in network.units[0] {
                let sums = [(1.0, 2.0), (3, 2), (3, 8), (1, 8)].map {
                    unit.weights[0] * $0.0 + unit.weights[1] * $0.1 + unit.bias
                }
                #expect(sums.contains { $0 <= 0 } && sums.contains { $0 >= 0 })
                let slope = (unit.weights[0] * unit.weights[0] + unit.weights[1] * unit.weights[1]).squareRoot()
                #expect(abs(slope - 2) < 1e-5)
            }
        }
    }

    @Test("the loss is the cross entropy, ln 2 where nothing is known")
    func loss() {
        let network = PlaneNetwork.given(activation: .sigmoid, scale: 0.01)
        for named in network.parameters { named.parameter.assign(.zeros(named.parameter.shape)) }
        let batch = PlaneExamples(grid, scaling: .none).batch([0, 1, 2, 3, 4, 5, 6, 7, 8])
        #expect(abs(network.loss(batch).item - 0.693_147) < 1e-5)
        let score = network.score(on: grid)
        #expect(abs(score.loss - 0.693_147) < 1e-5 && score.smallestProbability == 0.5 && score.correct == 4)
    }

    @Test("hidden 4 and 5 learn the grid for at least nine of ten seeds", arguments: [4, 5])
    func grid(hidden: Int) throws {
        var experiment = PlaneLearning(.grid)
        experiment.hidden = [hidden]
        let learned = try (0..<10 as Range<UInt64>).count { seed in
            experiment.seed = seed
            return try experiment.trained().model.score(on: grid).correct == 9
        }
        #expect(learned >= 9)
    }
}
