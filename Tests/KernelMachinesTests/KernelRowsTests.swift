import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import KernelMachines
@testable import Tensors

@Suite("Kernels between rows, by loops and by the formula") struct KernelRowsTests {
    static let functions: [KernelFunction] = [
        .linear, .polynomial(degree: 3, scale: 0.5, offset: 1), .polynomial(degree: 1, scale: 2, offset: 0),
        .gaussian(scale: 0.3), .sigmoid(scale: 0.5, offset: -0.5),
    ]

    private func rows(_ count: Int, _ width: Int, seed: UInt64) -> KernelRows {
        KernelRows(randomTensor([count, width], seed: seed).buffer)
    }

    private func sparse(_ dense: KernelRows) -> KernelRows {
        var rows = KernelRows.Sparse()
        for number in 0..<dense.count {
            for (column, value) in dense.row(number).enumerated() where column % 3 == number % 3 {
                rows.columns.append(Int32(column))
                rows.values.append(Float(value))
            }
            rows.starts.append(Int64(rows.values.count))
        }
        return KernelRows(rows, width: dense.width)
    }

    @Test("dense and sparse rows", arguments: functions)
    func agreement(_ function: KernelFunction) {
        for (first, second, width) in [(1, 1, 1), (3, 5, 4), (17, 33, 19), (40, 20, 100), (300, 70, 8)] {
            let (a, b) = (rows(first, width, seed: 1), rows(second, width, seed: 2))
            for (a, b) in [(a, b), (sparse(a), sparse(b))] {
                let fast = function.matrix(a, b)
                let exact = function.exactMatrix(a, b)
                #expect(relativeDifference(Tensor(fast).doubles, Tensor(exact).doubles) < 3e-6)
            }
        }
    }

    @Test("rows in float64, also far from zero", arguments: functions)
    func exact(_ function: KernelFunction) {
        for (first, second, width) in [(600, 30, 2), (30, 600, 20), (300, 300, 1)] {
            func rows(_ count: Int, seed: UInt64) -> (dense: KernelRows, sparse: KernelRows) {
                var random = RandomStream(seed: seed, name: StreamName("rows"))
                // Distances are computed without loss wherever rows lie; products are not.
                let origin = function.isOfDistances ? 5_512_345.0 : 0.0
                let numbers = (0..<(count * width)).map { _ in origin + random.normal(standardDeviation: 0.5) }
                let columns = (0..<(count * width)).map { Int32($0 % width) }
                return (
                    KernelRows(numbers, width: width, areFew: false),
                    KernelRows(
                        starts: (0...count).map { Int64($0 * width) }, columns: columns, exact: numbers, width: width)
                )
            }
            let (a, b) = (rows(first, seed: 1), rows(second, seed: 2))
            let exact = Tensor(function.exactMatrix(a.dense, b.dense)).doubles
            for (a, b) in [(a.dense, b.dense), (a.sparse, b.sparse)] {
                let fast = Tensor(function.matrix(a, b)).doubles
                #expect(relativeDifference(fast, exact) < 3e-6)
                let weights = (0..<second).map { Double($0 % 7) - 3 }
                let sums = a.kernelSums(b, weights, function)
                let expected = (0..<first).map { row in
                    zip(weights, exact[(row * second)..<((row + 1) * second)]).reduce(0) { $0 + $1.0 * $1.1 }
                }
                #expect(relativeDifference(sums, expected) < 1e-5)
            }
        }
    }

    @Test("the diagonal is that of the matrix", arguments: functions)
    func diagonal(_ function: KernelFunction) {
        let rows = rows(12, 7, seed: 3)
        let matrix = Tensor(function.exactMatrix(rows, rows)).doubles
        let diagonal = rows.diagonal(function)
        #expect(relativeDifference(diagonal, (0..<12).map { matrix[13 * $0] }) < 2e-6)
    }

