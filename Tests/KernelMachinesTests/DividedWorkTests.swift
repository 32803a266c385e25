import Core
import TestSupport
import Testing

@testable import KernelMachines
@testable import Training

@Suite("Work that ranks divide") struct DividedWorkTests {
    @Test("every pair is in one share, and shares are of nearly the same size", arguments: [1, 2, 3, 4, 7, 45, 60])
    func shares(ranks: Int) {
        let counts = [5_923, 6_742, 5_958, 6_131, 5_842, 5_421, 5_918, 6_265, 5_851, 5_949]
        let sizes = SupportVectorClassifier.pairs(of: counts.count).map { counts[$0.first] + counts[$0.second] }
        let shares = PairShares(sizes: sizes, among: ranks).places
        #expect(shares.count == ranks && shares.joined().sorted() == Array(sizes.indices))
        #expect(shares.allSatisfy { $0 == $0.sorted() })
        let numbers = shares.map(\.count)
        #expect((numbers.max() ?? 0) - (numbers.min() ?? 0) <= 1)
        if ranks == 3 {
            let sums = shares.map { $0.reduce(0) { $0 + sizes[$1] } }
            #expect((sums.max() ?? 0) - (sums.min() ?? 0) < sizes.max() ?? 0)
        }
    }

    @Test("the largest pairs are dealt first, back and forth")
    func order() {
        #expect(PairShares(sizes: [1, 9, 5, 7, 3], among: 2).places == [[0, 1, 4], [2, 3]])
    }

    @Test("a solution survives as bytes")
    func bytes() {
        let solution = DualSolution(
            coefficients: [0, -0.1, .pi, -0.0, .leastNonzeroMagnitude], bias: -2.5, objective: 1e300, gap: 0.1,
            violation: 1e-4,
            iterations: 123_456_789_012, hasConverged: false, negativeCurvatures: 3)
        let bytes = solution.bytes
        #expect(bytes.count == DualSolution.byteCount(variables: 5))
        let read = DualSolution((bytes + [7])[..<bytes.count], variables: 5)
        #expect(read.coefficients.map(\.bitPattern) == solution.coefficients.map(\.bitPattern))
        #expect([read.bias, read.objective, read.gap, read.violation] == [-2.5, 1e300, 0.1, 1e-4])
        #expect(read.iterations == 123_456_789_012 && !read.hasConverged && read.negativeCurvatures == 3)
    }

    @Test("a search has a task for each part of each γ, and at most twenty for a γ")
    func tasks() {
        let few = GridTask.all(rows: 2, folds: 3)
        #expect(few.map(\.row) == [0, 0, 0, 1, 1, 1] && few.map(\.parts) == [[0], [1], [2], [0], [1], [2]])
        #expect(few[4].name == "part 2 of 3")
        let many = GridTask.all(rows: 1, folds: 1000)
        #expect(many.count == 20 && many.flatMap(\.parts).sorted() == Array(0..<1000))
        #expect(many[3].parts.prefix(2) == [3, 23])
    }

    @Test("parts measured one by one add up to the accuracies, in any order")
    func accuracies() throws {
        let golden = try GoldenProblem.named("four classes")
        let classes = golden.trainingClasses
        let validation = CrossValidation(classes: classes, parts: 4, seed: 3)
        func correct(_ part: Int) throws -> [Int] {
            try validation.correct(
                in: part, golden.training, classes: classes, labels: golden.labels, kernel: .rbf(gamma: 0.2),
                costs: [0.1, 10], options: FitOptions())
        }
        let whole = try validation.accuracies(
            golden.training, classes: classes, labels: golden.labels, kernel: .rbf(gamma: 0.2), costs: [0.1, 10],
            options: FitOptions())
        #expect(try validation.accuracies(of: (0..<4).reversed().map(correct)) == whole)
        #expect(whole.allSatisfy { $0 > 0.5 && $0 <= 1 })
    }

    @Test("a row is known when all its tasks are, and impossible numbers are not taken")
    func rows() throws {
        var experiment = GridExperiment()
        (experiment.costs, experiment.gammas, experiment.folds) = ([1, 10], [0.5, 2], 2)
        var grid = GridAccuracies(experiment, classes: [0, 0, 0, 0, 1, 1, 1, 1])
        grid.set([4, 3], at: 0)
        grid.set([2, 2], at: 2)
        #expect(grid.rows == [[], []] && grid.count == 0 && !grid.isComplete)
        grid.set([2, 4], at: 1)
        #expect(grid.rows == [[0.75, 0.875], []] && grid.count == 2)
        #expect(grid.name(3) == "γ 2, part 2 of 2")
        for (kept, isTaken) in [
            (["1": 4, "10": 5], false), (["1": 4], false), (["1": 0.5, "10": 1], false), (["1": 4, "10": 0], true),
        ] as [(JSONObject, Bool)] {
            try withTemporaryFolder { folder in
                var series = try Series(in: RunFolder(folder))
                try series.finish(grid.name(3), with: "settings", kept)
                var own = grid
                own.take(series, ["settings", "settings"])
                #expect(own.isComplete == isTaken, "\(kept)")
            }
        }
    }
}
