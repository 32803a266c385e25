import CommandLineSupport
import KernelMachines
import Synchronization

/// Shows how many pairs of classes are solved; threads report in turn.
final class FitProgress: @unchecked Sendable {
    // Sendable although unchecked: the console is touched under `lock` alone.
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
            // Without a terminal a line now and then, and none for what takes a moment.
            guard console.isInteractive || (seconds > 5 && solved.isMultiple(of: max(1, all / 10))) else { return }
            console.progress("\(solved) of \(all) pairs of classes")
        }
    }
}

extension FitControl {
    /// Stops when asked to, and says nothing.
    static let interruptible = FitControl(isCancelled: { Interruption.isRequested })
}

/// Runs a fit; a request to stop, and examples that cannot be fitted, end as the tool's errors.
func fitting<Result>(_ file: String, _ body: () throws(FitError) -> Result) throws -> Result {
    do {
        return try body()
    } catch .cancelled {
        throw Interruption.error("before the machine was fitted; nothing was written")
    } catch {
        throw ToolError.badData("\(file): \(error.description)")
    }
}
