#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A stack only for signal handlers.
///
/// A handler usually runs on the stack of the code that it interrupts, just below its stack pointer. Code that is
/// generated at run time may not have one: some of oneDNN 2's matrix products use the stack pointer's register for
/// data, and a handler that ran there would overwrite the heap.
enum SignalStack {
    /// The handler needs hundreds of bytes; the registers that are saved with it need up to 12 KB.
    private static let size = 64 << 10

    /// Gives the calling thread such a stack for the rest of its life, unless it already has one.
    static func prepare() {
        var stack = stack_t()
        guard sigaltstack(nil, &stack) == 0, stack.ss_flags & Int32(SS_DISABLE) != 0 else { return }
        stack = stack_t()
        stack.ss_sp = .allocate(byteCount: size, alignment: 64)
        stack.ss_size = size
        sigaltstack(&stack, nil)
    }

    /// Makes the handler of a signal run there.
    static func use(for number: Int32) {
        var action = sigaction()
        sigaction(number, nil, &action)
        action.sa_flags |= SA_ONSTACK
        sigaction(number, &action, nil)
    }
}
