import Core
import Synchronization

/// Solves the problems of all pairs of classes, several at once.
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

    /// A pair of classes and the matrices that it needs.
    private struct Task {
        let index: Int
        let first, second: Int
        var across, back: Buffer?
    }

    /// For each of `costs` a solution for each pair (0, 1), (0, 2), …, (1, 2), …; β of the first class's points and
    /// then of the second's.
    ///
    /// - Throws: `FitError.canceled`
    func solve() throws(FitError) -> [[DualSolution]] {
        let count = classes.count
        let pairs = (0..<count).flatMap { first in (first + 1..<count).map { (first, $0) } }
        var solutions = [DualSolution](repeating: .empty, count: costs.count * pairs.count)
        let isCancelled = Atomic<Bool>(false)
        let solved = Atomic<Int>(0)
        let engine = ComputeContext.engine
        let within = holdsMatricesWithin ? classes.map { function.matrix($0, $0) } : nil
        let diagonals = classes.map { $0.diagonal(function) }
        let room = options.cacheBytes - (within?.reduce(0) { $0 + $1.count * 4 } ?? 0)
        var next = 0
        while next < pairs.count {
            // As many pairs as fit into memory together, but few: computed values should still be in the caches.
            var group: [Task] = []
            var bytes = 0
            while next < pairs.count, group.count < 4 * ComputeContext.threads {
                let (first, second) = pairs[next]
                let size = 8 * classes[first].count * classes[second].count
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
            // Pairs that are solved at the same time share the remaining memory.
            let share = max(0, room - bytes) / (pairs.count > 1 ? max(1, min(tasks.count, ComputeContext.threads)) : 1)
            solutions.withUnsafeMutableBufferPointer { solutions in
                guard let first = solutions.baseAddress else { return }
                let (results, count) = (ParallelOutput(first), solutions.count)
                ComputeContext.concurrently(tasks.count) { place in
                    let task = tasks[place]
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
                        results[machine * pairs.count + task.index] = solution
                        let done = solved.wrappingAdd(1, ordering: .relaxed).newValue
                        control.report(done, count)
                    }
                }
            }
            if isCancelled.load(ordering: .relaxed) { throw .canceled }
        }
        return costs.indices.map { Array(solutions[($0 * pairs.count)..<(($0 + 1) * pairs.count)]) }
    }

    /// Whether the kernels within all classes take at most half of the memory limit, and those of some pair the other
    /// half.
    private var holdsMatricesWithin: Bool {
        let half = options.cacheBytes / 2
        let within = classes.reduce(0) { $0 + 4 * $1.count * $1.count }
        let sizes = classes.map(\.count).sorted()
        return within <= half && 8 * sizes[sizes.count - 1] * sizes[sizes.count - 2] <= half
    }

    private func source(of task: Task, within: [Buffer]?, diagonals: [[Double]], share: Int) -> any KernelRowSource {
        if let within, let across = task.across, let back = task.back {
            return DenseKernelMatrix(
                first: within[task.first], across: across, back: back, second: within[task.second],
                diagonal: diagonals[task.first] + diagonals[task.second], room: share)
        }
        return KernelRowCache([classes[task.first], classes[task.second]], function, byteLimit: share)
    }
}
