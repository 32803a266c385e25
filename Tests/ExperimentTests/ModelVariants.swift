import Core
import GenerativeModels
import GraphModels
import SequenceModels
import TabularModels
import VisionModels

extension AnyExperiment {
    /// Every network of every tool, as small as it can be.
    static let everyNetwork =
        all
        + ["conv", "lin", "dnn"].map { name in
            AnyExperiment(name) {
                var experiment = KMNISTExperiment()
                try? experiment.choose(name)
                (experiment.dataset, experiment.trainingExamples) = ("strokes", 16)
                return experiment
            }
        }
        + ["gat", "sage", "grand"].map { name in
            AnyExperiment(name) {
                var experiment = NodeClassification()
                if let entry = GraphModelEntry.all.first(where: { $0.name == name }) { experiment.choose(entry) }
                (experiment.dataset, experiment.sizes.hidden) = ("karate", 4)
                return experiment
            }
        }
        + ["dcgan", "cgan"].map { name in
            AnyExperiment(name) {
                var experiment = AdversarialTraining()
                try? experiment.choose(name)
                (experiment.dataset, experiment.trainingExamples, experiment.recipe.batchSize) = ("strokes", 8, 4)
                return experiment
            }
        }
        + ["rnn", "gru"].map { cell in
            AnyExperiment("\(cell) with an embedding") {
                var experiment = CharacterTraining()
                experiment.sizes = CharacterSizes(
                    mode: .windowed, length: 6, cell: cell, hidden: 5, layers: 2, embedding: 3)
                experiment.recipe.batchSize = 4
                return experiment
            }
        } + [
            AnyExperiment("lstm") { Counting(CountingLanguage.all[0], cell: .lstm) },
            AnyExperiment("regression") {
                var experiment = Housing()
                HousingPreset.all(isRegression: true)[0].apply(to: &experiment)
                (experiment.dataset, experiment.hidden) = (InventedCoast.name, [8, 6])
                return experiment
            },
        ]
}
