import Core

/// The cost of an operation besides its arithmetic: dispatch, memory, recording; and random numbers.
let costBenchmarks = [
    Benchmark("add", "100", count: 64, aim: 1e-6) {
        let (a, b) = (normal([100]), normal([100]))
        return { for _ in 0..<64 { keep(a + b) } }
    },
    Benchmark("add, recorded and differentiated", "100", count: 64, aim: 3e-6) {
        let (a, b) = (normal([100]), normal([100]))
        return {
            keep(
                valueAndGradients(at: [a, b], in: .evaluation) { inputs in
                    var sum = inputs[0]
                    for _ in 0..<64 { sum = sum + inputs[1] }
                    return sum.sum()
                })
        }
    },
    Benchmark("tanh", "100", count: 64) {
        let x = normal([100])
        return { for _ in 0..<64 { keep(tanh(x)) } }
    },
    Benchmark("add of a row", "64×10 + 10") {
        let (a, b) = (normal([64, 10]), normal([10]))
        return { keep(a + b) }
    },
    Benchmark("memory taken and given back", "400 bytes", count: 64) {
        { for _ in 0..<64 { keep(Memory(byteCount: 400)) } }
    },
    Benchmark("memory taken and given back", "1 MB", count: 64) {
        { for _ in 0..<64 { keep(Memory(byteCount: 1 << 20)) } }
    },
    Benchmark("Philox numbers", "8 bytes each", .bytes(8), count: 1_000) {
        var stream = RandomStream(seed: 0, name: StreamName("benchmark"))
        return {
            var sum: UInt64 = 0
            for _ in 0..<1_000 { sum &+= stream.next() }
            keep(sum)
        }
    },
    Benchmark("permutation", "60,000") {
        var stream = RandomStream(seed: 0, name: StreamName("benchmark"))
        return { keep(stream.permutation(of: 60_000)) }
    },
]
