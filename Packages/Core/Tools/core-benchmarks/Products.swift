import Core

/// Matrix products of the models' sizes: x Wᵀ as in linear layers, and their gradients.
let productBenchmarks =
    [(64, 784, 10), (64, 784, 95), (64, 1568, 128), (1, 784, 1250), (512, 512, 512)].flatMap { rows, inner, columns in
        product(rows: rows, inner: inner, columns: columns)
    }

private func product(rows: Int, inner: Int, columns: Int) -> [Benchmark] {
    let work = Work.operations(2 * Double(rows) * Double(inner) * Double(columns))
    let shape = "\(rows)×\(inner)×\(columns)"
    return [
        Benchmark("product x Wᵀ + b", shape, work) {
            let (x, weight, bias) = (normal([rows, inner]), normal([columns, inner]), normal([columns]))
            return { keep(x.matmul(weight, transposingOther: true, bias: bias)) }
        },
        Benchmark("product x Wᵀ", shape, work) {
            let (x, weight) = (normal([rows, inner]), normal([columns, inner]))
            return { keep(x.matmul(weight, transposingOther: true)) }
        },
        Benchmark("product by x", shape, work) {
            let (gradient, weight) = (normal([rows, columns]), normal([columns, inner]))
            return { keep(gradient.matmul(weight)) }
        },
        Benchmark("product by W", shape, work) {
            let (gradient, x) = (normal([rows, columns]), normal([rows, inner]))
            return { keep(gradient.matmul(x, transposingSelf: true)) }
        },
    ]
}
