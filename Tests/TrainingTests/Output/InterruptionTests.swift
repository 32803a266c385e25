import Synchronization
import Testing

@testable import CommandLine
@testable import Tensors
@testable import Training

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Ctrl-C as a request. Each test is a process of its own, for signals belong to the whole process, and trainings of other
/// tests would be interrupted.
@Suite struct InterruptionTests {
    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func theFirstSignalSetsTheFlag(number: Int32, code: Int32) async {
        await #expect(processExitsWith: .success) { [number, code] in
            Interruption.install()
            #expect(!Interruption.isRequested)
            Self.deliver(number)
            #expect(Interruption.isRequested)
            let error = Interruption.error(resumeWith: "sample --resume")
            #expect(error.exitCode == code && error.message == "interrupted; continue with: sample --resume")
            #expect(Interruption.error("after epoch 3").message == "interrupted after epoch 3")
        }
    }

    @Test func anIgnoredSignalStaysIgnored() async {
        await #expect(processExitsWith: .success) {
            signal(SIGINT, SIG_IGN)
            Interruption.install()
            Self.deliver(SIGINT)
            #expect(!Interruption.isRequested)
        }
    }

    /// Some of oneDNN's matrix products keep data where a handler would have its stack; those of these shapes do.
    @Test func signalsMayComeInTheMiddleOfAProduct() async {
        await #expect(processExitsWith: .success) {
            Interruption.install()
            let a = Tensor((0..<4 * 300).map { Float($0 % 7 - 3) }, shape: [4, 300])
            let b = Tensor((0..<300 * 8).map { Float($0 % 5 - 2) }, shape: [300, 8])
            let expected = a.matmul(b).scalars(Float.self)
            let signals = SignalStorm(on: pthread_self(), count: 2_000)
            signals.start()
            var wrong = 0
            while !signals.isOver { wrong += a.matmul(b).scalars(Float.self) == expected ? 0 : 1 }
            #expect(wrong == 0)
        }
    }

    /// Sends a signal to this thread. The threads that tests run on block signals, so it is let through first.
    private static func deliver(_ number: Int32) {
        var (wanted, before) = (sigset_t(), sigset_t())
        sigemptyset(&wanted)
        sigaddset(&wanted, number)
        pthread_sigmask(SIG_UNBLOCK, &wanted, &before)
        raise(number)
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }
}

/// Requests to stop, sent to a thread one after the other and forgotten as soon as it has taken them.
private final class SignalStorm: Sendable {
    private let target: pthread_t
    private let count: Int
    private let over = Atomic(false)

    init(on target: pthread_t, count: Int) {
        self.target = target
        self.count = count
    }

    var isOver: Bool { over.load(ordering: .acquiring) }

    /// Begins to send, on a thread of its own.
    func start() {
        var thread = pthread_t()
        let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { storm in
            storm.map { Unmanaged<SignalStorm>.fromOpaque($0).takeRetainedValue().send() }
            return nil
        }
        let status = pthread_create(&thread, nil, run, Unmanaged.passRetained(self).toOpaque())
        precondition(status == 0, "no thread to send signals from")
        pthread_detach(thread)
    }

    private func send() {
        for _ in 0..<count {
            pthread_kill(target, SIGINT)
            while !Interruption.isRequested { sched_yield() }
            Interruption.reset()
        }
        over.store(true, ordering: .releasing)
    }
}
