import Core
import Testing

@testable import KernelMachines

@Suite("Sequential minimal optimization") struct SolverTests {
    private func points(_ rows: [[Float]]) -> KernelRows {
        KernelRows(Tensor(rows.flatMap { $0 }, shape: [rows.count, rows[0].count]).buffer)
    }

    private static let two = [ClassLabel(-1), ClassLabel(1)]

    @Test("two points, by hand: the border in the middle, α = 2 / d²")
    func byHand() throws {
        let result = try SupportVectorClassifier.fit(
            points([[0], [4]]), classes: [0, 1], labels: Self.two, kernel: .linear, options: FitOptions(cost: 10))
        #expect(result.report.iterations == 1 && abs(result.report.gap) < 1e-9)
        #expect(abs(result.report.objective - 0.125) < 1e-9)
        #expect(result.classifier.coefficients.map { $0[0] } == [0.125, -0.125])
        #expect(abs(result.classifier.biases[0] - 1) < 1e-6)
        let decisions = try result.classifier.decisions(points([[0], [1], [2], [4]])).map { $0[0] }
        for (decision, expected) in zip(decisions, [1, 0.5, 0, -1]) { #expect(abs(decision - expected) < 1e-6) }
    }

    @Test("a bound is met exactly where slack is cheap")
    func bound() throws {
        let result = try SupportVectorClassifier.fit(
            points([[0], [4]]), classes: [0, 1], labels: Self.two, kernel: .linear, options: FitOptions(cost: 0.1))
        #expect(result.classifier.coefficients.map { $0[0] } == [0.1, -0.1])
    }

    @Test("a limit of steps is told")
    func limit() throws {
        var options = FitOptions(cost: 1)
        options.solver.iterationLimit = 3
        let examples = PlaneExamples.heaps(40, noise: 1, seed: 1)
        let report = try SupportVectorClassifier.fit(
            examples.points, classes: examples.classes, labels: examples.labels, kernel: .linear, options: options
        ).report
        #expect(report.iterations == 3 && report.unconvergedPairs == 1 && report.violation > 1e-3 && report.gap > 0)
    }

    @Test("one class, no examples, a request to stop")
    func errors() {
        #expect(throws: FitError.oneClass("1")) {
            try SupportVectorClassifier.fit(
                points([[0], [4]]), classes: [1, 1], labels: Self.two, kernel: .linear)
        }
        #expect(throws: FitError.noExamples) {
            try SupportVectorClassifier.fit(
                KernelRows(Buffer(shape: [0, 2], type: .float32)), classes: [], labels: Self.two, kernel: .linear)
        }
        let examples = PlaneExamples.heaps(2000, noise: 2, seed: 1)
        #expect(throws: FitError.canceled) {
            try SupportVectorClassifier.fit(
                examples.points, classes: examples.classes, labels: examples.labels, kernel: .rbf(gamma: 1),
                options: FitOptions(cost: 100), control: FitControl(isCancelled: { true }))
        }
    }

    @Test("a kernel that is no inner product is told, and solved")
    func indefinite() throws {
        let examples = PlaneExamples.circles(60, noise: 0.1, seed: 1)
        let report = try SupportVectorClassifier.fit(
            examples.points, classes: examples.classes, labels: examples.labels,
            kernel: Kernel(.sigmoid, gamma: 2, coef0: -1)
        ).report
        #expect(report.negativeCurvatures > 0 && report.unconvergedPairs == 0 && report.objective.isFinite)
    }

    @Test("kernel values beyond float32 are told")
    func overflow() {
        #expect(throws: FitError.self) {
            try SupportVectorClassifier.fit(
                points([[1e30], [-1e30]]), classes: [0, 1], labels: Self.two,
                kernel: Kernel(.polynomial, gamma: 1, degree: 3))
        }
    }

    private static func farAway(_ near: PlaneExamples) -> PlaneExamples {
        var far = near
        far.x1 = near.x1.map { $0 + 4096 }
        far.x2 = near.x2.map { $0 - 8192 }
        return far
    }

    @Test("points far from zero: distances are measured from their middle")
    func farAway() throws {
        let near = PlaneExamples.moons(80, noise: 0.2, seed: 2)
        let far = Self.farAway(near)
        func objective(_ examples: PlaneExamples) throws -> Double {
            try SupportVectorClassifier.fit(
                examples.points, classes: examples.classes, labels: examples.labels, kernel: .rbf(gamma: 1)
            ).report.objective
        }
        #expect(abs(try objective(near) - objective(far)) < 1e-2)
    }

    @Test("linear kernels of points far from zero: the machine is the same, and b is that of points as they stand")
    func farAwayLinear() throws {
        let near = PlaneExamples.heaps(600, noise: 0.6, seed: 2)
        let far = Self.farAway(near)
        func machine(_ examples: PlaneExamples) throws -> PlaneMachine {
            try PlaneMachine(examples, kernel: .linear, cost: 1)
        }
        let (a, b) = (try machine(near), try machine(far))
        #expect(abs(a.report.objective - b.report.objective) < 1e-3 * a.report.objective)
        let decisions = zip(try a.classifier.decisions(near.points), try b.classifier.decisions(far.points))
        for (one, other) in decisions { #expect(abs(one[0] - other[0]) < 2e-2) }
    }

    @Test("points are decided alike one by one and many at once, far from zero too")
    func togetherAndAlone() throws {
        var examples = PlaneExamples.moons(80, noise: 0.1, seed: 2)
        examples.x1 = examples.x1.map { $0 + 100 }
        let classifier = try PlaneMachine(examples, kernel: .rbf(gamma: 2), cost: 10).classifier
        let many = PlaneExamples.moons(600, noise: 0.1, seed: 3)
        let points = PlaneExamples.rows(zip(many.x1, many.x2).map { [$0 + 100, $1] })
        let together = try classifier.decisions(points)
        for number in stride(from: 0, to: 600, by: 37) {
            let alone = try classifier.decisions(points.selecting([number]))
            #expect(abs(alone[0][0] - together[number][0]) < 1e-3)
        }
        let right = zip(try classifier.predict(points), many.classes).count { $0 == $1 }
        #expect(right > 590)
    }

    @Test("the row cache forgets what was used longest ago, and keeps chosen columns")
    func cache() throws {
        let cache = RowCache(rows: 5, width: 4, limit: 3 * 16, least: 1)
        for row in 0..<3 {
            let place = cache.place(for: row)
            for column in 0..<4 { place[column] = Float(10 * row + column) }
        }
        #expect(cache[0]?[2] == 2)
        _ = cache.place(for: 4)
        #expect(cache[1] == nil && cache.holds(0) && cache.holds(2) && cache.holds(4))
        let kept = cache.restricted(to: [0, 2], limit: 1 << 10, least: 1)
        #expect(kept[0]?[1] == 2 && kept[1]?[0] == 20 && kept[1]?[1] == 22)
        #expect(cache[0] == nil)
    }

    @Test("of whole matrices a part is kept where it has room, and what is left of it in the same memory")
    func gram() {
        func rows(room: Int) -> DenseKernelMatrix {
            DenseKernelMatrix(
                Tensor((0..<16).map(Float.init), shape: [4, 4]).buffer, diagonal: [0, 5, 10, 15], room: room)
        }
        func row(_ source: DenseKernelMatrix, _ number: Int) -> UnsafePointer<Float> {
            source.row(number, prefetching: { _ in [] }).first
        }
        #expect(!rows(room: 35).hasRoom(for: 3) && rows(room: 35).hasRoom(for: 2))
        let source = rows(room: 36)
        #expect(source.hasRoom(for: 3))
        source.restrict(to: [0, 2, 3])
        let memory = row(source, 0)
        #expect(source.hasRoom(for: 2))
        source.restrict(to: [1, 2])
        #expect(row(source, 0) == memory && source.diagonal == [10, 15])
        #expect([row(source, 0)[0], row(source, 0)[1], row(source, 1)[0], row(source, 1)[1]] == [10, 11, 14, 15])
        source.restoreAll()
        #expect(source.count == 4 && row(source, 3)[1] == 13)
    }

    @Test("the same bytes from the same examples, every time")
    func determinism() throws {
        let golden = try GoldenProblem.named("four classes")
        func fit() throws -> [[Double]] {
            try SupportVectorClassifier.fit(
                golden.training, classes: golden.trainingClasses, labels: golden.labels, kernel: .rbf(gamma: 0.2)
            ).classifier.coefficients
        }
        #expect(try fit() == fit())
    }
}
