import Core
import Testing

@Suite("Optimizers in every tool") struct OptimizerTests {
    @Test("after two steps every optimizer has gone somewhere else than every other", arguments: AnyExperiment.all)
    func distinct(experiment: AnyExperiment) throws {
        let ends = try OptimizerChoice.all.map(experiment.train)
        for (number, end) in ends.enumerated() {
            #expect(end.allSatisfy { $0.isFinite })
            for (other, otherEnd) in ends.enumerated() where other > number {
                #expect(end != otherEnd, "\(OptimizerChoice.all[number].name) and \(OptimizerChoice.all[other].name)")
            }
        }
    }
}
