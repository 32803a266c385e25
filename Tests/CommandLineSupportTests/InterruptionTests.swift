import Testing

@testable import CommandLineSupport

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Ctrl-C as a request. Serialized, for signals belong to the whole process.
@Suite(.serialized) struct InterruptionTests {
    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func theFirstSignalSetsTheFlag(number: Int32, code: Int32) {
        Interruption.install()
        defer {
            signal(number, SIG_DFL)
            Interruption.reset()
        }
        #expect(!Interruption.isRequested)
        deliver(number)
        #expect(Interruption.isRequested)
        #expect(Interruption.error(resumeWith: "sample --resume").exitCode == code)
        #expect(Interruption.error(resumeWith: "sample --resume").message == "interrupted; go on with: sample --resume")
        #expect(Interruption.error("after epoch 3").message == "interrupted after epoch 3")
    }

    @Test func anIgnoredSignalStaysIgnored() {
        signal(SIGINT, SIG_IGN)
        Interruption.install()
        defer {
            signal(SIGINT, SIG_DFL)
            signal(SIGTERM, SIG_DFL)
            Interruption.reset()
        }
        deliver(SIGINT)
        #expect(!Interruption.isRequested)
    }

    /// Sends a signal to this thread. The threads that tests run on block signals, so it is let through first.
    private func deliver(_ number: Int32) {
        var (wanted, before) = (sigset_t(), sigset_t())
        sigemptyset(&wanted)
        sigaddset(&wanted, number)
        pthread_sigmask(SIG_UNBLOCK, &wanted, &before)
        raise(number)
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }
}
