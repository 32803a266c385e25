import CoreLoops

extension OneDNNEngine {
    public func perceptronLoss(_ x: Buffer, targets: Buffer, _ network: PerceptronNetwork) -> PerceptronLoss {
        guard var sizes = loop_perceptron(network, hasClasses: targets.type == .int32) else {
            return composedPerceptronLoss(x, targets: targets, network)
        }
        let (rows, widths) = (x.shape[0], network.widths)
        let floats = MemoryLayout<Float>.size
        let packed = Memory(byteCount: loop_perceptron_packed(&sizes) * floats)
        let weights = network.weights.map { UnsafePointer($0.rowMajor(Float.self)) as UnsafePointer<Float>? }
        let biases = network.biases.map { UnsafePointer($0.rowMajor(Float.self)) as UnsafePointer<Float>? }
        loop_perceptron_pack(&sizes, weights, biases, packed.floats)
        let counts = zip(widths, widths.dropFirst()).map { ($0 + 1) * $1 }
        // A part for each thread, added in the threads' order.
        let (count, threads) = (counts.reduce(0, +), Parallel.threads)
        let parts = Memory(byteCount: threads * count * floats)
        parts.floats.update(repeating: 0, count: threads * count)
        var losses = [Double](repeating: 0, count: threads)
        let share = 1 / Float(rows * (sizes.has_classes ? 1 : widths[widths.count - 1]))
        let (from, to) = (x.rowMajor(reading: Float.self), ParallelInput(targets.memory.bytes))
        let sums = ParallelOutput(parts.floats)
        let (block, net) = (PerceptronNetwork.blockRows, sizes)
        let blocks = (rows + block - 1) / block
        losses.withUnsafeMutableBufferPointer { losses in
            guard let first = losses.baseAddress else { return }
            let losses = ParallelOutput(first)
            Parallel.ranges(rows, grain: 2 * block, alignment: block) { range in
                // The thread whose share of the blocks begins here.
                let part = (range.lowerBound / block * threads + blocks - 1) / blocks
                var net = net
                let scratch = Memory(byteCount: loop_perceptron_scratch(&net) * floats)
                withExtendedLifetime(scratch) {
                    losses[part] = loop_perceptron_gradient(
                        &net, packed.floats, from.start, to.start, share, range.lowerBound, range.count, scratch.floats,
                        sums + part * count)
                }
            }
        }
        for thread in 1..<max(1, threads) {
            for index in 0..<count { parts.floats[index] += parts.floats[thread * count + index] }
        }
        let loss = Buffer(shape: [], type: .float32)
        loss.stored(Float.self).pointee = Float(losses.reduce(0, +) * Double(share))
        var (byWeights, byBiases, place) = ([Buffer](), [Buffer](), parts.floats)
        for (weight, bias) in zip(network.weights, network.biases) {
            for (like, isWeight) in [(weight, true), (bias, false)] {
                let gradient = Buffer(shape: like.shape, type: .float32)
                gradient.stored(Float.self).update(from: place, count: like.count)
                place += like.count
                if isWeight { byWeights.append(gradient) } else { byBiases.append(gradient) }
            }
        }
        withExtendedLifetime((packed, parts)) {}
        return PerceptronLoss(loss: loss, weights: byWeights, biases: byBiases)
    }
}

extension loop_perceptron {
    /// Nil for a network that is too deep or too wide, or whose function the loop does not support.
    fileprivate init?(_ network: PerceptronNetwork, hasClasses: Bool) {
        let widths = network.widths
        guard network.weights.count <= Int(loop_perceptron_layers), widths.allSatisfy({ $0 <= 64 }) else {
            return nil
        }
        self.init()
        switch network.activation {
        case .softsign: activation = loop_softsign
        case .tanh: activation = loop_tanh
        case .relu: activation = loop_relu
        case .sigmoid(let slope) where slope == 1: activation = loop_sigmoid
        default: return nil
        }
        layers = network.weights.count
        withUnsafeMutableBytes(of: &self.widths) { bytes in
            for (place, width) in widths.enumerated() {
                bytes.storeBytes(of: width, toByteOffset: place * MemoryLayout<Int>.size, as: Int.self)
            }
        }
        has_classes = hasClasses
        (rate, key, counter) = (network.dropout?.rate ?? 0, network.dropout?.key ?? 0, network.dropout?.counter ?? 0)
    }
}
