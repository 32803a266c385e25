/// How an optimizer moves a parameter w along its gradient g, with learning rate η. The formulas are those of PyTorch's
/// `torch.optim`, so that both give the same path; weight decay λ adds λw to g except where it is decoupled.
public enum UpdateRule: Sendable, Hashable {
    /// w −= η (g + λw); with momentum μ: v = μv + g, w −= ηv, or with Nesterov's look-ahead w −= η (g + μv)
    /// (Sutskever, Martens, Dahl, Hinton 2013).
    case sgd(momentum: Double = 0, nesterov: Bool = false, weightDecay: Double = 0)
    /// Kingma, Ba 2015; decoupled decay: Loshchilov, Hutter 2019 (AdamW).
    case adam(
        beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0,
        decoupled: Bool = false)
    /// Kingma, Ba 2015, section 7.1.
    case adamax(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0)
    /// Duchi, Hazan, Singer 2011.
    case adaGrad(epsilon: Double = 1e-10, weightDecay: Double = 0)
    /// Tieleman, Hinton 2012, lecture 6e.
    case rmsProp(decay: Double = 0.99, epsilon: Double = 1e-8, weightDecay: Double = 0)

    /// The names of the running values that the rule keeps for each parameter, in the engines' order.
    public var slots: [String] {
        switch self {
        case .sgd(let momentum, _, _): momentum == 0 ? [] : ["momentum_buffer"]
        case .adam: ["exp_avg", "exp_avg_sq"]
        case .adamax: ["exp_avg", "exp_inf"]
        case .adaGrad: ["sum"]
        case .rmsProp: ["square_avg"]
        }
    }
}
