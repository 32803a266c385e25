import GenerativeModels
import GraphModels
import SequenceModels
import TabularModels
import VisionModels

@testable import Tensors
@testable import Training

/// An experiment on built-in data, small enough for a test, and what to do with it whatever its type.
struct AnyExperiment: Sendable, CustomStringConvertible {
    let description: String
    /// The configuration of a run that has begun.
    let configuration: @Sendable () throws -> String
    /// Reads a configuration as a command that continues the run does, and makes the model; throws what that throws.
    let read: @Sendable (_ text: String) throws -> Void
    /// The model as a table, how many numbers training changes, and whether rows have outputs.
    let architecture: @Sendable () throws -> (table: Architecture, parameters: Int)
    /// How the gradients compare with differences of the loss.
    let gradients: @Sendable () throws -> [GradientCheckRow]
    /// The model's numbers after two steps with an optimizer and its usual hyperparameters.
    let train: @Sendable (_ optimizer: OptimizerChoice) throws -> [Double]

    init<E: Experiment>(_ variant: String = "", _ make: @escaping @Sendable () -> E) {
        description = variant.isEmpty ? E.tool : "\(E.tool) \(variant)"
        let silent = Console(isQuiet: true)
        nonisolated(unsafe) let console = silent
        let begun: @Sendable () throws -> (E, E.Data) = {
            var experiment = make()
            let data = try experiment.readData(console)
            try experiment.adopt(data)
            return (experiment, data)
        }
        configuration = { try RunConfigurationFile(try begun().0).text }
        read = { text in
            let stored = try RunConfigurationFile<E>(Array(text.utf8), file: "config.json")
            _ = try stored.experiment.makeModel()
        }
        architecture = {
            let (experiment, data) = try begun()
            let model = try experiment.makeModel()
            return (experiment.architecture(of: model, data), model.parameterCount)
        }
        gradients = {
            let (experiment, data) = try begun()
            var check = GradientCheck(experiment, data)
            (check.examples, check.entries, check.step) = (2, 4, 1e-3)
            return try check.rows()
        }
        train = { optimizer in
            var (experiment, data) = try begun()
            (experiment.recipe.optimizer, experiment.recipe.weightDecay) = (optimizer, nil)
            (experiment.recipe.steps, experiment.recipe.learningRate) = (2, 0.001)
            let trained = try TrainingRun(experiment, data, in: nil, console: console).train()
            return trained.model.parameters.flatMap { $0.parameter.value.doubles }
        }
    }

    static let all = [
        AnyExperiment {
            var experiment = KMNISTExperiment()
            try? experiment.choose("full")
            (experiment.dataset, experiment.trainingExamples) = ("strokes", 64)
            return experiment
        },
        AnyExperiment {
            var experiment = MRIExperiment()
            (experiment.dataset, experiment.recipe.batchSize) = (Phantoms.name, 4)
            return experiment
        },
        AnyExperiment { Counting() },
        AnyExperiment { CharacterTraining() },
        AnyExperiment {
            var experiment = Copying()
            (experiment.trainingSequences, experiment.validationSequences, experiment.sizes.feedForward) = (32, 4, 16)
            return experiment
        },
        AnyExperiment {
            var experiment = Housing()
            experiment.dataset = InventedCoast.name
            return experiment
        },
        AnyExperiment { PlaneLearning() },
        AnyExperiment {
            var experiment = NodeClassification()
            experiment.dataset = "karate"
            return experiment
        },
        AnyExperiment {
            var experiment = AdversarialTraining()
            (experiment.dataset, experiment.trainingExamples, experiment.recipe.batchSize) = ("strokes", 8, 4)
            return experiment
        },
    ]
}
