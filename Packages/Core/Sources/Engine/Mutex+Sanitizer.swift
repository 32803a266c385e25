#if SANITIZED
import CoreLoops
import Synchronization

extension Mutex where Value: ~Copyable {
    /// The same as in other builds, but so that the thread sanitizer sees it: the standard library is compiled without
    /// it, and what a lock protects would look like a race.
    package borrowing func withLock<Result, E: Error>(
        _ body: (inout sending Value) throws(E) -> sending Result
    ) throws(E) -> sending Result {
        while true {
            let address = withUnsafePointer(to: self) { UnsafeRawPointer($0) }
            let result = try withLockIfAvailable { value throws(E) in
                loop_after_lock(address)
                defer { loop_before_unlock(address) }
                return try body(&value)
            }
            if let result { return result }
            loop_wait_for_lock()
        }
    }
}
#endif
