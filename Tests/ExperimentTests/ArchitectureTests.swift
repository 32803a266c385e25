import Core
import Testing

@Suite("Architectures and gradients of every network") struct ArchitectureTests {
    @Test("the table lists every layer: its parameters add up to the model's", arguments: AnyExperiment.everyNetwork)
    func parameters(experiment: AnyExperiment) throws {
        let (table, parameters) = try experiment.architecture()
        #expect(table.parameterCount == parameters)
        let rows = table.parts.flatMap(\.rows)
        #expect(rows.count > 1 && rows.allSatisfy { !$0.summary.isEmpty && !$0.output.isEmpty })
        #expect(table.parts.allSatisfy { !$0.input.isEmpty })
    }

    /// The largest take too long here, and their layers have tests of their own in float64; grand has no gradient to check.
    private static let quick = AnyExperiment.everyNetwork.filter {
        !["mri-train", "gan-train dcgan", "gan-train cgan", "kmnist-train conv", "gan-train", "gnn-train grand"]
            .contains($0.description)
    }

    @Test("gradients agree with differences of the loss, and the fast engine with the reference", arguments: quick)
    func gradients(experiment: AnyExperiment) throws {
        let rows = try experiment.gradients()
        #expect(!rows.isEmpty)
        for row in rows {
            #expect(row.passes(1e-6), "\(row.parameter): \(row.error), fast engine \(row.engineError)")
            #expect(row.checked <= 4)
        }
    }
}
