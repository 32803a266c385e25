import Core
import TestSupport
import Testing

@Suite("The average of weights") struct WeightAverageTests {
    /// A layer whose single weight is set to a number.
    private func layer(_ number: Float) -> Linear {
        var random = RandomStream(seed: 0, name: .initialization)
        let layer = Linear(1, 1, hasBias: false, random: &random)
        layer.weight.assign(Tensor([number], shape: [1, 1]))
        return layer
    }

    private func number(_ average: WeightAverage) -> Float { average.parameters[0].parameter.value.scalars()[0] }

    @Test("the first steps count for more, later ones for 1 - decay each")
    func following() {
        let layer = layer(1)
        let average = WeightAverage(of: layer, decay: 0.9)
        layer.weight.assign(Tensor([2] as [Float], shape: [1, 1]))
        average.follow()
        #expect(abs(number(average) - (0.1 * 1 + 0.9 * 2)) < 1e-6)
        for _ in 0..<9 { average.follow() }
        #expect(abs(number(average) - 1.9) < 1e-6, "it moves every tenth step")
        // After thousands of steps a tenth of them keeps 0.9¹⁰ of the average.
        for _ in 0..<5_000 { average.follow() }
        layer.weight.assign(Tensor([3] as [Float], shape: [1, 1]))
        for _ in 0..<10 { average.follow() }
        #expect(abs(number(average) - (3 - 0.348_678_44)) < 1e-4)
    }

    @Test("it stands in for the weights and leaves them as they were")
    func standingIn() throws {
        struct Failure: Error {}
        let layer = layer(1)
        let average = WeightAverage(of: layer, decay: 0.9)
        layer.weight.assign(Tensor([5] as [Float], shape: [1, 1]))
        #expect(average.inPlace { layer.weight.value.item } == 1)
        #expect(layer.weight.value.item == 5)
        #expect(throws: Failure.self) { try average.inPlace { throw Failure() } }
        #expect(layer.weight.value.item == 5)
    }

    @Test("it is saved under the module's names, is not trained, and counts nothing that is a count")
    func parameters() {
        var random = RandomStream(seed: 0, name: .initialization)
        let norm = BatchNorm2D(3, random: &random)
        let average = WeightAverage(of: norm, decay: 0.999)
        #expect(average.parameters.map(\.name) == ["weight", "bias", "running_mean", "running_var", "steps"])
        #expect(average.trainedParameters.isEmpty)
    }
}
