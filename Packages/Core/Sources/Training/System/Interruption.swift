import Foundations
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Ctrl-C and `kill`: the first signal sets a flag that the training loop polls, so that a checkpoint can be saved; the
/// second ends the process immediately.
///
/// ```swift
/// Interruption.install()
/// for number in 1...1_000 {
///     print("step \(number)")
///     // Here a training saves what it needs to continue.
///     if Interruption.isRequested { throw Interruption.error(resumeWith: "kmnist-train --resume") }
/// }
/// ```
///
/// The exit code is 128 plus the signal's number: 130 after Ctrl-C, 143 after SIGTERM.
public enum Interruption {
    /// The first signal received, 0 before.
    private static let received = Atomic<Int32>(0)
    /// The first signal that another rank has received, 0 before.
    private static let agreed = Atomic<Int32>(0)
    /// 1 where the second signal is ignored, because ranks save together and their launcher ends those that hang.
    private static let isPatient = Atomic<Int32>(0)
    /// 1 where standard error is a terminal, whose unfinished line must be ended.
    private static let endsLine = Atomic<Int32>(0)

    /// Whether the user has asked to stop. A relaxed load: cheap enough for every step.
    public static var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

    /// The first signal received, 0 before.
    static var receivedSignal: Int32 { received.load(ordering: .relaxed) }

    /// Notes the signal that ends the training on all ranks.
    static func agree(on signal: Int32) { agreed.store(signal, ordering: .relaxed) }

    /// Whether any rank was asked to stop.
    static var isAgreed: Bool { agreed.load(ordering: .relaxed) != 0 }

    /// Ignores all signals but the first, as ranks do.
    static func bePatient() { isPatient.store(1, ordering: .relaxed) }

    /// Starts listening to SIGINT, SIGTERM, SIGHUP (a closed terminal) and SIGUSR1, which `mpirun` forwards and Slurm
    /// sends before the end of a job. A signal that the caller had ignored, as
    /// `nohup` and background jobs of a script do, stays ignored; one that it had blocked is unblocked, because a
    /// process started from a thread pool inherits the block by accident and could not be stopped.
    ///
    /// Called on the main thread, to which a system delivers a process's signals as long as it accepts them. The
    /// handler has its own stack, so that signals may arrive in the middle of a kernel: see `SignalStack`.
    public static func install() {
        // Accessed here, so that both already exist when the handler runs.
        endsLine.store(isatty(STDERR_FILENO), ordering: .relaxed)
        received.store(0, ordering: .relaxed)
        SignalStack.prepare()
        var listened = sigset_t()
        sigemptyset(&listened)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGUSR1] {
            sigaddset(&listened, number)
            let previous = signal(number) { Interruption.receive($0) }
            if unsafeBitCast(previous, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
                signal(number, SIG_IGN)
            } else {
                SignalStack.use(for: number)
            }
        }
        pthread_sigmask(SIG_UNBLOCK, &listened, nil)
    }

    /// The error that ends a tool after it saved its state.
    ///
    /// - Parameters:
    ///   - progress: the progress of the training, such as "after epoch 3".
    ///   - command: the command that continues the training.
    public static func error(_ progress: String = "", resumeWith command: String? = nil) -> ToolError {
        let own = received.load(ordering: .relaxed)
        let number = own == 0 ? agreed.load(ordering: .relaxed) : own
        let start = progress.isEmpty ? "interrupted" : "interrupted \(progress)"
        let message = command.map { "\(start); continue with: \($0)" } ?? start
        return ToolError(message, exitCode: 128 + (number == 0 ? SIGINT : number))
    }

    /// Handles a signal with only what POSIX allows in a handler: atomic operations, `write` and `_exit`.
    private static func receive(_ number: Int32) {
        let (isFirst, _) = received.compareExchange(expected: 0, desired: number, ordering: .relaxed)
        if isFirst || isPatient.load(ordering: .relaxed) == 1 { return }
        if endsLine.load(ordering: .relaxed) == 1 {
            var newline: UInt8 = 0x0A
            _ = write(STDERR_FILENO, &newline, 1)
        }
        _exit(128 + number)
    }

    /// Forgets the signal; for tests.
    static func reset() {
        received.store(0, ordering: .relaxed)
        agreed.store(0, ordering: .relaxed)
    }
}