    @Test("given values are looked up")
    func given() {
        let values = Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3]).buffer
        let rows = KernelRows(kernelValues: values, places: [2, 0])
        #expect(Tensor(KernelFunction.precomputed.matrix(rows, rows)).doubles == [3, 1, 6, 4])
        #expect(rows.diagonal(.precomputed) == [3, 4])
    }

    static let mistakes: [(line: String, make: @Sendable () -> Void)] = [
        (
            "kernelMatrix: linear of rows of which 2 of 2 are given kernel values",
            { _ = KernelFunction.linear.matrix(given(place: 0), given(place: 0)) }
        ),
        (
            "kernelMatrix: precomputed of rows of which 1 of 2 are given kernel values",
            { _ = KernelFunction.precomputed.exactMatrix(given(place: 0), KernelRows([1], width: 1)) }
        ),
        (
            "KernelRows: place 3 in rows of 3 given kernel values",
            { _ = KernelFunction.precomputed.matrix(given(place: 0), given(place: 3)) }
        ),
        (
            "KernelRows: place 3 in rows of 3 given kernel values", { _ = given(place: 3).diagonal(.precomputed) }
        ),
    ]

    private static func given(place: Int32) -> KernelRows {
        KernelRows(kernelValues: Tensor([1, 2, 3] as [Float], shape: [1, 3]).buffer, places: [place])
    }

    @Test("given values stop the program where they are none", arguments: mistakes.indices)
    func mistake(_ index: Int) async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [index] in
            KernelRowsTests.mistakes[index].make()
        }
        let said = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(said.hasPrefix(Self.mistakes[index].line), "\(said)")
    }

    @Test("sums in float64 of some columns, by rows of either kind", arguments: [1, 3, 4, 9, 70])
    func sums(count: Int) {
        let (values, width) = (rows(count, 37, seed: 5), 37)
        var random = RandomStream(seed: 6, name: StreamName("weights"))
        let weights = (0..<3 * width).map { _ in 1e6 * random.normal() }
        func expected(_ rows: KernelRows, _ columns: Range<Int>, _ weights: [Double]) -> [Double] {
            (0..<count).flatMap { row in
                let x = rows.row(row)[columns]
                return (0..<3).map { number in
                    zip(x, weights[(number * columns.count)...]).reduce(0) { $0 + $1.0 * $1.1 }
                }
            }
        }
        guard case .dense(let buffer) = values.numbers else { return }
        let part = Array(weights.prefix(3 * 20))
        let some = KernelRows.Weights(part, columns: 11..<31, count: 3)
        let sums = KernelRows.sums(of: buffer, [some, .init([], columns: 5..<5, count: 2), some])
        #expect(relativeDifference(sums[0], expected(values, 11..<31, part)) < 1e-12)
        #expect(sums[1] == [Double](repeating: 0, count: 2 * count) && sums[2] == sums[0])
        let exact = KernelRows(values.row(0), width: 1)
        #expect(exact.products(with: [2, 3], count: 2) == values.row(0).flatMap { [2 * $0, 3 * $0] })
        for form in [values, sparse(values)] {
            let all = form.products(with: weights, count: 3)
            #expect(relativeDifference(all, expected(form, 0..<width, weights)) < 1e-12)
            let sum = [Double](unsafeUninitializedCapacity: width) { place, used in
                guard let start = place.baseAddress else { return }
                start.initialize(repeating: 1, count: width)
                form.addRow(count - 1, times: 2, to: start)
                used = width
            }
            #expect(sum == form.row(count - 1).map { 1 + 2 * $0 })
        }
    }

    @Test("rows are chosen, joined, and seen from a center")
    func selection() {
        let all = rows(9, 5, seed: 4)
        for form in [all, sparse(all)] {
            let joined = KernelRows.joined([form.selecting([0, 1, 2]), form.selecting(3..<9)])
            #expect((0..<9).allSatisfy { joined.row($0) == form.row($0) })
            #expect(form.selecting([4, 4, 1]).row(1) == form.row(4))
        }
        #expect(all.centered(on: [0, 0, 0, 0, 1]).row(2)[4] == Double(Float(all.row(2)[4]) - 1))
    }

    @Test("concurrent work is all done, once")
    func concurrently() {
        var done = [Int](repeating: 0, count: 100)
        done.withUnsafeMutableBufferPointer { done in
            guard let first = done.baseAddress else { return }
            let done = ParallelOutput(first)
            ComputeContext.concurrently(100) { done[$0] += 1 }
        }
        #expect(done.allSatisfy { $0 == 1 })
    }

    @Test("concurrent work computes by the engine that was chosen")
    func concurrentEngine() {
        var isChosen = [Bool](repeating: false, count: 100)
        isChosen.withUnsafeMutableBufferPointer { isChosen in
            guard let first = isChosen.baseAddress else { return }
            let isChosen = ParallelOutput(first)
            ComputeContext.with(ReferenceEngine.shared) {
                ComputeContext.concurrently(100) { isChosen[$0] = ComputeContext.engine is ReferenceEngine }
            }
        }
        #expect(isChosen.allSatisfy { $0 })
    }
}

