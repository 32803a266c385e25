import Core
import KernelMachines
import Synchronization

/// Shows how many pairs of classes are solved; threads report in turn.
// Sendable although unchecked: the console is used only under `lock`.
final class FitProgress: @unchecked Sendable {
    private let console: Console
    private let lock = Mutex<Void>(())
    private let start = ContinuousClock.now

    init(_ console: Console) { self.console = console }

    var control: FitControl {
        FitControl(isCancelled: { Interruption.isRequested }, report: { self.report($0, of: $1) })
    }

    private func report(_ solved: Int, of all: Int) {
        guard all > 1 else { return }
        lock.withLock { _ in
            let seconds = Double((ContinuousClock.now - start).components.seconds)
            // Without a terminal a line now and then, and none for a short fit.
            guard console.isInteractive || (seconds > 5 && solved.isMultiple(of: max(1, all / 10))) else { return }
            console.progress("\(solved) of \(all) pairs of classes" + (Ranks.world.size > 1 ? " on rank 0" : ""))
        }
    }
}
