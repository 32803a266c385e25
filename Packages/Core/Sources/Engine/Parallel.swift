import CoreLoops
import Synchronization

/// Splits loops over OpenMP's pool, which oneDNN also uses: two pools on few cores would compete. All
/// that computes goes through it; only what waits for files, as reading pictures does, has Dispatch's threads.
///
/// Bodies share values, owners of memory, and numbers as `ParallelInput` or `ParallelOutput`. The compiler refuses a
/// pointer, which would not say whether it is read or written.
package enum Parallel {
    package static var threads: Int {
        get { Int(loop_threads()) }
        set { loop_set_threads(Int32(clamping: max(1, newValue))) }
    }

    /// The length of a loop that is too short for a second thread: fork and join cost about a microsecond.
    package static let elementGrain = 16_384

    private struct Work {
        let count: Int
        let alignment: Int
        let body: @Sendable (Range<Int>) -> Void
    }

    /// Runs `body` over parts of 0 ..< `count`, in parallel on several threads where each gets at least `grain`; all
    /// parts begin at multiples of `alignment`.
    @inline(__always)
    package static func ranges(
        _ count: Int, grain: Int = elementGrain, alignment: Int = 16, _ body: @Sendable (Range<Int>) -> Void
    ) {
        if count < 2 * grain || threads == 1 {
            if count > 0 { body(0..<count) }
            return
        }
        split(count, alignment: alignment, body)
    }

    /// Runs `body`, including oneDNN's loops in it, only on this thread where `isSmall`: waking a second thread takes
    /// longer than a small operation.
    @inline(__always)
    package static func alone<Result>(if isSmall: Bool, _ body: () -> Result) -> Result {
        let all = threads
        guard isSmall, all > 1 else { return body() }
        threads = 1
        defer { threads = all }
        return body()
    }

    private static func split(_ count: Int, alignment: Int, _ body: @Sendable (Range<Int>) -> Void) {
        withoutActuallyEscaping(body) { body in
            var work = Work(count: count, alignment: alignment, body: body)
            withUnsafeMutablePointer(to: &work) { work in
                loop_parallel(
                    { context, thread, threads in
                        guard let work = context?.assumingMemoryBound(to: Work.self).pointee else { return }
                        let blocks = (work.count + work.alignment - 1) / work.alignment
                        let start = blocks * Int(thread) / Int(threads) * work.alignment
                        let end = min(work.count, blocks * Int(thread + 1) / Int(threads) * work.alignment)
                        if start < end { work.body(start..<end) }
                    }, work)
            }
        }
    }

    /// Runs `body` for each of 0 ..< `count`, on all threads in parallel: a free thread takes the next.
    package static func each(_ count: Int, _ body: @Sendable (Int) -> Void) {
        if count < 2 || threads == 1 { return (0..<count).forEach(body) }
        let next = Atomic<Int>(0)
        withoutActuallyEscaping(body) { body in
            var work = Work(count: threads, alignment: 1) { _ in
                while true {
                    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    guard index < count else { return }
                    body(index)
                }
            }
            withUnsafeMutablePointer(to: &work) { work in
                loop_parallel(
                    { context, _, _ in context?.assumingMemoryBound(to: Work.self).pointee.body(0..<1) }, work)
            }
        }
    }

    private struct OwnWork {
        let body: @Sendable (Int) -> Void
        let meanwhile: () -> Void
    }

    /// Runs `body` for each of 0 ..< `count`, each on a thread of its own, and `meanwhile` on this one. Other than with
    /// `each`, bodies may wait for each other; their operations have one thread each.
    ///
    /// - Returns: false where so many threads cannot be started; then nothing has run.
    package static func together(
        _ count: Int, _ body: @Sendable (Int) -> Void, meanwhile: () -> Void
    ) -> Bool {
        withoutActuallyEscaping(body) { body in
            withoutActuallyEscaping(meanwhile) { meanwhile in
                var work = OwnWork(body: body, meanwhile: meanwhile)
                return withUnsafeMutablePointer(to: &work) { work in
                    loop_own_threads(
                        Int32(clamping: count),
                        { context, number in
                            Parallel.threads = 1
                            context?.assumingMemoryBound(to: OwnWork.self).pointee.body(Int(number))
                        }, { context in context?.assumingMemoryBound(to: OwnWork.self).pointee.meanwhile() }, work)
                }
            }
        }
    }
}
