import Core
import GenerativeModels
import TestSupport
import Testing

/// A generator as another package would write it: a class is a number of noise more.
private struct PlainGenerator: Generator {
    let picture: Shape
    let fc: Linear

    var parameters: [NamedParameter] { ("fc", fc) }

    func describe(in architecture: inout Architecture, picture: Shape) {
        architecture.add("fc", fc, activation: "tanh")
        architecture.add("", "as a picture", output: picture)
    }

    func callAsFunction(_ noise: Tensor, labels: Tensor?) -> Tensor {
        tanh(fc(noise)).reshaped(to: [noise.shape[0]] + picture)
    }
}

/// A tool as another package would make it: `gan-train`'s experiment with entries of its own.
private enum OwnEntries: GANEntries {
    static let tool = "own-gan"
    static let models =
        [
            GANEntry(name: "plain", summary: "a linear generator", dropout: 0.1, average: 0.9) { request, random in
                AdversarialModel(
                    generator: PlainGenerator(
                        picture: request.picture,
                        fc: Linear(request.noise, request.picture.elementCount, random: &random)),
                    discriminator: DenseDiscriminator(
                        picture: request.picture, dropout: request.dropout, random: &random),
                    noise: request.noise, averaging: request.average)
            },
            GANEntry(name: "none", summary: "generates nothing", limits: "draws no pictures") { _, _ in nil },
        ] + GANEntry.all
    static let datasets =
        DatasetEntry.all + [
            DatasetEntry(name: "few", summary: "few characters", classNames: StrokeCharacters.classNames) {
                let set = ImageDataset.strokes(training: 40, test: 20)
                return ImageDataset(name: "few", classNames: set.classNames, training: set.training, test: set.test)
            }
        ]
}

private typealias OwnExperiment = AdversarialExperiment<OwnEntries>

@Suite("Entries of one's own in a tool of two networks") struct OwnGANEntriesTests {
    private func experiment() -> OwnExperiment {
        var experiment = OwnExperiment()
        (experiment.dataset, experiment.noise, experiment.threads) = ("few", 6, 1)
        (experiment.recipe.epochs, experiment.recipe.batchSize) = (2, 20)
        return experiment
    }

    @Test("train, are named in the configuration, and continue to the same weights") func training() throws {
        let training = try ContinuedTraining(experiment(), stoppedAfter: 1)
        #expect(training.endsAlike && training.begun.modelName == "plain" && training.begun.dataset == "few")
        #expect(training.begun.dropout == 0.1 && training.begun.average == 0.9)
        #expect(training.whole.model.average != nil && training.whole.data.pictures.training.count == 40)
        // What `gan-grid` draws.
        let grid = SampleRequest(rows: 1, columns: 2).pictures(of: training.stored.model, training.begun)
        #expect(grid.count == 2)
    }

    @Test("pictures that a model cannot make, and names that nobody has, are refused") func refused() throws {
        var experiment = experiment()
        try experiment.choose("none")
        let nothing = #expect(throws: ToolError.self) { try experiment.makeModel() }
        #expect(nothing?.description == "few: pictures of 28×28 pixels; none draws no pictures")
        let unknown = #expect(throws: ToolError.self) { try experiment.choose("plai") }
        #expect(unknown?.description.contains("did you mean 'plain'") == true)
        var known = AdversarialTraining()
        #expect(throws: ToolError.self) { try known.choose("plain") }
        known.dataset = "few"
        #expect(throws: DatasetError.self) { try known.readData(Console(isQuiet: true)) }
    }
}
