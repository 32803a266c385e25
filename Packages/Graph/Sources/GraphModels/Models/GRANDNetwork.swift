import Core

/// A graph random network: the features of the nodes are spread over the graph, Σ Âᵏ x / (K + 1) for k = 0 … K, and a
/// perceptron of two layers predicts the class. In training, nodes are left out at random; several views with different
/// nodes left out should agree on every node, known or not (Feng, Zhang, Dong et al. 2020).
///
/// The first layer comes before the spreading, because the two commute, so that bags of words stay sparse.
///
/// - Shapes: N × D to N × K; `fc1.weight` H × D, `fc2.weight` K × H.
public struct GRANDNetwork: GraphModel {
    let first: Linear
    let firstBias: Parameter
    let second: Linear
    let dropout: Double
    let spread: Int
    let views: Int

    /// The part of the nodes that a view leaves out.
    private static let nodeDropout = 0.5
    /// Below 1, the target that the views should agree on is sharper than their mean.
    private static let temperature = 0.5

    init(_ sizes: GraphSizes, inputs: Int, classes: Int, random: inout RandomStream) {
        first = Linear(inputs, sizes.hidden, hasBias: false, random: &random)
        firstBias = Parameter(.zeros([sizes.hidden]))
        second = Linear(sizes.hidden, classes, random: &random)
        (dropout, spread, views) = (sizes.dropout, sizes.spread, sizes.views)
    }

    public var parameters: [NamedParameter] {
        ("fc1", first)
        ("fc1.bias", firstBias)
        ("fc2", second)
    }

    public func pass(_ x: NodeFeatures, _ edges: GraphEdges, probe: Tensor?) -> GraphPass {
        let hidden = relu(spread(x.linear(first.weight.value).probed(by: probe), edges) + firstBias.value)
        return GraphPass(logits: second(hidden), hidden: hidden, attention: [])
    }

    /// Σ Âᵏ x / (K + 1) by Horner's rule.
    private func spread(_ x: Tensor, _ edges: GraphEdges) -> Tensor {
        let own = x * (1 / Double(spread + 1))
        return (0..<spread).reduce(own) { sum, _ in edges.normalized.product(sum) + own }
    }

    /// Cross entropy of the known nodes, averaged over the views, and the squared distance of each view's probabilities
    /// from the views' sharpened mean.
    public func loss(_ x: NodeFeatures, _ edges: GraphEdges, nodes: Tensor, labels: Tensor) -> Tensor {
        let count = x.count
        let parts = (0..<views).map { _ in
            x.droppedOut(dropout).linear(first.weight.value) * Dropout(Self.nodeDropout)(.ones([count, 1]))
        }
        // The views of a node are side by side, so that one product spreads them all.
        let sums = spread(concatenated(parts, axis: 1), edges)
        let width = firstBias.shape[0]
        let hidden = relu(sums.reshaped(to: [count * views, width]) + firstBias.value)
        let logits = second(Dropout(dropout)(hidden))
        let known = logits.reshaped(to: [count, views * logits.shape[1]]).gathering(nodes)
            .reshaped(to: [nodes.count * views, logits.shape[1]])
        let repeated = Tensor(labels.scalars(Int32.self).flatMap { [Int32](repeating: $0, count: views) })
        let probabilities = logits.softmax().reshaped(to: [count, views, logits.shape[1]])
        let mean = probabilities.detached.mean(axes: [1], keepingAxes: true)
        let sharp = exp(log(mean + 1e-12) * (1 / Self.temperature))
        let goal = sharp / sharp.sum(axes: [2], keepingAxes: true)
        let distance = square(probabilities - goal).sum() * (1 / Double(count * views))
        return softmaxCrossEntropy(known, repeated) + distance
    }
}
