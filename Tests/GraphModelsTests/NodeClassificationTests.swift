import Foundation
import TestSupport
import Testing

@testable import Files
@testable import Foundations
@testable import GraphModels
@testable import Training

@Suite("Node classification") struct NodeClassificationTests {
    private let quiet = Console(isQuiet: true)

    /// An experiment on a small invented graph.
    private func small(_ change: (inout NodeClassification) -> Void = { _ in }) -> NodeClassification {
        var experiment = NodeClassification()
        (experiment.dataset, experiment.partition.nodes, experiment.recipe.epochs) = ("citations", 400, 30)
        change(&experiment)
        return experiment
    }

    private func train(_ experiment: NodeClassification) throws -> Trained<NodeClassification> {
        var experiment = experiment
        let data = try experiment.readData(quiet)
        experiment.adopt(data)
        return try TrainingRun(experiment, data, in: nil, console: quiet).train()
    }

    @Test(
        "the best epoch by the validation nodes is kept, and the test nodes are read once at the end",
        arguments: NodeClassification.Best.allCases)
    func bestEpoch(_ best: NodeClassification.Best) throws {
        let trained = try train(small { ($0.best, $0.recipe.learningRate) = (best, 0.05) })
        let (log, kept) = (trained.log, trained.kept)
        #expect(log.column(.accuracy(.training)).count == 30)
        #expect(log.column(.loss(.test)).isEmpty && log.column(.accuracy(.test)).isEmpty)
        let (losses, accuracies) = (log.column(.loss(.validation)), log.column(.accuracy(.validation)))
        let place = try #require(
            losses.indices.min {
                switch best {
                case .both: (accuracies[$1], losses[$0]) < (accuracies[$0], losses[$1])
                case .accuracy: (accuracies[$1], $0) < (accuracies[$0], $1)
                case .loss: losses[$0] < losses[$1]
                }
            })
        #expect(kept.epoch == place + 1 && kept.epoch < 30, "\(kept)")
        #expect(kept.metric == (best == .loss ? .loss(.validation) : .accuracy(.validation)))
        #expect(kept.value == (best == .loss ? losses : accuracies)[place])
        func measured(_ metric: Metric) -> Double? { trained.measurements.first { $0.metric == metric }?.value }
        #expect(measured(.loss(.validation)) == losses[place])
        let score = trained.data.score(trained.model, on: .test)
        #expect(measured(.loss(.test)) == score.loss && measured(.accuracy(.test)) == score.accuracy)
        #expect(trained.score?.accuracy == score.accuracy && score.trainAccuracy == nil)
        // The summary's training figures are those of the kept weights, too, without dropout.
        let training = trained.data.score(trained.model, on: .training)
        let report = try trained.experiment.report(trained)
        #expect(report.summary.number("train_loss") == training.loss)
        #expect(report.summary.number("train_accuracy") == training.accuracy)
        #expect(log.value(.accuracy(.training), epoch: kept.epoch) == training.accuracy)
        #expect(log.value(.trainLoss, epoch: kept.epoch) != training.loss)
    }

    @Test("patience waits for what chooses the best epoch: accuracy, loss, or either")
    func patience() throws {
        let patience = 4
        let epochs = 120
        let log = try train(small { ($0.recipe.epochs, $0.recipe.patience) = (epochs, 0) }).log
        /// The epoch in which no value has become better for `patience` epochs.
        func end(_ columns: [[Double]]) -> Int {
            var (latest, least) = (0, columns.map { _ in Double.infinity })
            for epoch in 1...epochs {
                for (place, column) in columns.enumerated() where column[epoch - 1] < least[place] {
                    (least[place], latest) = (column[epoch - 1], epoch)
                }
                if epoch - latest >= patience { return epoch }
            }
            return epochs
        }
        let (accuracy, loss) = (log.column(.accuracy(.validation)).map { -$0 }, log.column(.loss(.validation)))
        let ends = [end([accuracy, loss]), end([accuracy]), end([loss])]
        // Only then do the three differ.
        try #require(ends[1] < ends[2] && ends[2] <= ends[0] && ends[0] < epochs)
        for (best, end) in zip(NodeClassification.Best.allCases, ends) {
            let trained = try train(
                small { ($0.recipe.epochs, $0.recipe.patience, $0.best) = (epochs, patience, best) })
            #expect(trained.state.epoch == end && trained.state.stopReason == .noImprovement, "\(best)")
            #expect(trained.experiment.selection == best.metrics && trained.kept.metric == best.metrics[0])
        }
    }

    @Test("a share of the known nodes is another validation part, alike in classes; the test nodes stay")
    func validation() throws {
        let own = try small().readData(quiet).graph
        let shares = try [(0.25, 0), (0.25, 0), (0.25, 1), (0, 0)].map { share, seed in
            try small { ($0.validation, $0.seed) = (share, UInt64(seed)) }.readData(quiet).graph.split
        }
        #expect(shares[0] == shares[1] && shares[0] != shares[2] && shares[3] == own.split)
        for split in shares {
            #expect(split.test == own.split.test)
            #expect(
                (split.training + split.validation).sorted() == (own.split.training + own.split.validation).sorted())
        }
        let known = shares[0].training.count + shares[0].validation.count
        #expect(shares[0].validation.count == Int((0.25 * Double(known)).rounded()))
        for field in Int32(0)..<6 {
            let counts = [shares[0].training, shares[0].validation].map { nodes in
                Double(nodes.count { own.labels[Int($0)] == field })
            }
            #expect(abs(counts[1] - 0.25 * (counts[0] + counts[1])) <= 1)
        }
        let none = #expect(throws: ToolError.self) { try small { $0.validation = 0.001 }.readData(quiet) }
        #expect(none?.exitCode == 64 && none?.message.hasPrefix("--validation 0.001 of") == true)
    }

    @Test("a graph has validation nodes of its own, and says what it is like")
    func facts() throws {
        var experiment = NodeClassification()
        experiment.dataset = "karate"
        let data = try experiment.readData(quiet)
        #expect(throws: SettingError.self) { try experiment.makeModel() }
        experiment.adopt(data)
        #expect(experiment.hasValidation(data) && experiment.graph == GraphFacts(KarateClub.graph))
        #expect(experiment.graph?.classNames == ["instructor", "officer"] && experiment.graph?.edges == 78)
        var other = experiment
        (other.data, other.dataset, other.seed) = ("/elsewhere", "cora", 4)
        experiment.takeContinuation(of: other)
        #expect(experiment.data == "/elsewhere" && experiment.dataset == "karate" && experiment.seed == 0)
    }

    private static let unsound:
        [(setting: String, value: String, change: @Sendable (inout NodeClassification) -> Void)] = [
            ("model", "'gnc'", { $0.model = "gnc" }), ("dataset", "''", { $0.dataset = "" }),
            ("sizes.hidden", "0", { $0.sizes.hidden = 0 }), ("sizes.layers", "257", { $0.sizes.layers = 257 }),
            ("sizes.heads", "-1", { $0.sizes.heads = -1 }), ("sizes.dropout", "nan", { $0.sizes.dropout = .nan }),
            ("sizes.dropout", "1.0", { $0.sizes.dropout = 1 }), ("sizes.spread", "-1", { $0.sizes.spread = -1 }),
            ("sizes.views", "65", { $0.sizes.views = 65 }), ("partition.nodes", "99", { $0.partition.nodes = 99 }),
            ("partition.degree", "inf", { $0.partition.degree = .infinity }),
            ("graph.nodes", "0", { $0.graph?.nodes = 0 }), ("graph.edges", "-1", { $0.graph?.edges = -1 }),
            ("graph.features", "0", { $0.graph?.features = 0 }),
            ("graph.classNames", "a list of 1", { $0.graph?.classNames = ["one"] }),
            ("graph.classNames", "a list with ''", { $0.graph?.classNames = ["one", ""] }),
            ("recipe.batchSize", "10", { $0.recipe.batchSize = 10 }),
            ("neighbors", "3,3", { $0.neighbors = [3, 3] }),
            ("neighbors", "3", { ($0.model, $0.recipe.batchSize, $0.neighbors) = ("sage", 9, [3]) }),
            ("neighbors", "0", { ($0.model, $0.recipe.batchSize, $0.neighbors) = ("sage", 9, [3, 0]) }),
            ("neighbors", "", { ($0.model, $0.recipe.batchSize, $0.neighbors) = ("sage", 9, []) }),
            ("validation", "1.0", { $0.validation = 1 }), ("recipe.patience", "-1", { $0.recipe.patience = -1 }),
        ]

    @Test("settings that no training can have are refused by name", arguments: unsound)
    func nonsense(setting: String, value: String, change: @Sendable (inout NodeClassification) -> Void) {
        var experiment = NodeClassification()
        experiment.graph = GraphFacts(KarateClub.graph)
        change(&experiment)
        let error = #expect(throws: SettingError.self) { try experiment.checkAll() }
        #expect(error?.setting == setting && error?.value == value, "\(error?.description ?? "")")
    }

    @Test("every model's usual settings can be trained, and are what a run keeps of them")
    func usual() throws {
        for entry in GraphModelEntry.all {
            var experiment = NodeClassification(entry)
            experiment.graph = GraphFacts(KarateClub.graph)
            try experiment.checkAll()
            let text = try JSONEncoder().encode(experiment)
            #expect(try JSONDecoder().decode(NodeClassification.self, from: text) == experiment)
            var other = NodeClassification()
            other.choose(entry)
            #expect(other == NodeClassification(entry))
            #expect(experiment.recipe.weightDecay == 5e-4 && experiment.recipe.optimizer == .adam())
        }
        #expect(NodeClassification().recipe.patience == 50 && NodeClassification().recipe.batchSize == nil)
        #expect(GraphPreset.all.allSatisfy { preset in GraphModelEntry.all.contains { $0.name == preset.model } })
    }

    /// The experiment of a run of version 0.1.0 on the karate club, and how many seeds it has.
    private func stored(model: String, recipe: String) throws -> (experiment: NodeClassification, runs: Int) {
        let folder = TemporaryFolder()
        let text = """
            {"classNames": ["instructor", "officer"], "data": "/graphs", "dataset": "karate", "edges": 78,
            "features": 34, "model": "\(model)", "nodes": 34, "partition": {"affinity": 0.75, "classes": 6,
            "degree": 4, "dense": 7, "nodes": 2000, "words": 600}, "recipe": {"dropout": 0.25, "epochs": 40,
            "heads": 8, "hidden": 48, "layers": 2, "learningRate": 0.02, "patience": 9, "spread": 8, "views": 4,
            "weightDecay": 0.001, \(recipe)}, "runs": 3, "seed": 7, "threads": 1, "tool": "gnn-train",
            "version": "0.1.0"}
            """
        try folder.write(Array(text.utf8), to: "config.json")
        let known = try NodeClassification.runToContinue(folder.path).begun
        return (known.experiment, known.runs)
    }

    private func expected(_ entry: GraphModelEntry) -> NodeClassification {
        var expected = NodeClassification(entry)
        expected.graph = GraphFacts(KarateClub.graph)
        (expected.dataset, expected.data, expected.seed, expected.threads) = ("karate", "/graphs", 7, 1)
        (expected.partition.degree, expected.partition.features) = (4, 7)
        expected.sizes = GraphSizes(hidden: 48, dropout: 0.25)
        (expected.recipe.epochs, expected.recipe.learningRate) = (40, 0.02)
        (expected.recipe.patience, expected.recipe.weightDecay) = (9, 0.001)
        return expected
    }

    @Test("runs of version 0.1.0 become what they were")
    func upgrade() throws {
        let whole = try stored(
            model: "gcn",
            recipe: #""isChosenByLoss": true, "isResidual": true, "neighbours": [10, 10], "optimizer": "adam""#)
        var other = expected(GraphModelEntry.all[0])
        (other.best, other.sizes.isResidual) = (.loss, true)
        #expect(whole.experiment == other && whole.runs == 3)
        #expect(expected(GraphModelEntry.all[0]).best == .both)
        let sampled = try stored(
            model: "sage",
            recipe: """
                "batchSize": 16, "isChosenByLoss": false, "isResidual": false, "neighbours": [4, 3], "optimizer": "sgd"
                """)
        other = expected(try #require(GraphModelEntry.all.first { $0.name == "sage" }))
        (other.recipe.batchSize, other.recipe.optimizer, other.neighbors) = (16, .sgd(momentum: 0.9), [4, 3])
        #expect(sampled.experiment == other)
    }

    @Test("nonsense of version 0.1.0 is refused by its new name")
    func damagedUpgrade() {
        let error = #expect(throws: FileError.self) {
            try stored(
                model: "gcn",
                recipe:
                    #""batchSize": 1, "isChosenByLoss": 5, "isResidual": false, "neighbours": [], "optimizer": "adam""#)
        }
        #expect(
            error.map { "\($0)".contains("config.json: best has an invalid value") } == true,
            "\(error as Any)")
    }
}
