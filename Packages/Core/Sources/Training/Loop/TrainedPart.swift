import Tensors

/// A part of a model and the optimizer that moves it. Most models are one part; the two networks of an adversarial one
/// are two.
public struct TrainedPart {
    /// The part's name within the model, as its parameters' names begin; empty for the whole model.
    public let name: String
    /// The part that the optimizer changes.
    public let module: any Module
    /// The optimizer of the part.
    public let optimizer: Optimizer

    public init(_ module: any Module, name: String = "", optimizer: Optimizer) {
        self.module = module
        self.name = name
        self.optimizer = optimizer
    }

    /// The name in the whole model of the part's parameter `name`.
    func wholeName(_ name: String) -> String { self.name.isEmpty ? name : "\(self.name).\(name)" }
}