@Suite("Steps of sequential minimal optimization") struct PairAscentTests {
    /// Random variables, some of which must not move one way or the other; memory of their own, for loops keep pointers.
    private final class Problem {
        let gradient: UnsafeMutablePointer<Double>
        let rises, falls, a, b: UnsafeMutablePointer<Float>
        let diagonal: UnsafeMutablePointer<Double>

        init(_ count: Int, seed: UInt64) {
            var random = RandomStream(seed: seed, name: StreamName("ascent"))
            // Few different values, so that some are equal.
            func numbers(_ change: (Float) -> Float = { $0 }) -> UnsafeMutablePointer<Float> {
                let place = UnsafeMutablePointer<Float>.allocate(capacity: count)
                for index in 0..<count { place[index] = change(Float(random.below(7)) - 3) }
                return place
            }
            gradient = .allocate(capacity: count)
            for index in 0..<count { gradient[index] = Double(random.below(7)) }
            rises = numbers { $0 < 0 ? 0 : -.infinity }
            falls = numbers { $0 < 0 ? 0 : .infinity }
            diagonal = .allocate(capacity: count)
            for index in 0..<count { diagonal[index] = Double(1 + random.below(7)) }
            (a, b) = (numbers(), numbers())
        }

        deinit {
            gradient.deallocate()
            diagonal.deallocate()
            [rises, falls, a, b].forEach { $0.deallocate() }
        }

        var variables: SMOStep.Variables {
            SMOStep.Variables(gradient: gradient, rises: rises, falls: falls, diagonal: diagonal)
        }
    }

    @Test("moving along a pair, against the formula", arguments: [1, 7, 8, 9, 31, 200])
    func move(count: Int) {
        for seed in 0..<20 {
            let problem = Problem(count, seed: UInt64(seed))
            let expected = (0..<count).map { problem.gradient[$0] - 0.5 * Double(problem.a[$0] - problem.b[$0]) }
            var found = SMOStep.Extremes()
            let split = count / 3
            SMOStep.move(problem.variables, 0..<split, along: problem.a, problem.b, step: 0.5, found: &found)
            SMOStep.move(
                problem.variables, split..<count, along: problem.a + split, problem.b + split, step: 0.5, found: &found)
            #expect((0..<count).map { problem.gradient[$0] } == expected)
            let up = (0..<count).filter { problem.rises[$0] == 0 }.max { (expected[$0], $0) < (expected[$1], $1) }
            let down = (0..<count).filter { problem.falls[$0] == 0 }.max { (-expected[$0], $0) < (-expected[$1], $1) }
            #expect(found.highestPlace == up && found.lowestPlace == down)
        }
    }

    @Test("the partner that gains most, against the formula", arguments: [2, 7, 8, 9, 31, 200])
    func partner(count: Int) {
        for seed in 0..<20 {
            let problem = Problem(count, seed: UInt64(seed))
            let leastCurvature = 0x1p-40
            var found = SMOStep.Partner()
            let own = count / 2
            SMOStep.findPartner(
                of: own, problem.variables, 0..<count, row: problem.a, leastCurvature: leastCurvature, found: &found)
            func gain(_ j: Int) -> (square: Double, curvature: Double) {
                let gap = problem.gradient[own] - problem.gradient[j]
                let curvature = problem.diagonal[own] + problem.diagonal[j] - 2 * Double(problem.a[j])
                return (gap * gap, curvature > 0 ? curvature : leastCurvature)
            }
            let candidates = (0..<count).filter {
                problem.falls[$0] == 0 && problem.gradient[$0] < problem.gradient[own]
            }
            // Products of whole numbers and powers of two are exact, so that equals are equal.
            let best = candidates.max { i, j in
                let (a, b) = (gain(i), gain(j))
                return (a.square * b.curvature, i) < (b.square * a.curvature, j)
            }
            #expect(found.place == best)
        }
    }
}
