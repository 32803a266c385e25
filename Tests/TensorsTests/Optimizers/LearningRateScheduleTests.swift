import TestSupport
import Testing

@testable import Tensors

@Suite("Learning-rate schedules") struct LearningRateScheduleTests {
    static let schedules: [(name: String, schedule: LearningRateSchedule, stepsPerEpoch: Int)] = [
        ("step", .step(epochs: 2, factor: 0.1), 5), ("exponential", .exponential(factor: 0.9), 5),
        ("cosine", .cosine(), 5), ("cosine floor", .cosine(floor: 0.2), 5), ("one cycle", .oneCycle(), 5),
        ("one cycle short", .oneCycle(), 7), ("one cycle settings", .oneCycle(warmup: 0.5, start: 10, end: 100), 5),
    ]

    @Test("every step has the rate that torch.optim.lr_scheduler gives it", arguments: schedules.indices)
    func torch(_ index: Int) throws {
        let (name, schedule, stepsPerEpoch) = Self.schedules[index]
        let expected = try #require(try TrainingGoldens.read().schedules[name])
        for (step, rate) in expected.enumerated() {
            let ours = schedule.rate(base: 0.1, step: step, of: expected.count, stepsPerEpoch: stepsPerEpoch)
            #expect((ours - rate).magnitude < 1e-14, "\(name), step \(step)")
        }
    }

    @Test("a training of one step has a rate", arguments: LearningRateSchedule.all.map(\.name))
    func oneStep(_ name: String) throws {
        let schedule = try #require(LearningRateSchedule.named(name))
        let rate = schedule.rate(base: 0.5, step: 0, of: 1, stepsPerEpoch: 1)
        #expect(rate > 0 && rate <= 0.5)
    }

    @Test("the constant schedule, and which schedules depend on the training's length")
    func constant() {
        #expect(LearningRateSchedule.constant.rate(base: 0.3, step: 7, of: 9, stepsPerEpoch: 3) == 0.3)
        for schedule in LearningRateSchedule.all {
            let rates = [20, 40].map { schedule.rate(base: 1, step: 9, of: $0, stepsPerEpoch: 2) }
            #expect((rates[0] != rates[1]) == schedule.dependsOnLength, "\(schedule.name)")
        }
    }
}
