import Core
import Testing

@Suite("kmnist-train: a loss that leaves the numbers") struct DivergenceTests {
    /// Far beyond any learning rate that float32 stands.
    private static let absurd = ["--model", "lin", "--dataset", "set", "--quiet", "--lr", "1e38"]

    @Test("ends in a line with the step, and nothing half-written")
    func inEpoch() throws {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        let outcome = try place.start(Self.absurd + ["--batch-size", "10", "--run", "./a"]).outcome()
        #expect(outcome.code == 65)
        #expect(outcome.output.isEmpty)
        let line = try #require(outcome.errorLine)
        #expect(
            line.wholeMatch(
                of:
                    /the training has diverged: the loss is (not a number|infinite) at step \d of epoch 1; a smaller --lr may help/
            ) != nil)
        #expect(
            place.names(in: "a") == [
                "checkpoints", "commands.json", "config.json", "emissions.csv", "energy.json", "figures",
            ])
        #expect(place.names(in: "a/checkpoints").isEmpty)
    }

    @Test("a step that spoils the weights is found by the test, before a checkpoint keeps them")
    func afterEpoch() throws {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        let outcome = try place.start(Self.absurd + ["--batch-size", "60", "--run", "./a"]).outcome()
        #expect(outcome.code == 65)
        #expect(
            outcome.errorLine?.wholeMatch(
                of:
                    /the training has diverged: the loss is (not a number|infinite) at step 1 of epoch 1; a smaller --lr may help/
            ) != nil)
        #expect(place.names(in: "a/checkpoints").isEmpty)
    }

    @Test("earlier checkpoints stay")
    func later() throws {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        // Each step multiplies the weights by 1 - 0.5 * 6 = -2, so that the loss takes some epochs to explode.
        let outcome = try place.start([
            "--model", "lin", "--dataset", "set", "--quiet", "--lr", "0.5", "--weight-decay", "6", "--momentum", "0",
            "--epochs", "99", "--run", "./a",
        ]).outcome()
        #expect(outcome.code == 65)
        #expect(
            outcome.errorLine?.wholeMatch(
                of:
                    #/the training has diverged: the loss is [0-9.e+]+, 2\.\d+ at first, at step 1 of epoch \d+; a smaller --lr may help/#
            ) != nil, "\(outcome.messages)")
        let names = place.names(in: "a/checkpoints")
        #expect(names.count > 5)
        for name in names {
            let weights = try Safetensors.read(place.path("a/checkpoints/\(name)")).tensors
            #expect(weights.values.allSatisfy { array in array.floats().allSatisfy(\.isFinite) })
        }
        let rows = try CSVTable.read(place.path("a/metrics.csv")).rows
        #expect(rows.count == names.count)
    }
}
