import CoreLoops

extension OneDNNEngine {
    public func update(
        _ rule: UpdateRule, parameter: Buffer, gradient: Buffer, slots: [Buffer], learningRate: Double, step: Int
    ) {
        parameter.moveToSettledLayout()
        let layout = parameter.layout as? OneDNNLayout ?? rowMajorLayout(of: parameter.shape)
        for slot in slots {
            settled(slot, in: layout)
            slot.moveToSettledLayout()
        }
        let source = arranged(gradient, in: layout)
        let (w, g) = (parameter.stored(writing: Float.self), ParallelInput(source.floats))
        let running = slots.map { $0.stored(writing: Float.self) }
        let settings = loop_update(rule, learningRate: learningRate, step: step)
        Parallel.ranges(parameter.storedCount) { range in
            let (i, count) = (range.lowerBound, range.count)
            withUnsafePointer(to: settings) { settings in
                switch rule {
                case .sgd(momentum: 0, _, _): loop_update_sgd(settings, w + i, g + i, count)
                case .sgd: loop_update_momentum(settings, step == 1, w + i, g + i, running[0] + i, count)
                case .adam: loop_update_adam(settings, w + i, g + i, running[0] + i, running[1] + i, count)
                case .adamax: loop_update_adamax(settings, w + i, g + i, running[0] + i, running[1] + i, count)
                case .adaGrad: loop_update_adagrad(settings, w + i, g + i, running[0] + i, count)
                case .rmsProp: loop_update_rmsprop(settings, w + i, g + i, running[0] + i, count)
                }
            }
        }
        parameter.invalidateCaches()
        for slot in slots { slot.invalidateCaches() }
    }
}

extension loop_update {
    fileprivate init(_ rule: UpdateRule, learningRate: Double, step: Int) {
        self.init()
        learning_rate = Float(learningRate)
        switch rule {
        case .sgd(let momentum, let nesterov, let weightDecay):
            self.momentum = Float(momentum)
            self.nesterov = nesterov
            weight_decay = Float(weightDecay)
        case .adam(let beta1, let beta2, let epsilon, let weightDecay, let decoupled):
            set(beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay, step: step)
            self.decoupled = decoupled
        case .adamax(let beta1, let beta2, let epsilon, let weightDecay):
            set(beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay, step: step)
        case .adaGrad(let epsilon, let weightDecay):
            self.epsilon = Float(epsilon)
            weight_decay = Float(weightDecay)
        case .rmsProp(let decay, let epsilon, let weightDecay):
            beta2 = Float(decay)
            rest2 = Float(1 - decay)
            self.epsilon = Float(epsilon)
            weight_decay = Float(weightDecay)
        }
    }

    private mutating func set(beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double, step: Int) {
        self.beta1 = Float(beta1)
        self.beta2 = Float(beta2)
        rest1 = Float(1 - beta1)
        rest2 = Float(1 - beta2)
        self.epsilon = Float(epsilon)
        weight_decay = Float(weightDecay)
        correction1 = Float(1 - pow(beta1, Double(step)))
        correction2 = Float(1 - pow(beta2, Double(step)))
    }
}
