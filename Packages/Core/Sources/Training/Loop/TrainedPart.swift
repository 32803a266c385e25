import Tensors

/// A part of a model and the optimizer that moves it. Most models are one part; the two networks of an adversarial one
/// are two.
public struct TrainedPart {
    /// The part's name within the model, as its parameters' names begin; empty for the whole model.
    public let name: String
    /// What the optimizer moves.
    public let module: any Module
    /// How it moves.
    public let optimizer: Optimizer

    public init(_ module: any Module, name: String = "", optimizer: Optimizer) {
        self.module = module
        self.name = name
        self.optimizer = optimizer
    }

    /// The name within the whole model of what the part calls `name`.
    func wholeName(_ name: String) -> String { self.name.isEmpty ? name : "\(self.name).\(name)" }
}
