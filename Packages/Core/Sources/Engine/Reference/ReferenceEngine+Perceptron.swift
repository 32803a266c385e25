extension ReferenceEngine {
    public func perceptronLoss(_ x: Buffer, targets: Buffer, _ network: PerceptronNetwork) -> PerceptronLoss {
        composedPerceptronLoss(x, targets: targets, network)
    }
}
