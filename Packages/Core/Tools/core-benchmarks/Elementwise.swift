import Core

/// Passes over a million numbers.
let elementwiseBenchmarks = [
    unary("relu", .relu), unary("tanh", .tanh), unary("exp", .exp), unary("sigmoid", .sigmoid(slope: 1)),
    unary("gelu", .gelu),
    Benchmark("tanh, gradient", shape, .bytes(4 * count * 3)) {
        let x = normal([Int(count)]).buffer
        let y = OneDNNEngine.shared.unary(.tanh, x)
        return { keep(OneDNNEngine.shared.unaryGradient(.tanh, x: x, y: y, gradient: x)) }
    },
    Benchmark("add", shape, .bytes(4 * count * 3)) {
        let (a, b) = (normal([Int(count)]), normal([Int(count)]))
        return { keep(a + b) }
    },
    Benchmark("softmax", "10,000×100", .bytes(4 * count * 2)) {
        let x = normal([10_000, 100])
        return { keep(x.softmax()) }
    },
    Benchmark("softmax cross entropy", "64×10", .bytes(4 * 640 * 2)) {
        let (logits, labels) = (normal([64, 10]), Tensor((0..<64).map { Int32($0 % 10) }))
        return { keep(softmaxCrossEntropy(logits, labels)) }
    },
    Benchmark("dropout", shape, .bytes(4 * count * 2)) {
        let x = normal([Int(count)])
        return { keep(x.droppedOut(rate: 0.5, key: 1, counter: 0)) }
    },
    Benchmark("sum of columns", "64×128", .bytes(4 * 64 * 128)) {
        let x = normal([64, 128])
        return { keep(x.sum(axes: [0])) }
    },
    Benchmark("bytes to float32", "64 of 784", .bytes(5 * 64 * 784)) {
        let images = pictures(1_000)
        let numbers = (0..<64).map { Int32($0 * 15) }[...]
        return { keep(images.batch(numbers)) }
    },
]

private let count = 1e6
private let shape = "1,000,000"

private func unary(_ name: String, _ operation: UnaryOperation) -> Benchmark {
    Benchmark(name, shape, .bytes(4 * count * 2)) {
        let x = normal([Int(count)])
        return { keep(x.applying(operation)) }
    }
}

/// Random pictures of 28×28 in ten classes.
func pictures(_ count: Int) -> ByteExamples {
    var random = RandomStream(seed: 0, name: StreamName("benchmark"))
    return ByteExamples(
        bytes: (0..<(count * 784)).map { _ in UInt8(truncatingIfNeeded: random.next()) }, exampleShape: [1, 28, 28],
        labels: (0..<count).map { Int32($0 % 10) })
}
