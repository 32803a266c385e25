import TestSupport
import Testing

@testable import Datasets
@testable import Engine
@testable import Foundations
@testable import GraphModels
@testable import Tensors
@testable import Training

@Suite("Graph models") struct ModelTests {
    static let names = GraphModelEntry.all.map(\.name)

    private func sizes(_ name: String, layers: Int = 2) -> GraphSizes {
        var sizes = GraphModelEntry.all.first { $0.name == name }?.sizes ?? GraphSizes()
        (sizes.hidden, sizes.layers, sizes.heads) = (8, layers, 3)
        return sizes
    }

    private func model(_ name: String, _ sizes: GraphSizes, inputs: Int, classes: Int, seed: UInt64 = 1) throws
        -> GraphClassifier
    {
        let entry = try #require(GraphModelEntry.all.first { $0.name == name })
        var random = RandomStream(seed: seed, name: .initialization)
        return entry.makeModel(sizes, inputs: inputs, classes: classes, random: &random)
    }

    /// The mean loss of the first and of the last steps, and the model.
    private func train(_ model: some GraphModel, _ task: GraphTask, steps: Int, seed: UInt64 = 1) -> [Double] {
        let optimizer = Optimizer(.adam(), learningRate: 0.02)
        let random = RandomStreams(seed: seed)
        let examples = task.examples(isShuffled: false)
        let batch = examples.batch(Array(0..<Int32(examples.count))[...])
        return (0..<steps).map { _ in
            let (loss, gradients) = valueAndGradients(of: model, in: .training(drawingFrom: random)) {
                task.loss(model, batch)
            }
            optimizer.update(model, along: gradients)
            return loss.item
        }
    }

    @Test("every model begins near ln(classes) and learns the club", arguments: names) func learns(_ name: String)
        throws
    {
        let task = GraphTask(KarateClub.graph)
        var sizes = sizes(name)
        sizes.dropout = 0
        let model = try model(name, sizes, inputs: 34, classes: 2)
        #expect(abs(task.score(model, on: .training).loss - 0.693) < 0.25)
        let losses = train(model, task, steps: 150)
        #expect((losses.last ?? 1) < 0.1)
        #expect(task.score(model, on: .training).accuracy == 1)
        #expect(task.score(model, on: .test).accuracy > 0.6)
    }

    @Test("depth and residual connections", arguments: ["gcn", "gat", "sage"]) func depth(_ name: String) throws {
        let task = GraphTask(KarateClub.graph)
        var sizes = sizes(name, layers: 4)
        for isResidual in [false, true] {
            sizes.isResidual = isResidual
            let model = try model(name, sizes, inputs: 34, classes: 2)
            #expect(model(task.graph.features, task.edges).shape == [34, 2])
            #expect(model.parameters.contains { $0.name.hasPrefix("conv4.") })
            let losses = train(model, task, steps: 3)
            #expect(losses.allSatisfy { $0.isFinite })
        }
        sizes.layers = 1
        let shallow = try self.model(name, sizes, inputs: 34, classes: 2)
        #expect(shallow(task.graph.features, task.edges).shape == [34, 2])
    }

    @Test("the same seed gives the same weights after training, another one others", arguments: names)
    func seeds(_ name: String) throws {
        let task = GraphTask(PlantedPartition().graph(seed: 1))
        let sizes = sizes(name)
        let weights = try [1, 1, 2].map { seed in
            let model = try model(name, sizes, inputs: 600, classes: 6, seed: UInt64(seed))
            _ = train(model, task, steps: 3, seed: UInt64(seed))
            return model.parameters.flatMap { $0.parameter.value.scalars() }
        }
        #expect(weights[0] == weights[1] && weights[0] != weights[2])
    }

    @Test("both engines agree on a model's loss", arguments: names) func engines(_ name: String) throws {
        let task = GraphTask(KarateClub.graph)
        var sizes = sizes(name)
        sizes.dropout = 0.5
        let model = try model(name, sizes, inputs: 34, classes: 2)
        let examples = task.examples(isShuffled: false)
        let batch = examples.batch(Array(0..<2)[...])
        let losses = [OneDNNEngine.shared, ReferenceEngine.shared as any ComputeEngine].map { engine in
            ComputeContext.with(engine) { loss(model, task, batch) }
        }
        #expect(abs(losses[0] - losses[1]) < 1e-5)
    }

    private func loss(_ model: some GraphModel, _ task: GraphTask, _ batch: Batch) -> Double {
        valueAndGradients(of: model, in: .training(drawingFrom: RandomStreams(seed: 3))) { task.loss(model, batch) }
            .value.item
    }

