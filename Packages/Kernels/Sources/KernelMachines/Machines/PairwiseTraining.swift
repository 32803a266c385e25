import Core
import Synchronization

/// Solves the problems of all pairs of classes, several at once; several ranks solve a share of them each.
///
/// Every pair needs the kernel between its two classes, which no other pair needs, and the kernels within each, which
/// all its pairs share: where they fit into memory they are computed as whole matrices, otherwise row by row on
/// request.
struct PairwiseTraining {
    let function: KernelFunction
    /// The points of each class.
    let classes: [KernelRows]
    /// C of each class, once for each machine: all of them share the matrices.
    let costs: [[Double]]
    let options: SolverOptions
    let control: FitControl
    /// The ranks that divide the pairs; nil for this process alone.
    var ranks: Communicator?

    /// A pair of classes and the matrices that it needs.
    private struct Task {
        let index: Int
        let first, second: Int
        var across, back: Buffer?
    }

    private var pairs: [(first: Int, second: Int)] { SupportVectorClassifier.pairs(of: classes.count) }

    /// For each of `costs` a solution for each pair (0, 1), (0, 2), …, (1, 2), …; β of the first class's points and
    /// then of the second's. All ranks get all solutions, and each of them is the same on any number of ranks.
    ///
    /// - Throws: `FitError.canceled`, on all ranks where one of them is asked to stop.
    func solve() throws(FitError) -> [[DualSolution]] {
        let sizes = pairs.map { classes[$0.first].count + classes[$0.second].count }
        guard let ranks, ranks.size > 1 else {
            guard let solutions = solutions(of: Array(sizes.indices)) else { throw .canceled }
            return solutions
        }
        let shares = PairShares(sizes: sizes, among: ranks.size)
        let messages = Ranks.shared(ranks) {
            solutions(of: shares.places[ranks.rank]).map { $0.joined().flatMap(\.bytes) }
        }
        guard let messages else { throw .canceled }
        var all = costs.map { _ in [DualSolution](repeating: .empty, count: sizes.count) }
        for (places, message) in zip(shares.places, messages) {
            var rest = message[...]
            for machine in all.indices {
                for place in places {
                    let count = DualSolution.byteCount(variables: sizes[place])
                    all[machine][place] = DualSolution(rest.prefix(count), variables: sizes[place])
                    rest = rest.dropFirst(count)
                }
            }
        }
        return all
    }

    /// For each of `costs` the solutions of some pairs, in their order; nil where the fit was stopped.
    private func solutions(of places: [Int]) -> [[DualSolution]]? {
        var solutions = [DualSolution](repeating: .empty, count: costs.count * places.count)
        let isCancelled = Atomic<Bool>(false)
        let solved = Atomic<Int>(0)
        let engine = ComputeContext.engine
        let pairs = pairs
        let needed = Set(places.flatMap { [pairs[$0].first, pairs[$0].second] })
        let within =
            holdsMatricesWithin
            ? classes.indices.map { needed.contains($0) ? function.matrix(classes[$0], classes[$0]) : nil } : nil
        let diagonals = classes.map { $0.diagonal(function) }
        let (room, share) = rooms(within != nil)
        var next = 0
        while next < places.count {
            // As many pairs as fit into memory together, but few: computed values should still be in the caches.
            var group: [Task] = []
            var bytes = 0
            while next < places.count, group.count < Self.groupSize {
                let (first, second) = pairs[places[next]]
                let size = bytesAcross(first, second)
                if within != nil, !group.isEmpty, bytes + size > room { break }
                var task = Task(index: next, first: first, second: second)
                if within != nil {
                    let across = function.matrix(classes[first], classes[second])
                    (task.across, task.back) = (across, engine.transpose(across, axes: [1, 0]))
                    bytes += size
                }
                group.append(task)
                next += 1
            }
            let tasks = group
            solutions.withUnsafeMutableBufferPointer { solutions in
                guard let first = solutions.baseAddress else { return }
                let (results, count) = (ParallelOutput(first), solutions.count)
                ComputeContext.concurrently(tasks.count) { number in
                    let task = tasks[number]
                    for (machine, costs) in costs.enumerated() {
                        // A new solver each time, so that a solution does not depend on which others were requested.
                        let source = source(of: task, within: within, diagonals: diagonals, share: share)
                        let problem = DualProblem.classification(
                            positives: classes[task.first].count, negatives: classes[task.second].count,
                            positiveCost: costs[task.first], negativeCost: costs[task.second])
                        let solver = DualSolver(problem, rows: source, options: options)
                        guard !isCancelled.load(ordering: .relaxed),
                            let solution = solver.solve(isCancelled: control.isCancelled)
                        else { return isCancelled.store(true, ordering: .relaxed) }
                        results[machine * places.count + task.index] = solution
                        let done = solved.wrappingAdd(1, ordering: .relaxed).newValue
                        control.report(done, count)
                    }
                }
            }
            if isCancelled.load(ordering: .relaxed) { return nil }
        }
        return costs.indices.map { Array(solutions[($0 * places.count)..<(($0 + 1) * places.count)]) }
    }

    /// The number of pairs that are prepared together.
    private static var groupSize: Int { 4 * ComputeContext.threads }

    /// The bytes of the kernel between two classes, in both directions.
    private func bytesAcross(_ first: Int, _ second: Int) -> Int { 8 * classes[first].count * classes[second].count }

    /// The bytes for the kernels of a group of pairs, and for what each pair that is solved keeps besides them. Both
    /// follow from all pairs and not from this rank's, so that solutions do not depend on the number of ranks.
    private func rooms(_ hasMatrices: Bool) -> (all: Int, share: Int) {
        let within = hasMatrices ? classes.reduce(0) { $0 + 4 * $1.count * $1.count } : 0
        let room = options.cacheBytes - within
        let largest = pairs.map { bytesAcross($0.first, $0.second) }.sorted(by: >).prefix(Self.groupSize)
        let taken = hasMatrices ? largest.reduce(0, +) : 0
        return (room, max(0, room - taken) / max(1, min(pairs.count, ComputeContext.threads)))
    }

    /// Whether the kernels within all classes take at most half of the memory limit, and those of some pair the other
    /// half.
    private var holdsMatricesWithin: Bool {
        let half = options.cacheBytes / 2
        let within = classes.reduce(0) { $0 + 4 * $1.count * $1.count }
        let sizes = classes.map(\.count).sorted()
        return within <= half && 8 * sizes[sizes.count - 1] * sizes[sizes.count - 2] <= half
    }

    private func source(of task: Task, within: [Buffer?]?, diagonals: [[Double]], share: Int) -> any KernelRowSource {
        if let within, let first = within[task.first], let second = within[task.second], let across = task.across,
            let back = task.back
        {
            return DenseKernelMatrix(
                first: first, across: across, back: back, second: second,
                diagonal: diagonals[task.first] + diagonals[task.second], room: share)
        }
        return KernelRowCache([classes[task.first], classes[task.second]], function, byteLimit: share)
    }
}