    @Test("no parameter is forgotten", arguments: names) func parameterLists(_ name: String) throws {
        let fault = faultOfParameterList(of: try model(name, sizes(name, layers: 3), inputs: 4, classes: 2))
        #expect(fault == nil)
    }

    @Test("parameters are named as PyTorch Geometric's") func parameterNames() {
        var random = RandomStream(seed: 1, name: .initialization)
        #expect(GCNLayer(4, 3, random: &random).parameters.map(\.name) == ["bias", "lin.weight"])
        #expect(
            GATLayer(4, 3, heads: 2, dropout: 0, random: &random).parameters.map(\.name)
                == ["att_src", "att_dst", "bias", "lin.weight"])
        #expect(
            SAGELayer(4, 3, random: &random).parameters.map(\.name)
                == ["lin_l.weight", "lin_l.bias", "lin_r.weight"])
    }

    @Test("a node's contributions end where the layers' reach does") func explanation()
        throws
    {
        let task = GraphTask(KarateClub.graph)
        for name in ["gcn", "gat", "sage"] {
            let model = try model(name, sizes(name), inputs: 34, classes: 2)
            _ = train(model, task, steps: 20)
            let explanation = NodeExplanation(of: 16, by: model, in: task, most: 34)
            #expect(explanation.parts.first?.node == 16 && (0.5...1).contains(explanation.probability))
            #expect(explanation.parts.allSatisfy { $0.hops <= 2 && ($0.contribution != 0 || $0.node == 16) })
            #expect(explanation.parts.contains { $0.hops == 1 && $0.contribution != 0 })
            let attention = explanation.parts.compactMap(\.attention)
            if name == "gat" { #expect(abs(attention.reduce(0, +) - 1) < 1e-4) } else { #expect(attention.isEmpty) }
        }
    }

    @Test(
        "contributions come from as far as a model reaches",
        arguments: [("gat", 2, 2), ("gat", 4, 4), ("grand", 2, 8)])
    func reach(_ name: String, _ layers: Int, _ hops: Int) throws {
        let path = CleanedEdges(nodes: 12, sources: Array(0..<11), targets: Array(1..<12))
        let graph = Graph(
            name: "path", adjacency: path.adjacency, features: .identity(12), labels: (0..<12).map { $0 % 2 },
            classNames: ["even", "odd"], split: NodeSplit(training: [0, 1], validation: [2], test: [3]))
        let model = try model(name, sizes(name, layers: layers), inputs: 12, classes: 2)
        let parts = NodeExplanation(of: 0, by: model, in: GraphTask(graph), most: 12).parts
        #expect(parts.map(\.node).sorted() == Array(0...hops) && parts.allSatisfy { $0.hops == $0.node })
    }

    @Test("training stops where validation no longer improves, and keeps the best weights") func earlyStopping() throws
    {
        let task = GraphTask(KarateClub.graph)
        let model = try model("gcn", sizes("gcn"), inputs: 34, classes: 2)
        let values = [0.5, 0.7, 0.9, 0.8, 0.9, 0.6, 0.7, 0.95]
        try stop(model, task, values, patience: 3)
    }

    private func stop(_ model: some GraphModel, _ task: GraphTask, _ values: [Double], patience: Int) throws {
        var weights: [[Float]] = []
        let examples = task.examples(isShuffled: false)
        var epoch = 0
        let trainer = Trainer(
            model, optimizer: Optimizer(.adam(), learningRate: 0.1), random: RandomStreams(seed: 1), epochs: 8,
            batchSize: 2, exampleCount: 2,
            hooks: [
                EvaluationHook {
                    defer { epoch += 1 }
                    weights.append(model.parameters[0].parameter.value.scalars())
                    return [Measurement(.accuracy(.validation), values[epoch])]
                }, BestWeightsHook(watching: [.accuracy(.validation)], patience: patience),
            ]
        ) { model, batch in task.loss(model, batch) }
        try trainer.train(on: examples)
        #expect(trainer.state.epoch == 6 && trainer.state.stopReason == .noImprovement)
        let kept = BestWeightsHook.restoreBest(trainer.state, chosenBy: [.accuracy(.validation)])
        #expect(kept?.epoch == 3 && kept?.step == 3 && kept?.value == 0.9)
        #expect(kept?.metric == .accuracy(.validation))
        #expect(model.parameters[0].parameter.value.scalars() == weights[2])
    }
}
